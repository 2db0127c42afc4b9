"""What comes out of a printer: rooms in black and white without their doors, and a blank sheet for a call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Browser, Page
from real_browser import Running, context_of
from tools.sample_desk import SampleDesk

from khronika.acts.shown import SECOND_PERSON_MARK
from khronika.web.languages import language

A4 = (595, 842)
NO_COLOUR = 3
"""How far apart red, green and blue may be in what was drawn in grey."""


@dataclass(frozen=True)
class Printed:
    """Pages of paper: their sizes in points, their words, and how much colour there is."""

    sizes: list[tuple[int, int]]
    words: str
    colour: int


def printed(page: Page) -> Printed:
    """Print a page as a person would, with the browser's own lines at the edge where those have room."""
    document = pypdfium2.PdfDocument(
        page.pdf(prefer_css_page_size=True, display_header_footer=True, print_background=False)
    )
    try:
        sizes, words, colour = [], [], 0
        for leaf in document:
            sizes.append((round(leaf.get_width()), round(leaf.get_height())))
            words.append(leaf.get_textpage().get_text_range())
            pixels = leaf.render(scale=1).to_numpy()[..., :3].astype(int)
            colour = max(colour, int(np.ptp(pixels, axis=2).max()))
        return Printed(sizes, " ".join(" ".join(words).split()), colour)
    finally:
        document.close()


@pytest.fixture(params=["en", "ru"])
def ines(
    request: pytest.FixtureRequest, browser: Browser, sample: SampleDesk, sample_served: Running
) -> Iterator[Page]:
    """Give a page of the founder's browser, once in each language, in the dark."""
    context = context_of(browser, sample_served, sample.ines, locale=request.param, color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/contacts/sheet", "/contacts/new"])
def test_a_blank_sheet_is_two_pages_of_a4_with_nothing_of_the_desk(ines: Page, path: str) -> None:
    ines.goto(path)
    words = language(ines.evaluate("document.documentElement.lang"))
    if path == "/contacts/new":
        ines.locator("#identity").fill("Roza Vardol")
        ines.locator("#notes").fill("Two vans at the gate.")
    sheet = printed(ines)
    assert sheet.sizes == [A4, A4]
    assert words.word("No name, no number and no address on this sheet, of anybody.") in sheet.words
    assert words.word("Each use by itself") in sheet.words
    assert words.word("Who needs to know") in sheet.words
    for one in ("Roza", "vans", "Ines", "Matei", "Khronika", "127.0.0.1", words.word("Lock the desk")):
        assert one not in sheet.words
    assert sheet.colour <= NO_COLOUR


def test_rooms_are_printed_in_black_and_white_without_doors_and_with_their_marks(
    ines: Page, sample: SampleDesk
) -> None:
    rooms = [
        f"/items/{sample.text}",
        f"/incidents/{sample.incident}",
        f"/incidents/{sample.incident}/timeline",
        f"/parties/{sample.party}",
        f"/contacts/{sample.contact}",
        f"/consents/{sample.consent}",
        "/timeline",
        "/map",
        "/log",
        "/",
    ]
    marked = 0
    for room in rooms:
        ines.goto(room)
        words = language(ines.evaluate("document.documentElement.lang"))
        mark = words.word(SECOND_PERSON_MARK)
        on_screen = ines.locator(".state:visible", has_text=mark).count()
        paper = printed(ines)
        assert paper.words.count(mark) >= on_screen, room
        assert ines.locator("h1").inner_text().split()[0] in paper.words, room
        for door in ("Lock the desk", "Skip to the page", "See this page as of", "Amend", "Record it"):
            assert words.word(door) not in paper.words, (room, door)
        assert set(paper.sizes) == {A4}, room
        assert paper.colour <= NO_COLOUR, room
        marked += on_screen
    assert marked > 0
