"""The languages of the pages: whole catalogues, the desk's words, dates and numbers by locale."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tools.catalogue import catalogue, missing, wanted
from web_cast import Browser

from desk_cast import House
from khronika.web.languages import LANGUAGES, language, preferred
from vocabulary import words_not_to_use

_PLACE = re.compile(r"%\(\w+\)s")


def test_every_message_of_the_pages_has_a_russian_form() -> None:
    assert missing("ru") == []


def test_no_message_is_kept_that_no_page_has() -> None:
    assert {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue("ru")} - {
        ""
    } == set(wanted())


def test_a_translation_has_the_places_of_its_message() -> None:
    for message in catalogue("ru"):
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for form in filter(None, forms if message.id else []):
            assert sorted(_PLACE.findall(form)) == sorted(_PLACE.findall(source)), message.id
            assert not re.search(r"%(?![(%])", form.replace("%%", "")), message.id


def test_messages_use_the_words_of_the_vocabulary() -> None:
    words = re.compile(rf"\b({'|'.join(map(re.escape, words_not_to_use()))})\b", re.IGNORECASE)
    assert [message for message in wanted() if words.search(message)] == []


@pytest.mark.parametrize(
    ("accepted", "chosen", "code"),
    [
        ("ru-RU,ru;q=0.9,en;q=0.8", "", "ru"),
        ("de,en;q=0.5", "", "en"),
        ("ru", "en", "en"),
        ("", "", "en"),
        ("x" * 100_000, "zz", "en"),
        (";;,,q=", "", "en"),
    ],
)
def test_a_page_comes_in_the_language_that_was_chosen_or_asked_for(
    accepted: str, chosen: str, code: str
) -> None:
    assert preferred(accepted, chosen) == code


def test_dates_and_numbers_follow_the_language() -> None:
    assert language("en").day(date(2026, 4, 3)) == "3 April 2026"
    assert language("ru").day(date(2026, 4, 3)) == "3 апреля 2026\u202fг."
    assert language("ru").number(12_345) == "12\xa0345"
    assert language("en").edtf("2026-04") == "April 2026"
    assert language("en").days(None, None) == "no day given"
    assert language("en").edtf("<script>") == "<script>"


def test_the_language_is_chosen_with_a_form_and_stays(house: House) -> None:
    browser = Browser(house.desk, house.cast.matei)
    page = browser.post("/language", token="", language="ru", next="/items")
    assert page.path == "/items"
    assert 'lang="ru"' in page.html
    assert 'lang="ru"' in browser.get("/me").html
    assert set(LANGUAGES) == {"en", "ru"}


def test_a_day_that_is_not_sure_is_said_to_be_so() -> None:
    english = language("en")
    assert english.edtf("2026-04-02?") == "2 April 2026, not sure"
    assert english.edtf("2026?") == "2026, not sure"
    assert english.edtf("2026-04~") == "about April 2026"
    assert english.edtf("2026-04-02%") == "about 2 April 2026, not sure"
    assert english.edtf("soon?") == "soon?"
