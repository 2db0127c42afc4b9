"""Exports: the records as JSON for a purpose and an audience, and the log for a stranger to verify.

Nothing leaves without the entry that says so, which is durable before anything is handed out. Rights come
first (who may export), then consent (what of it); sealed identities and keys are never part of an export.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from khronika import __version__
from khronika.acts.brief import BriefOrder, log_export, source_readings
from khronika.acts.desk import Desk, acting, asking
from khronika.ledger.joining import parts_of
from khronika.ledger.logfile import LogHeader, write_log
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.exchange import statement_json
from khronika.records.ids import Kind
from khronika.records.reading import SourceReading


def export_json(desk: Desk, member: str, order: BriefOrder) -> dict[str, Any]:
    """Return items and statements as JSON values, as far as consent allows for this use.

    Outside the desk only what a person accepted is in it. What is withheld is listed with the reason.

    Raises:
        NotAllowed: the member may not export.
    """
    log_export(desk, member, "json", order, Right.EXPORT)
    readings = source_readings(desk, member, order)
    head = desk.ledger.head()
    return {
        "khronika": __version__,
        "made": moment(desk.clock()),
        "purpose": order.purpose.value,
        "audience": order.audience.value,
        "as_of": order.as_of,
        "log": {"size": head.size, "root": head.root},
        "items": [_item(reading) for reading in readings if not reading.withheld],
        "withheld": [
            {"reference": reading.reference, "because": reading.withheld}
            for reading in readings
            if reading.withheld
        ],
    }


def export_log(desk: Desk, member: str, *, bodies: bool) -> Iterator[bytes]:
    """Yield the lines of the exported log (docs/FORMAT.md), with or without the bodies that stand.

    Without bodies it holds nothing personal: it proves what was recorded when, once a body is shown.

    Raises:
        NotAllowed: only a custodian may export the log.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        body = {"kind": "log with bodies" if bodies else "log"}
        act.add(Draft("export.made", desk.new_id(Kind.EXPORT), body))
    key = desk.ledger.desk.key
    with asking(desk, member) as query:
        yield from write_log(LogHeader(desk.vault.id, key.vkey), parts_of(query.connection, bodies=bodies))


def _item(reading: SourceReading) -> dict[str, Any]:
    return {
        "item": reading.name,
        "sha256": None if reading.salted else reading.reference,
        "reference": reading.reference if reading.salted else None,
        "about": asdict(reading.about),
        "published": reading.about.published or None,
        "statements": [
            statement_json(one.statement) | {"status": one.status.value, "second_person": one.second_person}
            for one in reading.statements
        ],
    }
