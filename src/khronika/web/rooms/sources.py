"""About a source: what was read of it, and the form by which a person corrects title, publisher and day.

What must stay true: what was read is shown as read, and a person's word as a person's; a field that is left
as it was read is no correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.describing import SourceShown, describe, source_of_item
from khronika.acts.read import read
from khronika.acts.source_said import CORRECTED
from khronika.acts.texts import text_states
from khronika.records.item import Description
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.forms import iso_typed
from khronika.web.frame import _
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

NONE_SEEN = "none"
"""What a form gives back as the entry it has seen where nothing was corrected."""

NAMES = {"title": _("Title"), "publisher": _("Publisher"), "published": _("Day")}


@dataclass(frozen=True, slots=True)
class OfSource:
    """A field of a source: as it stands, as it was read, and whether a person gave it."""

    name: str
    called: str
    stands: str
    read: str
    given: bool


@dataclass(frozen=True, slots=True)
class SourcePage(Context):
    """What is known of a source. ``entry`` is the correction that was seen."""

    template: ClassVar[str] = "source.html"
    sheet: ClassVar[str] = "record.css"
    source: SourceShown
    fields: Sequence[OfSource]
    entry: str


def source(visit: Visit) -> Answer:
    """Show what is known of a source, and the form to correct it."""
    found = source_of_item(visit.desk, visit.who, visit.parts["item"], as_of=visit.as_of)
    item = found.item
    shown = [
        OfSource(
            name,
            NAMES[name],
            getattr(item.about, name),
            getattr(item.read, name),
            name in item.corrected,
        )
        for name in CORRECTED
    ]
    context = SourcePage(found, shown, found.entry or NONE_SEEN)
    return Page(visit.word("About this source"), context)


def correct(visit: Visit) -> Answer:
    """Record a person's word on a source; what waits for a decision is read again with it."""
    id_, form = visit.parts["item"], visit.form
    form.days("published")
    before = source_of_item(visit.desk, visit.who, id_)
    typed = {name: form.get(name) for name in CORRECTED} | {"published": iso_typed(form.get("published"))}
    given = {
        name: None if value == _on_one_line(getattr(before.item.read, name)) else value
        for name, value in typed.items()
    }
    description = Description("", id_, given["title"], given["publisher"], given["published"])
    describe(visit.desk, visit.who, description, form.get("entry"))
    if _read_otherwise(before, description):
        _read_again(visit, id_)
    return GoTo(f"/items/{id_}/about", "changed")


def _on_one_line(words: str) -> str:
    """Return words as a browser gives them back from a field of one line."""
    return words.replace("\r", "").replace("\n", "").strip()


def _read_otherwise(before: SourceShown, given: Description) -> bool:
    """Tell whether a correction changed what a text is read with."""
    stood = before.correction or Description("", given.item)
    return (stood.publisher, stood.published) != (given.publisher, given.published)


def _read_again(visit: Visit, item: str) -> None:
    """Read a text again where it was read before and something in it waits for a decision."""
    state = text_states(visit.desk, visit.who, [item]).get(item)
    if state is not None and state.read and state.waiting:
        read(visit.desk, visit.who, [item])


WAYS: tuple[Way, ...] = (
    get("/items/{item}/about", source),
    post("/items/{item}/about", correct),
)
