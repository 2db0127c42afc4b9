"""The day of an entry that is opened by an hour alone, in a log, a chat or a live report.

The day stands on a line of its own above ("6 July"), or else it is the day of publication. Linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from khronika.reading.languages.en.times import times_of
from khronika.records.dates import When
from khronika.records.spans import Span

_HOUR = re.compile(
    r"[\[(]?(?:(?:[01]?\d|2[0-3])[:.h][0-5]\d|(?:1[0-2]|[1-9])(?=\s?[ap]\.?m))(?:\s?[ap]\.?m\b\.?)?[\])]?",
    re.IGNORECASE,
)
_HEADING = 40
"""Characters of a line that may be the heading of a day."""


@dataclass(slots=True)
class Entries:
    """The days that head the entries of one text."""

    text: str
    published: date | None
    _days: list[tuple[int, date]] | None = field(default=None, init=False)

    def said_at(self, span: Span) -> When | None:
        """Return the time of saying that an hour alone gives; ``None`` where the words are no hour."""
        words = " ".join(self.text[slice(*span)].split())
        if _HOUR.fullmatch(words) is None:
            return None
        day = self._day_before(span[0])
        return When(words, day, day, (span,), self.published) if day is not None else None

    def _day_before(self, at: int) -> date | None:
        if self._days is None:
            self._days = list(self._headings())
        before = bisect_left(self._days, at, key=itemgetter(0))
        return self._days[before - 1][1] if before else self.published

    def _headings(self) -> list[tuple[int, date]]:
        found, at = [], 0
        for line in self.text.split("\n"):
            if 0 < len(line) <= _HEADING:
                days = times_of(self.text, at, at + len(line), self.published)
                if len(days) == 1 and days[0].start is not None and days[0].start == days[0].end:
                    found.append((at, days[0].start))
            at += len(line) + 1
        return found


__all__ = ["Entries"]
