"""The marks of a map as they are drawn, and the same small for the legend.

What must stay true: shape tells them apart, never colour alone.
"""

from __future__ import annotations

from khronika.publishing.looks import Look, Type, line_svg
from khronika.publishing.maps.backdrop import polygons_of, tenths
from khronika.publishing.maps.ground import Ground, hatching, path_of, rings_of
from khronika.publishing.maps.marking import Mark, Shape
from khronika.publishing.maps.projection import Numbers, circle_of
from khronika.publishing.marks import mark_svg

_SMALL_HATCH = "M-5 1L1 -5M-4 4L4 -4M-1 5L5 -1"


def _cell_svg(mark: Mark, look: Look) -> str:
    colours = look.palette
    left, top, right, bottom = mark.box
    size = f'width="{right - left - 3:.1f}" height="{bottom - top - 3:.1f}"'
    look_of = f'fill="{colours.paper}" fill-opacity="0.85" stroke="{colours.accent}" stroke-width="1.2"'
    frame = f'<rect x="{left + 1.5:.1f}" y="{top + 1.5:.1f}" {size} rx="2" {look_of}/>'
    key = line_svg(mark.x, top + 16, mark.key, Type(12, colours.ink, bold=True, anchor="middle"))
    step = min(9.0, (right - left - 8) / max(1, len(mark.said)))
    first = mark.x - step * (len(mark.said) - 1) / 2
    glyphs = (mark_svg(said, first + step * n, top + 27, colours, 3.4) for n, said in enumerate(mark.said))
    return frame + key + "".join(glyphs)


def symbol_svg(mark: Mark, ground: Ground, look: Look) -> str:
    """Return a mark in its place."""
    edge = f'stroke="{look.palette.accent}"'
    x, y, r = f'cx="{mark.x:.1f}"', f'cy="{mark.y:.1f}"', f"{mark.r:.1f}"
    match mark.shape:
        case Shape.LAND | Shape.REGION | Shape.WIDER:
            places = polygons_of(ground, mark)
            rings = [ring for place in places for ring in ground.rings(place)]
            ring = f'<circle {x} {y} r="{r}" fill="none" {edge} stroke-width="1.5" stroke-dasharray="3 2"/>'
            broken = ' stroke-dasharray="60 40"' if mark.shape is Shape.WIDER else ""
            land = _hatched(rings, ground, ground.edges(places), f'{edge} stroke-width="14"{broken}')
            return land + (ring if mark.r else "")
        case Shape.LARGER:
            return f'<circle {x} {y} r="{r}" fill="{look.palette.paper}" {edge} stroke-width="1.8"/>'
        case Shape.GROUP:
            inner = f'<circle {x} {y} r="{mark.r - 3:.1f}" fill="none" {edge} stroke-width="0.9"/>'
            outer = f'fill="{look.palette.paper}" fill-opacity="0.7" {edge} stroke-width="1.8"'
            return f'<circle {x} {y} r="{r}" {outer}/>{inner}'
        case Shape.CELL:
            return _cell_svg(mark, look)
        case Shape.CIRCLE | Shape.HATCHED:
            return _circle_svg(mark, ground, look)


def _circle_svg(mark: Mark, ground: Ground, look: Look) -> str:
    """Return the circle of the stated precision as it is on the sphere."""
    area, accent = mark.areas[0], look.palette.accent
    assert area.latitude is not None
    assert area.longitude is not None
    rings = rings_of(ground.framing, *circle_of(area.longitude, area.latitude, area.radius))
    path = "".join(path_of(*ring, closed=True) for ring in rings)
    edge = f'stroke="{accent}" stroke-width="15"'
    if mark.shape is Shape.HATCHED:
        return _hatched(rings, ground, path, f'{edge} stroke-dasharray="60 40"')
    return tenths(f'<path d="{path}" fill="{accent}" fill-opacity="0.24" {edge}/>')


def _hatched(rings: list[tuple[Numbers, Numbers]], ground: Ground, outline: str, edge: str) -> str:
    lines, colour = hatching(rings, ground.framing), edge.partition(" ")[0]
    return tenths(f'<path d="{lines}" {colour} stroke-width="8"/><path d="{outline}" fill="none" {edge}/>')


def swatch_svg(shape: Shape, look: Look) -> str:
    """Return a mark of this shape for the legend, around (0, 0)."""
    accent, paper = look.palette.accent, look.palette.paper
    hollow = f'fill="none" stroke="{accent}"'
    lines = f'<path d="{_SMALL_HATCH}" stroke="{accent}" stroke-width="0.9"/>'
    match shape:
        case Shape.CIRCLE:
            return f'<circle r="6" fill="{accent}" fill-opacity="0.24" stroke="{accent}" stroke-width="1.5"/>'
        case Shape.LARGER:
            return f'<circle r="4.5" fill="{paper}" stroke="{accent}" stroke-width="1.8"/>'
        case Shape.GROUP:
            return (
                f'<circle r="6.5" {hollow} stroke-width="1.6"/><circle r="3.5" {hollow} stroke-width="0.9"/>'
            )
        case Shape.CELL:
            return f'<rect x="-7" y="-4.5" width="14" height="9" rx="1" {hollow} stroke-width="1.2"/>'
        case Shape.HATCHED:
            return f'{lines}<circle r="6" {hollow} stroke-width="1.3" stroke-dasharray="3 2"/>'
        case Shape.REGION | Shape.LAND | Shape.WIDER:
            path = "M-6 -4L2 -6L6 0L3 6L-5 5z" if shape is Shape.REGION else "M-6 -6H6V6H-6z"
            broken = ' stroke-dasharray="3 2"' if shape is Shape.WIDER else ""
            return f'{lines}<path d="{path}" {hollow} stroke-width="1.3"{broken}/>'
