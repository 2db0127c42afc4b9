"""Reading: from a text to suggestions of who said what, to whom, through whom.

A reader has no file, clock or randomness. English and Russian are read by rules and a trained tagger
(``languages``, ``tagging``), or by the rules alone; for every other language there are quotation marks, and
the reason of each suggestion says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from khronika.reading.complete import CompleteReader
from khronika.reading.heading import about_from_text
from khronika.reading.plain import PlainReader
from khronika.reading.tables import words_in
from khronika.records.reading import Reader

__all__ = ["ACCURATE", "FAST", "about_from_text", "language_of", "reader_for"]

FAST, ACCURATE = "fast", "accurate"
"""By rules alone, or by rules and a trained tagger; both give the same kind of answer."""

_SAMPLE = 20_000
_ENGLISH = words_in("the of and to in that was for said is on with by he from have are has were not it")
_RUSSIAN = words_in("и в не на что с по он как это из к у а о за от был они для его")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.12
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_RUSSIAN_LETTERS = re.compile(r"[ыэё]")
"""Letters that Ukrainian, Bulgarian, Serbian and Macedonian lack."""

_OTHER_CYRILLIC = re.compile(r"[^а-яё\W\d_]|[аоуюя]ь|къ|[кх]х|хь|аа|уу|ыы|ээ")
"""Letters and pairs of letters of other languages in Cyrillic: і, ў, ә, ө, Chechen аь, кх, Kyrgyz уу."""

_HALF = 0.5


def _english(setting: str) -> Reader:
    from khronika.reading.languages.en.reader import READER  # noqa: PLC0415 - only the language that is read is loaded
    from khronika.reading.languages.en.tagged import EnglishTagged  # noqa: PLC0415 - as above
    from khronika.reading.tagging.english import encoder  # noqa: PLC0415 - as above

    return CompleteReader(READER if setting == FAST else EnglishTagged(encoder()), "en")


def _russian(setting: str) -> Reader:
    from khronika.reading.languages.ru.reader import READER  # noqa: PLC0415 - as above
    from khronika.reading.languages.ru.tagged import RussianTagged  # noqa: PLC0415 - as above
    from khronika.reading.tagging.russian import encoder  # noqa: PLC0415 - as above

    return CompleteReader(READER if setting == FAST else RussianTagged(encoder()), "ru")


_PLAIN: Reader = PlainReader()
_READERS: dict[str, Callable[[str], Reader]] = {"en": _english, "ru": _russian}


@cache
def reader_for(language: str, setting: str = ACCURATE) -> Reader:
    """Return the reader for an ISO 639-1 code; for one without rules, the one for quotation marks.

    Raises:
        ValueError: ``setting`` is neither ``FAST`` nor ``ACCURATE``.
    """
    if setting not in {FAST, ACCURATE}:
        raise ValueError(f"a reader is fast or accurate, not {setting!r}")
    make = _READERS.get(language.lower().partition("-")[0])
    return _PLAIN if make is None else make(setting)


def language_of(text: str) -> str:
    """Return ``"en"`` or ``"ru"`` where frequent words show it, otherwise an empty string.

    A few sentences may have hardly one of them; there the letters of Russian show it, where no letter or pair
    of letters is that of another language in Cyrillic.
    """
    found = _WORD.findall(text[:_SAMPLE].lower())
    if not found:
        return ""
    shares = {
        code: sum(word in frequent for word in found) / len(found)
        for code, frequent in (("en", _ENGLISH), ("ru", _RUSSIAN))
    }
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= _ENOUGH:
        return best
    return "ru" if _in_letters_of_russian(found) else ""


def _in_letters_of_russian(words: list[str]) -> bool:
    cyrillic = [word for word in words if _CYRILLIC.search(word)]
    if len(cyrillic) < _HALF * len(words):
        return False
    joined = " ".join(cyrillic)
    return bool(_RUSSIAN_LETTERS.search(joined)) and not _OTHER_CYRILLIC.search(joined)
