"""Random histories of a ledger, for laws: what monitors and their devices may do, in any order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress

from desk_world import (
    SPEAKERS,
    Copy,
    consent_body,
    item_body,
    name,
    receipt_body,
    rendition_body,
    statement_body,
)
from hypothesis import strategies as st

from khronika.ledger.fault import LedgerFault
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "item",
                "receipt",
                "rendition",
                "statement",
                "statement",
                "decide",
                "decide",
                "decide anew",
                "consent",
                "withdraw",
                "party",
                "compartments",
                "erase",
                "circle",
            )
        ),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=14,
)
COMPARTMENTS = [name(Kind.COMPARTMENT, n) for n in range(3)]
_REFUSABLE = {"item", "receipt", "rendition", "statement"}
DECISIONS = ("statement.accepted", "statement.rejected", "statement.amended")


def grow(copy: Copy, steps: list[Step]) -> None:
    """Do the steps, each as one act; what is erased here, or a receipt of what is not here, is refused."""
    for step in steps:
        drafts = drafts_of(copy, *step)
        if drafts:
            with suppress(LedgerFault) if step[0] in _REFUSABLE else nullcontext():
                copy.act(*drafts)


def drafts_of(copy: Copy, what: str, one: int, other: int) -> list[Draft]:
    """Return what a step adds; records are called by small numbers, so that steps meet."""
    if what in _MADE:
        return [_MADE[what](one, other)]
    if what in {"decide", "decide anew"}:
        return _decision(copy, name(Kind.STATEMENT, one), other, anew=what == "decide anew")
    if what == "withdraw":
        return _following(copy, name(Kind.CONSENT, one % 2), "consent.withdrawn")
    target = (Kind.ITEM, Kind.RENDITION, Kind.STATEMENT)[other % 3]
    if what == "compartments":
        return _following(copy, name(target, one % 3), "record.moved", _within(one, other))
    if what == "erase":
        return [_erasure(copy, _receipt_id(one, other) if other < 3 else name(target, one % 3))]
    return _circle(one)


def _within(one: int, other: int) -> frozenset[str]:
    return frozenset(COMPARTMENTS[: other % 3]) if one % 2 else frozenset(COMPARTMENTS[other % 3 : 2])


def _receipt_id(one: int, other: int) -> str:
    return name(Kind.RECEIPT, 10 * (one % 3) + other)


def _item(one: int, other: int) -> Draft:
    body = item_body(f"{one % 3:064}")
    return Draft("item.sealed", name(Kind.ITEM, one % 3), body, compartments=_within(one, other))


def _receipt(one: int, other: int) -> Draft:
    item = name(Kind.ITEM, one % 3)
    return Draft("receipt.recorded", _receipt_id(one, other), receipt_body(item), derived_from=(item,))


def _rendition(one: int, other: int) -> Draft:
    item, id_ = name(Kind.ITEM, one % 3), name(Kind.RENDITION, one % 3)
    return Draft("rendition.sealed", id_, rendition_body(item, one, other, 9), derived_from=(item,))


def _statement(one: int, other: int) -> Draft:
    body = statement_body(name(Kind.ITEM, one % 3), f"nobody is held {one} {other}", SPEAKERS[other % 5])
    source = name(Kind.RENDITION, other % 3)
    return Draft("statement.suggested", name(Kind.STATEMENT, one), body, derived_from=(source,))


def _consent(one: int, other: int) -> Draft:
    return Draft("consent.recorded", name(Kind.CONSENT, one % 2), consent_body(_receipt_id(one, other)))


def _party(one: int, other: int) -> Draft:
    body = {"name": str(SPEAKERS[other % 4]), "names": ["Saratowa"]}
    return Draft("party.recorded", name(Kind.PARTY, one % 2), body, compartments=_within(one, other))


_MADE: dict[str, Callable[[int, int], Draft]] = {
    "item": _item,
    "receipt": _receipt,
    "rendition": _rendition,
    "statement": _statement,
    "consent": _consent,
    "party": _party,
}


def _decision(copy: Copy, statement: str, other: int, *, anew: bool) -> list[Draft]:
    known = copy.one(statement)
    if known is None or known.body is None:
        return []
    return [
        Draft(
            DECISIONS[other % 3],
            statement,
            known.body | {"words": f"nobody was ever held {other}"},
            supersedes=() if anew else (known.entry,),
            derived_from=tuple(known.envelope["derived_from"]),
        )
    ]


def _following(copy: Copy, id_: str, type_: str, within: frozenset[str] = frozenset()) -> list[Draft]:
    known = copy.one(id_)
    if known is None or known.body is None:
        return []
    return [Draft(type_, id_, known.body, supersedes=(known.entry,), compartments=within)]


def _erasure(copy: Copy, target: str) -> Draft:
    erasure = name(Kind.ERASURE, int.from_bytes(copy.device.encode()[:8]) * 1000 + copy.size())
    return Draft("erasure.recorded", erasure, {"reason": "consent withdrawn"}, erases=(target,))


def _circle(one: int) -> list[Draft]:
    """Two records that say they are derived from one another: no honest desk writes that."""
    a, b = name(Kind.PLACE, one), name(Kind.PLACE, one + 1)
    within = frozenset(COMPARTMENTS[one % 3 : one % 3 + 1])
    return [
        Draft("place.recorded", a, {"name": "Sarn"}, derived_from=(b,), compartments=within),
        Draft("place.recorded", b, {"name": "Quarry 9"}, derived_from=(a,)),
    ]
