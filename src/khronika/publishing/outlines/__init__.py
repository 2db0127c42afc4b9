"""Outlines of countries and of their first-order divisions: Natural Earth's, read from three small files.

``10m.bin`` (for a country or less) and ``50m.bin`` (for a continent or more) are made by
``tools/outlines.py``, ``regions.bin`` by ``tools/regions.py``: deflated, a first line of JSON (``scale`` and
``translate`` of the whole numbers; ``lengths`` of the arcs; ``countries``: code (of a division its GeoNames
id), name and polygons, each the middle and reach of a cap around it in degrees, and its rings of arcs, ``~n``
being arc n backwards), then the points: for all longitudes, then all latitudes, the difference to the point
before (of a first point: to the first of the arc before), zigzag, as four planes of bytes. What must stay
true: neighbouring countries share their arcs, so that a border is one line; a division is there only where it
is sure which one an outline is; borders are de facto and no position on any of them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indexes = NDArray[np.int64]


class Detail(StrEnum):
    """Which outlines: countries at Natural Earth's 1 : 10 million or 1 : 50 million, or divisions of them."""

    FINE = "10m"
    COARSE = "50m"
    REGIONS = "regions"


@dataclass(frozen=True, slots=True)
class Polygon:
    """A piece of land: its country's or division's place in the list, and rings of arcs, the outer first."""

    country: int
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """All outlines of one detail, in degrees.

    ``starts`` has one more number than there are arcs. ``border`` tells of each arc whether two countries
    share it. ``codes`` are ISO 3166-1 alpha-2 or empty, of divisions GeoNames ids; ``names`` are Natural
    Earth's. ``caps`` are longitude, latitude and reach of a cap around each of ``polygons``.
    """

    lon: Numbers
    lat: Numbers
    starts: Indexes
    border: NDArray[np.bool_]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    polygons: tuple[Polygon, ...]
    caps: Numbers

    by_code: Mapping[str, tuple[int, ...]]

    def of(self, code: str) -> tuple[int, ...]:
        """Return the places of the polygons of the land with this code, the largest first."""
        return self.by_code.get(code, ())

    def points(self, place: int) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield longitudes and latitudes of each ring of the polygon at ``place``."""
        for ring in self.polygons[place].rings:
            at = np.concatenate([self._arc(arc) for arc in ring])
            yield self.lon[at], self.lat[at]

    def _arc(self, arc: int) -> Indexes:
        number = arc if arc >= 0 else ~arc
        at = np.arange(self.starts[number], self.starts[number + 1])
        return at if arc >= 0 else at[::-1]

    def holds(self, code: str, lon: float, lat: float) -> bool:
        """Return whether a spot lies on the land with this code: an odd number of its lines is west of it."""
        inside = False
        for place in self.of(code):
            for x, y in self.points(place):
                to_x, to_y = np.roll(x, -1), np.roll(y, -1)
                over = (y > lat) != (to_y > lat)
                west = x[over] + (to_x - x)[over] * (lat - y[over]) / (to_y - y)[over]
                inside ^= bool(np.count_nonzero(west < lon) % 2)
        return inside


@cache
def outlines(detail: Detail) -> Outlines:
    """Return the outlines of ``detail``; read once in a process, since they never change."""
    data = zlib.decompress(files(__package__).joinpath(f"{detail.value}.bin").read_bytes())
    end = data.index(b"\n") + 1
    head = json.loads(data[:end])
    lengths = np.array(head["lengths"], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    lon, lat = (
        _summed(numbers, starts) * scale + shift
        for numbers, scale, shift in zip(
            _differences(data[end:]), head["scale"], head["translate"], strict=True
        )
    )
    polygons = tuple(
        Polygon(number, tuple(map(tuple, rings)))
        for number, (_, _, pieces) in enumerate(head["countries"])
        for *_, rings in pieces
    )
    caps = np.array([piece[:3] for _, _, pieces in head["countries"] for piece in pieces])
    used = np.array([arc if arc >= 0 else ~arc for p in polygons for ring in p.rings for arc in ring])
    return Outlines(
        lon,
        lat,
        starts,
        np.bincount(used, minlength=len(lengths)) > 1,
        tuple(code for code, _, _ in head["countries"]),
        tuple(name for _, name, _ in head["countries"]),
        polygons,
        caps,
        _by_code([code for code, _, _ in head["countries"]], polygons, caps),
    )


def _by_code(
    codes: Sequence[str], polygons: Sequence[Polygon], caps: Numbers
) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number in sorted(range(len(polygons)), key=lambda n: (-float(caps[n, 2]), n)):
        found.setdefault(codes[polygons[number].country], []).append(number)
    return {code: tuple(numbers) for code, numbers in found.items() if code}


def _differences(planes: bytes) -> Indexes:
    four = np.frombuffer(planes, dtype=np.uint8).reshape(4, -1).astype(np.int64)
    unsigned = four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24
    return np.asarray((unsigned >> 1) ^ -(unsigned & 1), dtype=np.int64).reshape(2, -1)


def _summed(differences: Indexes, starts: Indexes) -> Indexes:
    """Return the whole numbers from their differences; each arc begins from the begin of the one before."""
    firsts = np.cumsum(differences[starts[:-1]])
    summed = np.cumsum(differences)
    return np.asarray(summed + np.repeat(firsts - summed[starts[:-1]], np.diff(starts)), dtype=np.int64)
