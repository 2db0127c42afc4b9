"""Labels on a map: beside what they name, never over one another, farther away on a line where it is crowded.

What must stay true: the same marks give the same labels; a label that finds no room is counted, not drawn
over others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import bidirectional

import numpy as np

from khronika.publishing.looks import Look, Type, cut_to_room, line_svg, room_of
from khronika.publishing.maps.marking import LANDS, Mark, Shape
from khronika.publishing.maps.projection import Numbers
from khronika.publishing.marks import mark_svg

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

_SIZE, _HIGH, _GLYPH, _GAP = 13.0, 17.0, 11.0, 4.0
_LARGE = 50.0
_EDGE = 3.0
_AWAY = (16.0, 28.0, 42.0, 58.0, 76.0, 100.0)
_TURNS = 12
_LONGEST_NAME = {False: 190.0, True: 120.0}
_GRID = 19
_FROM_RIGHT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label with room: its box, the words after the key, and where its line to the mark begins, if any."""

    mark: Mark
    box: Box
    name: str
    line: tuple[float, float] | None = None


def placed(
    marks: Sequence[Mark], size: tuple[float, float], taken: Sequence[Box], look: Look
) -> tuple[list[Label], list[Mark]]:
    """Return the labels that found room and the marks whose label found none. ``taken`` is kept free."""
    busy = [*taken, *(mark.box for mark in marks if mark.shape is Shape.CELL or 0 < mark.r <= _LARGE)]
    labels: list[Label] = []
    missing: list[Mark] = []
    marks = [mark for mark in marks if mark.shape is not Shape.CELL]
    for mark in sorted(marks, key=lambda m: (m.shape in LANDS, m.r > _LARGE, -len(m.areas), -m.count)):
        label = _label(mark, size, busy, look)
        if label is None:
            missing.append(mark)
        else:
            labels.append(label)
            busy.append(label.box)
    return labels, missing


def _label(mark: Mark, size: tuple[float, float], busy: Sequence[Box], look: Look) -> Label | None:
    own = mark.box
    others = [box for box in busy if box != own]
    for name in (_name(mark, look), ""):
        wide = _wide(mark, name)
        for box in _near(mark, wide):
            if _free(box, size, others):
                return Label(mark, box, name)
    if mark.r > _LARGE:
        return None
    for away in _AWAY:
        for turn in range(_TURNS):
            angle = 2 * math.pi * (turn + 0.5) / _TURNS
            x = mark.x + math.cos(angle) * (mark.r + away)
            y = mark.y + math.sin(angle) * (mark.r + away)
            box = (x - wide / 2, y - _HIGH / 2, x + wide / 2, y + _HIGH / 2)
            if _free(box, size, busy):
                return Label(
                    mark, box, "", (mark.x + math.cos(angle) * mark.r, mark.y + math.sin(angle) * mark.r)
                )
    return None


def _name(mark: Mark, look: Look) -> str:
    if mark.shape is Shape.GROUP or (mark.shape in LANDS and len(mark.areas) > 1):
        return look.word("%(num)s places") % {"num": len(mark.areas)}
    area = mark.areas[0]
    words = look.word("somewhere in %(place)s") % {"place": area.name[:200]} if area.vague else area.name
    return cut_to_room(words, _LONGEST_NAME[look.narrow], _SIZE)


def _wide(mark: Mark, name: str) -> float:
    named = _GAP + room_of(name, _SIZE) if name else 0.0
    counted = room_of(f" · {mark.count}", _SIZE) if name and mark.count > 1 else 0.0
    return room_of(mark.key, _SIZE) * 1.07 + 3 + _GLYPH * len(mark.said) + named + counted + 4


def _near(mark: Mark, wide: float) -> list[Box]:
    if mark.shape in LANDS and not mark.r:
        return [_box(mark.x - wide / 2, mark.y - _HIGH / 2 + down, wide) for down in (0, 14, -14)]
    r, side = mark.r + 3, (mark.r + 2) * math.sqrt(0.5)
    middle, left = mark.y - _HIGH / 2, mark.x - wide / 2
    places = [
        (mark.x + r, middle),
        (mark.x - r - wide, middle),
        (left, mark.y - r - _HIGH),
        (left, mark.y + r),
        (mark.x + side, mark.y - side - _HIGH + 4),
        (mark.x + side, mark.y + side - 4),
        (mark.x - side - wide, mark.y - side - _HIGH + 4),
        (mark.x - side - wide, mark.y + side - 4),
    ]
    if mark.r > _LARGE and wide < 1.5 * mark.r:
        inside = [(left, middle - 0.6 * mark.r), (left, middle + 0.6 * mark.r), (left, middle)]
        places = [*inside, *places[2:4], *places]
    elif mark.r > _LARGE:
        places = [*places[2:4], *places]
    return [_box(x, y, wide) for x, y in places]


