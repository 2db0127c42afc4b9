"""What part of the Earth a map shows, and where its places lie in pixels.

What must stay true: with no view given every area is inside, with room around; the antimeridian and the
poles are places like others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from khronika.publishing.looks import Look
from khronika.publishing.maps.areas import Area, Undrawable
from khronika.publishing.maps.projection import (
    EARTH,
    Azimuthal,
    EqualEarth,
    Numbers,
    Projection,
    circle_of,
    turned,
    unit_of,
)
from khronika.publishing.outlines import Detail, outlines
from khronika.records.party import Precision

LEAST_WIDE, MOST_WIDE = 20.0, 40_000.0
_LEAST_FITTED = 280.0
_WORLD_FROM = 60.0
_MARGIN = 0.13
_STEPS = 8
_SHAPES = {False: (0.5, 0.66), True: (0.85, 1.2)}
_EQUAL_EARTH = 2.0546
_HALF_WORLD = EARTH * 2.7066
_CUT, _NEAR_CUT = -170.0, 12.0
_RING_POINTS = 160


@dataclass(frozen=True, slots=True)
class View:
    """A part of the Earth to be shown: its middle in decimal degrees, and its width in kilometres.

    Raises:
        Undrawable: it is not on the Earth, or narrower than 20 or wider than 40,000 km.
    """

    latitude: float
    longitude: float
    wide: float

    def __post_init__(self) -> None:
        """Refuse what is not on the Earth."""
        on_earth = abs(self.latitude) <= 90 and abs(self.longitude) <= 180  # noqa: PLR2004  # degrees
        if not (on_earth and LEAST_WIDE <= self.wide <= MOST_WIDE):
            raise Undrawable(
                "this part of the Earth cannot be shown", "give a middle on the Earth and 20 to 40,000 km"
            )


@dataclass(frozen=True, slots=True)
class Framing:
    """A view as it is drawn: the projection, pixels per kilometre, size in pixels, and its reach in degrees.

    ``rim`` is how many pixels around the frame shapes are kept as they are (see ``maps.ground``).
    """

    projection: Projection
    scale: float
    width: float
    height: float
    lon: float
    lat: float
    reach: float
    rim: float = 120.0

    @property
    def world(self) -> bool:
        """Return whether the whole world is shown."""
        return isinstance(self.projection, EqualEarth)

    @property
    def wide(self) -> float:
        """Return how many kilometres the frame is wide at its middle."""
        return self.width / self.scale

    def pixels(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """Return where places lie, in pixels from the upper left corner of the frame."""
        east, north = self.projection.forward(lon, lat)
        return self.width / 2 + east * self.scale, self.height / 2 - north * self.scale

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where one place lies; on a map of the world on the side of its longitude."""
        near = self.lon + float(turned(np.array([lon - self.lon]))[0]) if self.world else lon
        x, y = self.pixels(np.array([near]), np.array([lat]))
        return float(x[0]), float(y[0])


def framing_of(areas: Sequence[Area], view: View | None, look: Look, width: float) -> Framing:
    """Return how ``areas`` are framed: ``view`` where one is given, otherwise all of them."""
    least, most = _SHAPES[look.narrow]
    if view is not None:
        if math.radians(_WORLD_FROM) * EARTH < view.wide / 2:
            return _world(view.longitude, width)
        return _azimuthal(
            view.longitude, view.latitude, width / view.wide, (width, width * (least + most) / 2)
        )
    lon, lat = _extent(areas)
    middle = unit_of(lon, lat).mean(axis=0)
    if np.linalg.norm(middle) < 0.1:  # noqa: PLR2004  # places all around the Earth have no middle
        return _world(_meridian(lon), width)
    at = Azimuthal(
        math.degrees(math.atan2(middle[1], middle[0])), math.degrees(math.asin(_cosine(middle[2], middle)))
    )
    for _ in range(_STEPS):
        at = Azimuthal(*at.back(*_middle_of(at, lon, lat)))
    reach = np.degrees(np.arccos(np.clip(unit_of(lon, lat) @ unit_of(at.lon, at.lat)[0], -1, 1).min()))
    if reach > _WORLD_FROM:
        return _world(_meridian(lon), width)
    east, north = at.forward(lon, lat)
    room = 1 - 2 * _MARGIN
    wide = max(float(np.ptp(east)) / room, _LEAST_FITTED)
    high = float(np.ptp(north)) / room
    height = width * min(most, max(least, high / wide))
    return _azimuthal(at.lon, at.lat, min(width / wide, height / max(high, 1.0)), (width, height))


