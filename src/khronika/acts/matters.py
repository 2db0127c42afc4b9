"""The page of an incident, assembled from what was filed to it.

Who says what about each property stands side by side, as said; nothing is summed up. What must stay true:
the order of a page is that of the time of saying, from statements that the member may see alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from khronika.acts.assembled import (
    RECORDED,
    Days,
    Named,
    many_named,
    of_statements,
    referred,
    shower_of,
)
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.filed import FiledRow, in_order_of_saying, page_of
from khronika.acts.paging import LONGEST_PAGE, Page
from khronika.acts.recording import record_seen
from khronika.acts.shown import StatementShown, mark_on
from khronika.acts.source_days import Times, times_at
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import keyed, lookups, queries
from khronika.ledger.facets import ACT
from khronika.ledger.finding import Sieve
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known
from khronika.ledger.voiced import disputed, disputes_words
from khronika.records.body import record_of
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Filing, Incident, IncidentRole, Polarity, Property
from khronika.records.statement import Act, Denial

MOST_WEIGHED = 1000
"""How many filed statements, the earliest, a page looks into for what they say of each property."""


@dataclass(frozen=True, slots=True)
class InvolvedShown:
    """A party's role in an incident, with those statements that say so and may be seen."""

    party: Named
    role: IncidentRole
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledShown:
    """A statement filed to an incident: when it was said, of when it tells, who filed it and why.

    ``by`` is a member's id, ``at`` when they filed it (UTC). ``part`` is the part of the incident that it
    is filed to, ``None`` where it is filed to itself.
    """

    filing: str
    statement: StatementShown
    said: Days | None
    happened: tuple[Days, ...]
    by: str
    at: str
    reason: str
    part: Named | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """What one statement says of a property, as the reader suggests it, with the spans of its words."""

    statement: str
    status: str
    speaker: str | None
    claim: SuggestedClaim
    mark: str = ""


@dataclass(frozen=True, slots=True)
class PropertyShown:
    """A property of an incident, and who says what of it, in the order of the time of saying."""

    property: Property
    says: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """That a statement denies something of a kind (``None``: of which is not recorded), or disputes words.

    It stands whether or not the reader took a claim from the words, which are those of the passage.
    """

    statement: str
    status: str
    speaker: str | None
    denies: Denial | None = None
    disputes: str = ""
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """An incident, assembled from what was filed to it. Erased or withdrawn: its id alone.

    ``filed`` is a page of what is filed to it or to a part of it, in the order of the time of saying, those
    without one last; ``count`` is of all that are filed, ``acts`` how many of them do what, ``order`` the
    place of each in that order, from 1, by which pages refer to it. ``partial``: ``properties`` and
    ``objections`` come from the first 1,000.
    """

    id: str
    status: str
    incident: Incident | None = None
    entry: str = ""
    place: Named | None = None
    involved: tuple[InvolvedShown, ...] = ()
    filed: tuple[FiledShown, ...] = ()
    count: int = 0
    further: bool = False
    acts: tuple[tuple[str, int], ...] = ()
    properties: tuple[PropertyShown, ...] = ()
    partial: bool = False
    parts: tuple[Named, ...] = ()
    pattern: Named | None = None
    order: Mapping[str, int] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()