def _box(left: float, top: float, wide: float) -> Box:
    return left, top, left + wide, top + _HIGH


def _free(box: Box, size: tuple[float, float], busy: Sequence[Box]) -> bool:
    left, top, right, bottom = box
    if min(left, top) < _EDGE or right > size[0] - _EDGE or bottom > size[1] - _EDGE:
        return False
    return not any(left < b[2] and right > b[0] and top < b[3] and bottom > b[1] for b in busy)


def label_svg(label: Label, look: Look) -> str:
    """Return a label with its line."""
    colours = look.palette
    left, top, right, _ = label.box
    base = top + 12.6
    tag = f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{_HIGH:.0f}" rx="2" '
    parts = [_leader(label, look)] if label.line else []
    parts.append(f'{tag}fill="{colours.land}" fill-opacity="0.85"/>')
    parts.append(line_svg(left + 2, base, label.mark.key, Type(_SIZE, colours.ink, bold=True)))
    x = left + 2 + room_of(label.mark.key, _SIZE) * 1.07 + 3
    for said in label.mark.said:
        parts.append(mark_svg(said, x + 4.5, top + 8.2, colours, 4))
        x += _GLYPH
    if label.name:
        counted = f" · {label.mark.count}" if label.mark.count > 1 else ""
        mixed = counted and any(bidirectional(letter) in _FROM_RIGHT for letter in label.name)
        words = label.name if mixed else f"{label.name}{counted}"
        parts.append(line_svg(x + _GAP - 2, base, words, Type(_SIZE, colours.ink)))
        if mixed:
            kind = Type(_SIZE, colours.ink, anchor="end")
            parts.append(line_svg(right, base, counted.strip(), kind))
    return "".join(parts)


def _leader(label: Label, look: Look) -> str:
    assert label.line is not None
    left, top, right, bottom = label.box
    x, y = label.line
    end = min(max(x, left), right), min(max(y, top + 3), bottom - 3)
    path = f"M{x:.1f} {y:.1f}L{end[0]:.1f} {end[1]:.1f}"
    return f'<path d="{path}" stroke="{look.palette.soft}" stroke-width="0.8"/>'


def roomiest(
    rings: Sequence[tuple[Numbers, Numbers]], size: tuple[float, float], busy: Sequence[Box] = ()
) -> tuple[float, float, float] | None:
    """Return the place in the frame that is deepest inside ``rings`` and off ``busy``, and how deep."""
    if not rings:
        return None
    left, top = (max(8.0, min(float(ring[n].min()) for ring in rings)) for n in (0, 1))
    right, low = (min(size[n] - 8, max(float(ring[n].max()) for ring in rings)) for n in (0, 1))
    if left >= right or top >= low:
        return None
    across, down = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(top, low, _GRID))
    x, y = across.ravel(), down.ravel()
    inside, depth = (
        np.zeros(len(x), dtype=bool),
        np.minimum(np.minimum(x, size[0] - x), np.minimum(y, size[1] - y)) * 1.5,
    )
    for ring_x, ring_y in rings:
        inside ^= _holds(ring_x, ring_y, x, y)
        depth = np.minimum(depth, np.hypot(x[:, None] - ring_x, y[:, None] - ring_y).min(axis=1))
    for box in busy:
        apart = np.hypot(x - np.clip(x, box[0], box[2]), y - np.clip(y, box[1], box[3]))
        depth = np.minimum(depth, apart)
    depth = np.where(inside, depth, 0)
    best = int(np.argmax(depth))
    return (float(x[best]), float(y[best]), float(depth[best])) if depth[best] > 0 else None


def _holds(ring_x: Numbers, ring_y: Numbers, x: Numbers, y: Numbers) -> np.ndarray:
    """Return which of the places are inside a ring: a line to the right crosses it an odd number of times."""
    next_x, next_y = np.roll(ring_x, -1), np.roll(ring_y, -1)
    crossing = (ring_y > y[:, None]) != (next_y > y[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = ring_x + (y[:, None] - ring_y) / (next_y - ring_y) * (next_x - ring_x)
    return np.asarray((crossing & (x[:, None] < at)).sum(axis=1) % 2 == 1)