def _cosine(part: float, whole: Numbers) -> float:
    return max(-1.0, min(1.0, float(part / np.linalg.norm(whole))))


def _middle_of(at: Azimuthal, lon: Numbers, lat: Numbers) -> tuple[float, float]:
    east, north = at.forward(lon, lat)
    return float(east.min() + east.max()) / 2, float(north.min() + north.max()) / 2


def _azimuthal(lon: float, lat: float, scale: float, size: tuple[float, float]) -> Framing:
    corner = min(1.0, math.hypot(*size) / 2 / scale / (2 * EARTH))
    return Framing(Azimuthal(lon, lat), scale, *size, lon, lat, math.degrees(2 * math.asin(corner)))


def _world(lon: float, width: float) -> Framing:
    scale = (width / 2 - 2) / _HALF_WORLD
    return Framing(EqualEarth(lon), scale, width, width / _EQUAL_EARTH, lon, 0.0, 180.0)


def _meridian(lon: Numbers) -> float:
    """Return the middle meridian of a map of the world: no place lies where the map is cut."""
    if np.abs(turned(lon - _CUT)).min() > _NEAR_CUT:
        return float(turned(np.array([_CUT + 180]))[0])
    around = np.sort(lon)
    gaps = np.diff(np.append(around, around[0] + 360))
    widest = int(np.argmax(gaps))
    return float(turned(np.array([around[widest] + gaps[widest] / 2 + 180]))[0])


def _extent(areas: Sequence[Area]) -> tuple[Numbers, Numbers]:
    pieces = [_extent_of(area) for area in areas]
    return np.concatenate([lon for lon, _ in pieces]), np.concatenate([lat for _, lat in pieces])


def _extent_of(area: Area) -> tuple[Numbers, Numbers]:
    land = land_of(area)
    if land is not None:
        known = outlines(land.detail)
        lon, lat = next(known.points(known.of(land.code)[0]))
        every = max(1, len(lon) // _RING_POINTS)
        return lon[::every], lat[::every]
    assert area.latitude is not None
    assert area.longitude is not None
    return circle_of(area.longitude, area.latitude, area.radius, corners=8)


@dataclass(frozen=True, slots=True)
class Land:
    """A country or a division of one, by its code in the outlines of ``detail``."""

    detail: Detail
    code: str


def land_of(area: Area) -> Land | None:
    """Return the land that ``area`` is drawn as: its region, or its country if no more can be drawn.

    A region whose stated coordinates are not inside the outline of that name is another one: it is no land.
    """
    if area.precision is Precision.REGION and area.region:
        known = outlines(Detail.REGIONS)
        if known.of(area.region) and (
            area.latitude is None
            or area.longitude is None
            or known.holds(area.region, area.longitude, area.latitude)
        ):
            return Land(Detail.REGIONS, area.region)
    drawn = area.precision is Precision.COUNTRY or area.latitude is None
    there = drawn and bool(outlines(Detail.COARSE).of(area.country))
    return Land(Detail.COARSE, area.country) if there else None


def land_seen(framing: Framing, land: Land) -> bool:
    """Return whether a piece of a land may be in ``framing``."""
    known = outlines(land.detail)
    caps = known.caps[list(known.of(land.code))]
    near = unit_of(caps[:, 0], caps[:, 1]) @ unit_of(framing.lon, framing.lat)[0]
    return bool((np.degrees(np.arccos(np.clip(near, -1, 1))) <= framing.reach + caps[:, 2]).any())


def drawable(area: Area) -> bool:
    """Return whether ``area`` can be on a map at all."""
    return area.latitude is not None or land_of(area) is not None
