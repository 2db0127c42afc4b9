"""The timeline: when something was said against when that was of which it tells, as a picture and a table.

What must stay true: what is only in the picture is nowhere; it is drawn from the same rows as the table, for
the same member and day; addresses hold days and ids, never a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from khronika.acts.assembled import Days
from khronika.acts.timelines import AllTimes, TimelineRow, timeline, times
from khronika.publishing.looks import Look, size_of
from khronika.publishing.marks import said_of
from khronika.publishing.timelines import TimelineRow as Line
from khronika.publishing.timelines import timeline_png, timeline_svg
from khronika.records.dates import days_of, edtf_of
from khronika.web.answers import Answer, Context, Page, Picture
from khronika.web.drawing import Pictured, look_of, pictured, short_months
from khronika.web.languages import Language
from khronika.web.leafing import part_of
from khronika.web.routes import Way, get
from khronika.web.visits import Visit
from khronika.web.when_and_where import About, Asked, about_of, asked_of, narrowed_of

PAGE = 30
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its number in the picture."""

    number: int
    row: TimelineRow


@dataclass(frozen=True, slots=True)
class TimelineRoom(Context):
    """A page of statements in the order of saying, and their picture, or that of the counts of all."""

    template: ClassVar[str] = "timeline.html"
    sheet: ClassVar[str] = "when_and_where.css"
    about: About
    asked: Asked
    rows: Sequence[Numbered]
    picture: Pictured | None
    counts: bool
    leafed: bool
    before: str
    next: str
    all: AllTimes | None

    @property
    def here(self) -> str:
        """Return the address of this page."""
        return self.about.path("timeline")

    @property
    def figures(self) -> bool:
        """Tell whether anybody gave a figure."""
        return any(one.row.figures for one in self.rows)

    @property
    def suggested(self) -> bool:
        """Tell whether suggestions are among them."""
        return any(one.row.status == "suggested" for one in self.rows)

    @property
    def several(self) -> bool:
        """Tell whether a statement tells of several times."""
        return any(len(one.row.happened) > 1 for one in self.rows)


def room(visit: Visit) -> Answer:
    """Show the timeline of the desk, of an incident, or of what a party said and what names it or a place."""
    asked, before = asked_of(visit), visit.query.get("before")
    rows, following = _rows(visit, asked)
    leafed, counts = bool(before or following), visit.query.get("view") == "counts"
    about, every = about_of(visit), _times(visit, asked) if counts else None
    found = lines_of_times(every) if every else lines_of(rows)
    where = about.path("timeline")
    context = TimelineRoom(
        about=about,
        asked=asked,
        rows=rows,
        picture=_pictured(visit, where, found, counts=counts) if found else None,
        counts=counts,
        leafed=leafed or counts,
        before=before,
        next=following,
        all=every,
    )
    return Page(visit.word("Timeline"), context)


def picture(visit: Visit) -> Answer:
    """Draw the timeline of :func:`room`."""
    look, months, asked = look_of(visit), short_months(visit.language), asked_of(visit)
    if visit.query.get("view") == "counts":
        return Picture(timeline_png(lines_of_times(_times(visit, asked)), look, 0, months))
    return Picture(timeline_png(lines_of(_rows(visit, asked)[0]), look, MOST_LINES, months))


def lines_of(rows: Sequence[Numbered]) -> list[Line]:
    """Return rows as they are drawn."""
    return [
        Line(
            one.number,
            one.row.speaker or "",
            one.row.words,
            _edtf(one.row.said),
            _edtf(around(one.row.happened)),
            said_of(one.row.acts, one.row.denies),
            ", ".join(one.row.figures[:2]),
        )
        for one in rows
    ]


def lines_of_times(found: AllTimes) -> list[Line]:
    """Return times as they are counted in a picture, which has no names and no words."""
    return [
        Line(number, "", "", _edtf(one.said), _edtf(around(one.happened)), said_of(one.acts, one.denies))
        for number, one in enumerate(found.times, 1)
    ]


def around(several: Sequence[Days]) -> Days | None:
    """Return the days from the first to the last of several times; an end is open where one of them is."""
    if not several:
        return None
    firsts, lasts = [days.first for days in several], [days.last for days in several]
    return Days(
        None if None in firsts else min(filter(None, firsts)),
        None if None in lasts else max(filter(None, lasts)),
    )


def _rows(visit: Visit, asked: Asked) -> tuple[list[Numbered], str]:
    """Return a page in the order of saying, numbered, and what the next one comes after."""
    found = timeline(
        visit.desk,
        visit.who,
        visit.parts.get("incident"),
        narrowed=narrowed_of(visit, asked),
        page=part_of(visit, size=PAGE),
        as_of=visit.as_of,
    )
    rows = found.rows if "incident" in visit.parts else found.rows[::-1]
    ordered = sorted(rows, key=lambda row: (*_place_of(row.said), _first_of(around(row.happened))))
    following = found.rows[-1].statement if found.further and found.rows else ""
    return [Numbered(number, row) for number, row in enumerate(ordered, 1)], following


def _times(visit: Visit, asked: Asked) -> AllTimes:
    incident = visit.parts.get("incident")
    return times(visit.desk, visit.who, incident, narrowed=narrowed_of(visit, asked), as_of=visit.as_of)


def _pictured(visit: Visit, where: str, found: Sequence[Line], *, counts: bool) -> Pictured:
    most, months = 0 if counts else MOST_LINES, short_months(visit.language)
    named = ("before", "view", "first", "last", "of", "only")
    asked = {name: visit.query.get(name) for name in named if visit.query.get(name)}

    def size(look: Look) -> tuple[int, int]:
        return size_of(timeline_svg(found, look, most, months))

    return pictured(visit, f"{where}/picture.png", asked, size, _told(visit.language, found, counts=counts))


def _told(language: Language, found: Sequence[Line], *, counts: bool) -> str:
    """Return what a timeline says, in a few sentences."""
    if counts:
        first = language.words("%(num)s statement, counted.", "%(num)s statements, counted.", len(found))
    else:
        first = language.words(
            "A timeline of %(num)s statement.", "A timeline of %(num)s statements.", len(found)
        )
    told, said = [first], [one.said for one in found]
    for words, edtfs in (
        (language.word("Said: %(days)s."), said),
        (language.word("Tells of: %(days)s."), [one.happened for one in found]),
    ):
        spans = [days_of(edtf) for edtf in edtfs if edtf]
        ends = [day for span in spans for day in span if day is not None]
        if ends:
            before = edtfs is said and any(start is None for start, _ in spans)
            told.append(words % {"days": language.days(None if before else min(ends), max(ends))})
    return " ".join([*told, language.word("The table has the same, row by row.")])


def _edtf(days: Days | None) -> str:
    return "" if days is None else edtf_of(days.first, days.last)


def _place_of(said: Days | None) -> tuple[date, bool]:
    """Return the place of a time of saying among others: of which only the last day is known, after it."""
    return _first_of(said), said is not None and said.first is None


def _first_of(days: Days | None) -> date:
    return (days and (days.first or days.last)) or date.max


WAYS: tuple[Way, ...] = (
    get("/timeline", room),
    get("/timeline/picture.png", picture),
    get("/incidents/{incident}/timeline", room),
    get("/incidents/{incident}/timeline/picture.png", picture),
    get("/parties/{party}/timeline", room),
    get("/parties/{party}/timeline/picture.png", picture),
    get("/places/{place}/timeline", room),
    get("/places/{place}/timeline/picture.png", picture),
)
