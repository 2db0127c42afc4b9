"""The map: the places that statements name, and those that are recorded, as areas to be drawn.

What must stay true: words that can mean several places put none of them on a map; a place has the precision
that somebody stated, or that of the gazetteer's kind of place, and never more; it is on the map because words
name it or a member recorded it, not because something happened there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from khronika.acts.assembled import RECORDED
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.divisions import division_of, looked_up
from khronika.acts.narrowed import Narrowed, newest_filed, sieves
from khronika.acts.places import PRECISION
from khronika.acts.recording import record_seen
from khronika.acts.shown import mark_on
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import finding, lookups, queries, streams
from khronika.ledger.facets import GEONAMES
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known
from khronika.ledger.search import match_of
from khronika.publishing.marks import Said, said_of
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.party import Place, Precision
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.statement import Act, Denial

MOST_STATEMENTS = 2000
"""How many statements, the newest, a map looks into."""

MOST_PLACES = 200
"""How many recorded places, the newest, it looks at that no statement names by the gazetteer."""

MOST_NAMING = 3
_LONGEST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Naming:
    """A statement that names a place; ``words`` are the beginning of what was said."""

    statement: str
    item: str
    status: str
    speaker: str | None
    words: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMapped:
    """A place as an area. ``place`` is the id of its record; coordinates are text, empty: not known.

    ``country`` is an ISO 3166 code or empty, ``population`` the gazetteer's class. ``count`` statements name
    it, ``said`` is what they say, ``newest`` are the newest of them. ``here``: the incident was there.
    ``division`` is the GeoNames id of the region whose outline it has, if it is a region and that is sure.
    """

    name: str
    precision: Precision
    latitude: str = ""
    longitude: str = ""
    country: str = ""
    region: str = ""
    population: int = 0
    geonames: int | None = None
    place: str | None = None
    here: bool = False
    count: int = 0
    said: tuple[Said, ...] = ()
    newest: tuple[Naming, ...] = ()
    division: int | None = None


@dataclass(frozen=True, slots=True)
class MayBe:
    """Words that can mean several places, the likeliest first; none of them is on a map."""

    words: str
    candidates: tuple[PlaceCandidate, ...]
    count: int
    newest: tuple[Naming, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a map shows. ``further``: there are older statements, which were not looked into."""

    places: tuple[PlaceMapped, ...] = ()
    uncertain: tuple[MayBe, ...] = ()
    further: bool = False


_Certain = dict[int | None, tuple[PlaceCandidate, list[Known]]]
"""By the GeoNames id: a place that words name for certain, and the statements with those words."""


def mapped(
    desk: Desk,
    member: str,
    incident: str | None = None,
    *,
    narrowed: Narrowed | None = None,
    as_of: str | None = None,
) -> Mapped:
    """Return the places of the newest 2,000 statements: of what is filed to an incident, or of all.

    Without an incident, recorded places are there too where no statement names them.

    Raises:
        NotFound: the incident is not there for the member.
        UsageFault: it is no incident.
    """
    with asking(desk, member, as_of) as query:
        standing, here = standing_of(query), _place_of(query, incident)
        numbers = _numbers(query, standing, incident, narrowed)
        known = [
            one
            for one in queries.at(query.connection, numbers[:MOST_STATEMENTS])
            if one.body is not None and not standing.withdrawn(one)
        ]
        certain, uncertain = _mentioned(known)
        recorded = _recorded(query, standing, certain, here)
        by_hand = _by_hand(query, recorded.values(), known)
        found = _places(certain, recorded, by_hand, here)
        kept = [one for one in found if incident is None or one.count or one.here]
        return Mapped(tuple(kept), tuple(uncertain), len(numbers) > MOST_STATEMENTS)


def _places(
    certain: _Certain, recorded: dict[str, Place], by_hand: dict[str, list[Known]], here: Known | None
) -> list[PlaceMapped]:
    """Return every place once, the incident's first, then those that most statements name."""
    named = [_of_gazetteer(place, naming, recorded.values(), here) for place, naming in certain.values()]
    others = [
        _of_record(place, by_hand.get(id_, ()), here)
        for id_, place in recorded.items()
        if place.geonames not in certain
    ]
    return sorted([*named, *others], key=lambda one: (not one.here, -one.count, one.name.casefold()))


def _numbers(query: Asking, standing: Standing, incident: str | None, narrowed: Narrowed | None) -> list[int]:
    """Return the numbers of the newest statements that are wanted, one more than a map looks into."""
    if incident is None:
        found = {
            number
            for sieve in sieves(query, standing, narrowed)
            for number in finding.first(query.connection, query.sight, sieve, MOST_STATEMENTS + 1)
        }
        return sorted(found, reverse=True)[: MOST_STATEMENTS + 1]
    return newest_filed(query, standing, incident, narrowed)[: MOST_STATEMENTS + 1]


def _place_of(query: Asking, incident: str | None) -> Known | None:
    """Return the place where an incident was, as it is recorded and may be seen."""
    body = None if incident is None else record_seen(query, incident, Kind.INCIDENT).body
    place = (body or {}).get("place")
    return None if place is None else queries.one(query.connection, query.sight, place)


