"""Figures in the order of saying, as intervals on one axis of numbers: what each of them leaves open.

What must stay true: an open end is an arrow; what its speaker said otherwise later, and what was taken back,
is told by shape; nothing is added up or averaged; the same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from khronika.publishing.figures import FigureRow
from khronika.publishing.looks import WIDE, Look, Palette, Type, cut_to_room, line_svg, room_of, sheet
from khronika.publishing.marks import legend_svg
from khronika.publishing.pictures import Axis, axis_of
from khronika.publishing.pixels import small_png_of

MOST_FIGURES = 40


class Stands(StrEnum):
    """Whether a figure counts; the values are the words of the legend."""

    STANDS = "said, and not said otherwise later by the same"
    EARLIER = "said otherwise later by the same"
    GONE = "taken back"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure: ``day`` and ``who`` in words, its ends (``None`` is open), ``words`` for it."""

    day: str
    who: str
    low: Decimal | None
    high: Decimal | None
    words: str
    stands: Stands = Stands.STANDS


_LEFTS, _RIGHTS = {False: 300.0, True: 14.0}, {False: 190.0, True: 16.0}
_HIGHS = {False: 30.0, True: 44.0}
_TOP, _EDGE, _WHO = 30.0, 8.0, 112.0
_SMALL = 11


def figures_svg(lines: Sequence[FigureLine], look: Look = WIDE) -> str:
    """Return the first 40 figures, a line each, with the axis above and a legend below."""
    shown = [line for line in lines if line.low is not None or line.high is not None][:MOST_FIGURES]
    scale = _Scale(axis_of([_row(line) for line in shown]), look)
    bottom = _TOP + _HIGHS[look.narrow] * len(shown)
    parts = [_grid_svg(scale, look, bottom)]
    for place, line in enumerate(shown):
        parts.append(_line_svg(line, scale, look, _TOP + _HIGHS[look.narrow] * place))
    legend, high = legend_svg(_legend(shown, look), look, bottom + 6)
    return sheet(look, bottom + high + 14, [*parts, legend])


def figures_png(lines: Sequence[FigureLine], look: Look = WIDE) -> bytes:
    """Return :func:`figures_svg` as a PNG."""
    return small_png_of(figures_svg(lines, look))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where numbers lie in a look."""

    axis: Axis
    look: Look

    @property
    def ends(self) -> tuple[float, float]:
        return _LEFTS[self.look.narrow], self.look.width - _RIGHTS[self.look.narrow]

    def at(self, number: float) -> float:
        left, right = self.ends
        first, last = self.axis.at(self.axis.low), self.axis.at(self.axis.high)
        share = 0.0 if first == last else (self.axis.at(number) - first) / (last - first)
        return left + (right - left) * share


def _row(line: FigureLine) -> FigureRow:
    """Return a figure as the axis of a brief takes it, which looks at its ends alone."""
    return FigureRow("", 0, "", (), "", "", "", line.low, line.high, "")


def _grid_svg(scale: _Scale, look: Look, bottom: float) -> str:
    colours, parts, free = look.palette, [], 0.0
    for tick in scale.axis.ticks():
        x = scale.at(tick)
        words = f"{Decimal(repr(tick)).normalize():,f}".replace(",", "\u202f")
        half = room_of(words, _SMALL) / 2
        parts.append(f'<path d="M{x:.1f} {_TOP - 6:.1f}V{bottom:.1f}" stroke="{colours.line}"/>')
        at = min(max(x, half + 2), look.width - half - 2)
        if at - half >= free:
            parts.append(line_svg(at, _TOP - 11, words, Type(_SMALL, colours.soft, anchor="middle")))
            free = at + half + 6
    if scale.axis.log and not look.narrow:
        words = look.word("each step is ten times the one before")
        parts.append(line_svg(_EDGE, _TOP - 11, words, Type(_SMALL, colours.soft)))
    return "".join(parts)


def _line_svg(line: FigureLine, scale: _Scale, look: Look, top: float) -> str:
    colours, high = look.palette, _HIGHS[look.narrow]
    y = top + (30 if look.narrow else high / 2)
    base = top + 15 if look.narrow else y + 4
    rule = f'<path d="M{_EDGE:.0f} {top:.1f}H{look.width - _EDGE:.0f}" stroke="{colours.line}"'
    rule += ' stroke-width="0.5"/>'
    right = look.width - _EDGE
    figure = cut_to_room(line.words, _RIGHTS[look.narrow] - 22 if not look.narrow else 120, 12)
    given = line_svg(right, base, figure, Type(12, colours.ink, bold=True, anchor="end"))
    who = right - room_of(figure, 12) * 1.08 - 10 if look.narrow else scale.ends[0] - 12
    day = cut_to_room(line.day, _WHO - 10, 12)
    said = line_svg(_EDGE, base, day, Type(12, colours.soft))
    name = cut_to_room(line.who, who - _EDGE - _WHO, 12)
    named = line_svg(_EDGE + _WHO, base, name, Type(12, colours.ink))
    return rule + said + named + given + _interval_svg(line, scale, y, colours)


def _interval_svg(line: FigureLine, scale: _Scale, y: float, colours: Palette) -> str:
    left, right = scale.ends
    start = left if line.low is None else scale.at(float(line.low))
    end = right if line.high is None else scale.at(float(line.high))
    if line.low is not None and line.low == line.high:
        return _end_svg(line.stands, start, y, colours)
    dash = "" if line.stands is Stands.STANDS else ' stroke-dasharray="4 3"'
    bar = f'<path d="M{start:.1f} {y:.1f}H{end:.1f}" stroke="{colours.ink}" stroke-width="2.4"{dash}/>'
    for x, bound, way in ((start, line.low, -1), (end, line.high, 1)):
        bar += _arrow_svg(line.stands, x, way, y, colours) if bound is None else ""
        bar += "" if bound is None else _end_svg(line.stands, x, y, colours)
    return bar


def _end_svg(stands: Stands, x: float, y: float, colours: Palette) -> str:
    """Return an end that is known: filled where the figure stands, hollow or crossed where it does not."""
    if stands is Stands.STANDS:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.4" fill="{colours.ink}"/>'
    look = f'fill="{colours.paper}" stroke="{colours.ink}" stroke-width="1.5"'
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" {look}/>'
    if stands is Stands.EARLIER:
        return ring
    slash = (
        f"M{x - 6:.1f} {y + 6:.1f}L{x + 6:.1f} {y - 6:.1f}M{x - 6:.1f} {y - 6:.1f}L{x + 6:.1f} {y + 6:.1f}"
    )
    return f'{ring}<path d="{slash}" stroke="{colours.ink}" stroke-width="1.6"/>'


def _arrow_svg(stands: Stands, x: float, way: int, y: float, colours: Palette) -> str:
    fill = colours.ink if stands is Stands.STANDS else colours.paper
    path = f"M{x - 4 * way:.1f} {y - 6:.1f}l{9 * way} 6l{-9 * way} 6z"
    return f'<path d="{path}" fill="{fill}" stroke="{colours.ink}" stroke-width="1.5"/>'


def _legend(shown: Sequence[FigureLine], look: Look) -> list[tuple[str, str]]:
    colours, used = look.palette, {line.stands for line in shown}
    entries = [(_end_svg(one, 0, 0, colours), look.word(one.value)) for one in Stands if one in used]
    if any(line.low is None or line.high is None for line in shown):
        entries.append(
            (_arrow_svg(Stands.STANDS, 0, 1, 0, colours), look.word("open end: no bound was said"))
        )
    return entries
