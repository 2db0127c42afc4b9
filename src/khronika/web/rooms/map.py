"""The map: places that statements name and places that are recorded, as areas in a picture, and as a table.

What must stay true: a place is drawn as large as it is unsure and never as a point; words that can mean
several places are listed and not drawn; the table has everything that the picture shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from khronika.acts.mapped import Mapped, MayBe, PlaceMapped, mapped
from khronika.publishing.looks import NARROW, WIDE
from khronika.publishing.maps import Area, Undrawable, map_png, map_size, map_table
from khronika.publishing.visible import one_line
from khronika.web.answers import Answer, Context, Page, Picture
from khronika.web.drawing import Pictured, countries, in_words_of, look_of, pictured
from khronika.web.languages import Language
from khronika.web.routes import Way, get
from khronika.web.visits import Visit
from khronika.web.when_and_where import About, Asked, about_of, asked_of

PAGE = 100
MOST_UNCERTAIN = 100
MOST_CANDIDATES = 4
_NAMED_IN_ALT = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A place with what the picture says of it: ``on_wide`` and ``on_narrow`` may have other letters."""

    number: int
    place: PlaceMapped
    known_to: str
    position: str
    kinds: str
    on_wide: str
    on_narrow: str


@dataclass(frozen=True, slots=True)
class MapRoom(Context):
    """A page of places, the picture of all of them, and the words that may mean one of several."""

    template: ClassVar[str] = "map.html"
    sheet: ClassVar[str] = "when_and_where.css"
    about: About
    asked: Asked
    rows: Sequence[Row]
    start: int
    count: int
    picture: Pictured | None
    notes: Sequence[str]
    uncertain: Sequence[MayBe]
    more_uncertain: int
    further: bool
    countries: Mapping[str, str]
    most: int = MOST_CANDIDATES

    @property
    def here(self) -> str:
        """Return the address of this page."""
        return self.about.path("map")

    @property
    def next(self) -> int | None:
        """Return where the next page begins, ``None`` where this is the last."""
        return self.start + PAGE if self.start + PAGE < self.count else None


def room(visit: Visit) -> Answer:
    """Show the map of the desk or of an incident."""
    asked = asked_of(visit)
    found, about = _found(visit, asked), about_of(visit)
    areas, start = areas_of(found.places), max(0, visit.query.number("from", 1) - 1)
    wide = map_table(areas, None, in_words_of(visit, WIDE))
    narrow = map_table(areas, None, in_words_of(visit, NARROW))
    rows = [
        Row(number, place, on[2], on[3] if place.latitude else "", on[5], on[6], small[6])
        for number, (place, on, small) in enumerate(zip(found.places, wide.rows, narrow.rows, strict=True), 1)
    ]
    drawable = any(area.latitude is not None or area.country or area.region for area in areas)
    context = MapRoom(
        about=about,
        asked=asked,
        rows=rows[start : start + PAGE],
        start=start,
        count=len(rows),
        picture=_pictured(visit, about, asked, areas) if drawable else None,
        notes=wide.notes,
        uncertain=found.uncertain[:MOST_UNCERTAIN],
        more_uncertain=max(0, len(found.uncertain) - MOST_UNCERTAIN),
        further=found.further,
        countries=dict(visit.language.locale.territories),
    )
    return Page(visit.word("Map"), context)


def picture(visit: Visit) -> Answer:
    """Draw the map of :func:`room`."""
    found = _found(visit, asked_of(visit))
    return Picture(map_png(areas_of(found.places), None, look_of(visit), countries(visit.language)))


def areas_of(places: Sequence[PlaceMapped]) -> list[Area]:
    """Return places as they are drawn; one whose position is not on the Earth has none."""
    return [_area(number, place) for number, place in enumerate(places, 1)]


def _area(number: int, place: PlaceMapped) -> Area:
    made = partial(
        Area,
        number,
        place.name,
        place.precision,
        country=place.country,
        population=place.population,
        count=place.count,
        said=place.said,
        region="" if place.division is None else str(place.division),
    )
    try:
        return made(latitude=float(place.latitude), longitude=float(place.longitude))
    except (ValueError, Undrawable):
        return made()


def _found(visit: Visit, asked: Asked) -> Mapped:
    incident = visit.parts.get("incident")
    return mapped(visit.desk, visit.who, incident, narrowed=asked.narrowed, as_of=visit.as_of)


def _pictured(visit: Visit, about: About, asked: Asked, areas: Sequence[Area]) -> Pictured:
    path, size = f"{about.path('map')}/picture.png", partial(map_size, areas, None)
    return pictured(visit, path, asked.given, size, _told(visit.language, areas))


def _told(language: Language, areas: Sequence[Area]) -> str:
    """Return what a map says, in two sentences."""
    first = language.words("A map of %(num)s place", "A map of %(num)s places", len(areas))
    names = ", ".join(one_line(area.name[:60]) for area in areas[:_NAMED_IN_ALT])
    more = ", …" if len(areas) > _NAMED_IN_ALT else ""
    last = language.word("Each is drawn as the area that it is known to lie in; the table has the same.")
    return f"{first}: {names}{more}. {last}"


WAYS: tuple[Way, ...] = (
    get("/map", room),
    get("/map/picture.png", picture),
    get("/incidents/{incident}/map", room),
    get("/incidents/{incident}/map/picture.png", picture),
)
