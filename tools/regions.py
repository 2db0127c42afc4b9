"""Build ``src/khronika/publishing/outlines/regions.bin`` from Debian's qgis-common, always the same bytes.

    apt-get download qgis-common=3.22.16+dfsg-1
    python -m tools.regions qgis-common_3.22.16+dfsg-1_all.deb

Needs dpkg-deb and what khronika needs. The package must have the digest below. Its ``world_map.gpkg`` has the
first-order divisions of Natural Earth with their names, but without a number that others use. Here each is
given the GeoNames id of the region of our gazetteer that it is, and left out where that is not sure, since a
wrong outline is worse than none: the cities of the gazetteer must lie in the outline that are in the region,
and hardly others, and the names must be alike; without any city the names must be nearly the same. The file
has the form of those of ``tools/outlines.py``, a ring being an arc of its own and the id standing for a code.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from typing import Any

import numpy as np
from anyascii import anyascii
from tools.outlines import FOLDER, cap_of, deflated

from khronika.reading.places import gazetteer
from khronika.records.places import PlaceCandidate, PlaceKind

PACKAGE = "qgis-common_3.22.16+dfsg-1_all.deb"
DIGEST = "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960"
MEMBER = "./usr/share/qgis/resources/data/world_map.gpkg"
GRID = 0.001
"""Degrees: points are put on this grid, about 110 metres from north to south."""
ROUGH = 0.003
"""Degrees: a point is left out that is not farther than this from the line between its neighbours."""
CUT = 179.899
"""Degrees: the source cuts what lies at the antimeridian a tenth of a degree before it."""
SHARE, MANY, ALIKE, SAME, APART = 0.9, 8, 0.8, 0.9, 0.05
_ROWS = "select iso_a2, name, woe_name, gn_name, geom from states_provinces order by fid"
_GENERIC = re.compile(
    r"\b(?:oblast|obl|oblasty|province|provincia|provinsi|region|krai|kray|republic|respublika|district|"
    r"county|governorate|prefecture|voivodeship|department|departement|departamento|autonomous|avtonomnyy|"
    r"okrug|oblys|muhafazat|ostan|wilaya|municipality|state|estado|city|gorod|of|the|de|del|da|do|la|le|el|"
    r"al|ar|ad|as|ash|an|at|az|marka|depatman)\b"
)

Ring = Any
"""Longitudes and latitudes of a closed ring, one row a point; the last point is not the first again."""


@dataclass(slots=True)
class Division:
    """A division of the source: its country, its names, its polygons, and which regions its cities are in."""

    country: str
    names: tuple[str, ...]
    polygons: list[list[Ring]]
    cities: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class Region:
    """A region of the gazetteer, its names, and in which divisions its cities lie (-1: in none)."""

    place: PlaceCandidate
    names: set[str]
    cities: Counter[int] = field(default_factory=Counter)


def divisions_of(package: Path) -> list[Division]:
    """Return the divisions that the package has."""
    plain = subprocess.run(  # noqa: S603 - a fixed program with a checked file
        ["dpkg-deb", "--fsys-tarfile", str(package)],  # noqa: S607 - Debian's own
        check=True,
        capture_output=True,
    ).stdout
    with tarfile.open(fileobj=BytesIO(plain)) as opened, tempfile.NamedTemporaryFile() as kept:
        found = opened.extractfile(MEMBER)
        if found is None:
            raise SystemExit(f"the package has no {MEMBER}")
        kept.write(found.read())
        kept.flush()
        database = sqlite3.connect(f"file:{kept.name}?mode=ro", uri=True)
        rows = list(database.execute(_ROWS))
        database.close()
    return [
        Division(country or "", tuple(name for name in names if name), _polygons(geometry))
        for country, *names, geometry in rows
    ]


def _polygons(geometry: bytes) -> list[list[Ring]]:
    """Return the polygons of a geometry as GeoPackage has it: a header, an envelope, well-known binary."""
    envelope = (0, 32, 48, 48, 64)[geometry[3] >> 1 & 7]
    return _read(geometry, 8 + envelope)[0]


def _read(data: bytes, at: int) -> tuple[list[list[Ring]], int]:
    order = "<" if data[at] else ">"
    kind, count = unpack_from(f"{order}II", data, at + 1)
    at += 9
    if kind == 6:  # noqa: PLR2004  # a multipolygon
        found: list[list[Ring]] = []
        for _ in range(count):
            polygons, at = _read(data, at)
            found += polygons
        return found, at
    rings = []
    for _ in range(count):
        (length,) = unpack_from(f"{order}I", data, at)
        points = np.frombuffer(data, dtype=f"{order}f8", count=2 * length, offset=at + 4).reshape(-1, 2)
        rings.append(points[:-1])
        at += 4 + 16 * length
    return [rings], at


def regions_of_gazetteer() -> tuple[dict[int, Region], list[PlaceCandidate]]:
    """Return the regions by GeoNames id with all names that the gazetteer has for them, and the cities."""
    opened = gazetteer._opened()  # noqa: SLF001  # the file is read whole, which no reader of it ever does
    last = opened.data[slice(*opened.places[-1])]
    numbers = range((len(opened.places) - 1) * opened.per + zlib.decompress(last).count(b"\n") + 1)
    places = [gazetteer.place_of(number) for number in numbers]
    regions = {one.geonames: Region(one, {one.name}) for one in places if one.kind is PlaceKind.REGION}
    for span in opened.names:
        for line in zlib.decompress(opened.data[span[0] : span[1]]).decode().split("\n"):
            key, _, bearing = line.partition("\t")
            for number in filter(None, bearing.split(",")):
                region = regions.get(places[int(number, 36)].geonames)
                if region is not None:
                    region.names.add(key)
    return regions, [one for one in places if one.kind is PlaceKind.CITY]


def put_cities(divisions: Sequence[Division], regions: Mapping[int, Region], cities: Sequence[Any]) -> None:
    """Note of every city in which division it lies and of which region it is."""
    by_name = {(one.place.country, one.place.name): one for one in regions.values()}
    spots = np.array([[float(city.longitude), float(city.latitude)] for city in cities])
    lying = np.full(len(cities), -1)
    for number, division in enumerate(divisions):
        rings = [ring for polygon in division.polygons for ring in polygon]
        points = np.concatenate(rings)
        near = np.flatnonzero(((spots >= points.min(axis=0)) & (spots <= points.max(axis=0))).all(axis=1))
        lying[near[_within(rings, spots[near])]] = number
    for city, number in zip(cities, lying.tolist(), strict=True):
        region = by_name.get((city.country, city.region))
        if region is not None:
            region.cities[number] += 1
            if number >= 0:
                divisions[number].cities[region.place.geonames] += 1


def _within(rings: Iterable[Ring], spots: Any) -> Any:
    inside = np.zeros(len(spots), dtype=bool)
    for ring in rings:
        for (x, y), (to_x, to_y) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            if y != to_y:
                over = (y > spots[:, 1]) != (to_y > spots[:, 1])
                inside ^= over & (spots[:, 0] < (to_x - x) * (spots[:, 1] - y) / (to_y - y) + x)
    return inside


def outlined(divisions: Sequence[Division], regions: Mapping[int, Region]) -> dict[int, int]:
    """Return which division is which region, by the region's GeoNames id, where that is sure."""
    by_country: dict[str, list[int]] = defaultdict(list)
    for number, division in enumerate(divisions):
        by_country[division.country].append(number)
    found: dict[int, int] = {}
    for id_, region in sorted(regions.items()):
        lying = {number: count for number, count in region.cities.items() if number >= 0}
        alike = by_country[region.place.country]
        best = _by_cities(region, lying, divisions) if lying else _by_name(region, alike, divisions)
        if best is not None:
            found[id_] = best
    taken = Counter(found.values())
    return {id_: number for id_, number in found.items() if taken[number] == 1}


