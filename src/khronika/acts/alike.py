"""Places and incidents that are perhaps the same as one about to be recorded, for a person to look at.

A place is perhaps the same that bears one of its names, also in another script, that is the same one in the
gazetteer, or that lies as near as either is known; an incident, that has its title, or was there in the same
days. What must stay true: only what the member may see is looked at; nothing is made one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from math import asin, cos, radians, sin, sqrt

from khronika.acts.assembled import RECORDED, Named, named
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.standing import Standing, standing_of
from khronika.acts.suggest import records_called
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import AT, GEONAMES, OCCURRED, days_between, names_of, value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known
from khronika.ledger.shadow import name_keys
from khronika.reading.places.gazetteer import candidates_of, key_of
from khronika.records.body import record_of
from khronika.records.dates import days_of
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Place, Precision

MOST_ALIKE = 5
DAYS_APART = 3
"""Two incidents of one place are perhaps the same where so many days lie between them, or fewer."""

_LONGEST_DAYS = 31
_LOOKED_AT = 1000
_CALLED = 50
_EARTH, _POLE = 6371.0, 90
_NEAR = {Precision.EXACT: 0.2, Precision.ONE_KM: 1.0, Precision.TEN_KM: 10.0, Precision.TOWN: 5.0}
"""Kilometres within which another place is near one that is known so precisely."""


def places_alike(desk: Desk, member: str, place: Place) -> list[Place]:
    """Return recorded places that are perhaps the same, those of its very name first; at most five.

    For their coordinates the 1,000 places last changed are looked at.
    """
    with asking(desk, member) as query:
        standing, found = standing_of(query), dict[str, Place]()
        for known in _places(query, standing, place):
            if known.body is not None and known.id != place.id and not standing.withdrawn(known):
                found.setdefault(known.id, record_of(Place, known.body))
            if len(found) == MOST_ALIKE:
                break
        return list(found.values())


def incidents_alike(desk: Desk, member: str, incident: Incident) -> list[Named]:
    """Return recorded incidents that are perhaps the same, those of its very title first; at most five.

    Those of its place and days are asked for where it is known to the month or better.
    """
    with asking(desk, member) as query:
        standing = standing_of(query)
        known = dict.fromkeys([*_titled(query, incident), *_there_and_then(query, incident)])
        others = [one for one in queries.at(query.connection, list(known)) if one.body is not None]
        order = {number: place for place, number in enumerate(known)}
        others.sort(key=lambda one: order[one.since])
        kept = [one for one in others if one.id not in {incident.id, incident.part_of}]
        return [named(standing, one) for one in kept if not standing.withdrawn(one)][:MOST_ALIKE]


def _places(query: Asking, standing: Standing, place: Place) -> Iterator[Known]:
    names = [name for name in (place.name, *place.names) if name.strip()]
    yield from _having(query, names_of(Kind.PLACE), map(value_of, names))
    numbers = {one.geonames for name in names for one in candidates_of(key_of(name))}
    numbers = {place.geonames} if place.geonames is not None else numbers
    yield from _having(query, GEONAMES, map(str, numbers))
    for name in names:
        keys = sorted(name_keys(name))
        called = islice(records_called(query, standing, name, Kind.PLACE, _CALLED), _CALLED) if keys else ()
        yield from (one for one in called if keys in map(sorted, map(name_keys, _names(one))))
    yield from _near(query, place)


def _having(query: Asking, facet: str, values: Iterable[str]) -> list[Known]:
    rows = lookups.having_any(query.connection, facet, values)
    there = finding.there(query.connection, query.sight, Sieve(Kind.PLACE, RECORDED), sorted(rows))
    return queries.at(query.connection, there)


def _near(query: Asking, place: Place) -> Iterator[Known]:
    at = _point(place)
    if at is None:
        return
    numbers = finding.first(query.connection, query.sight, Sieve(Kind.PLACE, RECORDED), _LOOKED_AT)
    for known in queries.at(query.connection, numbers):
        other = record_of(Place, known.body)
        there = _point(other)
        reach = max(_NEAR.get(place.precision, 0), _NEAR.get(other.precision, 0))
        if there is not None and _kilometres(at, there) <= reach:
            yield known


def _point(place: Place) -> tuple[float, float] | None:
    """Return latitude and longitude in radians, ``None`` where they are not known or the area is large."""
    if not (place.latitude and place.longitude) or place.precision not in _NEAR:
        return None
    with suppress(ArithmeticError):
        north, east = Decimal(place.latitude), Decimal(place.longitude)
        if abs(north) <= _POLE and abs(east) <= 2 * _POLE:
            return radians(north), radians(east)
    return None


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance on a sphere (haversine formula)."""
    north, east = sin((other[0] - one[0]) / 2), sin((other[1] - one[1]) / 2)
    return 2 * _EARTH * asin(min(1.0, sqrt(north**2 + cos(one[0]) * cos(other[0]) * east**2)))


def _names(known: Known) -> Sequence[str]:
    body = known.body or {}
    return (body["name"], *body["names"]) if body else ()


def _titled(query: Asking, incident: Incident) -> list[int]:
    title = value_of(incident.title.strip())
    rows = lookups.having_any(query.connection, names_of(Kind.INCIDENT), [title]) if title else {}
    return finding.there(query.connection, query.sight, Sieve(Kind.INCIDENT, RECORDED), sorted(rows))


def _there_and_then(query: Asking, incident: Incident) -> list[int]:
    """Return the rows of incidents that were at the same place, or where that lies, in nearly these days."""
    days = _days(incident.when)
    if incident.place is None or days is None:
        return []
    around = query.get(incident.place).body or {}
    places = [incident.place, *filter(None, [around.get("within")])]
    period = (OCCURRED, days[0] - DAYS_APART, days[1] + DAYS_APART)
    sieve = Sieve(Kind.INCIDENT, RECORDED, either=tuple((AT, id_) for id_ in places), periods=(period,))
    found = finding.first(query.connection, query.sight, sieve, _LOOKED_AT)
    periods = lookups.periods_of(query.connection, found)
    return [
        number
        for number in found
        if any(last - first < _LONGEST_DAYS for which, first, last in periods[number] if which == OCCURRED)
    ]


def _days(when: str) -> tuple[int, int] | None:
    """Return the first and last day of a time that is known to the month or better."""
    try:
        first, last = days_between(*days_of(when.strip()))
    except ValueError:
        return None
    return (first, last) if last - first < _LONGEST_DAYS else None
