"""Regions on maps: each by its own outline where it is known, and never larger than stated without a word."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pytest
from map_cast import plan, said_in

from khronika.publishing.looks import NARROW, WIDE
from khronika.publishing.maps import Area, Precision, map_svg, map_table
from khronika.publishing.maps.ground import regions_of
from khronika.publishing.maps.marking import Shape
from khronika.publishing.outlines import Detail, outlines
from khronika.reading.places.gazetteer import candidates_of, key_of

CHECHNYA = Area(1, "Chechnya", Precision.REGION, country="RU", region="569665")
DAGESTAN = Area(2, "Dagestan", Precision.REGION, country="RU", region="567293")
NO_OUTLINE = Area(3, "the Upland", Precision.REGION, country="GE", region="1")
GEORGIA = Area(4, "Georgia", Precision.COUNTRY, country="GE")


def test_a_region_is_hatched_by_its_own_outline() -> None:
    """Chechnya is hatched as Chechnya, not as the whole of Russia; the map shows no more than is needed."""
    found = plan(CHECHNYA)
    assert [mark.shape for mark in found.marks] == [Shape.REGION]
    assert found.framing.wide < 500
    (ring,) = (
        ring
        for place in regions_of(found.framing, [CHECHNYA.region]).places
        for ring in regions_of(found.framing, [CHECHNYA.region]).rings(place)
    )
    assert np.ptp(ring[0]) / found.framing.scale == pytest.approx(145, abs=15)
    words = said_in(map_svg([CHECHNYA]))
    assert "somewhere in Chechnya" in words
    assert "somewhere in this region" in words
    assert "larger" not in words
    assert map_table([CHECHNYA]).rows[0][6] == "whole region hatched"


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_two_regions_of_one_country_are_two_marks(look: object) -> None:
    """Regions of one country are hatched each on its own, with the number each has in the table."""
    assert look in {WIDE, NARROW}
    found = plan(CHECHNYA, DAGESTAN)
    assert [(mark.key, mark.shape) for mark in found.marks] == [("1", Shape.REGION), ("2", Shape.REGION)]


def test_one_region_named_by_two_records_is_one_mark_with_a_letter() -> None:
    """A region recorded twice is hatched once, and the table says of both where they are."""
    again = Area(2, "Чечня", Precision.REGION, region=CHECHNYA.region)
    assert [len(mark.areas) for mark in plan(CHECHNYA, again).marks] == [2]
    assert {row[6] for row in map_table([CHECHNYA, again]).rows} == {"in group A, whole region hatched"}


def test_a_region_without_outline_is_never_silently_its_country() -> None:
    """A region without outline and a country that are drawn as one land are told apart by words."""
    rows = map_table([NO_OUTLINE, GEORGIA]).rows
    assert rows[0][6] == "in group A, whole country hatched, drawn larger than stated"
    assert rows[1][6] == "in group A, whole country hatched"
    assert "drawn larger than stated" in said_in(map_svg([NO_OUTLINE, GEORGIA]))
    assert "drawn larger than stated" not in said_in(map_svg([GEORGIA]))


def test_what_a_person_gave_stands_above_the_outline_of_that_name() -> None:
    """Coordinates outside of the outline of that name mean another region: it is a circle where they are."""
    inside = Area(1, "Chechnya", Precision.REGION, 43.3, 45.7, region=CHECHNYA.region)
    outside = Area(1, "Chechnya", Precision.REGION, 40.0, 20.0, region=CHECHNYA.region)
    finer = Area(1, "Chechnya", Precision.TEN_KM, 43.3, 45.7, region=CHECHNYA.region)
    assert [plan(area).marks[0].shape for area in (inside, outside, finer)] == [
        Shape.REGION,
        Shape.HATCHED,
        Shape.CIRCLE,
    ]


def test_the_outline_of_a_region_at_the_antimeridian_has_no_line_along_it() -> None:
    """Chukotka, which the source cuts at 180 degrees, is hatched on both sides without an edge between."""
    chukotka = Area(1, "Chukotka", Precision.REGION, region="2126099")
    svg = map_svg([chukotka])
    assert "somewhere in Chukotka" in said_in(svg)
    assert not re.search(r"nan", svg)


def test_every_outline_holds_the_cities_of_its_region() -> None:
    """The outlines are those of the regions they are said to be: the gazetteer's large cities lie in them."""
    known, checked = outlines(Detail.REGIONS), defaultdict(list)
    for name in ("Grozny", "Kharkiv", "Almaty", "Tbilisi", "Homs", "Shiraz", "Ürümqi", "Houston", "Munich"):
        city = max(candidates_of(key_of(name)), key=lambda one: one.population)
        regions = [one for one in candidates_of(key_of(city.region)) if str(one.geonames) in known.by_code]
        for region in (one for one in regions if one.country == city.country):
            spot = float(city.longitude), float(city.latitude)
            checked[name].append(known.holds(str(region.geonames), *spot))
    assert {name: held for name, held in checked.items() if held != [True]} == {}
    assert len(checked) >= 6
