"""The page of an origin: a person cuts a statement from it, joins it with another, and takes that back."""

from __future__ import annotations

import pytest
from balance_cast import filed, held
from stated import stated
from web_cast import Browser, deeds, sent, the_form

from desk_cast import House
from khronika.acts.incidents import record_incident
from khronika.acts.tying import ties
from khronika.acts.weigh import weigh
from khronika.records.ids import Kind
from khronika.records.matter import Incident


@pytest.fixture
def raids(house: House) -> str:
    return record_incident(house.desk, house.cast.ines, Incident("", "The raids of March")).id


def test_a_reviewer_cuts_a_statement_from_its_origin_joins_it_again_and_takes_that_back(
    house: House, ines: Browser, raids: str
) -> None:
    text = stated(house)
    first, second = (filed(text, raids, claims=(held(40 + more),)) for more in (0, 1))
    page = ines.get(f"/incidents/{raids}/origins/{first}")
    page = sent(ines, the_form(page, "/cut"), statements=[second], reason="another Mira")
    assert page.status == 200
    assert len(weigh(house.desk, house.cast.ines, raids).origins) == 2
    assert "two voices : another Mira" in page.words
    page = sent(ines, the_form(page, "/join"), statements=[first], reason="it is she")
    assert len(weigh(house.desk, house.cast.ines, raids).origins) == 1
    assert "one voice : it is she" in page.words
    assert "joined by a person" in page.words
    page = sent(ines, the_form(page, "/undo"), reason="not sure after all")
    assert ties(house.desk, house.cast.ines, first) == []
    assert len(weigh(house.desk, house.cast.ines, raids).origins) == 1


def test_a_cut_without_a_reason_is_asked_for_it_and_a_reader_is_offered_no_form(
    house: House, ines: Browser, lev: Browser, raids: str
) -> None:
    text = stated(house)
    first, second = (filed(text, raids, claims=(held(40 + more),)) for more in (0, 1))
    where = f"/incidents/{raids}/origins/{first}"
    page = sent(ines, the_form(ines.get(where), "/cut"), statements=[second])
    assert page.status == 400
    assert "Cut a statement from this origin" in page.words
    assert deeds(lev.get(where), where) == []
    never = f"{Kind.STATEMENT}_{'0' * 26}"
    assert lev.get(f"/incidents/{raids}/origins/{never}").status == 404
