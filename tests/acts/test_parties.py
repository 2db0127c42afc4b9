"""Parties: recorded, changed, and their pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matter_cast import a_party
from stated import (
    SPEAKER,
    WORDS,
    Stated,
    stated,
)

from desk_cast import House
from khronika.acts.consent import seal_identity
from khronika.acts.incidents import record_incident
from khronika.acts.paging import Page
from khronika.acts.parties import change_party, party_page, record_party, speakers
from khronika.acts.places import record_place
from khronika.acts.review import reject
from khronika.errors import UsageFault
from khronika.records.matter import Incident
from khronika.records.party import PartyKind, Place


def test_a_party_has_its_names_in_every_script_and_what_it_said_under_any_of_them(
    house: House, note: Stated
) -> None:
    desk, matei = house.desk, house.cast.matei
    party = record_party(desk, matei, a_party("Мира Джалова", names=("Mira Dzhalova", " ", "ميرا دزالوفا")))
    assert party.names == ("Mira Dzhalova", "ميرا دزالوفا")
    (latin,) = note.add(speaker="mira DZHALOVA")
    (cyrillic,) = note.add(speaker="Мира Джалова")
    note.add(speaker="Mira Saratova")
    shown = party_page(desk, matei, party.id)
    assert [one.id for one in shown.said.statements] == [cyrillic, latin]
    assert (shown.party, shown.said.count, shown.said.more) == (party, 2, False)


def test_what_is_said_about_a_party_is_apart_from_what_it_says(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    note = stated(house, f"{SPEAKER} said that {WORDS}. Anton Kelin said that Dzhalova, Mira, was there.\n")
    note.add()
    (about,) = note.add(words="Dzhalova, Mira, was there", speaker="Anton Kelin")
    party = record_party(desk, matei, a_party())
    shown = party_page(desk, matei, party.id)
    assert [one.id for one in shown.about.statements] == [about]
    assert [one.id for one in shown.said.statements] == [note.ids[0]]


def test_lists_of_a_page_are_turned_each_by_itself(house: House, note: Stated) -> None:
    made = note.add(5)
    party = record_party(house.desk, house.cast.matei, a_party())
    first = party_page(house.desk, house.cast.matei, party.id, said=Page(2)).said
    assert (first.count, first.further, [one.id for one in first.statements]) == (5, True, made[:2:-1])
    last = party_page(house.desk, house.cast.matei, party.id, said=Page(9, made[3])).said
    assert (last.further, [one.id for one in last.statements]) == (False, made[2::-1])


def test_a_party_is_changed_whole_and_as_of_earlier_it_is_what_it_was(house: House) -> None:
    desk, matei, sanne = house.desk, house.cast.matei, house.cast.sanne
    party = record_party(desk, matei, a_party())
    then = str(desk.ledger.head().size)
    seen = party_page(desk, matei, party.id).entry
    changed = change_party(desk, sanne, replace(party, name="Mira Dz.", kind=PartyKind.OFFICE), seen)
    assert party_page(desk, matei, party.id).party == changed
    assert party_page(desk, matei, party.id, as_of=then).party == party
    with pytest.raises(UsageFault, match="changed since"):
        change_party(desk, matei, replace(party, name="Mira"), seen)
    size = desk.ledger.head().size
    change_party(desk, matei, changed)
    assert desk.ledger.head().size == size


@pytest.mark.parametrize(
    "name", ["", "  ", "x" * 301, "two\nlines", "nul\x00", "lone \ud800", "two\u2028lines"]
)
def test_what_is_no_name_is_refused(house: House, name: str) -> None:
    desk, matei = house.desk, house.cast.matei
    for record in (
        lambda: record_party(desk, matei, a_party(name)),
        lambda: record_place(desk, matei, Place("", name)),
        lambda: record_incident(desk, matei, Incident("", name)),
        lambda: record_party(
            desk, matei, a_party("Mira", names=tuple("abc") + ((name,) if name.strip() else ("\x00",)))
        ),
    ):
        with pytest.raises(UsageFault):
            record()


def test_a_pseudonym_is_not_made_a_name_by_a_change(house: House) -> None:
    party, _ = seal_identity(house.desk, house.cast.ines, "Heron 7", "Mira Oru")
    with pytest.raises(UsageFault, match="pseudonym"):
        change_party(house.desk, house.cast.matei, replace(party, pseudonymous=False))
    assert "Oru" not in repr(party_page(house.desk, house.cast.matei, party.id))


def test_who_speaks_is_listed_with_counts_also_where_no_party_is_recorded(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    note.add(3, speaker="Anton Kelin")
    (rejected,) = note.add(speaker="Anton Kelin")
    reject(desk, matei, [rejected], "not a statement")
    note.add(speaker="Zoya Marchuk")
    party = record_party(desk, matei, a_party("А. Келин", names=("Anton Kelin",)))
    listed = speakers(desk, matei)
    assert [(one.name, one.count, one.party) for one in listed] == [
        ("Anton Kelin", 3, party.id),
        ("Zoya Marchuk", 1, None),
    ]
    assert speakers(desk, matei, limit=1) == listed[:1]
    assert speakers(desk, matei, after=listed[0].key) == listed[1:]
    assert speakers(desk, matei, beginning="ZO") == listed[1:]
    assert speakers(desk, matei, beginning="q") == []
    assert speakers(desk, matei, beginning="\ud800", after="\udfff") == listed
