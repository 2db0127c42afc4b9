"""Findings in the browser without script: recorded, changed, reviewed by another, stale, said to stand."""

from __future__ import annotations

import pytest
from judging_cast import VESNA, Case, case_of, detained
from web_cast import Browser, Page, sent, the_form

from desk_cast import House
from khronika.acts.correcting import correct
from khronika.acts.finding_page import finding_page
from khronika.acts.stale import Why
from khronika.records.corrections import Correction, Manner
from khronika.records.findings import Attribution, Finding, StandardOfProof
from khronika.web.finding_words import ATTRIBUTIONS, CHANGED, STANDARDS, WHY

SENTENCE = "At least forty people were held at Quarry 9 without a judge."
GROUNDS = "reasonable grounds to believe"


@pytest.fixture
def case(house: House) -> Case:
    return case_of(house)


def recorded(browser: Browser, case: Case, *supports: str, **fields: object) -> Page:
    """Record a finding by its form."""
    form = the_form(browser.get(f"/incidents/{case.incident}/findings/new"), "/findings")
    given = {"sentence": SENTENCE, "standard": GROUNDS, "supports": list(supports), **fields}
    return sent(browser, form, **given)


def stands(case: Case, page: Page) -> Finding:
    """Return the finding of a page."""
    id_ = page.path.split("/")[2].split("?")[0]
    made = finding_page(case.house.desk, case.house.cast.ines, id_).shown.finding
    assert made is not None
    return made


def test_a_finding_is_recorded_from_the_statements_filed_to_the_incident(case: Case, matei: Browser) -> None:
    one, other = case.say(claims=(detained(40),)), case.say(speaker=VESNA, claims=(detained(40),))
    page = matei.get(f"/incidents/{case.incident}")
    assert f"/incidents/{case.incident}/findings" in page.links
    given = {"element": ["held", "no judge", "", ""], "state": ["met", "open", "open", "open"]}
    page = recorded(
        matei, case, one, opposes=[other], norm="ICCPR article 9", attribution=str(Attribution.ORGAN), **given
    )
    made = stands(case, page)
    assert (made.sentence, made.supports, made.opposes) == (SENTENCE, (one,), (other,))
    assert [(element.name, element.met) for element in made.elements] == [("held", True), ("no judge", None)]
    for words in (SENTENCE, GROUNDS, "1 independent origin in support", "not seen by a second person", "met"):
        assert words in page.words, words


def test_what_is_wrong_comes_back_with_all_that_was_typed(case: Case, matei: Browser) -> None:
    one = case.say()
    page = recorded(matei, case, reasoning="Two were there.\n\nSo it was.", right="liberty")
    assert page.status == 400
    assert "Nothing supports this finding" in page.words
    form = the_form(page, "/findings")
    page = sent(matei, form, supports=[one])
    assert stands(case, page).reasoning == "Two were there.\n\nSo it was."
    page = recorded(matei, case, one, standard="")
    assert (page.status, "How sure it is was not said" in page.words) == (400, True)


def test_another_member_reviews_what_stands_and_the_writer_cannot(case: Case, matei: Browser) -> None:
    sanne = Browser(case.house.desk, case.house.cast.sanne)
    page = recorded(matei, case, case.say())
    path = page.path.partition("?")[0]
    refused = sent(matei, the_form(page, "/review"))
    assert "another member has to review it" in refused.words.lower()
    page = sent(sanne, the_form(sanne.get(path), "/review"))
    assert "Reviewed." in page.words
    assert "reviewed by Sanne" in page.words
    changed = sent(matei, the_form(matei.get(f"{path}/change"), "/change"), sentence="Some were held.")
    assert "reviewed by not seen by a second person" in changed.words
    assert "sentence" in changed.words


def test_what_moved_stands_above_until_somebody_says_why_it_stands(case: Case, matei: Browser) -> None:
    one, other = case.say(claims=(detained(40),)), case.say(speaker=VESNA, claims=(detained(40),))
    path = recorded(matei, case, one, other).path.partition("?")[0]
    assert "The ground of no finding moved" in matei.get("/findings?stale=1").words
    back = case.takes_back(filed=False)
    correct(case.house.desk, case.house.cast.ines, Correction("", back, one, Manner.RETRACTS))
    page = matei.get(path)
    assert "A cited statement was retracted" in page.words
    assert "fewer independent origins than it had: 1" in page.words
    assert SENTENCE in matei.get(f"/incidents/{case.incident}/findings?stale=1").words
    page = sent(matei, the_form(page, "/stands"), reason="the other was there too")
    assert "Its ground moved" not in page.words
    assert "the other was there too" in page.words


def test_a_cited_statement_that_was_erased_is_shown_by_its_id_alone(case: Case, matei: Browser) -> None:
    one, other = case.say(), case.say(speaker=VESNA)
    path = recorded(matei, case, one, other).path.partition("?")[0]
    case.house.erase(one)
    page = matei.get(path)
    assert one in page.words
    assert "A cited statement was erased" in page.words
    assert sent(matei, the_form(page, "/drop"), reason="it was another quarry").words.count("dropped") >= 1
    assert "No finding was recorded yet" in matei.get("/findings").words


def test_a_reader_sees_findings_and_no_form(case: Case, matei: Browser, lev: Browser) -> None:
    path = recorded(matei, case, case.say()).path.partition("?")[0]
    assert [
        form for form in lev.get(path).forms if "/findings/" in form.action and form.method == "post"
    ] == []


def test_every_word_of_the_closed_lists_has_its_words_on_pages() -> None:
    assert (set(STANDARDS), set(ATTRIBUTIONS), set(WHY)) == (set(StandardOfProof), set(Attribution), set(Why))
    told_apart = {"id", "least", "most", "grounds", "reviewed_by", "reason"}
    assert set(CHANGED) == set(Finding.__dataclass_fields__) - told_apart
