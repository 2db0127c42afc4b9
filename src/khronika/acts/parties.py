"""Parties: recording and changing them, and their pages, assembled from statements.

What a page says of a party is who said what; nothing is concluded. No trait of a person is a field. A party
that a pseudonym stands for stays under it: what is sealed apart is opened by
:func:`khronika.acts.consent.open_identity` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from khronika.acts.assembled import (
    NOTHING_LISTED,
    RECORDED,
    Listed,
    Named,
    listed,
    named,
    of_party,
    of_statements,
    referred,
)
from khronika.acts.desk import Acting, Asking, Desk, acting, asking, refuse_unenterable
from khronika.acts.kept_care import marks_of
from khronika.acts.paging import LONGEST_PAGE, Page
from khronika.acts.recording import (
    add_change,
    checked_name,
    checked_names,
    compartments_of,
    record_seen,
    recorded_along,
    refuse_changed_since,
    standing_record,
)
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import finding, keyed, lookups, queries
from khronika.ledger.facets import INVOLVED, named_facets, names_of, value_of
from khronika.ledger.finding import MOST_COUNTED, Sieve
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known
from khronika.ledger.shadow import fold
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.matter import Incident, IncidentRole
from khronika.records.party import Party


@dataclass(frozen=True, slots=True)
class RoleIn:
    """How a party takes part in an incident, and the statements that say so."""

    incident: Named
    role: IncidentRole
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyPage:
    """A party with what it said, what is said about it, and its roles. Erased or withdrawn: its id alone.

    ``entry`` is the entry that stands: given back with a change, nobody's work is written over.
    """

    id: str
    status: str
    party: Party | None = None
    entry: str = ""
    said: Listed = NOTHING_LISTED
    about: Listed = NOTHING_LISTED
    roles: tuple[RoleIn, ...] = ()
    speaks_for: Named | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in statements: ``key`` is the name folded, ``party`` the record of it, if any.

    ``named`` is false where the newest statement knows them by office or group alone.
    """

    key: str
    name: str
    count: int
    more: bool = False
    party: str | None = None
    named: bool = True


def record_party(
    desk: Desk,
    member: str,
    party: Party,
    compartments: frozenset[str] = frozenset(),
    along: Party | None = None,
) -> Party:
    """Record a party; the id it is given comes back with it.

    ``along`` is whom it speaks for, recorded in the same act and compartments where that is not recorded yet.

    Raises:
        NotFound: a compartment, or the party it speaks for, is not there for the member.
        UsageFault: a name is none.
    """
    with acting(desk, member, Right.FILE) as act:
        refuse_unenterable(act, compartments)
        return _made(desk, act, party, compartments, along)


def _made(
    desk: Desk, act: Acting, party: Party, compartments: frozenset[str], along: Party | None = None
) -> Party:
    """Add the entry of a new party to an act, and return it with its id.

    Raises:
        NotFound: the party it speaks for is not there for the member.
        UsageFault: a name is none.
    """
    drawn = _checked(replace(party, id=desk.new_id(Kind.PARTY)))
    made, named = _speaking_for(desk, act, drawn, along, compartments)
    inside = compartments | compartments_of(named)
    act.add(Draft("party.recorded", made.id, body_of(made), compartments=inside))
    return made


def party_along(desk: Desk, act: Acting, party: Party, inside: frozenset[str], field: str) -> str:
    """Add a party that is recorded along with what names it in ``field``; return its id.

    Raises:
        UsageFault: its name is none, or it names another party.
    """
    with recorded_along(field, party.speaks_for):
        return _made(desk, act, party, inside).id


def change_party(
    desk: Desk, member: str, changed: Party, entry: str = "", along: Party | None = None
) -> Party:
    """Record a party anew, whole: other names, another kind. ``entry`` is the one the member has seen.

    ``along`` is whom it speaks for, as :func:`record_party` has it.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it was changed meanwhile, a name is none, or a pseudonym would be made a name or a name a
            pseudonym.
        Withheld: consent to it was withdrawn.
    """
    with acting(desk, member, Right.FILE) as act:
        known = standing_record(act, standing_of(act), changed.id, Kind.PARTY)
        refuse_changed_since(known, entry)
        made = _checked(changed)
        if made.pseudonymous != record_of(Party, known.body).pseudonymous:
            raise UsageFault(
                "whether a name is a pseudonym cannot be changed",
                "record another party, and erase this one if it must go",
            )
        _refuse_lost_name(act, known, made)
        made, named = _speaking_for(desk, act, made, along, compartments_of([known]))
        add_change(act, known, "party.changed", made, named)
        return made


