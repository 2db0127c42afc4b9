"""The map as rows of a table: everything that the picture shows, for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.publishing.looks import LONGEST_CELL, WIDE, Look, Table, cut
from khronika.publishing.maps.areas import Area
from khronika.publishing.maps.marking import Mark, Shape, plan_of, wider
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
_ALONE = {
    Shape.CIRCLE: "circle of %(km)s km",
    Shape.LARGER: "hollow circle, drawn larger",
    Shape.HATCHED: "hatched circle of %(km)s km",
    Shape.REGION: "whole region hatched",
    Shape.LAND: "whole country hatched",
    Shape.WIDER: "whole country hatched, drawn larger than stated",
}
_TOGETHER = {
    Shape.REGION: "in group %(letter)s, whole region hatched",
    Shape.LAND: "in group %(letter)s, whole country hatched",
    Shape.WIDER: "in group %(letter)s, whole country hatched, drawn larger than stated",
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
            where[id(area)] = _where(mark, area, look)
    for area in plan.outside if plan else ():
        where[id(area)] = look.word("outside this part of the Earth")
    rows = tuple(
        _row(area, where.get(id(area), look.word("position not known")), look)
        for area in sorted(areas, key=lambda area: area.number)
    )
    told = notes_of(plan, look) if plan else [look.word(NOWHERE if areas else NOTHING)]
    return Table(HEAD, rows, tuple(told))


def _where(mark: Mark, area: Area, look: Look) -> str:
    """Return how an area is drawn; of those drawn as one country some may be known to be less of it."""
    whole = mark.shape is Shape.WIDER and not wider(area)
    if len(mark.areas) > 1 or mark.shape is Shape.CELL:
        words = _TOGETHER.get(Shape.LAND if whole else mark.shape, "in group %(letter)s")
        return look.word(words) % {"letter": mark.key.partition(" ")[0]}
    return look.word(_ALONE[mark.shape]) % {"km": f"{mark.areas[0].radius:g}"}


def _row(area: Area, where: str, look: Look) -> tuple[str, ...]:
    kinds = "; ".join(look.word(said.value) for said in Said if said in area.said)
    name, known_to = cut(area.name, LONGEST_CELL), look.word(_KNOWN_TO[area.precision])
    return (str(area.number), name, known_to, _position(area, look), str(area.count), kinds, where)


def _position(area: Area, look: Look) -> str:
    """Return the coordinates with no more decimals than the stated precision has."""
    if area.latitude is None or area.longitude is None:
        return look.word("not known")
    places = _DECIMALS[area.precision]
    lat, lon = f"{abs(area.latitude):.{places}f}°", f"{abs(area.longitude):.{places}f}°"
    return f"{lat} {'S' if area.latitude < 0 else 'N'}, {lon} {'W' if area.longitude < 0 else 'E'}"
