"""Incidents: the register, and each incident's page: who is involved, who says what, what was filed to it.

What must stay true: asserting and denying stand side by side as said; nothing is summed up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from khronika.acts.alike import incidents_alike
from khronika.acts.along import Along
from khronika.acts.assembled import Named
from khronika.acts.incidents import change_incident, record_incident, unfile
from khronika.acts.matters import IncidentPage, incident_page
from khronika.acts.paging import Page as Part
from khronika.acts.registers import Register, parties_called, register
from khronika.errors import UsageFault
from khronika.reading.claims.acts import ALL
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.web.answers import Answer, Context, GoTo, Page, form_page
from khronika.web.forms import iso_typed
from khronika.web.leafing import part_of
from khronika.web.offering import Choice, offered, pattern_in, place_in
from khronika.web.record_forms import Inside, again, inside, inside_of
from khronika.web.routes import Way, ask, get, now, post
from khronika.web.sides import Objected, Sides, objected, sides_of
from khronika.web.visits import Visit

DEEDS = tuple(deed.name for deed in ALL)


@dataclass(frozen=True, slots=True)
class Incidents(Context):
    """The register of incidents. ``beginning`` is what was looked for."""

    template: ClassVar[str] = "incidents.html"
    sheet: ClassVar[str] = "records.css"
    register: Register
    beginning: str


@dataclass(frozen=True, slots=True)
class IncidentRoom(Context):
    """An incident. ``parties`` are those of the names of speakers; ``before`` leads to the next page."""

    template: ClassVar[str] = "incident.html"
    sheet: ClassVar[str] = "records.css"
    shown: IncidentPage
    sides: Sequence[Sides]
    objected: Sequence[Objected]
    parties: Mapping[str, str]
    before: str


@dataclass(frozen=True, slots=True)
class IncidentForm(Context):
    """The fields of an incident. ``entry`` is the one that was seen, empty for a new incident.

    ``like`` are incidents that are recorded and are perhaps the same: for a person to look at.
    """

    template: ClassVar[str] = "incident_form.html"
    sheet: ClassVar[str] = "records.css"
    incident: Incident
    entry: str
    place: Choice
    part_of: Choice
    inside: Inside
    fault: UsageFault | None
    codes: str
    like: Sequence[Named] = ()
    another: bool = False
    deeds: Sequence[str] = DEEDS


def list_incidents(visit: Visit) -> Answer:
    """Show the register, or those whose titles begin so."""
    beginning = visit.form.get("beginning")
    found = register(
        visit.desk, visit.who, Kind.INCIDENT, beginning=beginning, page=part_of(visit), as_of=visit.as_of
    )
    return Page(visit.word("Incidents"), Incidents(found, beginning))


def incident(visit: Visit) -> Answer:
    """Show an incident."""
    shown = incident_page(
        visit.desk, visit.who, visit.parts["incident"], page=part_of(visit), as_of=visit.as_of
    )
    heard = [one.speaker for about in shown.properties for one in about.says]
    heard += [one.speaker for one in shown.objections]
    heard += [one.statement.statement.speaker for one in shown.filed if one.statement.statement]
    parties = parties_called(visit.desk, visit.who, filter(None, heard), as_of=visit.as_of)
    context = IncidentRoom(
        shown=shown,
        sides=sides_of(shown.properties, shown.objections, shown.order, parties, visit.language),
        objected=objected(shown.objections, visit.language),
        parties=parties,
        before=shown.filed[-1].statement.id if shown.further and shown.filed else "",
    )
    return Page(shown.incident.title if shown.incident else visit.word("An incident"), context)


def new(visit: Visit) -> Answer:
    """Show the form of a new incident, or of a part of one."""
    pattern = visit.query.get("part_of")
    return _form(visit, Incident("", ""), part_of=_named(visit, pattern) if pattern else None)


def record(visit: Visit) -> Answer:
    """Record an incident; where it is perhaps recorded, only as another one."""
    try:
        drawn, along = incident_of(visit)
        refuse_the_same(visit, drawn)
        made = record_incident(visit.desk, visit.who, drawn, inside_of(visit), along)
    except UsageFault as fault:
        return _form(visit, typed(visit), fault=fault)
    return GoTo(f"/incidents/{made.id}", "recorded")


def changing(visit: Visit) -> Answer:
    """Show the fields of an incident to be changed."""
    shown = _standing(visit)
    assert shown.incident is not None
    return _form(visit, shown.incident, shown.entry, shown.place, shown.pattern)


def change(visit: Visit) -> Answer:
    """Record an incident anew; who is involved stays, as it is seen."""
    before, entry = _standing(visit), visit.form.get("entry")
    assert before.incident is not None
    involved = before.incident.involved
    try:
        drawn, along = incident_of(visit)
        changed = replace(drawn, id=before.id, involved=involved)
        change_incident(visit.desk, visit.who, changed, entry, along)
    except UsageFault as fault:
        changed = replace(typed(visit), id=before.id)
        return _form(visit, changed, entry, before.place, before.pattern, fault=fault)
    return GoTo(f"/incidents/{before.id}", "changed")


def take_out(visit: Visit) -> Answer:
    """Take a statement back from the incident."""
    id_ = visit.parts["incident"]
    ended = unfile(visit.desk, visit.who, id_, [visit.form.get("statement")], visit.form.get("reason"))
    return GoTo(f"/incidents/{id_}#filed", "unfiled", {"undo": ended[0].id})


def incident_of(visit: Visit) -> tuple[Incident, Along]:
    """Return the incident that a form holds, and what is recorded along with it.

    Raises:
        UsageFault: where it was, or what it is a part of, is not clear.
    """
    place, there = place_in(visit)
    part_of, pattern = pattern_in(visit)
    return replace(typed(visit), place=place, part_of=part_of), Along(place=there, pattern=pattern)


def refuse_the_same(visit: Visit, drawn: Incident) -> None:
    """Ask before a second record of one incident is made.

    Raises:
        UsageFault: one is perhaps the same, and it was not said that this is another incident.
    """
    if not visit.form.has("another") and incidents_alike(visit.desk, visit.who, drawn):
        fault = "perhaps the same incident is recorded already"
        raise UsageFault(fault, "use that one, or tick that this is another one")


def alike_in(visit: Visit) -> Sequence[Named]:
    """Return the recorded incidents that are perhaps the one that a form holds."""
    try:
        drawn, _along = incident_of(visit)
    except UsageFault:
        drawn = typed(visit)
    return incidents_alike(visit.desk, visit.who, drawn)


def typed(visit: Visit) -> Incident:
    """Return the incident as far as a form holds it in so many words."""
    codes = visit.form.get("codes").replace(",", " ").split()
    acts = tuple(dict.fromkeys([*visit.form.all("acts"), *codes]))
    return Incident("", visit.form.get("title"), acts, iso_typed(visit.form.get("when")))


def _standing(visit: Visit) -> IncidentPage:
    shown = incident_page(visit.desk, visit.who, visit.parts["incident"], page=Part(1))
    if shown.incident is None:
        raise UsageFault("this incident cannot be changed", "it was erased")
    return shown


def _named(visit: Visit, id_: str) -> Named | None:
    shown = incident_page(visit.desk, visit.who, id_, page=Part(1))
    return Named(id_, shown.incident.title, shown.status) if shown.incident else None


def _form(
    visit: Visit,
    shown: Incident,
    entry: str = "",
    place: Named | None = None,
    part_of: Named | None = None,
    *,
    fault: UsageFault | None = None,
) -> Page:
    visit = again(visit)
    another = visit.form.has("another")
    context = IncidentForm(
        incident=shown,
        entry=entry,
        place=offered(visit, "place", Kind.PLACE, place),
        part_of=offered(visit, "part_of", Kind.INCIDENT, part_of, without=shown.id),
        inside=inside(visit),
        fault=fault,
        codes=" ".join(act for act in shown.acts if act not in DEEDS),
        like=alike_in(visit) if (fault or another) and not shown.id else (),
        another=another,
    )
    title = visit.word("Change an incident") if shown.id else visit.word("Record an incident")
    return form_page(title, context, fault)


WAYS: tuple[Way, ...] = (
    get("/incidents", list_incidents),
    post("/incidents", record),
    get("/incidents/find", list_incidents),
    ask("/incidents/find", list_incidents),
    now("/incidents/new", new),
    get("/incidents/{incident}", incident),
    now("/incidents/{incident}/change", changing),
    post("/incidents/{incident}/change", change),
    post("/incidents/{incident}/take-out", take_out),
)