def _by_cities(region: Region, lying: Mapping[int, int], divisions: Sequence[Division]) -> int | None:
    """Return the division that has the cities of the region, and hardly others."""
    number = max(lying, key=lambda one: (lying[one], -one))
    division, total = divisions[number], sum(lying.values())
    back = division.cities[region.place.geonames] / sum(division.cities.values())
    if min(lying[number] / total, back) < SHARE:
        return None
    return number if total >= MANY or _likeness(region.names, division.names) >= ALIKE else None


def _by_name(region: Region, numbers: Sequence[int], divisions: Sequence[Division]) -> int | None:
    """Return the division of the same name, where neither it nor the region has a city that would tell."""
    ranked = sorted(((_sameness(region.names, divisions[one].names), -one) for one in numbers), reverse=True)
    if not ranked or ranked[0][0] < SAME or (len(ranked) > 1 and ranked[1][0] >= ranked[0][0] - APART):
        return None
    best = -ranked[0][1]
    return None if divisions[best].cities else best


@cache
def _stem(name: str) -> str:
    plain = gazetteer.key_of(anyascii(name.lower())).replace("-", " ")
    return " ".join(re.sub(r"[^a-z ]", "", _GENERIC.sub(" ", plain)).split())


def _sameness(some: Iterable[str], others: Iterable[str]) -> float:
    pairs = [(_stem(one).replace(" ", ""), _stem(other).replace(" ", "")) for one in some for other in others]
    return max((SequenceMatcher(None, *pair).ratio() for pair in pairs if all(pair)), default=0.0)