def incident_page(
    desk: Desk, member: str, id_: str, *, page: Page | None = None, as_of: str | None = None
) -> IncidentPage:
    """Return an incident with a page of what was filed to it; ``page.before`` is the last statement seen.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no incident, or the statement seen last is not filed to it.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, id_, Kind.INCIDENT), standing_of(query)
        if known.body is None or standing.withdrawn(known):
            return IncidentPage(id_, known.status if known.body is None else WITHDRAWN)
        incident = record_of(Incident, known.body)
        order = in_order_of_saying(query, standing, id_)
        found, further = page_of(order, page)
        numbers = [row.number for row in order]
        weighed = _in_order(queries.at(query.connection, numbers[:MOST_WEIGHED]), numbers)
        return IncidentPage(
            id_,
            known.status,
            incident,
            known.entry,
            place=referred(query, standing, incident.place),
            involved=tuple(_involved(query, standing, incident)),
            filed=tuple(_shown(query, standing, found, id_)),
            count=len(order),
            further=further,
            acts=_acts(query, numbers),
            properties=_properties(weighed),
            objections=tuple(one for known in weighed for one in _objections(known)),
            partial=len(order) > MOST_WEIGHED,
            parts=many_named(query, standing, Sieve(Kind.INCIDENT, RECORDED, parent=id_)),
            pattern=referred(query, standing, incident.part_of),
            order={row.statement: place for place, row in enumerate(order, 1)},
        )


def _shown(query: Asking, standing: Standing, found: Sequence[FiledRow], whole: str) -> list[FiledShown]:
    numbers = [row.number for row in found]
    times, known = times_at(query, numbers), queries.at(query.connection, numbers)
    show = shower_of(query, standing, known)
    shown = {one.since: show(one) for one in known}
    filings = {one.since: one for one in queries.at(query.connection, [row.filing for row in found])}
    parts = {id_: referred(query, standing, id_) for id_ in {row.incident for row in found} - {whole}}
    return [
        replace(
            _filed_shown(filings[row.filing], shown[row.number], times[row.number]),
            part=parts.get(row.incident),
        )
        for row in found
    ]


def _filed_shown(filing: Known, shown: StatementShown, times: Times) -> FiledShown:
    return FiledShown(
        filing.id,
        shown,
        *times,
        filing.envelope["author"],
        filing.envelope["time"],
        record_of(Filing, filing.body).reason,
    )


def _involved(query: Asking, standing: Standing, incident: Incident) -> list[InvolvedShown]:
    found = []
    for involved in incident.involved[:LONGEST_PAGE]:
        party = referred(query, standing, involved.party)
        if party is not None:
            sieve = of_statements(standing)
            seen = keyed.numbered(query.connection, query.sight, sieve, involved.statements)
            kept = set(seen.values())
            statements = tuple(id_ for id_ in involved.statements if id_ in kept)
            found.append(InvolvedShown(party, involved.role, statements))
    return found


def _acts(query: Asking, numbers: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """Return how many of the statements do what, the most frequent first."""
    does = lookups.facets_of(query.connection, ACT, numbers)
    return tuple(Counter(act for acts in does.values() for act in acts).most_common())


def _in_order(found: Sequence[Known], order: Sequence[int]) -> list[Known]:
    place = {number: at for at, number in enumerate(order)}
    return sorted(found, key=lambda one: place[one.since])


def _objections(known: Known) -> Iterator[Objection]:
    body = known.body or {}
    statement, words = body.get("statement", {}), body.get("words", "")
    whose, mark = (known.id, known.status, statement.get("speaker")), mark_on(known)
    if Act.DENIES in statement.get("acts", ()):
        for kind in statement["denies"] or (None,):
            yield Objection(*whose, None if kind is None else Denial(kind), mark=mark, words=words)
    if statement.get("disputes"):
        yield Objection(*whose, disputes=disputed(known.status, statement), mark=mark, words=words)


def _properties(weighed: Sequence[Known]) -> tuple[PropertyShown, ...]:
    """Return who says what of each property, in the order of the list of properties."""
    says: dict[Property, list[Saying]] = {}
    for known in weighed:
        statement = (known.body or {}).get("statement", {})
        for plain in statement.get("claims", ()):
            claim = replace(record_of(SuggestedClaim, plain), statement=known.id)
            if disputes_words(plain) and statement.get("disputes"):
                claim = replace(claim, value=disputed(known.status, statement))
            if not _denies_something_else(statement, claim):
                saying = Saying(known.id, known.status, statement["speaker"], claim, mark_on(known))
                says.setdefault(claim.property, []).append(saying)
    return tuple(PropertyShown(one, tuple(says[one])) for one in Property if one in says)


def _denies_something_else(statement: dict[str, Any], claim: SuggestedClaim) -> bool:
    """Tell whether a claim that it did not occur stands in a denial that is not, or no longer, of the fact.

    Who decides on a statement may say that knowledge alone is denied; its claims are those of the reader.
    """
    not_so = claim.property is Property.OCCURRED and claim.polarity is Polarity.NO
    return not_so and Act.DENIES in statement["acts"] and Denial.FACT not in statement["denies"]
