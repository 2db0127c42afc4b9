"""Every figure with its bounds, who gave it, and through whom; all counts of people on one axis, first.

What must stay true: no figure is left out, added up or averaged; an open end stays open; a convention is
said beside the figure; a figure that stands once in a text is one row, given by the innermost speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from khronika.publishing.sentences import Sentence
from khronika.publishing.speakers import folded
from khronika.records.figures import Figure

_PEOPLE_WORDS = """
people person persons men man women woman children child boys girls families family detainees prisoners
inmates victims civilians residents villagers workers students witnesses journalists guards soldiers
officers dead bodies killed wounded injured missing человек людей люди
"""
_PEOPLE = frozenset(_PEOPLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure. ``through`` runs from the giver outwards; ``bounds`` are in plain words."""

    label: str
    source: int
    giver: str
    through: tuple[str, ...]
    text: str
    what: str
    bounds: str
    low: Decimal | None
    high: Decimal | None
    convention: str


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures on one axis: all of people, or those that count the same thing by their words.

    ``each_once`` marks a table of things that are counted once only; its rows are not to be compared.
    """

    number: int
    heading: str
    people: bool
    rows: tuple[FigureRow, ...]
    each_once: bool = False

    @property
    def mixed(self) -> bool:
        """Tell whether the rows count different things, so that each has to say what."""
        return self.each_once or self.people


def figure_groups_of(sentences: Sequence[Sentence]) -> tuple[FigureGroup, ...]:
    """Return all figures: those of people on one axis, the others by unit, ``of`` and ``per``.

    "40 men", "17 persons" and "hundreds of detainees" are what a reader wants to see side by side; each row
    says what it counts. Of other things, those that are counted once only go into one table.
    """
    by_label = {sentence.label: sentence for sentence in sentences}
    people: dict[str, list[FigureRow]] = {}
    others: dict[tuple[str, str, str], list[FigureRow]] = {}
    for sentence, figure in _each_figure(sentences, by_label):
        row = _row(sentence, figure, by_label)
        if _counts_people(figure):
            people.setdefault(folded(figure.per), []).append(row)
        else:
            others.setdefault((folded(figure.unit), folded(figure.of), folded(figure.per)), []).append(row)
    made = [
        FigureGroup(0, f"People, per {per}" if per else "People", people=True, rows=tuple(rows))
        for per, rows in people.items()
    ]
    several = sorted((rows for rows in others.values() if len(rows) > 1), key=len, reverse=True)
    made += [FigureGroup(0, rows[0].what, people=False, rows=tuple(rows)) for rows in several]
    once = tuple(row for rows in others.values() if len(rows) == 1 for row in rows)
    if once:
        made.append(FigureGroup(0, "Single figures of other things", people=False, rows=once, each_once=True))
    return tuple(replace(group, number=number) for number, group in enumerate(made, 1))


def _each_figure(
    sentences: Sequence[Sentence], by_label: dict[str, Sentence]
) -> list[tuple[Sentence, Figure]]:
    """Return figures with their innermost sentence, in the order of the text."""
    found: dict[object, tuple[int, Sentence, Figure]] = {}
    for sentence in sentences:
        depth = len(_above(sentence, by_label))
        for place, figure in enumerate(sentence.statement.figures):
            where = (sentence.source, figure.spans) if figure.spans else (sentence.label, place)
            if where not in found or found[where][0] < depth:
                found[where] = depth, sentence, figure
    return [(sentence, figure) for _, sentence, figure in found.values()]


def _above(sentence: Sentence, by_label: dict[str, Sentence]) -> list[Sentence]:
    above: list[Sentence] = []
    while sentence.within:
        sentence = by_label[sentence.within]
        above.append(sentence)
    return above


def _row(sentence: Sentence, figure: Figure, by_label: dict[str, Sentence]) -> FigureRow:
    through = [relay.text for relay in sentence.statement.relays]
    for outer in _above(sentence, by_label):
        through += [outer.speaker, *(relay.text for relay in outer.statement.relays)]
    return FigureRow(
        label=sentence.label,
        source=sentence.source,
        giver=sentence.speaker,
        through=tuple(dict.fromkeys(through)),
        text=figure.text,
        what=_heading(figure),
        bounds=bounds_in_words(figure.low, figure.high),
        low=figure.low,
        high=figure.high,
        convention=figure.convention,
    )


def bounds_in_words(low: Decimal | None, high: Decimal | None) -> str:
    """Return ``100 or more``, ``up to 40``, ``200 to 999``, ``7``, or ``no bound``."""
    if low is None and high is None:
        return "no bound"
    if high is None:
        return f"{_written(low)} or more"
    if low is None:
        return f"up to {_written(high)}"
    return _written(low) if low == high else f"{_written(low)} to {_written(high)}"


def _written(number: Decimal | None) -> str:
    return "" if number is None else f"{number:,f}".replace(",", "\u202f")


def _counts_people(figure: Figure) -> bool:
    words = f"{figure.unit} {figure.of}".casefold().split()
    return any(word in _PEOPLE for word in words)


def _heading(figure: Figure) -> str:
    parts = [figure.unit or "without a unit", figure.of, f"per {figure.per}" if figure.per else ""]
    return ", ".join(part for part in parts if part)
