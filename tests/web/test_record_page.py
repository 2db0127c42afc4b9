"""The page of any one record, and the query behind it."""

from __future__ import annotations

import pytest
from web_cast import Browser

from desk_cast import DENIAL, WITNESS, YARD, House
from khronika.acts import consent, incidents, parties, review
from khronika.acts.history import MOST_OF_A_KIND, history_of
from khronika.acts.logbook import log_page
from khronika.acts.members import change_member, compartments, members, record_compartment
from khronika.acts.sources import Conditions
from khronika.records.access import Member, Role
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind

TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)


def test_a_statement_has_what_it_says_its_history_and_where_it_comes_from(house: House) -> None:
    item, (first, *_) = house.read_one(DENIAL, "denial.txt")
    house.clock.forward(hours=1)
    review.accept(house.desk, house.cast.matei, [first])
    house.clock.forward(hours=1)
    review.amend(house.desk, house.cast.sanne, first, {"speaker": "the spokesperson of the ministry"})
    page = Browser(house.desk, house.cast.lev).get(f"/records/{first}")
    assert page.status == 200
    words = page.words
    assert "There is no such facility" in words
    assert "Matei accepted a statement" in words
    assert "Sanne amended a statement" in words
    assert words.index("Matei accepted") < words.index("Sanne amended")
    assert "speaker" in words
    assert "the spokesperson of the ministry" in words
    assert "not seen by a second person" in words
    assert f"/items/{item}?s={first}#s-{first}" in page.links
    assert [link for link in page.links if link.startswith("/records/rnd_")]
    assert [link for link in page.links if link.startswith("/log/")]
    assert "Every member who may read records" in words


def test_a_decision_tells_what_it_changed(house: House) -> None:
    _, (first, *_) = house.read_one()
    review.amend(
        house.desk, house.cast.matei, first, {"speaker": "the ministry", "acts": ["asserts"], "denies": []}
    )
    shown = history_of(house.desk, house.cast.lev, first)
    suggested, amended = shown.steps
    assert suggested.changes == ()
    changed = {one.name: (one.before, one.after) for one in amended.changes}
    assert "speaker" in changed
    assert [value.parts for value in changed["speaker"][1]] == [("the ministry",)]
    assert [value.parts for value in changed["acts"][1]] == [("asserts",)]


def test_a_rejection_has_its_reason(house: House, lev: Browser) -> None:
    _, (first, *_) = house.read_one()
    review.reject(house.desk, house.cast.matei, [first], "nobody <b>said</b> that")
    page = lev.get(f"/records/{first}")
    assert "Reason: nobody <b>said</b> that" in page.words
    assert "<b>said</b>" not in page.html


def test_what_rests_on_a_record_is_linked_and_every_record_of_the_log_has_a_page(
    house: House, lev: Browser
) -> None:
    item, (first, *_) = house.read_one(DENIAL, conditions=Conditions(terms=(TERM,), person="Witness A"))
    made = incidents.record_incident(house.desk, house.cast.ines, Incident("", "The raids"))
    incidents.file_statements(house.desk, house.cast.ines, made.id, [first])
    links = lev.get(f"/records/{item}").links
    assert [link for link in links if link.startswith("/records/rcp_")]
    assert [link for link in lev.get(f"/records/{first}").links if link.startswith("/records/fil_")]
    for line in log_page(house.desk, house.cast.lev).lines:
        page = lev.get(f"/records/{line.subject}")
        assert page.status == 200, line.type
        assert " style=" not in page.html