def _mentioned(known: Iterable[Known]) -> tuple[_Certain, list[MayBe]]:
    """Return which statements name which place for certain, and the words that can mean several."""
    certain: dict[int, tuple[PlaceCandidate, dict[str, Known]]] = {}
    unsure: dict[tuple[int, ...], tuple[PlaceMention, dict[str, Known]]] = {}
    for one in known:
        for mention in _mentions(one):
            if mention.place is not None:
                certain.setdefault(mention.place.geonames, (mention.place, {}))[1][one.id] = one
            elif mention.candidates:
                may_be = tuple(candidate.geonames for candidate in mention.candidates)
                unsure.setdefault(may_be, (mention, {}))[1][one.id] = one
    found = [
        MayBe(mention.words[:_LONGEST_WORDS], mention.candidates, len(naming), _newest(list(naming.values())))
        for mention, naming in unsure.values()
    ]
    found.sort(key=lambda one: (-one.count, one.words.casefold()))
    return {number: (place, list(naming.values())) for number, (place, naming) in certain.items()}, found


def _mentions(known: Known) -> Iterator[PlaceMention]:
    for plain in (known.body or {}).get("statement", {}).get("places") or ():
        yield record_of(PlaceMention, plain)


def _recorded(query: Asking, standing: Standing, certain: _Certain, here: Known | None) -> dict[str, Place]:
    """Return the newest recorded places, those recorded of ``certain``, and that of the incident."""
    sieve = Sieve(Kind.PLACE, RECORDED)
    numbers = set(islice(finding.passing(query.connection, query.sight, sieve), MOST_PLACES))
    having = list(lookups.having_any(query.connection, GEONAMES, map(str, certain)))
    numbers.update(finding.there(query.connection, query.sight, sieve, having))
    numbers.update([here.since] if here is not None else [])
    return {
        one.id: record_of(Place, one.body)
        for one in queries.at(query.connection, sorted(numbers))
        if one.body is not None and not standing.withdrawn(one)
    }


def _by_hand(query: Asking, recorded: Iterable[Place], known: Sequence[Known]) -> dict[str, list[Known]]:
    """Return which of the statements name a place that was recorded by hand: those with its names."""
    by_number, found = {one.since: one for one in known}, dict[str, list[Known]]()
    for place in recorded:
        if place.geonames is None and by_number:
            hits = _hits(query, (place.name, *place.names), min(by_number))
            found[place.id] = [by_number[number] for number in hits if number in by_number]
    return found


def _hits(query: Asking, names: Sequence[str], lowest: int) -> Iterator[int]:
    """Yield the rows with any of the names down to ``lowest``; the caller keeps those that may be seen."""
    matching = [match_of(name, (Kind.STATEMENT,), query.sight.labels) for name in names]
    expression = " OR ".join(f"({one})" for one in matching if one)
    for numbers in streams.hits(query.connection, expression, None) if expression else ():
        yield from numbers
        if numbers[-1] < lowest:
            return


def _of_gazetteer(
    place: PlaceCandidate, naming: Sequence[Known], recorded: Iterable[Place], here: Known | None
) -> PlaceMapped:
    """Return a place that words name; as it is recorded, where it is."""
    records = [one for one in recorded if one.geonames == place.geonames]
    record = next((one for one in records if here is not None and one.id == here.id), None)
    record = record or next(iter(records), None)
    if record is not None:
        return _of_record(record, naming, here, place)
    return PlaceMapped(
        place.name,
        PRECISION[place.kind],
        place.latitude,
        place.longitude,
        place.country,
        place.region,
        place.population,
        place.geonames,
        **_told(naming),
        division=place.geonames if place.kind is PlaceKind.REGION else None,
    )


def _of_record(
    place: Place, naming: Sequence[Known], here: Known | None, known: PlaceCandidate | None = None
) -> PlaceMapped:
    """Return a recorded place; its country and size are the gazetteer's, where it is from there."""
    known = known or looked_up(place)
    return PlaceMapped(
        place.name,
        place.precision,
        place.latitude,
        place.longitude,
        known.country if known else "",
        known.region if known else "",
        known.population if known else 0,
        place.geonames,
        place.id,
        here=here is not None and here.id == place.id,
        **_told(naming),
        division=division_of(place),
    )


def _told(naming: Sequence[Known]) -> dict[str, Any]:
    """Return how many statements name a place, what they say, and the newest of them."""
    does = [(one.body or {})["statement"] for one in naming]
    said = {said_of(map(Act, one["acts"]), list(map(Denial, one.get("denies") or ()))) for one in does}
    ordered = tuple(kind for kind in Said if kind in said)
    return {"count": len(naming), "said": ordered, "newest": _newest(naming)}


def _newest(naming: Sequence[Known]) -> tuple[Naming, ...]:
    newest = sorted(naming, key=lambda one: -one.since)[:MOST_NAMING]
    bodies = [(one, one.body or {}) for one in newest]
    return tuple(
        Naming(
            one.id,
            body["item"],
            one.status,
            body["statement"]["speaker"],
            body["words"][:_LONGEST_WORDS],
            mark_on(one),
        )
        for one, body in bodies
    )
