"""The map as a picture: the frame with marks and labels, and below it the scale, legend and notes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from khronika.publishing.looks import WIDE, Look, Type, line_svg, sheet, size_of, wrapped
from khronika.publishing.maps.areas import Area
from khronika.publishing.maps.backdrop import ground_svg, inset, names_svg, seated
from khronika.publishing.maps.ground import ground_of, regions_of
from khronika.publishing.maps.labels import label_svg, placed
from khronika.publishing.maps.marking import LANDS, Mark, Plan, Shape, plan_of
from khronika.publishing.maps.symbols import swatch_svg, symbol_svg
from khronika.publishing.maps.view import Framing, View
from khronika.publishing.marks import legend_of, legend_svg
from khronika.publishing.pixels import small_png_of

NOTHING = "No place is recorded here, so there is no map."
NOWHERE = "No position is known of the places listed here, so there is no map."
POLICY = "Outlines: Natural Earth, de facto; no position on any border or name."
_PAD = 1.0
_SMALL = 11.0
_BARS = (1.0, 2.0, 5.0)


def map_svg(
    areas: Sequence[Area],
    view: View | None = None,
    look: Look = WIDE,
    names: Mapping[str, str] | None = None,
) -> str:
    """Return a map of ``areas``, of all of them where no ``view`` is given; a sentence where there is none.

    ``names`` are names of countries in the reader's language by ISO 3166-1 alpha-2 code; without them they
    are Natural Earth's, in English.

    Raises:
        Undrawable: there are more than 5,000 areas.
    """
    plan = plan_of(areas, view, look, look.width - 2 * _PAD)
    if plan is None:
        words = look.word(NOWHERE if areas else NOTHING)
        lines = wrapped(words, look.width - 16, 14)
        parts = [line_svg(8, 24 + 20 * n, line, Type(14, look.palette.ink)) for n, line in enumerate(lines)]
        return sheet(look, 20 + 20 * len(lines), parts)
    framing = plan.framing
    inside, missing = _frame(plan, look, names or {})
    foot, height = _foot(plan, len(missing), look, framing.height + 2 * _PAD)
    below = (
        f'<rect y="{framing.height + 2 * _PAD:.1f}" width="{look.width}" height="{height:.0f}" '
        f'fill="{look.palette.paper}"/>'
    )
    return sheet(look, height, [inside, below, *foot])


def map_png(
    areas: Sequence[Area],
    view: View | None = None,
    look: Look = WIDE,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Return :func:`map_svg` as a PNG.

    Raises:
        Undrawable: there are more than 5,000 areas.
    """
    return small_png_of(map_svg(areas, view, look, names))


def map_size(areas: Sequence[Area], view: View | None = None, look: Look = WIDE) -> tuple[int, int]:
    """Return width and height in pixels of :func:`map_svg`, without drawing it.

    Where a label finds no room, the picture has a line more.

    Raises:
        Undrawable: there are more than 5,000 areas.
    """
    plan = plan_of(areas, view, look, look.width - 2 * _PAD)
    if plan is None:
        return size_of(map_svg(areas, view, look))
    return look.width, round(_foot(plan, 0, look, plan.framing.height + 2 * _PAD)[1])


