"""The voices of an incident: its statements in the record, as weighing takes them.

What must stay true: only statements in the record that the member may see are weighed, suggestions are none;
a party's key is the same under each of its names; who is told by no name, office or body is nobody known;
what was published on a day was said on it or before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from khronika.acts.desk import Asking
from khronika.acts.filed import FiledRow, in_order_of_saying
from khronika.acts.parties import parties_named
from khronika.acts.standing import Standing
from khronika.ledger import keyed, lookups, queries, source_days
from khronika.ledger.facets import FIRST_DAY, LAST_DAY, SAID, value_of
from khronika.ledger.finding import Sieve
from khronika.ledger.publishers import publishers_of
from khronika.ledger.shadow import fold
from khronika.ledger.voiced import Claimed, Voiced, voices_at
from khronika.records.body import record_of
from khronika.records.claims import THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Polarity, Property
from khronika.records.party import Party, PartyKind
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial
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


class Names:
    """The keys of what is named: the id of a recorded party, else the folded name."""

    def __init__(
        self, query: Asking, standing: Standing, voiced: Iterable[Voiced], others: Iterable[str]
    ) -> None:
        """Look up all names of some statements, and of the publishers of their texts, together."""
        voiced = list(voiced)
        named = {name for one in voiced for name in _names_in(one)} | {*others}
        folded = {name: fold(name.strip(_QUOTATION_MARKS)) for name in named}
        self._ids = parties_named(query, standing, list(folded.values()))
        known = queries.by_id(query.connection, query.sight, set(self._ids.values()))
        self._parties = {id_: record_of(Party, one.body) for id_, one in known.items() if one.body}
        self._folded, self._called = folded, dict[str, str]()
        self._places = {
            fold(claim.value): f"geonames:{claim.places[0]}"
            for one in voiced
            for claim in one.claims
            if claim.places and claim.property == Property.WHERE
        }

    def key(self, name: str) -> str:
        """Return the key of a party by any of its names."""
        folded = self._folded.get(name)
        if folded is None:
            folded = self._folded[name] = fold(name.strip(_QUOTATION_MARKS))
        key = self._ids.get(value_of(folded), folded)
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
    order = in_order_of_saying(query, standing, incident)
    numbers = [row.number for row in order]
    voiced = voices_at(query.connection, numbers)
    rows = tuple(row for row in order if row.number in voiced)
    heard, names = heard_in(query, standing, [(row.number, row.statement) for row in rows], voiced)
    items = tuple(voiced[row.number].item for row in rows)
    return Weighable(rows, items, tuple(heard), len(order) - len(rows), names)


def heard_in(
    query: Asking, standing: Standing, rows: Sequence[tuple[int, str]], voiced: Mapping[int, Voiced]
) -> tuple[list[Heard], Names]:
    """Return statements, by the numbers of their rows and their ids, as they are weighed."""
    items = {voiced[number].item for number, _ in rows}
    publishers = publishers_of(query.connection, query.sight, items)
    names = Names(query, standing, voiced.values(), publishers.values())
    days = _days_of(query, [number for number, _ in rows], {n: voiced[n].item for n, _ in rows})
    attached = _attached(query, items)
    make = _maker(names, publishers, attached)
    return [make(id_, voiced[number], days[number]) for number, id_ in rows], names


def _maker(
    names: Names, publishers: Mapping[str, str], attached: Mapping[str, frozenset[str]]
) -> Callable[[str, Voiced, tuple[int, int]], Heard]:
    none = frozenset[str]()

    def make(id_: str, one: Voiced, said: tuple[int, int]) -> Heard:
        publisher = names.key(publishers[one.item]) if one.item in publishers else one.item
        speaker = publisher if one.own else names.key(one.speaker) if one.speaker else _NOBODY
        claims = tuple(_claims(id_, one))
        voice = Voice(
            id_,
            speaker,
            one.own or (speaker != _NOBODY and names.known(speaker, named=one.named)),
            publisher,
            tuple(map(names.key, one.relays)),
            frozenset(one.words),
            frozenset(_says(claims, names)),
            said,
            attached.get(one.item, none),
        )
        return Heard(voice, claims, tuple(map(Denial, one.denies)), one.disputes)

    return make


def _claims(id_: str, one: Voiced) -> Iterator[SuggestedClaim]:
    """Yield what a statement claims; not that something did not occur, where it denies something else."""
    denies_other = Act.DENIES in one.acts and Denial.FACT not in one.denies
    for claim in one.claims:
        not_so = claim.property == Property.OCCURRED and claim.polarity == Polarity.NO
        if not (not_so and denies_other):
            yield _claim(id_, one, claim)


def _claim(id_: str, one: Voiced, claim: Claimed) -> SuggestedClaim:
    term = claim.property == Property.CALLED and claim.polarity == Polarity.NO and one.disputes
    return SuggestedClaim(
        id_,
        Property(claim.property),
        THE_INCIDENT if claim.subject == THE_INCIDENT.text else Phrase(claim.subject),
        Polarity(claim.polarity),
        Modality(claim.modality),
        one.disputes if term else claim.value,
        low=None if claim.low is None else Decimal(claim.low),
        high=None if claim.high is None else Decimal(claim.high),
        of=claim.of,
        when=claim.when,
        places=claim.places,
        hearsay=claim.hearsay,
    )


def _says(claims: Iterable[SuggestedClaim], names: Names) -> Iterator[str]:
    """Yield what is claimed in a form that can be compared: a word for each claim."""
    for claim in claims:
        value = names.of_value(claim.property, claim.value)
        yield f"{claim.property}|{claim.polarity}|{value}|{claim.low}|{claim.high}|{claim.when}"


def _names_in(one: Voiced) -> Iterator[str]:
    if one.speaker:
        yield one.speaker
    yield from one.relays
    yield from (claim.value for claim in one.claims if claim.value and claim.property in OF_PARTIES)


def _days_of(query: Asking, numbers: Sequence[int], items: Mapping[int, str]) -> dict[int, tuple[int, int]]:
    """Return the days on which each can have been said: as it is told, else up to the day of its source."""
    periods = lookups.periods_of(query.connection, numbers)
    sources = source_days.days_of(query.connection, query.sight, items.values())
    found = {}
    for number in numbers:
        told = [(first, last) for which, first, last in periods.get(number, ()) if which == SAID]
        source = sources.get(items[number], (FIRST_DAY, LAST_DAY))
        found[number] = min(told) if told else (FIRST_DAY, source[1])
    return found


def _attached(query: Asking, items: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the digests of what came attached to items, as far as the member may see it."""
    sieve = Sieve(Kind.ITEM, ("sealed",))
    found = dict[str, set[str]]()
    numbers = keyed.under(query.connection, query.sight, sieve, items)
    for known in queries.at(query.connection, numbers):
        if known.parent and known.key:
            found.setdefault(known.parent, set()).add(known.key)
    return {item: frozenset(keys) for item, keys in found.items()}
