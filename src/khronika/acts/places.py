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
    record_seen,
    recorded_along,
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
    desk: Desk,
    member: str,
    place: Place | int,
    compartments: frozenset[str] = frozenset(),
    along: Place | int | None = None,
) -> Place:
    """Record a place: by hand with its stated precision, or by its GeoNames id from the gazetteer.

    A place of the gazetteer that is recorded in the same compartments is not recorded again. ``along`` is
    what a place by hand lies in, recorded in the same act and compartments, where that is not recorded yet.

    Raises:
        NotFound: a compartment, or the place it lies in, is not there for the member.
        UsageFault: the gazetteer has no such id; a name or a coordinate is none.
    """
    if isinstance(place, int) and along is not None:
        hint = "record it, then change what it lies in"
        raise UsageFault("a place of the gazetteer is recorded as it stands there", hint)
    drawn, around = drawn_place(place), drawn_along(along, "within")
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        before = _recorded_before(act, drawn, compartments) if isinstance(place, int) else None
        return before or _made(desk, act, drawn, compartments, around)


def drawn_place(place: Place | int) -> Place:
    """Return a place as it is given, or by its GeoNames id from the gazetteer.

    Raises:
        UsageFault: the gazetteer has no such id.
    """
    return _from_gazetteer(place) if isinstance(place, int) else place


def drawn_along(place: Place | int | None, field: str) -> Place | None:
    """Return a place that is recorded along with what names it in ``field``, as :func:`drawn_place` does.

    Raises:
        UsageFault: the gazetteer has no such id.
    """
    with recorded_along(field):
        return None if place is None else drawn_place(place)


def place_along(
    desk: Desk, act: Acting, drawn: Place, inside: frozenset[str], field: str
) -> tuple[Place, bool]:
    """Return a place that is recorded along with what names it in ``field``, and whether it is new.

    One of the gazetteer that is recorded in these very compartments is that place.

    Raises:
        UsageFault: its name or a coordinate is none, or it names another place.
    """
    with recorded_along(field, drawn.within):
        before = _recorded_before(act, drawn, inside)
        return (before, False) if before else (_made(desk, act, drawn, inside), True)


def change_place(
    desk: Desk, member: str, changed: Place, entry: str = "", along: Place | int | None = None
) -> Place:
    """Record a place anew, whole. ``entry`` is the one the member has seen.

    ``along`` is what it lies in, as :func:`record_place` has it.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it was changed meanwhile, it would lie in itself, a name or a coordinate is none, or it
            would be another place of the gazetteer.
    """
    around = drawn_along(along, "within")
    with acting(desk, member, Right.FILE) as act:
        known = standing_record(act, standing_of(act), changed.id, Kind.PLACE)
        refuse_changed_since(known, entry)
        made = _checked(changed)
        if made.geonames != record_of(Place, known.body).geonames:
            raise UsageFault("a place does not become another one of the gazetteer", "record another place")
        made, named = _lying(desk, act, made, around, compartments_of([known]))
        add_change(act, known, "place.changed", made, named)
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
        known, standing = record_seen(query, id_, Kind.PLACE), standing_of(query)
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


def _made(
    desk: Desk, act: Acting, drawn: Place, compartments: frozenset[str], around: Place | None = None
) -> Place:
    """Add the entry of a new place to an act, and return it with its id."""
    checked = _checked(replace(drawn, id=desk.new_id(Kind.PLACE)))
    made, named = _lying(desk, act, checked, around, compartments)
    inside = compartments | compartments_of(named)
    act.add(Draft("place.recorded", made.id, body_of(made), compartments=inside))
    return made


def _lying(
    desk: Desk, act: Acting, place: Place, around: Place | None, inside: frozenset[str]
) -> tuple[Place, list[Known]]:
    """Return a place with what it lies in, recorded along where so given; and what else it names.

    One of the gazetteer may be recorded already, and lie in this very place.
    """
    if around is None:
        return place, _around(act, place)
    there, new = place_along(desk, act, around, inside, "within")
    place = replace(place, within=there.id)
    return place, [] if new else _around(act, place)


def _recorded_before(act: Acting, drawn: Place, compartments: frozenset[str]) -> Place | None:
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
        raise UsageFault(f"this is no {which} in decimal degrees", "48.0230, or -0.5").beside(which)
    return kept
