"""Places: recording and changing them, from the gazetteer or by hand, and their pages.

What must stay true: coordinates never stand without the precision that somebody stated; a country or a
region of the gazetteer has none, for an area is no point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from khronika.acts.assembled import (
    NOTHING_LISTED,
    RECORDED,
    Listed,
    Named,
    listed,
    many_named,
    naming,
    of_statements,
    referred,
)
from khronika.acts.desk import Acting, Desk, acting, allowed, asking, refuse_unenterable
from khronika.acts.paging import Page
from khronika.acts.recording import (
    add_change,
    checked_name,
    checked_names,
    compartments_of,
    refuse_changed_since,
    standing_record,
)
from khronika.acts.standing import standing_of
from khronika.errors import UsageFault
from khronika.ledger import finding, queries
from khronika.ledger.facets import AT, GEONAMES
from khronika.ledger.finding import Sieve
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.reading.places.gazetteer import candidates_of, key_of, place_with
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.party import Place, Precision
from khronika.records.places import PlaceCandidate, PlaceKind

PRECISION = {
    PlaceKind.COUNTRY: Precision.COUNTRY,
    PlaceKind.REGION: Precision.REGION,
    PlaceKind.CITY: Precision.TOWN,
}
"""What a place of the gazetteer is, as a precision: more is not known of it."""

_FURTHEST = {"latitude": Decimal(90), "longitude": Decimal(180)}
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place with the statements that name it and the incidents there. Erased: its id alone."""

    id: str
    status: str
    place: Place | None = None
    entry: str = ""
    within: Named | None = None
    statements: Listed = NOTHING_LISTED
    incidents: tuple[Named, ...] = ()


def record_place(
    desk: Desk, member: str, place: Place | int, compartments: frozenset[str] = frozenset()
) -> Place:
    """Record a place: by hand with its stated precision, or by its GeoNames id from the gazetteer.

    A place of the gazetteer that is recorded in the same compartments is not recorded again.

    Raises:
        NotFound: a compartment, or the place it lies in, is not there for the member.
        UsageFault: the gazetteer has no such id; a name or a coordinate is none.
    """
    drawn = drawn_place(place)
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        before = recorded_before(act, drawn, compartments) if isinstance(place, int) else None
        return before or place_made(desk, act, drawn, compartments)


def drawn_place(place: Place | int) -> Place:
    """Return a place as it is given, or by its GeoNames id from the gazetteer.

    Raises:
        UsageFault: the gazetteer has no such id.
    """
    return _from_gazetteer(place) if isinstance(place, int) else place


def place_made(desk: Desk, act: Acting, drawn: Place, compartments: frozenset[str]) -> Place:
    """Add the entry of a new place to an act, and return it with its id.

    Raises:
        NotFound: the place it lies in is not there for the member.
        UsageFault: a name or a coordinate is none.
    """
    made = _checked(replace(drawn, id=desk.new_id(Kind.PLACE)))
    inside = compartments | compartments_of(_around(act, made))
    act.add(Draft("place.recorded", made.id, body_of(made), compartments=inside))
    return made


def change_place(desk: Desk, member: str, changed: Place, entry: str = "") -> Place:
    """Record a place anew, whole. ``entry`` is the one the member has seen.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it was changed meanwhile, it would lie in itself, a name or a coordinate is none, or it
            would be another place of the gazetteer.
    """
    with acting(desk, member, Right.FILE) as act:
        known = standing_record(act, standing_of(act), changed.id, Kind.PLACE)
        refuse_changed_since(known, entry)
        made = _checked(changed)
        if made.geonames != record_of(Place, known.body).geonames:
            raise UsageFault("a place does not become another one of the gazetteer", "record another place")
        add_change(act, known, "place.changed", made, _around(act, made))
        return made


def places_called(desk: Desk, member: str, name: str) -> list[PlaceCandidate]:
    """Return the places of the gazetteer that bear a name, the largest first.

    Raises:
        NotAllowed: the member may not read records.
    """
    allowed(desk, member, Right.READ_RECORDS)
    return sorted(candidates_of(key_of(name)), key=lambda one: (-one.population, one.country, one.geonames))


def place_page(
    desk: Desk, member: str, id_: str, *, page: Page | None = None, as_of: str | None = None
) -> PlacePage:
    """Return a place with a page of the statements that name it, and the newest incidents there.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no place.
    """
    with asking(desk, member, as_of) as query:
        known, standing = query.get(id_), standing_of(query)
        if not id_.startswith(f"{Kind.PLACE}_"):
            raise UsageFault(f"{id_} is not a place", "ids of places begin with plc_")
        if known.body is None or standing.withdrawn(known):
            return PlacePage(id_, known.status if known.body is None else WITHDRAWN)
        place = record_of(Place, known.body)
        there = Sieve(Kind.INCIDENT, RECORDED, facets=((AT, id_),))
        return PlacePage(
            id_,
            known.status,
            place,
            known.entry,
            referred(query, standing, place.within),
            listed(query, standing, of_statements(standing, **naming(query, id_)), page),
            many_named(query, standing, there),
        )


def _from_gazetteer(geonames: int) -> Place:
    found = place_with(geonames)
    if found is None:
        raise UsageFault(f"the gazetteer has no place {geonames}", "record it by hand, with its precision")
    return Place(
        "",
        found.name,
        latitude=found.latitude,
        longitude=found.longitude,
        precision=PRECISION[found.kind],
        geonames=geonames,
    )


def recorded_before(act: Acting, drawn: Place, compartments: frozenset[str]) -> Place | None:
    """Return a place of the gazetteer where it is recorded in these very compartments, else ``None``."""
    if drawn.geonames is None:
        return None
    sieve = Sieve(Kind.PLACE, RECORDED, facets=((GEONAMES, str(drawn.geonames)),))
    for known in queries.at(act.connection, finding.first(act.connection, act.sight, sieve, None)):
        if frozenset(known.envelope["compartments"]) == compartments:
            return record_of(Place, known.body)
    return None


def _around(act: Acting, place: Place) -> list[Known]:
    """Return the place that a place lies in.

    Raises:
        UsageFault: it would, further out, lie in itself.
    """
    if place.within is None:
        return []
    standing = standing_of(act)
    around = known = standing_record(act, standing, place.within, Kind.PLACE)
    passed = {place.id}
    while known.id not in passed:
        passed.add(known.id)
        outer = (known.body or {}).get("within")
        further = None if outer is None else queries.one(act.connection, act.sight, outer)
        if further is None:
            return [around]
        known = further
    if known.id != place.id:
        return [around]
    raise UsageFault("a place does not lie in itself", "leave out what it lies in")


def _checked(place: Place) -> Place:
    name = checked_name(place.name, Kind.PLACE)
    latitude, longitude = (
        _coordinate(place.latitude, "latitude"),
        _coordinate(place.longitude, "longitude"),
    )
    if bool(latitude) != bool(longitude):
        raise UsageFault("a latitude or a longitude is missing", "give both, or neither")
    names = checked_names(place.names, name, Kind.PLACE)
    return replace(place, name=name, names=names, latitude=latitude, longitude=longitude)


def _coordinate(text: str, which: str) -> str:
    """Return decimal degrees as text."""
    kept = text.strip()
    if kept and (_DEGREES.fullmatch(kept) is None or abs(Decimal(kept)) > _FURTHEST[which]):
        raise UsageFault(f"this is no {which} in decimal degrees", "48.0230, or -0.5")
    return kept
