"""From a call to a pseudonymous item: what is recorded, what is sealed apart, who sees what of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from contact_cast import CALL, NAME, NOTES, NUMBER, TERM, called, everything_shown

from desk_cast import House, files_in
from khronika.acts.brief import brief
from khronika.acts.consent import open_identity
from khronika.acts.contact import change_contact, contact_page, contacts
from khronika.acts.desk import acting
from khronika.acts.export import export_json, export_log
from khronika.acts.outgoing import BriefOrder
from khronika.acts.pseudonyms import fresh_pseudonym
from khronika.acts.read import read
from khronika.acts.show import Sought, log, search, show, statements, text_of
from khronika.acts.shown import ItemShown
from khronika.errors import NotAllowed, NotFound, StorageFull
from khronika.records.access import Right
from khronika.records.contact import (
    ContactChange,
    Danger,
    Interview,
    Wording,
)


def test_a_call_becomes_a_pseudonymous_item_in_one_act(house: House) -> None:
    house.take_one("A letter.\n")
    before = house.desk.ledger.head().size
    made = called(house)
    types = [entry.type for entry in log(house.desk, house.cast.ines, limit=house.desk.ledger.head().size)]
    assert sorted(types[: house.desk.ledger.head().size - before]) == [
        "consent.recorded",
        "contact.recorded",
        "identity.sealed",
        "identity.sealed",
        "item.sealed",
        "party.recorded",
        "receipt.recorded",
        "rendition.sealed",
    ]
    assert made.item is not None
    shown = show(house.desk, house.cast.lev, made.item)
    assert isinstance(shown, ItemShown)
    assert (shown.media, shown.name) == ("text/plain", f"{made.pseudonym}, 2026-04-20")
    (receipt,) = shown.receipts
    assert (receipt.acquisition, receipt.contributor, receipt.public) == ("interview", made.party, False)
    assert text_of(house.desk, house.cast.lev, made.item) == NOTES
    page = contact_page(house.desk, house.cast.lev, made.contact)
    assert page.shown.pseudonym == made.pseudonym
    contact = page.shown.contact
    assert contact is not None
    assert (contact.interviewer, contact.held, contact.channel) == (house.cast.matei, "2026-04-20", "Signal")
    assert page.consent is not None
    assert (page.consent.terms, page.consent.form) == ((TERM,), "spoken")


def test_the_notes_are_read_and_reviewed_like_any_other_text(house: House) -> None:
    made = called(house)
    assert made.item is not None
    (run,) = read(house.desk, house.cast.sanne, [made.item])
    assert (run.rendition, run.statements > 0) == (made.rendition, True)
    assert any("vans" in one.words for one in statements(house.desk, house.cast.lev, Sought(made.item)))


@pytest.mark.parametrize("words", Wording)
def test_what_nobody_else_is_found_to_say_in_the_notes_the_person_says(house: House, words: Wording) -> None:
    """An interview has no publisher. Whom the notes quote besides stays the speaker of what they said."""
    notes = (
        "Two vans came to Quarry 9 on 14 March. Forty men were held there, and the guards beat them.\n\n"
        "“Nobody was held there,” said Orla Dastan, a spokeswoman for the ministry.\n"
    )
    made = called(house, replace(CALL, words=words, notes=notes))
    assert made.item is not None
    read(house.desk, house.cast.sanne, [made.item])
    found = [
        one.statement for one in statements(house.desk, house.cast.lev, Sought(made.item)) if one.statement
    ]
    assert {made.pseudonym, "Orla Dastan"} == {one.speaker for one in found}
    own = [one for one in found if one.speaker == made.pseudonym]
    assert not [one for one in own if one.own or one.named]


def test_an_article_has_a_publisher_and_no_person_who_was_spoken_to(house: House) -> None:
    called(house)
    item = house.take_one("Two vans came to Quarry 9 on 14 March. Forty men were held there.\n")
    read(house.desk, house.cast.sanne, [item])
    speakers = {
        one.statement.speaker for one in statements(house.desk, house.cast.lev, Sought(item)) if one.statement
    }
    assert speakers <= {None}


def test_verbatim_notes_are_the_persons_own_words(house: House) -> None:
    made = called(house, replace(CALL, words=Wording.VERBATIM, notes="I saw two vans at Quarry 9.\n"))
    assert made.item is not None
    shown = show(house.desk, house.cast.lev, made.item)
    assert isinstance(shown, ItemShown)
    assert (shown.about.author, shown.about.published) == (made.pseudonym, "2026-04-20")


def test_only_the_notes_are_needed(house: House) -> None:
    made = called(house, Interview("A short note.\n"))
    assert re.fullmatch(r"[A-Z][a-z]+ \d+", made.pseudonym)
    contact = contact_page(house.desk, house.cast.lev, made.contact).shown.contact
    assert contact is not None
    assert (contact.words, contact.danger) == (Wording.PARAPHRASE, Danger.NOT_ASKED)
    assert (made.identity, made.handle, contact.next, contact.referral) == (None, None, None, None)


def test_without_notes_a_reason_is_enough(house: House) -> None:
    made = called(house, Interview(no_notes="the call broke off", danger=Danger.NOW))
    assert (made.item, made.receipt, made.rendition) == (None, None, None)
    shown = contact_page(house.desk, house.cast.lev, made.contact).shown
    assert shown.contact is not None
    assert shown.contact.no_notes == "the call broke off"


def test_the_identity_and_the_handle_are_in_no_view_log_search_or_export(house: House) -> None:
    made = called(house)
    assert made.item is not None
    read(house.desk, house.cast.ines, [made.item])
    change_contact(house.desk, house.cast.ines, made.contact, ContactChange(danger=Danger.POSSIBLE))
    order = BriefOrder("Inside", (made.item,))
    told = "".join(
        (
            everything_shown(house, house.cast.ines),
            repr(brief(house.desk, house.cast.ines, order)),
            repr(export_json(house.desk, house.cast.ines, order)),
            b"".join(export_log(house.desk, house.cast.ines, bodies=True)).decode(),
            repr(made),
            repr(CALL),
        )
    )
    for secret in ("Vardol", "0143", "5550143", "nurse"):
        assert secret not in told
        assert search(house.desk, house.cast.ines, secret) == []
    assert NAME.encode() not in b"".join(files_in(house.path).values())


def test_a_custodian_opens_the_handle_without_the_name(house: House) -> None:
    made = called(house)
    assert made.identity is not None
    assert made.handle is not None
    assert open_identity(house.desk, house.cast.ruta, made.handle, "she is in danger") == NUMBER
    assert open_identity(house.desk, house.cast.ruta, made.identity, "the court asks") == f"{NAME}, nurse"
    with pytest.raises(NotAllowed):
        open_identity(house.desk, house.cast.matei, made.handle, "I recorded it")


def test_two_interviews_of_one_person_are_two_items_of_one_party(house: House) -> None:
    first = called(house)
    again = Interview("A second call.\n", party=first.party, earlier=(first.contact,))
    second = called(house, again, by=house.cast.ines)
    assert (second.party, second.pseudonym) == (first.party, first.pseudonym)
    assert second.item != first.item
    page = contact_page(house.desk, house.cast.lev, second.contact)
    assert [other.id for other in page.others] == [first.contact]
    assert page.shown.contact is not None
    assert page.shown.contact.earlier == (first.contact,)


def test_the_same_words_twice_are_two_interviews(house: House) -> None:
    first, second = called(house), called(house)
    assert first.item != second.item


def test_a_collector_records_an_interview_and_sees_their_own_answer_alone(house: House) -> None:
    petra = house.cast.petra
    made = called(house, by=petra)
    assert made.pseudonym
    for query in (
        lambda: contacts(house.desk, petra),
        lambda: contact_page(house.desk, petra, made.contact),
        lambda: show(house.desk, petra, made.contact),
    ):
        with pytest.raises(NotAllowed):
            query()
    known = called(house).party
    assert called(house, Interview("More.\n", party=known), by=petra).pseudonym == ""


def test_an_interview_that_cannot_be_recorded_leaves_no_file(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = files_in(house.path / "sealed")

    def full(*_given: object) -> None:
        raise StorageFull("the disk is full")

    monkeypatch.setattr("khronika.acts.desk._append", full)
    with pytest.raises(StorageFull):
        called(house)
    assert files_in(house.path / "sealed") == files
    with pytest.raises(NotFound):
        called(house, replace(CALL, party=f"prt_{'0' * 26}"))
    assert files_in(house.path / "sealed") == files


def test_notes_are_sealed_before_the_desk_is_locked_for_writing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = []
    seal = house.desk.vault.sealed.seal

    def watched(record: str, source: Any) -> Any:
        locked.append(house.desk.ledger._one_writer.locked())
        return seal(record, source)

    monkeypatch.setattr(house.desk.vault.sealed, "seal", watched)
    called(house)
    assert locked == [False, False]


def test_a_pseudonym_is_never_one_that_the_member_sees_taken(house: House) -> None:
    names = {called(house, Interview("x")).pseudonym for _ in range(40)}
    assert len(names) == 40


def test_a_pseudonym_that_is_taken_is_drawn_anew(house: House) -> None:
    drawn = iter([(0).to_bytes(8), (0).to_bytes(8), (1).to_bytes(8)])
    with acting(house.desk, house.cast.matei, Right.INTERVIEW) as act:
        first = fresh_pseudonym(act, lambda _size: next(drawn))
    called(house, Interview("x", pseudonym=first))
    with acting(house.desk, house.cast.matei, Right.INTERVIEW) as act:
        assert fresh_pseudonym(act, lambda _size: next(drawn)) != first
