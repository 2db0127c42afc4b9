"""The questions of a contact on paper, for who speaks to somebody away from the desk.

What must stay true: nothing on it is of this desk, its members, its compartments or anybody; there is no
place on it for a name or a number; every question of the form is on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from khronika.records.consent import Audience, IdentityDetail, Purpose
from khronika.records.contact import Danger, PlaceKind, Wording
from khronika.web.answers import Answer, Context, Page
from khronika.web.consent_sets import SETS, ConsentSet
from khronika.web.routes import Way, now
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class SheetToPrint(Context):
    """A blank sheet: what can be ticked on it."""

    template: ClassVar[str] = "sheet.html"
    sheet: ClassVar[str] = "contacts.css"
    sets: Mapping[str, ConsentSet] = field(default_factory=lambda: SETS)
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)
    dangers: Sequence[Danger] = tuple(Danger)
    wordings: Sequence[Wording] = tuple(Wording)
    places: Sequence[PlaceKind] = tuple(PlaceKind)


def sheet(visit: Visit) -> Answer:
    """Show the sheet, as it is printed."""
    return Page(visit.word("A sheet to print"), SheetToPrint())


WAYS: tuple[Way, ...] = (now("/contacts/sheet", sheet),)
