"""Marks of care: which bind a record and why, and what they mean for what may go out.

What must stay true: what the reader suggests is shown as a suggestion; a mark is said of the passage, never
of a person; each is put or taken away with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.called import called
from khronika.acts.care import Bound, CareShown, care, mark_care, unmark
from khronika.errors import UsageFault
from khronika.records.care import Care
from khronika.records.ids import Kind
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.frame import _
from khronika.web.routes import Way, now, post
from khronika.web.visits import Visit

MEANS: dict[Care, str] = {
    Care.CHILD: _("It tells of a child."),
    Care.SEXUAL_VIOLENCE: _("It tells of sexual violence."),
    Care.HELD: _("It tells of people who are still held or at risk."),
}
"""What a mark says of a passage."""

WHY: dict[Kind, str] = {
    Kind.ITEM: _("put on the whole text"),
    Kind.STATEMENT: _("put on the same words, in another statement"),
    Kind.INCIDENT: _("put on an incident that it is filed to, or on the pattern of that one"),
    Kind.PARTY: _("put on a party: who says it, from whom it came, or who is in its incident"),
}
"""Why a mark on another record binds this one, by the kind of that record."""

SUGGESTED = _("suggested by the reader, and taken away by nobody")
OWN = _("put on this record")


@dataclass(frozen=True, slots=True)
class BoundShown:
    """A mark that binds, why, and the other record that it is on (empty where it is on this one)."""

    mark: Care
    means: str
    why: str
    on: str
    words: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class CarePage(Context):
    """A record's care. ``to_put`` can be put on it, ``to_take`` can be taken away from it."""

    template: ClassVar[str] = "care.html"
    sheet: ClassVar[str] = "care.css"
    record: str
    words: str
    care: CareShown
    bound: Sequence[BoundShown]
    to_put: Mapping[Care, str]
    to_take: Mapping[Care, str]
    yours: frozenset[Care]
    home: str


def care_page(visit: Visit) -> Answer:
    """Show what binds a record, and why."""
    record = visit.parts["record"]
    shown = care(visit.desk, visit.who, record)
    yours = frozenset(one.mark for one in shown.questioned if one.by == visit.who)
    words = called(visit.desk, visit.who, [record, *(one.on for one in shown.binding)])
    context = CarePage(
        record=record,
        words=words.get(record, ""),
        care=shown,
        bound=[_bound(one, record, words) for one in shown.binding],
        to_put={mark: means for mark, means in MEANS.items() if mark not in shown.marks},
        to_take={mark: MEANS[mark] for mark in Care if mark in _can_go(shown) - yours},
        yours=yours,
        home=f"/items/{record}" if record.startswith(f"{Kind.ITEM}_") else f"/records/{record}",
    )
    return Page(visit.word("Marks of care"), context)


def mark(visit: Visit) -> Answer:
    """Put marks on a record."""
    mark_care(visit.desk, visit.who, visit.parts["record"], _marks(visit), visit.form.get("reason"))
    return GoTo(f"/records/{visit.parts['record']}/care", "marked")


def take_away(visit: Visit) -> Answer:
    """Take marks away from a record, also suggested ones: as the first, or as the second who agrees."""
    after = unmark(visit.desk, visit.who, visit.parts["record"], _marks(visit), visit.form.get("reason"))
    waits = any(one.by == visit.who for one in after.questioned)
    return GoTo(f"/records/{visit.parts['record']}/care", "unmarked by one" if waits else "unmarked")


def _can_go(shown: CareShown) -> frozenset[Care]:
    """Return the marks that can be taken away here: those put here, and suggested ones.

    Of a text any suggestion can, since statements of it may bear one.
    """
    if shown.record.startswith(f"{Kind.ITEM}_"):
        return shown.marks | (frozenset(Care) - shown.dismissed)
    return shown.marks | frozenset(one.mark for one in shown.binding if one.suggested)


def _bound(bound: Bound, record: str, words: Mapping[str, str]) -> BoundShown:
    here = bound.on == record
    why = SUGGESTED if bound.suggested else OWN if here else WHY[Kind(bound.on[:3])]
    on = "" if here else bound.on
    return BoundShown(bound.mark, MEANS[bound.mark], why, on, words.get(bound.on, ""), bound.suggested)


def _marks(visit: Visit) -> list[Care]:
    given = visit.form.all("marks")
    if not set(given) <= set(Care):
        raise UsageFault("there is no such mark of care", "the page lists those there are")
    return [Care(one) for one in given]


WAYS: tuple[Way, ...] = (
    now("/records/{record}/care", care_page),
    post("/records/{record}/care", mark),
    post("/records/{record}/care/take-away", take_away),
)
