"""Reading: from a text to suggestions of who said what, to whom, through whom.

A reader has no file, clock or randomness. English is read by rules (``languages/en``); for every other
language there are quotation marks alone, and the reason of each suggestion says so.
"""

from __future__ import annotations

import re

from khronika.reading.heading import about_from_text
from khronika.reading.languages.en.reader import READER as ENGLISH
from khronika.reading.plain import PlainReader
from khronika.reading.tables import words_in
from khronika.records.reading import Reader

__all__ = ["about_from_text", "language_of", "reader_for"]

_READERS: dict[str, Reader] = {"en": ENGLISH}
_PLAIN: Reader = PlainReader()
_SAMPLE = 20_000
_ENGLISH = words_in("the of and to in that was for said is on with by he from have are has were not it")
_RUSSIAN = words_in("и в не на что с по он как это из к у а о за от был они для его")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.12


def reader_for(language: str) -> Reader:
    """Return the reader for an ISO 639-1 code; for one without rules, the one for quotation marks."""
    return _READERS.get(language.lower().partition("-")[0], _PLAIN)


def language_of(text: str) -> str:
    """Return ``"en"`` or ``"ru"`` where frequent words show it, otherwise an empty string."""
    found = _WORD.findall(text[:_SAMPLE].lower())
    if not found:
        return ""
    shares = {
        code: sum(word in frequent for word in found) / len(found)
        for code, frequent in (("en", _ENGLISH), ("ru", _RUSSIAN))
    }
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= _ENOUGH else ""
