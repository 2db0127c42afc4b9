"""Incidents: recording and changing them, and filing statements to them.

What must stay true: an incident is what the desk calls one thing that happened, or a pattern with parts; no
incident is, further out, a part of itself. What is known of it stands in the statements that are filed to it.
A filing is a record of its own, derived from both, so that it can be taken back and is erased with either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from khronika.acts.along import NOTHING, Along, looked_up, with_along
from khronika.acts.bound_care import reaching
from khronika.acts.desk import Acting, Desk, acting, refuse_unenterable
from khronika.acts.kept_care import keep_marks, keep_of_filing
from khronika.acts.recording import (
    add_change,
    checked_name,
    compartments_of,
    following,
    refuse_changed_since,
    standing_record,
)
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.reading.claims.acts import ALL
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.dates import days_of
from khronika.records.ids import Kind
from khronika.records.matter import Filing, Incident

MOST_FILED_AT_ONCE = 500
MOST_INVOLVED = 500
_CODE = re.compile(r"(?:mt4|iccs):\d{2,12}", re.ASCII)
_DEEDS = frozenset(deed.name for deed in ALL)


def record_incident(
    desk: Desk,
    member: str,
    incident: Incident,
    compartments: frozenset[str] = frozenset(),
    along: Along = NOTHING,
) -> Incident:
    """Record an incident, and what is recorded along with it; the id it is given comes back with it.

    It is in the compartments that are given and in those of all that it names.

    Raises:
        NotFound: a compartment, or a record that it names, is not there for the member.
        UsageFault: the title is none, an act is no code, the time is no EDTF.
        Withheld: consent to something it names was withdrawn.
    """
    drawn = looked_up(along)
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        new = replace(incident, id=desk.new_id(Kind.INCIDENT))
        return _recorded(desk, act, new, compartments, drawn)[0]


def record_incident_from(
    desk: Desk,
    member: str,
    statement: str,
    incident: Incident,
    compartments: frozenset[str] = frozenset(),
    along: Along = NOTHING,
) -> Incident:
    """Record an incident out of a statement that tells of it, and file the statement to it, as one act.

    All of it is in the compartments of the statement too: what it says may stand in the title.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`record_incident`; the statement is asked for likewise.
    """
    drawn = looked_up(along)
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        told_by = standing_record(act, standing_of(act), statement, Kind.STATEMENT)
        new = replace(incident, id=desk.new_id(Kind.INCIDENT))
        made, inside = _recorded(desk, act, new, compartments | compartments_of([told_by]), drawn)
        filing = Filing(desk.new_id(Kind.FILING), statement, made.id)
        source = (statement, made.id)
        act.add(Draft("filing.recorded", filing.id, body_of(filing), (), source, compartments=inside))
        return made


def change_incident(
    desk: Desk, member: str, changed: Incident, entry: str = "", along: Along = NOTHING
) -> Incident:
    """Record an incident anew, whole, and what is recorded along. ``entry`` is the one the member has seen.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`record_incident`; or it was changed meanwhile, or would be a
            part of itself.
    """
    drawn = looked_up(along)
    with acting(desk, member, Right.FILE) as act:
        known = standing_record(act, standing_of(act), changed.id, Kind.INCIDENT)
        refuse_changed_since(known, entry)
        checked = _checked(changed)
        named = _named_by(act, checked, drawn)
        made = with_along(desk, act, checked, drawn, compartments_of([known]))
        add_change(act, known, "incident.changed", made, named)
        keep_marks(act, desk, known, _out_of_reach(act, known, made), "of who or what it was about before")
        return made


def file_statements(
    desk: Desk, member: str, incident: str, statements: Sequence[str], reason: str = ""
) -> list[Filing]:
    """File statements to an incident, as one act; those filed to it before are left as they are.

    Raises:
        NotFound: the incident or a statement is not there for the member.
        UsageFault: one of them is something else or erased, or there are too many at once.
        Withheld: consent to what a statement is from was withdrawn.
    """
    _refuse_many(statements)
    with acting(desk, member, Right.FILE) as act:
        standing = standing_of(act)
        about = standing_record(act, standing, incident, Kind.INCIDENT)
        filed = _filings(act, incident)
        made = []
        for id_ in dict.fromkeys(statements):
            known = standing_record(act, standing, id_, Kind.STATEMENT)
            if id_ in filed:
                continue
            filing = Filing(desk.new_id(Kind.FILING), id_, incident, reason.strip())
            act.add(
                Draft(
                    "filing.recorded",
                    filing.id,
                    body_of(filing),
                    derived_from=(id_, incident),
                    compartments=compartments_of((known, about)),
                )
            )
            made.append(filing)
        return made


def unfile(
    desk: Desk, member: str, incident: str, statements: Sequence[str], reason: str = ""
) -> list[Filing]:
    """Take statements back from an incident they were filed to, as one act.

    The marks of care that reached one of them by what somebody else filed stay on it.

    Raises:
        NotFound: the incident or a statement is not there for the member.
        UsageFault: a statement is not filed to it.
    """
    _refuse_many(statements)
    with acting(desk, member, Right.FILE) as act:
        standing_record(act, standing_of(act), incident, Kind.INCIDENT)
        filed, reach = _filings(act, incident), reaching(act.asking(), incident)
        ended = []
        for id_ in dict.fromkeys(statements):
            about, known = act.get(id_), filed.get(id_)
            if known is None:
                raise UsageFault(f"{id_} is not filed to {incident}", "the incident's page lists what is")
            filing = replace(record_of(Filing, known.body), reason=reason.strip())
            act.add(following(act, known, "filing.undone", body_of(filing)))
            keep_of_filing(act, desk, known, about, reach)
            ended.append(filing)
        return ended


def _recorded(
    desk: Desk, act: Acting, new: Incident, compartments: frozenset[str], along: Along
) -> tuple[Incident, frozenset[str]]:
    """Add the entries of a new incident and of what is recorded along; return it with its compartments."""
    checked = _checked(new)
    inside = compartments | compartments_of(_named_by(act, checked, along))
    made = with_along(desk, act, checked, along, inside)
    act.add(Draft("incident.recorded", made.id, body_of(made), compartments=inside))
    return made, inside


def _filings(act: Acting, incident: str) -> dict[str, Known]:
    """Return the filings to an incident that stand, by the statement."""
    wanted = Wanted(Kind.FILING, parent=incident, statuses=("recorded",))
    return {known.key: known for known in queries.many(act.connection, act.sight, wanted) if known.key}


def _out_of_reach(act: Acting, known: Known, made: Incident) -> frozenset[str]:
    """Return the patterns and parties whose marks reached an incident, and do not as it is made anew."""
    query = act.asking()
    still = reaching(query, made.part_of) | {one.party for one in made.involved}
    return reaching(query, known.id) - still - {known.id}


def _refuse_many(statements: Sequence[str]) -> None:
    if len(statements) > MOST_FILED_AT_ONCE:
        raise UsageFault("these are too many statements at once", f"at most {MOST_FILED_AT_ONCE}")


def _checked(incident: Incident) -> Incident:
    for code in incident.acts:
        if _CODE.fullmatch(code) is None and code not in _DEEDS:
            raise UsageFault(
                f"{code[:40]!r} is no act", "a code such as mt4:030102, or a word of the closed list of acts"
            )
    if len(incident.involved) > MOST_INVOLVED:
        raise UsageFault("too many parties are involved", f"at most {MOST_INVOLVED}; make parts of it")
    when = incident.when.strip()
    if when:
        _refuse_no_time(when)
    return replace(
        incident,
        title=checked_name(incident.title, Kind.INCIDENT),
        acts=tuple(dict.fromkeys(incident.acts)),
        when=when,
    )


def _refuse_no_time(when: str) -> None:
    try:
        days_of(when)
    except ValueError as fault:
        hint = "give 2026-03-18, 2026-03, 2026-03~ for about, or 2026-03-14/2026-03-16"
        wrong = UsageFault(f"{when[:40]!r} is no day or time that can be read", hint)
        raise wrong.beside("when") from fault


def _named_by(act: Acting, incident: Incident, along: Along) -> list[Known]:
    """Return every record that an incident names but those recorded along, each looked up once."""
    standing = standing_of(act)
    wanted = dict.fromkeys(_references(incident))
    if along.party is not None:
        wanted.pop(("", Kind.PARTY), None)
    found = [standing_record(act, standing, id_, kind) for id_, kind in wanted]
    if incident.part_of is not None:
        _refuse_circle(act, standing, incident)
    return found


def _references(incident: Incident) -> Iterator[tuple[str, Kind]]:
    if incident.place is not None:
        yield incident.place, Kind.PLACE
    if incident.part_of is not None:
        yield incident.part_of, Kind.INCIDENT
    for involved in incident.involved:
        yield involved.party, Kind.PARTY
        yield from ((id_, Kind.STATEMENT) for id_ in involved.statements)


def _refuse_circle(act: Acting, standing: Standing, incident: Incident) -> None:
    """Refuse an incident that would, further out, be a part of itself.

    Whoever sees a part sees the pattern: a part is in the compartments of what it is a part of.
    """
    passed, outer = set[str](), incident.part_of
    while outer is not None and outer not in passed:
        if outer == incident.id:
            raise UsageFault("an incident is no part of itself", "leave out what it is a part of")
        passed.add(outer)
        known = queries.one(act.connection, act.sight, outer)
        outer = None if known is None or standing.withdrawn(known) else (known.body or {}).get("part_of")
