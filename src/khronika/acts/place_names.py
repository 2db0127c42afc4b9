"""Which statements name a place, given its record, its number in the gazetteer, or a name in any script.

What must stay true: a name stands for what the gazetteer and the member's own sight know by it; a place that
the member may not see is not found by its name, nor does it change what is.
"""

from __future__ import annotations

from typing import Any

from khronika.acts.assembled import RECORDED, naming
from khronika.acts.desk import Asking
from khronika.acts.standing import Standing
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import PLACE, names_of, value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known
from khronika.reading.places.gazetteer import candidates_of, key_of
from khronika.records.ids import Kind, is_id

_MOST_CANDIDATES = 50
_MOST_RECORDED = 20


def naming_place(query: Asking, standing: Standing, place: str) -> dict[str, Any]:
    """Return the fields of a sieve for what names a place: a record's id, a GeoNames id, or a name.

    Raises:
        NotFound: there is no such record for the member.
    """
    if is_id(place, Kind.PLACE) or place.isdecimal():
        return naming(query, place)
    numbers, names = _called(query, standing, place)
    facets = tuple((PLACE, str(number)) for number in numbers)
    return {"either": facets, "names": names} if facets or names else {"ids": ()}


def _called(query: Asking, standing: Standing, name: str) -> tuple[list[int], tuple[str, ...]]:
    """Return the places of the gazetteer of a name, and all names of the places by hand that bear it."""
    largest = sorted(candidates_of(key_of(name)), key=lambda one: (-one.population, one.geonames))
    numbers = [one.geonames for one in largest[:_MOST_CANDIDATES]]
    names: list[str] = []
    for known in _recorded(query, name):
        body = known.body
        if body is None or standing.withdrawn(known):
            continue
        if body.get("geonames") is None:
            names += [body["name"], *body["names"]]
        elif body["geonames"] not in numbers:
            numbers.append(body["geonames"])
    return numbers, tuple(dict.fromkeys(names))


def _recorded(query: Asking, name: str) -> list[Known]:
    """Return the recorded places of this very name; where there is none, those with it in a name."""
    sieve = Sieve(Kind.PLACE, RECORDED)
    rows = sorted(lookups.having_any(query.connection, names_of(Kind.PLACE), [value_of(name)]), reverse=True)
    there = finding.there(query.connection, query.sight, sieve, rows)[:_MOST_RECORDED]
    if not there:
        worded = Sieve(Kind.PLACE, RECORDED, words=name)
        there = finding.first(query.connection, query.sight, worded, _MOST_RECORDED)
    return queries.at(query.connection, there)
