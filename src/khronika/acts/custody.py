"""The custody of one item: everything that happened to it here, in the order of time.

Receipts with who held it before, sealing and the texts got from it, openings, what was handed over, consents
and their withdrawal, erasures. What must stay true: of what was erased or withdrawn only who and when is
told; each step is there only for those who may see the record that says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from khronika.acts.desk import Asking, Desk, asking, item_of
from khronika.acts.logbook import Names
from khronika.acts.source_names import names_of_sources
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import logbook, lookups, queries
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.logbook import LogWanted
from khronika.ledger.queries import Known, Wanted
from khronika.records.body import record_of
from khronika.records.consent import Consent
from khronika.records.ids import Kind
from khronika.records.item import Item, Receipt, Rendition

_AT_A_TIME = 500
_MOST_ENTRIES = 100


class Deed(StrEnum):
    """What happened to an item."""

    HELD = "held"
    RECEIVED = "received"
    SEALED = "sealed"
    TEXT = "text"
    OPENED = "opened"
    HANDED_OVER = "handed over"
    CONSENT = "consent"
    WITHDRAWN = "consent withdrawn"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when (UTC), by whom (a member's name, or a holder as written), and where.

    ``record`` is what it happened to, ``position`` that of its entry in the log, from 0.
    ``words`` and ``note`` by deed: held: the event of custody, its note; received: the file name, how;
    sealed: media type, SHA-256; text: extractor, version; opened: ``attachment`` or ``picture``, the reason;
    handed over: as what, ``purpose / audience``; consent: the person (a pseudonym); withdrawn: the person,
    the note; erased: the reason. They are empty, and ``shown`` is false, where that was erased or withdrawn.
    """

    at: str
    deed: Deed
    by: str
    record: str
    position: int
    words: str = ""
    note: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Custody:
    """An item with what happened to it. ``status`` is as everywhere; withdrawn or erased: no name.

    ``name`` is what its text is called; the steps have the names under which it was received.
    """

    item: str
    status: str
    name: str
    steps: tuple[Step, ...]


@dataclass(slots=True)
class _Telling:
    """What telling the custody of one item has at hand. ``above`` is what its erasure could follow from."""

    query: Asking
    standing: Standing
    names: Names
    item: Known
    above: set[str] = field(default_factory=set)

    def step(self, deed: Deed, known: Known, words: str = "", note: str = "") -> Step:
        """Return a step told by the standing entry of a record, without words where they are not shown."""
        shown = known.body is not None and not self.standing.withdrawn(known)
        by, at = self.names(known.envelope["author"]), known.envelope["time"]
        told = (words, note) if shown else ("", "")
        return Step(at, deed, by, known.id, known.position, *told, shown)


def custody(desk: Desk, member: str, item: str, *, as_of: str | None = None) -> Custody:
    """Return everything that happened to an item, as far as the member may see it, oldest first.

    Raises:
        NotFound: there is no such item for the member, or not yet as of then.
        UsageFault: it is no item.
    """
    with asking(desk, member, as_of) as query:
        known, standing = item_of(query, item), standing_of(query)
        telling = _Telling(query, standing, Names(query.connection), known, {item})
        receipts, others = _derived(telling)
        steps = [
            *_sealed(telling),
            *(step for receipt in receipts for step in _received(telling, receipt)),
            *(step for one in others for step in _further(telling, one)),
            *_consents(telling, receipts),
            *_handed_over(telling),
            *_erased(telling),
        ]
        withdrawn = standing.withdrawn(known)
        hidden = withdrawn or known.body is None
        name = "" if hidden else names_of_sources(query, standing, [item])[item]
    status = WITHDRAWN if withdrawn else known.status
    return Custody(item, status, name, tuple(sorted(steps, key=lambda step: (step.at, step.position))))


