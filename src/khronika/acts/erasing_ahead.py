"""What an erasure would take along, said before it is done.

What must stay true: only what the asking member may see is in any list or count, and what would still stand
is told from that alone; what is told is what an erasure then does, as far as the member may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khronika.acts.consent import HandedOver
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.erase import refuse_kept
from khronika.acts.logbook import about_in_words
from khronika.acts.resting import handed_over_with
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import lookups, queries, waiting
from khronika.ledger.erasing import KEPT
from khronika.ledger.folding import ERASED
from khronika.ledger.queries import Wanted
from khronika.ledger.waiting import Tallied
from khronika.records.access import Right
from khronika.records.ids import Kind

MOST_OF_A_KIND = 20
"""How many records of one kind are named; all are counted."""
_RECEIPT = f"{Kind.RECEIPT}_"


@dataclass(frozen=True, slots=True)
class ToErase:
    """A record by its id, its state, and what it is called, empty where that is not shown."""

    id: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Along:
    """Records of one kind that go along: how many, and the first of them."""

    kind: Kind
    count: int
    records: tuple[ToErase, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What an erasure would do, as far as the asking member may see it.

    ``named`` are the records it names, ``along`` all that would go with them. ``stays`` are items that lose a
    receipt and stand by another. ``handed`` left the desk before, or was made for it to keep. ``person`` is
    what stays of the people whose interviews go: pseudonyms, what is sealed of them, consents, with the
    contacts that these belong to. Named along, all of it goes.
    """

    named: tuple[ToErase, ...]
    along: tuple[Along, ...]
    stays: tuple[ToErase, ...]
    handed: tuple[HandedOver, ...]
    person: tuple[ToErase, ...] = ()


def would_erase(desk: Desk, member: str, records: Sequence[str]) -> Ahead:
    """Return what would go if these records were erased now. Nothing is done.

    Raises:
        NotAllowed: only a custodian may erase.
        NotFound: a record is not there for the member.
        UsageFault: nothing is named, it is erased already, or the desk cannot do without it.
    """
    with asking(desk, member, right=Right.ERASE) as query:
        named = list(dict.fromkeys(records))
        _refuse(query, named)
        gone, stays = _going(query, named)
        standing = standing_of(query)
        tallied = [
            one for one in waiting.tallied(query.connection, query.sight, gone) if one.status != ERASED
        ]
        items = [one.id for one in tallied if one.kind == Kind.ITEM]
        return Ahead(
            tuple(_shown(query, standing, one) for one in tallied if one.id in named),
            _along(query, standing, [one for one in tallied if one.id not in named]),
            tuple(
                _shown(query, standing, one) for one in waiting.tallied(query.connection, query.sight, stays)
            ),
            handed_over_with(query, items),
            _person_left(query, standing, gone),
        )


def _person_left(query: Asking, standing: Standing, gone: set[str]) -> tuple[ToErase, ...]:
    """Return what an erasure leaves of the people whose interviews it takes, as far as it can go along.

    A party of whom other contacts stay is left out, and what was sealed in those.
    """
    left: dict[str, None] = {}
    for id_ in sorted(one for one in gone if one.startswith(f"{Kind.CONTACT}_")):
        known = queries.one(query.connection, query.sight, id_)
        if known is None or known.body is None:
            continue
        body = known.body
        contacts = query.many(Wanted(Kind.CONTACT, parent=body["party"]))
        alone = all(one.id in gone or one.body is None for one in contacts)
        seals = query.many(Wanted(Kind.IDENTITY, parent=body["party"])) if alone else ()
        given = (body["identity"], body["handle"], *(one.id for one in seals), body["consent"])
        left |= dict.fromkeys([body["party"]] if alone else [])
        left |= dict.fromkeys(filter(None, (id_, *given)))
    kept = [one for one in left if one not in gone or one.startswith(f"{Kind.CONTACT}_")]
    tallied = waiting.tallied(query.connection, query.sight, kept)
    return tuple(_shown(query, standing, one) for one in tallied if one.status != ERASED)


def _refuse(query: Asking, named: Sequence[str]) -> None:
    if not named:
        raise UsageFault("nothing is named to erase", "receipts, items, statements or parties")
    for id_ in named:
        known = query.get(id_)
        if known.status == ERASED:
            raise UsageFault(f"{id_} is erased already", "its history shows by whom and when")
        refuse_kept(query, known, frozenset(named))


def _going(query: Asking, named: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return what goes, and the items that lose a receipt and stay; among it what the member may not see."""
    gone, touched = set[str](), set[str]()
    fresh = set(named)
    while fresh:
        gone |= fresh
        touched |= {item for id_ in fresh if id_.startswith(_RECEIPT) for item in _item_of(query, id_)}
        derived = lookups.derived(query.connection, fresh)
        fresh = {id_ for id_ in derived - gone if not id_.startswith(KEPT)}
        fresh = fresh or {item for item in touched - gone if not _stands_by_another(query, item, gone)}
    return gone, touched - gone


def _item_of(query: Asking, receipt: str) -> set[str]:
    known = queries.one(query.connection, query.sight, receipt)
    return {known.parent} if known is not None and known.parent is not None else set()


def _stands_by_another(query: Asking, item: str, gone: set[str]) -> bool:
    receipts = query.many(Wanted(Kind.RECEIPT, parent=item))
    return any(known.body is not None and known.id not in gone for known in receipts)


def _along(query: Asking, standing: Standing, going: Sequence[Tallied]) -> tuple[Along, ...]:
    by_kind: dict[Kind, list[Tallied]] = {}
    for one in going:
        by_kind.setdefault(Kind(one.kind), []).append(one)
    return tuple(
        Along(kind, len(found), tuple(_shown(query, standing, one) for one in found[:MOST_OF_A_KIND]))
        for kind, found in by_kind.items()
    )


def _shown(query: Asking, standing: Standing, one: Tallied) -> ToErase:
    return ToErase(one.id, one.status, about_in_words(query, standing, one.id))
