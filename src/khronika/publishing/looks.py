"""How maps and timelines look: colours, widths, and text whose room is known before it is drawn.

What must stay true: everything is legible without colour; a text is cut before it is worked on, so that a
name of ten megabytes costs no more than one of a line; the estimated room of a text is rather too large
than too small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from khronika.publishing.pictures import ACCENT, INK, LINE, PAPER, SOFT, shortened
from khronika.publishing.visible import one_line

LONGEST_CELL = 200
"""Characters of a name in a table beside a picture; its record has the whole."""

_READ = 400
_SHARES = {
    letter: share
    for share, letters in (
        (0.3, " ijlJ.,:;!·’'|іїł()-"),
        (0.41, 'ftI[]/r"'),
        (0.51, "csvyzгэст"),
        (0.58, "aekxESTYZL0123456789ахкеТЕ"),
        (0.97, "mwMWOQжмюыфшщЖМЮЫФОШЩ@%—…"),
    )
    for letter in letters
}
"""Advance widths of Noto Sans in shares of its size, in steps; a little more than they are."""

_WIDE_FROM = 0x1100
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture, as ``#rrggbb``. ``sea`` and ``land`` are grounds and stay near ``paper``."""

    ink: str = INK
    soft: str = SOFT
    line: str = LINE
    accent: str = ACCENT
    paper: str = PAPER
    sea: str = "#e6ecef"
    land: str = "#faf9f6"
    border: str = "#8b979f"


LIGHT = Palette()
DARK = Palette(
    ink="#e9edf0",
    soft="#a9b5be",
    line="#46525c",
    accent="#86c5df",
    paper="#13181d",
    sea="#0d1216",
    land="#222a31",
    border="#75828c",
)


def in_english(words: str) -> str:
    """Return our own words as they are."""
    return words


@dataclass(frozen=True, slots=True)
class Look:
    """Width in pixels and colours of a picture; ``word`` puts our own words into the reader's language."""

    width: int = 860
    palette: Palette = LIGHT
    word: Callable[[str], str] = in_english

    @property
    def narrow(self) -> bool:
        """Return whether the picture is for a telephone: text is fewer, not smaller."""
        return self.width < 600  # noqa: PLR2004  # between a telephone and a page


WIDE, NARROW = Look(), Look(width=360)
DARK_WIDE, DARK_NARROW = Look(palette=DARK), Look(width=360, palette=DARK)


def room_of(text: str, size: float = 13) -> float:
    """Return about how many pixels wide ``text`` is at ``size``."""
    return size * sum(map(_share, text))


def _share(letter: str) -> float:
    known = _SHARES.get(letter)
    if known is not None:
        return known
    if ord(letter) >= _WIDE_FROM and not "\u1e00" <= letter <= "\u2fff":
        return 1.05
    return 0.74 if letter.isupper() else 0.63


def cut(text: str, most: int) -> str:
    """Return ``text`` visible, on one line, of at most ``most`` characters; only its beginning is read."""
    return shortened(text[:_READ] + ("…" if len(text) > _READ else ""), most)


def cut_to_room(text: str, room: float, size: float = 13) -> str:
    """Return ``text`` visible, on one line and cut with an ellipsis to ``room`` pixels."""
    line = cut(text, LONGEST_CELL)
    if room_of(line, size) <= room:
        return line
    while line and room_of(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…" if line else ""


@dataclass(frozen=True, slots=True)
class Type:
    """How a line of text is set: size in pixels, colour, weight, where it is held, colour of its halo."""

    size: float = 13
    colour: str = INK
    bold: bool = False
    anchor: str = "start"
    halo: str = ""
    spaced: float = 0


def line_svg(x: float, y: float, text: str, kind: Type) -> str:
    """Return one line of text as SVG."""
    look = f'font-size="{kind.size:g}" text-anchor="{kind.anchor}" fill="{kind.colour}"'
    if kind.halo:
        look += f' stroke="{kind.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    look += ' font-weight="700"' if kind.bold else ""
    look += f' letter-spacing="{kind.spaced:g}"' if kind.spaced else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(one_line(text))}</text>'


def sheet(look: Look, height: float, parts: Sequence[str]) -> str:
    """Return a whole SVG of the look's width."""
    size = f'width="{look.width}" height="{height:.0f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {look.width} {height:.0f}" '
        f'font-family="Noto Sans, Noto Naskh Arabic" font-size="13">'
        f'<rect {size} fill="{look.palette.paper}"/>{"".join(parts)}</svg>'
    )


def size_of(svg: str) -> tuple[int, int]:
    """Return width and height in pixels of a :func:`sheet`."""
    found = _SIZE.search(svg)
    assert found is not None
    return int(found[1]), int(found[2])


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return our own words ``text`` on lines of at most ``room`` pixels."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if line and room_of(longer, size) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, as rows of a table; ``notes`` are what it says in words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
