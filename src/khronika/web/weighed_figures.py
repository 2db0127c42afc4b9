"""Figures of a balance sheet in the order of saying, for a picture and the table with the same content.

What must stay true: the picture is drawn from the rows of the table; a figure that its speaker said otherwise
later, or took back, stays to be seen as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from khronika.acts.assembled import Days
from khronika.acts.weigh import Line, Speaking
from khronika.publishing.figure_chart import MOST_FIGURES, FigureLine, Stands
from khronika.records.matter import Polarity, Property
from khronika.web.balance import Balance
from khronika.web.balance_parts import Cites, cites_of, slug_of
from khronika.web.frame import _
from khronika.web.sides import HEADS
from khronika.weighing.counting import NOBODY, Independent
from khronika.weighing.sheet import Value, Weight

MOST_CHARTS = 6
_FEWEST, _FEW = 2, 4

WORDS = (
    _("said, and not said otherwise later by the same"),
    _("said otherwise later by the same"),
    _("taken back"),
    _("open end: no bound was said"),
    _("each step is ten times the one before"),
)
"""The words of the picture."""


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure: when it was first said, by whom, with its origins while it counts."""

    said: Days | None
    who: Speaking | None
    others: int
    words: str
    origins: Independent
    stands: Stands
    statements: Cites
    line: FigureLine


@dataclass(frozen=True, slots=True)
class FiguresPart:
    """The figures of one property, in the order of saying; ``unshown`` counts those left out."""

    about: Property
    title: str
    rows: tuple[FigureShown, ...]
    unshown: int

    @property
    def slug(self) -> str:
        """Return the property as it stands in addresses."""
        return slug_of(self.about)


def figures_of(balance: Balance) -> list[FiguresPart]:
    """Return the figures of each property of which at least two are said."""
    parts = (figures_in(balance, weight) for weight in balance.sheet.weights)
    return [one for one in parts if one is not None][:MOST_CHARTS]


def figures_in(balance: Balance, weight: Weight) -> FiguresPart | None:
    """Return the figures of a property, the heaviest 40 of them; ``None`` where there are not two."""
    counted = {
        at
        for at, value in enumerate(weight.values)
        if value.claim.polarity is Polarity.YES and not (value.claim.low is None and value.claim.high is None)
    }
    if len(counted) < _FEWEST:
        return None
    words = balance.words_of(weight)
    rows = [row for at in sorted(counted) for row in _rows(balance, weight.values[at], words.of(at))]
    kept = sorted(rows, key=lambda row: (-row.origins.most, -row.origins.least, _place(row)))[:MOST_FIGURES]
    title = balance.language.word(HEADS[weight.property].title)
    return FiguresPart(weight.property, title, tuple(sorted(kept, key=_place)), len(rows) - len(kept))


def _rows(balance: Balance, value: Value, words: str) -> Iterator[FigureShown]:
    gone = tuple(one.statement for one in value.gone)
    for stands, ids in (
        (Stands.STANDS, value.statements),
        (Stands.EARLIER, value.earlier),
        (Stands.GONE, gone),
    ):
        if ids:
            lines = sorted((balance.lines[id_] for id_ in ids), key=lambda line: line.number)
            origins = value.origins if stands is Stands.STANDS else NOBODY
            first = lines[0]
            who = first.speaker.name if first.speaker else balance.language.word(_SOMEBODY)
            day = _day(balance, first.said)
            drawn = FigureLine(day, _told(who, balance), value.claim.low, value.claim.high, words, stands)
            cited = cites_of((line.statement for line in lines), _FEW)
            yield FigureShown(first.said, first.speaker, _others(lines), words, origins, stands, cited, drawn)


_SOMEBODY = _("somebody not introduced")
_THE_WRITER = _("whoever wrote the text")
_BY_DAY = _("by %(day)s")
_NOT_TOLD = _("not told")


def _told(who: str, balance: Balance) -> str:
    return balance.language.word(_THE_WRITER) if who.startswith("itm_") else who


def _others(lines: Iterable[Line]) -> int:
    """Return how many others than the first say so, as far as they can be told apart."""
    speakers = {line.speaker for line in lines if line.speaker is not None and line.known}
    return max(0, len(speakers) - 1)


def _day(balance: Balance, said: Days | None) -> str:
    if said is None:
        return balance.language.word(_NOT_TOLD)
    last = said.last or said.first
    assert last is not None
    day = format_date(last, "d MMM y", locale=balance.language.locale)
    return day if said.first == last else balance.language.word(_BY_DAY) % {"day": day}


def _place(row: FigureShown) -> tuple[date, str]:
    said = row.said
    return ((said and (said.last or said.first)) or date.max, row.words)
