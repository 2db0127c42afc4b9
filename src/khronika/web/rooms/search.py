"""The search: one box over everything the member may read, filters, saved searches.

What must stay true: what was searched for is never in an address, where histories keep it; it travels in the
body of a form, and what was found has an address by a number, which leads back to it from a hit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import ClassVar

from khronika.acts.find import Found, Search, find
from khronika.acts.members import compartments
from khronika.acts.paging import Page as Part
from khronika.acts.saved import SavedSearch, drop_search, save_search, saved_searches
from khronika.acts.search_log import LONGEST_SEARCH
from khronika.acts.suggest import Suggestable, suggest
from khronika.errors import NotFound, UsageFault
from khronika.records.access import Compartment
from khronika.records.ids import Kind, is_id
from khronika.records.statement import Act, Denial, Status
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.asked import Asked
from khronika.web.forms import AS_OF, Fields
from khronika.web.routes import Way, ask, get, post
from khronika.web.visits import Visit

PAGE = 30
PATHS = {Kind.INCIDENT.value: "/incidents/", Kind.PARTY.value: "/parties/", Kind.PLACE.value: "/places/"}


@dataclass(frozen=True, slots=True)
class Nearly:
    """Names that begin as the one in a field does: buttons that search again with one of them."""

    field: str
    names: Sequence[str]
    kept: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SearchRoom(Context):
    """The box with its filters, what was found, and what is saved. ``found`` is absent before a search.

    ``place_id`` is a place that was not given by its name; ``nearly`` are names to try where none fits.
    ``logged`` are the compartments in whose log it is written what the member looks for. ``gone`` tells that
    the address is that of a search which is kept no more.
    """

    template: ClassVar[str] = "search.html"
    sheet: ClassVar[str] = "search.css"
    search: Search
    found: Found | None
    typed: Sequence[tuple[str, str]]
    next: str
    saved: Sequence[SavedSearch]
    compartments: Sequence[Compartment]
    filtered: bool
    place_id: str = ""
    nearly: Sequence[Nearly] = ()
    logged: Sequence[Compartment] = ()
    gone: bool = False
    acts: Sequence[Act] = tuple(Act)
    denials: Sequence[Denial] = tuple(Denial)
    statuses: Sequence[Status] = tuple(Status)
    paths: Mapping[str, str] = field(default_factory=lambda: PATHS)


def room(visit: Visit) -> Answer:
    """Show the box; with ``of`` what was found, looked for again under the rights of this moment."""
    asked = visit.server.searches.of(visit.session.digest, visit.query.get("of"))
    if asked is None:
        return _page(visit, Search(), None, gone=visit.query.has("of"))
    try:
        return _found(visit, asked.search, asked.before)
    except (UsageFault, NotFound) as fault:
        if fault.field == AS_OF:
            raise
        status = HTTPStatus.NOT_FOUND if isinstance(fault, NotFound) else HTTPStatus.BAD_REQUEST
        return replace(_page(visit, asked.search, None), status=status, fault=fault)


def search(visit: Visit) -> Answer:
    """Lead on to what is found, or keep the search under a name."""
    wanted = search_of(visit.form)
    if visit.form.get("save_as") and visit.as_of is None:
        save_search(visit.desk, visit.who, visit.form.get("save_as"), wanted)
        return GoTo("/search", "saved")
    before = visit.form.get("before")
    if wanted == Search() or sum(len(value) for _, value in fields_of_search(wanted)) > LONGEST_SEARCH:
        return _found(visit, wanted, before)
    number = visit.server.searches.keep(visit.session.digest, Asked(wanted, before))
    then = {"as_of": visit.as_of} if visit.as_of else {}
    return GoTo("/search", parameters={"of": str(number)} | then)


def saved(visit: Visit) -> Answer:
    """Do a saved search anew."""
    found = [one for one in saved_searches(visit.desk, visit.who) if one.id == visit.parts["saved"]]
    if not found:
        raise NotFound("there is no such saved search", "Search lists them")
    return _found(visit, found[0].search, "")


def drop(visit: Visit) -> Answer:
    """Drop a saved search."""
    drop_search(visit.desk, visit.who, visit.parts["saved"])
    return GoTo("/search", "changed")


def search_of(form: Fields) -> Search:
    """Return the search that a form holds.

    Raises:
        UsageFault: a day cannot be read.
    """
    return Search(
        words=form.get("words"),
        act=form.choice("act", Act),
        denies=form.choice("denies", Denial),
        speaker=form.get("speaker"),
        place=form.get("place"),
        said_from=form.days("said_from")[0],
        said_to=form.days("said_to")[1],
        happened_from=form.days("happened_from")[0],
        happened_to=form.days("happened_to")[1],
        status=form.choice("status", Status),
        item=form.get("item"),
        incident=form.get("incident"),
        compartment=form.get("compartment"),
        second_person=form.has("second_person"),
    )


def fields_of_search(search: Search) -> list[tuple[str, str]]:
    """Return a search as the fields of a form, empty ones left out."""
    pairs = [
        (name, str(getattr(search, name) or ""))
        for name in Search.__dataclass_fields__
        if name != "second_person"
    ]
    pairs += [("second_person", "1")] if search.second_person else []
    return [(name, value) for name, value in pairs if value]


def _found(visit: Visit, wanted: Search, before: str) -> Answer:
    if wanted == Search():
        return _page(visit, wanted, None)
    part = Part(PAGE, before or None)
    return _page(visit, wanted, find(visit.desk, visit.who, wanted, page=part, as_of=visit.as_of))


def _page(visit: Visit, wanted: Search, found: Found | None, *, gone: bool = False) -> Page:
    last = found.statements[-1].shown.id if found and found.further and found.statements else ""
    context = SearchRoom(
        search=wanted,
        found=found,
        typed=fields_of_search(wanted),
        next=last,
        saved=saved_searches(visit.desk, visit.who),
        compartments=compartments(visit.desk, visit.who, as_of=visit.as_of),
        filtered=any(name != "words" for name, _ in fields_of_search(wanted)),
        place_id=wanted.place if _is_id(wanted.place) else "",
        nearly=_nearly(visit, wanted) if found and not found.count and visit.as_of is None else (),
        gone=gone,
        logged=[one for one in compartments(visit.desk, visit.who) if one.sensitive],
    )
    return Page(visit.word("Search"), context)


def _is_id(place: str) -> bool:
    return is_id(place, Kind.PLACE) or place.isdecimal()


def _nearly(visit: Visit, wanted: Search) -> list[Nearly]:
    """Return names that begin as those in the fields do, of what the member may see."""
    fields = (
        ("speaker", wanted.speaker, Suggestable.SPEAKER),
        ("place", "" if _is_id(wanted.place) else wanted.place, Suggestable.PLACE),
    )
    found = []
    for name, typed, kind in fields:
        names = [one.name for one in suggest(visit.desk, visit.who, typed, kind) if one.name != typed]
        if names:
            kept = [pair for pair in fields_of_search(wanted) if pair[0] != name]
            found.append(Nearly(name, tuple(dict.fromkeys(names)), kept))
    return found


WAYS: tuple[Way, ...] = (
    get("/search", room),
    ask("/search", search),
    get("/search/{saved}", saved),
    post("/search/{saved}/drop", drop),
)
