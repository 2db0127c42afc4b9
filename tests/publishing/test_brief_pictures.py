"""Pictures of figures and relays: own fonts only, the same bytes, every script drawn."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from brief_case import case_brief
from hypothesis import given
from hypothesis import strategies as st
from test_brief_pages import HOSTILE, hostile_brief

from khronika.publishing.figures import FigureGroup, FigureRow
from khronika.publishing.pictures import (
    axis_of,
    drawing,
    figures_svg,
    png_of,
    relays_svg,
    shortened,
    text_svg,
)
from khronika.publishing.relays import Branch

PNG = b"\x89PNG\r\n\x1a\n"


def row(low: str | None, high: str | None, *, text: str = "some", convention: str = "") -> FigureRow:
    """Return a figure with these ends."""
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return FigureRow("S1", 1, "Rovna Centre", (), text, "people", "", ends[0], ends[1], convention)


def group(*rows: FigureRow) -> FigureGroup:
    """Return ``rows`` as a group."""
    return FigureGroup(1, "people", people=True, rows=rows)


def test_the_fonts_are_those_that_the_versions_file_names() -> None:
    """The fonts are those whose digests the VERSIONS file names, with their licence beside them."""
    folder = files("khronika.publishing") / "fonts"
    named = [
        line.split() for line in (folder / "VERSIONS").read_text("utf-8").splitlines() if ".ttf " in line
    ]
    assert len(named) == 3
    for name, _, digest in named:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert "SIL OPEN FONT LICENSE" in (folder / "LICENCE").read_text("utf-8")


@pytest.mark.parametrize("words", ["Rovna", "Ровна", "Ρόβνα", "روفنا", "Ћирилица", "Đorđe Ő"])
def test_every_script_of_the_desk_is_really_drawn(words: str) -> None:
    """Latin, Cyrillic, Greek and Arabic letters are drawn: neither nothing nor the box of a missing one."""
    empty, missing, drawn = (
        png_of(drawing(40, [text_svg(10, 25, text)])) for text in ("", "\u1b05" * len(words), words)
    )
    assert drawn != empty
    assert drawn != missing


def test_the_same_values_give_the_same_bytes() -> None:
    """The same values give the same picture, byte for byte."""
    svg = figures_svg(case_brief().figures[0])
    assert png_of(svg) == png_of(svg)
    assert png_of(svg).startswith(PNG)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_pictures(words: str) -> None:
    """Hostile words in any field leave the picture well-formed, with text for text."""
    brief = hostile_brief(words)
    tree = brief.sources[0].tree
    assert tree is not None
    for svg in (relays_svg(tree), figures_svg(group(row("1", "2", text=words)))):
        drawn = ET.fromstring(svg)  # noqa: S314  # our own SVG
        kinds = {element.tag.partition("}")[2] for element in drawn.iter()}
        assert kinds <= {"svg", "rect", "path", "circle", "text"}
        assert png_of(svg).startswith(PNG)


def test_an_open_end_is_an_arrow_and_a_convention_is_hollow() -> None:
    """An open end is drawn as an arrow, and a convention hollow and dashed: shapes, not colours."""
    open_end = figures_svg(group(row("100", None)))
    closed = figures_svg(group(row("100", "200")))
    convention = figures_svg(group(row("200", "999", convention="hundreds")))
    assert "l9 7l-9 7z" in open_end
    assert "l9 7l-9 7z" not in closed
    assert "stroke-dasharray" in convention
    assert "stroke-dasharray" not in closed


def test_the_axis_counts_in_powers_of_ten_only_where_the_figures_need_it() -> None:
    """The axis counts in powers of ten where figures differ fiftyfold, and from nought otherwise."""
    assert axis_of([row("4", "4"), row("200", "999")]).log
    near = axis_of([row("30", "50"), row("17", "17")])
    assert (near.log, near.low) == (False, 0.0)


def test_an_open_end_has_room_on_the_axis() -> None:
    """The axis goes on beyond a figure with an open end."""
    assert axis_of([row("100", None)]).high > 100


ENDS = st.one_of(st.none(), st.decimals(-(10**12), 10**12, places=2).map(str))


@given(st.lists(st.tuples(ENDS, ENDS), min_size=1, max_size=6))
def test_any_figures_can_be_drawn_within_the_picture(ends: list[tuple[str | None, str | None]]) -> None:
    """Any figures can be drawn, and every end lies on the axis, small ones left of large ones."""
    rows = [row(low, high) for low, high in ends]
    axis = axis_of(rows)
    ET.fromstring(figures_svg(group(*rows)))  # noqa: S314  # our own SVG
    numbers = sorted(Decimal(end) for pair in ends for end in pair if end is not None)
    places = [axis.at(float(number)) for number in numbers]
    assert places == sorted(places)
    assert all(250 <= place <= 860 - 215 for place in places)


def _steps(branch: Branch) -> int:
    return 1 + sum(_steps(further) for further in branch.further)


def test_a_tree_has_a_box_for_each_step() -> None:
    """A tree of relays is drawn with one box for each of its steps."""
    tree = case_brief().sources[0].tree
    assert tree is not None
    assert relays_svg(tree).count("<rect") == 1 + _steps(tree)
    assert relays_svg(replace(tree, further=())).count("<rect") == 1 + 1


def test_a_long_name_is_cut_with_an_ellipsis() -> None:
    """A long name is cut with an ellipsis; the list beside the picture has it in full."""
    assert shortened("somebody  of a very long name", 12) == "somebody of…"
