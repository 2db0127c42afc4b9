"""A date as a source states it about itself, as EDTF; nothing where it could mean two days.

``03/04/2017`` is two days and gives nothing. The day is the one written, in the source's own time
zone; the time of day is left out.
"""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?:[T ]\d{2}:\d{2}.{0,32})?")
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]{2,12},? +)?(\d{1,2})(?:st|nd|rd|th)? +([^\W\d]{3,12})\.?,? +(\d{4})\b(.{0,40})"
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]{2,12},? +)?([^\W\d]{3,12})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})\b(.{0,40})"
)
_REST = re.compile(r"[,\s]*(?:(?:at )?\d{1,2}:\d{2}.*|г\.?|года)?", re.DOTALL)
_MONTHS = (
    ("jan", "янв"), ("feb", "фев"), ("mar", "мар"), ("apr", "апр"), ("may", "мая"), ("jun", "июн"),
    ("jul", "июл"), ("aug", "авг"), ("sep", "сен"), ("oct", "окт"), ("nov", "ноя"), ("dec", "дек"),
)  # fmt: skip
_MONTH = {short: number for number, pair in enumerate(_MONTHS, 1) for short in pair}


def edtf_of_words(words: str) -> str:
    """Return the day (or month) that ``words`` state, as ``2017-04-12`` or ``2017-04``; else empty."""
    words = words.strip()
    iso = _ISO.fullmatch(words)
    if iso is not None:
        return _checked(iso[1], iso[2], iso[3])
    found = _DAY_FIRST.fullmatch(words)
    if found is not None and _REST.fullmatch(found[4]):
        return _checked(found[3], _month(found[2]), found[1])
    found = _MONTH_FIRST.fullmatch(words)
    if found is not None and _REST.fullmatch(found[4]):
        return _checked(found[3], _month(found[1]), found[2])
    return ""


def _month(word: str) -> str:
    return str(_MONTH.get(word.casefold()[:3], 0))


def _checked(year: str, month: str, day: str | None) -> str:
    try:
        checked = date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return checked.isoformat() if day else f"{checked.year:04}-{checked.month:02}"
