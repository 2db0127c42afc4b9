"""Build ``src/khronika/publishing/outlines/*.bin`` from the npm package world-atlas, always the same bytes.

    npm pack world-atlas@2.0.2
    python tools/outlines.py world-atlas-2.0.2.tgz

Needs numpy and babel (for the two-letter codes of countries, Unicode CLDR). The tarball must have the digest
below. Writes the two files, ``LICENCE`` and ``VERSIONS`` beside them. The form of a file is told in
``khronika.publishing.outlines``. Equal bytes need an equal zlib; the digests in ``VERSIONS`` are those
shipped.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from babel.core import get_global

FOLDER = Path(__file__).parent.parent / "src" / "khronika" / "publishing" / "outlines"
VERSION = "2.0.2"
TARBALL = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
DETAILS = ("10m", "50m")
CODES_OF_NAMES = {"Kosovo": "XK"}
"""The only country that the source gives no number and CLDR a code in general use."""
POLE = -89.9

_LICENCE = """\
Outlines of countries: Natural Earth 4.1.0 (https://www.naturalearthdata.com/), in the public domain.

By way of the npm package world-atlas {version}, whose licence is:

{isc}"""
_VERSIONS = """\
Outlines of countries, repacked by tools/outlines.py from the npm package world-atlas,
version {version}. Data: Natural Earth 4.1.0, public domain. Package: ISC. See LICENCE. Borders are as
Natural Earth draws them, by who holds the ground; they are no statement on the status of a territory. Left
out of 50m is a ring around the South Pole that is in Antarctica only because of how the package was made.

file                    SHA-256
{rows}
"""


def packed(topology: dict[str, Any]) -> bytes:
    """Return the bytes of the file for a topology."""
    arcs = topology["arcs"]
    lengths = [len(arc) for arc in arcs]
    points = np.array([point for arc in arcs for point in arc], dtype=np.int64)
    starts = np.cumsum([0, *lengths[:-1]])
    degrees = _degrees(points, starts, topology["transform"])
    points[starts] = np.diff(points[starts], axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    ends = np.cumsum(lengths)
    pieces = [degrees[start:end] for start, end in zip(starts, ends, strict=True)]
    head = {
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "lengths": lengths,
        "countries": [
            _country(geometry, pieces) for geometry in topology["objects"]["countries"]["geometries"]
        ],
    }
    return deflated(head, points)


def deflated(head: dict[str, Any], steps: Any) -> bytes:
    """Return the bytes of a file with these steps from point to point."""
    unsigned = ((steps << 1) ^ (steps >> 63)).astype("<u4")
    planes = unsigned.T.reshape(-1).view(np.uint8).reshape(-1, 4).T.tobytes()
    return zlib.compress(json.dumps(head, separators=(",", ":")).encode() + b"\n" + planes, 9)


def _degrees(points: Any, starts: Any, transform: dict[str, Any]) -> Any:
    summed = np.cumsum(points, axis=0)
    before = (summed - points)[starts]
    offsets = np.repeat(before, np.diff([*starts, len(points)]), axis=0)
    return (summed - offsets) * transform["scale"] + transform["translate"]


def _country(geometry: dict[str, Any], pieces: list[Any]) -> list[Any]:
    """Return code, name and polygons: the middle and reach of a cap in degrees, and the rings of arcs."""
    name = geometry["properties"]["name"]
    aliases = get_global("territory_aliases")
    code = next(iter(aliases.get(geometry.get("id") or "", ())), CODES_OF_NAMES.get(name, ""))
    many = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    whole = [[ring for ring in polygon if not _at_pole(ring, pieces)] for polygon in many]
    return [code, name, [[*_cap(polygon[0], pieces), polygon] for polygon in whole]]


def _at_pole(ring: list[int], pieces: list[Any]) -> bool:
    """Return whether a ring only goes round the pole: the source has one where it stitched Antarctica."""
    return all(pieces[arc if arc >= 0 else ~arc][:, 1].max() < POLE for arc in ring)


def _cap(ring: list[int], pieces: list[Any]) -> tuple[float, float, float]:
    return cap_of(np.concatenate([pieces[arc if arc >= 0 else ~arc] for arc in ring]))


def cap_of(points: Any) -> tuple[float, float, float]:
    """Return the middle and reach of a cap around points, all in degrees."""
    angles = np.radians(points)
    lon, lat = angles.T
    unit = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    middle = unit.min(axis=0) + unit.max(axis=0)
    middle /= np.linalg.norm(middle)
    reach = np.degrees(np.arccos(np.clip(unit @ middle, -1, 1).min()))
    return (
        round(float(np.degrees(np.arctan2(middle[1], middle[0]))), 2),
        round(float(np.degrees(np.arcsin(middle[2]))), 2),
        round(float(reach) + 0.05, 2),
    )


def main() -> int:
    """Write the files."""
    tarball = Path(sys.argv[1])
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    if digest != TARBALL:
        print(f"not world-atlas {VERSION}: SHA-256 {digest}", file=sys.stderr)  # noqa: T201 - a tool's answer
        return 1
    rows = [(tarball.name, digest)]
    with tarfile.open(tarball) as opened:
        sources = {name: _member(opened, f"countries-{name}.json") for name in DETAILS}
        licence = _member(opened, "LICENSE").decode()
    for name, source in sources.items():
        data = packed(json.loads(source))
        (FOLDER / f"{name}.bin").write_bytes(data)
        rows += [(f"countries-{name}.json", hashlib.sha256(source).hexdigest())]
        rows += [(f"{name}.bin", hashlib.sha256(data).hexdigest())]
    listed = "\n".join(f"{name:22}  {digest}" for name, digest in rows)
    (FOLDER / "LICENCE").write_text(_LICENCE.format(version=VERSION, isc=licence), "utf-8")
    (FOLDER / "VERSIONS").write_text(_VERSIONS.format(version=VERSION, rows=listed), "utf-8")
    print(listed)  # noqa: T201 - a tool's answer
    return 0


def _member(opened: tarfile.TarFile, name: str) -> bytes:
    found = opened.extractfile(f"package/{name}")
    if found is None:
        raise SystemExit(f"the package has no {name}")
    return found.read()


if __name__ == "__main__":
    sys.exit(main())
