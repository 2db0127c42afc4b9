"""A timeline of many statements: across when it happened, down when it was said, each field with its count.

What must stay true: every statement is in exactly one count; a time that spans several fields lies over all
of them; on the line through both times something was said on the day that it happened.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from khronika.publishing.looks import Look, Palette, Type, cut_to_room, line_svg, sheet
from khronika.publishing.marks import Said, legend_of, legend_svg, mark_svg
from khronika.publishing.timelines.axis import STEPS, Step, TimeAxis, firsts, span_of, step_of
from khronika.publishing.timelines.lines import grid_svg
from khronika.publishing.timelines.rows import Days, Drawn

_TOP, _LANE = 58.0, 24.0
_FIELDS = {False: 44.0, True: 33.0}
_GLYPH = 7.0
_FIRST_TOLD = (
    Said.DENIED,
    Said.RETRACTED,
    Said.CORRECTED,
    Said.DISPUTED,
    Said.DENIED_OTHER,
    Said.ASSERTED,
    Said.OTHER,
)
_MOST_DOWN, _MOST_LANES = 30, 90
_LEFTS = {False: 122.0, True: 86.0}
_NOT_TOLD = {False: 62.0, True: 40.0}
_TOTALS = 40.0


@dataclass(frozen=True, slots=True)
class Field:
    """Statements of one row (when said, -1 not told) and columns (when it happened, ``None`` not told).

    ``until``: they were said in the time of the row or before.
    """

    row: int
    columns: tuple[int, int] | None
    open: tuple[bool, bool]
    kinds: tuple[tuple[Said, int], ...]
    until: bool = False

    @property
    def count(self) -> int:
        """Return how many statements it holds."""
        return sum(count for _, count in self.kinds)


@dataclass(frozen=True, slots=True)
class Square:
    """Both axes in steps, and the fields in lanes for each row: those of a lane do not overlap."""

    down: Step
    rows: tuple[date, ...]
    axis: TimeAxis
    columns: tuple[date, ...]
    lanes: tuple[tuple[tuple[Field, ...], ...], ...]


def bins_svg(found: Sequence[Drawn], look: Look, months: Sequence[str]) -> str:
    """Return the counts of ``found`` by both times."""
    square = square_of(found, look)
    heights = [_LANE * max(1, len(lanes)) for lanes in square.lanes]
    tops = [_TOP + sum(heights[:place]) for place in range(len(heights) + 1)]
    band, line = _same_day_svg(square, look, tops)
    parts = [_heads_svg(square, look, tops, months), band]
    for place, lanes in enumerate(square.lanes):
        for lane, fields in enumerate(lanes):
            parts += [_field_svg(field, square, look, tops[place] + _LANE * lane) for field in fields]
    parts.append(line)
    legend, high = legend_svg(_legend(found, square, look), look, tops[-1] + 6)
    return sheet(look, tops[-1] + high + 18, [*parts, legend])


def square_of(found: Sequence[Drawn], look: Look) -> Square:
    """Return ``found`` in fields, in steps wide enough for the counts and few enough for a page."""
    said = [one.said.ends for one in found]
    happened = [one.happened.ends for one in found]
    rows_low, rows_high = span_of(said) if any(said) else (1, 1)
    low, high = span_of(happened) if any(happened) else (rows_low, rows_high)
    down = step_of(rows_low, rows_high, _MOST_DOWN)
    rows = firsts(down, rows_low, rows_high)
    left = _LEFTS[look.narrow] + _NOT_TOLD[look.narrow]
    right = look.width - _TOTALS
    across = step_of(low, high, (right - left) / _FIELDS[look.narrow])
    for step in STEPS[STEPS.index(across) :]:
        columns = firsts(step, low, high)
        axis = TimeAxis(columns[0].toordinal(), step.after(columns[-1]).toordinal() - 1, left, right)
        lanes = _lanes(_fields(found, rows, columns), len(rows))
        if sum(map(len, lanes)) <= _MOST_LANES:
            break
    return Square(down, tuple(rows), axis, tuple(columns), lanes)


def _fields(found: Sequence[Drawn], rows: Sequence[date], columns: Sequence[date]) -> list[Field]:
    counted: dict[tuple[int, tuple[int, int] | None, tuple[bool, bool], bool], Counter[Said]] = {}
    row_days, column_days = [day.toordinal() for day in rows], [day.toordinal() for day in columns]
    for one in found:
        row = _place(min(one.said.ends), row_days) if one.said.known else -1
        days = one.happened
        span = _span(days, column_days) if days.known else None
        ends = (days.known and days.start is None, days.known and days.end is None)
        counted.setdefault((row, span, ends, one.said.until), Counter())[one.row.kind] += 1
    return [
        Field(row, span, ends, tuple((said, kinds[said]) for said in Said if kinds[said]), until)
        for (row, span, ends, until), kinds in counted.items()
    ]


def _place(day: int, firsts_of: Sequence[int]) -> int:
    return max(0, sum(first <= day for first in firsts_of) - 1)


def _span(days: Days, columns: Sequence[int]) -> tuple[int, int]:
    ends = days.ends
    return _place(ends[0], columns), _place(ends[-1], columns)


def _lanes(fields: Sequence[Field], rows: int) -> tuple[tuple[tuple[Field, ...], ...], ...]:
    """Return the fields of each row, and last of those not told when said, in lanes: narrow ones first."""
    by_row: dict[int, list[list[Field]]] = {}
    for field in sorted(fields, key=_order):
        lanes = by_row.setdefault(field.row, [])
        free = next((lane for lane in lanes if not any(_meet(field, other) for other in lane)), None)
        if free is None:
            lanes.append(free := [])
        free.append(field)
    untold = [by_row[-1]] if -1 in by_row else []
    return tuple(tuple(map(tuple, lanes)) for lanes in [*(by_row.get(n, []) for n in range(rows)), *untold])


def _order(field: Field) -> tuple[int, int, tuple[bool, bool], bool]:
    first, last = field.columns or (-1, -1)
    return last - first, first, field.open, field.until


def _meet(one: Field, other: Field) -> bool:
    if one.columns is None or other.columns is None:
        return one.columns == other.columns
    return one.columns[0] <= other.columns[1] and other.columns[0] <= one.columns[1]


def _edges(square: Square, columns: tuple[int, int] | None, look: Look) -> tuple[float, float]:
    if columns is None:
        left = _LEFTS[look.narrow]
        return left + 2, left + _NOT_TOLD[look.narrow] - 8
    first, last = columns
    end = square.columns[last + 1].toordinal() if last + 1 < len(square.columns) else square.axis.high + 1
    return square.axis.at(square.columns[first].toordinal()) + 1, square.axis.at(end) - 1


def _field_svg(field: Field, square: Square, look: Look, top: float) -> str:
    colours = look.palette
    left, right = _edges(square, field.columns, look)
    middle = (left + right) / 2
    tint = min(0.5, 0.1 + 0.09 * math.log2(field.count))
    outline = _outline(left, right, top + 1.5, field.open)
    look_of = (
        f'fill="{colours.accent}" fill-opacity="{tint:.2f}" stroke="{colours.accent}" stroke-width="0.7"'
    )
    shape = f'<path d="{outline}" fill="{colours.paper}"/><path d="{outline}" {look_of}/>'
    count = line_svg(middle, top + 12, str(field.count), Type(11, colours.ink, bold=True, anchor="middle"))
    room = int((right - left - 4) / _GLYPH)
    told = _told([said for said, _ in field.kinds], room)
    first = middle - _GLYPH * (len(told) - 1) / 2
    marks = (mark_svg(said, first + _GLYPH * n, top + 17.6, colours, 2.7) for n, said in enumerate(told))
    sign = _until_svg(middle - 4 * len(str(field.count)) - 9, top + 11, colours) if field.until else ""
    return shape + sign + count + "".join(marks)


def _until_svg(x: float, y: float, colours: Palette) -> str:
    """Return an arrow up, to what was said before."""
    return f'<path d="M{x:.1f} {y:.1f}l3.5 -7l3.5 7z" fill="{colours.ink}"/>'


def _told(kinds: Sequence[Said], room: int) -> list[Said]:
    """Return as many of ``kinds`` as have room: what denies or takes back before what asserts."""
    chosen = [said for said in _FIRST_TOLD if said in kinds][: max(1, room)]
    return [said for said in Said if said in chosen]


def _outline(left: float, right: float, top: float, ends: tuple[bool, bool]) -> str:
    """Return a box with a point at each open end."""
    high, start, end = _LANE - 3, left + (5 if ends[0] else 0), right - (5 if ends[1] else 0)
    head = f"L{right:.1f} {top + high / 2:.1f}" if ends[1] else ""
    tail = f"L{left:.1f} {top + high / 2:.1f}" if ends[0] else ""
    return f"M{start:.1f} {top:.1f}H{end:.1f}{head}L{end:.1f} {top + high:.1f}H{start:.1f}{tail}z"


def _heads_svg(square: Square, look: Look, tops: Sequence[float], months: Sequence[str]) -> str:
    colours = look.palette
    parts = [grid_svg(square.axis, look, (tops[0] - 2, tops[-1]), months)]
    parts.append(line_svg(square.axis.left, 14, look.word("when it happened"), Type(11, colours.soft)))
    parts.append(line_svg(8, tops[0] - 10, look.word("when said"), Type(11, colours.soft)))
    if any(field.columns is None for lanes in square.lanes for lane in lanes for field in lane):
        left, right = _edges(square, None, look)
        parts.append(
            line_svg(
                (left + right) / 2,
                tops[0] - 24,
                look.word("not told"),
                Type(11, colours.soft, anchor="middle"),
            )
        )
    year = _one_year(square) if look.narrow else ""
    parts.append(line_svg(8, tops[0] - 23, year, Type(11, colours.ink, bold=True)))
    for place, lanes in enumerate(square.lanes):
        untold = place == len(square.rows)
        name = look.word("not told") if untold else square.down.name(square.rows[place], months)
        name = cut_to_room(name.removesuffix(f" {year}"), _LEFTS[look.narrow] - 8, 9 if look.narrow else 11)
        total = sum(field.count for lane in lanes for field in lane)
        kind = Type(11 if not look.narrow else 10, colours.ink if total else colours.soft)
        parts.append(line_svg(8, tops[place] + 15, name, kind))
        parts.append(_rule_svg(tops[place], look.width, colours))
        if total:
            bold = Type(11, colours.ink, bold=True, anchor="end")
            parts.append(line_svg(look.width - 6, tops[place] + 15, str(total), bold))
    return "".join(parts)


def _one_year(square: Square) -> str:
    """Return the year that all rows are in, empty where they are in several."""
    years = {square.rows[0].year, (square.down.after(square.rows[-1]) - timedelta(days=1)).year}
    return str(years.pop()) if len(years) == 1 else ""


def _rule_svg(y: float, width: float, colours: Palette) -> str:
    return f'<path d="M6 {y:.1f}H{width - 4:.0f}" stroke="{colours.line}" stroke-width="0.5"/>'


def _same_day_svg(square: Square, look: Look, tops: Sequence[float]) -> tuple[str, str]:
    """Return the fields and the line in which something was said on the day that it happened."""
    axis = square.axis
    days = [*(day.toordinal() for day in square.rows), square.down.after(square.rows[-1]).toordinal()]
    bands, parts = [], []
    for place, (start, end) in enumerate(pairwise(days)):
        first, last = max(start, axis.low), min(end, axis.high + 1)
        if first >= last:
            continue
        top, low = tops[place], tops[place + 1]
        high = (low - top) / (end - start)
        ends = [(axis.at(day), top + (day - start) * high) for day in (first, last)]
        bands.append(f"M{ends[0][0]:.1f} {top:.1f}H{ends[1][0]:.1f}V{low:.1f}H{ends[0][0]:.1f}z")
        parts.append("M{:.1f} {:.1f}L{:.1f} {:.1f}".format(*ends[0], *ends[1]))
    colours = look.palette
    band = f'<path d="{"".join(bands)}" fill="{colours.line}" fill-opacity="0.45"/>'
    line = f'<path d="{"".join(parts)}" stroke="{colours.ink}" stroke-opacity="0.6" stroke-dasharray="5 3"/>'
    return (band, line) if parts else ("", "")


def _legend(found: Sequence[Drawn], square: Square, look: Look) -> list[tuple[str, str]]:
    colours = look.palette
    entries = legend_of((one.row.kind for one in found), look)
    tinted = f'fill="{colours.accent}" fill-opacity="0.3" stroke="{colours.accent}" stroke-width="0.7"'
    box = f'<rect x="-7" y="-5" width="14" height="10" {tinted}/>'
    entries.append(
        (
            box,
            look.word(
                "number of statements, over the days when it can have happened, and the marks that have room"
            ),
        )
    )
    if any(any(field.open) for lanes in square.lanes for lane in lanes for field in lane):
        entries.append(
            (
                f'<path d="M-7 -5h8l5 5l-5 5h-8z" {tinted}/>',
                look.word("open: not told how long"),
            )
        )
    if any(one.said.until for one in found):
        entries.append((_until_svg(-3.5, 4, colours), look.word("said then, or before")))
    band = f'<rect x="-7" y="-5" width="14" height="10" fill="{colours.line}" fill-opacity="0.45"/>'
    line = f'{band}<path d="M-7 -5L7 5" stroke="{colours.ink}" stroke-dasharray="5 3"/>'
    return [*entries, (line, look.word("said the same day; to the left of it, said afterwards"))]
