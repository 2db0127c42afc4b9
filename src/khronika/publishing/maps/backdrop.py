"""What lies under the marks of a map: sea, land, lines, names of countries, and a small map of where it lies.

What must stay true: names and borders are Natural Earth's and no position on any of them; a name never lies
over a mark or its label.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from khronika.publishing.looks import Look, Type, cut, line_svg, room_of
from khronika.publishing.maps.ground import KM_OF_DEGREE, Ground, graticule, ground_of, path_of
from khronika.publishing.maps.labels import Box, roomiest
from khronika.publishing.maps.marking import LANDS, Mark, Shape
from khronika.publishing.maps.projection import Numbers
from khronika.publishing.maps.view import Framing, View, framing_of, land_of

_SMALL = 11.0
_INSET_UNTIL, _INSET_TIMES, _INSET_LEAST, _INSET_MOST = 2_000.0, 7.0, 2_600.0, 7_000.0
_INSETS = {False: (138.0, 104.0), True: (84.0, 70.0)}
_INSET_LAND, _INSET_SEEN = 8.0, 6.0
_MOST_NAMES = {False: 14, True: 7}
_RING = 6.0
_ROOM = 24.0
"""Pixels from the middle of a region to its edge from which its label leaves enough of it to be seen."""
_LEAST_NAMED = 30.0


def ground_svg(ground: Ground, look: Look) -> str:
    """Return sea, land, meridians and parallels, coasts, and borders as broken lines."""
    framing, colours = ground.framing, look.palette
    if framing.world:
        lat = np.linspace(-90, 90, 91)
        edge = [np.full_like(lat, framing.lon + side) for side in (-180.0, 180.0)]
        x, y = framing.pixels(np.concatenate([edge[0], edge[1]]), np.concatenate([lat, lat[::-1]]))
        look_of = f'fill="{colours.sea}" stroke="{colours.soft}" stroke-width="8"'
        sea = f'<path d="{path_of(x, y, closed=True)}" {look_of}/>'
    else:
        size = f'width="{framing.width * 10:.0f}" height="{framing.height * 10:.0f}"'
        sea = f'<rect {size} fill="{colours.sea}"/>'
    lines = f'fill="none" stroke="{colours.line}"'
    return tenths(
        f'{sea}<path d="{ground.land(ground.places)}" fill="{colours.land}"/>'
        f'<path d="{graticule(framing)}" {lines} stroke-width="5" stroke-opacity="0.55"/>'
        f'<path d="{ground.lines(borders=False)}" fill="none" stroke="{colours.border}" stroke-width="7"/>'
        f'<path d="{ground.lines(borders=True)}" fill="none" stroke="{colours.border}" stroke-width="9" '
        'stroke-dasharray="45 22"/>'
    )


def seated(mark: Mark, ground: Ground, size: tuple[float, float]) -> Mark:
    """Return a mark for a whole land with the place of its label; without one where it is out of sight."""
    if mark.shape not in LANDS:
        return mark
    places = polygons_of(ground, mark)
    best = _roomiest_of(ground, places[:2], size)
    if best is not None:
        roomy = best[2] > (_ROOM if mark.shape is Shape.REGION else _RING)
        return replace(mark, x=best[0], y=best[1], r=0.0 if roomy else _RING + 2)
    rings = [ring for place in places[:1] for ring in ground.rings(place)]
    if not rings:
        return mark
    x, y = (float(rings[0][n].min() + rings[0][n].max()) / 2 for n in (0, 1))
    inside = 0 <= x <= size[0] and 0 <= y <= size[1]
    return replace(mark, x=x, y=y, r=_RING + 2) if inside else mark


def polygons_of(ground: Ground, mark: Mark) -> list[int]:
    """Return the places of the polygons in view that are the land of ``mark``."""
    seen = set(ground.places)
    land = land_of(mark.areas[0])
    return [place for place in ground.known.of(land.code) if place in seen] if land is not None else []


def _roomiest_of(
    ground: Ground, places: Sequence[int], size: tuple[float, float], busy: Sequence[Box] = ()
) -> tuple[float, float, float] | None:
    found = [roomiest(_thin(ground.rings(place)), size, busy) for place in places]
    return max((spot for spot in found if spot), key=lambda spot: spot[2], default=None)


def _thin(rings: list[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
    return [(x[:: max(1, len(x) // 240)], y[:: max(1, len(y) // 240)]) for x, y in rings[:6]]


def names_svg(
    ground: Ground, hidden: Sequence[str], busy: Sequence[Box], look: Look, names: Mapping[str, str]
) -> str:
    """Return the names of the countries that have room, the roomiest first; not of those in ``hidden``."""
    framing, known = ground.framing, ground.known
    size = (framing.width, framing.height)
    reach = known.caps[:, 2] * KM_OF_DEGREE * framing.scale
    largest = sorted((n for n in ground.places if reach[n] > _LEAST_NAMED), key=lambda n: -float(reach[n]))[
        :40
    ]
    spots = [
        (spot, known.polygons[n].country) for n in largest if (spot := _roomiest_of(ground, [n], size, busy))
    ]
    parts: list[str] = []
    taken, named = list(busy), {known.codes.index(code) for code in hidden if code in known.codes}
    for (x, y, depth), country in sorted(spots, key=lambda pair: -pair[0][2]):
        name = cut(names.get(known.codes[country]) or known.names[country], 40)
        wide = room_of(name, _SMALL) + len(name) * 0.8
        box = (x - wide / 2, y - 8, x + wide / 2, y + 8)
        clear = not any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in taken)
        inside = box[0] > 2 and box[2] < size[0] - 2 and wide < 3.4 * depth  # noqa: PLR2004  # in pixels
        if country not in named and clear and inside and len(parts) < _MOST_NAMES[look.narrow]:
            kind = Type(_SMALL, look.palette.soft, anchor="middle", halo=look.palette.land, spaced=0.8)
            parts.append(line_svg(x, y + 4, name, kind))
            named.add(country)
            taken.append(box)
    return "".join(parts)


def inset(framing: Framing, marks: Sequence[Mark], look: Look) -> tuple[Box, str] | None:
    """Return a small map of where the map lies, in an empty corner; none for a large part."""
    if framing.world or framing.wide > _INSET_UNTIL:
        return None
    wide, high = _INSETS[look.narrow]
    right, low = framing.width - wide - 6, framing.height - high - 6
    corners = [(right, low), (right, 6.0), (6.0, low), (6.0, 6.0)]
    boxes = [(x, y, x + wide, y + high) for x, y in corners]
    over = [sum(_over(mark, box) for mark in marks if not math.isnan(mark.x)) for box in boxes]
    if min(over) >= 1:
        return None
    box = boxes[over.index(min(over))]
    around = min(_INSET_MOST, max(_INSET_LEAST, framing.wide * _INSET_TIMES))
    ground = _around(framing, around, look, (wide, high))
    if not _tells_where(ground):
        ground = _around(framing, _INSET_MOST * 1.5, look, (wide, high))
    return box, _inset_svg(framing, ground, box, look)


def _tells_where(ground: Ground) -> bool:
    """Return whether enough of a large land is seen to know the part of the Earth by it."""
    wide, high = ground.framing.width, ground.framing.height
    return any(
        min(x.max(), wide) - max(x.min(), 0.0) > _INSET_SEEN
        and min(y.max(), high) - max(y.min(), 0.0) > _INSET_SEEN
        for place in ground.places
        if ground.known.caps[place, 2] > _INSET_LAND
        for x, y in ground.rings(place)
    )


def _around(framing: Framing, wide: float, look: Look, size: tuple[float, float]) -> Ground:
    small = framing_of((), View(framing.lat, framing.lon, wide), look, size[0])
    return ground_of(replace(small, height=size[1], rim=2.0))


def _over(mark: Mark, box: Box) -> float:
    """Return how much it matters that the mark lies under the box; little for a circle that goes beyond."""
    left, top, right, bottom = mark.box
    if left > box[2] + 6 or right < box[0] - 6 or top > box[3] + 6 or bottom < box[1] - 6:
        return 0.0
    return 0.01 if mark.r > (box[3] - box[1]) else 1.0


def _inset_svg(framing: Framing, ground: Ground, box: Box, look: Look) -> str:
    colours, small = look.palette, ground.framing
    wide, high = (
        max(5.0, framing.width / framing.scale * small.scale),
        max(5.0, framing.height / framing.scale * small.scale),
    )
    size = f'width="{small.width:.1f}" height="{small.height:.1f}"'
    lines = ground.lines(borders=False) + ground.lines(borders=True)
    land = tenths(
        f'<path d="{ground.land(ground.places)}" fill="{colours.land}"/>'
        f'<path d="{lines}" fill="none" stroke="{colours.border}" stroke-width="5"/>'
    )
    here = (
        f'<rect x="{(small.width - wide) / 2:.1f}" y="{(small.height - high) / 2:.1f}" width="{wide:.1f}" '
        f'height="{high:.1f}" fill="none" stroke="{colours.ink}" stroke-width="1.6"/>'
    )
    return (
        f'<g transform="translate({box[0]:.1f} {box[1]:.1f})"><rect {size} fill="{colours.sea}"/>{land}{here}'
        f'<rect x="0.5" y="0.5" width="{small.width - 1:.1f}" height="{small.height - 1:.1f}" fill="none" '
        f'stroke="{colours.soft}"/></g>'
    )


def tenths(parts: str) -> str:
    """Return what is drawn in tenths of a pixel in its place."""
    return f'<g transform="scale(0.1)" stroke-linejoin="bevel">{parts}</g>'
