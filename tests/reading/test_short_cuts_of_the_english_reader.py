"""Where the English reader saves time, it reads what it would read without."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.reading import reader_for
from khronika.reading.languages.en.holidays import NAMES
from khronika.reading.languages.en.time_words import OPENINGS, TIME
from khronika.reading.tagging import labels
from khronika.reading.tagging.decoding import _searched, best_path, log_softmax
from khronika.reading.tokens import _whole, tokenise, tokens_of
from khronika.records.item import About

LETTERS = st.text("aZs0.,5-’'“”: \n_é\u0301€", max_size=60)
TIMES = """2030-03-18|12.03.2030|3 to 5 March|18th of March 2030|the first of May|Monday, March 4|May and June
|January 2029|the end of last year|endof the month|the third quarter|Last spring|the summer of 2029|Sunday
|an Easter|last week|So far this year|over the weekend|two days ago|in the past three months|Recently
|in recent weeks|yesterday|Overnight.|the 1990s|2019 until 2021|2019–2021|Sept.|2027|The 12th
|the twenty-first|five weeks later|the following day|Tonight|Earlier today|later this month
|very beginning of 2029|within the last year|at the weekend|Every Friday|this morning"""


@given(LETTERS, st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_has_the_same_tokens_taken_from_the_whole_text_or_cut_anew(
    text: str, one: int, other: int
) -> None:
    """Wherever a stretch starts and ends, be it within a word."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    assert tokens_of(text, start, end) == tokenise(text, start, end)


@pytest.mark.parametrize("words", [*TIMES.replace("\n", "").split("|"), *sorted(NAMES)])
def test_whatever_is_a_time_begins_with_digits_or_a_word_that_opens_one(words: str) -> None:
    """A kind of time whose first word is no opening would never be looked for."""
    for text in (words, words.title(), words[:1].upper() + words[1:]):
        for match in TIME.finditer(text):
            first = tokenise(match.group(), 0, len(match.group()))[0].lower.split("-")[0]
            assert first[0].isdigit() or first in OPENINGS


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.sampled_from([0.2, 1.0, 4.0, 12.0]))
def test_labels_that_are_clear_are_those_a_search_would_find(seed: int, words: int, spread: float) -> None:
    """For scores of any size, close to one another or far apart."""
    drawn = np.random.default_rng(seed).normal(0, spread, (words, len(labels.TOP))).astype(np.float32)
    drawn[:, 0] += np.float32(2 * spread)
    scores = log_softmax(drawn)
    assert best_path(scores, labels.TOP) == _searched(scores, labels.TOP)


@pytest.mark.parametrize("setting", ["fast", "accurate"])
def test_the_tokens_of_a_text_are_let_go_once_it_is_read(setting: str) -> None:
    """They are at hand during a reading and not after it."""
    reader_for("en", setting).read("“There is no Quarry 9,” said Mira Dzhalova on Monday.", About())
    assert _whole.cache_info().currsize == 0
