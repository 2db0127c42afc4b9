"""A statement that is added by hand has whole words, however they were picked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_cast import Browser, form_in, sent, the_form

from desk_cast import DENIAL, House
from khronika.acts.show import Sought, statements
from khronika.web.whole_words import whole_words

TEXT = "On 2017-04-12 Chechnya’s “capital” didn't 'tis naïve e\u0301te\u0301 \u4e2d\u6587\u5b57 end"


@pytest.mark.parametrize(
    ("picked", "whole"),
    [
        ("17-04-12 C", "2017-04-12 Chechnya’s"),
        ("hech", "Chechnya’s"),
        ("Chechnya", "Chechnya’s"),
        ("s “cap", "Chechnya’s “capital"),
        ("capital", "capital"),
        ("didn", "didn't"),
        ("t 'ti", "didn't 'tis"),
        ("na", "naïve"),
        (" naïve ", "naïve"),
        ("e\u0301t", "e\u0301te\u0301"),
        ("\u4e2d", "\u4e2d"),
        (" ", " "),
    ],
)
def test_what_was_picked_is_taken_as_whole_words(picked: str, whole: str) -> None:
    start = TEXT.index(picked)
    ((first, last),) = whole_words(TEXT, ((start, start + len(picked)),))
    assert TEXT[first:last] == whole


SPANS = st.tuples(st.integers(-2, 12), st.integers(-2, 12)).map(lambda ends: (ends,))


@given(st.text(max_size=10), SPANS)
def test_whole_words_are_taken_as_they_are(text: str, spans: Any) -> None:
    once = whole_words(text, spans)
    assert whole_words(text, once) == once


def added(house: House) -> set[str]:
    return {one.words for one in statements(house.desk, house.cast.matei, Sought())}


def test_the_form_says_the_words_as_they_will_be_recorded(house: House, matei: Browser) -> None:
    """Speaker and act are in the same form."""
    item, _ = house.read_one()
    start = DENIAL.index("facility")
    page = matei.get(f"/items/{item}/add?spans={start + 2}-{start + 5}")
    assert "Its words facility Whole words are taken" in page.words
    page = sent(matei, the_form(page, "/add"), speaker="Orvan", acts=["reports"])
    assert "Added to the record." in page.words
    (one,) = (
        one for one in statements(house.desk, house.cast.matei, Sought(item)) if one.words == "facility"
    )
    assert one.statement is not None
    assert (one.statement.speaker, one.statement.acts) == ("Orvan", ("reports",))
    page = matei.get(f"/items/{item}/add?spans={start}-{start + len('facility')}")
    assert "Whole words are taken" not in page.words


def test_a_form_with_a_cut_word_comes_back_with_the_whole_one_and_all_that_was_typed(
    house: House, matei: Browser
) -> None:
    item, _ = house.read_one()
    before, start = added(house), DENIAL.index("facility")
    path = f"/items/{item}/add"
    page = sent(
        matei, the_form(matei.get(f"{path}?spans=0-4"), "/add"), spans=f"{start}-{start + 3}", speaker="Orvan"
    )
    assert page.status == 400
    assert "does not begin and end with whole words" in page.words
    assert added(house) == before
    form = form_in(page.html, path)
    assert form.fields["spans"] == [f"{start}-{start + len('facility')}"]
    assert form.fields["speaker"] == ["Orvan"]
    assert "Added to the record." in sent(matei, the_form(page, "/add")).words
    assert added(house) == before | {"facility"}


def test_words_picked_for_a_statement_are_whole_and_spans_that_are_none_do_nothing(
    house: House, matei: Browser
) -> None:
    item, _ = house.read_one()
    start, path = DENIAL.index("facility"), f"/items/{item}/add"
    fields: dict[str, Any] = {"spans": "0-4", "pick": "more", "picked": f"{start + 1}-{start + 4}"}
    page = matei.post(f"{path}/further", **fields)
    assert form_in(page.html, path).fields["spans"] == [f"0-4,{start}-{start + len('facility')}"]
    assert matei.get(f"{path}?spans=99999999999-999999999999").status == 200
    assert matei.get(f"{path}?spans=5-4").status == 200
