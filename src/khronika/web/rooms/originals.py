"""An original: what it is, its pages as pictures, and the whole of it as an attachment, with a reason.

What must stay true: nothing of an original is shown but pictures that a confined process painted; none is on
a page before somebody asked for it; the file itself leaves by a form with a reason, and only to be kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.originals import open_original, page_picture
from khronika.acts.show import show
from khronika.acts.shown import ItemShown
from khronika.errors import NotFound, UsageFault
from khronika.intake.pages import PAINTED, Painted
from khronika.publishing.visible import one_line
from khronika.records.access import Right
from khronika.web.answers import Answer, Attachment, Context, Page, Picture
from khronika.web.routes import Way, opening
from khronika.web.visits import Visit

PROBE_WIDTH = 32
"""How wide the picture is, in pixels, by which a page learns how many there are and whether one is drawn."""

_MOST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class OriginalPage(Context):
    """An original. ``painted`` tells of the page that is shown, ``None`` before somebody asked for one."""

    template: ClassVar[str] = "original.html"
    sheet: ClassVar[str] = "original.css"
    item: ItemShown
    drawable: bool
    painted: Painted | None
    mine: bool


def original(visit: Visit) -> Answer:
    """Show what an original is, and a page of it where one was asked for."""
    item, painted = _item(visit), None
    if visit.query.has("page"):
        number = max(1, min(visit.query.number("page", 1), _MOST_PAGE))
        painted = page_picture(visit.desk, visit.who, visit.server.painter, item.id, number, PROBE_WIDTH)
    return _page(visit, item, painted)


def unopened(visit: Visit) -> Answer:
    """Show what an original is and no page of it: where a form of that page comes back."""
    return _page(visit, _item(visit), None)


def _item(visit: Visit) -> ItemShown:
    item = show(visit.desk, visit.who, visit.parts["item"], as_of=visit.as_of)
    if not isinstance(item, ItemShown):
        raise UsageFault("this is not an item", "Texts lists them")
    return item


def _page(visit: Visit, item: ItemShown, painted: Painted | None) -> Page:
    mine = visit.member.may(Right.OPEN_ORIGINAL)
    context = OriginalPage(item, item.media in PAINTED, painted, mine)
    return Page(visit.word("The original"), context)


def open_it(visit: Visit) -> Answer:
    """Hand out the original, as it came. The log has the reason before a byte of it is out."""
    found = open_original(visit.desk, visit.who, visit.parts["item"], visit.form.get("reason"))
    return Attachment(_file_name(found.name), found.chunks, found.size)


def picture(visit: Visit) -> Answer:
    """Show one page of an original, painted by a confined process."""
    page = visit.parts["page"]
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:7]) <= _MOST_PAGE):
        raise NotFound("there is no such page", "the original's own page lists those there are")
    show(visit.desk, visit.who, visit.parts["item"], as_of=visit.as_of)
    painted = page_picture(visit.desk, visit.who, visit.server.painter, visit.parts["item"], int(page[:7]))
    if not painted.png:
        raise NotFound(f"nothing can be drawn: {painted.problem}", "the original can be opened as it is")
    return Picture(painted.png)


def _file_name(name: str) -> str:
    """Return a name to keep the file under: nothing unseen in it, and no way into a folder."""
    safe = one_line(name).translate(str.maketrans("/\\", "__")).strip(". ")
    return safe[-150:] or "original"


WAYS: tuple[Way, ...] = (
    opening("GET", "/items/{item}/original", original, unopened),
    opening("POST", "/items/{item}/original", open_it),
    opening("GET", "/items/{item}/pages/{page}.png", picture),
)
