"""What is recorded along with the incident that names it, as one act: a place, a party, a pattern.

A party is recorded along with one that speaks for it, and a place with one that lies in it, in the same
manner (:mod:`khronika.acts.parties`, :mod:`khronika.acts.places`). What must stay true: it is in the
compartments of what it is recorded with, for its name may come from the same statements; where the act is
refused, nothing of it is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from khronika.acts.desk import Acting, Desk
from khronika.acts.parties import party_along
from khronika.acts.places import drawn_along, place_along
from khronika.acts.recording import checked_name, recorded_along
from khronika.ledger.store import Draft
from khronika.records.body import body_of
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Party, Place


@dataclass(frozen=True, slots=True)
class Along:
    """What is recorded along with an incident: where it was, by hand or by its GeoNames id, and a party.

    The party is the one of those involved whose id is left empty. ``pattern`` is the title of what the
    incident is a part of: an incident too, of which nothing else is said.
    """

    place: Place | int | None = None
    party: Party | None = None
    pattern: str = ""


NOTHING = Along()


def looked_up(along: Along) -> Along:
    """Return what is recorded along with a place of the gazetteer looked up: not while the desk is held.

    Raises:
        UsageFault: the gazetteer has no such id.
    """
    return replace(along, place=drawn_along(along.place, "place"))


def with_along(desk: Desk, act: Acting, incident: Incident, along: Along, inside: frozenset[str]) -> Incident:
    """Add what is recorded along, in the compartments of the incident; return the incident that names it.

    Raises:
        UsageFault: a name or a coordinate is none, or something of it names others.
    """
    if isinstance(along.place, Place):
        there, _ = place_along(desk, act, along.place, inside, "place")
        incident = replace(incident, place=there.id)
    if along.party is not None:
        party = party_along(desk, act, along.party, inside, "party")
        named = (replace(one, party=one.party or party) for one in incident.involved)
        incident = replace(incident, involved=tuple(named))
    if along.pattern:
        incident = replace(incident, part_of=_pattern(desk, act, along.pattern, inside))
    return incident


def _pattern(desk: Desk, act: Acting, title: str, inside: frozenset[str]) -> str:
    with recorded_along("part_of"):
        made = Incident(desk.new_id(Kind.INCIDENT), checked_name(title, Kind.INCIDENT))
    act.add(Draft("incident.recorded", made.id, body_of(made), compartments=inside))
    return made.id
