"""A filing, and a statement taken out of an incident, are undone where that was done."""

from __future__ import annotations

from web_cast import Browser, Form, Page, deeds, sent

from desk_cast import House
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.matters import incident_page
from khronika.records.matter import Incident


def undoing(page: Page) -> list[Form]:
    """Return the forms of a page that undo a filing."""
    return deeds(page, "/filings/")


def filed(house: House, incident: str) -> list[str]:
    return [one.statement.id for one in incident_page(house.desk, house.cast.matei, incident).filed]


def test_a_filing_is_undone_at_once_and_from_the_card_later(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9")).id
    page = matei.post(f"/statements/{first}/file", incident=quarry, only="waiting")
    at_once, on_card = undoing(page)
    assert at_once.action == on_card.action
    page = sent(matei, at_once)
    assert "Undone. Both steps stay in the log." in page.words
    assert page.path.startswith(f"/items/{item}?")
    assert "only=waiting" in page.path
    assert filed(house, quarry) == []
    matei.post(f"/statements/{first}/file", incident=quarry)
    (on_card,) = undoing(matei.get(f"/items/{item}?s={first}"))
    sent(matei, on_card)
    assert filed(house, quarry) == []
    assert undoing(matei.get(f"/items/{item}?s={first}")) == []


def test_what_was_taken_out_of_an_incident_is_put_back_there(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9")).id
    file_statements(house.desk, house.cast.sanne, quarry, [first], "seen there")
    assert undoing(matei.get(f"/incidents/{quarry}")) == []
    page = matei.post(f"/incidents/{quarry}/take-out", statement=first, reason="another quarry")
    (form,) = undoing(page)
    page = sent(matei, form)
    assert page.path.startswith(f"/incidents/{quarry}")
    assert "Undone. Both steps stay in the log." in page.words
    assert "seen there" in page.words
    assert filed(house, quarry) == [first]
    (form,) = undoing(matei.get(f"/incidents/{quarry}"))
    sent(matei, form)
    assert filed(house, quarry) == []


def test_an_incident_recorded_from_a_statement_can_be_left_again(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    page = matei.post(f"/statements/{first}/file", new="1", title="Men held")
    assert "filed to Men held" in page.words
    page = sent(matei, undoing(page)[0])
    assert "filed to Men held" not in page.words
    assert "Men held" in matei.get("/incidents").words


def test_nobody_undoes_what_somebody_else_filed_or_may_not_see(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.sanne, Incident("", "Quarry 9")).id
    (filing,) = file_statements(house.desk, house.cast.sanne, quarry, [first])
    assert undoing(matei.get(f"/items/{item}?s={first}")) == []
    assert undoing(matei.get(f"/statements/{first}/file")) == []
    page = matei.post(f"/filings/{filing.id}/undo")
    assert page.status == 403
    assert "This was done by somebody else" in page.words
    inside = frozenset({house.cast.quarry})
    secret = record_incident(house.desk, house.cast.vera, Incident("", "The third gate"), inside)
    (hidden,) = file_statements(house.desk, house.cast.vera, secret.id, [first])
    nothing = f"fil_{'0' * 26}"
    unseen, absent = (matei.post(f"/filings/{one}/undo") for one in (hidden.id, nothing))
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(hidden.id, "…") == absent.html.replace(nothing, "…")
    lev = Browser(house.desk, house.cast.lev)
    assert undoing(lev.get(f"/items/{item}?s={first}")) == []
    assert lev.post(f"/filings/{filing.id}/undo").status == 403
    assert filed(house, quarry) == [first]


def test_an_earlier_day_offers_no_undoing(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    quarry = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9")).id
    file_statements(house.desk, house.cast.matei, quarry, [first])
    then = house.desk.ledger.head().size
    for path in (f"/items/{item}?s={first}&as_of={then}", f"/incidents/{quarry}?as_of={then}"):
        assert undoing(matei.get(path)) == []


def test_what_is_filed_to_a_part_is_undone_from_the_page_of_the_whole(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    desk, who = house.desk, house.cast.matei
    whole = record_incident(desk, who, Incident("", "Raids in Sarn")).id
    part = record_incident(desk, who, Incident("", "The raid of 14 March", part_of=whole)).id
    file_statements(desk, who, part, [first])
    file_statements(desk, who, whole, [first])
    words = matei.get(f"/items/{item}?s={first}").words
    assert "Undo the filing to The raid of 14 March" in words
    assert "Undo the filing to Raids in Sarn" in words
    (of_whole,) = undoing(matei.get(f"/incidents/{whole}"))
    page = sent(matei, of_whole)
    assert "filed to its part" in page.words
    (of_part,) = undoing(page)
    page = sent(matei, of_part)
    assert page.path.startswith(f"/incidents/{whole}?")
    assert filed(house, whole) == []
