"""Maps: a place is an area, never a false point; nothing is only in the picture; no border is a position."""

from __future__ import annotations

import math
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_cast import ROVNA, drawn, plan, said_in
from PIL import Image
from test_brief_pages import HOSTILE

from khronika.errors import UsageFault
from khronika.publishing.looks import DARK, DARK_NARROW, DARK_WIDE, NARROW, WIDE, Look, cut, room_of
from khronika.publishing.maps import Area, Precision, Undrawable, View, map_png, map_svg, map_table
from khronika.publishing.maps.ground import rings_of
from khronika.publishing.maps.labels import placed
from khronika.publishing.maps.marking import LEAST_RADIUS, MOST_AREAS, Shape, plan_of
from khronika.publishing.maps.picture import NOTHING, NOWHERE, POLICY
from khronika.publishing.maps.projection import circle_of
from khronika.publishing.marks import Said, mark_svg, said_of
from khronika.records.statement import Act, Denial

DEPOT = Area(2, "the old depot", Precision.EXACT, 43.29, 46.2, "RU", said=(Said.ASSERTED,))
PASS = Area(3, "near the pass", Precision.TEN_KM, 42.8, 45.1, "RU", said=(Said.DENIED_OTHER,))
UPLAND = Area(4, "the Upland", Precision.REGION, 43.0, 44.6, said=(Said.DISPUTED,))
LAND = Area(5, "Velmora", Precision.COUNTRY, country="GE", count=2, said=(Said.ASSERTED,))
LOST = Area(6, "a village nobody found", Precision.TOWN)
CASE = (ROVNA, DEPOT, PASS, UPLAND, LAND, LOST)
PLACES = st.builds(
    Area,
    st.integers(1, 999),
    st.sampled_from(["Rovna", "Ровна", "روفنا", "a long name of a small place by the river"]),
    st.sampled_from(Precision),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.sampled_from(["", "RU", "FJ", "AQ", "XX"]),
    st.integers(0, 6),
    st.integers(0, 50),
    st.lists(st.sampled_from(Said), max_size=3).map(tuple),
)
NEAR = st.builds(
    lambda number, north, east, precision: Area(number, f"place {number}", precision, 35 + north, 38 + east),
    st.integers(1, 999),
    st.floats(-1, 1),
    st.floats(-1, 1),
    st.sampled_from([Precision.EXACT, Precision.ONE_KM, Precision.TEN_KM, Precision.TOWN]),
)


@pytest.mark.parametrize("precision", [Precision.TEN_KM, Precision.REGION])
@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_the_stated_precision_is_drawn_to_scale(precision: Precision, look: Look) -> None:
    """The circle is as large as the stated precision, in kilometres of the scale bar."""
    area = Area(1, "Rovna", precision, 43.3, 45.7)
    framing = plan(area, look=look).framing
    ((x, y),) = rings_of(framing, *circle_of(45.7, 43.3, area.radius))
    assert np.ptp(x) / 2 / framing.scale == pytest.approx(area.radius, rel=0.01)
    assert np.ptp(y) / 2 / framing.scale == pytest.approx(area.radius, rel=0.01)


def test_what_is_too_small_to_be_seen_is_hollow_and_said_to_be_larger() -> None:
    """An exact place is no dot but a hollow circle, said to be drawn larger than was stated."""
    found = plan(DEPOT)
    assert [mark.shape for mark in found.marks] == [Shape.LARGER]
    svg = map_svg([DEPOT])
    assert "drawn larger than was stated" in said_in(svg)
    hollow = [node for node in drawn(svg).iter() if node.get("r") == f"{LEAST_RADIUS:.1f}" and node.get("cx")]
    assert [node.get("fill") for node in hollow] == [WIDE.palette.paper]


