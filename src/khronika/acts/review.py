"""Review: a person accepts, amends or rejects what was suggested.

Accepting copies the suggestion whole into a new entry: what the record holds is what a person saw, whatever a
later reader would say. Every decision can be followed by another; none is undone, all stay in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from khronika.acts.desk import Acting, Desk, acting
from khronika.acts.read import statement_body
from khronika.acts.standing import refuse_withdrawn
from khronika.errors import UsageFault
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.exchange import statement_json, statement_of
from khronika.records.ids import Kind
from khronika.records.spans import fits
from khronika.records.statement import Statement

_FIXED = frozenset({"id", "within", "score", "reason", "marks"})


def accept(desk: Desk, member: str, statements: Sequence[str]) -> None:
    """Accept suggestions as they stand, as one act.

    Raises:
        NotFound, NotAllowed: as the member's rights are.
        UsageFault: one of them is not a statement, or was erased.
    """
    with acting(desk, member, Right.REVIEW) as act:
        for id_ in statements:
            known = _statement(act, id_)
            act.add(_decision(known, "statement.accepted", _whole(known)))


def amend(desk: Desk, member: str, statement: str, changes: Mapping[str, Any]) -> Statement:
    """Accept a statement with changes to its fields, named as in the one schema (``records.exchange``).

    Raises:
        UsageFault: a field is unknown or fixed, or its value is not what the schema allows.
    """
    with acting(desk, member, Right.REVIEW) as act:
        known = _statement(act, statement)
        before = record_of(Statement, _whole(known)["statement"])
        after = _changed(before, changes)
        body = _with_words(desk, act, known, after)
        act.add(_decision(known, "statement.amended", {**_whole(known), **body}))
        return after


def reject(desk: Desk, member: str, statements: Sequence[str], reason: str) -> None:
    """Reject suggestions, or statements accepted before, with the reason."""
    if not reason.strip():
        raise UsageFault("a rejection needs a reason", '--reason "not a statement"')
    with acting(desk, member, Right.REVIEW) as act:
        for id_ in statements:
            known = _statement(act, id_)
            act.add(_decision(known, "statement.rejected", {**_whole(known), "rejected_because": reason}))


def _statement(act: Acting, id_: str) -> Known:
    known = act.get(id_)
    if not id_.startswith(f"{Kind.STATEMENT}_"):
        raise UsageFault(f"{id_} is not a statement", "khronika statements lists them")
    if known.body is None:
        raise UsageFault(f"{id_} was erased", "what was derived from erased material cannot be reviewed")
    refuse_withdrawn(act, known)
    return known


def _whole(known: Known) -> dict[str, Any]:
    assert known.body is not None
    return known.body


def _decision(known: Known, type_: str, body: dict[str, Any]) -> Draft:
    return Draft(
        type_,
        known.id,
        body,
        supersedes=(known.entry,),
        derived_from=tuple(known.envelope["derived_from"]),
        compartments=frozenset(known.envelope["compartments"]),
    )


def _changed(before: Statement, changes: Mapping[str, Any]) -> Statement:
    plain = statement_json(before)
    unknown = sorted(set(changes) - (plain.keys() | {"own"}))
    if unknown:
        raise UsageFault(f"a statement has no field {unknown[0]!r}", "docs/SCHEMA.md lists the fields")
    fixed = sorted(_FIXED & changes.keys())
    if fixed:
        raise UsageFault(f"the field {fixed[0]!r} cannot be amended", "reject the statement and add another")
    marks = {name: spans for name, spans in plain["marks"].items() if name not in changes}
    try:
        return statement_of({**plain, **changes, "marks": marks})
    except ValueError as fault:
        raise UsageFault(str(fault), "docs/SCHEMA.md says what each field holds") from fault


def _with_words(desk: Desk, act: Acting, known: Known, after: Statement) -> dict[str, Any]:
    body = _whole(known)
    rendition = act.get(body["rendition"])
    if rendition.body is None:
        raise UsageFault("the text of this statement was erased", "it can be rejected, not amended")
    text = desk.texts(rendition.id, rendition.body)
    for name, spans in (("content", after.content), ("source", after.source), ("cue", after.cue)):
        if not fits(spans, len(text)):
            raise UsageFault(
                f"the spans of {name} do not lie in the text",
                f"it has {len(text):,} characters, counted from 0",
            )
    return statement_body(body["item"], body["rendition"], body["run"], text, after)
