"""What weighing needs of a statement in the record, made from its body when it is accepted or amended.

It is a view: a rebuild makes the same from the same bodies, and it goes when the body goes. Ten thousand
statements are weighed from it without reading their bodies.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from heapq import nsmallest
from typing import Any

import msgspec
from sqlalchemy import Connection, func, literal, select

from khronika.ledger import schema
from khronika.records.ids import Kind
from khronika.records.matter import Polarity, Property
from khronika.records.shingles import shingles
from khronika.records.statement import TAKEN, Status

MOST_SHINGLES = 512
"""Of a longer statement the smallest so many are kept."""

_MOST_ROWS = 8192


class Claimed(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A claim, as far as it can agree with or contradict another; ends of counts are decimals as text."""

    property: str
    subject: str
    polarity: str
    modality: str
    value: str
    low: str | None
    high: str | None
    of: str
    when: str
    places: tuple[int, ...]
    hearsay: int


class Voiced(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A statement as far as it tells who says what through whom.

    ``words`` are hashes of runs of its words, ``relays`` from the one nearest to the speaker outwards,
    ``disputes`` the words that it objects to.
    """

    item: str
    speaker: str | None
    named: bool
    own: bool
    relays: tuple[str, ...]
    words: tuple[int, ...]
    acts: tuple[str, ...]
    denies: tuple[str, ...]
    disputes: str
    claims: tuple[Claimed, ...]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Voiced)


def is_voiced(kind: str, status: str) -> bool:
    """Tell whether a row has a voice: a statement that a person took into the record."""
    return kind == Kind.STATEMENT and status in TAKEN


def voiced_of(status: str, body: dict[str, Any]) -> bytes:
    """Return the voice of a statement, given its body.

    Raises:
        ValueError: the body does not have the shape of a statement's.
    """
    try:
        statement = body["statement"]
        voiced = Voiced(
            body["item"],
            statement["speaker"],
            statement.get("named", False),
            statement.get("own", False),
            tuple(relay["text"] for relay in statement.get("relays") or ()),
            tuple(nsmallest(MOST_SHINGLES, shingles(body["words"]))),
            tuple(statement.get("acts") or ()),
            tuple(statement.get("denies") or ()),
            disputed(status, statement),
            tuple(map(_claimed, statement.get("claims") or ())),
        )
        encoded = _ENCODER.encode(voiced)
        _DECODER.decode(encoded)
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as fault:
        raise ValueError(f"its body is not that of its kind: {fault}") from fault
    return encoded


def voices_at(connection: Connection, numbers: Sequence[int]) -> dict[int, Voiced]:
    """Return the voices in these rows, by their numbers; the caller has asked whether they may be seen."""
    table, found = schema.voices.c, dict[int, Voiced]()
    for start in range(0, len(numbers), _MOST_ROWS):
        wanted = func.json_each(literal(json.dumps(list(numbers[start : start + _MOST_ROWS]))))
        chosen = select(table.since, table.voice).where(
            table.since.in_(select(wanted.table_valued("value").c.value))
        )
        found.update((since, _DECODER.decode(voice)) for since, voice in connection.execute(chosen))
    return found


def disputed(status: str, statement: dict[str, Any]) -> str:
    """Return the words that are disputed: as a person amended them, else the term of the reader's claim."""
    if not statement.get("disputes"):
        return ""
    words: str = statement["disputes"]["text"]
    if status == Status.AMENDED:
        return words
    called = (one for one in statement.get("claims", ()) if disputes_words(one))
    return next((one["value"] for one in called if one["value"]), words)


def disputes_words(claim: dict[str, Any]) -> bool:
    """Tell whether a claim is that something is not rightly called so."""
    return (claim["property"], claim["polarity"]) == (Property.CALLED, Polarity.NO)


def _claimed(claim: dict[str, Any]) -> Claimed:
    return Claimed(
        claim["property"],
        claim["subject"]["text"],
        claim["polarity"],
        claim["modality"],
        claim["value"],
        claim["low"],
        claim["high"],
        claim["of"],
        claim["when"],
        tuple(claim["places"]),
        claim["hearsay"],
    )
