"""A timeline with a line for each statement: a bar for when it happened, a mark for when it was said.

What must stay true: an open end is an arrow and an unsure time is hatched; what lies outside the axis is an
arrow at its end; what was not told is said in words, not drawn. Of what was said by a day at the latest, the
mark lies before that day, on a line that fades.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from khronika.publishing.looks import Look, Palette, Type, cut_to_room, line_svg, room_of, sheet
from khronika.publishing.marks import legend_of, legend_svg, mark_svg
from khronika.publishing.timelines.axis import TimeAxis, span_of, ticks_of
from khronika.publishing.timelines.rows import Days, Drawn

_HIGH, _BAR, _LEAST = 36.0, 4.0, 2.5
_LEFT, _RIGHT, _EDGE = 226.0, 110.0, 10.0
_TOP = 42.0
_WHISKERS, _SMALLEST = 14.0, 10.0
_FADE = 44.0
_NOT_TOLD = "not told when said"


def lines_svg(found: Sequence[Drawn], look: Look, months: Sequence[str]) -> str:
    """Return the timeline of ``found`` with a line for each."""
    axis = axis_of(found, look)
    bottom = _TOP + _HIGH * len(found)
    parts = [grid_svg(axis, look, (_TOP - 6, bottom), months)]
    for place, one in enumerate(found):
        parts.append(_line_svg(one, axis, look, _TOP + _HIGH * place))
    if any(one.row.figure for one in found) and not look.narrow:
        parts.append(
            line_svg(
                look.width - 4, _TOP - 14, look.word("figure"), Type(11, look.palette.soft, anchor="end")
            )
        )
    legend, high = legend_svg(_legend(found, look), look, bottom + 6)
    return sheet(look, bottom + high + 16, [*parts, legend])


def axis_of(found: Sequence[Drawn], look: Look) -> TimeAxis:
    """Return the axis for all times of ``found``."""
    ends = [[*one.said.ends, *one.happened.ends] for one in found]
    low, high = span_of(ends) if any(ends) else (1, 1)
    figures = _RIGHT if any(one.row.figure for one in found) else 24.0
    left, right = (_EDGE + 4, look.width - _EDGE - 8) if look.narrow else (_LEFT, look.width - figures)
    first = min((one.said.ends[0] for one in found if one.said.until), default=high)
    room = (high + 1 - low) * _FADE / (right - left - _FADE)
    return TimeAxis(min(low, max(1, math.floor(first - room))), high, left, right)


def grid_svg(axis: TimeAxis, look: Look, ends: tuple[float, float], months: Sequence[str]) -> str:
    """Return the ticks of ``axis`` from top to bottom, with their labels above."""
    colours, (top, bottom) = look.palette, ends
    parts = [f'<path d="M{axis.left:.1f} {top:.1f}H{axis.right:.1f}" stroke="{colours.soft}"/>']
    for x, label, below in ticks_of(axis, 48 if look.narrow else 62, months):
        parts.append(
            f'<path d="M{x:.1f} {top - 4:.1f}V{bottom:.1f}" stroke="{colours.line}" stroke-width="0.8"/>'
        )
        half = room_of(max(label, below, key=len), 11) / 2 + 2
        at = min(max(x, half, axis.left + half - 14), look.width - half)
        parts.append(line_svg(at, top - 8, label, Type(11, colours.soft, anchor="middle")))
        if below:
            parts.append(line_svg(at, top - 21, below, Type(11, colours.ink, bold=True, anchor="middle")))
    return "".join(parts)


def _line_svg(one: Drawn, axis: TimeAxis, look: Look, top: float) -> str:
    colours, row = look.palette, one.row
    number = line_svg(_EDGE - 2, top + 14, str(row.number), Type(12, colours.ink, bold=True))
    indent = _EDGE + 4 + room_of(str(row.number), 12) * 1.07
    room = (look.width - _taken(one, look) if look.narrow else axis.left - 14) - indent - 6
    parts = [number, line_svg(indent, top + 14, cut_to_room(row.speaker, room, 12), Type(12, colours.ink))]
    middle = top + (_HIGH - 10 if look.narrow else _HIGH / 2)
    if not look.narrow:
        parts.append(line_svg(indent, top + 28, cut_to_room(row.words, room, 11), Type(11, colours.soft)))
    if row.figure:
        right = look.width - (_EDGE if look.narrow else 4)
        words = cut_to_room(row.figure, 64 if look.narrow else _RIGHT - 22, 12)
        parts.append(
            line_svg(
                right,
                top + (14 if look.narrow else 22),
                words,
                Type(12, colours.ink, bold=True, anchor="end"),
            )
        )
    path = f"M{_EDGE - 2:.1f} {top + _HIGH:.1f}H{look.width - 8}"
    rule = f'<path d="{path}" stroke="{colours.line}" stroke-width="0.5"/>'
    return rule + "".join(parts) + _times_svg(one, axis, look, middle)


def _figure_room(one: Drawn, look: Look) -> float:
    """Return the room of a figure that stands in a narrow line beside the speaker."""
    return 70.0 if look.narrow and one.row.figure else 0.0


def _taken(one: Drawn, look: Look) -> float:
    """Return the room at the right of a narrow line that the speaker's name leaves free."""
    untold = 0.0 if one.said.known else room_of(look.word(_NOT_TOLD), _SMALLEST) + 8
    return _figure_room(one, look) + untold


