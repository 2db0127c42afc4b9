"""What binds a statement: the marks of care around it, put by persons or suggested by what was read.

What must stay true: a suggestion binds until two persons took it away, of these very words; a mark on a
statement is on its words, and binds whatever other statement takes them up; a mark reaches from an item, an
incident (also from the pattern that it is a part of) and a party, by each of its names, to the statements of
it; marks in a compartment bind nobody who may not see them; where two copies of a desk disagree, all marks
count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from khronika.acts.assembled import RECORDED
from khronika.acts.desk import Acting, Asking
from khronika.acts.suggested_care import suggestions_of
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import named_facets, names_of, value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known, Wanted
from khronika.records.body import record_of
from khronika.records.care import Care, CareMark
from khronika.records.ids import Kind
from khronika.records.spans import Spans

_UNFILED = "undone"


@dataclass(frozen=True, slots=True)
class Bound:
    """A mark that binds: which, the record it is on, and whether it is only suggested."""

    mark: Care
    on: str
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Cares:
    """The marks of care that a member may see, inside one transaction.

    ``decided`` is what stands on each record that has any, ``placed`` the same by rendition; ``through``
    leads from a statement to the incidents it is filed to and the parties in them, ``speakers`` from a folded
    name to parties of that name.
    """

    query: Asking
    decided: Mapping[str, CareMark]
    through: Mapping[str, frozenset[str]] = field(default_factory=dict)
    speakers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    placed: Mapping[str, Sequence[CareMark]] = field(default_factory=dict)
    _contributors: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, known: Known) -> tuple[Bound, ...]:
        """Return what binds a statement, in the order of the closed list; nothing once it is erased."""
        if known.body is None:
            return ()
        item: str = known.body["item"]
        rendition, spans = place_of(known)
        here = self.placed.get(rendition or "", ())
        records = {known.id, *self.around(item)}
        records |= {one.about for one in here if _overlap(one.spans, spans)}
        records |= self.through.get(known.id, frozenset())
        records |= self.speakers.get(value_of(known.key or ""), frozenset())
        put = self._put(records)
        gone = {mark for one in here if lies_within(spans, one.dismissed_spans) for mark in one.dismissed}
        gone |= self.decided[item].dismissed if item in self.decided else set()
        fresh = suggestions_of(known.body) - gone - {bound.mark for bound in put}
        return _ordered({*put, *(Bound(mark, known.id, suggested=True) for mark in fresh)})

    def of_record(self, id_: str) -> tuple[Bound, ...]:
        """Return the marks put on a record; of an item also those of the parties that it came from."""
        return _ordered(self._put(self.around(id_) if id_.startswith(f"{Kind.ITEM}_") else {id_}))

    def _put(self, records: Iterable[str]) -> set[Bound]:
        return {
            Bound(mark, id_) for id_ in records if id_ in self.decided for mark in self.decided[id_].marks
        }

    def around(self, item: str) -> frozenset[str]:
        """Return an item with the parties that it came from."""
        if item not in self._contributors:
            receipts = self.query.many(Wanted(Kind.RECEIPT, parent=item))
            parties = {(known.body or {}).get("contributor") for known in receipts} - {None}
            self._contributors[item] = frozenset({item, *map(str, parties)})
        return self._contributors[item]


def care_of(entered: Acting | Asking, statement: Known) -> tuple[Bound, ...]:
    """Return the marks that bind a statement: its own, its item's, its incidents' and their parties'.

    What is suggested and was not taken away by two is among them, and says so.
    """
    return cares_about(_query(entered), statement).of(statement)


def cares_of(entered: Acting | Asking) -> Cares:
    """Return all marks of care that the member may see: for many statements in one transaction."""
    query = _query(entered)
    decided = decided_of(query.many(Wanted(Kind.CARE)))
    marked = {id_ for id_, own in decided.items() if own.marks}
    parties = {id_ for id_ in marked if id_.startswith(f"{Kind.PARTY}_")}
    incidents = {id_: {id_} for id_ in marked if id_.startswith(f"{Kind.INCIDENT}_")}
    for known in query.many(Wanted(Kind.INCIDENT)) if parties else ():
        if involved := parties & _involved(known):
            incidents.setdefault(known.id, set()).update(involved)
    through: dict[str, frozenset[str]] = {}
    for incident, records in _with_parts(query, incidents).items():
        for filing in query.many(Wanted(Kind.FILING, parent=incident)):
            if _stands(filing) and filing.key is not None:
                through[filing.key] = through.get(filing.key, frozenset()) | records
    speakers: dict[str, frozenset[str]] = {}
    for known in query.many(Wanted(Kind.PARTY)) if parties else ():
        if known.id in parties and known.body is not None:
            for _, name in named_facets(Kind.PARTY, known.body):
                speakers[name] = speakers.get(name, frozenset()) | {known.id}
    return Cares(query, decided, through, speakers, _placed(decided))


def cares_about(query: Asking, known: Known) -> Cares:
    """Return the marks around one record: few look-ups, however many marks the desk has."""
    item = (known.body or {}).get("item") or known.id
    around = {known.id, *Cares(query, {}).around(item)}
    through: set[str] = set()
    for filing in query.many(Wanted(Kind.FILING, key=known.id)):
        if _stands(filing) and filing.parent is not None:
            through |= reaching(query, filing.parent)
    speakers = frozenset[str]()
    if known.key and known.id.startswith(f"{Kind.STATEMENT}_"):
        speakers = bearing(query, known.key)
    found = [one for id_ in around | through | speakers for one in query.many(Wanted(Kind.CARE, parent=id_))]
    found += [one for one in query.many(Wanted(Kind.CARE, key=item)) if one.parent not in around]
    spoken = {value_of(known.key): speakers} if known.key else {}
    decided = decided_of(found)
    return Cares(query, decided, {known.id: frozenset(through)}, spoken, _placed(decided))


def reaching(query: Asking, incident: str | None) -> frozenset[str]:
    """Return an incident with the patterns that it is a part of, and the parties in them: what marks it."""
    return frozenset(id_ for known in _with_wholes(query, incident) for id_ in (known.id, *_involved(known)))


def bearing(query: Asking, name: str) -> frozenset[str]:
    """Return the parties that bear a name, whichever of theirs it is."""
    asked = value_of(name).encode("utf-8", "ignore").decode()
    rows = lookups.having_any(query.connection, names_of(Kind.PARTY), [asked])
    there = finding.there(query.connection, query.sight, Sieve(Kind.PARTY, RECORDED), sorted(rows))
    return frozenset(known.id for known in queries.at(query.connection, there))


def place_of(known: Known) -> tuple[str | None, Spans]:
    """Return where a statement's words stand: its rendition and spans; of other records nowhere."""
    if known.body is None or not known.id.startswith(f"{Kind.STATEMENT}_"):
        return None, ()
    return known.body["rendition"], tuple((start, end) for start, end in known.body["statement"]["content"])


