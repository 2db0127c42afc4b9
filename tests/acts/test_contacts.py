"""Contacts: how they go on after the first call, and what is left of them once consent is withdrawn."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from contact_cast import CALL, NOTES, called, everything_shown

from desk_cast import House
from khronika.acts.consent import open_identity, withdraw_consent
from khronika.acts.contact import change_contact, contact_page, contacts
from khronika.acts.erase import erase
from khronika.acts.export import export_log
from khronika.acts.paging import Page
from khronika.acts.show import RecordShown, show, text_of
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotFound, UsageFault, Withheld
from khronika.records.contact import (
    ContactChange,
    Danger,
    Interview,
    NextContact,
)


def test_a_collector_changes_their_own_contacts_alone(house: House) -> None:
    own, others = called(house, by=house.cast.petra), called(house)
    over = ContactChange(danger=Danger.NONE_KNOWN, danger_words="")
    change_contact(house.desk, house.cast.petra, own.contact, over)
    nothing = f"ctc_{'0' * 26}"
    faults = []
    for id_ in (others.contact, nothing):
        with pytest.raises(NotFound) as fault:
            change_contact(house.desk, house.cast.petra, id_, over)
        faults.append(fault.value.fault.replace(id_, "…"))
    assert faults[0] == faults[1]


def test_a_change_leaves_the_rest_as_it_was_and_the_past_to_be_seen(house: House) -> None:
    made = called(house)
    then = str(house.desk.ledger.head().size)
    moved = NextContact("2026-05-02", "ask about the sister")
    change_contact(
        house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.POSSIBLE, next=moved)
    )
    now = contact_page(house.desk, house.cast.lev, made.contact).shown
    before = contact_page(house.desk, house.cast.lev, made.contact, as_of=then).shown
    assert now.contact is not None
    assert before.contact is not None
    assert (now.status, now.by) == ("changed", house.cast.ines)
    assert now.contact == replace(before.contact, danger=Danger.POSSIBLE, next=moved)
    with pytest.raises(UsageFault, match="nothing is changed"):
        change_contact(house.desk, house.cast.ines, made.contact, ContactChange())
    with pytest.raises(UsageFault, match="not a contact"):
        change_contact(house.desk, house.cast.ines, made.party, ContactChange(danger=Danger.NOW))


def test_an_interview_in_a_compartment_is_not_there_for_others(house: House) -> None:
    made = called(house, replace(CALL, compartments=frozenset({house.cast.quarry})), by=house.cast.vera)
    hidden = [id_ for id_ in asdict(made).values() if id_ and id_[3:4] == "_"]
    assert len(hidden) == 8
    for id_ in hidden:
        with pytest.raises(NotFound):
            show(house.desk, house.cast.matei, id_)
        show(house.desk, house.cast.vera, id_)
    assert contacts(house.desk, house.cast.matei) == []
    assert made.pseudonym not in everything_shown(house, house.cast.matei)
    for given_party in (Interview("x", party=made.party), Interview("x", earlier=(made.contact,))):
        with pytest.raises(NotFound):
            called(house, given_party)
    with pytest.raises(NotFound):
        called(house, replace(CALL, compartments=frozenset({house.cast.quarry})))


def test_a_further_interview_is_in_the_compartments_of_the_first(house: House) -> None:
    yard = frozenset({house.cast.quarry})
    first = called(house, replace(CALL, compartments=yard), by=house.cast.vera)
    second = called(house, Interview("Again.\n", party=first.party), by=house.cast.vera)
    assert second.item is not None
    with pytest.raises(NotFound):
        show(house.desk, house.cast.matei, second.item)


def test_what_was_withdrawn_is_shown_as_withdrawn_and_never_with_its_content(house: House) -> None:
    made = called(house)
    then = str(house.desk.ledger.head().size)
    withdraw_consent(house.desk, house.cast.petra, made.consent, "she asked")
    for as_of in (None, then):
        (shown,) = contacts(house.desk, house.cast.lev, as_of=as_of)
        assert (shown.id, shown.status, shown.contact, shown.pseudonym) == (
            made.contact,
            "withdrawn",
            None,
            "",
        )
        page = contact_page(house.desk, house.cast.lev, made.contact, as_of=as_of)
        assert (page.shown, page.consent, page.others) == (shown, None, ())
        assert show(house.desk, house.cast.lev, made.contact, as_of=as_of) == RecordShown(
            made.contact, "withdrawn", None
        )
    told = everything_shown(house, house.cast.ines)
    for word in ("vans", "a car stands", "never in the morning", "a lawyer, in March"):
        assert word not in told
    for sealed in (made.identity, made.handle):
        assert sealed is not None
        with pytest.raises(Withheld):
            open_identity(house.desk, house.cast.ruta, sealed, "she is in danger")
    whole = b"".join(export_log(house.desk, house.cast.ines, bodies=True)).decode()
    assert "a car stands" not in whole


def test_one_interview_is_withdrawn_and_the_other_stands(house: House) -> None:
    first = called(house)
    second = called(house, Interview("A second call.\n", party=first.party, channel="Wire"))
    withdraw_consent(house.desk, house.cast.petra, first.consent, "not that one")
    statuses = {one.id: one.status for one in contacts(house.desk, house.cast.lev)}
    assert statuses == {first.contact: "withdrawn", second.contact: "recorded"}
    (other,) = contact_page(house.desk, house.cast.lev, second.contact).others
    assert (other.status, other.contact) == ("withdrawn", None)
    assert second.item is not None
    assert text_of(house.desk, house.cast.lev, second.item) == "A second call.\n"


def test_the_same_words_by_another_way_do_not_bring_a_withdrawn_contact_back(house: House) -> None:
    made = called(house)
    (again,) = house.take(NOTES)
    assert again.item == made.item
    withdraw_consent(house.desk, house.cast.petra, made.consent, "she asked")
    assert contact_page(house.desk, house.cast.lev, made.contact).shown.status == "withdrawn"


def test_after_a_withdrawal_the_danger_alone_can_be_changed(house: House) -> None:
    made = called(house)
    withdraw_consent(house.desk, house.cast.petra, made.consent, "she asked")
    with pytest.raises(Withheld):
        change_contact(
            house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.NONE_KNOWN, hours="late")
        )
    change_contact(house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.NONE_KNOWN))
    assert contact_page(house.desk, house.cast.lev, made.contact).shown.status == "withdrawn"


def test_an_erased_item_takes_its_contact_along(house: House) -> None:
    made = called(house, replace(CALL, compartments=frozenset({house.cast.quarry})), by=house.cast.vera)
    assert made.item is not None
    erased = erase(house.desk, house.cast.ines, [made.item], "she asked")
    assert made.contact in erased
    assert contact_page(house.desk, house.cast.vera, made.contact).shown.status == "erased"
    assert verify(house.desk, house.cast.ines, files=True).problems == ()


def test_contacts_come_page_by_page(house: House) -> None:
    made = [called(house, Interview(f"call {number}")).contact for number in range(5)]
    first = contacts(house.desk, house.cast.lev, page=Page(2))
    rest = contacts(house.desk, house.cast.lev, page=Page(10, first[-1].id))
    assert [one.id for one in first + rest] == made[::-1]


def test_a_rebuild_makes_the_same_contacts(house: House) -> None:
    made = called(house)
    change_contact(house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.NONE_KNOWN))
    before = contacts(house.desk, house.cast.lev)
    assert verify(house.desk, house.cast.ines).problems == ()
    rebuild(house.desk, house.cast.ines)
    assert contacts(house.desk, house.cast.lev) == before


def test_a_contact_is_only_an_interviews(house: House) -> None:
    made = called(house)
    with pytest.raises(UsageFault, match="not a contact"):
        contact_page(house.desk, house.cast.lev, made.party)
    for wrong in (Interview("x", party=made.contact), Interview("x", earlier=(made.party,))):
        with pytest.raises(UsageFault):
            called(house, wrong)
