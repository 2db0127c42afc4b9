"""Word pieces: how a word is given to the English model (Wu et al. 2016; the uncased vocabulary of BERT).

Longest match first, from the left; a word that cannot be spelled is the unknown piece. Accents are taken
off, letters made small, as in the model's own training.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

MOST: Final = 6
"""Pieces of one word that are given to the model; the rest of a longer word is left off."""

REMEMBERED: Final = 1 << 13
"""Words whose pieces are remembered: the common ones come early, and memory stays as it is."""

_LONGEST = 60
_PLAIN = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‟": '"',
    "’": "'",
    "‘": "'",
    "‚": "'",
    "—": "-",
    "–": "-",
}


class Pieces:
    """A vocabulary of word pieces, with a memory of the words met."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.start, self.end, self.unknown = (self._ids[name] for name in ("[CLS]", "[SEP]", "[UNK]"))
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """Return the pieces of ``word`` as numbers, at least one."""
        found = self._known.get(word)
        if found is None:
            found = self._spelled(word)
            if len(self._known) < REMEMBERED:
                self._known[word] = found
        return found

    def _spelled(self, word: str) -> tuple[int, ...]:
        plain = _PLAIN.get(word)
        if plain is None:
            split = unicodedata.normalize("NFD", word.lower())
            plain = "".join(c for c in split if unicodedata.category(c) != "Mn")
        if not plain or len(plain) > _LONGEST:
            return (self.unknown,)
        found: list[int] = []
        at = 0
        while at < len(plain) and len(found) < MOST:
            for end in range(len(plain), at, -1):
                piece = self._ids.get(plain[at:end] if at == 0 else "##" + plain[at:end])
                if piece is not None:
                    break
            else:
                return (self.unknown,)
            found.append(piece)
            at = end
        return tuple(found)