@given(st.lists(PLACES, max_size=12), st.sampled_from([WIDE, NARROW]))
@settings(max_examples=40, deadline=None)
def test_every_place_is_on_the_map_or_counted_as_not_on_it(areas: list[Area], look: Look) -> None:
    """Every place anywhere on the Earth is on the map once, and no circle is too small to be seen."""
    found = plan_of(areas, None, look, look.width - 2)
    if found is None:
        assert not areas
        return
    held = [area for mark in found.marks for area in mark.areas] + [*found.outside, *found.unplaced]
    assert sorted(map(id, held)) == sorted(map(id, areas))
    assert not found.unplaced
    assert not found.outside
    assert all(mark.r >= LEAST_RADIUS for mark in found.marks if mark.r)
    table = map_table(areas, None, look)
    assert len(table.rows) == len(areas)
    assert all(row[-1] for row in table.rows)


@given(st.lists(NEAR, min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_labels_lie_over_no_other_and_over_no_small_circle(areas: list[Area]) -> None:
    """No label lies over another label or a small circle, or outside the frame."""
    found = plan(*areas)
    size = (found.framing.width, found.framing.height)
    labels, missing = placed(found.marks, size, [], WIDE)
    circles = [mark for mark in found.marks if 0 < mark.r < 50]
    for label in labels:
        left, top, right, bottom = label.box
        assert left >= 0 <= top
        assert right <= size[0]
        assert bottom <= size[1]
        boxes = [other.box for other in labels]
        assert [b for b in boxes if left < b[2] and right > b[0] and top < b[3] and bottom > b[1]] == [
            label.box
        ]
        for mark in circles:
            near = min(max(mark.x, left), right), min(max(mark.y, top), bottom)
            assert math.hypot(mark.x - near[0], mark.y - near[1]) >= mark.r - 2
    assert len(labels) + len(missing) == sum(mark.shape is not Shape.CELL for mark in found.marks)


def test_a_region_and_a_country_are_hatched_with_somewhere_in() -> None:
    """A region is a hatched circle and a country its hatched land, both "somewhere in"; no point is drawn."""
    shapes = {mark.areas[0].number: mark.shape for mark in plan(*CASE).marks}
    assert shapes[UPLAND.number] is Shape.HATCHED
    assert shapes[LAND.number] is Shape.LAND
    words = said_in(map_svg(CASE))
    assert "somewhere in the Upland" in words
    assert "somewhere in Velmora" in words


def test_a_region_without_coordinates_is_somewhere_in_its_country() -> None:
    """Without coordinates and outline a region is its country, "drawn larger"; else it is not drawn."""
    regions = [Area(n, "the Upland", Precision.REGION, country=code) for n, code in ((1, "GE"), (2, "ZZ"))]
    found = plan(*regions)
    assert [mark.shape for mark in found.marks] == [Shape.WIDER]
    assert found.unplaced == (regions[1],)
    words = said_in(map_svg(regions))
    assert "Position not known: 1 of the places" in words
    assert "drawn larger than stated" in words
    assert map_table(regions).rows[0][6] == "whole country hatched, drawn larger than stated"


def test_a_place_without_position_is_in_the_table_only() -> None:
    """A place whose position nobody knows gets none: the table says so, the picture counts it."""
    table = map_table(CASE)
    assert table.rows[5][1] == LOST.name
    assert (table.rows[5][3], table.rows[5][6]) == ("not known", "position not known")
    assert LOST.name not in said_in(map_svg(CASE))


@pytest.mark.parametrize(("areas", "words"), [((), NOTHING), ((LOST,), NOWHERE)])
def test_with_nothing_to_draw_there_is_a_sentence(areas: tuple[Area, ...], words: str) -> None:
    """Without any place, or any position, there is a sentence, no empty map."""
    for look in (WIDE, NARROW):
        assert said_in(map_svg(areas, look=look)) == words
    assert map_table(areas).notes == (words,)


def test_the_table_says_what_the_picture_shows() -> None:
    """The table has each place with its precision, position, statements, kinds and how it is drawn."""
    rows = map_table(CASE).rows
    assert rows[0] == (
        "1", "Rovna", "the town", "43.30° N, 45.70° E", "7", "asserted; denied the fact", "circle of 6 km",
    )  # fmt: skip
    assert [row[6] for row in rows] == [
        "circle of 6 km",
        "hollow circle, drawn larger",
        "circle of 10 km",
        "hatched circle of 60 km",
        "whole country hatched",
        "position not known",
    ]


def test_coordinates_are_no_finer_than_the_stated_precision() -> None:
    """The table writes no more decimals than the precision has: a region has none."""
    places = [Area(1, "x", precision, -12.345678, -98.765432) for precision in Precision]
    assert [map_table([place]).rows[0][3] for place in places] == [
        "12.3457° S, 98.7654° W",
        "12.35° S, 98.77° W",
        "12.3° S, 98.8° W",
        "12.35° S, 98.77° W",
        "12° S, 99° W",
        "12° S, 99° W",
    ]


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_five_hundred_places_are_counted_in_boxes_and_all_in_the_table(look: Look) -> None:
    """Five hundred places are boxes with counts that add up; the table says which place is in which."""
    areas = [
        Area(n, f"place {n}", Precision.TOWN, 34 + (n * 7919 % 1000) / 500, 37 + (n * 104729 % 1000) / 400)
        for n in range(1, 501)
    ]
    found = plan(*areas, look=look)
    assert len(found.marks) < 130
    assert sum(len(mark.areas) for mark in found.marks) == 500
    table = map_table(areas, None, look)
    assert [row[0] for row in table.rows] == [str(n) for n in range(1, 501)]
    for mark in found.marks:
        if mark.shape is Shape.CELL:
            letter = mark.key.partition(" ")[0]
            assert sum(row[6] == f"in group {letter}" for row in table.rows) == len(mark.areas)


def test_two_places_at_one_spot_are_one_group() -> None:
    """Two records of the same spot are a group with a letter that counts two, not one hidden by the other."""
    found = plan(DEPOT, Area(9, "the depot again", Precision.EXACT, DEPOT.latitude, DEPOT.longitude))
    assert [(mark.key, mark.shape, len(mark.areas)) for mark in found.marks] == [("A", Shape.GROUP, 2)]


def test_more_places_than_can_be_drawn_are_refused() -> None:
    """A map of more than five thousand places is refused with what to do."""
    with pytest.raises(Undrawable, match="too full"):
        map_svg([ROVNA] * (MOST_AREAS + 1))


BEYOND = [math.nan, math.inf, -math.inf, 90.001, -1e300, 181.0]


@pytest.mark.parametrize("degrees", BEYOND)
def test_what_is_not_on_the_earth_is_refused(degrees: float) -> None:
    """Coordinates that are no number or not on the Earth are refused, as a fault of use with a hint."""
    for refused in (UsageFault, ValueError):
        with pytest.raises(refused, match="not on the Earth"):
            Area(1, "x", Precision.EXACT, degrees, 0.0)
    with pytest.raises(Undrawable):
        View(degrees, 0.0, 100)
    with pytest.raises(Undrawable):
        View(0.0, 0.0, -degrees)


def test_half_a_position_is_refused() -> None:
    """A latitude without a longitude is refused, and so is a count below nothing."""
    with pytest.raises(Undrawable):
        Area(1, "x", Precision.EXACT, 1.0)
    with pytest.raises(Undrawable):
        Area(1, "x", Precision.EXACT, 1.0, 1.0, count=-1)
    with pytest.raises(Undrawable):
        Area(1, "x", Precision.EXACT, 1.0, 1.0, population=7)


@pytest.mark.parametrize("words", [*HOSTILE, "\u202e\u2066" * 40, "👩‍👩‍👧" * 50, "\n\t " * 9])
def test_hostile_names_stay_words_in_maps(words: str) -> None:
    """Hostile names leave the picture well-formed, with text for text and every unseen character shown."""
    areas = [
        Area(1, words, Precision.TOWN, 43.3, 45.7, words),
        Area(2, words, Precision.COUNTRY, country="GE"),
    ]
    svg = map_svg(areas, names={"GE": words, "RU": words})
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", said_in(svg))
    assert map_png(areas).startswith(b"\x89PNG")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", "".join(map_table(areas).rows[0]))


def test_a_name_of_ten_megabytes_costs_no_more_than_a_line() -> None:
    """A name of ten megabytes is cut before it is worked on; the picture and the table stay small."""
    areas = [Area(1, "ж" * 10_000_000, Precision.TOWN, 43.3, 45.7)]
    assert len(map_svg(areas)) < 200_000
    assert len(map_table(areas).rows[0][1]) <= 200


def test_the_same_places_give_the_same_bytes() -> None:
    """The same places give the same picture, byte for byte."""
    assert map_svg(CASE) == map_svg(CASE)
    assert map_png(CASE) == map_png(CASE)


def test_a_map_of_a_country_is_a_small_picture() -> None:
    """The picture of a country is below 150 kB, and its grounds have their exact colours."""
    picture = map_png(CASE)
    assert len(picture) < 150_000
    with Image.open(BytesIO(picture)) as opened:
        assert opened.mode == "P"
        plain = np.asarray(opened.convert("RGB")).reshape(-1, 3)
    found, counts = np.unique(plain, axis=0, return_counts=True)
    commonest = {f"#{bytes(found[n]).hex()}" for n in np.argsort(counts)[-3:]}
    assert WIDE.palette.land in commonest


@pytest.mark.parametrize("look", [WIDE, NARROW, DARK_WIDE, DARK_NARROW])
def test_a_map_fits_its_width_and_keeps_to_its_colours(look: Look) -> None:
    """A map is as wide as asked, narrow for a telephone; a dark one has no light colour."""
    svg = map_svg(CASE, look=look)
    assert drawn(svg).get("width") == str(look.width)
    colours = {getattr(look.palette, name) for name in DARK.__slots__}
    assert set(re.findall("#[0-9a-f]{6}", svg)) <= colours


@pytest.mark.parametrize("areas", [CASE, (ROVNA,), (Area(1, "x", Precision.TOWN, 0.0, 179.9),)])
def test_every_map_says_that_its_borders_are_no_position(areas: tuple[Area, ...]) -> None:
    """Every map and its table say whose outlines they are, and that no border or name is a position."""
    assert POLICY in said_in(map_svg(areas))
    assert map_table(areas).notes[-1] == POLICY


def test_names_of_countries_come_in_the_reader_s_language() -> None:
    """Names of countries can be given in the reader's language; a hatched one has its label only."""
    assert "Россия" in said_in(map_svg([ROVNA], names={"RU": "Россия"}))
    assert "Georgia" in said_in(map_svg([ROVNA, PASS]))
    assert "Georgia" not in said_in(map_svg([LAND]))


@given(st.lists(st.sampled_from(Act), max_size=4), st.lists(st.sampled_from(Denial), max_size=3))
def test_only_a_denial_of_the_fact_has_its_mark(acts: list[Act], denies: list[Denial]) -> None:
    """A denial of knowledge, responsibility or competence is no denial of the fact, nor one not read."""
    kind = said_of(acts, denies)
    assert (kind is Said.DENIED) <= (Denial.FACT in denies and Act.DENIES in acts)
    assert (kind is Said.CORRECTED) <= (Act.CORRECTS in acts)
    assert (kind is Said.RETRACTED) == (Act.RETRACTS in acts)


def test_each_kind_has_a_shape_of_its_own() -> None:
    """Seven kinds have seven shapes, without colour."""
    shapes = {re.sub("#[0-9a-f]{6}", "", mark_svg(said, 0, 0, WIDE.palette)) for said in Said}
    assert len(shapes) == len(Said)


def test_the_words_of_maps_are_those_of_the_vocabulary() -> None:
    """Legends and notes use none of the words that the vocabulary does not."""
    rows = (Path(__file__).parents[2] / "docs" / "VOCABULARY.md").read_text("utf-8").splitlines()
    words = [word.strip() for row in rows[6:] for word in row.split("|")[-2].split(",") if word.strip()]
    text = " ".join([*(said.value for said in Said), *(shape.value for shape in Shape), NOTHING, NOWHERE])
    assert "prediction" in words
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", text.lower())] == []


@given(st.text(max_size=60))
def test_a_cut_text_is_short_and_its_room_is_estimated(text: str) -> None:
    """Any text can be cut and measured."""
    line = cut(text, 20)
    assert len(line) <= 20
    assert 0 <= room_of(line) < 20 * 13 * 1.1
