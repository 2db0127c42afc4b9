"""The reading room: a text with its highlights, and beside it the statements, to be decided on.

Every step is a plain form that leads back to the next suggestion; with script, the same forms are sent by
keys and the page is exchanged in place (``static/reading.js``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from khronika.acts import composing, review
from khronika.acts.assembled import Named
from khronika.acts.filing_ahead import filed_to
from khronika.acts.read import read
from khronika.acts.registers import parties_called
from khronika.acts.show import (
    ItemShown,
    Sought,
    StatementShown,
    items,
    show,
    statements,
    text_of,
)
from khronika.acts.show import (
    Page as Part,
)
from khronika.errors import UsageFault
from khronika.records.exchange import statement_json
from khronika.records.spans import Spans, words_of
from khronika.records.statement import Act, Denial, Statement, Status
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.forms import Fields
from khronika.web.passages import Shown, shown_text, window_of
from khronika.web.picking import Picking, picking_of
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

PAGE = 50
MOST_CARDS = 400
REASONS = (
    "not a statement",
    "a headline or caption",
    "said twice: it stands elsewhere",
    "another speaker, and it is not clear who",
    "the words are cut wrongly",
)
_TAKEN = frozenset({Status.ACCEPTED.value, Status.AMENDED.value})


@dataclass(frozen=True, slots=True)
class Texts(Context):
    """The texts that were taken in, newest first."""

    template: ClassVar[str] = "texts.html"
    sheet: ClassVar[str] = "lists.css"
    items: Sequence[ItemShown]
    next: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the review of a text is."""

    waiting: int
    taken: int
    rejected: int

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
    filed: Mapping[str, Sequence[Named]]
    parties: Mapping[str, str]
    reasons: Sequence[str] = REASONS


@dataclass(frozen=True, slots=True)
class Amending(Context):
    """The fields of one statement, to be amended, or of one that is added by hand."""

    template: ClassVar[str] = "amending.html"
    sheet: ClassVar[str] = "amending.css"
    item: str
    statement: Statement
    shown: StatementShown | None
    words: str
    spans: str
    picking: Picking | None
    following: str
    only: str
    acts: Sequence[Act] = tuple(Act)
    denials: Sequence[Denial] = tuple(Denial)


def list_texts(visit: Visit) -> Answer:
    """Show what was taken in."""
    part = Part(PAGE, visit.query.get("before") or None)
    found = items(visit.desk, visit.who, page=part, as_of=visit.as_of)
    following = found[-1].id if len(found) == PAGE else None
    return Page(visit.word("Texts"), Texts(found, following))


def reading_room(visit: Visit) -> Answer:
    """Show a text and its statements."""
    item = _item(visit)
    text = text_of(visit.desk, visit.who, item.id, as_of=visit.as_of)
    every = [one for one in _statements(visit, item.id) if one.statement is not None]
    only = visit.query.get("only")
    chosen = next((one for one in every if one.id == visit.query.get("s")), None)
    kept = [one for one in every if _kept(one, only) or one is chosen]
    if chosen is None:
        chosen = next((one for one in kept if one.status == Status.SUGGESTED), None)
    window = window_of(text, _start(visit, chosen))
    cards = [one for one in kept if _begins_in(one, window)][:MOST_CARDS]
    context = ReadingRoom(
        item=item,
        text=shown_text(text, window, kept, chosen.id if chosen else None),
        cards=cards,
        more=len(kept) - len(cards),
        counts=_counts(every),
        chosen=chosen,
        following=_following(every, chosen),
        only=only,
        filed=filed_to(visit.desk, visit.who, [one.id for one in cards], as_of=visit.as_of),
        parties=parties_called(visit.desk, visit.who, _speakers(cards), as_of=visit.as_of),
    )
    return Page(item.about.title or item.name, context)


def one_statement(visit: Visit) -> Answer:
    """Lead to a statement in its text."""
    statement, there = visit.parts["statement"], {"as_of": visit.as_of} if visit.as_of else {}
    return GoTo(f"{_room_of(visit, statement)}#s-{statement}", parameters={"s": statement} | there)


def accept(visit: Visit) -> Answer:
    """Accept a statement as it stands."""
    statement = visit.parts["statement"]
    review.accept(visit.desk, visit.who, [statement])
    return _on(visit, "accepted")


