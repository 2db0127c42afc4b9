"""Words of a text folded, and the hashes of runs of them: by what two texts share, word for word.

Source: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997. What must stay true: the
same text gives the same hashes on every machine and in every version; everything is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from khronika.records.spans import Span

WORDS_IN_SHINGLE = 5
BITS = 52
"""Hashes are below 2**52: JSON keeps such whole numbers exactly."""

_WORD = re.compile(
    # one character a word where a script has no spaces between them: Thai, Lao, Burmese, Khmer, CJK
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    # else a run of letters, digits and the marks that belong to them, at most 64 to keep folding linear
    "|[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff]"
    "(?:[^\\W_\u3041-\u30ff\u3400-\u9fff]|[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u0730-\u074a\u0900-\u0963\u0966-\u0dff]){0,63}"
)


def words(text: str) -> Iterator[tuple[str, Span]]:
    """Yield the words of ``text``, folded (case, accents, vowel marks, width), each with its span."""
    folded: dict[str, str] = {}
    for found in _WORD.finditer(text):
        word = found[0]
        plain = folded.get(word)
        if plain is None:
            plain = folded[word] = _fold(word)
        if plain:
            yield plain, found.span()


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in apart if c.isalnum())


def shingles(text: str) -> set[int]:
    """Return the hashes of all runs of five words; of the whole text where it has fewer."""
    folded = [word for word, _ in words(text)]
    if not folded:
        return set()
    width = min(WORDS_IN_SHINGLE, len(folded))
    return {_hash(" ".join(folded[at : at + width])) for at in range(len(folded) - width + 1)}


def _hash(shingle: str) -> int:
    digest = blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - BITS)
