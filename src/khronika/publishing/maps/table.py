"""The map as rows of a table: everything that the picture shows, for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.publishing.looks import LONGEST_CELL, WIDE, Look, Table, cut
from khronika.publishing.maps.areas import Area
from khronika.publishing.maps.marking import Mark, Shape, plan_of
from khronika.publishing.maps.picture import NOTHING, NOWHERE, notes_of
from khronika.publishing.maps.view import View
from khronika.publishing.marks import Said
from khronika.records.party import Precision

HEAD = ("No.", "Place", "Known to", "Position", "Statements", "What was said", "On the map")
_DECIMALS = {
    Precision.EXACT: 4,
    Precision.ONE_KM: 2,
    Precision.TEN_KM: 1,
    Precision.TOWN: 2,
    Precision.REGION: 0,
    Precision.COUNTRY: 0,
}
_KNOWN_TO = {
    Precision.EXACT: "exact",
    Precision.ONE_KM: "1 km",
    Precision.TEN_KM: "10 km",
    Precision.TOWN: "the town",
    Precision.REGION: "somewhere in the region",
    Precision.COUNTRY: "somewhere in the country",
}


def map_table(areas: Sequence[Area], view: View | None = None, look: Look = WIDE) -> Table:
    """Return the content of :func:`map_svg` of the same values as a table, in the order of the numbers.

    Raises:
        Undrawable: there are more than 5,000 areas.
    """
    plan = plan_of(areas, view, look, look.width - 2)
    where: dict[int, str] = {}
    for mark in plan.marks if plan else ():
        for area in mark.areas:
            where[id(area)] = _where(mark)
    for area in plan.outside if plan else ():
        where[id(area)] = "outside this part of the Earth"
    rows = tuple(
        _row(area, where.get(id(area), "position not known"))
        for area in sorted(areas, key=lambda area: area.number)
    )
    told = notes_of(plan) if plan else [NOWHERE if areas else NOTHING]
    return Table(HEAD, rows, tuple(told))


def _where(mark: Mark) -> str:
    if len(mark.areas) > 1 or mark.shape is Shape.CELL:
        return f"in group {mark.key.partition(' ')[0]}" + (
            ", whole country hatched" if mark.shape is Shape.LAND else ""
        )
    return {
        Shape.CIRCLE: f"circle of {mark.areas[0].radius:g} km",
        Shape.LARGER: "hollow circle, drawn larger",
        Shape.HATCHED: f"hatched circle of {mark.areas[0].radius:g} km",
        Shape.LAND: "whole country hatched",
    }[mark.shape]


def _row(area: Area, where: str) -> tuple[str, ...]:
    kinds = "; ".join(said.value for said in Said if said in area.said)
    name = cut(area.name, LONGEST_CELL)
    return (str(area.number), name, _KNOWN_TO[area.precision], _position(area), str(area.count), kinds, where)


def _position(area: Area) -> str:
    """Return the coordinates with no more decimals than the stated precision has."""
    if area.latitude is None or area.longitude is None:
        return "not known"
    places = _DECIMALS[area.precision]
    lat, lon = f"{abs(area.latitude):.{places}f}°", f"{abs(area.longitude):.{places}f}°"
    return f"{lat} {'S' if area.latitude < 0 else 'N'}, {lon} {'W' if area.longitude < 0 else 'E'}"
