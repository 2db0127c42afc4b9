"""Places: the register, recording one from the gazetteer or by hand, and each place's page from statements.

What must stay true: coordinates are shown with the precision that somebody stated, in words, never alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from khronika.acts.alike import places_alike
from khronika.acts.assembled import Named
from khronika.acts.paging import Page as Part
from khronika.acts.places import PlacePage, change_place, place_page, record_place
from khronika.acts.registers import Register, register
from khronika.errors import UsageFault
from khronika.records.ids import Kind
from khronika.records.party import Place, Precision
from khronika.web.answers import Answer, Context, GoTo, Page, form_page
from khronika.web.leafing import part_of
from khronika.web.offering import PRECISIONS, Candidate, Choice, candidates_called, offered, place_in
from khronika.web.record_forms import Inside, again, inside, inside_of
from khronika.web.routes import Way, ask, get, now, post
from khronika.web.visits import Visit

_MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Places(Context):
    """The register of places. ``beginning`` is what was looked for."""

    template: ClassVar[str] = "places.html"
    sheet: ClassVar[str] = "records.css"
    register: Register
    beginning: str
    precisions: dict[Precision, str]


@dataclass(frozen=True, slots=True)
class PlaceRoom(Context):
    """A place with the statements that name it."""

    template: ClassVar[str] = "place.html"
    sheet: ClassVar[str] = "records.css"
    shown: PlacePage
    precision: str


@dataclass(frozen=True, slots=True)
class PlaceForm(Context):
    """The fields of a place; before a new one, what the gazetteer has under the name.

    ``like`` are places that are recorded and are perhaps the same: for a person to look at.
    """

    template: ClassVar[str] = "place_form.html"
    sheet: ClassVar[str] = "records.css"
    place: Place
    entry: str
    looked_up: str
    candidates: Sequence[Candidate]
    within: Choice
    inside: Inside
    fault: UsageFault | None
    precisions: dict[Precision, str]
    like: Sequence[Place] = ()
    another: bool = False


def list_places(visit: Visit) -> Answer:
    """Show the register, or those whose names begin so."""
    beginning = visit.form.get("beginning")
    found = register(
        visit.desk, visit.who, Kind.PLACE, beginning=beginning, page=part_of(visit), as_of=visit.as_of
    )
    return Page(visit.word("Places"), Places(found, beginning, PRECISIONS))


def place(visit: Visit) -> Answer:
    """Show a place."""
    shown = place_page(visit.desk, visit.who, visit.parts["place"], page=part_of(visit), as_of=visit.as_of)
    precision = visit.word(PRECISIONS[shown.place.precision]) if shown.place else ""
    return Page(shown.place.name if shown.place else visit.word("A place"), PlaceRoom(shown, precision))


def new(visit: Visit) -> Answer:
    """Show the form of a new place, with what the gazetteer has under the name that was typed."""
    visit = again(visit)
    return _form(visit, Place("", visit.form.get("name")))


def record(visit: Visit) -> Answer:
    """Record a place: one of the gazetteer, or by hand; where it is perhaps recorded, only as another one."""
    try:
        if visit.form.get("geonames"):
            made = record_place(visit.desk, visit.who, visit.form.number("geonames"), inside_of(visit))
        else:
            drawn, along = _place(visit)
            _refuse_the_same(visit, drawn)
            made = record_place(visit.desk, visit.who, drawn, inside_of(visit), along)
    except UsageFault as fault:
        return _form(visit, _typed(visit), fault=fault)
    return GoTo(f"/places/{made.id}", "recorded")


def changing(visit: Visit) -> Answer:
    """Show the fields of a place to be changed."""
    shown = _standing(visit)
    assert shown.place is not None
    return _form(visit, shown.place, shown.entry, shown.within)


def change(visit: Visit) -> Answer:
    """Record a place anew; what it is in the gazetteer stays."""
    id_, entry = visit.parts["place"], visit.form.get("entry")
    number = visit.form.number("is_geonames") or None
    try:
        drawn, along = _place(visit)
        change_place(visit.desk, visit.who, replace(drawn, id=id_, geonames=number), entry, along)
    except UsageFault as fault:
        typed, before = replace(_typed(visit), id=id_, geonames=number), _standing(visit)
        return _form(visit, typed, entry, before.within, fault=fault)
    return GoTo(f"/places/{id_}", "changed")


def _standing(visit: Visit) -> PlacePage:
    shown = place_page(visit.desk, visit.who, visit.parts["place"], page=Part(1))
    if shown.place is None:
        raise UsageFault("this place cannot be changed", "it was erased")
    return shown


def _place(visit: Visit) -> tuple[Place, Place | int | None]:
    """Return the place that a form holds, and what it lies in where that is recorded along.

    Raises:
        UsageFault: its precision was not said, or what it lies in is not clear.
    """
    if visit.form.get("precision") not in set(Precision):
        raise UsageFault(
            "how precisely the place is known was not said", "choose how large an area it can be"
        )
    within, along = place_in(visit, "within")
    return replace(_typed(visit), within=within), along


def _typed(visit: Visit) -> Place:
    precision = visit.form.get("precision")
    return Place(
        "",
        visit.form.get("name"),
        tuple(visit.form.lines("names")),
        visit.form.get("latitude"),
        visit.form.get("longitude"),
        precision=Precision(precision) if precision in set(Precision) else Precision.TOWN,
    )


def _refuse_the_same(visit: Visit, drawn: Place) -> None:
    """Ask before a second record of one place is made.

    Raises:
        UsageFault: one is perhaps the same, and it was not said that this is another place.
    """
    if not visit.form.has("another") and places_alike(visit.desk, visit.who, drawn):
        fault = "perhaps the same place is recorded already"
        raise UsageFault(fault, "use that one, or tick that this is another one")


def _form(
    visit: Visit,
    shown: Place,
    entry: str = "",
    within: Named | None = None,
    *,
    fault: UsageFault | None = None,
) -> Page:
    visit = again(visit)
    looked_up = shown.name if visit.form.has("look_up") else ""
    context = PlaceForm(
        place=shown,
        entry=entry,
        looked_up=looked_up,
        candidates=candidates_called(visit, looked_up, _MOST_CANDIDATES),
        within=offered(visit, "within", Kind.PLACE, within, without=shown.id),
        inside=inside(visit),
        fault=fault,
        precisions=PRECISIONS,
        like=() if shown.id or not shown.name else places_alike(visit.desk, visit.who, shown),
        another=visit.form.has("another"),
    )
    title = visit.word("Change a place") if shown.id else visit.word("Record a place")
    return form_page(title, context, fault)


WAYS: tuple[Way, ...] = (
    get("/places", list_places),
    post("/places", record),
    get("/places/find", list_places),
    ask("/places/find", list_places),
    now("/places/new", new),
    ask("/places/new", new),
    get("/places/{place}", place),
    now("/places/{place}/change", changing),
    post("/places/{place}/change", change),
)