def joined(one: Spans, other: Spans) -> Spans:
    """Return the spans of both, each once."""
    return tuple(sorted({*one, *other}))


def lies_within(spans: Spans, whole: Spans) -> bool:
    """Tell whether each of the spans lies inside one of the whole; of what has none it is true."""
    return all(any(start <= a and b <= end for start, end in whole) for a, b in spans)


def decided_of(found: Iterable[Known]) -> dict[str, CareMark]:
    """Return what stands on each record: of several (two copies of a desk were joined) all marks together."""
    decided: dict[str, CareMark] = {}
    for known in found:
        if known.body is None:
            continue
        one = record_of(CareMark, known.body)
        if known.contested:
            spans = joined(one.spans, one.dismissed_spans)
            one = replace(one, marks=frozenset(Care), spans=spans, dismissed=frozenset(), questioned=())
        other = decided.get(one.about)
        if other is not None:
            one = replace(
                other,
                marks=one.marks | other.marks,
                spans=joined(one.spans, other.spans),
                dismissed=one.dismissed & other.dismissed,
                questioned=tuple(each for each in one.questioned if each in other.questioned),
            )
        decided[one.about] = one
    return decided


def _placed(decided: Mapping[str, CareMark]) -> dict[str, list[CareMark]]:
    placed: dict[str, list[CareMark]] = {}
    for one in decided.values():
        if one.rendition is not None:
            placed.setdefault(one.rendition, []).append(one)
    return placed


def _overlap(one: Spans, other: Spans) -> bool:
    return any(start < end_ and start_ < end for start, end in one for start_, end_ in other)


def _involved(incident: Known) -> set[str]:
    return {one["party"] for one in (incident.body or {}).get("involved", ())}


def _with_parts(query: Asking, incidents: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return marked incidents with their parts, which are marked by whatever marks the whole."""
    reached: dict[str, set[str]] = {}
    todo = list(incidents.items())
    while todo:
        incident, records = todo.pop()
        if records <= reached.get(incident, set()):
            continue
        reached[incident] = reached.get(incident, set()) | records
        parts = query.many(Wanted(Kind.INCIDENT, parent=incident))
        todo += [(part.id, reached[incident]) for part in parts]
    return reached


def _with_wholes(query: Asking, incident: str | None) -> list[Known]:
    """Return an incident with the patterns that it is a part of, as far as the member sees them."""
    wholes: dict[str, Known] = {}
    next_ = incident
    while next_ is not None and next_ not in wholes:
        known = queries.one(query.connection, query.sight, next_)
        if known is None:
            break
        wholes[known.id] = known
        next_ = known.parent
    return list(wholes.values())


def _stands(filing: Known) -> bool:
    return filing.body is not None and filing.status != _UNFILED


def _query(entered: Acting | Asking) -> Asking:
    return entered.asking() if isinstance(entered, Acting) else entered


def _ordered(found: Iterable[Bound]) -> tuple[Bound, ...]:
    order = {mark: place for place, mark in enumerate(Care)}
    return tuple(sorted(found, key=lambda bound: (order[bound.mark], bound.suggested, bound.on)))
