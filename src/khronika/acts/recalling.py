"""Recalling everything from one source as a set, as one planted it, and lifting that again.

What must stay true: a recall hides nothing and deletes nothing, it only counts for nothing; what came by
another way as well, stays; lifted, the balance sheets are what they were before. The recall of an item goes
with it; that of a party stays where the party is erased, so that nothing planted counts again by that. Why a
source was recalled that consent was withdrawn for is not told, for that may repeat what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from khronika.acts.assembled import Named, named, of_party, of_statements
from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.judged import judgement, reason_given
from khronika.acts.paging import LONGEST_PAGE
from khronika.acts.recalls import STANDS, came_from
from khronika.acts.recording import compartments_of, following, record_seen, standing_record
from khronika.acts.source_names import names_of_sources
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import keyed, queries
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.corrections import Recall
from khronika.records.ids import Kind
from khronika.records.party import Party
from khronika.records.statement import Status

_SOURCES = (Kind.ITEM, Kind.PARTY)


@dataclass(frozen=True, slots=True)
class OfStatus:
    """Statements of one status: how many, and the newest of them, 200 at most."""

    status: str
    count: int
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecallShown:
    """A recall with the whole set that it is about, as far as the member may see it.

    ``source`` is the item or the party. ``items`` came from it alone, ``stays`` by another way as well: they
    count. Of each at most 200 are listed. ``lifted`` tells that the recall does not stand any more.
    """

    recall: Recall
    lifted: bool
    source: Named
    by: str
    at: str
    item_count: int = 0
    items: tuple[Named, ...] = ()
    stay_count: int = 0
    stays: tuple[Named, ...] = ()
    statements: tuple[OfStatus, ...] = ()


def recall(desk: Desk, member: str, source: str, reason: str) -> Recall:
    """Recall everything from an item, or from a party: what came from it, and what it says itself.

    Raises:
        NotFound: the source is not there for the member.
        UsageFault: it is neither item nor party, is recalled already, or no reason is given.
        Withheld: consent to it was withdrawn.
    """
    kept = reason_given(reason, "why the source is not trusted")
    with acting(desk, member, Right.REVIEW) as act:
        known = _source(act, source)
        before = _before(act, source)
        if before is not None and before.status in STANDS:
            raise UsageFault(f"{source} is recalled already", f"by {before.id}")
        made = Recall(desk.new_id(Kind.RECALL) if before is None else before.id, source, kept)
        if before is None:
            derived = (source,) if source.startswith(f"{Kind.ITEM}_") else ()
            inside = compartments_of([known])
            act.add(Draft("recall.recorded", made.id, body_of(made), (), derived, compartments=inside))
        else:
            act.add(following(act, before, "recall.recorded", body_of(made)))
        return made


def lift_recall(desk: Desk, member: str, recall: str, reason: str) -> Recall:
    """Lift a recall: what came from the source counts again.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is no recall that stands, or no reason is given.
    """
    kept = reason_given(reason, "why the source is trusted again")
    with acting(desk, member, Right.REVIEW) as act:
        known = judgement(act, recall, Kind.RECALL, "a recall", STANDS)
        lifted = replace(record_of(Recall, known.body), reason=kept)
        act.add(following(act, known, "recall.lifted", body_of(lifted)))
        return lifted


def recalls(desk: Desk, member: str, *, as_of: str | None = None) -> list[RecallShown]:
    """Return the recalls that stand, newest first, 200 at most, without their sets."""
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        found = query.many(Wanted(Kind.RECALL, statuses=STANDS, limit=LONGEST_PAGE))
        return [_shown(query, standing, known) for known in found if known.body is not None]


def recalled(desk: Desk, member: str, recall: str, *, as_of: str | None = None) -> RecallShown:
    """Return a recall with its whole set: items, those that stay, and statements by where they stand.

    What rests on them is what :func:`khronika.acts.travelling.unsettled` lists for this recall.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no recall, or was erased.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, recall, Kind.RECALL), standing_of(query)
        if known.body is None:
            raise UsageFault(f"{recall} was erased", "the log shows when")
        shown = _shown(query, standing, known)
        items, stays = items_of(query, standing, shown.recall.source)
        return replace(
            shown,
            item_count=len(items),
            items=_named_items(query, standing, items),
            stay_count=len(stays),
            stays=_named_items(query, standing, stays),
            statements=tuple(_statements(query, standing, shown.recall.source, items)),
        )


def items_of(query: Asking, standing: Standing, source: str) -> tuple[list[str], list[str]]:
    """Return the items that came from a source alone, and those that came by another way as well."""
    if source.startswith(f"{Kind.ITEM}_"):
        return ([] if source in standing.items else [source]), []
    came = came_from(query, [source])
    there = sorted(came.keys() - standing.items)
    return [id_ for id_ in there if came[id_].alone], [id_ for id_ in there if not came[id_].alone]


def rows_recalled(
    query: Asking, standing: Standing, source: str, items: Iterable[str], statuses: Sequence[str]
) -> list[int]:
    """Return the rows of all statements of a recalled source, newest first: in its items, or in its name."""
    sieve = of_statements(standing, statuses=tuple(statuses))
    rows = set(keyed.under(query.connection, query.sight, sieve, items))
    known = queries.one(query.connection, query.sight, source)
    if source.startswith(f"{Kind.PARTY}_") and known is not None and known.body is not None:
        own, _ = of_party(record_of(Party, known.body))
        rows |= set(keyed.of_keys(query.connection, query.sight, sieve, own["keys"]))
    return sorted(rows, reverse=True)


def _statements(query: Asking, standing: Standing, source: str, items: Sequence[str]) -> Iterable[OfStatus]:
    for status in Status:
        rows = rows_recalled(query, standing, source, items, (status,))
        if rows:
            newest = queries.at(query.connection, rows[:LONGEST_PAGE])
            yield OfStatus(status, len(rows), tuple(known.id for known in newest))


def _source(act: Acting, source: str) -> Known:
    kind = next((kind for kind in _SOURCES if source.startswith(f"{kind}_")), None)
    if kind is None:
        act.get(source)
        raise UsageFault(f"{source} is no source", "an item (itm_…), or a party (prt_…)").beside("source")
    return standing_record(act, standing_of(act), source, kind)


def _before(act: Acting, source: str) -> Known | None:
    """Return the recall of a source, also one that was lifted: one that stands first."""
    found = queries.many(act.connection, act.sight, Wanted(Kind.RECALL, parent=source))
    ordered = sorted((one for one in found if one.body is not None), key=lambda one: one.status not in STANDS)
    return ordered[0] if ordered else None


def _shown(query: Asking, standing: Standing, known: Known) -> RecallShown:
    record = record_of(Recall, known.body)
    of = queries.one(query.connection, query.sight, record.source)
    source = Named(record.source, "", "erased") if of is None else named(standing, of)
    if source.status == "sealed":
        (source,) = _named_items(query, standing, [record.source])
    if source.status == WITHDRAWN:
        record = replace(record, reason="")
    author, time = known.envelope["author"], known.envelope["time"]
    return RecallShown(record, known.status not in STANDS, source, author, time)


def _named_items(query: Asking, standing: Standing, items: Sequence[str]) -> tuple[Named, ...]:
    names = names_of_sources(query, standing, items[:LONGEST_PAGE])
    return tuple(Named(id_, names[id_], "sealed") for id_ in items[:LONGEST_PAGE])
