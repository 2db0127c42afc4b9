"""What somebody who may not read records sees of the contacts that they recorded, and of no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from contact_cast import CALL, NAME, NUMBER, called

from desk_cast import WITNESS, House
from khronika.acts.consent import withdraw_consent
from khronika.acts.contact import change_contact, contact_page
from khronika.acts.expiring import renew
from khronika.acts.members import change_member, members
from khronika.acts.own_contacts import own_consent, own_contact, own_contacts
from khronika.acts.paging import Page
from khronika.acts.sealed import seal_later, sealed_identity, sealed_of
from khronika.errors import NotAllowed, NotFound, UsageFault, Withheld
from khronika.records.access import Member
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import ContactChange, Danger, Interview


def test_one_sees_the_contacts_that_one_recorded_and_no_others(house: House) -> None:
    own = called(house, by=house.cast.petra)
    called(house)
    (shown,) = own_contacts(house.desk, house.cast.petra)
    assert (shown.id, shown.pseudonym) == (own.contact, own.pseudonym)
    assert own_contact(house.desk, house.cast.petra, own.contact).shown == shown


def test_ones_own_contacts_are_leafed_through_over_those_of_others(house: House) -> None:
    petra = house.cast.petra
    own = []
    for _ in range(3):
        own.append(called(house, by=petra).contact)
        called(house)
    first = own_contacts(house.desk, petra, page=Page(2))
    rest = own_contacts(house.desk, petra, page=Page(2, first[-1].id))
    assert [one.id for one in (*first, *rest)] == own[::-1]


def test_what_is_no_contact_of_ones_own_or_was_erased_is_not_there_whatever_it_is(house: House) -> None:
    own, others = called(house, by=house.cast.petra).contact, called(house).contact
    change = ContactChange(danger=Danger.NONE_KNOWN)
    for contact in (own, others):
        house.erase(contact)
    faults = set()
    for contact in (own, others, house.take_one(WITNESS), "ctc_" + "0" * 26):
        with pytest.raises(NotFound) as shown:
            own_contact(house.desk, house.cast.petra, contact)
        with pytest.raises(NotFound) as changed:
            change_contact(house.desk, house.cast.petra, contact, change)
        faults |= {str(one.value).replace(contact, "…") for one in (shown, changed)}
    assert len(faults) == 1
    assert own_contacts(house.desk, house.cast.petra) == []
    with pytest.raises(UsageFault, match="was erased"):
        change_contact(house.desk, house.cast.matei, own, change)


def test_what_is_no_consent_that_one_took_or_was_erased_is_not_there_whatever_it_is(house: House) -> None:
    own, others = called(house, by=house.cast.petra), called(house)
    assert own.item is not None
    house.erase(own.item, own.contact, own.party)
    house.erase(own.consent)
    faults = set()
    for consent in (own.consent, others.consent, others.party, "con_" + "0" * 26):
        with pytest.raises(NotFound) as fault:
            own_consent(house.desk, house.cast.petra, consent)
        faults.add(str(fault.value).replace(consent, "…"))
    assert len(faults) == 1


def test_somebody_elses_contact_is_answered_like_one_that_was_never_recorded(house: House) -> None:
    others = called(house)
    faults = []
    for id_ in (others.contact, "ctc_" + "0" * 26):
        with pytest.raises(NotFound) as fault:
            own_contact(house.desk, house.cast.petra, id_)
        faults.append(str(fault.value).replace(id_, "…"))
        with pytest.raises(NotFound):
            own_contacts(house.desk, house.cast.petra, page=Page(5, id_))
    assert faults[0] == faults[1]
    with pytest.raises(NotFound):
        own_consent(house.desk, house.cast.petra, others.consent)


def test_what_a_colleague_changed_is_told_of_and_not_told(house: House) -> None:
    own = called(house, by=house.cast.petra)
    change_contact(
        house.desk, house.cast.matei, own.contact, ContactChange(danger_words="they know her name")
    )
    renew(house.desk, house.cast.ines, own.consent, [Term(Purpose.MEDIA, Audience.PUBLIC)])
    shown = own_contact(house.desk, house.cast.petra, own.contact)
    assert shown.changed
    assert "they know her name" not in repr(shown)
    assert "media" not in repr(shown.consent)


def test_a_contact_in_a_compartment_that_one_has_left_is_not_there_any_more(house: House) -> None:
    vera = next(one for one in members(house.desk, house.cast.ines) if one.id == house.cast.vera)
    inside = Interview("Two vans.\n", compartments=frozenset({house.cast.quarry}))
    own = called(house, inside, by=vera.id)
    assert [one.id for one in own_contacts(house.desk, vera.id)] == [own.contact]
    change_member(house.desk, house.cast.ines, _without_compartments(vera))
    assert own_contacts(house.desk, vera.id) == []
    with pytest.raises(NotFound):
        own_contact(house.desk, vera.id, own.contact)


def test_a_pseudonym_that_one_was_not_told_is_not_told_by_ones_own_contact(house: House) -> None:
    others = called(house)
    own = called(house, Interview("More.\n", party=others.party), by=house.cast.petra)
    assert own_contact(house.desk, house.cast.petra, own.contact).shown.pseudonym == ""


def test_once_withdrawn_ones_own_contact_says_that_and_no_more(house: House) -> None:
    own = called(house, by=house.cast.petra)
    withdraw_consent(house.desk, house.cast.petra, own.consent, "she called")
    shown = own_contact(house.desk, house.cast.petra, own.contact)
    assert (shown.shown.status, shown.shown.contact, shown.consent) == ("withdrawn", None, None)


def test_it_is_told_which_seal_holds_the_name_and_which_the_number(house: House) -> None:
    made = called(house)
    found = sealed_of(house.desk, house.cast.lev, made.party)
    assert {(one.id, one.what, one.contact) for one in found} == {
        (made.identity, "name", made.contact),
        (made.handle, "handle", made.contact),
    }
    assert NAME not in repr(found)
    assert NUMBER not in repr(found)
    assert made.handle is not None
    assert sealed_identity(house.desk, house.cast.ruta, made.handle).what == "handle"
    with pytest.raises(NotAllowed):
        sealed_identity(house.desk, house.cast.matei, made.handle)
    with pytest.raises(UsageFault, match="not a party"):
        sealed_of(house.desk, house.cast.lev, made.contact)


def test_another_number_is_sealed_and_the_one_before_stays_sealed(house: House) -> None:
    made = called(house, by=house.cast.petra)
    seal_later(house.desk, house.cast.petra, made.contact, handle="+99 555 0999")
    contact = contact_page(house.desk, house.cast.lev, made.contact).shown.contact
    assert contact is not None
    assert contact.handle != made.handle
    what = {one.id: one.what for one in sealed_of(house.desk, house.cast.lev, made.party)}
    assert (what[str(made.handle)], what[str(contact.handle)]) == ("handle", "handle")


def test_a_name_that_a_page_would_give_away_is_not_sealed(house: House) -> None:
    made = called(house, Interview("Two vans.\n", danger=Danger.NOW, danger_words="Ilka Moren is watched"))
    with pytest.raises(UsageFault, match="gives the name away"):
        seal_later(house.desk, house.cast.matei, made.contact, name="Ilka Moren")
    with pytest.raises(UsageFault, match="nothing to seal"):
        seal_later(house.desk, house.cast.matei, made.contact)


def test_nothing_is_sealed_of_somebody_who_withdrew(house: House) -> None:
    made = called(house, CALL)
    withdraw_consent(house.desk, house.cast.ines, made.consent, "she called")
    with pytest.raises(Withheld):
        seal_later(house.desk, house.cast.matei, made.contact, name="Ilka Moren")
    assert {one.status for one in sealed_of(house.desk, house.cast.lev, made.party)} == {"withdrawn"}


def _without_compartments(member: Member) -> Member:
    return replace(member, compartments=frozenset())
