"""Figures and relay trees as pictures: own SVG drawn to PNG, with the fonts of this package only.

Pages carry the PNG, never the SVG (Tor Browser at its safest setting shows none), and always a table or list
with the same content beside it. What must stay true: the same values give the same bytes on every machine; no
system font is read; every string is made visible and escaped; shape, not colour alone, carries what is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from khronika.publishing.figures import FigureGroup, FigureRow
from khronika.publishing.relays import Branch
from khronika.publishing.visible import one_line

INK, SOFT, LINE, ACCENT, PAPER = "#1d2730", "#55626d", "#c3ccd3", "#1f5d78", "#ffffff"
WIDTH = 860
MOST_ROWS = 40
_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoNaskhArabic-Regular.ttf")
_SCALE = 1.5
_LOG_FROM = 50
_ROOM = 1.3
_ROW = 36
_LEFT, _RIGHT = 250, 215
_CONVENTION_DASH = ' stroke-dasharray="5 4"'


def png_of(svg: str) -> bytes:
    """Return ``svg`` drawn at one and a half times its size, for sharp screens and paper."""
    import resvg_py  # noqa: PLC0415  # loads a renderer that only a brief with pictures needs

    with ExitStack() as stack:
        folder = files("khronika.publishing") / "fonts"
        fonts = [str(stack.enter_context(as_file(folder / name))) for name in _FONTS]
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=_SCALE,
            skip_system_fonts=True,
            font_files=fonts,
            font_family="Noto Sans",
            sans_serif_family="Noto Sans",
            serif_family="Noto Sans",
            monospace_family="Noto Sans",
        )
    return bytes(drawn)


def text_svg(x: float, y: float, text: str, look: str = "") -> str:
    """Return one line of text as SVG; ``look`` are further attributes, our own words only."""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{INK}" {look}>{escape(one_line(text))}</text>'


def drawing(height: int, parts: Sequence[str]) -> str:
    """Return a whole SVG of the pictures' width."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="Noto Sans, Noto Naskh Arabic" font-size="14">'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def shortened(text: str, most: int) -> str:
    """Return ``text`` on one line, cut to ``most`` characters with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Axis:
    """Where numbers lie from left to right. ``log`` where the figures differ fiftyfold or more."""

    low: float
    high: float
    log: bool

    def at(self, number: float) -> float:
        """Return the place of ``number`` in pixels."""
        low, high, here = (self._scaled(n) for n in (self.low, self.high, number))
        share = 0.0 if high == low else (here - low) / (high - low)
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(1.0, max(0.0, share))

    def _scaled(self, number: float) -> float:
        return math.log10(max(number, self.low)) if self.log else number

    def ticks(self) -> list[float]:
        """Return a handful of round numbers on the axis."""
        if self.log:
            first, last = round(math.log10(self.low)), round(math.log10(self.high))
            apart = max(1, math.ceil((last - first) / 6))
            return [10.0**power for power in range(first, last + 1, apart)]
        wide = self.high - self.low
        parts = next((n for n in (4, 3, 5, 2) if (wide / n).is_integer()), 4)
        return [self.low + wide / parts * place for place in range(parts + 1)]


def axis_of(rows: Sequence[FigureRow]) -> Axis:
    """Return the axis for all bounds of ``rows``: from 0, or by powers of ten; open ends get room."""
    ends = [float(end) for row in rows for end in (row.low, row.high) if end is not None]
    ends = [end for end in ends if math.isfinite(end)] or [1.0]
    positive = [end for end in ends if end > 0]
    top = max(ends) * (_ROOM if any(row.high is None for row in rows) else 1)
    if positive and min(ends) >= 0 and max(positive) / min(positive) >= _LOG_FROM:
        first, last = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(top, *positive)))
        return Axis(10.0**first, 10.0**last, log=True)
    low_end = min(ends) * (_ROOM if any(row.low is None for row in rows) else 1)
    return Axis(min(0.0, _round_up(low_end)), _round_up(max(top, 1.0)), log=False)


def _round_up(number: float) -> float:
    if number == 0:
        return 0.0
    size = 10.0 ** math.floor(math.log10(abs(number)))
    steps = (1, 2, 4, 6, 8, 10)
    return math.copysign(
        next(step for step in steps if step * size >= abs(number) - size * 1e-9) * size, number
    )


def figures_svg(group: FigureGroup) -> str:
    """Return the figures of ``group`` as intervals on one axis, in the order of the table."""
    rows = [row for row in group.rows if row.low is not None or row.high is not None][:MOST_ROWS]
    axis = axis_of(rows)
    height = 44 + _ROW * len(rows)
    parts = [_axis_svg(axis, height)]
    for place, row in enumerate(rows):
        parts.append(_row_svg(row, axis, 20 + _ROW * place + _ROW / 2))
    return drawing(height + 16, parts)


def _axis_svg(axis: Axis, height: int) -> str:
    parts = []
    for tick in axis.ticks():
        x = axis.at(tick)
        parts.append(f'<path d="M{x:.1f} 12V{height - 16}" stroke="{LINE}"/>')
        look = f'text-anchor="middle" font-size="12" style="fill:{SOFT}"'
        parts.append(
            text_svg(x, height, f"{Decimal(repr(tick)).normalize():,f}".replace(",", "\u202f"), look)
        )
    if axis.log:
        parts.append(
            text_svg(
                8, height, "each step is ten times the one before", f'font-size="12" style="fill:{SOFT}"'
            )
        )
    return "".join(parts)


def _row_svg(row: FigureRow, axis: Axis, y: float) -> str:
    giver = text_svg(8, y + 5, shortened(row.giver, 26))
    label = text_svg(_LEFT - 14, y + 5, row.label, f'text-anchor="end" font-size="12" style="fill:{SOFT}"')
    said = text_svg(WIDTH - _RIGHT + 22, y + 5, shortened(row.text, 22), 'font-weight="700"')
    return giver + label + said + _interval_svg(row, axis, y)


def _interval_svg(row: FigureRow, axis: Axis, y: float) -> str:
    left = axis.at(float(row.low)) if row.low is not None else float(_LEFT)
    right = axis.at(float(row.high)) if row.high is not None else float(WIDTH - _RIGHT)
    fill = PAPER if row.convention else ACCENT
    dash = _CONVENTION_DASH if row.convention else ""
    look = f'fill="{fill}" stroke="{ACCENT}" stroke-width="2"'
    if row.low is not None and row.low == row.high:
        return f'<circle cx="{left:.1f}" cy="{y:.1f}" r="7" {look}{dash}/>'
    parts = [f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{ACCENT}" stroke-width="3"{dash}/>']
    for x, end, way in ((left, row.low, -1), (right, row.high, 1)):
        if end is None:
            parts.append(f'<path d="M{x:.1f} {y - 7:.1f}l{9 * way} 7l{-9 * way} 7z" {look}/>')
        else:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {look}/>')
    return "".join(parts)


_STEP, _TALL = 47, 40
_LETTER = 7.1
_FRAMES = {
    "publisher": 'stroke-width="2.6"',
    "relay": 'stroke-dasharray="4 3"',
    "speaker": 'stroke-width="1.1"',
}


def relays_svg(tree: Branch) -> str:
    """Return the relay tree from the publisher (left) to the speakers (right)."""
    width = (WIDTH - 16) / (tree.depth + 1)
    parts: list[str] = []
    _branch_svg(tree, (0, 6.0), width, parts)
    return drawing(tree.leaves * _STEP + 12, parts)


def _branch_svg(branch: Branch, place: tuple[int, float], width: float, parts: list[str]) -> float:
    """Draw ``branch`` from ``place`` (column, top) and return the height of its middle."""
    column, top = place
    middles: list[float] = []
    below = top
    for further in branch.further:
        middles.append(_branch_svg(further, (column + 1, below), width, parts))
        below += further.leaves * _STEP
    middle = (middles[0] + middles[-1]) / 2 if middles else top + _STEP / 2
    left = 8 + column * width
    edge = left + width - 28
    parts += [_joint_svg((edge, middle), (left + width, end)) for end in middles]
    parts.append(_box_svg(branch, (left, middle), width - 28))
    return middle


def _joint_svg(start: tuple[float, float], end: tuple[float, float]) -> str:
    turn = (start[0] + end[0]) / 2
    path = f"M{start[0]:.1f} {start[1]:.1f}H{turn:.1f}V{end[1]:.1f}H{end[0]:.1f}"
    return f'<path d="{path}" fill="none" stroke="{SOFT}"/>'


def _box_svg(branch: Branch, place: tuple[float, float], box: float) -> str:
    left, middle = place
    said = f" · {len(branch.sentences)}" if branch.sentences else ""
    lines = _lines(branch.name, said, max(6, int((box - 16) / _LETTER)))
    weight = ' font-weight="700"' if branch.role == "publisher" else ""
    first = middle + 4.5 - 8 * (len(lines) - 1)
    frame = (
        f'<rect x="{left:.1f}" y="{middle - _TALL / 2:.1f}" width="{box:.1f}" height="{_TALL}" rx="4" '
        f'fill="{PAPER}" stroke="{INK}" {_FRAMES[branch.role]}/>'
    )
    look = f'font-size="13"{weight}'
    return frame + "".join(text_svg(left + 9, first + 16 * n, line, look) for n, line in enumerate(lines))


def _lines(name: str, said: str, most: int) -> list[str]:
    """Return ``name`` on one or two lines of ``most`` letters, with ``said`` after it."""
    line = one_line(name)
    if len(line) + len(said) <= most:
        return [line + said]
    cut = line.rfind(" ", 0, most + 1)
    if cut <= 0:
        return [shortened(line, most - len(said)) + said]
    return [line[:cut], shortened(line[cut + 1 :], most - len(said)) + said]
