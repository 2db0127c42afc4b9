"""What stands on a map: an area with its number, or several that lie too close together with a letter.

What must stay true: every area is on the map, or counted as outside it, or as without a known position; an
area that is drawn larger than was stated says so; a group tells how many it holds, and the table which.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from khronika.publishing.looks import Look
from khronika.publishing.maps.areas import Area, Undrawable
from khronika.publishing.maps.view import Framing, Land, View, drawable, framing_of, land_of, land_seen
from khronika.publishing.marks import Said
from khronika.publishing.outlines import Detail
from khronika.records.party import Precision

LEAST_RADIUS = 4.5
MOST_AREAS = 5_000
_APART = 9.0
_GROUPED = 14.0
_MOST_MARKS = {False: 60, True: 22}
_CELLS = {False: (72.0, 38.0), True: (59.0, 38.0)}
_MOST_SINGLE = {False: 24, True: 10}


class Shape(StrEnum):
    """How a mark is drawn; the values are its words in the legend."""

    CIRCLE = "the place is somewhere inside the circle"
    LARGER = "hollow: the circle is drawn larger than was stated, to be seen"
    HATCHED = "hatched circle, its size a convention: somewhere in a region whose outline is not known here"
    REGION = "hatched land, ringed where it is small: somewhere in this region"
    LAND = "hatched land, ringed where it is small: somewhere in this country"
    WIDER = (
        "hatched land with a broken edge, drawn larger than stated: "
        "somewhere in a part of this country whose outline is not known here"
    )
    GROUP = "double circle: several places, listed under the letter"
    CELL = "box: letter and number of the places whose middles are inside it"


LANDS = frozenset({Shape.REGION, Shape.LAND, Shape.WIDER})


@dataclass(frozen=True, slots=True)
class Mark:
    """Something with a label on a map: where, how large in pixels, and which areas it stands for.

    ``r`` is the radius of what is round, ``half`` half the width and height of a box.
    """

    key: str
    areas: tuple[Area, ...]
    shape: Shape
    x: float
    y: float
    r: float
    half: tuple[float, float] = (0.0, 0.0)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom in pixels."""
        wide, high = (self.r, self.r) if self.r else self.half
        return self.x - wide, self.y - high, self.x + wide, self.y + high

    @property
    def count(self) -> int:
        """Return how many statements name its places."""
        return sum(area.count for area in self.areas)

    @property
    def said(self) -> tuple[Said, ...]:
        """Return what is said about its places, each kind once."""
        found = {said for area in self.areas for said in area.said}
        return tuple(said for said in Said if said in found)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a map shows, before it is drawn."""

    framing: Framing
    marks: tuple[Mark, ...]
    outside: tuple[Area, ...]
    unplaced: tuple[Area, ...]


def plan_of(areas: Sequence[Area], view: View | None, look: Look, width: float) -> Plan | None:
    """Return what a map of ``areas`` shows; ``None`` where there is nothing that could be drawn.

    Raises:
        Undrawable: there are more than 5,000 areas.
    """
    if len(areas) > MOST_AREAS:
        raise Undrawable(f"a map of {len(areas)} places is too full", f"choose at most {MOST_AREAS}")
    known = [area for area in areas if drawable(area)]
    unplaced = tuple(area for area in areas if not drawable(area))
    if not known and view is None:
        return None
    framing = framing_of(known, view, look, width)
    land = {id(area): land_of(area) for area in known}
    placed = [(area, *_place(framing, area)) for area in known if land[id(area)] is None]
    seen = [spot for spot in placed if _in_view(framing, spot)]
    outside = tuple(spot[0] for spot in placed if not _in_view(framing, spot))
    letters = _letters()
    lands: dict[Land, list[Area]] = {}
    for area in known:
        its = land[id(area)]
        if its is not None:
            lands.setdefault(its, []).append(area)
    outside += tuple(a for its, found in lands.items() if not land_seen(framing, its) for a in found)
    marks = [
        *(_land(its, found, letters) for its, found in lands.items() if land_seen(framing, its)),
        *_marks(seen, look, letters),
    ]
    return Plan(framing, tuple(marks), outside, unplaced)


def _letters() -> Iterator[str]:
    for number in count():
        letters, rest = "", number
        while rest >= 0:
            letters, rest = chr(ord("A") + rest % 26) + letters, rest // 26 - 1
        yield letters


_Spot = tuple[Area, float, float, float]


def _place(framing: Framing, area: Area) -> tuple[float, float, float]:
    assert area.latitude is not None
    assert area.longitude is not None
    return *framing.pixel(area.longitude, area.latitude), area.radius * framing.scale


def _in_view(framing: Framing, spot: _Spot) -> bool:
    _, x, y, r = spot
    nearest = math.hypot(x - min(max(x, 0), framing.width), y - min(max(y, 0), framing.height))
    return nearest <= max(r, LEAST_RADIUS)


def wider(area: Area) -> bool:
    """Return whether an area that is drawn as a country is known to be less: a part of it."""
    return area.precision is not Precision.COUNTRY


def _land(land: Land, areas: Sequence[Area], letters: Iterator[str]) -> Mark:
    whole = Shape.WIDER if any(map(wider, areas)) else Shape.LAND
    shape = Shape.REGION if land.detail is Detail.REGIONS else whole
    return Mark(_key(areas, letters), tuple(areas), shape, math.nan, math.nan, 0.0)


def _key(areas: Sequence[Area], letters: Iterator[str]) -> str:
    return str(areas[0].number) if len(areas) == 1 else next(letters)


def _marks(spots: Sequence[_Spot], look: Look, letters: Iterator[str]) -> list[Mark]:
    groups = _grouped(spots)
    if len(groups) > _MOST_MARKS[look.narrow]:
        return _celled(spots, look, letters)
    return [_single(group[0]) if len(group) == 1 else _group(group, letters) for group in groups]


def _celled(spots: Sequence[_Spot], look: Look, letters: Iterator[str]) -> list[Mark]:
    """Return the spots by the box of a grid that they lie in; the large and the lonely alone, if few."""
    wide, high = _CELLS[look.narrow]
    cells: dict[tuple[int, int], list[_Spot]] = {}
    for spot in spots:
        cells.setdefault((math.floor(spot[2] / high), math.floor(spot[1] / wide)), []).append(spot)
    large = [spot for spot in spots if spot[3] > high]
    few_large = len(large) <= _MOST_SINGLE[look.narrow]
    marks = [_single(spot) for spot in large] if few_large else []
    boxed = [
        (cell, [spot for spot in held if not few_large or spot[3] <= high])
        for cell, held in sorted(cells.items())
    ]
    lonely = [held[0] for _, held in boxed if len(held) == 1]
    few_lonely = len(lonely) <= _MOST_SINGLE[look.narrow]
    marks += [_single(spot) for spot in lonely] if few_lonely else []
    for (row, column), held in boxed:
        if len(held) > few_lonely:
            middle = (column + 0.5) * wide, (row + 0.5) * high
            areas = tuple(area for area, *_ in held)
            key = f"{next(letters)} · {len(areas)}"
            marks.append(Mark(key, areas, Shape.CELL, *middle, 0.0, (wide / 2, high / 2)))
    return marks


def _grouped(spots: Sequence[_Spot]) -> list[list[_Spot]]:
    """Return the spots in groups: a small one joins the first group that began closer than 9 pixels to it."""
    cells: dict[tuple[int, int], list[list[_Spot]]] = {}
    groups: list[list[_Spot]] = []
    for spot in sorted(spots, key=lambda spot: spot[0].number):
        _, x, y, r = spot
        across, down = math.floor(x / _APART), math.floor(y / _APART)
        near = (
            group
            for i in (across - 1, across, across + 1)
            for j in (down - 1, down, down + 1)
            for group in cells.get((i, j), ())
            if math.hypot(group[0][1] - x, group[0][2] - y) < _APART
        )
        found = next(near, None) if r <= _GROUPED else None
        if found is not None:
            found.append(spot)
            continue
        groups.append([spot])
        if r <= _GROUPED:
            cells.setdefault((across, down), []).append(groups[-1])
    return groups


def _single(spot: _Spot) -> Mark:
    area, x, y, r = spot
    shape = Shape.HATCHED if area.vague else Shape.CIRCLE
    if r < LEAST_RADIUS:
        return Mark(str(area.number), (area,), Shape.LARGER, x, y, LEAST_RADIUS)
    return Mark(str(area.number), (area,), shape, x, y, r)


def _group(group: Sequence[_Spot], letters: Iterator[str]) -> Mark:
    reaches = [(x, y, max(r, LEAST_RADIUS)) for _, x, y, r in group]
    x = (min(x - r for x, _, r in reaches) + max(x + r for x, _, r in reaches)) / 2
    y = (min(y - r for _, y, r in reaches) + max(y + r for _, y, r in reaches)) / 2
    wide = max(math.hypot(a - x, b - y) + r for a, b, r in reaches)
    return Mark(next(letters), tuple(area for area, *_ in group), Shape.GROUP, x, y, wide + 2)
