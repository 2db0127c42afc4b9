"""Suggesting names while somebody types: parties, incidents, places and speakers that the member may see.

What must stay true: a name of what the member may not see, or what was withdrawn, is never suggested, and
takes nobody's place among those that are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from khronika.acts.assembled import RECORDED, of_statements
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.parties import as_speakers, speaking, statements_by
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import finding, lookups, queries
from khronika.ledger.facets import LONGEST_VALUE, names_of, value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.queries import Known
from khronika.ledger.shadow import keys_kept, keys_sought
from khronika.records.ids import Kind

MOST_SUGGESTED = 10
_LOOKED_THROUGH = 500
_AT_ONCE = 100


class Suggestable(StrEnum):
    """What names are suggested for."""

    PARTY = "party"
    INCIDENT = "incident"
    PLACE = "place"
    SPEAKER = "speaker"


_KINDS = {
    Suggestable.PARTY: Kind.PARTY,
    Suggestable.INCIDENT: Kind.INCIDENT,
    Suggestable.PLACE: Kind.PLACE,
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A name, with the id of its record; a speaker that no party is recorded for has none."""

    name: str
    id: str | None = None


def suggest(desk: Desk, member: str, beginning: str, kind: Suggestable) -> list[Suggested]:
    """Return up to ten names for what was typed: those that begin so, then those in which a word does.

    Names that sound alike in another script are among the latter.

    Raises:
        NotAllowed: the member may not read records.
    """
    typed = beginning.strip()[:LONGEST_VALUE].encode("utf-8", "ignore").decode()
    if not typed:
        return []
    with asking(desk, member) as query:
        standing = standing_of(query)
        if kind is Suggestable.SPEAKER:
            found = _speakers(query, standing, typed)
        else:
            found = _records(query, standing, typed, _KINDS[kind])
        return list(islice(found, MOST_SUGGESTED))


def records_called(query: Asking, standing: Standing, typed: str, kind: Kind, most: int) -> Iterator[Known]:
    """Yield each record once whose name begins so, in the order of the names, then what the index finds."""
    told = set[str]()
    for known in _in_order(query, typed, kind, most):
        if known.body is not None and known.id not in told and not standing.withdrawn(known):
            told.add(known.id)
            yield known


def _records(query: Asking, standing: Standing, typed: str, kind: Kind) -> Iterator[Suggested]:
    for known in records_called(query, standing, typed, kind, MOST_SUGGESTED):
        body = known.body or {}
        yield Suggested(body.get("title") or body["name"], known.id)


def _in_order(query: Asking, typed: str, kind: Kind, most: int) -> Iterator[Known]:
    sieve = Sieve(kind, RECORDED)
    values = lookups.values_from(query.connection, query.sight.labels, names_of(kind), value_of(typed))
    while rows := [since for _, since in islice(values, _AT_ONCE)]:
        there = finding.there(query.connection, query.sight, sieve, rows)
        known = {one.since: one for one in queries.at(query.connection, there)}
        yield from (known[since] for since in rows if since in known)
    worded = Sieve(kind, RECORDED, typed=typed)
    numbers = finding.first(query.connection, query.sight, worded, most * 2)
    yield from queries.at(query.connection, numbers)


def _speakers(query: Asking, standing: Standing, typed: str) -> Iterator[Suggested]:
    found = speaking(query, standing, typed, "", MOST_SUGGESTED)
    if len(found) < MOST_SUGGESTED:
        told = {key for key, _ in found}
        further = (key for key in keys_with(query, standing, typed) if key not in told)
        found += ((key, statements_by(query, standing, key)) for key in islice(further, MOST_SUGGESTED))
    for speaker in as_speakers(query, standing, found):
        yield Suggested(speaker.name, speaker.party)


def keys_with(query: Asking, standing: Standing, typed: str) -> list[str]:
    """Return folded names of which a word begins or sounds so, of the newest statements that are found."""
    sieve = of_statements(standing, words=typed)
    numbers = finding.first(query.connection, query.sight, sieve, _LOOKED_THROUGH)
    keys, beginning = lookups.keys_of(query.connection, numbers), value_of(typed)
    heard = frozenset(keys_sought(typed))

    def is_so(word: str) -> bool:
        return word.startswith(beginning) or not heard.isdisjoint(keys_kept(word))

    return [key for key in keys if any(map(is_so, key.split()))]