def reject(visit: Visit) -> Answer:
    """Reject a statement with the reason."""
    reason = visit.form.get("other") or visit.form.get("reason")
    review.reject(visit.desk, visit.who, [visit.parts["statement"]], reason)
    return _on(visit, "rejected")


def undo(visit: Visit) -> Answer:
    """Undo one's own last decision."""
    statement = visit.parts["statement"]
    composing.undo(visit.desk, visit.who, statement)
    return GoTo(f"{_room_of(visit, statement)}#s-{statement}", "undone", {"s": statement})


def amending(visit: Visit) -> Answer:
    """Show the fields of a statement to be amended."""
    shown = _shown(visit, visit.parts["statement"])
    assert shown.statement is not None
    return _amending_page(visit, shown.item, shown.statement, shown)


def amend(visit: Visit) -> Answer:
    """Accept a statement with the changes of the form."""
    statement = visit.parts["statement"]
    before = _shown(visit, statement)
    assert before.statement is not None
    changes = changes_of(visit.form, before.statement)
    if changes:
        review.amend(visit.desk, visit.who, statement, changes)
        return _on(visit, "amended")
    review.accept(visit.desk, visit.who, [statement])
    return _on(visit, "accepted")


def adding(visit: Visit) -> Answer:
    """Show the form of a statement that is added by hand, with the words that were picked."""
    item = visit.parts["item"]
    spans = spans_of(visit.query.get("spans"))
    bare = Statement("", None, named=True, content=spans, acts=(Act.ASSERTS,))
    return _amending_page(visit, item, bare, None)


def add(visit: Visit) -> Answer:
    """Add a statement by hand."""
    item = visit.parts["item"]
    bare = Statement("", None, named=False, content=(), acts=())
    made = composing.add_statement(visit.desk, visit.who, item, changes_of(visit.form, bare))
    return GoTo(f"/items/{item}#s-{made.id}", "added", {"s": made.id, "undo": made.id})


def merge(visit: Visit) -> Answer:
    """Make one statement of this and the next one that was named."""
    statement, other = visit.parts["statement"], visit.form.get("with")
    composing.make_one(visit.desk, visit.who, [statement, other])
    there = {"s": statement, "undo": statement}
    return GoTo(f"{_room_of(visit, statement)}#s-{statement}", "merged", there)


def split(visit: Visit) -> Answer:
    """Make two statements of one, at a place that was picked."""
    statement = visit.parts["statement"]
    composing.make_two(visit.desk, visit.who, statement, visit.form.number("at"))
    there = {"s": statement, "undo": statement}
    return GoTo(f"{_room_of(visit, statement)}#s-{statement}", "split", there)


def read_again(visit: Visit) -> Answer:
    """Read a text: what comes out are suggestions."""
    item = visit.parts["item"]
    read(visit.desk, visit.who, [item])
    return GoTo(f"/items/{item}", "read")


def changes_of(form: Fields, before: Statement) -> dict[str, Any]:
    """Return what a form changes of a statement, in the names of the one schema."""
    wanted: dict[str, Any] = {
        "speaker": form.get("speaker") or None,
        "named": form.has("named") and bool(form.get("speaker")),
        "acts": form.all("acts"),
        "denies": form.all("denies") if Act.DENIES in form.all("acts") else [],
        "addressee": form.get("addressee") or None,
        "forum": form.get("forum") or None,
        "relays": form.lines("relays"),
    }
    if form.get("spans"):
        wanted["content"] = [list(span) for span in spans_of(form.get("spans"))]
    plain = statement_json(before)
    return {name: value for name, value in wanted.items() if value != plain.get(name)}


def spans_of(text: str) -> Spans:
    """Return spans as an address or a form holds them: ``120-180,200-210``.

    Raises:
        UsageFault: they are not written so.
    """
    spans = []
    for piece in filter(None, text[:2000].split(",")):
        start, _, end = piece.partition("-")
        if not (start.isdecimal() and end.isdecimal()):
            raise UsageFault("these are not places in the text", "pick the words in the text")
        spans.append((int(start[:12]), int(end[:12])))
    return tuple(spans)


