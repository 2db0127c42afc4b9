"""From a call to a pseudonymous item: what is recorded, what is sealed apart, who sees what of it."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_cast import House, files_in
from khronika.acts.brief import brief
from khronika.acts.consent import list_consents, open_identity, withdraw_consent
from khronika.acts.contact import change_contact, contact_page, contacts, record_interview
from khronika.acts.desk import acting
from khronika.acts.erase import erase
from khronika.acts.export import export_json, export_log
from khronika.acts.interviewing import RecordedInterview
from khronika.acts.outgoing import BriefOrder
from khronika.acts.pseudonyms import fresh_pseudonym
from khronika.acts.read import read
from khronika.acts.show import (
    ItemShown,
    Page,
    RecordShown,
    Sought,
    items,
    log,
    search,
    show,
    statements,
    text_of,
)
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotAllowed, NotFound, StorageFull, UsageFault, Withheld
from khronika.records.access import Right
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import (
    ContactChange,
    Danger,
    Interview,
    NextContact,
    PlaceKind,
    Referral,
    Wording,
)

NAME, NUMBER = "Roza Vardol", "+99 555 0143"
NOTES = 'The caller said: "I saw two vans at Quarry 9." She had heard that forty men were held there.\n'
TERM = Term(Purpose.COURT, Audience.MECHANISM)
CALL = Interview(
    NOTES,
    terms=(TERM,),
    consent_form="spoken",
    identity=f"{NAME}, nurse",
    handle=NUMBER,
    interpreter="Interpreter 3",
    language="en",
    place_kind=PlaceKind.BY_PHONE,
    channel="Signal",
    hours="after 21:00; never in the morning",
    danger=Danger.NOW,
    danger_words="a car stands before the house",
    earlier_elsewhere="by a lawyer, in March",
    referral=Referral("a doctor in Sarn", consented=True),
    next=NextContact("2026-04-22", "ask about the sister"),
)


def called(house: House, interview: Interview = CALL, by: str | None = None) -> RecordedInterview:
    return record_interview(house.desk, by or house.cast.matei, interview)


def everything_shown(house: House, member: str) -> str:
    """Return all that a member can be shown, written out."""
    desk = house.desk
    subjects = dict.fromkeys(entry.subject for entry in log(desk, member, limit=1000))
    shown: list[Any] = [show(desk, member, id_) for id_ in subjects]
    shown += [log(desk, member, limit=1000), contacts(desk, member), items(desk, member)]
    shown += [contact_page(desk, member, one.id) for one in contacts(desk, member)]
    shown += [list_consents(desk, member), statements(desk, member, Sought())]
    return repr(shown)


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
    assert (contact.words, contact.danger) == (Wording.PARAPHRASE, Danger.NONE_KNOWN)
    assert (made.identity, made.handle, contact.next, contact.referral) == (None, None, None, None)


def test_without_notes_a_reason_is_enough(house: House) -> None:
    made = called(house, Interview(no_notes="the call broke off", danger=Danger.NOW))
    assert (made.item, made.receipt, made.rendition) == (None, None, None)
    shown = contact_page(house.desk, house.cast.lev, made.contact).shown
    assert shown.contact is not None
    assert shown.contact.no_notes == "the call broke off"


@pytest.mark.parametrize(
    ("interview", "words"),
    [
        (Interview(), "no notes"),
        (Interview("  \n"), "no notes"),
        (replace(CALL, language="English"), "not a language"),
        (replace(CALL, held="last Tuesday"), "not a date"),
        (replace(CALL, next=NextContact("soon")), "not a day"),
        (replace(CALL, next=NextContact("2026-4-2")), "not a day"),
        (replace(CALL, hours="x" * 2001), "more than 2,000"),
        (replace(CALL, hours="at \ud800"), "half a letter"),
        (replace(CALL, identity="Roza \udfff"), "half a letter"),
        (replace(CALL, notes="\ud83d broken"), "half a letter"),
        (replace(CALL, pseudonym="roza vardol"), "gives the name away"),
        (replace(CALL, channel="Signal 99-555-0143"), "gives the number or address away"),
        (replace(CALL, danger_words="ROZA VARDOL is followed"), "gives the name away"),
        (replace(CALL, referral=Referral("the doctor of Roza Vardol")), "gives the name away"),
        (replace(CALL, notes="Róza Vardol called."), "notes hold the name"),
        (replace(CALL, notes="Call back: 995550143."), "notes hold the number"),
        (replace(CALL, identity="Bo", pseudonym="Bo"), "gives the name away"),
        (replace(CALL, party="prt_x", pseudonym="Heron 7"), "a party and a new pseudonym"),
    ],
)
def test_what_cannot_be_recorded_is_said_before_anything_is_sealed(
    house: House, interview: Interview, words: str
) -> None:
    head, files = house.desk.ledger.head(), files_in(house.path / "sealed")
    with pytest.raises(UsageFault, match=words) as fault:
        called(house, interview)
    assert "Vardol" not in fault.value.fault + fault.value.hint
    assert (house.desk.ledger.head(), files_in(house.path / "sealed")) == (head, files)


def test_a_name_may_stay_in_verbatim_notes_where_it_must(house: House) -> None:
    notes = f"{NAME} said: that is my name, write it down.\n"
    made = called(house, replace(CALL, notes=notes, names_stay=True))
    assert made.item is not None
    assert text_of(house.desk, house.cast.lev, made.item) == notes


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


TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=TYPED, hours=TYPED)
def test_whatever_is_typed_is_kept_to_the_letter_or_refused(house: House, notes: str, hours: str) -> None:
    try:
        made = called(house, Interview(notes, hours=hours))
    except UsageFault:
        assert not notes.strip()
        return
    assert made.item is not None
    assert text_of(house.desk, house.cast.lev, made.item) == notes
    contact = contact_page(house.desk, house.cast.lev, made.contact).shown.contact
    assert contact is not None
    assert contact.hours == hours.strip()


def test_a_line_of_two_million_letters_is_kept_like_any_other(house: House) -> None:
    made = called(house, Interview("\u202e" + "vans " * 400_000 + "\x00"))
    assert made.item is not None
    assert len(text_of(house.desk, house.cast.lev, made.item)) == 2_000_002
