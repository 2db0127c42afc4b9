"""Statements put together by a person: added by hand, made one, made two; and a decision undone.

What must stay true: what a person adds is in the record as theirs; nothing vanishes: what was made one leaves
its parts rejected with the reason, and undoing is one more entry, which restores what stood before, whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from khronika.acts.amending import amended, refuse_outside
from khronika.acts.desk import Acting, Desk, acting, item_of
from khronika.acts.read import statement_body
from khronika.acts.recording import following
from khronika.acts.review import statements_to_decide, whole, with_words
from khronika.acts.shown import newest_rendition
from khronika.acts.standing import standing_of
from khronika.acts.suggested_care import still_suggested
from khronika.acts.uniting import united
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import history
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.spans import Spans
from khronika.records.statement import Act, Statement

BY_HAND = "by hand"
_UNDONE = "undone"
_DECISIONS = frozenset({"statement.accepted", "statement.amended", "statement.rejected"})


def add_statement(desk: Desk, member: str, item: str, fields: Mapping[str, Any]) -> Statement:
    """Add a statement that the reader did not find, at words of an item's newest text, as one act.

    ``fields`` are named as in the one schema; ``content`` must be among them, ``acts`` are "asserts" where
    they are not. It is accepted by who adds it.

    Raises:
        NotFound: the item is not there for the member.
        UsageFault: the item has no text, or a field is not what the schema allows.
        Withheld: consent to the item was withdrawn.
    """
    with acting(desk, member, Right.REVIEW) as act:
        rendition = _rendition_of(act, item)
        if not fields.get("content"):
            raise UsageFault("a statement needs its words", "pick them in the text: they are its content")
        id_ = desk.new_id(Kind.STATEMENT)
        bare = Statement(id_, None, named=False, content=(), acts=(Act.ASSERTS,), reason=BY_HAND)
        made = amended(bare, fields)
        act.add(_by_hand(desk, act, rendition, made))
        return made


def make_one(desk: Desk, member: str, statements: Sequence[str]) -> Statement:
    """Make one statement of several: the first takes the words of the others, which are rejected as merged.

    It takes all that they hold beside their words as well: acts, relays, figures, times, hedges, places.

    Raises:
        UsageFault: fewer than two are named, they are not of one text, or they have different speakers,
            addressees, forums, times of saying or disputed words, of which one statement has one.
    """
    if len(set(statements)) < 2:  # noqa: PLR2004 - one is made of at least two
        raise UsageFault("one statement is made of at least two", "name the first, then the others")
    with acting(desk, member, Right.REVIEW) as act:
        first, *others = statements_to_decide(act, statements)
        if {whole(known)["rendition"] for known in others} != {whole(first)["rendition"]}:
            raise UsageFault("these are not statements of one text", "one is made of words of one text")
        after = united([_statement(known) for known in (first, *others)])
        body = with_words(desk, act, first, after) | {"reviewed_by": [member]}
        body |= still_suggested(map(whole, (first, *others)), body)
        act.add(following(act, first, "statement.amended", body))
        for known in others:
            reason = {"rejected_because": f"made one with {first.id}"}
            act.add(following(act, known, "statement.rejected", {**whole(known), **reason}))
        return after


def make_two(desk: Desk, member: str, statement: str, at: int) -> tuple[Statement, Statement]:
    """Make two statements of one: the words from ``at`` on become a second one, with the same fields.

    Figures, times, hedges and disputed words go with the part they stand in.

    Raises:
        UsageFault: ``at`` is not inside its words.
    """
    with acting(desk, member, Right.REVIEW) as act:
        (known,) = statements_to_decide(act, [statement])
        before = _statement(known)
        head, rest = _cut(before.content, at)
        if not head or not rest:
            raise UsageFault("that place is not inside the words", "name a place between two of its words")
        first = _part(before, head)
        second = replace(_part(before, rest), id=desk.new_id(Kind.STATEMENT), reason=BY_HAND, score=0)
        body = with_words(desk, act, known, first) | {"reviewed_by": [member]}
        tail = _by_hand(desk, act, _rendition_of(act, whole(known)["item"], whole(known)), second)
        body.pop("suggests", None)
        cut = still_suggested([whole(known)], body, tail.body)
        act.add(following(act, known, "statement.amended", body | cut))
        act.add(replace(tail, body=tail.body | cut))
        return first, second


def undo(desk: Desk, member: str, statement: str) -> list[str]:
    """Undo the member's own last decision on a statement, with all that was decided in the same act.

    Returns:
        The statements that stand again as they stood before.

    Raises:
        NotAllowed: the last decision is somebody else's: decide anew instead.
        UsageFault: nothing was decided yet, or something was decided since.
    """
    with acting(desk, member, Right.REVIEW) as act:
        (known,) = statements_to_decide(act, [statement])
        last = history.steps_of(act.connection, known.id)[-1]
        if last.type not in _DECISIONS:
            raise UsageFault("nothing was decided here that could be undone")
        if last.author != member:
            raise NotAllowed("this was decided by somebody else", "accept, amend or reject it anew")
        together = history.subjects_of_act(act.connection, last.act)
        ids = [id_ for id_ in together if id_.startswith(f"{Kind.STATEMENT}_")]
        for one in statements_to_decide(act, ids):
            act.add(_restored(act, one, last.act))
        return ids


def _restored(act: Acting, known: Known, undone: str) -> Draft:
    """Return the entry that puts back what stood before an act; what the act itself made is rejected."""
    steps = history.steps_of(act.connection, known.id)
    if steps[-1].act != undone:
        raise UsageFault("something was decided since on what was decided together", "decide each anew")
    if len(steps) == 1:
        return following(act, known, "statement.rejected", {**whole(known), "rejected_because": _UNDONE})
    before = steps[-2]
    if before.body is None:
        raise UsageFault("what stood before was erased", "decide anew")
    return following(act, known, before.type, before.body)


def _rendition_of(act: Acting, item: str, body: Mapping[str, Any] | None = None) -> Known:
    """Return the text to add to: that of ``body``, else the newest of the item."""
    known = item_of(act, item)
    standing_of(act).refuse_withdrawn(known)
    if body is not None:
        return act.get(body["rendition"])
    found = newest_rendition(act, item)
    if found is None or found.body is None:
        raise UsageFault(f"{item} has no text", "khronika show ITEM says why none was got")
    return found


def _by_hand(desk: Desk, act: Acting, rendition: Known, made: Statement) -> Draft:
    assert rendition.body is not None
    text = desk.texts(rendition.id, rendition.body)
    refuse_outside(made, len(text))
    body = statement_body(rendition.body["item"], rendition.id, "", text, made)
    return Draft(
        "statement.accepted",
        made.id,
        body | {"reviewed_by": [act.member.id]},
        derived_from=(rendition.id,),
        compartments=frozenset(rendition.envelope["compartments"]),
    )


def _statement(known: Known) -> Statement:
    return record_of(Statement, whole(known)["statement"])


def _cut(spans: Spans, at: int) -> tuple[Spans, Spans]:
    head = tuple((start, min(end, at)) for start, end in spans if start < at)
    tail = tuple((max(start, at), end) for start, end in spans if end > at)
    return head, tail


def _part(before: Statement, content: Spans) -> Statement:
    """Return ``before`` with these words alone, and those of its details that stand in them."""
    low, high = content[0][0], content[-1][1]

    def inside(spans: Spans) -> bool:
        return not spans or (low <= spans[0][0] and spans[-1][1] <= high)

    return replace(
        before,
        content=content,
        figures=tuple(one for one in before.figures if inside(one.spans)),
        dates=tuple(one for one in before.dates if inside(one.spans)),
        hedges=tuple(one for one in before.hedges if inside(one.spans)),
        disputes=before.disputes if before.disputes and inside(before.disputes.spans) else None,
        places=tuple(one for one in before.places if inside((one.span,))),
        claims=tuple(one for one in before.claims if inside(one.spans)),
    )
