"""The reading room: a text with its highlights, and beside it the statements, to be decided on.

Every step is a plain form that leads back to the next suggestion; with script, the same forms are sent by
keys and the page is exchanged in place (``static/reading.js``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from khronika.acts import composing, review
from khronika.acts.filing_ahead import FiledTo, filed_to
from khronika.acts.read import read
from khronika.acts.registers import parties_called
from khronika.acts.reviewing import statements_of_text
from khronika.acts.show import items, show, text_of
from khronika.acts.shown import ItemShown, StatementShown
from khronika.acts.texts import CopyShown, TextState, copies_of_text, text_states
from khronika.errors import UsageFault
from khronika.records.dates import days_of
from khronika.records.statement import TAKEN, Status
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.frame import _
from khronika.web.leafing import further, part_of
from khronika.web.neighbours import SECOND, waits, waits_for
from khronika.web.passages import Shown, shown_text, window_of
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

MOST_CARDS = 400
REASONS = (
    _("not a statement"),
    _("a headline or caption"),
    _("said twice: it stands elsewhere"),
    _("another speaker, and it is not clear who"),
    _("the words are cut wrongly"),
)


@dataclass(frozen=True, slots=True)
class Texts(Context):
    """The texts that were taken in, newest first."""

    template: ClassVar[str] = "texts.html"
    sheet: ClassVar[str] = "lists.css"
    items: Sequence[ItemShown]
    states: Mapping[str, TextState]
    next: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the review of a text is. ``second`` of those taken wait for this member as a second person."""

    waiting: int
    taken: int
    rejected: int
    second: int

    @property
    def all(self) -> int:
        """Return how many statements there are."""
        return self.waiting + self.taken + self.rejected


@dataclass(frozen=True, slots=True)
class ReadingRoom(Context):
    """A text and its statements. ``chosen`` is the one whose form is open."""

    template: ClassVar[str] = "reading_room.html"
    sheet: ClassVar[str] = "reading.css"
    item: ItemShown
    text: Shown
    cards: Sequence[StatementShown]
    more: int
    counts: Counts
    chosen: StatementShown | None
    following: str
    only: str
    filed: Mapping[str, Sequence[FiledTo]]
    parties: Mapping[str, str]
    copies: Sequence[CopyShown]
    reasons: Sequence[str] = REASONS

    @property
    def former_day(self) -> date | None:
        """Return the day that times were counted from before a person corrected it, if one did."""
        if "published" not in self.item.corrected or not self.item.read.published:
            return None
        with suppress(ValueError):
            return days_of(self.item.read.published)[1]
        return None


def list_texts(visit: Visit) -> Answer:
    """Show what was taken in."""
    found = items(visit.desk, visit.who, page=part_of(visit), as_of=visit.as_of)
    ids = [one.id for one in found]
    states = text_states(visit.desk, visit.who, ids, as_of=visit.as_of)
    return Page(visit.word("Texts"), Texts(found, states, further(ids)))


def reading_room(visit: Visit) -> Answer:
    """Show a text and its statements."""
    item = _item(visit)
    text = text_of(visit.desk, visit.who, item.id, as_of=visit.as_of)
    every = [
        one
        for one in statements_of_text(visit.desk, visit.who, item.id, as_of=visit.as_of)
        if one.statement is not None
    ]
    only = visit.query.get("only")
    chosen = next((one for one in every if one.id == visit.query.get("s")), None)
    kept = [one for one in every if _kept(one, only, visit.who) or one is chosen]
    if chosen is None:
        chosen = next((one for one in kept if waits(one, only, visit.who)), None)
    window = window_of(text, _start(visit, chosen))
    cards = [one for one in kept if _begins_in(one, window)][:MOST_CARDS]
    context = ReadingRoom(
        item=item,
        text=shown_text(text, window, kept, chosen.id if chosen else None),
        cards=cards,
        more=len(kept) - len(cards),
        counts=_counts(every, visit.who),
        chosen=chosen,
        following=_following(every, chosen, only, visit.who),
        only=only,
        filed=filed_to(visit.desk, visit.who, [one.id for one in cards], as_of=visit.as_of),
        parties=parties_called(visit.desk, visit.who, _speakers(cards), as_of=visit.as_of),
        copies=copies_of_text(visit.desk, visit.who, item.id, as_of=visit.as_of),
    )
    return Page(item.about.title or item.name, context)


def one_statement(visit: Visit) -> Answer:
    """Lead to a statement in its text."""
    statement, there = visit.parts["statement"], {"as_of": visit.as_of} if visit.as_of else {}
    return GoTo(f"{room_of(visit, statement)}#s-{statement}", parameters={"s": statement} | there)


def accept(visit: Visit) -> Answer:
    """Accept a statement as it was shown."""
    statement = visit.parts["statement"]
    review.accept(visit.desk, visit.who, [statement], tuple(visit.form.all("entry")))
    return on_from(visit, "accepted")