def _times_svg(one: Drawn, axis: TimeAxis, look: Look, y: float) -> str:
    colours = look.palette
    if not one.said.known:
        words = line_svg(
            axis.right - _figure_room(one, look),
            y + 14 if not look.narrow else y - 12,
            look.word(_NOT_TOLD),
            Type(_SMALLEST, colours.soft, anchor="end"),
        )
        return bar_svg(one.happened, axis, y, colours) + words
    said = place_of(one.said, axis)
    if one.said.until:
        return bar_svg(one.happened, axis, y, colours) + _until_svg(one, axis, y, colours)
    joined = _joint_svg(one.happened, said, axis, y, colours) if one.happened.known else ""
    spread = _spread_svg(one.said, axis, y, colours)
    beyond = _beyond_svg(one.said, axis, y, colours)
    clear = f'<circle cx="{said:.1f}" cy="{y:.1f}" r="7" fill="{colours.paper}"/>'
    return (
        joined
        + bar_svg(one.happened, axis, y, colours)
        + clear
        + spread
        + mark_svg(one.row.kind, said, y, colours)
        + beyond
    )


def place_of(days: Days, axis: TimeAxis) -> float:
    """Return the middle of the days that a time can mean; the known end, where one is open."""
    ends = days.ends
    return axis.at((ends[0] + ends[-1] + 1) / 2)


def _until_svg(one: Drawn, axis: TimeAxis, y: float, colours: Palette) -> str:
    """Return the mark of what was said by a day at the latest: before that day, on a line that fades."""
    right = place_of(one.said, axis)
    left, step = max(axis.left, right - _FADE), 6.0
    stop = f"M{right:.1f} {y - 7:.1f}v14"
    parts = [f'<path d="{stop}" stroke="{colours.ink}" stroke-width="1.6"/>']
    for number in range(math.ceil((right - left) / step)):
        x = right - step * number
        path = f"M{x:.1f} {y:.1f}H{max(left, x - step + 2):.1f}"
        strength = 1 - number * step / (_FADE + step)
        parts.append(f'<path d="{path}" stroke="{colours.ink}" stroke-opacity="{strength:.2f}"/>')
    mark = max(axis.left + 7, right - _FADE / 2)
    parts.append(f'<circle cx="{mark:.1f}" cy="{y:.1f}" r="8" fill="{colours.paper}"/>')
    parts.append(mark_svg(one.row.kind, mark, y, colours))
    if one.said.unsure:
        parts.append(line_svg(right + 4, y + 4, "?", Type(12, colours.ink, bold=True)))
    return "".join(parts) + _beyond_svg(one.said, axis, y, colours)


def _joint_svg(happened: Days, said: float, axis: TimeAxis, y: float, colours: Palette) -> str:
    left, right = reach_of(happened, axis)
    near = right if said > right else max(said, left)
    path = f"M{near:.1f} {y:.1f}H{said:.1f}"
    return f'<path d="{path}" stroke="{colours.soft}" stroke-width="1" stroke-dasharray="1.5 2.5"/>'


def reach_of(days: Days, axis: TimeAxis) -> tuple[float, float]:
    """Return where the bar of ``days`` begins and ends, wide enough to be seen and short where it is open."""
    left = axis.left if days.start is None else axis.at(days.start)
    right = axis.right if days.end is None else axis.at(days.end + 1)
    if days.start is None and days.end is not None:
        left = max(axis.left, right - 46)
    if days.end is None and days.start is not None:
        right = min(axis.right, left + 46)
    if right - left < 2 * _LEAST:
        middle = min(axis.right - _LEAST, max(axis.left + _LEAST, (left + right) / 2))
        return middle - _LEAST, middle + _LEAST
    return left, right


