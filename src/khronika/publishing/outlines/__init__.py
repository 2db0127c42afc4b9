"""Outlines of countries: Natural Earth's, by way of world-atlas, read from two small files of this package.

``10m.bin`` (for a country or less) and ``50m.bin`` (for a continent or more) are made by
``tools/outlines.py``: deflated, a first line of JSON (``scale`` and ``translate`` of the whole numbers;
``lengths`` of the arcs; ``countries``: code, name and polygons, each the middle and reach of a cap around
it in degrees, and its rings of arcs, ``~n`` being arc n backwards), then the points: for all longitudes,
then all latitudes, the difference to the point before (of a first point: to the first of the arc before),
zigzag, as four planes of bytes. What must stay true: neighbours share their arcs, so that a border is one
line; borders are de facto and no position on any of them.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indexes = NDArray[np.int64]


class Detail(StrEnum):
    """How fine the outlines are: Natural Earth's 1 : 10 million, or 1 : 50 million."""

    FINE = "10m"
    COARSE = "50m"


@dataclass(frozen=True, slots=True)
class Polygon:
    """A piece of land: the country's place in the list, and rings of arcs, the outer one first."""

    country: int
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """All outlines of one detail, in degrees.

    ``starts`` has one more number than there are arcs. ``border`` tells of each arc whether two countries
    share it. ``codes`` are ISO 3166-1 alpha-2 or empty, ``names`` Natural Earth's. ``caps`` are longitude,
    latitude and reach of a cap around each of ``polygons``.
    """

    lon: Numbers
    lat: Numbers
    starts: Indexes
    border: NDArray[np.bool_]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    polygons: tuple[Polygon, ...]
    caps: Numbers

    def of_country(self, code: str) -> tuple[int, ...]:
        """Return the places of the polygons of the country with this code, the largest first."""
        if not code:
            return ()
        found = [n for n, polygon in enumerate(self.polygons) if self.codes[polygon.country] == code]
        return tuple(sorted(found, key=lambda n: (-float(self.caps[n, 2]), n)))


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
    )


def _differences(planes: bytes) -> Indexes:
    four = np.frombuffer(planes, dtype=np.uint8).reshape(4, -1).astype(np.int64)
    unsigned = four[0] | four[1] << 8 | four[2] << 16 | four[3] << 24
    return np.asarray((unsigned >> 1) ^ -(unsigned & 1), dtype=np.int64).reshape(2, -1)


def _summed(differences: Indexes, starts: Indexes) -> Indexes:
    """Return the whole numbers from their differences; each arc begins from the begin of the one before."""
    firsts = np.cumsum(differences[starts[:-1]])
    summed = np.cumsum(differences)
    return np.asarray(summed + np.repeat(firsts - summed[starts[:-1]], np.diff(starts)), dtype=np.int64)