def reject(visit: Visit) -> Answer:
    """Reject a statement with the reason."""
    reason = visit.form.get("other") or visit.form.get("reason")
    review.reject(visit.desk, visit.who, [visit.parts["statement"]], reason)
    return on_from(visit, "rejected")


def undo(visit: Visit) -> Answer:
    """Undo one's own last decision."""
    statement = visit.parts["statement"]
    composing.undo(visit.desk, visit.who, statement)
    there = {"s": statement}
    if visit.form.get("only"):
        there["only"] = visit.form.get("only")
    return GoTo(f"{room_of(visit, statement)}#s-{statement}", "undone", there)


def merge(visit: Visit) -> Answer:
    """Make one statement of this and the next one that was named."""
    statement, other = visit.parts["statement"], visit.form.get("with")
    composing.make_one(visit.desk, visit.who, [statement, other])
    there = {"s": statement, "undo": statement}
    return GoTo(f"{room_of(visit, statement)}#s-{statement}", "merged", there)


def split(visit: Visit) -> Answer:
    """Make two statements of one, at a place that was picked."""
    statement = visit.parts["statement"]
    composing.make_two(visit.desk, visit.who, statement, visit.form.number("at"))
    there = {"s": statement, "undo": statement}
    return GoTo(f"{room_of(visit, statement)}#s-{statement}", "split", there)


def read_again(visit: Visit) -> Answer:
    """Read a text: what comes out are suggestions."""
    item = visit.parts["item"]
    read(visit.desk, visit.who, [item])
    return GoTo(f"/items/{item}", "read")


def _item(visit: Visit) -> ItemShown:
    found = show(visit.desk, visit.who, visit.parts["item"], as_of=visit.as_of)
    if not isinstance(found, ItemShown):
        raise UsageFault("this is not a text", "Texts lists them")
    return found


def shown_statement(visit: Visit, statement: str) -> StatementShown:
    """Return a statement that can be shown with its fields.

    Raises:
        NotFound: there is none for this member.
        UsageFault: it was erased or withdrawn.
    """
    found = show(visit.desk, visit.who, statement, as_of=visit.as_of)
    if not isinstance(found, StatementShown) or found.statement is None:
        raise UsageFault("this statement cannot be shown", "it was erased, or consent was withdrawn")
    return found


def room_of(visit: Visit, statement: str) -> str:
    """Return the address of the text that a statement stands in."""
    return f"/items/{shown_statement(visit, statement).item}"


def on_from(visit: Visit, done: str) -> GoTo:
    """Return the way to the statement after the one that was decided."""
    statement = visit.parts["statement"]
    following = visit.form.get("following")
    there = {"s": following or statement, "undo": statement}
    if visit.form.get("only"):
        there["only"] = visit.form.get("only")
    return GoTo(f"{room_of(visit, statement)}#s-{following or statement}", done, there)


def _kept(one: StatementShown, only: str, member: str) -> bool:
    if only in {"waiting", SECOND}:
        return waits(one, only, member)
    if only == "taken":
        return one.status in TAKEN
    return one.status != Status.REJECTED or only == "all"


def _speakers(cards: Sequence[StatementShown]) -> list[str]:
    return [one.statement.speaker for one in cards if one.statement and one.statement.speaker]


def _counts(every: Sequence[StatementShown], member: str) -> Counts:
    second = sum(waits_for(one, member) for one in every)
    waiting = sum(one.status == Status.SUGGESTED for one in every)
    rejected = sum(one.status == Status.REJECTED for one in every)
    return Counts(waiting, len(every) - waiting - rejected, rejected, second)


def _start(visit: Visit, chosen: StatementShown | None) -> int:
    """Return where the shown part of the text begins: as asked, else so that the chosen words are in it."""
    if visit.query.get("from"):
        return visit.query.number("from")
    first = chosen.statement.content[0][0] if chosen and chosen.statement and chosen.statement.content else 0
    return 0 if first < 30_000 else first - 5_000  # noqa: PLR2004 - within the first window, and a page before


def _begins_in(one: StatementShown, window: tuple[int, int]) -> bool:
    content = one.statement.content if one.statement else ()
    return bool(content) and window[0] <= content[0][0] < window[1]


def _following(every: Sequence[StatementShown], chosen: StatementShown | None, only: str, member: str) -> str:
    """Return the next one that waits, after the chosen one and then from the beginning."""
    if chosen is None:
        return ""
    place = every.index(chosen)
    later = [*every[place + 1 :], *every[:place]]
    return next((one.id for one in later if waits(one, only, member)), "")


WAYS: tuple[Way, ...] = (
    get("/items", list_texts),
    get("/items/{item}", reading_room),
    post("/items/{item}/read", read_again),
    get("/statements/{statement}", one_statement),
    post("/statements/{statement}/accept", accept),
    post("/statements/{statement}/reject", reject),
    post("/statements/{statement}/undo", undo),
    post("/statements/{statement}/merge", merge),
    post("/statements/{statement}/split", split),
)