def _derived(telling: _Telling) -> tuple[list[Known], list[Known]]:
    """Return the receipts of the item, and what else of custody is derived from it."""
    query = telling.query
    receipts, others = list[Known](), list[Known]()
    for id_ in sorted(lookups.derived(query.connection, [telling.item.id])):
        if id_[:3] in {Kind.RECEIPT, Kind.RENDITION, Kind.OPENING}:
            known = queries.one(query.connection, query.sight, id_)
            if known is not None:
                (receipts if id_[:3] == Kind.RECEIPT else others).append(known)
                telling.above.add(id_)
    todo = list(receipts)
    while todo:
        for id_ in todo.pop().envelope["derived_from"]:
            known = queries.one(query.connection, query.sight, id_)
            if known is not None and id_ not in telling.above:
                telling.above.add(id_)
                todo.append(known)
    return receipts, others


def _sealed(telling: _Telling) -> Iterator[Step]:
    known = telling.item
    if known.body is None:
        yield telling.step(Deed.SEALED, known)
        return
    record = record_of(Item, known.body)
    yield telling.step(Deed.SEALED, known, record.media, record.sha256)


def _received(telling: _Telling, known: Known) -> Iterator[Step]:
    if known.body is None or telling.standing.withdrawn(known):
        yield telling.step(Deed.RECEIVED, known)
        return
    record = record_of(Receipt, known.body)
    yield telling.step(Deed.RECEIVED, known, record.name, record.acquisition)
    for event in record.custody:
        by = telling.names(event.holder)
        yield Step(event.at, Deed.HELD, by, known.id, known.position, event.event, event.note)


def _further(telling: _Telling, known: Known) -> Iterator[Step]:
    body = known.body or {}
    if known.id.startswith(f"{Kind.OPENING}_"):
        yield telling.step(Deed.OPENED, known, body.get("how", ""), body.get("reason", ""))
    elif known.body is None:
        yield telling.step(Deed.TEXT, known)
    else:
        record = record_of(Rendition, body)
        yield telling.step(Deed.TEXT, known, record.extractor, record.version)


def _consents(telling: _Telling, receipts: Iterable[Known]) -> Iterator[Step]:
    """Tell the consents to a receipt and to what it came attached to, of those that the member may see."""
    query = telling.query
    named = sorted({known.id for known in receipts} | telling.above)
    for binding in queries.covering(query.connection, named):
        known = queries.one(query.connection, query.sight, binding.id)
        if known is None:
            continue
        person = record_of(Consent, known.body).person if known.body else ""
        note = record_of(Consent, known.body).withdrawal_note if known.body else ""
        wanted = LogWanted(subject=known.id)
        for entry in logbook.leaf(query.connection, query.sight, wanted, None, _MOST_ENTRIES).entries:
            withdrawn = entry.envelope["type"] == "consent.withdrawn"
            yield Step(
                entry.envelope["time"],
                Deed.WITHDRAWN if withdrawn else Deed.CONSENT,
                telling.names(entry.envelope["author"]),
                known.id,
                entry.position,
                person,
                note if withdrawn else "",
                entry.kept,
            )


def _handed_over(telling: _Telling) -> Iterator[Step]:
    for known in _all(telling.query, Kind.EXPORT):
        body = known.body or {}
        if telling.item.id in body.get("items", ()):
            yield telling.step(
                Deed.HANDED_OVER, known, body["kind"], f"{body['purpose']} / {body['audience']}"
            )


def _erased(telling: _Telling) -> Iterator[Step]:
    for known in _all(telling.query, Kind.ERASURE):
        if telling.above.intersection(known.envelope["erases"]):
            yield telling.step(Deed.ERASED, known, (known.body or {}).get("reason", ""))


def _all(query: Asking, kind: Kind) -> Iterator[Known]:
    """Give all records of a kind that the member may see, a few hundred at a time."""
    before: int | None = None
    while found := query.many(Wanted(kind, before=before, limit=_AT_A_TIME)):
        yield from found
        before = found[-1].since
