"""Filing: a statement to an incident, from the reading room; and parties into their roles in an incident.

What must stay true: a filing and a role are judgements of a person; what is listed first is a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from khronika.acts.filing_ahead import AheadOfFiling, Begun, ahead_of_filing
from khronika.acts.incidents import change_incident, file_statements, record_incident_from, unfile
from khronika.acts.matters import IncidentPage, incident_page
from khronika.acts.paging import Page as Part
from khronika.acts.registers import Line, register
from khronika.errors import UsageFault
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.record_forms import Choice, Inside, choice, chosen_in, inside, inside_of
from khronika.web.rooms.incidents import DEEDS, incident_of, typed
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

_STATEMENTS = 200
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class FilingRoom(Context):
    """A statement with the incidents it may be filed to, and a new one begun from it."""

    template: ClassVar[str] = "filing.html"
    sheet: ClassVar[str] = "records.css"
    ahead: AheadOfFiling
    called: str
    found: Sequence[Line]
    incident: Incident
    place: Choice
    inside: Inside
    fault: UsageFault | None
    only: str
    deeds: Sequence[str] = DEEDS


@dataclass(frozen=True, slots=True)
class Involving(Context):
    """Who is involved in an incident, and the form of one more."""

    template: ClassVar[str] = "involving.html"
    sheet: ClassVar[str] = "records.css"
    shown: IncidentPage
    party: Choice
    role: str
    ticked: frozenset[str]
    fault: UsageFault | None
    roles: Sequence[IncidentRole] = tuple(IncidentRole)


def filing(visit: Visit) -> Answer:
    """Show which incidents a statement may be filed to."""
    return _filing(visit)


def file(visit: Visit) -> Answer:
    """File the statement, take it back, look for an incident, or record a new one from it."""
    statement, who = visit.parts["statement"], visit.who
    try:
        if visit.form.get("incident"):
            file_statements(visit.desk, who, visit.form.get("incident"), [statement])
        elif visit.form.get("take_out"):
            unfile(visit.desk, who, visit.form.get("take_out"), [statement])
            return _back(visit, "unfiled")
        elif visit.form.has("new"):
            record_incident_from(visit.desk, who, statement, incident_of(visit), inside_of(visit))
        else:
            return _filing(visit)
    except UsageFault as fault:
        return _filing(visit, fault)
    return _back(visit, "filed")


def involving(visit: Visit) -> Answer:
    """Show who is involved in an incident."""
    return _involving(visit)


def involve(visit: Visit) -> Answer:
    """Say that a party is involved, in which role, and which statements say so; or take that back."""
    shown = _incident(visit)
    assert shown.incident is not None
    try:
        involved = (
            _without(visit, shown.incident) if visit.form.has("take_out") else _with(visit, shown.incident)
        )
        changed = replace(shown.incident, involved=tuple(involved))
        change_incident(visit.desk, visit.who, changed, visit.form.get("entry"))
    except UsageFault as fault:
        return _involving(visit, fault)
    return GoTo(f"/incidents/{shown.id}/involve", "changed")


def _filing(visit: Visit, fault: UsageFault | None = None) -> Page:
    ahead = ahead_of_filing(visit.desk, visit.who, visit.parts["statement"])
    called = visit.form.get("called")
    found = register(visit.desk, visit.who, Kind.INCIDENT, beginning=called).lines if called else ()
    begun = ahead.begun
    context = FilingRoom(
        ahead=ahead,
        called=called,
        found=found,
        incident=typed(visit) if visit.form.has("new") else _begun(visit, begun),
        place=choice(visit, "place", Kind.PLACE, begun.place),
        inside=inside(visit),
        fault=fault,
        only=visit.form.get("only") or visit.query.get("only"),
    )
    return Page(visit.word("File a statement"), context, 400 if fault else 200)


def _begun(visit: Visit, begun: Begun) -> Incident:
    """Return an incident with a title made of what was done and where, for a person to better."""
    done = visit.word(begun.acts[0]).capitalize() if begun.acts else ""
    title = ", ".join(filter(None, (done, begun.where)))[:_LONGEST_TITLE]
    return Incident("", title, begun.acts, begun.when)


def _back(visit: Visit, done: str) -> GoTo:
    statement, only = visit.parts["statement"], visit.form.get("only")
    item = ahead_of_filing(visit.desk, visit.who, statement).shown.item
    return GoTo(f"/items/{item}#s-{statement}", done, {"s": statement} | ({"only": only} if only else {}))


def _involving(visit: Visit, fault: UsageFault | None = None) -> Page:
    context = Involving(
        shown=_incident(visit),
        party=choice(visit, "party", Kind.PARTY),
        role=visit.form.get("role"),
        ticked=frozenset(visit.form.all("statements")),
        fault=fault,
    )
    return Page(visit.word("Who is involved"), context, 400 if fault else 200)


def _incident(visit: Visit) -> IncidentPage:
    shown = incident_page(visit.desk, visit.who, visit.parts["incident"], page=Part(_STATEMENTS))
    if shown.incident is None:
        raise UsageFault("this incident cannot be changed", "it was erased")
    return shown


def _with(visit: Visit, before: Incident) -> list[Involvement]:
    """Return who is involved with the one of the form; a role that is there gets the statements added."""
    party = chosen_in(visit, "party", Kind.PARTY)
    if party is None:
        raise UsageFault("who is involved was not said", "choose a party, or give its name")
    if visit.form.get("role") not in set(IncidentRole):
        raise UsageFault("in which role was not said", "choose one of the roles")
    role, statements = IncidentRole(visit.form.get("role")), visit.form.all("statements")
    same = [one for one in before.involved if (one.party, one.role) == (party, role)]
    others = [one for one in before.involved if (one.party, one.role) != (party, role)]
    named = [id_ for one in same for id_ in one.statements] + statements
    return [*others, Involvement(party, role, tuple(dict.fromkeys(named)))]


def _without(visit: Visit, before: Incident) -> list[Involvement]:
    party, _, role = visit.form.get("take_out").partition(" ")
    return [one for one in before.involved if (one.party, one.role.value) != (party, role)]


WAYS: tuple[Way, ...] = (
    get("/statements/{statement}/file", filing),
    post("/statements/{statement}/file", file),
    get("/incidents/{incident}/involve", involving),
    post("/incidents/{incident}/involve", involve),
)
