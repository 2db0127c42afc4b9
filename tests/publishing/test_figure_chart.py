"""Figures as intervals in a picture: what shape tells, and what is never left out of it unsaid."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from khronika.publishing.figure_chart import MOST_FIGURES, FigureLine, Stands, figures_png, figures_svg
from khronika.publishing.looks import DARK_NARROW, NARROW, WIDE, Look, size_of

ends = st.one_of(st.none(), st.integers(0, 10**12).map(Decimal))


def line(low: int | None, high: int | None, **fields: Any) -> FigureLine:
    low_, high_ = (None if end is None else Decimal(end) for end in (low, high))
    return FigureLine(
        **{"day": "14 Mar 2026", "who": "Rovna Centre", "words": "some"} | fields, low=low_, high=high_
    )


def test_a_number_that_is_exact_is_a_point_and_an_open_end_is_an_arrow() -> None:
    exact, open_ = figures_svg([line(112, 112)]), figures_svg([line(40, None)])
    assert exact.count("<circle") == 1 + 1
    assert "open end: no bound was said" not in exact
    assert "open end: no bound was said" in open_


def test_what_was_said_otherwise_later_is_hollow_and_what_was_taken_back_is_crossed() -> None:
    drawn = {stands: figures_svg([line(7, 7, stands=stands)]) for stands in Stands}
    assert len({*drawn.values()}) == len(Stands)
    for stands, svg in drawn.items():
        assert [one for one in Stands if f">{one.value}<" in svg] == [stands]


def test_the_picture_is_black_on_white_and_says_who_said_it_and_when() -> None:
    svg = figures_svg([line(60, 80, words="60 to 80 people")])
    for words in ("14 Mar 2026", "Rovna Centre", "60 to 80 people"):
        assert words in svg
    assert re.findall(r'<rect[^>]*fill="(#\w+)"', svg)[0] == "#ffffff"


def test_words_of_a_source_cannot_break_out_of_the_picture() -> None:
    svg = figures_svg([line(1, 2, who='<script>"&', words="a\u202eb")])
    assert "<script>" not in svg
    assert "\u202e" not in svg


@given(st.lists(st.tuples(ends, ends, st.sampled_from(Stands)), max_size=60))
def test_any_figures_can_be_drawn_in_any_look_and_at_most_forty_of_them(
    given_: list[tuple[Decimal | None, Decimal | None, Stands]],
) -> None:
    lines = [
        FigureLine("by 14 Mar 2026", "A", low, high, "w", stands)
        for low, high, stands in given_
        if low is None or high is None or low <= high
    ]
    for look in (WIDE, NARROW, DARK_NARROW, Look(width=500)):
        svg = figures_svg(lines, look)
        width, height = size_of(svg)
        assert width == look.width
        assert height < 60 * MOST_FIGURES
        assert "nan" not in svg
        assert "inf" not in svg


def test_the_same_figures_give_the_same_bytes() -> None:
    lines = [line(40, None), line(112, 112, stands=Stands.EARLIER), line(131, 131)]
    assert figures_png(lines) == figures_png(list(lines))
