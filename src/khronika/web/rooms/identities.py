"""Opening what is sealed of who a person is: with a reason, in the log first, on one page and no other.

What must stay true: a name or number is on the page that answers its opening alone; who may not open it gets
the same answer for every seal, also for none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.consent import open_identity
from khronika.acts.sealed import Sealed, sealed_identity
from khronika.errors import UsageFault
from khronika.web.answers import Answer, Context, Page
from khronika.web.routes import Way, now, post
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Opening(Context):
    """A seal to be opened with a reason; ``opened`` is what it holds, once the log has the opening."""

    template: ClassVar[str] = "opening.html"
    sheet: ClassVar[str] = "contacts.css"
    sealed: Sealed
    opened: str = ""


def opening(visit: Visit) -> Answer:
    """Show what would be opened, and ask for the reason. Nothing is opened."""
    sealed = sealed_identity(visit.desk, visit.who, visit.parts["identity"])
    return Page(_title(visit, sealed), Opening(sealed))


def open_it(visit: Visit) -> Answer:
    """Open it: the log has who and why before the answer is made."""
    sealed = sealed_identity(visit.desk, visit.who, visit.parts["identity"])
    try:
        opened = open_identity(visit.desk, visit.who, sealed.id, visit.form.get("reason"))
    except UsageFault as fault:
        raise fault.beside("reason") from fault.__cause__
    return Page(_title(visit, sealed), Opening(sealed, opened))


def _title(visit: Visit, sealed: Sealed) -> str:
    called = {"name": visit.word("The name"), "handle": visit.word("The number or address")}
    return called.get(sealed.what) or visit.word("What is sealed")


WAYS: tuple[Way, ...] = (
    now("/identities/{identity}/open", opening),
    post("/identities/{identity}/open", open_it),
)
