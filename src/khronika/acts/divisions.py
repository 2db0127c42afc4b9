"""What the gazetteer knows of a recorded place: the place it is, and the first-order division it is.

What must stay true: a name that several divisions bear is none of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from khronika.reading.places.gazetteer import candidates_of, key_of
from khronika.records.party import Place, Precision
from khronika.records.places import PlaceCandidate, PlaceKind


def looked_up(place: Place) -> PlaceCandidate | None:
    """Return the place of the gazetteer that a recorded one is from."""
    if place.geonames is None:
        return None
    return next((one for one in _called(place) if one.geonames == place.geonames), None)


def division_of(place: Place) -> int | None:
    """Return the GeoNames id of the division that a place is: its own, else the only one of its names."""
    if place.precision is not Precision.REGION or place.geonames is not None:
        return place.geonames if place.precision is Precision.REGION else None
    found = {one.geonames for one in _called(place) if one.kind is PlaceKind.REGION}
    return found.pop() if len(found) == 1 else None


def _called(place: Place) -> Iterator[PlaceCandidate]:
    for name in (place.name, *place.names):
        yield from candidates_of(key_of(name))
