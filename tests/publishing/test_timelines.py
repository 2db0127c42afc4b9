"""Timelines: when it happened against when it was said, as told; nothing is only in the picture."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_cast import drawn, said_in
from test_brief_pages import HOSTILE

from khronika.errors import UsageFault
from khronika.publishing.looks import DARK, DARK_NARROW, DARK_WIDE, NARROW, WIDE, Look
from khronika.publishing.marks import Said, mark_svg
from khronika.publishing.timelines import TimelineRow, timeline_png, timeline_svg, timeline_table
from khronika.publishing.timelines.axis import STEPS, Step, TimeAxis, firsts, span_of, step_of, ticks_of
from khronika.publishing.timelines.bins import square_of
from khronika.publishing.timelines.lines import bar_svg
from khronika.publishing.timelines.rows import MOST_ROWS, NOTHING, Days
from khronika.publishing.timelines.rows import drawn as understood

CASE = (
    TimelineRow(
        1, "Rovna Centre", "forty men were held", "2026-03-14", "2026-02-20/2026-03-01", Said.ASSERTED, "40"
    ),
    TimelineRow(
        2, "the governor's spokesperson", "nobody is held", "2026-03-18", "2026-02-20/..", Said.DENIED
    ),
    TimelineRow(3, "the ministry", "has no information", "2026-03-19", "2026-02?", Said.DENIED_OTHER),
    TimelineRow(
        4, "Velmora Today", "the figure was mistaken", "2026-03-21", "../2026-03-05", Said.CORRECTED, "4"
    ),
    TimelineRow(5, "Группа «Мост»", "отзывает сообщение", "2026-03~", "2026-02-25", Said.RETRACTED),
    TimelineRow(6, "شبكة روفنا", "a depot, not a prison", "", "2026-02-24", Said.DISPUTED),
    TimelineRow(7, "a mother", "asks where her son is", "2026-04-02", "", Said.OTHER),
)
EDTF = st.one_of(
    st.just(""),
    st.dates().map(lambda day: f"{day:%Y-%m-%d}".rjust(10, "0")),
    st.dates().map(lambda day: f"{day.year:04}"),
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}?"),
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}/.."),
    st.dates().map(lambda day: f"../{day.year:04}"),
    st.just("2016-21"),
    st.just("201X"),
)
ROWS = st.builds(
    TimelineRow,
    st.integers(1, 9999),
    st.sampled_from(["Rovna Centre", "Группа «Мост»", "شبكة"]),
    st.just("words"),
    EDTF,
    EDTF,
    st.sampled_from(Said),
    st.sampled_from(["", "40"]),
)


def many(count: int) -> list[TimelineRow]:
    """Return ``count`` statements over two years, some of them open, unsure or not told."""
    found = []
    for n in range(count):
        day = date(2025, 1, 1) + timedelta(days=n * 37 % 730)
        times = [f"{day}", f"{day:%Y-%m}", f"{day}/..", f"{day:%Y-%m}?", ""]
        said = str(day + timedelta(days=n * 13 % 50)) if n % 29 else ""
        found.append(TimelineRow(n + 1, f"speaker {n % 7}", "words", said, times[n % 5], list(Said)[n % 7]))
    return found


@given(st.lists(ROWS, min_size=1, max_size=40), st.sampled_from([WIDE, NARROW]))
@settings(max_examples=60, deadline=None)
def test_every_statement_is_in_exactly_one_count(rows: list[TimelineRow], look: Look) -> None:
    """Whatever the times are, the counts of a full timeline add up to the statements; none covers another."""
    square = square_of(understood(rows), look)
    fields = [field for lanes in square.lanes for lane in lanes for field in lane]
    assert sum(field.count for field in fields) == len(rows)
    for lanes in square.lanes:
        for lane in lanes:
            spans = sorted(field.columns or (-1, -1) for field in lane)
            assert all(one[1] < other[0] for one, other in pairwise(spans))
    drawn(timeline_svg(rows, look, most_lines=0))


@given(st.lists(ROWS, min_size=1, max_size=12), st.sampled_from([WIDE, NARROW]))
@settings(max_examples=60, deadline=None)
def test_any_times_can_be_drawn_within_the_picture(rows: list[TimelineRow], look: Look) -> None:
    """Any times from the year 1 to 9999 can be drawn, each mark within the width; the table has every row."""
    tree = drawn(timeline_svg(rows, look))
    places = [float(node.get("cx", "0")) for node in tree.iter() if node.tag.endswith("circle")]
    assert all(-7 <= place <= look.width for place in places)
    assert sorted(row[0] for row in timeline_table(rows).rows) == sorted(str(row.number) for row in rows)


@given(st.sampled_from(STEPS), st.dates(), st.integers(0, 3000))
def test_a_step_of_the_calendar_covers_every_day_once(step: Step, low: date, days: int) -> None:
    """Steps of days, weeks, months or years follow one another without a gap, as a calendar has them."""
    high = min(low.toordinal() + days, date.max.toordinal())
    starts = firsts(step, low.toordinal(), high)
    assert starts[0] <= low
    assert starts[-1].toordinal() <= max(high, starts[0].toordinal())
    assert all(step.after(one) == other for one, other in pairwise(starts))
    assert step.after(starts[-1]).toordinal() > high or step.after(starts[-1]) == date.max
    if step.unit != "week":
        assert all(day == date.min or step.floor(day) == day for day in starts)


@given(st.dates(), st.integers(0, 4_000))
def test_ticks_are_few_and_in_order(low: date, days: int) -> None:
    """An axis of any length has a handful of ticks from left to right, and says the year at the first."""
    high = min(low.toordinal() + days, date.max.toordinal())
    ticks = ticks_of(TimeAxis(low.toordinal(), high, 100, 700), 60)
    assert len(ticks) <= 14
    assert [x for x, _, _ in ticks] == sorted(x for x, _, _ in ticks)
    assert all(100 <= x <= 700 for x, _, _ in ticks)


def test_steps_have_names() -> None:
    """A step is named as people would: a day, a week, a month, a quarter, a year, a decade."""
    day = date(2026, 3, 30)
    months = [str(n) for n in range(1, 13)]
    named = {step: step.name(step.floor(day), months) for step in STEPS}
    assert named[Step("day", 1)] == "30 3 2026"
    assert named[Step("week", 1)] == "30 3–5 4 2026"
    assert named[Step("month", 1)] == "3 2026"
    assert named[Step("month", 3)] == "1–3 2026"
    assert named[Step("year", 1)] == "2026"
    assert named[Step("year", 10)] == "2020–2029"
    assert step_of(1, 4_000_000, 10) == STEPS[-1]


def test_an_open_end_is_an_arrow_and_an_unsure_time_is_hatched() -> None:
    """An open end is an arrow on its side, an unsure time is hatched and hollow, a known one plain."""
    axis = TimeAxis(1, 100, 0, 400)
    plain, later, before, unsure = (
        bar_svg(Days(start, end, unsure=doubt), axis, 10, WIDE.palette)
        for start, end, doubt in ((20, 40, False), (20, None, False), (None, 40, False), (20, 40, True))
    )
    assert ("l8 7l-8 7z" in later, "l8 7l-8 7z" in plain) == (True, False)
    assert ("l-8 7l8 7z" in before, "l-8 7l8 7z" in plain) == (True, False)
    assert f'fill="{WIDE.palette.paper}"' in unsure
    assert f'fill="{WIDE.palette.paper}"' not in plain


def test_denials_corrections_and_retractions_are_told_by_shape() -> None:
    """Each kind that is in a timeline has its mark in it and in the legend; no other mark is in it."""
    svg = timeline_svg(CASE)
    words = said_in(svg)
    for said in Said:
        shown = said is not Said.DISPUTED
        assert (said.value in words) is shown, (
            "the dispute was not told when said: it has no mark, only its row"
        )
    only = timeline_svg(CASE[1:2])
    assert mark_svg(Said.DENIED, 0, 0, WIDE.palette) in only
    assert mark_svg(Said.ASSERTED, 0, 0, WIDE.palette) not in only


def test_what_was_not_told_is_said_not_drawn() -> None:
    """A statement without a time of saying says so; in counts it has a row and a column of its own."""
    assert "not told when said" in said_in(timeline_svg(CASE))
    square = square_of(understood(CASE), WIDE)
    fields = [field for lanes in square.lanes for lane in lanes for field in lane]
    assert [field.kinds[0][0] for field in fields if field.row == -1] == [Said.DISPUTED]
    assert [field.kinds[0][0] for field in fields if field.columns is None] == [Said.OTHER]


def test_the_table_has_everything_in_the_order_of_saying() -> None:
    """The table has each statement in words, in the order of saying, those not told last."""
    table = timeline_table(CASE)
    assert [row[0] for row in table.rows] == ["5", "1", "2", "3", "4", "7", "6"]
    assert table.rows[1] == (
        "1",
        "14 March 2026",
        "Rovna Centre",
        "asserted",
        "forty men were held",
        "20 February to 1 March 2026",
        "40",
    )
    assert table.rows[0][1] == "March 2026 (unsure)"
    assert [row[5] for row in table.rows[2:5]] == [
        "from 20 February 2026 on",
        "February 2026 (unsure)",
        "until 5 March 2026",
    ]
    assert (table.rows[5][5], table.rows[6][1]) == ("not told", "not told")


def test_up_to_sixty_statements_have_a_line_each_and_more_are_counted() -> None:
    """Sixty statements have a line each; more are counted, two thousand on one page."""
    assert "said the same day" not in said_in(timeline_svg(many(60)))
    assert "said the same day" in said_in(timeline_svg(many(61)))
    for look in (WIDE, NARROW):
        svg = timeline_svg(many(2_000), look)
        assert int(drawn(svg).get("height", "0")) < 3_000
        assert len(svg) < 200_000


def test_on_a_narrow_screen_the_year_of_all_rows_stands_once_above_them() -> None:
    """Where all was said in one year, a narrow picture has it once, so that no label runs into a count."""
    rows = [replace(row, said=f"2026{row.said[4:]}" if row.said else "") for row in many(61)]
    assert "Mar 2026" not in said_in(timeline_svg(rows, NARROW))
    assert "Mar 2026" in said_in(timeline_svg(rows, WIDE))


def test_one_event_of_long_ago_does_not_press_the_others_into_a_line() -> None:
    """One event of long ago is an arrow with its year beyond the axis, where five others are close."""
    old = TimelineRow(9, "an old man", "in the war", "2026-03-10", "1943", Said.ASSERTED)
    words = said_in(timeline_svg([*CASE, old]))
    assert "1943" in words
    assert "1960" not in words
    low, high = span_of([[1, 2], [700_000], [700_010], [700_020], [700_030], [700_040]])
    assert (low > 699_000, high < 700_100) == (True, True)


def test_without_statements_there_is_a_sentence() -> None:
    """Without a statement there is a sentence, no empty axis."""
    assert said_in(timeline_svg([])) == NOTHING
    assert timeline_table([]).notes == (NOTHING,)


@pytest.mark.parametrize(
    "edtf", ["yesterday", "2026-13-01", "2026-03-01/2025-01-01", "nan", "Y12026", "9" * 999]
)
def test_a_time_that_is_none_is_refused(edtf: str) -> None:
    """A time that is not EDTF is refused, as a fault of use with a hint."""
    for refused in (UsageFault, ValueError):
        with pytest.raises(refused, match="not EDTF"):
            timeline_svg([replace(CASE[0], happened=edtf)])
        with pytest.raises(refused, match="not EDTF"):
            timeline_table([replace(CASE[0], said=edtf)])


def test_more_statements_than_can_be_drawn_are_refused() -> None:
    """A timeline of more than five thousand statements is refused with what to do."""
    with pytest.raises(UsageFault, match="too full"):
        timeline_svg([CASE[0]] * (MOST_ROWS + 1))


@pytest.mark.parametrize("words", [*HOSTILE, "\u202e\u2066" * 40, "👩‍👩‍👧" * 50])
def test_hostile_words_stay_words_in_timelines(words: str) -> None:
    """Hostile words in any field leave the picture well-formed, with every unseen character shown."""
    row = replace(CASE[0], speaker=words, words=words, figure=words)
    for look in (WIDE, NARROW):
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", said_in(timeline_svg([row], look)))
    assert timeline_png([row]).startswith(b"\x89PNG")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", "".join(timeline_table([row]).rows[0]))


def test_words_of_ten_megabytes_cost_no_more_than_a_line() -> None:
    """Words of ten megabytes are cut before they are worked on."""
    row = replace(CASE[0], speaker="ж" * 10_000_000, words="x " * 5_000_000)
    assert len(timeline_svg([row])) < 10_000
    assert max(map(len, timeline_table([row]).rows[0])) <= 200


def test_the_same_statements_give_the_same_bytes() -> None:
    """The same statements in another order give the same picture, byte for byte."""
    assert timeline_png(CASE) == timeline_png(CASE[::-1])
    assert timeline_svg(many(300)) == timeline_svg(many(300)[::-1])


@pytest.mark.parametrize("look", [WIDE, NARROW, DARK_WIDE, DARK_NARROW])
@pytest.mark.parametrize("most", [0, 60])
def test_a_timeline_fits_its_width_and_keeps_to_its_colours(look: Look, most: int) -> None:
    """A timeline is as wide as asked, narrow for a telephone; a dark one has no light colour."""
    svg = timeline_svg(CASE, look, most)
    assert drawn(svg).get("width") == str(look.width)
    colours = {getattr(look.palette, name) for name in DARK.__slots__}
    assert set(re.findall("#[0-9a-f]{6}", svg)) <= colours


def test_months_come_in_the_reader_s_language() -> None:
    """The names of months can be given in the reader's language."""
    months = ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]
    assert "мар" in said_in(timeline_svg(CASE, months=months))
    assert "Mar" not in said_in(timeline_svg(many(100), months=months))