def _likeness(some: Iterable[str], others: Iterable[str]) -> float:
    """Return how alike the names are, or their longer words."""
    words, other_words = (
        {word for name in names for word in _stem(name).split() if len(word) > 3}  # noqa: PLR2004
        for names in (some, others)
    )
    return max(_sameness(some, others), _sameness(words, other_words))


def thinned(ring: Ring) -> Ring:
    """Return a ring on the grid without the points that hardly matter (Douglas and Peucker, 1973)."""
    at_end = np.abs(ring[:, 0]) > CUT
    east = np.where(at_end, np.copysign(180.0, ring[:, 0]), ring[:, 0])
    points = np.rint(np.stack([east, ring[:, 1]], axis=1) / GRID).astype(np.int64)
    points = points[(points != np.roll(points, 1, axis=0)).any(axis=1)]
    if len(points) < 4:  # noqa: PLR2004  # three points and their first again are the least
        return points
    far = int(((points - points[0]) ** 2).sum(axis=1).argmax())
    kept = np.zeros(len(points), dtype=bool)
    kept[[0, far]] = True
    closed = np.vstack([points, points[:1]])
    open_: list[tuple[int, int]] = [(0, far), (far, len(points))]
    while open_:
        start, end = open_.pop()
        if end - start < 2:  # noqa: PLR2004  # nothing lies between neighbours
            continue
        middle = closed[start + 1 : end] - closed[start]
        along = (closed[end] - closed[start]).astype(float)
        length = np.hypot(*along)
        apart = (
            np.hypot(*middle.T)
            if not length
            else np.abs(middle[:, 0] * along[1] - middle[:, 1] * along[0]) / length
        )
        most = int(apart.argmax())
        if apart[most] > ROUGH / GRID:
            kept[start + 1 + most] = True
            open_ += [(start, start + 1 + most), (start + 1 + most, end)]
    return points[kept]


def packed(found: Mapping[int, int], divisions: Sequence[Division]) -> bytes:
    """Return the bytes of the file."""
    rings: list[Ring] = []
    listed: list[list[Any]] = []
    for id_, number in sorted(found.items()):
        polygons = []
        for polygon in divisions[number].polygons:
            thin = [one for one in map(thinned, polygon) if len(one) > 2]  # noqa: PLR2004  # else it is a line
            if thin:
                places = [[len(rings) + n] for n in range(len(thin))]
                rings += [np.vstack([one, one[:1]]) for one in thin]
                polygons.append([*cap_of(thin[0] * GRID), places])
        listed.append([str(id_), divisions[number].names[0], polygons])
    lengths = [len(ring) for ring in rings]
    points = np.concatenate(rings)
    starts = np.cumsum([0, *lengths[:-1]])
    firsts = points[starts]
    steps = np.diff(points, axis=0, prepend=points[:1])
    steps[starts] = np.diff(firsts, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    head = {"scale": [GRID, GRID], "translate": [0.0, 0.0], "lengths": lengths, "countries": listed}
    return deflated(head, steps)


def main() -> int:
    """Write the file."""
    package = Path(sys.argv[1])
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    if digest != DIGEST:
        print(f"not {PACKAGE}: SHA-256 {digest}", file=sys.stderr)  # noqa: T201 - a tool's answer
        return 1
    divisions, (regions, cities) = divisions_of(package), regions_of_gazetteer()
    put_cities(divisions, regions, cities)
    data = packed(found := outlined(divisions, regions), divisions)
    (FOLDER / "regions.bin").write_bytes(data)
    print(len(found), "regions, SHA-256", hashlib.sha256(data).hexdigest())  # noqa: T201 - a tool's answer
    return 0


if __name__ == "__main__":
    sys.exit(main())
