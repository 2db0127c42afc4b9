"""Registers: the parties, places and incidents that are recorded, and who is heard but not recorded.

What must stay true: a register shows and counts what the member may see alone; what was withdrawn or erased
is in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from khronika.acts.assembled import RECORDED, Named, named, referred
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.paging import LONGEST_PAGE, Page, last_seen, limit_of
from khronika.acts.parties import Speaker, as_speakers, parties_named, speaking, statements_by
from khronika.acts.standing import Standing, standing_of
from khronika.acts.suggest import keys_with, records_called
from khronika.errors import UsageFault
from khronika.ledger.facets import LONGEST_VALUE, value_of
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.shadow import fold
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Party, Place

_RECORDS: dict[Kind, type[Any]] = {Kind.PARTY: Party, Kind.PLACE: Place, Kind.INCIDENT: Incident}
_AT_ONCE = 100
_LOOKED_THROUGH = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a register; ``place`` is where an incident was, or what a place lies in."""

    record: Party | Place | Incident
    name: str
    place: Named | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """A page of a register. ``before`` is what to give for the next page, empty where there is none."""

    lines: tuple[Line, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Speakers that no party is recorded for. ``after`` is what to give for the next page, or empty."""

    speakers: tuple[Speaker, ...] = ()
    after: str = ""


def register(
    desk: Desk,
    member: str,
    kind: Kind,
    *,
    beginning: str = "",
    page: Page | None = None,
    as_of: str | None = None,
) -> Register:
    """Return the parties, places or incidents, the last changed first.

    With ``beginning`` those whose names begin so, in the order of the names, then those in which a word does
    or sounds alike in another script; a page of them, at most 200.

    Raises:
        NotFound: the record that was seen last is not there.
        UsageFault: there is no register of this kind.
    """
    if kind not in _RECORDS:
        raise UsageFault("there is no such register", "of parties, places and incidents there is one")
    typed = beginning.strip()[:LONGEST_VALUE].encode("utf-8", "ignore").decode()
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        if typed:
            found = list(islice(records_called(query, standing, typed, kind, LONGEST_PAGE), LONGEST_PAGE))
            return Register(tuple(_lines(query, standing, kind, found)))
        return _page(query, standing, kind, page or Page())


def heard(
    desk: Desk,
    member: str,
    *,
    beginning: str = "",
    after: str = "",
    limit: int = 50,
    as_of: str | None = None,
) -> Heard:
    """Return who speaks without a party being recorded under the name, in the order of the folded names.

    Those of whom another word of the name begins so, or sounds so in another script, come last. A page
    looks through 2,000 names at most, and may then hold less than ``limit``.
    """
    found = list[Speaker]()
    most = max(1, min(limit, LONGEST_PAGE))
    with asking(desk, member, as_of) as query:
        standing, last = standing_of(query), after
        for _ in range(_LOOKED_THROUGH // _AT_ONCE):
            some = speaking(query, standing, beginning, last, _AT_ONCE)
            for one in as_speakers(query, standing, some):
                if one.party is None:
                    found.append(one)
                    if len(found) > most:
                        return Heard(tuple(found[:most]), found[most - 1].key)
            if len(some) < _AT_ONCE:
                return Heard((*found, *_heard_by_a_word(query, standing, beginning, most - len(found))))
            last = some[-1][0]
        return Heard(tuple(found), last)


def _heard_by_a_word(query: Asking, standing: Standing, typed: str, most: int) -> list[Speaker]:
    """Return further speakers without a party, of whose name another word than the first begins so."""
    if not typed.strip():
        return []
    first = fold(typed.strip())
    keys = [key for key in keys_with(query, standing, typed.strip()) if not key.startswith(first)]
    rows = [(key, statements_by(query, standing, key)) for key in keys[:most]]
    speakers = as_speakers(query, standing, [row for row in rows if row[1]])
    return [one for one in speakers if one.party is None]


def parties_called(
    desk: Desk, member: str, names: Iterable[str], *, as_of: str | None = None
) -> dict[str, str]:
    """Return the ids of the parties that are recorded under names, by these names; the newest of each."""
    wanted = dict.fromkeys(names)
    with asking(desk, member, as_of) as query:
        found = parties_named(query, standing_of(query), [fold(name) for name in wanted])
    keyed = {name: found.get(value_of(name)) for name in wanted}
    return {name: id_ for name, id_ in keyed.items() if id_ is not None}


def _page(query: Asking, standing: Standing, kind: Kind, page: Page) -> Register:
    limit = limit_of(page)
    found = query.many(Wanted(kind, statuses=RECORDED, before=last_seen(query, page), limit=limit + 1))
    shown = [one for one in found[:limit] if one.body is not None and not standing.withdrawn(one)]
    further = found[limit - 1].id if len(found) > limit else ""
    return Register(tuple(_lines(query, standing, kind, shown)), further)


def _lines(query: Asking, standing: Standing, kind: Kind, found: Sequence[Known]) -> Iterator[Line]:
    for known in found:
        body = known.body or {}
        around = body.get("place" if kind is Kind.INCIDENT else "within")
        place = None if around is None else referred(query, standing, around)
        yield Line(record_of(_RECORDS[kind], body), named(standing, known).name, place)
