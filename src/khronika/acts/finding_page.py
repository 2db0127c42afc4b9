"""Findings as they are shown: a list of them, and one with its history, as of now or of any earlier entry.

What must stay true: of a cited statement that was erased or withdrawn only that is shown, by its id; a
finding that nobody else reviewed says so; what the member may not see is in no list and no count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from khronika.acts.assembled import Named, named
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.findings import STANDS, writers_of
from khronika.acts.grounds import cited_in, there
from khronika.acts.logbook import Names
from khronika.acts.paging import LONGEST_PAGE, Page, last_seen, limit_of
from khronika.acts.recording import record_seen
from khronika.acts.shown import SECOND_PERSON_MARK, StatementShown, statement_shower
from khronika.acts.stale import GROUNDED, Ageing, Moved
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import cited, history
from khronika.ledger.queries import Known, Wanted
from khronika.records.body import record_of
from khronika.records.findings import Finding
from khronika.records.ids import Kind

_TOLD_APART = frozenset({"id", "reviewed_by", "grounds", "least", "most", "reason"})


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with who wrote it, and when (UTC). Erased: its id alone, and ``finding`` is ``None``.

    ``by`` recorded it, ``changed_by`` last wrote what stands, ``reviewed_by`` are those who reviewed that;
    all are names. ``mark`` says where nobody did. ``moved`` is what moved since: with any of it, it is stale.
    """

    id: str
    status: str
    finding: Finding | None = None
    entry: str = ""
    by: str = ""
    at: str = ""
    changed_by: str = ""
    changed_at: str = ""
    reviewed_by: tuple[str, ...] = ()
    mark: str = ""
    moved: tuple[Moved, ...] = ()

    @property
    def stale(self) -> bool:
        """Tell whether its ground moved."""
        return bool(self.moved)


@dataclass(frozen=True, slots=True)
class FindingStep:
    """One entry about a finding: its type, ``by`` whom (a name), when (UTC), and which fields it changed."""

    position: int
    type: str
    by: str
    at: str
    changed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding with all that it names, and its history, the oldest entry first."""

    shown: FindingShown
    incidents: tuple[Named, ...] = ()
    supports: tuple[StatementShown, ...] = ()
    opposes: tuple[StatementShown, ...] = ()
    steps: tuple[FindingStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """A page of findings, newest first; ``count`` is of all that were asked for."""

    findings: tuple[FindingShown, ...] = ()
    count: int = 0
    further: bool = False


def findings(
    desk: Desk,
    member: str,
    incident: str | None = None,
    *,
    stale: bool | None = None,
    page: Page | None = None,
    as_of: str | None = None,
) -> Findings:
    """Return findings that stand: all, or those about an incident; with ``stale`` those that are or are not.

    Raises:
        NotFound: the incident, or the finding seen last, is not there for the member.
        UsageFault: the incident is another record.
    """
    with asking(desk, member, as_of) as query:
        if incident is not None:
            record_seen(query, incident, Kind.INCIDENT)
        found, before = _standing(query, incident), last_seen(query, page)
        show = _Showing(query, standing_of(query))
        if stale is not None:
            found = [known for known in found if show(known).stale is stale]
        later = [known for known in found if before is None or known.since < before]
        limit = limit_of(page)
        return Findings(tuple(map(show, later[:limit])), len(found), len(later) > limit)


def finding_page(desk: Desk, member: str, finding: str, *, as_of: str | None = None) -> FindingPage:
    """Return a finding with all that it names, and its history.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no finding.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, finding, Kind.FINDING), standing_of(query)
        shown = _Showing(query, standing)(known)
        if shown.finding is None:
            return FindingPage(shown)
        incidents = there(query, shown.finding.incidents)
        return FindingPage(
            shown,
            tuple(named(standing, incidents[id_]) for id_ in shown.finding.incidents),
            _statements(query, standing, shown.finding.supports),
            _statements(query, standing, shown.finding.opposes),
            tuple(_steps(query, known)),
        )


def _standing(query: Asking, incident: str | None) -> list[Known]:
    """Return the findings that stand, newest first."""
    if incident is not None:
        found = cited.about(query.connection, query.sight, Kind.FINDING, STANDS, [incident])
    else:
        found = query.many(Wanted(Kind.FINDING, statuses=STANDS))
    return [known for known in found if known.body is not None]


class _Showing:
    """Shows findings inside one query, each once."""

    def __init__(self, query: Asking, standing: Standing) -> None:
        self._query = query
        self._ageing, self._names = Ageing(query, standing), Names(query.connection)
        self._shown = dict[str, FindingShown]()

    def __call__(self, known: Known) -> FindingShown:
        if known.id not in self._shown:
            self._shown[known.id] = self._make(known)
        return self._shown[known.id]

    def _make(self, known: Known) -> FindingShown:
        if known.body is None:
            return FindingShown(known.id, known.status)
        made, steps = record_of(Finding, known.body), _seen_steps(self._query, known.id)
        grounded = [step for step in steps if step.type in GROUNDED]
        author, last = writers_of(steps)
        moved = self._ageing.moved(known, made) if known.status in STANDS else ()
        return FindingShown(
            known.id,
            known.status,
            _seen(self._query, made),
            known.entry,
            self._names(author),
            grounded[0].time,
            self._names(last),
            grounded[-1].time,
            tuple(map(self._names, made.reviewed_by)),
            "" if made.reviewed_by else SECOND_PERSON_MARK,
            moved,
        )


def _seen(query: Asking, finding: Finding) -> Finding:
    """Return a finding without what it names that the member does not see."""
    seen = there(query, (*finding.incidents, *cited_in(finding)))

    def kept(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(id_ for id_ in ids if id_ in seen)

    return replace(
        finding,
        incidents=kept(finding.incidents),
        supports=kept(finding.supports),
        opposes=kept(finding.opposes),
        elements=tuple(replace(one, statements=kept(one.statements)) for one in finding.elements),
        grounds=tuple(one for one in finding.grounds if one.statement in seen),
    )


def _statements(query: Asking, standing: Standing, ids: Iterable[str]) -> tuple[StatementShown, ...]:
    known = there(query, ids)
    show = statement_shower(query, standing, list(known.values()))
    return tuple(show(known[id_]) for id_ in ids)


def _seen_steps(query: Asking, id_: str) -> list[history.Step]:
    before = query.sight.as_of
    return [
        step for step in history.steps_of(query.connection, id_) if before is None or step.position < before
    ]


def _steps(query: Asking, known: Known) -> Iterable[FindingStep]:
    """Yield the entries about a finding, the newest 200, with the fields that each changed."""
    names, before = Names(query.connection), dict[str, Any]()
    steps = _seen_steps(query, known.id)
    for place, step in enumerate(steps):
        body = step.body or {}
        if len(steps) - place <= LONGEST_PAGE:
            reason = "" if body.get("reason") == before.get("reason") else body.get("reason", "")
            changed = _changed(before, body) if before else ()
            yield FindingStep(step.position, step.type, names(step.author), step.time, changed, reason)
        before = body


def _changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    told = (one.name for one in fields(Finding) if one.name not in _TOLD_APART)
    return tuple(name for name in told if before.get(name) != after.get(name))
