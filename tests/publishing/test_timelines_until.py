"""What was said by a day at the latest is drawn before that day, and never as said on it."""

from __future__ import annotations

import re

import pytest
from map_cast import said_in

from khronika.publishing.looks import NARROW, WIDE, Look
from khronika.publishing.marks import Said
from khronika.publishing.timelines import TimelineRow, timeline_svg, timeline_table
from khronika.publishing.timelines.axis import span_of
from khronika.publishing.timelines.bins import square_of
from khronika.publishing.timelines.rows import drawn as understood

UNTIL = TimelineRow(1, "Roza Vardol", "nobody was held", "../2026-03-18", "", Said.ASSERTED)
ON_IT = TimelineRow(2, "Roza Vardol", "nobody was held", "2026-03-18", "", Said.ASSERTED)
LINE = re.compile(r"M([\d.]+) [\d.]+v14")
MARK = re.compile(r'<circle cx="([\d.]+)" cy="[\d.]+" r="5')
WORDS = "said on the day at the line, or before"


@pytest.mark.parametrize("look", [WIDE, NARROW])
@pytest.mark.parametrize("further", [(), ("2026-03-02",), ("2020-01-01", "2026-05-01")])
def test_the_mark_lies_before_the_last_day_with_room_to_fade(look: Look, further: tuple[str, ...]) -> None:
    """The mark is clear of the line at the last day, and of where it would be if it was said on it."""
    others = [TimelineRow(9, "", "", said, "", Said.DENIED) for said in further]
    svg = timeline_svg([UNTIL, ON_IT, *others], look)
    (line,) = map(float, LINE.findall(svg))
    before, on_it = sorted(float(x) for x in MARK.findall(svg) if float(x))
    assert before < line - 12
    assert on_it == pytest.approx(line, abs=0.2)
    assert before > (0 if look is NARROW else 226)
    assert svg.count("stroke-opacity") > 3


def test_the_legend_and_the_table_say_it_in_words() -> None:
    """Without the picture the same is known: until when, and not on which day."""
    assert WORDS in said_in(timeline_svg([UNTIL]))
    assert WORDS not in said_in(timeline_svg([ON_IT]))
    assert [row[1] for row in timeline_table([UNTIL, ON_IT]).rows] == ["until 18 March 2026", "18 March 2026"]


def test_among_counts_it_is_counted_apart_from_what_was_said_then() -> None:
    """A count of what was said by then has its sign, and is not the count of what was said then."""
    square = square_of(understood([UNTIL, UNTIL, ON_IT]), WIDE)
    fields = [field for lanes in square.lanes for lane in lanes for field in lane]
    assert sorted((field.until, field.count) for field in fields) == [(False, 1), (True, 2)]
    assert "said then, or before" in said_in(timeline_svg([UNTIL, ON_IT], most_lines=0))
    assert "said then, or before" not in said_in(timeline_svg([ON_IT], most_lines=0))


def test_many_of_one_day_do_not_press_what_was_near_out_of_the_picture() -> None:
    """What was said in the days before many others stays on the axis; what was years before does not."""
    low, high = span_of([[700_000], [700_391], *[[700_400]] * 28])
    assert (low, high) == (700_390, 700_401)
