"""The brief: sources and statements that consent allows, made into one document.

For the desk itself, suggestions are shown and said to be unreviewed. For anybody else only what a person
accepted goes out, and only of items that consent or their being public allows; the others are named as
withheld without their content.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from khronika.acts.desk import Asking, Desk, acting, asking
from khronika.acts.likeness import likely_copies, name_of
from khronika.acts.read import about_of
from khronika.acts.standing import Use, objection
from khronika.errors import NothingRead
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.publishing.brief import Brief, BriefHeading, assemble
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.consent import Audience, Purpose
from khronika.records.ids import Kind
from khronika.records.item import About, Item, Receipt, Rendition
from khronika.records.reading import Reviewed, SourceReading
from khronika.records.statement import Statement, Status

UNREVIEWED = "unreviewed machine suggestions"
ALONE = "not seen by a second person"
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class BriefOrder:
    """What brief is wanted: of which items (none: all that the member may see), for what and whom."""

    title: str
    items: tuple[str, ...] = ()
    purpose: Purpose = Purpose.DOCUMENTATION
    audience: Audience = Audience.DESK
    as_of: str | None = None


def brief(desk: Desk, member: str, order: BriefOrder) -> Brief:
    """Make a brief. It is entered in the log before it is handed out.

    Raises:
        NotAllowed: the member may not read, or not export what leaves the desk.
        NothingRead: there is no source to make it of.
    """
    right = Right.READ_RECORDS if order.audience is Audience.DESK else Right.EXPORT
    log_export(desk, member, "brief", order, right)
    readings = source_readings(desk, member, order)
    if not readings:
        raise NothingRead("there is nothing to make a brief of", "khronika add FILE, then khronika read")
    statuses = {one.status for reading in readings for one in reading.statements}
    marks = (UNREVIEWED,) if Status.SUGGESTED in statuses else (ALONE,)
    heading = BriefHeading(order.title, desk.clock(), order.audience.value, marks)
    return assemble(readings, heading=heading)


def source_readings(desk: Desk, member: str, order: BriefOrder) -> list[SourceReading]:
    """Return each item, oldest first, with what may be shown of it for this purpose and audience."""
    use = Use(order.purpose, order.audience, desk.clock().date())
    with asking(desk, member, order.as_of) as query:
        found = [query.get(id_) for id_ in order.items] or query.many(Wanted(Kind.ITEM))[::-1]
        return [_reading(desk, query, known, use) for known in found if known.body is not None]


def _reading(desk: Desk, query: Asking, item: Known, use: Use) -> SourceReading:
    against = objection(query, item.id, use)
    digest = record_of(Item, item.body).sha256
    renditions = query.many(Wanted(Kind.RENDITION, parent=item.id, statuses=("sealed",), limit=1))
    name = name_of(query, item.id)
    if against or not renditions or renditions[0].body is None:
        return SourceReading(
            name="a source" if against else name,
            reference=_salted(desk, digest) if against else digest,
            about=About(),
            unredacted_text="",
            statements=(),
            salted=bool(against),
            withheld=against or "no text was got from it",
        )
    rendition = record_of(Rendition, renditions[0].body)
    public = use.audience is Audience.DESK or _is_public(query, item.id)
    text = desk.texts(rendition.id, renditions[0].body)
    return SourceReading(
        name=name,
        reference=digest if public else _salted(desk, digest),
        about=about_of(text, rendition.about),
        unredacted_text=text,
        statements=_statements(query, item.id, rendition.id, use.audience),
        salted=not public,
        anchors=rendition.anchors,
        problems=rendition.problems,
        copies=likely_copies(query, rendition),
    )


def _statements(query: Asking, item: str, rendition: str, audience: Audience) -> tuple[Reviewed, ...]:
    """Return the statements at this rendition in the order of the text, under short and stable ids."""
    statuses = ("accepted", "amended") if audience is not Audience.DESK else ()
    found = [
        (record_of(Statement, known.body["statement"]), Status(known.status))
        for known in query.many(Wanted(Kind.STATEMENT, parent=item, statuses=statuses))
        if known.body is not None and known.body["rendition"] == rendition
    ]
    kept = [(statement, status) for statement, status in found if status is not Status.REJECTED]
    kept.sort(key=lambda pair: (pair[0].content[:1], pair[0].id))
    short = {statement.id: f"s{number}" for number, (statement, _) in enumerate(kept, 1)}
    return tuple(
        Reviewed(replace(statement, id=short[statement.id], within=short.get(statement.within or "")), status)
        for statement, status in kept
    )


def _is_public(query: Asking, item: str) -> bool:
    receipts = query.many(Wanted(Kind.RECEIPT, parent=item))
    return any(record_of(Receipt, receipt.body).public for receipt in receipts if receipt.body)


def _salted(desk: Desk, digest: str) -> str:
    """Return a reference that the desk can lead back to the item and nobody else can."""
    salt = desk.randomness(SALT_BYTES)
    return f"{salt.hex()}:{hashlib.sha256(salt + bytes.fromhex(digest)).hexdigest()}"


def log_export(desk: Desk, member: str, kind: str, order: BriefOrder, right: Right) -> None:
    """Enter in the log that something is about to leave the vault, for whom and for what.

    Raises:
        NotAllowed: the member does not have the right.
    """
    with acting(desk, member, right) as act:
        body = {
            "kind": kind,
            "purpose": order.purpose.value,
            "audience": order.audience.value,
            "items": list(order.items),
        }
        act.add(Draft("export.made", desk.new_id(Kind.EXPORT), body))