def _frame(plan: Plan, look: Look, names: Mapping[str, str]) -> tuple[str, list[Mark]]:
    framing = plan.framing
    ground = ground_of(framing)
    regions = regions_of(framing, [m.areas[0].region for m in plan.marks if m.shape is Shape.REGION])
    size = (framing.width, framing.height)
    small = inset(plan.framing, plan.marks, look)
    lying = {shape: regions if shape is Shape.REGION else ground for shape in Shape}
    marks = [seated(mark, lying[mark.shape], size) for mark in plan.marks]
    labels, missing = placed(
        [m for m in marks if not math.isnan(m.x)], size, [small[0]] if small else [], look
    )
    missing += [mark for mark in marks if math.isnan(mark.x)]
    busy = [label.box for label in labels] + ([small[0]] if small else [])
    busy += [mark.box for mark in marks if not math.isnan(mark.x)]
    hatched = [mark.areas[0].country for mark in marks if mark.shape in {Shape.LAND, Shape.WIDER}]
    parts = [
        ground_svg(ground, look),
        names_svg(ground, hatched, busy, look, names),
        *(symbol_svg(mark, lying[mark.shape], look) for mark in sorted(marks, key=_depth)),
        *(label_svg(label, look) for label in labels),
        small[1] if small else "",
    ]
    box = f'width="{framing.width + _PAD:.1f}" height="{framing.height + _PAD:.1f}"'
    rule = f'<rect x="{_PAD / 2}" y="{_PAD / 2}" {box} fill="none" stroke="{look.palette.soft}"/>'
    edge = "" if framing.world else rule
    return f'<g transform="translate({_PAD} {_PAD})">{"".join(parts)}</g>{edge}', missing


def _depth(mark: Mark) -> tuple[bool, bool, float]:
    """Return the key by which marks are drawn: land below boxes, boxes below circles, large below small."""
    return mark.shape not in LANDS, mark.shape is not Shape.CELL, -mark.r


def _foot(plan: Plan, missing: int, look: Look, top: float) -> tuple[list[str], float]:
    colours = look.palette
    bar, bar_high = _bar_svg(plan.framing, look, top)
    used = {mark.shape for mark in plan.marks}
    kinds = legend_of((said for mark in plan.marks for said in mark.said), look)
    shapes = [(swatch_svg(shape, look), look.word(shape.value)) for shape in Shape if shape in used]
    parts, y = [bar], top + bar_high
    if any(mark.count > 1 and mark.shape is not Shape.CELL for mark in plan.marks):
        kinds.append(
            (
                line_svg(0, 4, "· 2", Type(12, colours.ink, anchor="middle")),
                look.word("after a name: number of statements"),
            )
        )
    for entries in (kinds, shapes):
        drawn, high = legend_svg(entries, look, y)
        parts.append(drawn)
        y += high
    for line in wrapped(" ".join(notes_of(plan, look, missing)), look.width - 16, _SMALL):
        y += 15
        parts.append(line_svg(8, y, line, Type(_SMALL, colours.soft)))
    return parts, y + 9


def notes_of(plan: Plan, look: Look, missing: int = 0) -> list[str]:
    """Return what a map says in words: what is not on it, and whose outlines it has."""
    told = []
    if plan.outside:
        told.append(
            look.word("Outside this part of the Earth: %(num)s of the places.") % {"num": len(plan.outside)}
        )
    if plan.unplaced:
        told.append(
            look.word("Position not known: %(num)s of the places, in the table only.")
            % {"num": len(plan.unplaced)}
        )
    if missing:
        told.append(look.word("No room for a label: %(num)s of the marks.") % {"num": missing})
    return [*told, look.word(POLICY)]


def _bar_svg(framing: Framing, look: Look, top: float) -> tuple[str, float]:
    colours = look.palette
    scale = framing.scale * (0.8616 if framing.world else 1.0)
    powers = [base * 10.0**power for power in range(-1, 5) for base in _BARS]
    length = max(km for km in powers if km * scale <= min(150, look.width * 0.3))
    wide, y = length * scale, top + 15
    words = look.word("%(num)s km") % {"num": f"{length:,.0f}".replace(",", "\u202f")}
    if framing.world:
        words = look.word("%(length)s along the equator") % {"length": words}
    elif framing.reach > 12:  # noqa: PLR2004  # from here the scale differs visibly towards the rim
        words = look.word("%(length)s at the middle of the map") % {"length": words}
    path = f"M8.5 {y - 5}v5h{wide:.1f}v-5M{8.5 + wide / 2:.1f} {y - 3}v3"
    drawn = f'<path d="{path}" fill="none" stroke="{colours.ink}" stroke-width="1.2"/>'
    return drawn + line_svg(8 + wide + 8, y + 1, words, Type(12, colours.ink)), 24.0
