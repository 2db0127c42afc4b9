"""The voices of an incident: its statements in the record, as weighing takes them.

What must stay true: only statements in the record that the member may see are weighed, suggestions are none;
a party's key is the same under each of its names; who is told by no name, office or body is nobody known;
what was published on a day was said on it or before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khronika.acts.assembled import of_statements
from khronika.acts.desk import Asking
from khronika.acts.filed import FiledRow, SaidOn, days_said, in_order, rows_filed
from khronika.acts.standing import Standing
from khronika.acts.voice_names import Names
from khronika.ledger import keyed, lookups, queries, source_days
from khronika.ledger.facets import ADDRESS, FIRST_DAY, LAST_DAY, LINKS_TO
from khronika.ledger.finding import Sieve
from khronika.ledger.publishers import publishers_of
from khronika.ledger.voiced import Voiced, voices_at, words_in
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN, Denial
from khronika.weighing.origins import Voice
from khronika.weighing.sheet import Heard

_NOBODY = ""
_ANY_DAY = (FIRST_DAY, LAST_DAY)


@dataclass(frozen=True, slots=True)
class Weighable:
    """An incident's statements as they are weighed, in the order of saying.

    ``rows`` are of statements in the record, ``items`` their texts, each in the order of ``heard``.
    ``undecided`` counts suggestions that are filed to it. ``names`` has the keys and words of all named.
    """

    rows: tuple[FiledRow, ...]
    items: tuple[str, ...]
    heard: tuple[Heard, ...]
    undecided: int
    names: Names


def weighable(query: Asking, standing: Standing, incident: str) -> Weighable:
    """Return what is filed to an incident and its parts and stands in the record, as it is weighed."""
    filed = rows_filed(query, standing, incident)
    numbers = [row.number for row in filed]
    voiced = voices_at(query.connection, numbers)
    said = days_said(query, list(voiced), {number: one.item for number, one in voiced.items()})
    rows = in_order(query, [row for row in filed if row.number in voiced], said)
    heard, names = heard_in(query, standing, [(row.number, row.statement) for row in rows], voiced, said)
    items = tuple(voiced[row.number].item for row in rows)
    return Weighable(tuple(rows), items, tuple(heard), len(filed) - len(rows), names)


def heard_in(
    query: Asking,
    standing: Standing,
    rows: Sequence[tuple[int, str]],
    voiced: Mapping[int, Voiced],
    said: Mapping[int, SaidOn],
) -> tuple[list[Heard], Names]:
    """Return statements, by the numbers of their rows and their ids, as they are weighed."""
    items = {voiced[number].item for number, _ in rows}
    publishers = publishers_of(query.connection, query.sight, items)
    around = _around(query, standing, {id_: voiced[number] for number, id_ in rows})
    names = Names(query, standing, [*voiced.values(), *around.values()], publishers.values())
    beside = _Beside(
        {item: names.key(name) for item, name in publishers.items()},
        source_days.days_of(query.connection, query.sight, items),
        _attached(query, items),
        _linked(query, items),
    )
    making = _Making(names, beside, around)
    return [making.heard(id_, voiced[number], said[number]) for number, id_ in rows], names


def _around(query: Asking, standing: Standing, by_id: Mapping[str, Voiced]) -> dict[str, Voiced]:
    """Return those statements in the record that others of them stand in, over any number of steps."""
    found, fresh = dict[str, Voiced](), {one.within for one in by_id.values() if one.within}
    while fresh:
        found |= {id_: by_id[id_] for id_ in fresh & by_id.keys()}
        sieve = of_statements(standing, statuses=TAKEN)
        elsewhere = keyed.numbered(query.connection, query.sight, sieve, fresh - by_id.keys())
        read = voices_at(query.connection, list(elsewhere))
        found |= {elsewhere[number]: one for number, one in read.items()}
        fresh = {one.within for id_ in fresh if (one := found.get(id_)) and one.within} - found.keys()
    return found


class _Beside(NamedTuple):
    """What is known of texts, by their items: publishers' keys, days of publication, what came attached.

    ``linked`` are the other texts to whose addresses a text leads.
    """

    publishers: Mapping[str, str]
    printed: Mapping[str, tuple[int, int]]
    attached: Mapping[str, frozenset[str]]
    linked: Mapping[str, frozenset[str]]


class _Making:
    """Makes statements as they are weighed of what was looked up for them together."""

    def __init__(self, names: Names, beside: _Beside, around: Mapping[str, Voiced]) -> None:
        self._names, self._around = names, around
        self._publishers, self._printed, self._attached, linked = beside
        self._linked = {
            item: frozenset(self._publishers.get(other, other) for other in others)
            for item, others in linked.items()
        }
        self._none, self._words = frozenset[str](), dict[bytes, frozenset[int]]()

    def heard(self, id_: str, one: Voiced, said: SaidOn) -> Heard:
        """Return a statement as it is weighed."""
        names = self._names
        publisher = self._publishers.get(one.item, one.item)
        speaker = publisher if one.own else names.key(one.speaker) if one.speaker else _NOBODY
        claims, says = names.claims(one)
        voice = Voice(
            id_,
            speaker,
            one.own or (speaker != _NOBODY and names.known(speaker, named=one.named)),
            publisher,
            tuple(map(names.key, self._through(one))) if one.relays or one.within else (),
            self._words_of(one),
            says,
            said[:2],
            self._printed.get(one.item, _ANY_DAY),
            self._attached.get(one.item, self._none),
            self._linked.get(one.item, self._none),
        )
        return Heard(voice, claims, tuple(map(Denial, one.denies)) if one.denies else (), one.disputes)

    def _words_of(self, one: Voiced) -> frozenset[int]:
        """Return the words of a statement; those of its copies are the same object."""
        encoded = bytes(one.words)
        found = self._words.get(encoded)
        if found is None:
            found = self._words[encoded] = words_in(one)
        return found

    def _through(self, one: Voiced) -> Iterator[str]:
        """Yield through whom it came: its relays, then who tells of it, and theirs."""
        yield from one.relays
        passed, within = set[str](), one.within
        while within is not None and within in self._around and within not in passed:
            passed.add(within)
            outer = self._around[within]
            if outer.speaker and not outer.own:
                yield outer.speaker
            yield from outer.relays
            within = outer.within


def _attached(query: Asking, items: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the digests of what came attached to items, as far as the member may see it."""
    sieve = Sieve(Kind.ITEM, ("sealed",))
    found = dict[str, set[str]]()
    numbers = keyed.under(query.connection, query.sight, sieve, items)
    for known in queries.at(query.connection, numbers):
        if known.parent and known.key:
            found.setdefault(known.parent, set()).add(known.key)
    return {item: frozenset(keys) for item, keys in found.items()}


def _linked(query: Asking, items: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the texts, among these, to whose addresses a text leads."""
    sieve = Sieve(Kind.RENDITION, ("sealed",))
    numbers = keyed.under(query.connection, query.sight, sieve, items)
    leads = lookups.facets_of(query.connection, LINKS_TO, numbers)
    if not leads:
        return {}
    of = source_days.items_of(query.connection, numbers)
    at = lookups.facets_of(query.connection, ADDRESS, numbers)
    there = {address: of[number] for number, addresses in at.items() for address in addresses}
    found = dict[str, set[str]]()
    for number, addresses in leads.items():
        others = {there[address] for address in addresses if address in there} - {of[number]}
        found.setdefault(of[number], set()).update(others)
    return {item: frozenset(others) for item, others in found.items() if others}
