"""Statements as a timeline has them: when something happened and when it was said, as the source leaves both.

What must stay true: a time is drawn as all the days that it can mean; what is open or not known at one end
stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khronika.publishing.looks import LONGEST_CELL, Table, cut
from khronika.publishing.maps.areas import Undrawable
from khronika.publishing.marks import Said
from khronika.publishing.wording import days_in_words
from khronika.records.dates import days_of

MOST_ROWS = 5_000
LONGEST_TIME = 80
HEAD = ("No.", "Said", "Speaker", "What was said", "In words", "Happened", "Figure")
NOTHING = "No statement is recorded here, so there is no timeline."
_UNSURE = "?~%"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A statement on a timeline; ``said`` and ``happened`` are EDTF (``records.dates``), empty: not told."""

    number: int
    speaker: str
    words: str
    said: str
    happened: str
    kind: Said
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The days a time can mean, as ordinals; ``None`` is an open end. ``unsure`` where it is marked so."""

    start: int | None
    end: int | None
    unsure: bool

    @property
    def known(self) -> bool:
        """Return whether at least one end is known."""
        return self.start is not None or self.end is not None

    @property
    def until(self) -> bool:
        """Return whether only the last day is known."""
        return self.start is None and self.end is not None

    @property
    def ends(self) -> list[int]:
        """Return the ends that are known."""
        return [end for end in (self.start, self.end) if end is not None]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row with its times understood."""

    row: TimelineRow
    said: Days
    happened: Days


def drawn(rows: Sequence[TimelineRow]) -> list[Drawn]:
    """Return ``rows`` in the order of saying, those not told last.

    Raises:
        Undrawable: there are more than 5,000 rows, or a time is not EDTF level 1.
    """
    if len(rows) > MOST_ROWS:
        raise Undrawable(f"a timeline of {len(rows)} statements is too full", f"choose at most {MOST_ROWS}")
    found = [Drawn(row, _days(row.said), _days(row.happened)) for row in rows]
    return sorted(found, key=lambda one: (_first(one.said), _first(one.happened), one.row.number))


def _days(edtf: str) -> Days:
    if not edtf:
        return Days(None, None, unsure=False)
    try:
        start, end = days_of(edtf[:LONGEST_TIME])
    except ValueError:
        raise Undrawable(
            "a statement has a time that is not EDTF", "write it as 2017-04-03 or 2017-04"
        ) from None
    unsure = any(mark in edtf for mark in _UNSURE)
    first, last = (None if day is None else day.toordinal() for day in (start, end))
    return Days(first, last, unsure)


def _first(days: Days) -> int:
    return min(days.ends, default=date.max.toordinal() + 1)


def timeline_table(rows: Sequence[TimelineRow]) -> Table:
    """Return the content of :func:`timeline_svg` of the same rows as a table, in the order of saying.

    Raises:
        Undrawable: there are more than 5,000 rows, or a time is not EDTF level 1.
    """
    cells = tuple(_cells(one) for one in drawn(rows))
    return Table(HEAD, cells, () if rows else (NOTHING,))


def _cells(one: Drawn) -> tuple[str, ...]:
    row = one.row
    texts = (cut(text, LONGEST_CELL) for text in (row.speaker, row.words, row.figure))
    speaker, words, figure = texts
    return (
        str(row.number),
        _in_words(one.said),
        speaker,
        row.kind.value,
        words,
        _in_words(one.happened),
        figure,
    )


def _in_words(days: Days) -> str:
    if not days.known:
        return "not told"
    start, end = (None if end is None else date.fromordinal(end) for end in (days.start, days.end))
    return days_in_words(start, end) + (" (unsure)" if days.unsure else "")