def party_page(
    desk: Desk,
    member: str,
    id_: str,
    *,
    said: Page | None = None,
    about: Page | None = None,
    as_of: str | None = None,
) -> PartyPage:
    """Return a party with the statements it made and those that name it, each a page, and its roles.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no party.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, id_, Kind.PARTY), standing_of(query)
        if known.body is None or standing.withdrawn(known):
            return PartyPage(id_, known.status if known.body is None else WITHDRAWN)
        party = record_of(Party, known.body)
        own, naming_it = of_party(party)
        return PartyPage(
            id_,
            known.status,
            party,
            known.entry,
            listed(query, standing, of_statements(standing, **own), said),
            listed(query, standing, of_statements(standing, **naming_it), about),
            tuple(_roles(query, standing, id_)),
            referred(query, standing, party.speaks_for),
        )


def speakers(
    desk: Desk,
    member: str,
    *,
    beginning: str = "",
    after: str = "",
    limit: int = 50,
    as_of: str | None = None,
) -> list[Speaker]:
    """Return who speaks in the statements that the member may see, in the order of their folded names.

    ``beginning`` narrows it to names that begin so; ``after`` is the key of the last one seen.
    """
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        most = min(limit, LONGEST_PAGE)
        return as_speakers(query, standing, speaking(query, standing, beginning, after, most))


def speaking(
    query: Asking, standing: Standing, beginning: str, after: str, most: int
) -> list[tuple[str, list[int]]]:
    """Return the folded names of those who speak, in order, with the newest rows of their statements."""
    sieve = of_statements(standing)
    typed, last = (text.encode("utf-8", "ignore").decode() for text in (fold(beginning), after))
    keys = keyed.keys_from(query.connection, query.sight, sieve, typed, last, most)
    return [(key, statements_by(query, standing, key)) for key in keys]


def statements_by(query: Asking, standing: Standing, key: str) -> list[int]:
    """Return the newest rows, 1,001 at most, of statements under a folded name that the query may show."""
    sieve = of_statements(standing)
    return keyed.of_key(query.connection, query.sight, sieve, key, MOST_COUNTED + 1)


def as_speakers(query: Asking, standing: Standing, found: Sequence[tuple[str, list[int]]]) -> list[Speaker]:
    """Return speakers by the name that their newest statement gives them, with the party of that name."""
    newest = queries.at(query.connection, [numbers[0] for _, numbers in found])
    said = {known.since: (known.body or {})["statement"] for known in newest}
    parties = parties_named(query, standing, [key for key, _ in found])
    return [
        Speaker(
            key,
            said[numbers[0]]["speaker"],
            min(len(numbers), MOST_COUNTED),
            len(numbers) > MOST_COUNTED,
            parties.get(value_of(key)),
            said[numbers[0]]["named"],
        )
        for key, numbers in found
    ]


def parties_named(query: Asking, standing: Standing, keys: Sequence[str]) -> dict[str, str]:
    """Return the newest parties that bear folded names, as far as there are some for the member."""
    rows = lookups.each_having(query.connection, names_of(Kind.PARTY), map(value_of, keys))
    numbers = sorted({number for number, _ in rows})
    there = finding.there(query.connection, query.sight, Sieve(Kind.PARTY, RECORDED), numbers)
    known = {one.since: one for one in queries.at(query.connection, there) if not standing.withdrawn(one)}
    return {name: known[number].id for number, name in sorted(rows) if number in known}


def _roles(query: Asking, standing: Standing, id_: str) -> Iterator[RoleIn]:
    sieve = Sieve(Kind.INCIDENT, RECORDED, facets=((INVOLVED, id_),))
    numbers = finding.first(query.connection, query.sight, sieve, LONGEST_PAGE)
    for known in queries.at(query.connection, numbers):
        for involved in record_of(Incident, known.body).involved:
            if involved.party == id_:
                yield RoleIn(named(standing, known), involved.role, involved.statements)


def _checked(party: Party) -> Party:
    name = checked_name(party.name, Kind.PARTY)
    return replace(party, name=name, names=checked_names(party.names, name, Kind.PARTY))


def _refuse_lost_name(act: Acting, known: Known, made: Party) -> None:
    """Refuse to take a name from a party that bears a mark of care, which binds what is said under it."""
    before, after = (set(named_facets(Kind.PARTY, body)) for body in (known.body or {}, body_of(made)))
    if marks_of(act, [known.id]) and before - after:
        raise UsageFault(
            "this party bears a mark of care, which binds what is said under each of its names",
            "keep the old name among its other names",
        )


def _speaking_for(
    desk: Desk, act: Acting, party: Party, along: Party | None, inside: frozenset[str]
) -> tuple[Party, list[Known]]:
    """Return a party with whom it speaks for, recorded along where so given; and what else it names."""
    if along is not None:
        return replace(party, speaks_for=party_along(desk, act, along, inside, "speaks_for")), []
    if party.speaks_for is None:
        return party, []
    if party.speaks_for == party.id:
        raise UsageFault("a party does not speak for itself as somebody else", "leave speaks_for out")
    return party, [standing_record(act, standing_of(act), party.speaks_for, Kind.PARTY)]
