"""What weighing needs of a statement in the record, made from its body when it is accepted or amended.

It is a view: a rebuild makes the same from the same bodies, and it goes when the body goes. Ten thousand
statements are weighed from it without reading their bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from khronika.ledger import schema
from khronika.ledger.rows import each
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Polarity, Property
from khronika.records.shingles import shingles
from khronika.records.statement import TAKEN, Act, Denial, Status

MOST_SHINGLES = 512
"""Of a longer statement the smallest so many are kept."""


class Voiced(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A statement as far as it tells who says what through whom.

    ``words`` are hashes of runs of its words, ``relays`` from the one nearest to the speaker outwards,
    ``within`` is the statement that it stands in, ``disputes`` the words that it objects to. ``claims`` are
    as they weigh (:func:`claims_in`), without the spans, the reason and the score of the reader. Both stay
    encoded until they are asked for: many statements have the very same.
    """

    item: str
    speaker: str | None
    named: bool
    own: bool
    relays: tuple[str, ...]
    within: str | None
    words: msgspec.Raw
    acts: tuple[str, ...]
    denies: tuple[str, ...]
    disputes: str
    claims: msgspec.Raw


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Voiced)
_WORDS = msgspec.msgpack.Decoder(frozenset[int])
_CLAIMS = msgspec.msgpack.Decoder(tuple[SuggestedClaim, ...])
_OF_THE_READER = frozenset({"statement", "spans", "reason", "score", "code"})


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
            statement.get("within"),
            msgspec.Raw(_ENCODER.encode(nsmallest(MOST_SHINGLES, shingles(body["words"])))),
            tuple(statement.get("acts") or ()),
            tuple(statement.get("denies") or ()),
            disputed(status, statement),
            msgspec.Raw(_ENCODER.encode(list(_weighing(status, statement)))),
        )
        encoded = _ENCODER.encode(voiced)
        decoded = _DECODER.decode(encoded)
        words_in(decoded)
        claims_in(decoded)
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as fault:
        raise ValueError(f"its body is not that of its kind: {fault}") from fault
    return encoded


def voices_at(connection: Connection, numbers: Sequence[int]) -> dict[int, Voiced]:
    """Return the voices in these rows, by their numbers; the caller has asked whether they may be seen."""
    table = schema.voices.c
    chosen = select(table.since, table.voice).where(table.since.in_(each(numbers)))
    return {since: _DECODER.decode(voice) for since, voice in connection.execute(chosen).all()}


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


def words_in(voiced: Voiced) -> frozenset[int]:
    """Return the hashes of the runs of words of a statement."""
    return _WORDS.decode(voiced.words)


def claims_in(voiced: Voiced) -> tuple[SuggestedClaim, ...]:
    """Return what a statement claims, as it weighs; ``statement`` is empty in each."""
    return _CLAIMS.decode(voiced.claims)


def _weighing(status: str, statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the claims that weigh: not that it did not occur, where something else is denied.

    Who decides on a statement may say that knowledge alone is denied; its claims are those of the reader.
    """
    denies_other = Act.DENIES in (statement.get("acts") or ()) and Denial.FACT not in statement["denies"]
    term = disputed(status, statement)
    for claim in statement.get("claims") or ():
        not_so = (claim["property"], claim["polarity"]) == (Property.OCCURRED, Polarity.NO)
        if not (not_so and denies_other):
            kept = {name: its for name, its in claim.items() if its and name not in _OF_THE_READER}
            kept |= {"statement": "", "subject": {"text": claim["subject"]["text"]}}
            yield kept | ({"value": term} if term and disputes_words(claim) else {})
