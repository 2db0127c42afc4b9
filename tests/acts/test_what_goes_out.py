"""Briefs and exports: only what consent, review and rights allow; nothing that tells of the rest."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from outgoing_cast import COURT, NAME, PUBLIC, TO_ALL, TO_COURT, briefed, exported_by_two, given

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.brief import ALONE, UNREVIEWED, BriefOrder, brief, held_back
from khronika.acts.consent import handed_over, list_consents, record_consent, withdraw_consent
from khronika.acts.export import export_json
from khronika.acts.read import read
from khronika.acts.review import accept, reject
from khronika.acts.show import RecordShown, log, show
from khronika.acts.shown import ItemShown
from khronika.errors import NothingRead, UsageFault, Withheld
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term


def receipt_of(house: House, item: str) -> str:
    shown = show(house.desk, house.cast.ines, item)
    assert isinstance(shown, ItemShown)
    return shown.receipts[0].id


def test_inside_the_desk_suggestions_are_shown_and_said_to_be_unreviewed(house: House) -> None:
    _, said = house.read_one()
    made = brief(house.desk, house.cast.lev, BriefOrder("Inside"))
    assert len(made.sentences) == len(said) > 0
    assert made.heading.marks == (UNREVIEWED,)


def test_what_nobody_accepted_never_leaves(house: House) -> None:
    _, said = house.read_one(conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said[:1])
    reject(house.desk, house.cast.sanne, said[1:2], "not said")
    made = briefed(house, TO_ALL)
    assert [sentence.statement.speaker for sentence in made.sentences] == [
        "spokesperson for the Interior Ministry"
    ]
    assert made.heading.marks == (ALONE,)
    (item,) = exported_by_two(house, TO_ALL)["items"]
    assert [one["status"] for one in item["statements"]] == ["accepted"]


def test_a_second_person_takes_the_mark_away(house: House) -> None:
    _, said = house.read_one(conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said[:1])
    accept(house.desk, house.cast.sanne, said[:1])
    assert briefed(house, TO_ALL).heading.marks == (ALONE,)
    accept(house.desk, house.cast.matei, said[:1])
    assert briefed(house, TO_ALL).heading.marks == ()


def test_what_was_read_again_stands_once(house: House) -> None:
    item, said = house.read_one()
    accept(house.desk, house.cast.sanne, said[:1])
    read(house.desk, house.cast.ines, [item], again=True)
    assert len(brief(house.desk, house.cast.ines, BriefOrder("Inside")).sentences) == len(said)


@pytest.mark.parametrize(
    ("order", "because"),
    [
        (replace(TO_COURT, purpose=Purpose.MEDIA), "no consent for media to mechanism"),
        (replace(TO_COURT, audience=Audience.PUBLIC), "no consent for court to public"),
    ],
)
def test_another_purpose_or_a_wider_audience_needs_consent_of_its_own(
    house: House, order: BriefOrder, because: str
) -> None:
    house.read_one(WITNESS, conditions=given(COURT))
    for act in (brief, export_json):
        with pytest.raises(Withheld) as withheld:
            act(house.desk, house.cast.oskar, order)
        assert withheld.value.exit_code == 10
    assert [one.because for one in held_back(house.desk, house.cast.oskar, order)] == [because]


def test_a_narrower_audience_is_covered(house: House) -> None:
    house.read_one(WITNESS, conditions=given(COURT))
    assert brief(house.desk, house.cast.oskar, replace(TO_COURT, audience=Audience.PARTNERS)).sources


def test_consent_ends_with_its_last_day(house: House) -> None:
    house.read_one(WITNESS, conditions=given(COURT))
    house.clock.forward(days=1)
    assert brief(house.desk, house.cast.oskar, TO_COURT).sources
    house.clock.forward(days=1)
    with pytest.raises(Withheld):
        brief(house.desk, house.cast.oskar, TO_COURT)
    with pytest.raises(Withheld):
        brief(house.desk, house.cast.oskar, replace(TO_COURT, as_of="2026-04-20"))


def test_consent_to_less_than_the_name_does_not_let_the_whole_text_out(house: House) -> None:
    less = replace(COURT, identity=IdentityDetail.PSEUDONYM)
    house.read_one(WITNESS, conditions=given(less))
    with pytest.raises(Withheld):
        brief(house.desk, house.cast.oskar, TO_COURT)
    (held,) = held_back(house.desk, house.cast.oskar, TO_COURT)
    assert held.because == "consent is for pseudonym identity only, and the text is not redacted"


def test_the_narrowest_of_several_consents_counts(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=given(COURT))
    narrow = Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.NONE)
    record_consent(house.desk, house.cast.petra, [receipt_of(house, item)], "her sister", [narrow])
    with pytest.raises(Withheld):
        brief(house.desk, house.cast.oskar, TO_COURT)


def test_every_way_by_which_it_came_needs_consent(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=given(COURT))
    house.take(WITNESS)
    assert held_back(house.desk, house.cast.oskar, TO_COURT)[0].because == "no consent is recorded"
    house.take(WITNESS, conditions=PUBLIC)
    assert (
        brief(house.desk, house.cast.oskar, TO_COURT).sources[0].reference
        == sha256(WITNESS.encode()).hexdigest()
    )
    assert held_back(house.desk, house.cast.oskar, TO_COURT) == []
    assert item


def test_what_was_withdrawn_goes_nowhere_whatever_the_date(house: House) -> None:
    house.read_one(WITNESS, conditions=given(COURT), name=NAME)
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    for order in (TO_COURT, replace(TO_COURT, as_of="2026-04-20")):
        with pytest.raises(Withheld):
            brief(house.desk, house.cast.oskar, order)
    for as_of in (None, "2026-04-20"):
        made = brief(house.desk, house.cast.lev, BriefOrder("Inside", as_of=as_of))
        assert [(card.name, card.withheld) for card in made.sources] == [
            ("a source", "consent was withdrawn")
        ]
        assert "vans" not in render_html(made)


def test_an_item_asked_for_by_its_id_is_named_as_withheld_without_the_reason(house: House) -> None:
    public = house.take_one(DENIAL, conditions=PUBLIC)
    witness = house.take_one(WITNESS, name=NAME)
    order = replace(TO_ALL, items=(public, witness, public))
    exported = exported_by_two(house, order)
    assert len(exported["items"]) == 1
    assert [one["because"] for one in exported["withheld"]] == ["it may not leave the desk for this use"]
    assert "consent" not in json.dumps(exported)


def test_the_log_says_what_went_out_before_it_is_handed_over(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=given(COURT))
    brief(house.desk, house.cast.oskar, TO_COURT)
    newest = log(house.desk, house.cast.ines, limit=1)[0]
    shown = show(house.desk, house.cast.ines, newest.subject)
    assert isinstance(shown, RecordShown)
    assert (newest.type, newest.author) == ("export.made", house.cast.oskar)
    assert shown.body == {
        "kind": "brief",
        "purpose": "court",
        "audience": "mechanism",
        "as_of": None,
        "items": [item],
    }


def test_what_was_handed_over_is_known_when_consent_is_withdrawn(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=given(COURT))
    brief(house.desk, house.cast.oskar, TO_COURT)
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    (went,) = handed_over(house.desk, house.cast.ines, consent.id)
    assert (went.kind, went.audience, went.purpose, went.items) == ("brief", "mechanism", "court", (item,))


def test_there_is_no_brief_of_nothing_or_of_what_is_no_item(house: House) -> None:
    with pytest.raises(NothingRead):
        brief(house.desk, house.cast.ines, BriefOrder("Nothing"))
    _, said = house.read_one()
    with pytest.raises(UsageFault, match="not an item"):
        brief(house.desk, house.cast.ines, BriefOrder("Wrong", (said[0],)))
    assert log(house.desk, house.cast.ines, limit=1)[0].type == "statement.suggested"


def test_what_no_text_was_got_from_is_listed_with_the_reason_and_not_as_withheld(house: House) -> None:
    house.read_one()
    picture = house.take_one(b"\x89PNG\r\n\x1a\n" + bytes(40), "gate.png")
    kept = show(house.desk, house.cast.ines, picture)
    assert isinstance(kept, ItemShown)
    assert "needs OCR" in kept.problems[0].hint
    made = render_markdown(brief(house.desk, house.cast.ines, BriefOrder("the day")))
    assert "No text was got from it. The original is kept." in made
    assert "image (PNG): kept, not read" in made
    assert "Withheld" not in made
