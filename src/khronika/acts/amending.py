"""Amending: changes to a statement's fields, named and spelled as in the one schema, and checked.

What must stay true: whatever a change brings is a statement that every reader of the schema takes; its
spans lie in the text; a speaker left open is not named; what no change names stays exactly as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from khronika.acts.claimed import refuse_misfit
from khronika.errors import UsageFault
from khronika.records.body import body_of, record_of
from khronika.records.exchange import statement_json, statement_of
from khronika.records.spans import Spans, fits
from khronika.records.statement import Act, Statement

_FIXED = frozenset({"id", "within", "score", "reason"})
_LISTS = frozenset(
    {"acts", "denies", "relays", "hedges", "figures", "dates", "places", "claims", "source", "cue", "content"}
)
_FLAGS = frozenset({"named", "own"})
_LEFT_OUT = frozenset({"own", "places", "claims"})
"""Fields that the schema leaves out where there is nothing in them."""

_MARKED = frozenset({"relays", "hedges", "addressee", "forum", "disputes"})
_WORDED = _MARKED | {"figures", "when", "dates"}
_SCHEMA = "docs/SCHEMA.md says what each field holds"


def amended(before: Statement, changes: Mapping[str, Any]) -> Statement:
    """Return ``before`` with ``changes``; marks of words that changed are dropped, but for those given anew.

    Raises:
        UsageFault: a field is unknown or fixed, or holds what the schema does not allow.
    """
    plain = statement_json(before)
    _check_names(changes, plain.keys() | _LEFT_OUT)
    given = _marks(changes)
    marks = {name: spans for name, spans in plain["marks"].items() if name not in changes} | given
    changed = (changes.keys() | given.keys()) - {"marks"}
    if not changed:
        raise UsageFault("nothing is changed", "khronika accept takes a statement as it stands")
    try:
        read = statement_of({**plain, **changes, "marks": marks})
        after = replace(before, **{name: getattr(read, name) for name in changed})
        after = record_of(Statement, body_of(after))
    except (ValueError, AttributeError) as fault:
        raise UsageFault(f"this is not in the schema: {fault}", _SCHEMA) from fault
    _check_sense(after)
    _check_words(after, changed)
    _check_claims(before, after)
    return replace(after, named=after.named and after.speaker is not None)


def refuse_outside(statement: Statement, length: int) -> None:
    """Refuse a statement with spans that do not lie in a text of ``length`` characters.

    Raises:
        UsageFault: some are empty, out of order or beyond the text; or there is no content.
    """
    for name, spans in _all_spans(statement):
        if not fits(spans, length):
            raise UsageFault(
                f"the spans of {name} do not lie in the text", f"it has {length:,} characters, counted from 0"
            )
    if not statement.content:
        raise UsageFault("a statement needs its words: content is empty", "reject it where nothing was said")


def _check_names(changes: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(changes) - known)
    if unknown:
        raise UsageFault(f"a statement has no field {unknown[0]!r}", "docs/SCHEMA.md lists the fields")
    fixed = sorted(_FIXED & changes.keys())
    if fixed:
        raise UsageFault(f"the field {fixed[0]!r} cannot be amended", "reject the statement")
    for name in sorted(changes):
        if name in _LISTS and not isinstance(changes[name], list | tuple):
            raise UsageFault(f"the field {name!r} is a list", _SCHEMA)
        if name in _FLAGS and not isinstance(changes[name], bool):
            raise UsageFault(f"the field {name!r} is true or false", _SCHEMA)


def _marks(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the places of words that are given with their field."""
    given = changes.get("marks", {})
    if not isinstance(given, dict) or not given.keys() <= _MARKED:
        raise UsageFault(f"marks are spans of {', '.join(sorted(_MARKED))}", _SCHEMA)
    return given


def _check_sense(after: Statement) -> None:
    if after.speaker is not None and not after.speaker.strip():
        raise UsageFault("a speaker without a name is null, not empty", "--set speaker=null").beside(
            "speaker"
        )
    if not after.acts:
        wrong = UsageFault("a statement does something: acts is empty", "--set 'acts=[\"asserts\"]'")
        raise wrong.beside("acts")
    if after.denies and Act.DENIES not in after.acts:
        wrong = UsageFault("what is denied is given, but denies is not among the acts", "--set denies=[]")
        raise wrong.beside("denies")


def _check_words(after: Statement, changed: AbstractSet[str]) -> None:
    for name in sorted(changed & _WORDED):
        held = getattr(after, name)
        told = held if isinstance(held, tuple) else (held,)
        if not all(one is None or one.text.strip() for one in told):
            raise UsageFault(f"something in {name} has no words", "leave it out, or give its words")


def _check_claims(before: Statement, after: Statement) -> None:
    """Refuse a claim that is new or another than before, where it holds what no claim may."""
    for claim in after.claims:
        if claim not in before.claims:
            refuse_misfit(claim)


def _all_spans(statement: Statement) -> Iterator[tuple[str, Spans]]:
    yield from (("content", statement.content), ("source", statement.source), ("cue", statement.cue))
    yield from (("figures", figure.spans) for figure in statement.figures)
    if statement.when is not None:
        yield "when", statement.when.spans
    for when in statement.dates:
        yield "dates", when.spans
    for name in ("addressee", "forum", "disputes"):
        phrase = getattr(statement, name)
        if phrase is not None:
            yield name, phrase.spans
    yield from (("relays", relay.spans) for relay in statement.relays)
    yield from (("hedges", hedge.spans) for hedge in statement.hedges)
    yield from (("places", (place.span,)) for place in statement.places)
    yield from (
        ("claims", spans) for claim in statement.claims for spans in (claim.spans, claim.subject.spans)
    )
