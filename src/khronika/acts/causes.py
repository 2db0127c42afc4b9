"""What took statements back, and which statements each of these reaches: the causes of what is unsettled.

What must stay true: a correction or retraction reaches what it takes back and the same voice where it makes
the same claim, as the balance sheet has it, and nothing else; a disputed term reaches who calls it so; a
recall reaches what came from its source, and what may be a copy of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from khronika.acts.desk import Asking
from khronika.acts.objections import STANDS, heard_of, may_take_back
from khronika.acts.recalling import items_of, rows_recalled
from khronika.acts.sheets import Sheets, Weighed
from khronika.acts.standing import Standing
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.shadow import fold
from khronika.records.body import record_of
from khronika.records.corrections import OF_ONES_OWN, RECALLED, Correction, Recall
from khronika.records.ids import Kind
from khronika.records.matter import Property
from khronika.records.statement import TAKEN
from khronika.weighing.sheet import Value


@dataclass(frozen=True, slots=True)
class Cause:
    """What took statements back. ``manner`` is that of a correction, or "recalls"; ``at`` is UTC.

    ``statements`` are reached themselves; ``relays`` are statements that are the same voice and make the same
    claim, each with the one by which it is reached.
    """

    id: str
    manner: str
    at: str
    since: int
    term: str
    statements: tuple[str, ...]
    relays: dict[str, str]

    @property
    def all(self) -> set[str]:
        """Return all statements that are reached."""
        return {*self.statements, *self.relays}


def causes_of(query: Asking, standing: Standing, wanted: str | None = None) -> list[Cause]:
    """Return what took back anything that the member may see, newest first; or one such record alone."""
    found = [
        known
        for kind, statuses in ((Kind.CORRECTION, STANDS), (Kind.RECALL, ("recorded",)))
        for known in query.many(Wanted(kind, statuses=statuses))
        if known.body is not None and wanted in {None, known.id}
    ]
    making = _Making(query, standing, Sheets(query, standing))
    corrections = [known for known in found if known.id.startswith(f"{Kind.CORRECTION}_")]
    made = list(making.of_corrections(corrections))
    made += [making.of_recall(known) for known in found if known.id.startswith(f"{Kind.RECALL}_")]
    return sorted(made, key=lambda cause: -cause.since)


@dataclass(frozen=True, slots=True)
class _Making:
    query: Asking
    standing: Standing
    sheets: Sheets

    def of_corrections(self, corrections: Iterable[Known]) -> Iterator[Cause]:
        """Yield corrections, retractions and disputes by, and of, statements in the record."""
        records = [(known, record_of(Correction, known.body)) for known in corrections]
        named = {id_ for _, one in records for id_ in (one.by, one.of)}
        heard, _ = heard_of(self.query, self.standing, named)
        incidents = self.sheets.filed({one.of for _, one in records})
        for known, one in records:
            if one.by in heard and one.of in heard:
                by, of = heard[one.by].voice, heard[one.of].voice
                if may_take_back(one.manner, by, of):
                    weighed = self._weighed(incidents.get(one.of, ()))
                    relays = {id_ for where in weighed for id_ in _reached(where, known.id, one)}
                    through = dict.fromkeys(sorted(relays - {one.of, one.by}), one.of)
                    time = known.envelope["time"]
                    yield Cause(known.id, one.manner, time, known.since, one.term, (one.of,), through)

    def of_recall(self, known: Known) -> Cause:
        """Return a recall with all that it reaches in the record."""
        source = record_of(Recall, known.body).source
        items, _ = items_of(self.query, self.standing, source)
        rows = rows_recalled(self.query, self.standing, source, items, TAKEN)
        ids = tuple(one.id for one in queries.at(self.query.connection, rows))
        incidents = {one for those in self.sheets.filed(ids).values() for one in those}
        copies = dict[str, str]()
        for where in self._weighed(sorted(incidents)):
            copies |= _copies(where, known.id, frozenset(ids))
        own = tuple(id_ for id_, source in copies.items() if id_ == source)
        relays = {id_: of for id_, of in copies.items() if id_ != of}
        return Cause(known.id, RECALLED, known.envelope["time"], known.since, "", (*ids, *own), relays)

    def _weighed(self, incidents: Iterable[str]) -> list[Weighed]:
        """Return the outermost incidents around some, as they are weighed."""
        return [self.sheets.of(one) for one in sorted({self.sheets.outermost(one) for one in incidents})]


def _reached(weighed: Weighed, cause: str, one: Correction) -> Iterator[str]:
    """Yield the statements of the same voice that a correction, retraction or dispute reaches."""
    values = [value for weight in weighed.sheet.weights for value in weight.values]
    if one.manner in OF_ONES_OWN:
        gone = [*weighed.sheet.gone, *(its for value in values for its in value.gone)]
        yield from (its.statement for its in gone if its.cause == cause)
        return
    place = weighed.origin.get(one.of)
    for value in values:
        saying = _saying(value)
        if one.of in saying and _is_meant(value, one.term):
            yield from (id_ for id_ in saying if weighed.origin.get(id_) == place)


def _saying(value: Value) -> set[str]:
    return {*value.statements, *value.earlier, *(one.statement for one in value.gone)}


def _is_meant(value: Value, term: str) -> bool:
    """Tell whether a dispute is about a value: where it is about a term, only that something is called so."""
    called = value.claim.property is Property.CALLED and fold(value.claim.value) == fold(term)
    return called if term else True


def _copies(weighed: Weighed, cause: str, recalled: frozenset[str]) -> dict[str, str]:
    """Return what else a recall voids, each with a recalled statement of its voice; with itself, if none."""
    found = dict[str, str]()
    first = dict[int, str]()
    for id_ in sorted(recalled & weighed.origin.keys()):
        first.setdefault(weighed.origin[id_], id_)
    for one in weighed.sheet.gone:
        if one.cause == cause and one.statement not in recalled:
            found[one.statement] = first.get(weighed.origin[one.statement], one.statement)
    return found
