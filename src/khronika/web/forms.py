"""What a form holds, read within limits: names with their values, in the order they were sent."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl

from khronika.errors import UsageFault
from khronika.publishing.visible import visible
from khronika.records.dates import days_of

_MOST_FIELDS = 2000
_WRITTEN_OUT = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
_DAY_IN_SLASHES = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$", re.ASCII)
_DAY_IN_POINTS = re.compile(
    r"(?<![\d.])(?:(?P<day>\d{1,2})\.\s?)?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?![\d.])", re.ASCII
)
_SURROGATES = range(0xD800, 0xE000)
Choice = TypeVar("Choice", bound=StrEnum)
TOKEN = "token"  # noqa: S105 - the name of the field
AS_OF = "as_of"
"""The field by which a page is asked for as of an earlier day."""
FROM = "from_page"
"""The field by which a form says on which page it stands, so that it can come back there."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with their values. A name may come several times."""

    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, otherwise: str = "") -> str:
        """Return the first value of ``name`` without white space at its ends."""
        return next((value.strip() for one, value in self.pairs if one == name), otherwise)

    def typed(self, name: str) -> str:
        """Return the first value of ``name`` as it was typed; ends of lines as one line feed."""
        value = next((value for one, value in self.pairs if one == name), "")
        return value.replace("\r\n", "\n").replace("\r", "\n")

    def all(self, name: str) -> list[str]:
        """Return every value of ``name`` that is not empty."""
        return [value.strip() for one, value in self.pairs if one == name and value.strip()]

    def lines(self, name: str) -> list[str]:
        """Return the lines of a value that are not empty."""
        return [line.strip() for line in self.typed(name).split("\n") if line.strip()]

    def has(self, name: str) -> bool:
        """Tell whether ``name`` came at all: a ticked box, a pressed button."""
        return any(one == name for one, _ in self.pairs)

    def number(self, name: str, otherwise: int = 0) -> int:
        """Return a whole number.

        Raises:
            UsageFault: it is none.
        """
        text = self.get(name)
        if not text:
            return otherwise
        try:
            return int(text[:18])
        except ValueError as fault:
            raise UsageFault("a number was expected here", "digits alone").beside(name) from fault

    def choice(self, name: str, kind: type[Choice]) -> Choice | None:
        """Return the choice from a closed list, ``None`` where nothing was chosen.

        Raises:
            UsageFault: it is not on the list.
        """
        value = self.get(name)
        try:
            return kind(value) if value else None
        except ValueError as fault:
            wrong = UsageFault(f"{value[:40]!r} is not on this list", "choose from the list")
            raise wrong.beside(name) from fault

    def days(self, name: str) -> tuple[date | None, date | None]:
        """Return the first and the last day that was typed: 2026-04-12, 2026-04 or 2026; neither where empty.

        Raises:
            UsageFault: it cannot be read as days.
        """
        try:
            return days_typed(self.get(name))
        except UsageFault as fault:
            raise fault.beside(name) from fault.__cause__

    def day(self, name: str) -> date | None:
        """Return one day, written in full.

        Raises:
            UsageFault: it is none.
        """
        text = self.get(name)
        try:
            return day_typed(text) if text else None
        except UsageFault as fault:
            raise fault.beside(name) from fault.__cause__

    def but(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield the pairs whose names are not among ``names``."""
        return ((one, value) for one, value in self.pairs if one not in names)


def iso_typed(text: str) -> str:
    """Return what was typed with days as ISO 8601 has them: 28.11.2026, 28/11/2026, 11.2026 (day first)."""
    points = _DAY_IN_SLASHES.sub(r"\1.\2.\3", text.strip())
    return _DAY_IN_POINTS.sub(_as_iso, points)


def _as_iso(found: re.Match[str]) -> str:
    day, month, year = found["day"], found["month"], found["year"]
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def days_typed(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of what was typed; neither where nothing was.

    Raises:
        UsageFault: it cannot be read as days.
    """
    try:
        return days_of(iso_typed(text[:40])) if text else (None, None)
    except ValueError as fault:
        raise UsageFault(f"{text[:40]!r} is no day", "2026-04-12, 12.04.2026, 2026-04 or 2026") from fault


def day_typed(text: str) -> date:
    """Return a day that was written in full.

    Raises:
        UsageFault: it is none.
    """
    try:
        return date.fromisoformat(iso_typed(text))
    except ValueError as fault:
        raise UsageFault(
            f"{text[:40]!r} is no day", "a day is written so: 2026-04-12 or 12.04.2026"
        ) from fault


def fields_of(encoded: bytes) -> Fields:
    """Return the fields of a body or a query as browsers encode them.

    Raises:
        UsageFault: there are too many.
    """
    try:
        pairs = parse_qsl(
            encoded.decode("latin-1"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="replace",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as fault:
        raise UsageFault("this form has too many fields", "nothing was recorded") from fault
    return Fields(tuple((name, _as_it_was(value)) for name, value in pairs))


def _as_it_was(value: str) -> str:
    """Return a value with each unseen character that a page had written out by its number as itself again.

    A form that is sent as it was shown then changes nothing.
    """
    return _WRITTEN_OUT.sub(_unseen, value) if "[U+" in value else value


def _unseen(found: re.Match[str]) -> str:
    number = int(found[1], 16)
    if not number or number > sys.maxunicode or number in _SURROGATES:
        return found[0]
    character = chr(number)
    return character if visible(character) == found[0] else found[0]
