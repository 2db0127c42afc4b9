"""What was said, told by shape: the same marks on the map and on the timeline.

What must stay true: shape alone tells the kinds apart; a denial of knowledge, responsibility or competence
never has the mark of a denial of the fact; a dispute never has the mark of a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from khronika.publishing.looks import Look, Palette, Type, line_svg, room_of, wrapped
from khronika.records.statement import Act, Denial


class Said(StrEnum):
    """What was said, as far as a picture tells; the values are the words of its legend."""

    ASSERTED = "asserted"
    DENIED = "denied the fact"
    DENIED_OTHER = "denied knowledge, responsibility or competence"
    DISPUTED = "disputed a claim or term"
    CORRECTED = "corrected"
    RETRACTED = "took back"
    OTHER = "appealed, asked, advised or other"


_ASSERTING = (Act.ASSERTS, Act.ALLEGES, Act.ADMITS, Act.REPORTS, Act.HOLDS)
_FIRST_TOLD = (
    (Act.RETRACTS, Said.RETRACTED),
    (Act.CORRECTS, Said.CORRECTED),
    (Act.DENIES, Said.DENIED_OTHER),
    (Act.DISPUTES, Said.DISPUTED),
    *((act, Said.ASSERTED) for act in _ASSERTING),
)


def said_of(acts: Iterable[Act], denies: Sequence[Denial] = ()) -> Said:
    """Return the kind of a statement with these acts. What takes back or denies is told before what asserts.

    A denial whose object was not read is not shown as a denial of the fact.
    """
    found = set(acts)
    told = next((said for act, said in _FIRST_TOLD if act in found), Said.OTHER)
    return Said.DENIED if told is Said.DENIED_OTHER and Denial.FACT in denies else told


_SMALL = 3.0


def mark_svg(  # noqa: PLR0911 - a shape a kind
    said: Said, x: float, y: float, palette: Palette, r: float = 5
) -> str:
    """Return the mark of ``said`` around a place, about ``r`` pixels in each direction."""
    ink = palette.ink
    hollow = f'fill="{palette.paper}" stroke="{ink}" stroke-width="{1.5 if r > _SMALL else 1}"'
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r - 0.7:.1f}" {hollow}/>'
    arm, side = r - 0.6, f"{r + 0.6:.1f}"
    match said:
        case Said.ASSERTED:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{ink}"/>'
        case Said.DENIED:
            return _cross_svg(x, y, palette, r)
        case Said.DENIED_OTHER:
            square = f'width="{2 * arm:.1f}" height="{2 * arm:.1f}"'
            return f'<rect x="{x - arm:.1f}" y="{y - arm:.1f}" {square} {hollow}/>'
        case Said.DISPUTED:
            path = f"M{x:.1f} {y - r - 0.6:.1f}l{side} {side}l-{side} {side}l-{side} -{side}z"
            return f'<path d="{path}" {hollow}/>'
        case Said.CORRECTED:
            half = f"M{x:.1f} {y - r + 0.7:.1f}a{r - 0.7:.1f} {r - 0.7:.1f} 0 0 0 0 {2 * r - 1.4:.1f}z"
            return f'{ring}<path d="{half}" fill="{ink}"/>'
        case Said.RETRACTED:
            slash = f"M{x - r:.1f} {y + r:.1f}L{x + r:.1f} {y - r:.1f}"
            return f'{ring}<path d="{slash}" stroke="{ink}" stroke-width="1.7"/>'
        case Said.OTHER:
            return f'<path d="M{x:.1f} {y - r:.1f}l{r:.1f} {1.75 * r:.1f}h{-2 * r:.1f}z" {hollow}/>'


def _cross_svg(x: float, y: float, palette: Palette, r: float) -> str:
    arm = r - 0.6
    long = f"{2 * arm:.1f}"
    path = f"M{x - arm:.1f} {y - arm:.1f}l{long} {long}m0 -{long}l-{long} {long}"
    wide = f'stroke="{palette.paper}" stroke-width="5" stroke-linecap="square"'
    under = f'<path d="{path}" {wide}/>' if r > _SMALL else ""
    return f'{under}<path d="{path}" stroke="{palette.ink}" stroke-width="{0.2 + 0.44 * r:.1f}"/>'


_SIZE, _LINE, _LEFT = 12, 19, 8.0


def legend_svg(entries: Sequence[tuple[str, str]], look: Look, top: float) -> tuple[str, float]:
    """Return the legend and its height: ``entries`` are a drawing around (0, 0) and our own words for it."""
    parts, x, y = [], _LEFT, top + 12
    for drawn, words in entries:
        lines = wrapped(words, look.width - _LEFT - 22, _SIZE)
        room = 18 + max(room_of(line, _SIZE) for line in lines)
        if x > _LEFT and x + room > look.width - 4:
            x, y = _LEFT, y + _LINE
        parts.append(f'<g transform="translate({x + 6:.1f} {y - 4:.1f})">{drawn}</g>')
        for number, line in enumerate(lines):
            y += _LINE - 3 if number else 0
            parts.append(line_svg(x + 18, y, line, Type(_SIZE, look.palette.soft)))
        x += room + 16 if len(lines) == 1 else look.width
    return "".join(parts), (y + 7 - top if entries else 0.0)


def legend_of(kinds: Iterable[Said], look: Look) -> list[tuple[str, str]]:
    """Return the entries of a legend for the ``kinds`` that are in a picture, in their fixed order."""
    used = set(kinds)
    drawn = [said for said in Said if said in used]
    return [(mark_svg(said, 0, 0, look.palette), look.word(said.value)) for said in drawn]
