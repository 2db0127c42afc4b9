"""Where places lie on a map: outlines, projections, the ends of the earth."""

from __future__ import annotations

import hashlib
import math
import re
from importlib.resources import files
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from map_cast import ROVNA, plan, said_in
from PIL import Image

from khronika.publishing.looks import WIDE
from khronika.publishing.maps import Area, Precision, View, map_png, map_svg, map_table
from khronika.publishing.maps.ground import stroke_of
from khronika.publishing.maps.projection import EARTH, Azimuthal, EqualEarth, circle_of
from khronika.publishing.maps.view import framing_of
from khronika.publishing.outlines import Detail, outlines


def test_the_outlines_are_those_that_the_versions_file_names() -> None:
    """The outlines are those whose digests the VERSIONS file names, small, with the licence beside them."""
    folder = files("khronika.publishing") / "outlines"
    told = "".join((folder / name).read_text("utf-8") for name in ("VERSIONS", "VERSIONS-regions"))
    named = [line.split() for line in told.splitlines() if ".bin " in line]
    assert [name for name, _ in named] == ["10m.bin", "50m.bin", "regions.bin"]
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in named)
    assert sum(len((folder / name).read_bytes()) for name, _ in named) < 2_000_000
    assert re.search(r"world-atlas-2\.0\.2\.tgz +[0-9a-f]{64}", told)
    licence = (folder / "LICENCE").read_text("utf-8")
    assert "public domain" in licence
    assert "Permission to use, copy, modify" in licence


@pytest.mark.parametrize("detail", [Detail.FINE, Detail.COARSE])
def test_outlines_are_on_the_earth_and_neighbours_share_their_border(detail: Detail) -> None:
    """All outlines are on the Earth; a border between two countries is one line; caps hold their polygons."""
    known = outlines(detail)
    assert np.abs(known.lon).max() <= 180
    assert np.abs(known.lat).max() <= 90
    assert 0 < known.border.sum() < len(known.border) / 2
    assert {"RU", "FJ", "AQ", "XK"} <= set(known.codes)
    assert known.of("") == ()
    assert known.caps[known.of("AQ")[0], 2] > 20


@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_a_place_on_the_map_is_found_again_on_the_earth(
    lon: float, lat: float, east: float, north: float
) -> None:
    """From kilometres on the map to the Earth and back is the same place, wherever the map's middle is."""
    at = Azimuthal(lon, lat)
    back_lon, back_lat = at.back(east, north)
    x, y = at.forward(np.array([back_lon]), np.array([back_lat]))
    assert math.hypot(x[0] - east, y[0] - north) < 0.01


@given(st.floats(-50, 50), st.floats(-75, 75), st.floats(5, 300))
def test_both_projections_keep_areas(lon: float, lat: float, radius: float) -> None:
    """A circle on the Earth has on the map the area that it has on the Earth, wherever it lies."""
    on_earth = 2 * math.pi * EARTH**2 * (1 - math.cos(radius / EARTH))
    corners = circle_of(lon, lat, radius, corners=720)
    for projection in (Azimuthal(10, 20), EqualEarth(0)):
        x, y = projection.forward(*corners)
        area = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
        assert area == pytest.approx(on_earth, rel=0.002)


def test_places_on_both_sides_of_the_antimeridian_lie_together() -> None:
    """Places at 179 degrees east and west are near each other on the map, not at its two ends."""
    found = plan(Area(1, "a", Precision.TOWN, -17.0, 179.0), Area(2, "b", Precision.TOWN, -17.0, -179.0))
    assert found.framing.wide < 500
    assert abs(found.marks[0].x - found.marks[1].x) * 1 / found.framing.scale == pytest.approx(212, abs=3)


def test_the_source_s_cut_along_the_antimeridian_is_no_coast() -> None:
    """Where the source cuts land at the antimeridian, no line is drawn."""
    framing = framing_of([], View(66.0, 180.0, 900), WIDE, 858)
    lat = np.linspace(65, 68, 40)
    assert stroke_of(framing, np.full_like(lat, 180.0), lat, cut=True) == ""
    assert stroke_of(framing, np.full_like(lat, 180.0), lat) != ""


@pytest.mark.parametrize("latitude", [90.0, -90.0])
def test_a_pole_is_a_place_like_others(latitude: float) -> None:
    """A pole is in the middle of its map; Antarctica is land there, the Arctic Ocean is not."""
    pole = Area(1, "pole", Precision.TEN_KM, latitude, 12.0)
    framing = plan(pole).framing
    assert framing.pixel(-70.0, latitude) == pytest.approx((framing.width / 2, framing.height / 2), abs=0.5)
    with Image.open(BytesIO(map_png([pole]))) as picture:
        plain = np.asarray(picture.convert("RGB"))
    colour = "#" + bytes(plain[520, 190]).hex()
    assert colour == (WIDE.palette.land if latitude < 0 else WIDE.palette.sea)


def test_places_all_over_the_earth_are_on_a_map_of_the_world() -> None:
    """Places too far apart for a part of the Earth are on the world, cut where none of them lies."""
    ends = [Area(n, "x", Precision.TOWN, 0.0, lon) for n, lon in ((1, -175.0), (2, 5.0), (3, 100.0))]
    found = plan(*ends)
    assert found.framing.world
    assert all(20 < mark.x < found.framing.width - 20 for mark in found.marks)
    assert "along the equator" in said_in(map_svg(ends))


def test_what_lies_outside_a_given_view_is_counted() -> None:
    """With a view, places outside it are counted below the map and named in the table."""
    view = View(43.3, 45.7, 100)
    areas = [
        ROVNA,
        Area(7, "Far", Precision.TOWN, -30.0, -60.0),
        Area(8, "Fiji", Precision.COUNTRY, country="FJ"),
    ]
    assert "Outside this part of the Earth: 2 of the places." in said_in(map_svg(areas, view))
    assert [row[6] for row in map_table(areas, view).rows][1:] == ["outside this part of the Earth"] * 2
