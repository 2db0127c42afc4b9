"""Exports: the records as JSON for a purpose and an audience, and the log for a stranger to verify.

Nothing leaves without the entry that says so, which is durable before anything is handed out. Rights come
first (who may export), then consent (what of it); no export discloses a sealed identity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from khronika import __version__
from khronika.acts.desk import Asking, Desk, acting
from khronika.acts.outgoing import BriefOrder, hand_over, item_of_reference
from khronika.acts.standing import Standing, standing_of
from khronika.errors import NotAllowed
from khronika.ledger.joining import parts_of
from khronika.ledger.logfile import LogHeader, LogPart, SealedAct, write_log
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import Draft, moment
from khronika.records.access import Member, Right
from khronika.records.consent import Audience
from khronika.records.exchange import objections_json, statement_json
from khronika.records.ids import Kind
from khronika.records.reading import SourceReading

__all__ = ["export_json", "export_log", "item_of_reference"]

JSON = "json"
_OF_ITEMS = (
    Kind.ITEM,
    Kind.RECEIPT,
    Kind.RENDITION,
    Kind.RUN,
    Kind.STATEMENT,
    Kind.PARTY,
    Kind.CONTACT,
    Kind.CARE,
    Kind.DESCRIPTION,
)


def export_json(desk: Desk, member: str, order: BriefOrder) -> dict[str, Any]:
    """Return items and statements as JSON values, as far as consent allows for this use.

    Beyond the desk only what a person accepted is in it, and nothing says how much the desk holds.

    Raises:
        NotAllowed: the member may not export.
        NeedsSecond: another member has to confirm it, or to review what bears a mark of care.
        NothingRead, Withheld: there is nothing, or nothing for this use.
    """
    return json_of(hand_over(desk, member, JSON, order, Right.EXPORT), order, desk)


def json_of(readings: Sequence[SourceReading], order: BriefOrder, desk: Desk) -> dict[str, Any]:
    """Return as JSON values what was handed over for an order."""
    made: dict[str, Any] = {
        "khronika": __version__,
        "made": moment(desk.clock()),
        "purpose": order.purpose.value,
        "audience": order.audience.value,
        "as_of": order.as_of,
        "items": [_item(reading) for reading in readings if not reading.withheld],
        "withheld": [
            {"reference": reading.reference, "because": reading.withheld}
            for reading in readings
            if reading.withheld
        ],
    }
    if order.audience is Audience.DESK:
        head = desk.ledger.head()
        made["log"] = {"size": head.size, "root": head.root}
    return made


def export_log(desk: Desk, member: str, *, bodies: bool) -> Iterator[bytes]:
    """Return the lines of the exported log (docs/FORMAT.md), with or without the bodies that stand.

    Without bodies it holds nothing personal: it proves what was recorded when, once a body is shown. With
    them it is everything in the clear but sealed identities and what was withdrawn; wrapped keys in it open
    nothing without the vault's own.

    Raises:
        NotAllowed: only a custodian may; with bodies, only one who may enter every compartment.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        if bodies and not act.member.every:
            raise NotAllowed(
                "the log with bodies is for those alone who may enter every compartment", "leave --bodies out"
            )
        body = {"kind": "log with bodies" if bodies else "log"}
        act.add(Draft("export.made", desk.new_id(Kind.EXPORT), body))
    return _lines(desk, act.member, bodies=bodies)


def _lines(desk: Desk, member: Member, *, bodies: bool) -> Iterator[bytes]:
    """Give the lines, all of one state of the log: what is not disclosed is asked in that same state."""
    with desk.ledger.reading() as connection:
        hidden = _undisclosed(Asking(connection, member, Sight())) if bodies else frozenset()
        parts = _without(parts_of(connection, bodies=bodies), hidden)
        yield from write_log(LogHeader(desk.vault.id, desk.ledger.desk.key.vkey), parts)


def _without(parts: Iterable[LogPart], hidden: frozenset[str]) -> Iterator[LogPart]:
    """Leave out the bodies of what is not disclosed; the log is verified without them all the same."""
    for part in parts:
        if isinstance(part, SealedAct):
            entries = tuple(
                replace(entry, salt=None, body=None) if entry.envelope.subject in hidden else entry
                for entry in part.entries
            )
            yield replace(part, entries=entries)
        else:
            yield part


def _undisclosed(query: Asking) -> frozenset[str]:
    identities = query.many(Wanted(Kind.IDENTITY))
    standing: Standing = standing_of(query)
    withdrawn = (
        known.id
        for kind in _OF_ITEMS
        if standing.covered
        for known in query.many(Wanted(kind))
        if standing.withdrawn(known)
    )
    return frozenset({*(known.id for known in identities), *withdrawn})


def _item(reading: SourceReading) -> dict[str, Any]:
    return {
        "item": reading.name,
        "sha256": None if reading.salted else reading.reference,
        "reference": reading.reference if reading.salted else None,
        "about": asdict(reading.about),
        "published": reading.about.published or None,
        "statements": [
            statement_json(one.statement)
            | {"status": one.status.value, "second_person": one.second_person}
            | objections_json(one.objections)
            for one in reading.statements
        ],
    }
