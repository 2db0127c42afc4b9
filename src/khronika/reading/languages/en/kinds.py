"""Nouns a monitor counts: people, cases and acts, bodies, families, complaints, sites."""

from __future__ import annotations

from khronika.reading.languages.en import lexicon
from khronika.reading.tables import words_in

_COUNTED = words_in(
    """
    case cases death deaths killing killings detention detentions arrest arrests abduction abductions
    disappearance disappearances complaint complaints crime crimes attack attacks incident incidents
    body bodies corpse corpses coffins grave graves raid raids house houses home homes hut huts tent
    tents village villages settlement settlements town towns beating beatings casualties fatalities dead
    injured wounded missing hostages violations abuses execution executions trial trials sentences camp
    camps prison prisons site sites shelter shelters cell cells vehicle vehicles van vans truck trucks
    lorry lorries minibuses buses cars boats ambulances helicopters jeeps strikes shells explosions
    blasts blows bullets shots rounds canisters hospitals clinics schools churches mosques monasteries
    barracks stations buildings offices laboratories centres centers pits shafts factories companies
    persons individuals civilians males females names testimonies statements interviews files documents
    records deeds letters messages petitions reports notices warnings threats calls signatures cameras
    phones images photographs videos times occasions votes abstentions seats ballots portions answers
    questions pieces flights assaults fights injuries burns lives inspections searches evictions
    demolitions expulsions returns fires families households groups parties waves alarms windows matches
    depots reserves committees correspondents lawsuits investigations inquiries wards units protests
    rallies strikers brands jobs hostels payments bombs mines requests visits hearings meetings attempts
    motions convictions charges amendments applications indictments dams wounds elements
    """
)
_PEOPLE = words_in(
    """
    ladies basses minors agents mayors captains umpires clients citizens friends gendarmes migrants
    patients deputies mps authors co-chairs constables staff crew police persons girls boys babies
    infants kids orphans widows pupils guests nationals volunteers survivors colleagues brothers sisters
    sons daughters cousins uncles aunts bishops priests nuns monks imams clerics nurses shepherds
    physicians pathologists councillors councilors attackers troops soldiers soldier commuters islanders
    notaries cadets recruits conscripts hostages captives teenagers
    """
)
_NO_PERSON = words_in(
    """
    papers letters numbers posters drawers towers computers quarters shelters waters rivers flowers
    orders offers borders corners dinners chapters matters masters boosters trailers tankers bunkers
    containers tenders headquarters powers showers counters registers rumors rumours doors floors colors
    colours factors motors mirrors tractors sectors errors terrors favors favours harbors harbours
    plants elephants restaurants warrants grants fees trees degrees committees knees bees coffees
    streamers barriers carriers lockers folders sweaters pictures fingers shoulders hours tours lists
    fists mists wrists twists visors conventions fevers rafters litters newspapers hammers lanterns
    covers ladders meters metres barrels answers prayers
    """
)
_SMALL_SITES = words_in(
    """
    states counties provinces districts islands atolls countries regions cities
    """
)


def is_person(low: str) -> bool:
    """Tell whether a noun in the plural, or one of the common ones, names people."""
    if (
        low in lexicon.PEOPLE
        or low in _PEOPLE
        or (low.endswith(("men", "women")) and low not in {"specimen", "regimen"})
    ):
        return True
    return (
        low.endswith(("ers", "ors", "ists", "ians", "ants", "ees", "mates", "folk"))
        and low not in _NO_PERSON
        and low not in _COUNTED
    )


def counted_kind(low: str) -> bool:
    """Tell whether a noun is of what a monitor counts, however few."""
    return low in _COUNTED or (low in lexicon.GROUPS and low.endswith("s"))


def is_site(low: str) -> bool:
    """Tell whether a noun names places, which a later bare number seldom stands for."""
    return low in _SMALL_SITES or low in {
        "settlements",
        "villages",
        "hospitals",
        "wards",
        "towns",
        "cities",
        "stations",
        "offices",
        "schools",
    }


__all__ = ["counted_kind", "is_person", "is_site"]