def test_a_record_of_a_compartment_is_answered_like_one_there_is_not(house: House, lev: Browser) -> None:
    _, (first, *_) = house.read_one(WITNESS, conditions=Conditions(frozenset({house.cast.quarry})))
    nothing = "stm_" + "0" * 26
    unseen, absent = lev.get(f"/records/{first}"), lev.get(f"/records/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(first, "…") == absent.html.replace(nothing, "…")
    page = Browser(house.desk, house.cast.vera).get(f"/records/{first}")
    assert YARD in page.words
    assert "Only members who may enter all of these see it" in page.words


def test_what_rests_on_it_in_a_compartment_is_neither_listed_nor_counted(house: House, lev: Browser) -> None:
    desk, vera, quarry = house.desk, house.cast.vera, frozenset({house.cast.quarry})
    _, (first, *_) = house.read_one()
    before = lev.get(f"/records/{first}").html
    made = incidents.record_incident(desk, vera, Incident("", "The third yard"), quarry)
    (filed,) = incidents.file_statements(desk, vera, made.id, [first])
    assert lev.get(f"/records/{first}").html == before
    assert f"/records/{filed.id}" in Browser(desk, vera).get(f"/records/{first}").links


def test_a_reference_into_a_compartment_is_not_told(house: House, lev: Browser) -> None:
    """A member's compartments that the asker may not enter leave no trace, also not among the changes."""
    desk, ines, vera = house.desk, house.cast.ines, house.cast.vera
    second = record_compartment(desk, ines, "the archive of Ozrin").id
    known = next(one for one in members(desk, ines) if one.id == vera)
    change_member(desk, ines, Member(vera, known.name, known.roles, known.compartments | {second}))
    page = lev.get(f"/records/{vera}")
    for told in (YARD, "Ozrin", house.cast.quarry, second):
        assert told not in page.html
    assert "the archive of Ozrin" in Browser(desk, ines).get(f"/records/{vera}").words
    assert {one.id for one in compartments(desk, ines)} >= {second}


def test_of_what_was_erased_or_withdrawn_only_who_and_when_is_told(house: House, lev: Browser) -> None:
    given = Conditions(terms=(TERM,), person="Witness A")
    item, (first, *_) = house.read_one(DENIAL, "denial.txt", conditions=given)
    review.accept(house.desk, house.cast.matei, [first])
    size = house.desk.ledger.head().size
    (agreed,) = consent.list_consents(house.desk, house.cast.ines)
    consent.withdraw_consent(house.desk, house.cast.ines, agreed.id, "she asked")
    for path in (f"/records/{first}", f"/records/{first}?as_of={size}", f"/records/{item}"):
        page = lev.get(path)
        assert page.status == 200
        assert "Consent was withdrawn" in page.words
        assert "no such facility" not in page.html
        assert "denial.txt" not in page.html
    assert "Matei accepted a statement" in lev.get(f"/records/{first}").words
    house.erase(item)
    for path in (f"/records/{first}", f"/records/{first}?as_of={size}"):
        page = lev.get(path)
        assert "It was erased" in page.words
        assert "no such facility" not in page.html
        assert "Matei accepted a statement" in page.words


def test_as_of_an_earlier_day_later_entries_are_not_there(house: House, lev: Browser) -> None:
    _, (first, *_) = house.read_one()
    size = house.desk.ledger.head().size
    review.accept(house.desk, house.cast.matei, [first])
    page = lev.get(f"/records/{first}?as_of={size}")
    assert "Matei accepted" not in page.words
    assert "suggested" in page.words
    later = house.take_one(WITNESS)
    assert lev.get(f"/records/{later}?as_of={size}").status == 404


def test_a_collector_who_reads_no_records_has_no_page_of_one(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    assert petra.get(f"/records/{house.take_one(DENIAL)}").status == 403


def test_hostile_words_stay_words(house: House, lev: Browser) -> None:
    hostile = '<script>alert(1)</script>\u202e & "quoted"'
    party = parties.record_party(house.desk, house.cast.ines, Party("", hostile, PartyKind.PERSON))
    html = lev.get(f"/records/{party.id}").html
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert "[U+202E]" in html


@pytest.mark.parametrize("id_", ["x", "stm_", "itm_" + "u" * 26, "%00", "ent_" + "0" * 26])
def test_what_is_no_record_is_not_there(lev: Browser, id_: str) -> None:
    assert lev.get(f"/records/{id_}").status == 404


def test_of_very_many_some_are_listed_and_it_is_said_that_there_are_more(house: House, lev: Browser) -> None:
    sentence = 'Orvan wrote: "The van number {} was grey." '
    text = "".join(f"{sentence.format(number)}\n\n" for number in range(MOST_OF_A_KIND + 10))
    item, _ = house.read_one(text)
    derived = history_of(house.desk, house.cast.lev, item).derived
    (rendition,) = [one.id for one in derived if one.id.startswith("rnd_")]
    shown = history_of(house.desk, house.cast.lev, rendition)
    assert "stm" in shown.more
    assert sum(one.id[:3] == "stm" for one in shown.derived) == MOST_OF_A_KIND
    assert "and more" in lev.get(f"/records/{rendition}").words


def test_a_member_s_page_says_in_which_roles_they_work(house: House, lev: Browser) -> None:
    page = lev.get(f"/records/{house.cast.matei}")
    assert "Matei" in page.words
    assert Role.ANALYST.value in page.words
