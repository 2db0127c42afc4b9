"""Pictures in pages: which of four is shown, wide or narrow, light or dark, and their words for catalogues.

What must stay true: a page with a picture has its content beside it as a table; the picture is made by the
same act, for the same member, as the table; no page needs script or SVG for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from babel.dates import get_month_names

from khronika.publishing.looks import DARK_NARROW, DARK_WIDE, NARROW, WIDE, Look
from khronika.web.frame import _
from khronika.web.languages import Language
from khronika.web.visits import Visit

LOOKS: dict[str, Look] = {"": WIDE, "narrow": NARROW, "dark": DARK_WIDE, "narrow-dark": DARK_NARROW}
"""The looks by their names in addresses."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture as a page shows it: its address, what it is asked with, its sizes, what it says in words."""

    path: str
    asked: Mapping[str, str]
    wide: tuple[int, int]
    narrow: tuple[int, int]
    alt: str


def look_of(visit: Visit) -> Look:
    """Return the look that a picture is asked for in, with the reader's words."""
    return in_words_of(visit, LOOKS.get(visit.query.get("look"), WIDE))


def in_words_of(visit: Visit, look: Look) -> Look:
    """Return a look with the reader's words."""
    return replace(look, word=visit.word)


def pictured(
    visit: Visit, path: str, asked: Mapping[str, str], size: Callable[[Look], tuple[int, int]], alt: str
) -> Pictured:
    """Return a picture for a page; ``size`` tells how large it is in a look."""
    wide, narrow = (size(in_words_of(visit, look)) for look in (WIDE, NARROW))
    return Pictured(path, asked, wide, narrow, alt)


def short_months(language: Language) -> tuple[str, ...]:
    """Return the short names of the twelve months."""
    names = get_month_names("abbreviated", context="stand-alone", locale=language.locale)
    return tuple(names[month] for month in range(1, 13))


def countries(language: Language) -> Mapping[str, str] | None:
    """Return the names of countries by their codes; ``None`` in English, which the outlines have."""
    return None if language.code == "en" else dict(language.locale.territories)


WORDS = (
    _("asserted"),
    _("denied the fact"),
    _("denied knowledge, responsibility or competence"),
    _("disputed a claim or term"),
    _("corrected"),
    _("took back"),
    _("appealed, asked, advised or other"),
    _("said then: %(act)s"),
    _("the days when it can have happened"),
    _("hatched: unsure when it happened"),
    _("unsure when said"),
    _("open: not told how long"),
    _("not told when said"),
    _("said on the day at the line, or before"),
    _("said then, or before"),
    _("not told"),
    _("figure"),
    _("when it happened"),
    _("when said"),
    _("number of statements, over the days when it can have happened, and the marks that have room"),
    _("said the same day; to the left of it, said afterwards"),
    _("No statement is recorded here, so there is no timeline."),
    _("No place is recorded here, so there is no map."),
    _("No position is known of the places listed here, so there is no map."),
    _("Outlines: Natural Earth, de facto; no position on any border or name."),
    _("Outside this part of the Earth: %(num)s of the places."),
    _("Position not known: %(num)s of the places, in the table only."),
    _("No room for a label: %(num)s of the marks."),
    _("%(num)s km"),
    _("%(num)s places"),
    _("somewhere in %(place)s"),
    _("%(length)s along the equator"),
    _("%(length)s at the middle of the map"),
    _("after a name: number of statements"),
    _("the place is somewhere inside the circle"),
    _("hollow: the circle is drawn larger than was stated, to be seen"),
    _("hatched circle, its size a convention: somewhere in a region whose outline is not known here"),
    _("hatched land, ringed where it is small: somewhere in this region"),
    _("hatched land, ringed where it is small: somewhere in this country"),
    _(
        "hatched land with a broken edge, drawn larger than stated: "
        "somewhere in a part of this country whose outline is not known here"
    ),
    _("double circle: several places, listed under the letter"),
    _("box: letter and number of the places whose middles are inside it"),
    _("exact"),
    _("1 km"),
    _("10 km"),
    _("the town"),
    _("somewhere in the region"),
    _("somewhere in the country"),
    _("circle of %(km)s km"),
    _("hatched circle of %(km)s km"),
    _("hollow circle, drawn larger"),
    _("whole region hatched"),
    _("whole country hatched"),
    _("whole country hatched, drawn larger than stated"),
    _("in group %(letter)s"),
    _("in group %(letter)s, whole region hatched"),
    _("in group %(letter)s, whole country hatched"),
    _("in group %(letter)s, whole country hatched, drawn larger than stated"),
    _("outside this part of the Earth"),
    _("position not known"),
    _("not known"),
)
"""The words of maps and timelines; ``tests/web/test_room_pictures.py`` finds what is missing."""