def spans_text(spans: Spans) -> str:
    """Return spans as :func:`spans_of` reads them."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def _amending_page(visit: Visit, item: str, statement: Statement, shown: StatementShown | None) -> Page:
    text = text_of(visit.desk, visit.who, item)
    spans = spans_of(visit.query.get("spans")) or statement.content
    picking = picking_of(text, spans, visit.query)
    context = Amending(
        item=item,
        statement=statement,
        shown=shown,
        words=words_of(text, spans),
        spans=spans_text(spans),
        picking=picking,
        following=visit.query.get("following"),
        only=visit.query.get("only"),
    )
    title = visit.word("Amend a statement") if shown else visit.word("Add a statement")
    return Page(title, context)


def _item(visit: Visit) -> ItemShown:
    found = show(visit.desk, visit.who, visit.parts["item"], as_of=visit.as_of)
    if not isinstance(found, ItemShown):
        raise UsageFault("this is not a text", "Texts lists them")
    return found


def _shown(visit: Visit, statement: str) -> StatementShown:
    found = show(visit.desk, visit.who, statement, as_of=visit.as_of)
    if not isinstance(found, StatementShown) or found.statement is None:
        raise UsageFault("this statement cannot be shown", "it was erased, or consent was withdrawn")
    return found


def _room_of(visit: Visit, statement: str) -> str:
    return f"/items/{_shown(visit, statement).item}"


def _on(visit: Visit, done: str) -> GoTo:
    """Return the way to the statement after the one that was decided."""
    statement = visit.parts["statement"]
    following = visit.form.get("following")
    there = {"s": following or statement, "undo": statement}
    if visit.form.get("only"):
        there["only"] = visit.form.get("only")
    return GoTo(f"{_room_of(visit, statement)}#s-{following or statement}", done, there)


def _statements(visit: Visit, item: str) -> list[StatementShown]:
    """Return an item's statements: of suggestions only those of the newest reading that nobody decided on."""
    return statements(visit.desk, visit.who, Sought(item), page=Part(None), as_of=visit.as_of)


def _kept(one: StatementShown, only: str) -> bool:
    if only == "waiting":
        return one.status == Status.SUGGESTED
    if only == "taken":
        return one.status in _TAKEN
    return one.status != Status.REJECTED or only == "all"


def _speakers(cards: Sequence[StatementShown]) -> list[str]:
    return [one.statement.speaker for one in cards if one.statement and one.statement.speaker]


def _counts(every: Sequence[StatementShown]) -> Counts:
    waiting = sum(one.status == Status.SUGGESTED for one in every)
    rejected = sum(one.status == Status.REJECTED for one in every)
    return Counts(waiting, len(every) - waiting - rejected, rejected)


def _start(visit: Visit, chosen: StatementShown | None) -> int:
    """Return where the shown part of the text begins: as asked, else so that the chosen words are in it."""
    if visit.query.get("from"):
        return visit.query.number("from")
    first = chosen.statement.content[0][0] if chosen and chosen.statement and chosen.statement.content else 0
    return 0 if first < 30_000 else first - 5_000  # noqa: PLR2004 - within the first window, and a page before


def _begins_in(one: StatementShown, window: tuple[int, int]) -> bool:
    content = one.statement.content if one.statement else ()
    return bool(content) and window[0] <= content[0][0] < window[1]


def _following(every: Sequence[StatementShown], chosen: StatementShown | None) -> str:
    """Return the next suggestion that waits, after the chosen one and then from the beginning."""
    if chosen is None:
        return ""
    place = every.index(chosen)
    later = [*every[place + 1 :], *every[:place]]
    return next((one.id for one in later if one.status == Status.SUGGESTED), "")


WAYS: tuple[Way, ...] = (
    get("/items", list_texts),
    get("/items/{item}", reading_room),
    post("/items/{item}/read", read_again),
    get("/items/{item}/add", adding),
    post("/items/{item}/add", add),
    get("/statements/{statement}", one_statement),
    get("/statements/{statement}/amend", amending),
    post("/statements/{statement}/amend", amend),
    post("/statements/{statement}/accept", accept),
    post("/statements/{statement}/reject", reject),
    post("/statements/{statement}/undo", undo),
    post("/statements/{statement}/merge", merge),
    post("/statements/{statement}/split", split),
)
