"""Filing statements to incidents, as members without script do it."""

from __future__ import annotations

import re

from incident_cast import an_incident
from web_cast import Browser, sent, the_form

from desk_cast import House
from khronika.acts.incidents import file_statements
from khronika.acts.matters import incident_page
from khronika.acts.registers import register
from khronika.acts.sources import Conditions
from khronika.records.ids import Kind


def incidents_of(house: House, member: str, statement: str) -> list[str]:
    """Return the titles of the incidents that a statement is filed to."""
    found = []
    for line in register(house.desk, member, Kind.INCIDENT).lines:
        shown = incident_page(house.desk, member, line.record.id)
        if statement in {one.statement.id for one in shown.filed}:
            found.append(line.name)
    return found


def test_a_statement_is_filed_from_its_card_and_the_card_says_so(house: House, matei: Browser) -> None:
    item, (first, second, *_) = house.read_one()
    quarry = an_incident(house)
    page = matei.get(f"/items/{item}?s={first}")
    assert f"/statements/{first}/file" in page.links
    page = matei.get(f"/statements/{first}/file")
    assert "There is no such facility" in page.words
    page = matei.post(f"/statements/{first}/file", incident=quarry.id)
    assert page.path.startswith(f"/items/{item}?s={first}")
    assert "Filed." in page.words
    assert "filed to Quarry 9" in page.words
    assert "Where other statements of this text are" in matei.get(f"/statements/{second}/file").words
    assert incidents_of(house, house.cast.matei, first) == ["Quarry 9"]


def test_what_this_text_is_filed_to_stands_before_the_newest(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    near = an_incident(house, "The near one")
    an_incident(house, "The newest")
    matei.post(f"/statements/{first}/file", incident=near.id)
    words = matei.get(f"/statements/{second}/file").words
    assert words.index("The near one") < words.index("The newest")


def test_a_new_incident_begins_with_what_the_statement_claims(house: House, matei: Browser) -> None:
    _, found = house.read_one()
    statement = found[-1]
    page = matei.get(f"/statements/{statement}/file")
    form = next(one for one in page.forms if "new" in one.fields)
    assert "Quarry 9" in form.fields["title"][0]
    page = sent(matei, form, title="Men held at Quarry 9", when="2026-03")
    assert "Filed." in page.words
    assert incidents_of(house, house.cast.matei, statement) == ["Men held at Quarry 9"]


def test_a_new_incident_is_where_the_statement_is(house: House, matei: Browser) -> None:
    """What a statement in a compartment says may stand in the title of the incident."""
    hidden = Conditions(frozenset({house.cast.quarry}))
    _, (first, *_) = house.read_one(conditions=hidden)
    Browser(house.desk, house.cast.vera).post(f"/statements/{first}/file", new="1", title="The yard")
    assert incidents_of(house, house.cast.vera, first) == ["The yard"]
    assert "The yard" not in matei.get("/incidents").words
    assert matei.get(f"/statements/{first}/file").status == 404


def test_an_incident_is_found_by_its_title_to_file_to_it(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    made = [an_incident(house, f"Number {number}") for number in range(12)]
    page = matei.get(f"/statements/{first}/file")
    assert "Number 0" not in page.words
    page = matei.post(f"/statements/{first}/file", called="number 0")
    assert page.status == 200
    assert "Number 0" in page.words
    assert made[0].id in page.html
    assert "number" not in page.path


def test_a_refused_incident_keeps_what_was_typed(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    page = matei.post(f"/statements/{first}/file", new="1", title="The raid", when="last week")
    assert page.status == 400
    assert "is no day or time that can be read" in page.words
    form = next(one for one in page.forms if "new" in one.fields)
    assert form.fields["title"] == ["The raid"]
    assert form.fields["when"] == ["last week"]
    beside = re.compile(r'name="(\w+)"[^>]* aria-invalid="true"[^>]*><span class="amiss">')
    assert beside.findall(page.html) == ["when"]
    page = matei.post("/incidents", title="", acts=["detained"])
    assert page.status == 400
    assert "needs a name" in page.words
    assert beside.findall(page.html) == ["title"]
    assert the_form(page, "/incidents").fields["acts"] == ["detained"]


def test_a_filing_is_taken_back_on_the_card_and_on_the_page(house: House, matei: Browser) -> None:
    _, (first, second, *_) = house.read_one()
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [first, second])
    page = matei.post(f"/statements/{first}/file", take_out=quarry.id)
    assert "Taken out of the incident." in page.words
    page = matei.post(f"/incidents/{quarry.id}/take-out", statement=second, reason="another quarry")
    assert "Taken out of the incident." in page.words
    assert "Nothing is filed to it yet" in page.words
