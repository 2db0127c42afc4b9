"""What rests on a consent, what a withdrawal will touch, and consents that end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.brief import brief
from khronika.acts.consent import list_consents, open_identity, record_consent, withdraw_consent
from khronika.acts.contact import record_interview
from khronika.acts.expiring import expiring, renew
from khronika.acts.export import export_json, export_log
from khronika.acts.outgoing import BriefOrder
from khronika.acts.read import read
from khronika.acts.resting import rests_on
from khronika.acts.review import accept
from khronika.acts.show import items, log, show
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions
from khronika.errors import NotAllowed, NotFound, UsageFault, Withheld
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.records.contact import Danger, Interview

COURT = Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.NAMED)
MAIL = (
    "From: Dara <dara@sarn.example>\r\nSubject: vans\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
    "Content-Type: text/plain\r\n\r\nSee the note.\r\n"
    "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=note.txt\r\n\r\n"
    f"{WITNESS}\r\n--x--\r\n"
)


def given_letter(house: House, content: str = WITNESS, name: str = "dara.txt") -> tuple[str, str]:
    """Take something in under a consent; return the item and the consent."""
    item = house.take_one(content, name, conditions=Conditions(terms=(COURT,), person="Witness A"))
    return item, list_consents(house.desk, house.cast.ines)[0].id


def test_everything_that_rests_on_a_consent_is_on_one_page(house: House) -> None:
    item, consent = given_letter(house)
    (run,) = read(house.desk, house.cast.ines, [item])
    said = house.statements_of(item)
    accept(house.desk, house.cast.sanne, said[:1])
    resting = rests_on(house.desk, house.cast.lev, consent)
    (shown,) = items(house.desk, house.cast.ines)
    (one,) = resting.items
    assert (one.id, one.name, one.attached) == (item, "dara.txt", False)
    assert one.receipts == (shown.receipts[0].id,) == resting.consent.covers
    assert one.renditions == (run.rendition,)
    by_status = dict(one.statements)
    assert by_status["accepted"] == tuple(said[:1])
    assert sorted(by_status["suggested"]) == sorted(said[1:])
    assert [made.id for made in resting.derived] == [run.run]
    assert (resting.person, resting.status, one.stands_by, one.bound_by) == ("Witness A", "recorded", (), ())
    hidden = {made.id for made in resting.touched_by_withdrawal.hidden}
    assert hidden == {item, shown.receipts[0].id, run.rendition, run.run, *said}
    assert resting.touched_by_withdrawal.stays == ()


def test_what_is_said_of_a_withdrawal_is_what_it_does(house: House) -> None:
    item, consent = given_letter(house)
    read(house.desk, house.cast.ines, [item])
    hidden = rests_on(house.desk, house.cast.lev, consent).touched_by_withdrawal.hidden
    withdraw_consent(house.desk, house.cast.petra, consent, "she asked")
    assert withdrawn_now(house) == {consent, *(one.id for one in hidden)}
    after = rests_on(house.desk, house.cast.lev, consent)
    assert (after.status, after.items[0].name) == ("withdrawn", item)
    assert "dara" not in repr(after)
    assert "vans" not in repr(after)


@pytest.mark.parametrize("again", [False, True])
def test_what_is_said_of_an_interviews_withdrawal_is_what_it_does(house: House, again: bool) -> None:  # noqa: FBT001
    first = record_interview(house.desk, house.cast.matei, Interview(WITNESS, identity="Roza Vardol"))
    assert first.item is not None
    read(house.desk, house.cast.ines, [first.item])
    record_interview(house.desk, house.cast.matei, Interview("More.\n", party=first.party))
    if again:
        house.take(WITNESS, names=("newspaper.txt",))
    touched = rests_on(house.desk, house.cast.lev, first.consent).touched_by_withdrawal
    assert [one.id for one in touched.stays] == ([first.item] if again else [])
    withdraw_consent(house.desk, house.cast.petra, first.consent, "she asked")
    assert withdrawn_now(house) == {first.consent, *(one.id for one in touched.hidden)}


def test_a_withdrawal_says_before_that_somebody_in_danger_cannot_be_called_after_it(house: House) -> None:
    told = Interview(WITNESS, handle="+00 5550 1234", danger=Danger.NOW, danger_words="her street is watched")
    safe = record_interview(house.desk, house.cast.matei, Interview("Another voice.\n"))
    first = record_interview(house.desk, house.cast.matei, told)
    assert rests_on(house.desk, house.cast.lev, safe.consent).touched_by_withdrawal.danger == ()
    assert rests_on(house.desk, house.cast.lev, first.consent).touched_by_withdrawal.danger == (
        first.contact,
    )
    withdraw_consent(house.desk, house.cast.petra, first.consent, "she asked")
    with pytest.raises(Withheld):
        open_identity(house.desk, house.cast.ines, first.handle or "", "to warn her")


def withdrawn_now(house: House) -> set[str]:
    """Return every record that is shown as withdrawn."""
    subjects = {entry.subject for entry in log(house.desk, house.cast.lev, limit=1000)}
    return {id_ for id_ in subjects if show(house.desk, house.cast.lev, id_).status == "withdrawn"}


def test_what_came_attached_rests_on_it_as_well(house: House) -> None:
    _, consent = given_letter(house, MAIL, "letter.eml")
    letter, note = rests_on(house.desk, house.cast.lev, consent).items[::-1]
    names = {letter.name: letter.attached, note.name: note.attached}
    assert names == {"vans": False, "note.txt": False}


def test_an_attachment_that_a_consent_does_not_name_is_attached(house: House) -> None:
    (taken,) = house.take(MAIL, names=("letter.eml",))
    assert taken.receipt is not None
    consent = record_consent(house.desk, house.cast.petra, [taken.receipt], "Witness A", [COURT])
    resting = rests_on(house.desk, house.cast.lev, consent.id)
    assert {one.name: one.attached for one in resting.items} == {"vans": False, "note.txt": True}


def test_what_came_by_another_way_stays(house: House) -> None:
    item, consent = given_letter(house)
    read(house.desk, house.cast.ines, [item])
    (again,) = house.take(WITNESS, names=("newspaper.txt",))
    touched = rests_on(house.desk, house.cast.lev, consent).touched_by_withdrawal
    (stays,) = touched.stays
    assert (stays.id, stays.stands_by) == (item, (again.receipt,))
    assert {one.id[:3] for one in touched.hidden} == {"rcp"}
    withdraw_consent(house.desk, house.cast.petra, consent, "she asked")
    assert show(house.desk, house.cast.lev, item).status == "sealed"


def test_other_consents_to_the_same_item_are_named(house: House) -> None:
    item, consent = given_letter(house)
    (shown,) = items(house.desk, house.cast.ines)
    other = record_consent(house.desk, house.cast.petra, [shown.receipts[0].id], "her sister", [COURT])
    (one,) = rests_on(house.desk, house.cast.lev, consent).items
    assert (one.id, one.bound_by) == (item, (other.id,))


def test_what_went_out_is_named_and_cannot_be_called_back(house: House) -> None:
    item, consent = given_letter(house)
    house.take_one(DENIAL)
    read(house.desk, house.cast.ines, [item])
    said = house.statements_of(item)
    accept(house.desk, house.cast.sanne, said)
    accept(house.desk, house.cast.matei, said)
    order = BriefOrder("To the court", (item,), purpose=Purpose.COURT, audience=Audience.MECHANISM)
    export_json(house.desk, house.cast.oskar, order)
    brief(house.desk, house.cast.lev, BriefOrder("Inside", (item,)))
    b"".join(export_log(house.desk, house.cast.ines, bodies=True))
    later, consent_later = given_letter(house, f"{WITNESS} Later.", "later.txt")
    resting = rests_on(house.desk, house.cast.lev, consent)
    assert [one.kind for one in resting.handed] == ["log with bodies", "brief", "json"]
    out = resting.touched_by_withdrawal.out
    assert [(one.kind, one.audience, one.items) for one in out] == [
        ("log with bodies", "", (item,)),
        ("json", "mechanism", (item,)),
    ]
    assert later
    assert rests_on(house.desk, house.cast.lev, consent_later).handed == ()


def test_an_interview_rests_on_its_consent_with_what_was_sealed(house: House) -> None:
    made = record_interview(
        house.desk, house.cast.matei, Interview("Two vans.\n", identity="Roza Vardol", handle="+99 555 0143")
    )
    resting = rests_on(house.desk, house.cast.lev, made.consent)
    assert resting.person == made.pseudonym
    assert {one.id for one in resting.covered} == {made.receipt, made.contact, made.identity, made.handle}
    hidden = {one.id for one in resting.touched_by_withdrawal.hidden}
    assert hidden == {made.receipt, made.contact, made.identity, made.handle, made.item, made.rendition}
    assert "Vardol" not in repr(resting)


def test_only_what_the_asking_member_may_see_is_on_the_page(house: House) -> None:
    """A consent in the open covers a receipt in the yard only for those who may enter it."""
    item, consent = given_letter(house)
    yard = Conditions(frozenset({house.cast.quarry}), terms=(COURT,), person="Witness A")
    hidden_item = house.take_one(WITNESS, "hidden.txt", conditions=yard)
    hidden_consent = list_consents(house.desk, house.cast.ines)[0].id
    for member in (house.cast.lev, house.cast.vera):
        resting = rests_on(house.desk, member, consent)
        assert [one.id for one in resting.items] == [item]
        assert hidden_item not in repr(resting)
    with pytest.raises(NotFound):
        rests_on(house.desk, house.cast.lev, hidden_consent)
    assert [one.id for one in rests_on(house.desk, house.cast.vera, hidden_consent).items] == [hidden_item]


def test_a_consent_to_hidden_and_open_receipts_shows_the_open_ones(house: House) -> None:
    """A consent is in every compartment of what it covers, so that nothing is told by halves."""
    (seen,) = house.take(WITNESS)
    (hidden,) = house.take(DENIAL, conditions=Conditions(frozenset({house.cast.quarry})))
    assert seen.receipt is not None
    assert hidden.receipt is not None
    both = record_consent(house.desk, house.cast.ines, [seen.receipt, hidden.receipt], "A", [COURT])
    with pytest.raises(NotFound):
        rests_on(house.desk, house.cast.lev, both.id)
    assert len(rests_on(house.desk, house.cast.vera, both.id).items) == 2


def test_the_page_is_about_a_consent_that_stands(house: House) -> None:
    item, _ = given_letter(house)
    with pytest.raises(UsageFault, match="not a consent"):
        rests_on(house.desk, house.cast.lev, item)
    with pytest.raises(NotAllowed):
        rests_on(house.desk, house.cast.petra, item)


def ending(house: House, name: str, *days: date | None) -> str:
    terms = tuple(replace(COURT, until=day) for day in days)
    house.take_one(f"{WITNESS} {name}", name, conditions=Conditions(terms=terms, person=name))
    return list_consents(house.desk, house.cast.ines)[0].id


def test_consents_that_end_soon_or_have_ended_are_listed_the_latest_first(house: House) -> None:
    ended = ending(house, "a", date(2026, 4, 19))
    today = ending(house, "b", date(2026, 4, 20), None)
    soon = ending(house, "c", date(2026, 5, 20), date(2026, 5, 1))
    ending(house, "d", date(2026, 5, 21))
    ending(house, "e", None)
    withdrawn = ending(house, "f", date(2026, 4, 30))
    withdraw_consent(house.desk, house.cast.petra, withdrawn, "she asked")
    found = expiring(house.desk, house.cast.lev)
    assert [(one.consent, one.until, one.ended) for one in found] == [
        (soon, "2026-05-01", False),
        (today, "2026-04-20", False),
        (ended, "2026-04-19", True),
    ]
    assert [one.consent for one in expiring(house.desk, house.cast.lev, 0)] == [today, ended]
    assert [one.consent for one in expiring(house.desk, house.cast.lev, limit=1)] == [soon]


def test_a_renewal_takes_the_place_of_what_ended_and_allows_again(house: House) -> None:
    consent = ending(house, "a", date(2026, 4, 19))
    (item,) = items(house.desk, house.cast.ines)
    read(house.desk, house.cast.ines, [item.id])
    accept(house.desk, house.cast.sanne, house.statements_of(item.id))
    accept(house.desk, house.cast.matei, house.statements_of(item.id))
    order = BriefOrder("", (item.id,), purpose=Purpose.COURT, audience=Audience.MECHANISM)
    then = str(house.desk.ledger.head().size)
    renewed = renew(
        house.desk, house.cast.petra, consent, [replace(COURT, until=date(2027, 4, 19))], "spoken"
    )
    assert (renewed.obtained_by, renewed.form) == (house.cast.petra, "spoken")
    assert expiring(house.desk, house.cast.lev) == []
    assert [one.consent for one in expiring(house.desk, house.cast.lev, as_of=then)] == [consent]
    assert export_json(house.desk, house.cast.oskar, order)["items"]
    shown = show(house.desk, house.cast.lev, consent)
    assert not isinstance(shown, StatementShown)
    assert shown.status == "renewed"


def test_what_was_withdrawn_is_not_renewed(house: House) -> None:
    consent = ending(house, "a", date(2026, 4, 19))
    with pytest.raises(UsageFault, match="without terms"):
        renew(house.desk, house.cast.petra, consent, [])
    withdraw_consent(house.desk, house.cast.petra, consent, "she asked")
    with pytest.raises(UsageFault, match="was withdrawn"):
        renew(house.desk, house.cast.petra, consent, [COURT])


def test_expiring_consents_of_a_compartment_are_not_there_for_others(house: House) -> None:
    yard = Conditions(frozenset({house.cast.quarry}), terms=(replace(COURT, until=date(2026, 4, 21)),))
    house.take_one(WITNESS, conditions=yard)
    assert expiring(house.desk, house.cast.lev) == []
    assert len(expiring(house.desk, house.cast.vera)) == 1