def bar_svg(days: Days, axis: TimeAxis, y: float, colours: Palette) -> str:
    """Return the bar of ``days``: hatched where unsure, an arrow where an end is open or beyond the axis."""
    if not days.known:
        return ""
    left, right = reach_of(days, axis)
    parts = [_body_svg(days, (left, right), y, colours)]
    if days.start is None or days.start < axis.low:
        parts.append(_arrow_svg(left, -1, y, colours))
    if days.end is None or days.end > axis.high:
        parts.append(_arrow_svg(right, 1, y, colours))
    if max(days.ends) < axis.low:
        past = right + (12 if days.end is None else 5)
        parts.append(line_svg(past, y + 4, _years(days), Type(11, colours.soft, halo=colours.paper)))
    if min(days.ends) > axis.high:
        before = left - (12 if days.start is None else 5)
        kind = Type(11, colours.soft, anchor="end", halo=colours.paper)
        parts.append(line_svg(before, y + 4, _years(days), kind))
    return "".join(parts)


def _years(days: Days) -> str:
    years = [date.fromordinal(end).year for end in days.ends]
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _body_svg(days: Days, ends: tuple[float, float], y: float, colours: Palette) -> str:
    left, right = ends
    box = f'x="{left:.1f}" y="{y - _BAR:.1f}" width="{right - left:.1f}" height="{2 * _BAR:.0f}"'
    if not days.unsure:
        return f'<rect {box} fill="{colours.accent}"/>'
    lines, x = [], left - 2 * _BAR + 3
    while x < right:
        start, end = max(x, left), min(x + 2 * _BAR, right)
        lines.append(f"M{start:.1f} {y + _BAR - (start - x):.1f}L{end:.1f} {y + _BAR - (end - x):.1f}")
        x += 4
    hatch = f'<path d="{"".join(lines)}" stroke="{colours.accent}" stroke-width="1"/>'
    return f'<rect {box} fill="{colours.paper}" stroke="{colours.accent}"/>{hatch}'


def _arrow_svg(x: float, way: int, y: float, colours: Palette) -> str:
    return f'<path d="M{x:.1f} {y - 7:.1f}l{8 * way} 7l{-8 * way} 7z" fill="{colours.accent}"/>'


def _spread_svg(said: Days, axis: TimeAxis, y: float, colours: Palette) -> str:
    """Return a thin line over the days on which it may have been said, where the mark does not cover them."""
    left, right = reach_of(said, axis)
    known = said.start == said.end
    doubt = (
        line_svg(place_of(said, axis) + 8, y + 4, "?", Type(12, colours.ink, bold=True))
        if said.unsure
        else ""
    )
    if known or right - left < _WHISKERS:
        return doubt
    path = f"M{left:.1f} {y - 5:.1f}v10m0 -5H{right:.1f}m0 -5v10"
    return f'<path d="{path}" fill="none" stroke="{colours.ink}"/>{doubt}'


def _beyond_svg(said: Days, axis: TimeAxis, y: float, colours: Palette) -> str:
    hollow = f'fill="none" stroke="{colours.ink}"'
    ways = ((-1, max(said.ends) < axis.low, axis.left), (1, min(said.ends) > axis.high, axis.right))
    return "".join(
        f'<path d="M{x + 8 * way:.1f} {y - 5:.1f}l{6 * way} 5l{-6 * way} 5" {hollow}/>'
        for way, beyond, x in ways
        if beyond
    )


def _until_sign(colours: Palette) -> str:
    ink = colours.ink
    fade = f'<path d="M6 0H1" stroke="{ink}"/><path d="M-1 0H-6" stroke="{ink}" stroke-opacity="0.35"/>'
    return f'<path d="M7 -6v12" stroke="{ink}" stroke-width="1.6"/>{fade}'


def _legend(found: Sequence[Drawn], look: Look) -> list[tuple[str, str]]:
    colours = look.palette
    axis, sure = TimeAxis(1, 10, -7, 7), Days(2, 9, unsure=False)
    entries = legend_of((one.row.kind for one in found if one.said.known), look)
    first = look.word("said then: %(act)s")
    entries = [(drawn, words if n else first % {"act": words}) for n, (drawn, words) in enumerate(entries)]
    times = [one.happened for one in found if one.happened.known]
    if times:
        entries.append((bar_svg(sure, axis, 0, colours), look.word("the days when it can have happened")))
    if any(days.unsure for days in times):
        entries.append(
            (
                bar_svg(Days(2, 9, unsure=True), axis, 0, colours),
                look.word("hatched: unsure when it happened"),
            )
        )
    if any(one.said.until for one in found):
        entries.append((_until_sign(colours), look.word("said on the day at the line, or before")))
    if any(one.said.unsure for one in found):
        entries.append(
            (
                line_svg(0, 4, "?", Type(12, colours.ink, bold=True, anchor="middle")),
                look.word("unsure when said"),
            )
        )
    if any(days.start is None or days.end is None for days in times):
        arrow = _body_svg(sure, (-7, 2), 0, colours) + _arrow_svg(2, 1, 0, colours)
        entries.append((arrow, look.word("open: not told how long")))
    return entries
