"""The balance sheet of an incident: who affirms, who denies, how many independent origins there are.

What must stay true: it is what sources say and not what happened, and the page says so, on paper too; what
stands in a picture stands in a table beside it; what there is no room for is counted and can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import ClassVar

from khronika.acts.called import called
from khronika.acts.weigh import BalanceSheet, weigh
from khronika.errors import NotFound
from khronika.publishing.figure_chart import FigureLine, figures_png, figures_svg
from khronika.publishing.looks import Look, size_of
from khronika.web.answers import Answer, Context, Page, Picture
from khronika.web.balance import Balance
from khronika.web.balance_parts import BackPart, DenialPart, DisputePart, PropertyPart, property_of
from khronika.web.drawing import Pictured, look_of, pictured
from khronika.web.origin_trees import MOST_ORIGINS, OriginPart, Trees, items_in
from khronika.web.routes import Way, get
from khronika.web.visits import Visit
from khronika.web.weighed_figures import FiguresPart, figures_in, figures_of

ORIGINS = "origins"
MOST_OF_ALL = 200
"""Values or origins of a page that shows all of one part."""

MOST_TITLES = 120
"""Of more texts without a publisher the others are shown without their titles."""

_LONGEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is weighed: counts of statements and origins; ``printed`` is now (UTC).

    No size or root of the log: it would tell that something was recorded which the member may not see.
    """

    statements: int
    gone: int
    alone: int
    undecided: int
    origins: int
    unknown: int
    printed: str


@dataclass(frozen=True, slots=True)
class ChartPart:
    """Figures with their picture."""

    figures: FiguresPart
    picture: Pictured


@dataclass(frozen=True, slots=True)
class BalanceRoom(Context):
    """A balance sheet, or with ``part`` one part of it in full: of a property, or the origins.

    ``order`` are the numbers of the statements, ``firsts`` the first statement of each origin.
    """

    template: ClassVar[str] = "balance_sheet.html"
    sheet: ClassVar[str] = "weighing.css"
    shown: BalanceSheet
    weighed: Weighed
    order: Mapping[str, int]
    firsts: Mapping[int, str]
    part: str
    start: int
    titles: Mapping[str, str]
    properties: Sequence[PropertyPart] = ()
    denials: Sequence[DenialPart] = ()
    disputes: Sequence[DisputePart] = ()
    back: Sequence[BackPart] = ()
    charts: Sequence[ChartPart] = ()
    origins: Sequence[OriginPart] = ()
    origins_left: int = 0
    most: int = MOST_OF_ALL

    @property
    def here(self) -> str:
        """Return the address of the sheet."""
        return f"/incidents/{self.shown.id}/weigh"

    @property
    def there(self) -> frozenset[int]:
        """Return the numbers of the origins that the page shows."""
        return frozenset(one.number for one in self.origins)


def room(visit: Visit) -> Answer:
    """Show the balance sheet, or one part of it in full."""
    shown = weigh(visit.desk, visit.who, visit.parts["incident"], as_of=visit.as_of)
    part, start = visit.query.get("all"), _start(visit)
    about = property_of(part)
    title = visit.word("Balance sheet")
    if about is not None:
        return Page(title, _of_property(visit, shown, part, start))
    if part == ORIGINS:
        trees, left = Trees(shown, visit.language).heaviest(start, MOST_OF_ALL)
        return Page(title, _context(visit, shown, part, start, origins=trees, origins_left=left))
    return Page(title, _whole(visit, shown))


def picture(visit: Visit) -> Answer:
    """Draw the figures of one property.

    Raises:
        NotFound: there are no such figures.
    """
    shown = weigh(visit.desk, visit.who, visit.parts["incident"], as_of=visit.as_of)
    about, balance = property_of(visit.query.get("of")), Balance(shown, visit.language)
    found = [figures_in(balance, one) for one in shown.weights if one.property is about]
    if not found or found[0] is None:
        raise NotFound("there are no such figures here", "go back to the balance sheet")
    return Picture(figures_png(_lines(found[0]), look_of(visit)))


def _whole(visit: Visit, shown: BalanceSheet) -> BalanceRoom:
    balance = Balance(shown, visit.language)
    figures = figures_of(balance)
    trees, left = Trees(shown, visit.language).heaviest(0, MOST_ORIGINS)
    return _context(
        visit,
        shown,
        properties=balance.properties(),
        denials=balance.denials(),
        disputes=balance.disputes(),
        back=balance.taken_back(),
        charts=[ChartPart(one, _pictured(visit, shown, one)) for one in figures],
        origins=trees,
        origins_left=left,
    )


def _of_property(visit: Visit, shown: BalanceSheet, part: str, start: int) -> BalanceRoom:
    balance, about = Balance(shown, visit.language), property_of(part)
    found = [balance.property(one, start, MOST_OF_ALL) for one in shown.weights if one.property is about]
    return _context(visit, shown, part, start, properties=found)


def _context(
    visit: Visit,
    shown: BalanceSheet,
    part: str = "",
    start: int = 0,
    origins: Sequence[OriginPart] = (),
    **given: object,
) -> BalanceRoom:
    return BalanceRoom(
        shown,
        _weighed(visit, shown),
        {line.statement: line.number for line in shown.lines},
        {one.number: one.statements[0] for one in shown.origins},
        part,
        start,
        titles_in(visit, origins),
        origins=origins,
        **given,  # type: ignore[arg-type]  # fields of the context, by their names
    )


def titles_in(visit: Visit, origins: Sequence[OriginPart]) -> dict[str, str]:
    """Return what the texts without a publisher are called that stand in trees."""
    return called(visit.desk, visit.who, items_in(origins)[:MOST_TITLES], as_of=visit.as_of)


def _weighed(visit: Visit, shown: BalanceSheet) -> Weighed:
    return Weighed(
        len(shown.lines),
        len(shown.gone),
        sum(bool(line.mark) for line in shown.lines),
        shown.undecided,
        len(shown.origins),
        sum(not one.speakers for one in shown.origins),
        visit.desk.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _pictured(visit: Visit, shown: BalanceSheet, part: FiguresPart) -> Pictured:
    lines = _lines(part)

    def size(look: Look) -> tuple[int, int]:
        return size_of(figures_svg(lines, look))

    told = visit.language.words(
        "%(num)s figure as an interval, in the order of saying. The table has the same, row by row.",
        "%(num)s figures as intervals, in the order of saying. The table has the same, row by row.",
        len(lines),
    )
    path = f"/incidents/{shown.id}/weigh/figures.png"
    return pictured(visit, path, {"of": part.slug}, size, f"{part.title}. {told}")


def _lines(part: FiguresPart) -> list[FigureLine]:
    return [row.line for row in part.rows]


def _start(visit: Visit) -> int:
    """Return how many values or origins an address passes over."""
    given = visit.query.get("from")
    plain = given.isascii() and given.isdecimal() and len(given) <= _LONGEST_NUMBER
    return int(given) if plain else 0


WAYS: tuple[Way, ...] = (
    get("/incidents/{incident}/weigh", room),
    get("/incidents/{incident}/weigh/figures.png", picture),
)
"""Both are asked for as of any day."""
