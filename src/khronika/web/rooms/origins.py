"""One origin of an incident: its statements, why they are one voice, and a person's word on that.

What must stay true: an origin is found by any of its statements, for its number moves with what is filed;
what was judged is shown with who judged it and why, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.called import called
from khronika.acts.tying import MOST_TIED_AT_ONCE, TieShown, cut_voices, join_voices, ties, undo_tie
from khronika.acts.weigh import BalanceSheet, Line, OriginShown, Speaking, weigh
from khronika.errors import NotFound, UsageFault
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.origin_trees import WHY, OriginPart, Trees
from khronika.web.rooms.weighing import titles_in
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

MOST_LINES = 50
MOST_OFFERED = 200
MOST_TIES = 60
MOST_ASKED = 30
"""Of more statements the judgements on the others are not looked up."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Another origin that this one can be joined with, by its first statement."""

    statement: str
    number: int
    speaker: Speaking | None


@dataclass(frozen=True, slots=True)
class OriginRoom(Context):
    """An origin. ``words`` are what the statements shown say; ``judged`` is what persons judged of them."""

    template: ClassVar[str] = "origin.html"
    sheet: ClassVar[str] = "weighing.css"
    shown: BalanceSheet
    origin: OriginPart
    lines: Sequence[Line]
    left: int
    words: Mapping[str, str]
    titles: Mapping[str, str]
    order: Mapping[str, int]
    ties: Sequence[tuple[str, str, str]]
    ties_left: int
    judged: Sequence[TieShown]
    others: Sequence[Offered]

    @property
    def here(self) -> str:
        """Return the address of this page."""
        return f"/incidents/{self.shown.id}/origins/{self.origin.first}"

    @property
    def most_cut(self) -> int:
        """Return from how many statements one is cut at once."""
        return MOST_TIED_AT_ONCE - 1


def room(visit: Visit) -> Answer:
    """Show an origin by one of its statements."""
    shown, origin = _origin(visit)
    part = Trees(shown, visit.language).origin(origin, MOST_LINES)
    by_id = {line.statement: line for line in shown.lines}
    lines = sorted((by_id[id_] for id_ in origin.statements), key=lambda line: line.number)
    context = OriginRoom(
        shown=shown,
        origin=part,
        lines=lines[:MOST_LINES],
        left=max(0, len(lines) - MOST_LINES),
        words=called(
            visit.desk, visit.who, [line.statement for line in lines[:MOST_LINES]], as_of=visit.as_of
        ),
        titles=titles_in(visit, [part]),
        order={line.statement: line.number for line in shown.lines},
        ties=_ties(origin, by_id)[:MOST_TIES],
        ties_left=max(0, len(origin.ties) - MOST_TIES),
        judged=_judged(visit, [line.statement for line in lines]),
        others=_others(shown, origin, by_id),
    )
    return Page(visit.word("Origin %(number)s") % {"number": origin.number}, context)


def cut(visit: Visit) -> Answer:
    """Judge that one statement is another voice than the rest of its origin."""
    _shown, origin = _origin(visit)
    one = visit.form.get("statements")
    if one not in origin.statements:
        raise UsageFault("this statement is not of this origin", "choose one of those listed").beside(
            "statements"
        )
    rest = [id_ for id_ in origin.statements if id_ != one][: MOST_TIED_AT_ONCE - 1]
    cut_voices(visit.desk, visit.who, one, rest, visit.form.get("reason"))
    return GoTo(f"/incidents/{visit.parts['incident']}/origins/{one}", "recorded")


def join(visit: Visit) -> Answer:
    """Judge that this origin and another are one voice."""
    _shown, origin = _origin(visit)
    first = visit.parts["origin"]
    join_voices(visit.desk, visit.who, [first, visit.form.get("statements")], visit.form.get("reason"))
    return GoTo(f"/incidents/{visit.parts['incident']}/origins/{origin.statements[0]}", "recorded")


def undo(visit: Visit) -> Answer:
    """Take a judgement on two voices back."""
    undo_tie(visit.desk, visit.who, visit.form.get("tie"), visit.form.get("reason"))
    return GoTo(f"/incidents/{visit.parts['incident']}/origins/{visit.parts['origin']}", "taken back")


def _origin(visit: Visit) -> tuple[BalanceSheet, OriginShown]:
    """Return the balance sheet, and the origin that a statement of the address is of.

    Raises:
        NotFound: the statement is not in the record of the incident, or not to be seen.
    """
    shown = weigh(visit.desk, visit.who, visit.parts["incident"], as_of=visit.as_of)
    statement = visit.parts["origin"]
    found = next((one for one in shown.origins if statement in one.statements), None)
    if found is None:
        raise NotFound("there is no such origin, or it is not for you", "go back to the balance sheet")
    return shown, found


def _ties(origin: OriginShown, by_id: Mapping[str, Line]) -> list[tuple[str, str, str]]:
    """Return the ties with their reasons, in the order of saying."""
    pairs = []
    for tie in origin.ties:
        one, other = sorted((tie.one, tie.other), key=lambda id_: by_id[id_].number)
        pairs.append((one, other, WHY[tie.why]))
    return sorted(pairs, key=lambda tie: (by_id[tie[0]].number, by_id[tie[1]].number))


def _judged(visit: Visit, statements: Sequence[str]) -> list[TieShown]:
    """Return what persons judged of the voices of statements, each judgement once."""
    found: dict[str, TieShown] = {}
    for id_ in statements[:MOST_ASKED]:
        found |= {one.tie.id: one for one in ties(visit.desk, visit.who, id_, as_of=visit.as_of)}
    return list(found.values())


def _others(shown: BalanceSheet, origin: OriginShown, by_id: Mapping[str, Line]) -> list[Offered]:
    """Return the other origins that this one can be joined with, those with most statements first."""
    order = sorted(shown.origins, key=lambda one: (-len(one.statements), one.number))
    offered = [
        Offered(one.statements[0], one.number, next(iter(one.speakers), by_id[one.statements[0]].speaker))
        for one in order
        if one is not origin
    ]
    return sorted(offered[:MOST_OFFERED], key=lambda one: one.number)


WAYS: tuple[Way, ...] = (
    get("/incidents/{incident}/origins/{origin}", room),
    post("/incidents/{incident}/origins/{origin}/cut", cut),
    post("/incidents/{incident}/origins/{origin}/join", join),
    post("/incidents/{incident}/origins/{origin}/undo", undo),
)
