"""Before a statement is filed: what it is filed to, which incidents are near, what a new one begins with.

What must stay true: only incidents that the member may see are proposed or counted; what a new incident
begins with comes from the claims of this one statement, and is a proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khronika.acts.assembled import RECORDED, Named, named, of_statements
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.shown import StatementShown, statement_shower
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import finding, keyed, lookups, queries
from khronika.ledger.facets import GEONAMES, names_of, value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known, Wanted
from khronika.records.ids import Kind
from khronika.records.matter import Property
from khronika.records.statement import Statement

MOST_NEWEST = 8
MOST_NEAR = 12
_FILED = Sieve(Kind.FILING, ("recorded",))


@dataclass(frozen=True, slots=True)
class Begun:
    """What a new incident may begin with: what was done (words of the closed list), when, where."""

    acts: tuple[str, ...] = ()
    when: str = ""
    where: str = ""
    place: Named | None = None


@dataclass(frozen=True, slots=True)
class FiledTo(Named):
    """An incident that a statement is filed to, with the filing and the member who did that last."""

    filing: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AheadOfFiling:
    """A statement before it is filed.

    ``filed`` are the incidents it is filed to, ``near`` those that other statements of its text are filed to,
    those with most first, ``newest`` the last changed ones beside these.
    """

    shown: StatementShown
    filed: tuple[FiledTo, ...]
    near: tuple[Named, ...]
    newest: tuple[Named, ...]
    begun: Begun


def ahead_of_filing(desk: Desk, member: str, statement: str, *, as_of: str | None = None) -> AheadOfFiling:
    """Return a statement with the incidents that it is or may be filed to.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is no statement, or cannot be shown any more.
    """
    with asking(desk, member, as_of) as query:
        known, standing = query.get(statement), standing_of(query)
        if not statement.startswith(f"{Kind.STATEMENT}_"):
            raise UsageFault(f"{statement} is not a statement", "ids of statements begin with stm_")
        shown = statement_shower(query, standing, [known])(known)
        if shown.statement is None:
            raise UsageFault("this statement cannot be shown", "it was erased, or consent was withdrawn")
        filed = _told(query, standing, [statement]).get(statement, ())
        near = _near(query, standing, shown.item, {one.id for one in filed})
        newest = _newest(query, standing, {one.id for one in (*filed, *near)})
        return AheadOfFiling(shown, filed, near, newest, _begun(query, standing, shown.statement))


def filed_to(
    desk: Desk, member: str, statements: Sequence[str], *, as_of: str | None = None
) -> dict[str, tuple[FiledTo, ...]]:
    """Return the incidents that statements are filed to, those that are filed to none left out."""
    with asking(desk, member, as_of) as query:
        return _told(query, standing_of(query), statements)


def _told(query: Asking, standing: Standing, statements: Sequence[str]) -> dict[str, tuple[FiledTo, ...]]:
    """Return the incidents that statements are filed to, each with the filing, as far as they are shown."""
    filed = _filed_to(query, statements)
    every = {id_ for filings in filed.values() for id_ in filings}
    by_id = {one.id: one for one in _incidents(query, standing, sorted(every))}
    shown = {
        statement: tuple(
            FiledTo(one.id, one.name, one.status, one.when, filing.id, filing.envelope["author"])
            for id_, filing in filings.items()
            if (one := by_id.get(id_)) is not None
        )
        for statement, filings in filed.items()
    }
    return {statement: incidents for statement, incidents in shown.items() if incidents}


def _filed_to(query: Asking, statements: Sequence[str]) -> dict[str, dict[str, Known]]:
    """Return the newest filing to each incident, by the incident's id, by the statement that is filed."""
    numbers = keyed.of_keys(query.connection, query.sight, _FILED, statements)
    filed: dict[str, dict[str, Known]] = {}
    for known in queries.at(query.connection, numbers):
        if known.key and known.parent:
            filed.setdefault(known.key, {}).setdefault(known.parent, known)
    return filed


def _incidents(query: Asking, standing: Standing, ids: Sequence[str]) -> tuple[Named, ...]:
    """Return incidents by their names, in the order given, as far as they stand for the member."""
    numbers = keyed.numbered(query.connection, query.sight, Sieve(Kind.INCIDENT, RECORDED), ids)
    known = {one.id: one for one in queries.at(query.connection, list(numbers))}
    return tuple(named(standing, known[id_]) for id_ in ids if id_ in known)


def _near(query: Asking, standing: Standing, item: str, without: set[str]) -> tuple[Named, ...]:
    ids = keyed.ids_under(query.connection, query.sight, of_statements(standing), item)
    filed = _filed_to(query, ids)
    counted = Counter(id_ for incidents in filed.values() for id_ in incidents if id_ not in without)
    return _incidents(query, standing, [id_ for id_, _ in counted.most_common(MOST_NEAR)])


def _newest(query: Asking, standing: Standing, without: set[str]) -> tuple[Named, ...]:
    wanted = Wanted(Kind.INCIDENT, statuses=RECORDED, limit=MOST_NEWEST + len(without))
    found = [one for one in query.many(wanted) if one.body is not None and one.id not in without]
    return tuple(named(standing, one) for one in found[:MOST_NEWEST])


def _begun(query: Asking, standing: Standing, statement: Statement) -> Begun:
    """Return what the claims of a statement say, of the time also what else it says."""
    claims = statement.claims
    acts = tuple(dict.fromkeys(one.value for one in claims if one.property is Property.ACT and one.value))
    times = [one.when for one in claims if one.when] or [one.edtf for one in statement.dates if one.edtf]
    where = next((one.value for one in claims if one.property is Property.WHERE and one.value), "")
    return Begun(acts, times[0] if times else "", where, _recorded_place(query, standing, statement, where))


def _recorded_place(query: Asking, standing: Standing, statement: Statement, where: str) -> Named | None:
    """Return a place that is recorded already, by its GeoNames id or by the words for it."""
    numbers = [str(id_) for one in statement.claims for id_ in one.places[:1]]
    for facet, values in ((GEONAMES, numbers), (names_of(Kind.PLACE), [value_of(where)] if where else [])):
        known = next(_with(query, facet, values), None)
        if known is not None:
            return named(standing, known)
    return None


def _with(query: Asking, facet: str, values: Sequence[str]) -> Iterator[Known]:
    rows = lookups.having_any(query.connection, facet, values)
    there = finding.there(query.connection, query.sight, Sieve(Kind.PLACE, RECORDED), sorted(rows))
    yield from queries.at(query.connection, there)
