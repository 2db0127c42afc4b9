"""What goes out to the public, or bears a mark of care, is handed over by two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outgoing_cast import PUBLIC, TO_ALL, TO_COURT
from two_cast import PLAIN, TO_PARTNERS, newest, shown, to_hand_over

from desk_cast import WITNESS, House
from khronika.acts.brief import brief
from khronika.acts.care import mark_care, unmark
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.describing import describe
from khronika.acts.export import export_json
from khronika.acts.outgoing import BriefOrder
from khronika.acts.review import accept, amend
from khronika.acts.second import (
    confirm,
    propose,
)
from khronika.acts.sources import Conditions
from khronika.errors import NeedsSecond, UsageFault, Withheld
from khronika.records.care import Care
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.records.item import Description

COURT = Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.NAMED)


def test_what_is_for_the_public_is_handed_over_by_two(house: House) -> None:
    item, said = house.read_one(PLAIN, conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said)
    for act in (brief, export_json):
        with pytest.raises(NeedsSecond, match="to the public takes two"):
            act(house.desk, house.cast.oskar, TO_ALL)
    made = house.hand_over(TO_ALL).brief
    assert made is not None
    assert [one.second_person for one in made.sentences] == [False]
    body = shown(house, newest(house, "export.made")).body or {}
    assert (body["persons"], body["items"]) == ([house.cast.oskar, house.cast.ines], [item])
    exported = house.hand_over(TO_ALL, "json").exported
    assert exported is not None
    assert [one["second_person"] for one in exported["items"][0]["statements"]] == [False]


def test_what_bears_no_mark_one_publisher_hands_to_partners_and_mechanisms(house: House) -> None:
    house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    for order in (TO_PARTNERS, TO_COURT):
        brief(house.desk, house.cast.oskar, order)
        assert "persons" not in (shown(house, newest(house, "export.made")).body or {})


@pytest.mark.parametrize("order", [TO_PARTNERS, TO_COURT])
def test_what_bears_a_mark_is_handed_over_by_two(house: House, order: BriefOrder) -> None:
    item, said = house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    mark_care(house.desk, house.cast.matei, item, [Care.CHILD], "her sister is nine")
    for member in (house.cast.sanne, house.cast.matei):
        accept(house.desk, member, said)
    with pytest.raises(NeedsSecond):
        brief(house.desk, house.cast.oskar, order)
    assert house.hand_over(order).brief is not None


def test_a_statement_with_a_mark_that_one_person_saw_goes_to_no_mechanism_whoever_confirms(
    house: House,
) -> None:
    _, said = house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    accept(house.desk, house.cast.sanne, said)
    mark_care(house.desk, house.cast.matei, said[0], [Care.SEXUAL_VIOLENCE], "as she said")
    for act in (lambda: brief(house.desk, house.cast.oskar, TO_COURT), lambda: house.hand_over(TO_COURT)):
        with pytest.raises(NeedsSecond, match="seen by one person alone"):
            act()
    assert house.hand_over(TO_PARTNERS).brief is not None
    accept(house.desk, house.cast.matei, said[:1])
    assert house.hand_over(TO_COURT).brief is not None


def test_a_suggested_mark_counts_until_two_have_taken_it_away_with_a_reason(house: House) -> None:
    _, (_, held) = house.read_one(conditions=PUBLIC)
    with pytest.raises(NeedsSecond, match="bears a mark of care"):
        brief(house.desk, house.cast.oskar, TO_PARTNERS)
    unmark(house.desk, house.cast.matei, held, [Care.HELD], "all were released in 2019")
    with pytest.raises(NeedsSecond, match="bears a mark of care"):
        brief(house.desk, house.cast.oskar, TO_PARTNERS)
    unmark(house.desk, house.cast.sanne, held, [Care.HELD], "I have seen the list")
    assert brief(house.desk, house.cast.oskar, TO_PARTNERS).sources


def test_words_of_what_was_rejected_stand_in_the_text_and_count(house: House) -> None:
    item, said = house.read_one(conditions=PUBLIC)
    from_one = [house.cast.sanne, house.cast.matei]
    for member in from_one:
        accept(house.desk, member, said[:1])
    with pytest.raises(NeedsSecond, match="a text that bears a mark"):
        brief(house.desk, house.cast.oskar, replace(TO_COURT, items=(item,)))


def test_marks_count_as_they_stand_today_also_for_an_order_as_of_earlier(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=Conditions(terms=(COURT,), person="Witness A"))
    house.clock.forward(days=1)
    mark_care(house.desk, house.cast.matei, item, [Care.CHILD], "her sister is nine")
    with pytest.raises(NeedsSecond):
        brief(house.desk, house.cast.oskar, replace(TO_PARTNERS, as_of="2026-04-20"))


def test_what_leaves_is_what_was_proposed(house: House) -> None:
    """New items do not slip into an order that named none."""
    house.read_one(PLAIN, conditions=PUBLIC)
    made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
    house.read_one(WITNESS, conditions=PUBLIC, name="later.txt")
    done = confirm(house.desk, house.cast.ines, made.id)
    assert done.brief is not None
    assert len(done.brief.sources) == 1


@pytest.mark.parametrize("change", ["accepted", "amended", "marked", "described"])
def test_a_statement_or_a_mark_changed_since_makes_a_proposal_void(house: House, change: str) -> None:
    item, said = house.read_one(PLAIN, conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said)
    made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
    if change == "accepted":
        accept(house.desk, house.cast.matei, said)
    elif change == "amended":
        amend(house.desk, house.cast.matei, said[0], {"speaker": "the ministry"})
    elif change == "described":
        describe(house.desk, house.cast.matei, Description("", item, publisher="The Orvan Herald"))
    else:
        accept(house.desk, house.cast.matei, said)
        made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
        mark_care(house.desk, house.cast.matei, said[0], [Care.HELD], "four of them")
    with pytest.raises(UsageFault, match="changed since"):
        confirm(house.desk, house.cast.ines, made.id)


def test_consent_withdrawn_since_is_obeyed_at_the_confirmation(house: House) -> None:
    term = replace(COURT, audience=Audience.PUBLIC, purpose=Purpose.PUBLIC_REPORT)
    house.read_one(WITNESS, conditions=Conditions(terms=(term,), person="Witness A"))
    made = propose(house.desk, house.cast.oskar, to_hand_over(TO_ALL))
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    with pytest.raises(Withheld):
        confirm(house.desk, house.cast.ines, made.id)


def test_an_order_goes_with_the_items_it_is_about(house: House) -> None:
    item, _ = house.read_one(PLAIN, conditions=PUBLIC)
    made = propose(house.desk, house.cast.oskar, to_hand_over(replace(TO_ALL, title="About Roza")))
    house.erase(item)
    assert shown(house, made.id).body is None
    with pytest.raises(UsageFault, match="waits for no answer"):
        confirm(house.desk, house.cast.ines, made.id)
