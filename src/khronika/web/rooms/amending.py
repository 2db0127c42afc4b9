"""Amending a statement, or adding one by hand: its fields as a form, its words picked in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from khronika.acts import composing, review
from khronika.acts.show import StatementShown, text_of
from khronika.errors import UsageFault
from khronika.records.exchange import statement_json
from khronika.records.spans import Spans, words_of
from khronika.records.statement import Act, Denial, Statement
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.forms import Fields
from khronika.web.picking import Picking, picking_of
from khronika.web.rooms.reading_room import on_from, shown_statement
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit


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


def amending(visit: Visit) -> Answer:
    """Show the fields of a statement to be amended."""
    shown = shown_statement(visit, visit.parts["statement"])
    assert shown.statement is not None
    return _amending_page(visit, shown.item, shown.statement, shown)


def amend(visit: Visit) -> Answer:
    """Accept a statement with the changes of the form."""
    statement = visit.parts["statement"]
    before = shown_statement(visit, statement)
    assert before.statement is not None
    changes = changes_of(visit.form, before.statement)
    if changes:
        review.amend(visit.desk, visit.who, statement, changes)
        return on_from(visit, "amended")
    review.accept(visit.desk, visit.who, [statement])
    return on_from(visit, "accepted")


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


WAYS: tuple[Way, ...] = (
    get("/items/{item}/add", adding),
    post("/items/{item}/add", add),
    get("/statements/{statement}/amend", amending),
    post("/statements/{statement}/amend", amend),
)
