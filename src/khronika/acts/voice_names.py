"""The keys of who and what is named, by which statements are compared.

What must stay true: a recorded party has one key under each of its names; names that no party bears are
compared as they are spelled, but for case, marks and accents, those of other scripts by their letters in
Latin, and never by likeness; who is told by no name, office or body can be anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from anyascii import anyascii

from khronika.acts.desk import Asking
from khronika.acts.parties import parties_named
from khronika.acts.standing import Standing
from khronika.ledger import queries
from khronika.ledger.facets import value_of
from khronika.ledger.shadow import fold
from khronika.ledger.voiced import Voiced, claims_in
from khronika.records.body import record_of
from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Property
from khronika.records.party import Party, PartyKind

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

_SPEAKS_FOR_A_BODY = re.compile(
    r"spokes(?:man|woman|person)|press (?:office|service|secretary)|ministry|prosecutor"
    r"|predstavitel|press-(?:sluzhb|sekretar)|ministerstv|prokuratur|vedomstv"
)
"""Words in the key of a speaker without a name by which it is the voice of one office or body."""

_QUOTATION_MARKS = " \"'«»“”„‘’"


def key_of_name(name: str) -> str:
    """Return the key of a name that no recorded party bears, or of a term.

    *Данил Оржел* and *Danil Orzhel* have the same: each letter of another script as anyascii spells it.
    """
    return _spelled(_folded(name))


def _folded(name: str) -> str:
    return fold(name.strip(_QUOTATION_MARKS))


def _spelled(folded: str) -> str:
    return folded if folded.isascii() else anyascii(folded).lower()


def is_told_apart(key: str, *, named: bool) -> bool:
    """Tell whether a speaker can be told from others: by name, or as the voice of an office or body."""
    return named or _SPEAKS_FOR_A_BODY.search(key) is not None


def says_of(claims: Iterable[SuggestedClaim], of_value: Callable[[Property, str], str]) -> Iterator[str]:
    """Yield what is claimed in a form that can be compared: a word for each claim."""
    for claim in claims:
        value = of_value(claim.property, claim.value)
        yield f"{claim.property}|{claim.polarity}|{value}|{claim.low}|{claim.high}|{claim.when}"


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
        folded = {name: _folded(name) for name in named}
        self._ids = parties_named(query, standing, [*folded.values(), *map(_spelled, folded.values())])
        known = queries.by_id(query.connection, query.sight, set(self._ids.values()))
        self._parties = {id_: record_of(Party, one.body) for id_, one in known.items() if one.body}
        self._folded, self._called, self._keys = folded, dict[str, str](), dict[str, str]()
        self._known = dict[tuple[str, bool], bool]()
        self._places = {
            key_of_name(claim.value): f"geonames:{claim.places[0]}"
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
            found = self._kept[encoded] = _Claimed(claims, frozenset(says_of(claims, self.of_value)))
        return found

    def key(self, name: str) -> str:
        """Return the key of a party by any of its names."""
        key = self._keys.get(name)
        if key is None:
            folded = self._folded.get(name) or _folded(name)
            spelled = _spelled(folded)
            found = self._ids.get(value_of(folded)) or self._ids.get(value_of(spelled))
            key = self._keys[name] = found or spelled
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
            return is_told_apart(key, named=named)
        bodies = {PartyKind.OFFICE, PartyKind.ORGANISATION}
        return party.named or party.kind in bodies or party.speaks_for is not None

    def of_value(self, property_: Property, value: str) -> str:
        """Return the key of what a claim names."""
        if property_ in OF_PARTIES:
            return self.key(value) if value else ""
        folded = key_of_name(value)
        return self._places.get(folded, folded) if property_ is Property.WHERE else folded
