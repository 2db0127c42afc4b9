"""Marks of care: put by a person, or suggested by what was read; what binds a statement.

What must stay true: a suggestion is shown as one and binds what goes out until a person takes it away with a
reason; a mark that a person put is taken away by a person alone; where two copies of a desk disagree on a
record's marks, all of them count until somebody has looked; a mark is about the handling of a passage, and no
trait of a person is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.standing import standing_of
from khronika.acts.suggested_care import suggested_care
from khronika.errors import UsageFault
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.care import Care, CareMark
from khronika.records.ids import Kind
from khronika.records.statement import Statement

_MARKED_KINDS = frozenset({Kind.ITEM, Kind.STATEMENT, Kind.INCIDENT, Kind.PARTY})
_UNFILED = "undone"


@dataclass(frozen=True, slots=True)
class Bound:
    """A mark that binds: which, the record it is on, and whether it is only suggested."""

    mark: Care
    on: str
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class CareShown:
    """What a member sees of a record's care.

    ``marks`` and ``dismissed`` are what persons decided on this very record, ``reason`` why the last time;
    ``binding`` is all that binds a statement (of another record: its own marks).
    """

    record: str
    marks: frozenset[Care] = frozenset()
    dismissed: frozenset[Care] = frozenset()
    reason: str = ""
    binding: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class Cares:
    """The marks of care that a member may see, inside one transaction.

    ``decided`` is what stands on each record that has any; ``through`` leads from a statement to the
    incidents it is filed to and the parties in them, ``speakers`` from a folded name to parties of that name.
    """

    query: Asking
    decided: Mapping[str, CareMark]
    through: Mapping[str, frozenset[str]] = field(default_factory=dict)
    speakers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _contributors: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, known: Known) -> tuple[Bound, ...]:
        """Return what binds a statement, in the order of the closed list; nothing once it is erased."""
        if known.body is None:
            return ()
        item: str = known.body["item"]
        records = {known.id, *self._around(item)}
        records |= self.through.get(known.id, frozenset()) | self.speakers.get(known.key or "", frozenset())
        put = self._put(records)
        gone = self._dismissed(known.id) | self._dismissed(item)
        suggested = suggested_care(record_of(Statement, known.body["statement"]), known.body["words"])
        fresh = suggested - gone - {bound.mark for bound in put}
        return _ordered({*put, *(Bound(mark, known.id, suggested=True) for mark in fresh)})

    def of_record(self, id_: str) -> tuple[Bound, ...]:
        """Return the marks put on a record; of an item also those of the parties that it came from."""
        return _ordered(self._put(self._around(id_) if id_.startswith(f"{Kind.ITEM}_") else {id_}))

    def _put(self, records: Iterable[str]) -> set[Bound]:
        return {
            Bound(mark, id_) for id_ in records if id_ in self.decided for mark in self.decided[id_].marks
        }

    def _dismissed(self, id_: str) -> frozenset[Care]:
        return self.decided[id_].dismissed if id_ in self.decided else frozenset()

    def _around(self, item: str) -> frozenset[str]:
        """Return an item with the parties that it came from."""
        if item not in self._contributors:
            receipts = self.query.many(Wanted(Kind.RECEIPT, parent=item))
            parties = {(known.body or {}).get("contributor") for known in receipts} - {None}
            self._contributors[item] = frozenset({item, *map(str, parties)})
        return self._contributors[item]


def mark_care(desk: Desk, member: str, record: str, marks: Iterable[Care], reason: str) -> CareMark:
    """Put marks of care on an item, a statement, an incident or a party.

    Raises:
        NotFound: there is no such record for the member.
        UsageFault: no mark or no reason is given, or a record of this kind bears none.
        Withheld: consent to what it is from was withdrawn.
    """
    put = _given(marks, reason)
    with acting(desk, member, Right.REVIEW) as act:
        known, before = _before(act, desk, record)
        after = replace(
            before, marks=before.marks | put, dismissed=before.dismissed - put, reason=reason.strip()
        )
        _change(act, known, after, "care.marked")
        return after


def unmark(desk: Desk, member: str, record: str, marks: Iterable[Care], reason: str) -> CareMark:
    """Take marks of care away from a record; of an item or a statement also those suggested there.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`mark_care`.
    """
    gone = _given(marks, reason)
    with acting(desk, member, Right.REVIEW) as act:
        known, before = _before(act, desk, record)
        dismissed = before.dismissed | (gone & _can_be_dismissed(known))
        if (before.marks - gone, dismissed) == (before.marks, before.dismissed):
            raise UsageFault(f"{record} bears no such mark", "only what it bears can be taken away")
        after = replace(before, marks=before.marks - gone, dismissed=dismissed, reason=reason.strip())
        _change(act, known, after, "care.unmarked")
        return after


def care(desk: Desk, member: str, record: str) -> CareShown:
    """Return what is decided of a record's care and what binds it.

    Raises:
        NotFound: there is no such record for the member.
        UsageFault: a record of this kind bears none.
        Withheld: consent to what it is from was withdrawn.
    """
    with asking(desk, member) as query:
        known = _bearer(query, record)
        cares = _cares_about(query, known)
        statement = record.startswith(f"{Kind.STATEMENT}_")
        binding = cares.of(known) if statement else cares.of_record(record)
        own = cares.decided.get(record)
        if own is None:
            return CareShown(record, binding=binding)
        return CareShown(record, own.marks, own.dismissed, own.reason, binding)


def care_of(entered: Acting | Asking, statement: Known) -> tuple[Bound, ...]:
    """Return the marks that bind a statement: its own, its item's, its incidents' and their parties'.

    What is suggested and was not taken away is among them, and says so.
    """
    return _cares_about(_query(entered), statement).of(statement)


def cares_of(entered: Acting | Asking) -> Cares:
    """Return all marks of care that the member may see: for many statements in one transaction."""
    query = _query(entered)
    decided = _decided(query.many(Wanted(Kind.CARE)))
    marked = {id_ for id_, own in decided.items() if own.marks}
    parties = {id_ for id_ in marked if id_.startswith(f"{Kind.PARTY}_")}
    incidents = {id_: {id_} for id_ in marked if id_.startswith(f"{Kind.INCIDENT}_")}
    for known in query.many(Wanted(Kind.INCIDENT)) if parties else ():
        if involved := parties & _involved(known):
            incidents.setdefault(known.id, set()).update(involved)
    through: dict[str, frozenset[str]] = {}
    for incident, records in incidents.items():
        for filing in query.many(Wanted(Kind.FILING, parent=incident)):
            if _stands(filing) and filing.key is not None:
                through[filing.key] = through.get(filing.key, frozenset()) | records
    speakers: dict[str, frozenset[str]] = {}
    for known in query.many(Wanted(Kind.PARTY)) if parties else ():
        if known.id in parties and known.key is not None:
            speakers[known.key] = speakers.get(known.key, frozenset()) | {known.id}
    return Cares(query, decided, through, speakers)


def _cares_about(query: Asking, known: Known) -> Cares:
    """Return the marks around one record: few look-ups, however many marks the desk has."""
    around = {known.id, (known.body or {}).get("item") or known.id}
    cares = Cares(query, {})
    around |= {id_ for item in around if item.startswith(f"{Kind.ITEM}_") for id_ in cares._around(item)}  # noqa: SLF001 - its own class
    through: set[str] = set()
    for filing in query.many(Wanted(Kind.FILING, key=known.id)):
        if _stands(filing) and filing.parent is not None:
            through |= {filing.parent, *_involved(query.get(filing.parent))}
    named = Wanted(Kind.PARTY, key=known.key)
    speakers = {party.id for party in query.many(named)} if known.key and _is_statement(known) else set()
    found = [one for id_ in around | through | speakers for one in query.many(Wanted(Kind.CARE, parent=id_))]
    spoken = {known.key: frozenset(speakers)} if known.key else {}
    return Cares(query, _decided(found), {known.id: frozenset(through)}, spoken)


def _is_statement(known: Known) -> bool:
    return known.id.startswith(f"{Kind.STATEMENT}_")


def _decided(found: Iterable[Known]) -> dict[str, CareMark]:
    """Return what stands on each record: of several (two copies of a desk were joined) all marks together."""
    decided: dict[str, CareMark] = {}
    for known in found:
        if known.body is None:
            continue
        one = record_of(CareMark, known.body)
        if known.contested:
            one = replace(one, marks=frozenset(Care), dismissed=frozenset())
        other = decided.get(one.about)
        if other is not None:
            one = replace(other, marks=one.marks | other.marks, dismissed=one.dismissed & other.dismissed)
        decided[one.about] = one
    return decided


def _given(marks: Iterable[Care], reason: str) -> frozenset[Care]:
    found = frozenset(marks)
    if not found or not found <= frozenset(Care):
        raise UsageFault("no mark of care is named", f"one or more of: {', '.join(Care)}")
    if not reason.strip():
        raise UsageFault(
            "a mark of care is put or taken away with a reason", "what in the passage asks for it"
        )
    return frozenset(map(Care, found))


def _bearer(entered: Acting | Asking, record: str) -> Known:
    known = entered.get(record)
    if record[:3] not in _MARKED_KINDS or known.body is None:
        raise UsageFault(
            f"{record} is nothing that bears marks of care",
            "items, statements, incidents and parties do, while they stand",
        )
    standing_of(entered).refuse_withdrawn(known)
    return known


def _before(act: Acting, desk: Desk, record: str) -> tuple[Known, CareMark]:
    known = _bearer(act, record)
    found = _decided(act.asking().many(Wanted(Kind.CARE, parent=record)))
    item = record if record.startswith(f"{Kind.ITEM}_") else (known.body or {}).get("item")
    nothing = CareMark(desk.new_id(Kind.CARE), record, item, frozenset(), frozenset(), "")
    return known, found.get(record, nothing)


def _can_be_dismissed(known: Known) -> frozenset[Care]:
    """Return the marks that are suggested: of an item any, since its statements may bear them."""
    if known.id.startswith(f"{Kind.ITEM}_"):
        return frozenset(Care)
    if known.body is None or not _is_statement(known):
        return frozenset()
    return suggested_care(record_of(Statement, known.body["statement"]), known.body["words"])


def _change(act: Acting, about: Known, after: CareMark, type_: str) -> None:
    """Record what stands now, in the place of all that stood: where copies were joined there are several."""
    found = act.asking().many(Wanted(Kind.CARE, parent=after.about))
    before = {known.id: act.supersedes(known) for known in found if known.body is not None}
    for id_, superseded in (before or {after.id: ()}).items():
        draft = Draft(
            type_,
            id_,
            body_of(replace(after, id=id_)),
            supersedes=superseded,
            derived_from=(about.id,),
            compartments=frozenset(about.envelope["compartments"]),
        )
        act.add(draft)


def _involved(incident: Known) -> set[str]:
    return {one["party"] for one in (incident.body or {}).get("involved", ())}


def _stands(filing: Known) -> bool:
    return filing.body is not None and filing.status != _UNFILED


def _query(entered: Acting | Asking) -> Asking:
    return entered.asking() if isinstance(entered, Acting) else entered


def _ordered(found: Iterable[Bound]) -> tuple[Bound, ...]:
    order = {mark: place for place, mark in enumerate(Care)}
    return tuple(sorted(found, key=lambda bound: (order[bound.mark], bound.suggested, bound.on)))
