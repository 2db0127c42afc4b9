"""Filing: a statement to an incident, from the reading room; and parties into their roles in an incident.

What must stay true: a filing and a role are judgements of a person; what is listed first is a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from khronika.acts.along import Along
from khronika.acts.assembled import Named
from khronika.acts.filing_ahead import AheadOfFiling, Begun, ahead_of_filing, filed_to
from khronika.acts.filing_undone import undo_filing
from khronika.acts.incidents import change_incident, file_statements, record_incident_from, unfile
from khronika.acts.matters import IncidentPage, incident_page
from khronika.acts.paging import Page as Part
from khronika.acts.registers import Line, register
from khronika.errors import UsageFault
from khronika.records.ids import Kind, is_id
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.web.answers import Answer, Context, GoTo, Page, form_page
from khronika.web.offering import Choice, offered, party_in
from khronika.web.record_forms import Inside, again, inside, inside_of
from khronika.web.rooms.incidents import DEEDS, alike_in, incident_of, refuse_the_same, typed
from khronika.web.routes import Way, now, post
from khronika.web.visits import Visit

_STATEMENTS = 200
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class FilingRoom(Context):
    """A statement with the incidents it may be filed to, and a new one begun from it.

    ``like`` are incidents that are perhaps the new one.
    """

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
    like: Sequence[Named] = ()
    another: bool = False
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
            made = file_statements(visit.desk, who, visit.form.get("incident"), [statement])
        elif visit.form.get("take_out"):
            ended = unfile(visit.desk, who, visit.form.get("take_out"), [statement])
            return _back(visit, "unfiled", statement, ended[0].id)
        elif visit.form.has("new"):
            drawn, along = incident_of(visit)
            refuse_the_same(visit, drawn)
            new = record_incident_from(visit.desk, who, statement, drawn, inside_of(visit), along)
            filed = filed_to(visit.desk, who, [statement]).get(statement, ())
            return _back(visit, "filed", statement, *(one.filing for one in filed if one.id == new.id))
        else:
            return _filing(visit)
    except UsageFault as fault:
        return _filing(visit, fault)
    return _back(visit, "filed", statement, made[0].id if made else "")


def undo(visit: Visit) -> Answer:
    """Undo one's own last step on a filing, and go on where that was done."""
    (filing, *_others) = undo_filing(visit.desk, visit.who, visit.parts["filing"])
    if visit.form.has("incident"):
        stood = visit.form.get("incident")
        shown = stood if is_id(stood, Kind.INCIDENT) else filing.incident
        return GoTo(f"/incidents/{shown}#filed", "undone")
    return _back(visit, "undone", filing.statement)


def involving(visit: Visit) -> Answer:
    """Show who is involved in an incident."""
    return _involving(visit)


def involve(visit: Visit) -> Answer:
    """Say that a party is involved, in which role, and which statements say so; or take that back."""
    shown = _incident(visit)
    assert shown.incident is not None
    try:
        involved, along = (
            (_without(visit, shown.incident), Along())
            if visit.form.has("take_out")
            else _with(visit, shown.incident)
        )
        changed = replace(shown.incident, involved=tuple(involved))
        change_incident(visit.desk, visit.who, changed, visit.form.get("entry"), along)
    except UsageFault as fault:
        return _involving(visit, fault)
    return GoTo(f"/incidents/{shown.id}/involve", "changed")


def _filing(visit: Visit, fault: UsageFault | None = None) -> Page:
    visit = again(visit)
    another = visit.form.has("another")
    ahead = ahead_of_filing(visit.desk, visit.who, visit.parts["statement"])
    called = visit.form.get("called")
    found = register(visit.desk, visit.who, Kind.INCIDENT, beginning=called).lines if called else ()
    begun = ahead.begun
    context = FilingRoom(
        ahead=ahead,
        called=called,
        found=found,
        incident=typed(visit) if visit.form.has("new") else _begun(visit, begun),
        place=offered(visit, "place", Kind.PLACE, begun.place),
        inside=inside(visit),
        fault=fault,
        only=visit.form.get("only") or visit.query.get("only"),
        like=alike_in(visit) if (fault or another) and visit.form.has("new") else (),
        another=another,
    )
    return form_page(visit.word("File a statement"), context, fault)


def _begun(visit: Visit, begun: Begun) -> Incident:
    """Return an incident with a title made of what was done and where, for a person to better."""
    done = visit.word(begun.acts[0]).capitalize() if begun.acts else ""
    title = ", ".join(filter(None, (done, begun.where)))[:_LONGEST_TITLE]
    return Incident("", title, begun.acts, begun.when)


def _back(visit: Visit, done: str, statement: str, filing: str = "") -> GoTo:
    """Return the way to a statement in its text; ``filing`` is what can be undone there."""
    item = ahead_of_filing(visit.desk, visit.who, statement).shown.item
    there = {"s": statement, "only": visit.form.get("only"), "undo": filing}
    return GoTo(f"/items/{item}#s-{statement}", done, {name: one for name, one in there.items() if one})


def _involving(visit: Visit, fault: UsageFault | None = None) -> Page:
    visit = again(visit)
    context = Involving(
        shown=_incident(visit),
        party=offered(visit, "party", Kind.PARTY),
        role=visit.form.get("role"),
        ticked=frozenset(visit.form.all("statements")),
        fault=fault,
    )
    return form_page(visit.word("Who is involved"), context, fault)


def _incident(visit: Visit) -> IncidentPage:
    shown = incident_page(visit.desk, visit.who, visit.parts["incident"], page=Part(_STATEMENTS))
    if shown.incident is None:
        raise UsageFault("this incident cannot be changed", "it was erased")
    return shown


def _with(visit: Visit, before: Incident) -> tuple[list[Involvement], Along]:
    """Return who is involved with the one of the form; a role that is there gets the statements added."""
    party, fresh = party_in(visit)
    if party is None and fresh is None:
        raise UsageFault("who is involved was not said", "choose a party, or give its name")
    if visit.form.get("role") not in set(IncidentRole):
        raise UsageFault("in which role was not said", "choose one of the roles")
    role, statements = IncidentRole(visit.form.get("role")), visit.form.all("statements")
    party = party or ""
    same = [one for one in before.involved if (one.party, one.role) == (party, role)]
    others = [one for one in before.involved if (one.party, one.role) != (party, role)]
    named = [id_ for one in same for id_ in one.statements] + statements
    return [*others, Involvement(party, role, tuple(dict.fromkeys(named)))], Along(party=fresh)


def _without(visit: Visit, before: Incident) -> list[Involvement]:
    party, _, role = visit.form.get("take_out").partition(" ")
    return [one for one in before.involved if (one.party, one.role.value) != (party, role)]


WAYS: tuple[Way, ...] = (
    now("/statements/{statement}/file", filing),
    post("/statements/{statement}/file", file),
    post("/filings/{filing}/undo", undo),
    now("/incidents/{incident}/involve", involving),
    post("/incidents/{incident}/involve", involve),
)
