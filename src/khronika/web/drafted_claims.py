"""The claims of a statement as they come back in its form: kept, corrected or left out.

What must stay true: a claim of which nothing was typed otherwise stays exactly as it was; of one that was
corrected the fields that were not stay so. No claim comes out of a form that was not in the statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from khronika.acts.claimed import CODES, corrected
from khronika.errors import UsageFault
from khronika.records.claims import OF_ACTS, THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.figures import refuse_absurd
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase
from khronika.records.statement import Statement
from khronika.web.drafted_pieces import in_the_form, number_typed, piece_as_sent, pieces_of
from khronika.web.drafting import Drafted, Piece, claim_piece
from khronika.web.forms import iso_typed
from khronika.web.frame import _

POLARITIES: Mapping[str, str] = MappingProxyType(
    {Polarity.YES.value: _("they say so"), Polarity.NO.value: _("they deny it")}
)
MODALITIES: Mapping[str, str] = MappingProxyType(
    {
        Modality.ASSERTED.value: _("as a fact"),
        Modality.POSSIBLE.value: _("as possible"),
        Modality.OBLIGATORY.value: _("as a duty"),
    }
)
"""How the speaker puts a claim, in the words of its form."""

Listed = TypeVar("Listed", bound=StrEnum)


def claims_typed(typed: Drafted, before: Statement) -> tuple[SuggestedClaim, ...]:
    """Return the claims of a statement as a form has them.

    Raises:
        UsageFault: one holds what no claim may, or is none of the statement.
    """
    left = {str(number): (number, claim) for number, claim in enumerate(before.claims)}
    made = []
    for number, piece in pieces_of(typed, "claim"):
        if piece.held["was"] not in left:
            raise UsageFault("this claim is not in the statement", "go back and reload the page")
        try:
            made.append(_typed(piece, *left.pop(piece.held["was"])))
        except UsageFault as fault:
            raise in_the_form(fault, piece, number) from fault.__cause__
    return tuple(made)


def _typed(piece: Piece, number: int, before: SuggestedClaim) -> SuggestedClaim:
    shown = piece_as_sent(claim_piece(number, before)).held
    other = {name for name, text in piece.held.items() if text != shown[name]} - {"at", "was"}
    changes: dict[str, Any] = {}
    for name, kind in (("property", Property), ("polarity", Polarity), ("modality", Modality)):
        if name in other:
            changes[name] = _of_list(kind, piece, name)
    if other & {"property", "deed", "value"}:
        value = _value(piece, changes.get("property", before.property))
        changes |= {"value": value} if other & {"deed", "value"} else {}
    changes |= {name: _end(piece, name) for name in ("low", "high") if name in other}
    changes |= {"of": piece.held["of"]} if "of" in other else {}
    changes |= {"when": iso_typed(piece.held["when"])} if "when" in other else {}
    if "subject" in other:
        words = piece.held["subject"]
        changes["subject"] = Phrase(words) if words else THE_INCIDENT
    changes |= {"hearsay": int(bool(piece.held["hearsay"]))} if "hearsay" in other else {}
    return corrected(before, changes) if changes else before


def _of_list(kind: type[Listed], piece: Piece, name: str) -> Listed:
    try:
        return kind(piece.held[name])
    except ValueError as fault:
        raise _not_on_the_list(piece, name) from fault


def _not_on_the_list(piece: Piece, name: str) -> UsageFault:
    return UsageFault(f"{piece.held[name][:40]!r} is not on this list", "choose from the list").beside(name)


def _value(piece: Piece, kind: Property) -> str:
    """Return what is claimed: an act of the list where the claim is of one, words otherwise."""
    deed, words = piece.held["deed"], piece.held["value"]
    if deed and deed not in CODES:
        raise _not_on_the_list(piece, "deed")
    if deed and kind not in OF_ACTS:
        raise UsageFault("this claim is not of an act", "choose no act, or that it is of one").beside("deed")
    if deed and words:
        raise UsageFault("an act and words are given both", "leave the words empty").beside("value")
    return deed or words


def _end(piece: Piece, name: str) -> Any:
    number = number_typed(piece, name)
    try:
        refuse_absurd(number)
    except ValueError as fault:
        raise UsageFault(str(fault), "1200 or 2.5; empty where that end is open").beside(name) from fault
    return number
