"""What rests on a consent, and what a withdrawal of it will touch.

What must stay true: only what the asking member may see is in any list or count, and what would still stand
is told from that alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from khronika.acts.consent import HandedOver
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.expiring import consent_that_stands, person_of
from khronika.acts.rules import mark_of
from khronika.acts.source_names import names_of_sources
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import lookups, queries, waiting
from khronika.ledger.queries import Wanted
from khronika.ledger.waiting import Tallied
from khronika.records.body import record_of
from khronika.records.consent import Audience, Consent
from khronika.records.ids import Kind

_RECEIPT = f"{Kind.RECEIPT}_"
_LOG_WITH_BODIES = "log with bodies"


@dataclass(frozen=True, slots=True)
class RestingItem:
    """An item that came under the consent, itself or attached to something.

    ``statements`` are ids by status. ``stands_by`` are receipts by which it would still stand, ``bound_by``
    other consents to it.
    """

    id: str
    name: str
    receipts: tuple[str, ...]
    attached: bool
    renditions: tuple[str, ...] = ()
    statements: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stands_by: tuple[str, ...] = ()
    bound_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """What a withdrawal will do: what will no longer be shown, what went out and cannot be called back.

    ``stays`` are the items that came by another way as well. ``danger`` are contacts with a person who is in
    danger now: how they are reached will not be opened any more.
    """

    hidden: tuple[Tallied, ...]
    out: tuple[HandedOver, ...]
    stays: tuple[RestingItem, ...]
    danger: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """Everything that rests on one consent, as far as the asking member may see it.

    ``person`` is the pseudonym. ``covered`` is what the consent names; ``derived`` is what was made of it
    beside renditions and statements: readings, contacts, filings, marks. ``handed`` is what left the desk, or
    was made for it to keep, newest first.
    """

    consent: Consent
    status: str
    person: str
    covered: tuple[Tallied, ...]
    items: tuple[RestingItem, ...]
    derived: tuple[Tallied, ...]
    handed: tuple[HandedOver, ...]
    touched_by_withdrawal: Touched
    compartments: frozenset[str] = frozenset()


def rests_on(desk: Desk, member: str, consent: str) -> Resting:
    """Return what rests on a consent today, and what its withdrawal will touch.

    Raises:
        NotFound: there is none for the member.
        UsageFault: it is another record, or was erased.
    """
    with asking(desk, member) as query:
        known = consent_that_stands(query.get(consent))
        record = record_of(Consent, known.body)
        standing = standing_of(query)
        covered = _with_attached(query, record.covers)
        items = _items(query, standing, record, covered)
        made = _made_of(query, covered, items)
        whole = [_with_made(item, made) for item in items]
        handed = handed_over_with(query, [item.id for item in whole])
        apart = {Kind.RENDITION, Kind.STATEMENT}
        return Resting(
            record,
            known.status,
            person_of(query, record.person),
            tuple(waiting.tallied(query.connection, query.sight, record.covers)),
            tuple(whole),
            tuple(one for one in made if one.kind not in apart),
            handed,
            _touched(query, covered, whole, made, handed),
            frozenset(known.envelope["compartments"]),
        )


def _with_attached(query: Asking, named: Iterable[str]) -> set[str]:
    """Return what a consent names with the receipts of all that came attached to it."""
    found, fresh = set[str](), set(named)
    while fresh:
        found |= fresh
        fresh = {id_ for id_ in lookups.derived(query.connection, fresh) if id_.startswith(_RECEIPT)} - found
    return found


def _items(query: Asking, standing: Standing, consent: Consent, covered: set[str]) -> list[RestingItem]:
    """Return the items of the receipts that are covered, each with all receipts the member may see."""
    under, found = waiting.tallied(query.connection, query.sight, covered), []
    items = list(dict.fromkeys(one.parent for one in under if one.kind == Kind.RECEIPT and one.parent))
    names = names_of_sources(query, standing, items)
    for item in items:
        receipts = [known.id for known in query.many(Wanted(Kind.RECEIPT, parent=item))]
        own = tuple(id_ for id_ in receipts if id_ in covered)
        consents = queries.covering(query.connection, receipts)
        others = [known.id for known in consents if known.id != consent.id]
        found.append(
            RestingItem(
                item,
                names[item],
                own,
                attached=not set(own) & set(consent.covers),
                stands_by=tuple(id_ for id_ in receipts if id_ not in covered | standing.covered),
                bound_by=tuple(one.id for one in waiting.tallied(query.connection, query.sight, others)),
            )
        )
    return found


def _made_of(query: Asking, covered: set[str], items: Sequence[RestingItem]) -> list[Tallied]:
    """Return all that was made of what is covered and of its items; not the other receipts of those items."""
    found = fresh = covered | {item.id for item in items}
    while fresh:
        fresh = {
            id_ for id_ in lookups.derived(query.connection, fresh) - found if not id_.startswith(_RECEIPT)
        }
        found = found | fresh
    found = found - covered - {item.id for item in items}
    return waiting.tallied(query.connection, query.sight, found)


def _with_made(item: RestingItem, made: Sequence[Tallied]) -> RestingItem:
    statements: dict[str, list[str]] = {}
    for one in made:
        if one.parent == item.id and one.kind == Kind.STATEMENT:
            statements.setdefault(one.status, []).append(one.id)
    return replace(
        item,
        renditions=tuple(one.id for one in made if one.parent == item.id and one.kind == Kind.RENDITION),
        statements=tuple((status, tuple(ids)) for status, ids in sorted(statements.items())),
    )


def handed_over_with(query: Asking, items: Sequence[str]) -> tuple[HandedOver, ...]:
    """Return what was handed over with the items in it; a log with bodies had all that was there by then."""
    since = {id_: query.get(id_).since for id_ in items}
    found = []
    for export in query.many(Wanted(Kind.EXPORT)):
        body = export.body or {}
        if body.get("kind") == _LOG_WITH_BODIES:
            shared = tuple(id_ for id_ in since if since[id_] < export.since)
        else:
            shared = tuple(id_ for id_ in body.get("items", ()) if id_ in since)
        if shared:
            told = (body["kind"], body.get("audience", ""), body.get("purpose", ""))
            mark = mark_of(Kind.EXPORT, export.body)
            found.append(HandedOver(export.id, export.envelope["time"], *told, shared, mark))
    return tuple(found)


def _touched(
    query: Asking,
    covered: set[str],
    items: Sequence[RestingItem],
    made: Sequence[Tallied],
    handed: Sequence[HandedOver],
) -> Touched:
    gone = {item.id for item in items if not item.stands_by}
    then = Standing(query.connection, frozenset(covered), frozenset(gone))
    concerned = waiting.tallied(query.connection, query.sight, covered | gone)
    hidden = [*concerned, *(one for one in made if _will_be_hidden(query, then, one, gone))]
    out = tuple(one for one in handed if one.audience != Audience.DESK)
    in_danger = {known.id for known in waiting.in_danger(query.connection, query.sight)}
    return Touched(
        tuple(hidden),
        out,
        tuple(item for item in items if item.id not in gone),
        tuple(one.id for one in hidden if one.id in in_danger),
    )


def _will_be_hidden(query: Asking, then: Standing, one: Tallied, gone: Collection[str]) -> bool:
    """Tell whether a record will be withheld; for statements and texts the item tells."""
    if one.kind in {Kind.STATEMENT, Kind.RENDITION}:
        return one.parent in gone
    return then.withdrawn(query.get(one.id))
