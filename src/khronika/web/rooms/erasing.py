"""Erasing a record: first what goes with it and what cannot be reached, then the reason, then the deed.

What must stay true: nothing is erased by looking; where two people have to agree, the form becomes a
proposal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.erase import erase
from khronika.acts.erasing_ahead import Ahead, would_erase
from khronika.acts.second import Proposed, propose
from khronika.errors import NeedsSecond, UsageFault
from khronika.records.second import Deed
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.rooms.second import to_propose
from khronika.web.routes import Way, now, post
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Erasing(Context):
    """A record about to be erased, with all that goes along."""

    template: ClassVar[str] = "erasing.html"
    sheet: ClassVar[str] = "second.css"
    record: str
    ahead: Ahead


def erasing(visit: Visit) -> Answer:
    """Show what an erasure of this record would take along. Nothing is done."""
    record = visit.parts["record"]
    ahead = would_erase(visit.desk, visit.who, [record])
    return Page(visit.word("Erase this for good"), Erasing(record, ahead))


def erase_it(visit: Visit) -> Answer:
    """Erase the record, or lead to the proposal where two people have to agree."""
    record = visit.parts["record"]
    try:
        erase(visit.desk, visit.who, _named(visit), visit.form.get("reason"))
    except NeedsSecond as fault:
        return to_propose(visit, fault, f"/records/{record}/erase/propose", about=_named(visit))
    except UsageFault as fault:
        raise fault.beside("reason" if not visit.form.get("reason") else "also") from fault.__cause__
    return GoTo(f"/records/{record}", "erased")


def propose_it(visit: Visit) -> Answer:
    """Propose to erase the record."""
    propose(visit.desk, visit.who, Proposed(Deed.ERASE, visit.form.get("reason"), tuple(_named(visit))))
    return GoTo("/second", "proposed")


def _named(visit: Visit) -> list[str]:
    """Return the record, and what of the person who was spoken to is to go along."""
    return list(dict.fromkeys([visit.parts["record"], *" ".join(visit.form.all("also")).split()]))


WAYS: tuple[Way, ...] = (
    now("/records/{record}/erase", erasing),
    post("/records/{record}/erase", erase_it),
    post("/records/{record}/erase/propose", propose_it),
)
