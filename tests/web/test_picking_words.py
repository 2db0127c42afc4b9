"""Words that are picked for a statement become what they are picked for, and stay in the text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_forms import FORTY, FULL, TEXT, TWELVE

from khronika.acts.amending import amended
from khronika.acts.picked import figure_at, place_at, time_at, trimmed
from khronika.errors import UsageFault
from khronika.records.spans import Phrase, Span
from khronika.records.statement import Act, Statement
from khronika.web.drafted_changes import changes_of
from khronika.web.drafted_picks import PICKS, joined, with_picked
from khronika.web.drafting import drafted_in, drafted_of
from khronika.web.forms import fields_of


def at(text: str, words_there: str) -> Span:
    start = text.index(words_there)
    return start, start + len(words_there)


def picked(kind: str, words_there: str, before: Statement = FULL, text: str = TEXT) -> Statement:
    """Return a statement after words were picked for it and the form was sent."""
    draft = with_picked(drafted_of(before), kind, (at(text, words_there),), text, "2026-03-20")
    form = fields_of(urlencode(list(draft.pairs())).encode())
    return amended(before, changes_of(form, before, text))


def test_words_that_are_picked_become_what_they_are_picked_for_with_what_the_reader_makes_of_them() -> None:
    bare = Statement("stm_1", "A", named=True, content=((0, 4),), acts=(Act.ASSERTS,))
    (figure,) = picked("figure", "at least 40 men ", bare).figures
    assert (figure.text, figure.low, figure.high, figure.unit) == (
        "at least 40 men",
        Decimal(40),
        None,
        "men",
    )
    assert figure.spans == (at(TEXT, "at least 40 men"),)
    (when,) = picked("time", "on Wednesday", bare).dates
    assert (when.text, when.start) == ("on Wednesday", date(2026, 3, 18))
    (place,) = picked("place", "Donetsk.", bare).places
    assert (place.words, place.certain, place.span) == ("Donetsk", False, at(TEXT, "Donetsk"))
    assert place.candidates[0].name == "Donetsk"
    assert picked("hedge", "at least", bare).hedges == (Phrase("at least", (at(TEXT, "at least"),)),)
    assert picked("disputed", "a lawyer,", bare).disputes == Phrase("a lawyer", (at(TEXT, "a lawyer"),))
    assert picked("source", "Mira Dzhalova", bare).source == (at(TEXT, "Mira Dzhalova"),)
    assert picked("cue", "said", bare).cue == (at(TEXT, "said"),)
    assert picked("addressee", "a lawyer,", bare).addressee == Phrase("a lawyer", (at(TEXT, "a lawyer"),))
    assert picked("content", "men were held", bare).content == (at(TEXT, "men were held"),)
    assert picked("more", "men were held", bare).content == ((0, 4), at(TEXT, "men were held"))


def test_a_relay_that_is_picked_comes_last_and_keeps_its_place() -> None:
    relays = picked("relay", "a lawyer,").relays
    assert relays == (*FULL.relays, Phrase("a lawyer", (at(TEXT, "a lawyer"),)))


def test_a_figure_that_is_picked_comes_at_its_place_and_disputed_words_take_the_place_of_others() -> None:
    assert [one.text for one in picked("figure", "Mira").figures] == ["Mira", FORTY.text, TWELVE.text]
    assert picked("disputed", "held").disputes == Phrase("held", (at(TEXT, "held"),))


def test_a_whole_passage_is_no_figure_and_no_speaker() -> None:
    for kind in ("figure", "time", "place", "source", "addressee"):
        with pytest.raises(UsageFault, match="too many words"):
            with_picked(drafted_of(FULL), kind, ((0, 1_002),), TEXT * 4, "2026-03-20")
    for span in ((5, 5), (9, 3), (-1, 4), (0, 10_000)):
        with pytest.raises(UsageFault, match="not places in the text"):
            with_picked(drafted_of(FULL), "figure", (span,), TEXT, "2026-03-20")


def test_russian_words_are_read_as_russian() -> None:
    text = "«Не менее 40 человек удерживают в Донецке», — сказала она в среду."
    assert figure_at(text, at(text, "Не менее 40")).low == Decimal(40)
    assert time_at(text, at(text, "в среду"), "2026-03-20").start == date(2026, 3, 18)
    assert place_at(text, trimmed(text, at(text, "Донецке»,"))).candidates[0].country == "UA"


@settings(deadline=None)
@given(st.text(max_size=40), st.data())
def test_whatever_is_picked_stays_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(-3, len(text) + 3))
    span = (start, data.draw(st.integers(start - 2, len(text) + 9)))
    for kind in PICKS:
        try:
            draft = with_picked(drafted_of(FULL), kind, (span,), text, "2026-03-20")
        except UsageFault:
            continue
        sent_back = fields_of(urlencode(list(draft.pairs()), errors="replace").encode())
        assert len(drafted_in(sent_back).pieces) == len(draft.pieces)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda one: one[0] < one[1])))
def test_spans_are_joined_to_those_of_the_same_characters(spans: list[Span]) -> None:
    made = joined(spans)
    assert {at for a, b in made for at in range(a, b)} == {at for a, b in spans for at in range(a, b)}
    assert all(one[1] < other[0] for one, other in pairwise(made))
