"""A place and a party that are recorded along with the incident that names them, as one act.

What must stay true: they are in the compartments of what they are recorded with, for their names may come
from its statements; where the act is refused, nothing of it is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from khronika.acts.desk import Acting, Desk
from khronika.acts.parties import party_made
from khronika.acts.places import drawn_place, place_made, recorded_before
from khronika.records.matter import Incident
from khronika.records.party import Party, Place


@dataclass(frozen=True, slots=True)
class Along:
    """What is recorded along with an incident: where it was, by hand or by its GeoNames id, and a party.

    The party is the one of those involved whose id is left empty.
    """

    place: Place | int | None = None
    party: Party | None = None


NOTHING = Along()


def drawn_along(along: Along) -> Along:
    """Return what is recorded along with a place of the gazetteer looked up: not while the desk is held.

    Raises:
        UsageFault: the gazetteer has no such id.
    """
    return along if along.place is None else replace(along, place=drawn_place(along.place))


def with_along(
    desk: Desk, act: Acting, incident: Incident, along: Along, inside: frozenset[str]
) -> tuple[Incident, frozenset[str]]:
    """Add what is recorded along; return the incident that names it, and the ids of what was added.

    Raises:
        UsageFault: a name or a coordinate is none.
    """
    fresh = set[str]()
    if isinstance(along.place, Place):
        before = recorded_before(act, along.place, inside)
        place = before or place_made(desk, act, along.place, inside)
        incident = replace(incident, place=place.id)
        fresh |= set() if before else {place.id}
    if along.party is not None:
        party = party_made(desk, act, along.party, inside)
        named = (replace(one, party=one.party or party.id) for one in incident.involved)
        incident = replace(incident, involved=tuple(named))
        fresh.add(party.id)
    return incident, frozenset(fresh)
