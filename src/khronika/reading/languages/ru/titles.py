"""Names in quotation marks and of institutions, in the form in which the text first has them upright."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.names import common, nominatives, plain, same
from khronika.reading.languages.ru.phrase import head_of
from khronika.reading.tokens import tokenise

QUOTED = re.compile(r"[«„\"]([^«»„“\"\n]{2,60})[»“\"]")
_PART = re.compile(r"[\w-]+")
_MOST = 400


@dataclass(frozen=True, slots=True)
class Titles:
    """The names in quotation marks of one text, in its order; its words, small."""

    quoted: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    def upright(self, title: str) -> str:
        """Return a name in the nominative: as the text has it somewhere, or declined."""
        words = _PART.findall(title)
        for other in self.quoted:
            if _alike(_PART.findall(other), words) and is_upright(other):
                return other
        if len(words) == 1:
            return self.single(words[0])
        if not words or is_upright(title):
            return title
        tokens = tokenise(title, 0, len(title))
        case = next((f.case for f in forms(words[-1] if common(words[-1]) else words[0])), "")
        found = head_of(
            [t._replace(text=t.text.lower()) if n == 0 else t for n, t in enumerate(tokens)], case
        )
        return found.text[:1].upper() + found.text[1:] if found is not None else title

    def single(self, word: str) -> str:
        """Return a name of one word in the nominative: as the text writes it, or as the dictionary does."""
        low = plain(word)
        written = next((c for c in nominatives(word) if c != low and c in self.words), "")
        if written:
            return word[: len(written)] if low.startswith(written) else word[:1] + written[1:]
        found = [f for f in forms(word) if f.pos == "NOUN"]
        if not found or any(f.case == "nomn" for f in found[:2]):
            return word
        return word[:1] + found[0].lemma[1:] if found[0].lemma in nominatives(word) else word


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))


def is_upright(title: str) -> bool:
    """Tell whether a title stands in the nominative, by its first noun or adjective."""
    for word in _PART.findall(title):
        found = forms(word)
        if found and found[0].pos in {"NOUN", "ADJF", "PRTF"}:
            return any(f.case == "nomn" for f in found)
    return True


def titles_of(text: str, words: frozenset[str]) -> Titles:
    """Return the names in quotation marks of a text."""
    return Titles(tuple(dict.fromkeys(m[1] for m in QUOTED.finditer(text)))[:_MOST], words)
