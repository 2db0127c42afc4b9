"""Findings: the list, of an incident or of all, each finding's page, its form, its review, what moved.

What must stay true: it says on every page that a finding is the desk's own conclusion, to which standard of
proof, and whether somebody else saw it; what moved under it stands above what it says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from khronika.acts.finding_page import FindingPage, Findings, finding_page, findings
from khronika.acts.findings import change_finding, drop_finding, record_finding, review_finding, still_stands
from khronika.acts.matters import incident_page
from khronika.acts.paging import Page as Part
from khronika.acts.shown import StatementShown
from khronika.errors import UsageFault
from khronika.records.findings import Attribution, Element, Finding, StandardOfProof
from khronika.records.statement import TAKEN
from khronika.web.answers import Answer, Context, GoTo, Page, form_page
from khronika.web.finding_words import (
    ATTRIBUTIONS,
    CHANGED,
    ELEMENT_ROWS,
    MET,
    STANDARDS,
    STEPS,
    WHY,
    drawn_finding,
    state_of,
    typed_finding,
)
from khronika.web.leafing import part_of
from khronika.web.record_forms import Inside, again, inside, inside_of
from khronika.web.routes import Way, get, now, post
from khronika.web.visits import Visit

MOST_OFFERED = 200
"""How many of the statements filed to an incident a form offers to be cited."""


@dataclass(frozen=True, slots=True)
class FindingsRoom(Context):
    """A list of findings. ``title`` is that of the ``incident`` that they are about, if they are."""

    template: ClassVar[str] = "findings.html"
    sheet: ClassVar[str] = "findings.css"
    found: Findings
    incident: str
    title: str
    stale: bool
    standards: Mapping[StandardOfProof, str] = field(default_factory=lambda: STANDARDS)

    @property
    def here(self) -> str:
        """Return the address of the list."""
        return f"/incidents/{self.incident}/findings" if self.incident else "/findings"


@dataclass(frozen=True, slots=True)
class FindingRoom(Context):
    """A finding with all that it rests on, and its history."""

    template: ClassVar[str] = "finding.html"
    sheet: ClassVar[str] = "findings.css"
    shown: FindingPage
    standard: str
    attribution: str
    elements: Sequence[tuple[Element, str]]
    why: Mapping[str, str]
    steps: Mapping[str, str] = field(default_factory=lambda: STEPS)
    changed: Mapping[str, str] = field(default_factory=lambda: CHANGED)


@dataclass(frozen=True, slots=True)
class FindingForm(Context):
    """The fields of a finding, with the statements that can be cited."""

    template: ClassVar[str] = "finding_form.html"
    sheet: ClassVar[str] = "findings.css"
    finding: Finding
    entry: str
    title: str
    offered: Sequence[StatementShown]
    left: int
    elements: Sequence[tuple[str, str]]
    inside: Inside
    fault: UsageFault | None
    standard: str = ""
    standards: Mapping[StandardOfProof, str] = field(default_factory=lambda: STANDARDS)
    attributions: Mapping[Attribution, str] = field(default_factory=lambda: ATTRIBUTIONS)
    states: Mapping[str, str] = field(default_factory=lambda: MET)


def list_findings(visit: Visit) -> Answer:
    """Show findings: all, or those about an incident; all that stand, or those whose ground moved."""
    incident, stale = visit.parts.get("incident", ""), visit.query.get("stale") == "1"
    title = _title(visit, incident) if incident else ""
    found = findings(
        visit.desk,
        visit.who,
        incident or None,
        stale=True if stale else None,
        page=part_of(visit),
        as_of=visit.as_of,
    )
    return Page(visit.word("Findings"), FindingsRoom(found, incident, title, stale))


def room(visit: Visit) -> Answer:
    """Show a finding."""
    shown = finding_page(visit.desk, visit.who, visit.parts["finding"], as_of=visit.as_of)
    made = shown.shown.finding
    context = FindingRoom(
        shown,
        STANDARDS[made.standard] if made else "",
        ATTRIBUTIONS[made.attribution] if made else "",
        [(one, MET[state_of(one)]) for one in made.elements] if made else (),
        {str(why): words for why, words in WHY.items()},
    )
    return Page(visit.word("A finding"), context)


def new(visit: Visit) -> Answer:
    """Show the form of a new finding about an incident."""
    return _form(visit, _of_incident(visit))


def record(visit: Visit) -> Answer:
    """Record a finding."""
    before = _of_incident(visit)
    try:
        made = record_finding(visit.desk, visit.who, typed_finding(visit.form, before), inside_of(visit))
    except UsageFault as fault:
        return _form(visit, drawn_finding(visit.form, before), fault=fault)
    return GoTo(f"/findings/{made.id}", "recorded")


def changing(visit: Visit) -> Answer:
    """Show the fields of a finding to be changed."""
    shown = _standing(visit)
    assert shown.shown.finding is not None
    return _form(visit, shown.shown.finding, shown.shown.entry, shown)


def change(visit: Visit) -> Answer:
    """Record a finding anew."""
    shown, entry = _standing(visit), visit.form.get("entry")
    before = shown.shown.finding
    assert before is not None
    try:
        change_finding(visit.desk, visit.who, typed_finding(visit.form, before), entry)
    except UsageFault as fault:
        return _form(visit, drawn_finding(visit.form, before), entry, shown, fault=fault)
    return GoTo(f"/findings/{before.id}", "changed")


def review(visit: Visit) -> Answer:
    """Say, as a second person, that a finding is right as it stands."""
    made = review_finding(visit.desk, visit.who, visit.parts["finding"], visit.form.get("entry"))
    return GoTo(f"/findings/{made.id}", "reviewed")


def stands(visit: Visit) -> Answer:
    """Say that a finding stands though its ground moved."""
    made = still_stands(visit.desk, visit.who, visit.parts["finding"], visit.form.get("reason"))
    return GoTo(f"/findings/{made.id}", "recorded")


def drop(visit: Visit) -> Answer:
    """Drop a finding."""
    made = drop_finding(visit.desk, visit.who, visit.parts["finding"], visit.form.get("reason"))
    return GoTo(f"/findings/{made.id}", "recorded")


def _title(visit: Visit, incident: str) -> str:
    shown = incident_page(visit.desk, visit.who, incident, page=Part(1), as_of=visit.as_of)
    return shown.incident.title if shown.incident else ""


def _of_incident(visit: Visit) -> Finding:
    return Finding("", "", StandardOfProof.REASONABLE_GROUNDS, (visit.parts["incident"],))


def _standing(visit: Visit) -> FindingPage:
    shown = finding_page(visit.desk, visit.who, visit.parts["finding"])
    if shown.shown.finding is None:
        raise UsageFault("this finding cannot be changed", "it was erased")
    return shown


def _form(
    visit: Visit,
    made: Finding,
    entry: str = "",
    before: FindingPage | None = None,
    *,
    fault: UsageFault | None = None,
) -> Page:
    visit = again(visit)
    offered, left = _offered(visit, made, before)
    named = [(one.name, state_of(one)) for one in made.elements]
    empty = max(1, ELEMENT_ROWS - len(named))
    context = FindingForm(
        finding=made,
        entry=entry,
        title=_title(visit, made.incidents[0]) if made.incidents else "",
        offered=offered,
        left=left,
        elements=[*named, *([("", "open")] * empty)],
        inside=inside(visit),
        fault=fault,
        standard=visit.form.get("standard") if fault else str(made.standard) if made.id else "",
    )
    title = visit.word("Change a finding") if made.id else visit.word("Record a finding")
    return form_page(title, context, fault)


def _offered(visit: Visit, made: Finding, before: FindingPage | None) -> tuple[list[StatementShown], int]:
    """Return the statements that can be cited, those first that are, and how many more are filed."""
    found = {one.id: one for one in (*before.supports, *before.opposes)} if before else {}
    left = 0
    for incident in made.incidents:
        shown = incident_page(visit.desk, visit.who, incident, page=Part(MOST_OFFERED))
        filed = {one.statement.id: one.statement for one in shown.filed}
        found |= {id_: one for id_, one in filed.items() if one.status in TAKEN}
        left += max(0, shown.count - len(shown.filed))
    return list(found.values()), left


WAYS: tuple[Way, ...] = (
    get("/findings", list_findings),
    get("/findings/{finding}", room),
    now("/findings/{finding}/change", changing),
    post("/findings/{finding}/change", change),
    post("/findings/{finding}/review", review),
    post("/findings/{finding}/stands", stands),
    post("/findings/{finding}/drop", drop),
    get("/incidents/{incident}/findings", list_findings),
    post("/incidents/{incident}/findings", record),
    now("/incidents/{incident}/findings/new", new),
)
