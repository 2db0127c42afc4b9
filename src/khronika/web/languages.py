"""The languages of the pages: gettext catalogues, read when a page first needs them, and dates by locale.

English stands in the source. A catalogue is ``locale/<language>.po``; a message that it lacks stays as it is
in the source. That of English holds what a word of the record is called on a page, and what a page says where
the source speaks of the command line. What is said from within (faults, hints, problems, reasons) is put into
a language by :meth:`Language.said`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol
from babel.support import Translations

from khronika.records.dates import days_of
from khronika.web import zones
from khronika.web.sentences import Sentences

LANGUAGES = {"en": "English", "ru": "Русский"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_DAYS_OF_A_TIME = 10
_UNQUALIFIED = str.maketrans("", "", "?~%")


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages: its code, its messages, its locale."""

    code: str
    messages: NullTranslations
    locale: Locale

    @property
    def direction(self) -> str:
        """Return ``rtl`` or ``ltr``."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    def word(self, message: str) -> str:
        """Return a message in this language."""
        return self.messages.gettext(message) if message else ""

    def said(self, line: str) -> str:
        """Return a line of ours in this language, its values as they stand in it; any other line as it is.

        A line is a fault, a hint, a problem or a reason, in the English in which it was said and is recorded.
        In English it is another line only where it speaks of the command line.
        """
        return _sentences(self.code).said(line, self)

    def words(self, one: str, many: str, number: int) -> str:
        """Return the form of a message for ``number``; ``%(num)s`` in it is the number."""
        return self.messages.ngettext(one, many, number) % {"num": self.number(number)}

    def number(self, number: int) -> str:
        """Return a number with this language's separators."""
        return format_decimal(number, locale=self.locale)

    @property
    def point(self) -> str:
        """Return what stands before the tenths of a number."""
        return get_decimal_symbol(self.locale)

    def form_for(self, number: int) -> int:
        """Return which of the forms of a word goes with a number, the first being 0."""
        plural: Any = getattr(self.messages, "plural", None)
        return int(plural(number)) if plural is not None else int(number != 1)

    def day(self, day: date) -> str:
        """Return a day in words: 3 April 2026."""
        return format_date(day, format="long", locale=self.locale)

    def moment(self, utc: str) -> str:
        """Return a moment of the log in words and the zone that is shown, as it stands where it is none."""
        try:
            return self._moment(zones.local(utc))
        except ValueError:
            return utc

    def utc(self, utc: str) -> str:
        """Return a moment of the log in words and UTC; empty where it is none, or UTC is what is shown."""
        try:
            then = zones.local(utc)
        except ValueError:
            return ""
        return "" if then.utcoffset() == timedelta() else self._moment(then.astimezone(UTC))

    def _moment(self, then: datetime) -> str:
        return f"{format_datetime(then, 'd MMM y, HH:mm', locale=self.locale)} {zones.from_utc(then)}"

    def days(self, start: date | None, end: date | None) -> str:
        """Return the days from ``start`` to ``end`` in words; an open end is said."""
        if start is None:
            if end is None:
                return self.word("no day given")
            return self.word("until %(day)s") % {"day": self.day(end)}
        if end is None:
            return self.word("from %(day)s on") % {"day": self.day(start)}
        if start == end:
            return self.day(start)
        return f"{self.day(start)} – {self.day(end)}"

    def edtf(self, text: str) -> str:
        """Return an EDTF date in words, as it stands where it cannot be read.

        What is not sure or only near it (``?``, ``~``, ``%``: EDTF, level 1) is said to be so.
        """
        if not text:
            return self.word("no day given")
        bare = text.translate(_UNQUALIFIED)
        try:
            days = self._days_in(bare)
        except ValueError:
            return text
        if {"~", "%"} & set(text):
            days = self.word("about %(days)s") % {"days": days}
        return self.word("%(days)s, not sure") % {"days": days} if {"?", "%"} & set(text) else days

    def _days_in(self, text: str) -> str:
        """Return an EDTF date without qualifiers in words.

        Raises:
            ValueError: it is none.
        """
        start, end = days_of(text[:_DAYS_OF_A_TIME] if "T" in text and "/" not in text else text)
        if len(text) == len("2026") and text.isdigit():
            return text
        if start and end and start.day == 1 and len(text) == len("2026-04"):
            return format_date(start, "LLLL y", locale=self.locale)
        return self.days(start, end)


@cache
def language(code: str) -> Language:
    """Return a language by its code, English for one there is not."""
    known = code if code in LANGUAGES else "en"
    return Language(known, _messages(known), Locale.parse("en_GB" if known == "en" else known))


def preferred(accepted: str, chosen: str = "") -> str:
    """Return the code of the language to use: the member's choice, else what the browser asks for first."""
    if chosen in LANGUAGES:
        return chosen
    return next((code for code in _asked_for(accepted) if code in LANGUAGES), "en")


def _asked_for(accepted: str) -> Iterable[str]:
    for part in accepted[:500].split(","):
        yield part.split(";")[0].strip().lower()[:2]


def _messages(code: str) -> NullTranslations:
    catalogue = _catalogue(code)
    if catalogue is None:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@cache
def _sentences(code: str) -> Sentences:
    return Sentences(
        (message.id, message.string)
        for message in _catalogue(code) or ()
        if isinstance(message.id, str) and isinstance(message.string, str)
    )


def _catalogue(code: str) -> Catalog | None:
    source = files("khronika.web") / "locale" / f"{code}.po"
    if not source.is_file():
        return None
    with source.open("rb") as stream:
        return read_po(stream, locale=code)
