"""The voices of an incident: its statements in the record, as weighing takes them.

What must stay true: only statements in the record that the member may see are weighed, suggestions are none;
a party's key is the same under each of its names; who is told by no name, office or body is nobody known;
what was published on a day was said on it or before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khronika.acts.assembled import of_statements
from khronika.acts.desk import Asking
from khronika.acts.filed import FiledRow, SaidOn, days_said, in_order, rows_filed
from khronika.acts.parties import parties_named
from khronika.acts.standing import Standing
from khronika.ledger import keyed, queries
from khronika.ledger.facets import value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.publishers import publishers_of
from khronika.ledger.shadow import fold
from khronika.ledger.voiced import Voiced, claims_in, voices_at
from khronika.records.body import record_of
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Property
from khronika.records.party import Party, PartyKind
from khronika.records.statement import TAKEN, Denial
from khronika.weighing.origins import Voice
from khronika.weighing.sheet import Heard

OF_PARTIES = frozenset(
    {
        Property.DONE_BY,
        Property.ORDERED_BY,
        Property.TOLERATED_BY,
        Property.MUST_RESPOND,
        Property.KNEW,
    }
)
"""Properties whose value names a party."""

_NOBODY = ""
_SPEAKS_FOR_A_BODY = re.compile(
    r"spokes(?:man|woman|person)|press (?:office|service|secretary)|представител|пресс-(?:служб|секретар)|"
    r"ministry|prosecutor|министерств|прокуратур|ведомств",
    re.IGNORECASE,
)
"""Words of a speaker without a name by which it is the voice of one office or body, and not anybody's."""

_QUOTATION_MARKS = " \"'«»“”„‘’"


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


class _Claimed(NamedTuple):
    claims: tuple[SuggestedClaim, ...]
    says: frozenset[str]


class Names:
    """The keys of what is named: the id of a recorded party, else the folded name."""

    def __init__(
        self, query: Asking, standing: Standing, voices: Collection[Voiced], publishers: Iterable[str]
    ) -> None:
        """Look up all names of some statements, and of the publishers of their texts, together."""
        self._kept = dict[bytes, _Claimed]()
        self._claims = dict[bytes, tuple[SuggestedClaim, ...]]()
        claims = [claim for one in voices for claim in self._read(one)]
        named = {*publishers, *(one.speaker for one in voices if one.speaker)}
        named |= {relay for one in voices for relay in one.relays}
        named |= {claim.value for claim in claims if claim.value and claim.property in OF_PARTIES}
        folded = {name: fold(name.strip(_QUOTATION_MARKS)) for name in named}
        self._ids = parties_named(query, standing, list(folded.values()))
        known = queries.by_id(query.connection, query.sight, set(self._ids.values()))
        self._parties = {id_: record_of(Party, one.body) for id_, one in known.items() if one.body}
        self._folded, self._called, self._keys = folded, dict[str, str](), dict[str, str]()
        self._known = dict[tuple[str, bool], bool]()
        self._places = {
            fold(claim.value): f"geonames:{claim.places[0]}"
            for claim in claims
            if claim.places and claim.property is Property.WHERE
        }

    def _read(self, one: Voiced) -> tuple[SuggestedClaim, ...]:
        """Return the claims of a statement; those of others who claim the very same are read once."""
        encoded = bytes(one.claims)
        if encoded in self._claims:
            return ()
        self._claims[encoded] = claims_in(one)
        return self._claims[encoded]

    def claims(self, one: Voiced) -> _Claimed:
        """Return what a statement claims, and the same in words that can be compared."""
        encoded = bytes(one.claims)
        found = self._kept.get(encoded)
        if found is None:
            claims = self._claims[encoded]
            found = self._kept[encoded] = _Claimed(claims, frozenset(_says(claims, self)))
        return found

    def key(self, name: str) -> str:
        """Return the key of a party by any of its names."""
        key = self._keys.get(name)
        if key is None:
            folded = self._folded.get(name) or fold(name.strip(_QUOTATION_MARKS))
            key = self._keys[name] = self._ids.get(value_of(folded), folded)
            self._called.setdefault(key, name)
        return key

    def party(self, key: str) -> Party | None:
        """Return the recorded party that a key is of."""
        return self._parties.get(key)

    def called(self, key: str) -> str:
        """Return the words for a key: the party's own name, else the name as it was first met."""
        party = self.party(key)
        return party.name if party is not None else self._called.get(key, key)

    def known(self, key: str, *, named: bool) -> bool:
        """Tell whether a speaker can be told from others: by name, or as the voice of an office or body."""
        found = self._known.get((key, named))
        if found is None:
            found = self._known[key, named] = self._is_known(key, named=named)
        return found

    def _is_known(self, key: str, *, named: bool) -> bool:
        party = self.party(key)
        if party is None:
            return named or _SPEAKS_FOR_A_BODY.search(key) is not None
        bodies = {PartyKind.OFFICE, PartyKind.ORGANISATION}
        return party.named or party.kind in bodies or party.speaks_for is not None

    def of_value(self, property_: Property, value: str) -> str:
        """Return the key of what a claim names."""
        if property_ in OF_PARTIES:
            return self.key(value) if value else ""
        folded = fold(value.strip(_QUOTATION_MARKS))
        return self._places.get(folded, folded) if property_ is Property.WHERE else folded


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
    making = _Making(names, publishers, _attached(query, items), around)
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


class _Making:
    """Makes statements as they are weighed of what was looked up for them together."""

    def __init__(
        self,
        names: Names,
        publishers: Mapping[str, str],
        attached: Mapping[str, frozenset[str]],
        around: Mapping[str, Voiced],
    ) -> None:
        self._names, self._publishers, self._attached, self._around = names, publishers, attached, around
        self._none = frozenset[str]()

    def heard(self, id_: str, one: Voiced, said: SaidOn) -> Heard:
        """Return a statement as it is weighed."""
        names = self._names
        publisher = names.key(self._publishers[one.item]) if one.item in self._publishers else one.item
        speaker = publisher if one.own else names.key(one.speaker) if one.speaker else _NOBODY
        claims, says = names.claims(one)
        voice = Voice(
            id_,
            speaker,
            one.own or (speaker != _NOBODY and names.known(speaker, named=one.named)),
            publisher,
            tuple(map(names.key, self._through(one))) if one.relays or one.within else (),
            frozenset(one.words),
            says,
            said[:2],
            self._attached.get(one.item, self._none),
        )
        return Heard(voice, claims, tuple(map(Denial, one.denies)) if one.denies else (), one.disputes)

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


def _says(claims: Iterable[SuggestedClaim], names: Names) -> Iterator[str]:
    """Yield what is claimed in a form that can be compared: a word for each claim."""
    for claim in claims:
        value = names.of_value(claim.property, claim.value)
        yield f"{claim.property}|{claim.polarity}|{value}|{claim.low}|{claim.high}|{claim.when}"


def _attached(query: Asking, items: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the digests of what came attached to items, as far as the member may see it."""
    sieve = Sieve(Kind.ITEM, ("sealed",))
    found = dict[str, set[str]]()
    numbers = keyed.under(query.connection, query.sight, sieve, items)
    for known in queries.at(query.connection, numbers):
        if known.parent and known.key:
            found.setdefault(known.parent, set()).add(known.key)
    return {item: frozenset(keys) for item, keys in found.items()}
