"""The pictures of timelines and maps: how many there are, their sizes, their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from picture_rooms import PNG, ROOMS, pictures_of
from PIL import Image
from stated import Stated, in_donetsk, on
from web_cast import Browser

from khronika.publishing.looks import NARROW, WIDE, Look
from khronika.publishing.maps import Area, Precision, View, map_png, map_size, map_svg, map_table
from khronika.publishing.marks import Said
from khronika.publishing.timelines import TimelineRow, timeline_svg
from khronika.web.drawing import WORDS as WORDS_OF_PICTURES


def size_of(png: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(png)) as drawn:
        return drawn.size


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_names_four_pictures_and_their_sizes_and_each_is_drawn(
    note: Stated, lev: Browser, room: str
) -> None:
    note.add(when=on(5), places=(in_donetsk(),))
    page = lev.get(room)
    addresses = pictures_of(page)
    assert len(addresses) == len({*addresses}) == 4
    drawn = [lev.get(address).response for address in addresses]
    assert all(one.content.startswith(PNG) for one in drawn)
    assert {one.headers["content-type"] for one in drawn} == {"image/png"}
    assert all("no-store" in one.headers["cache-control"] for one in drawn)
    assert len({one.content for one in drawn}) == 4
    *sizes, on_paper = re.findall(r'width="(\d+)" height="(\d+)"', page.html)
    assert on_paper == sizes[-1]
    drawn_sizes = [length / 1.5 for one in drawn for length in size_of(one.content)]
    assert [int(length) for size in sizes for length in size] == pytest.approx(drawn_sizes, abs=2)
    assert f'class="on-paper" loading="lazy" src="{room}/picture.png"' in page.html
    alone = lev.get(f"{room}/picture.png").response.content
    assert alone == drawn[-1].content


def test_every_word_of_the_pictures_is_in_the_catalogues() -> None:
    """A word that is added to a picture and not to ``khronika.web.drawing`` fails here."""
    asked: set[str] = set()

    def word(message: str) -> str:
        asked.add(message)
        return message

    lines = [
        TimelineRow(1, "A", "w", "2026-03", "2026-02?", Said.ASSERTED, "40"),
        *(TimelineRow(2, "A", "w", "2026-03-02~", "2026-02-01/..", said) for said in Said),
        TimelineRow(3, "A", "w", "", "../2026-05", Said.OTHER),
        TimelineRow(5, "A", "w", "../2026-03-02", "2026-02-01", Said.ASSERTED),
        TimelineRow(4, "A", "w", "2026-01", "", Said.OTHER),
    ]
    crowd = [Area(n, "A", Precision.TOWN, 40 + n % 9 / 3, 40 + n // 9 / 3) for n in range(1, 90)]
    maps: list[tuple[Sequence[Area], View | None]] = [
        ([], None),
        ([Area(1, "A", Precision.TOWN)], None),
        (
            [
                Area(n, "A", kind, 44, 20 + n, count=2, said=(Said.DENIED,))
                for n, kind in enumerate(Precision)
            ],
            None,
        ),
        ([Area(1, "A", Precision.TOWN, 44, 20), Area(2, "B", Precision.TOWN, 44, 20)], None),
        ([Area(n, "A", Precision.COUNTRY, country="GE") for n in (1, 2)], None),
        *(
            ([Area(n, "A", Precision.REGION, country="RU", region=region) for n in numbers], None)
            for region in ("569665", "")
            for numbers in ((1,), (1, 2))
        ),
        ([Area(1, "A", Precision.TOWN, 44, 20), Area(2, "B", Precision.TOWN, 0, -170)], None),
        ([Area(1, "A", Precision.TOWN, 44, 20), Area(2, "B", Precision.TOWN)], View(0, 0, 500)),
        ([Area(1, "A", Precision.COUNTRY, country="GE")], None),
        ([Area(1, "A", Precision.TOWN, 44, 20), Area(2, "B", Precision.TOWN, 44, 50)], None),
        (crowd, None),
    ]
    for look in (Look(word=word), Look(width=360, word=word)):
        for rows in (lines, []):
            timeline_svg(rows, look)
        timeline_svg(lines, look, 0)
        for areas, view in maps:
            map_svg(areas, view, look)
            map_table(areas, view, look)
    assert asked <= set(WORDS_OF_PICTURES)
    assert set(WORDS_OF_PICTURES) - asked <= {"No room for a label: %(num)s of the marks."}


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_the_size_of_a_map_is_known_before_it_is_drawn(look: Look) -> None:
    areas = [Area(1, "Sarn", Precision.TOWN, 45, 25), Area(2, "the land", Precision.COUNTRY, country="GE")]
    for some in (areas, areas[:1], []):
        wide, high = map_size(some, None, look)
        assert size_of(map_png(some, None, look)) == pytest.approx((wide * 1.5, high * 1.5), abs=2)


def test_a_picture_speaks_the_language_of_its_reader(note: Stated, lev: Browser) -> None:
    note.add(when=on(5), dates=(on(1),), places=(in_donetsk(),))
    english = [lev.get(f"{room}/picture.png").response.content for room in ROOMS]
    russian = [
        lev.get(f"{room}/picture.png", headers={"Accept-Language": "ru"}).response.content for room in ROOMS
    ]
    assert all(one != other for one, other in zip(english, russian, strict=True))
