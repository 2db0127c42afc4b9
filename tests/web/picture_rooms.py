"""What tests of the timeline and the map share."""

from __future__ import annotations

import re
from html import unescape

from web_cast import Page

from desk_cast import House
from khronika.acts.incidents import file_statements, record_incident
from khronika.records.matter import Incident
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention

PNG = b"\x89PNG\r\n\x1a\n"
SARN = PlaceCandidate(1, "Sarn", PlaceKind.CITY, "RO", "", "45.1", "25.2", 2)
OTHER_SARN = PlaceCandidate(2, "Sarn", PlaceKind.CITY, "BG", "Orvan", "43.1", "25.2", 1)
ROOMS = ("/timeline", "/map")


def an_incident(house: House, *filed: str, title: str = "Quarry 9", place: str | None = None) -> str:
    made = record_incident(house.desk, house.cast.matei, Incident("", title, place=place))
    if filed:
        file_statements(house.desk, house.cast.matei, made.id, list(filed))
    return made.id


def either(*places: PlaceCandidate) -> PlaceMention:
    return PlaceMention((0, 4), "Sarn", places, reason="two places of that name")


def pictures_of(page: Page) -> list[str]:
    """Return the addresses of a page's pictures, the one of the plain image last."""
    return [unescape(one) for one in re.findall(r'(?:srcset|<img src)="([^"]+)"', page.html)]


def rows_of(page: Page) -> list[str]:
    """Return the rows of a page's tables as text, without their heads."""
    bodies = "".join(re.findall(r"<tbody.*?</tbody>", page.html, re.DOTALL))
    rows = re.findall(r"<tr.*?</tr>", bodies, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]
