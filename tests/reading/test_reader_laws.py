"""Laws of every reader: it never raises, its spans lie in the text, and it answers the same twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.reading import ACCURATE, FAST, about_from_text, language_of, reader_for
from khronika.records.item import About
from khronika.records.spans import fits
from khronika.records.statement import Statement

PIECES = st.sampled_from(
    [
        "Anna Lund", "said", "that", "told", "the Orvan agency", ",", ".", "“", "”", '"', "‘", "’",
        "'", "\n\n", "\n", "according to", "denied", "100 or more people", "between", "and", "who",
        "She", "they", ":", "—", "(", ")", "in 2016", "last week", "31 February", "saying",
        "adding that", "citing", "A:", "«", "»", "„", "99999999999999999999", "1,2,3", "quoted",
        "as", "hundreds", "of", "thousands", "9 May 9999", "the", "a spokesperson for", "’s", "is",
        "asking", "to", "31.12.9999", "e\u0301", "\u200f", "\x00", "…", "-",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))
DATES = st.sampled_from(["", "2017-04-12", "2017", "0001-01-01", "9999-12-31", "nonsense", "../2017-04-12"])


def lawful(text: str, statements: tuple[Statement, ...]) -> None:
    ids = [s.id for s in statements]
    assert ids == [f"s{n}" for n in range(1, len(ids) + 1)]
    for s in statements:
        assert s.content
        assert s.acts
        assert s.within is None or s.within in ids
        assert s.within != s.id
        assert 0 <= s.score <= 1000
        assert s.reason
        phrases = [p for p in (s.addressee, s.forum, s.disputes, *s.relays, *s.hedges) if p is not None]
        spans = [s.content, s.source, s.cue, *(p.spans for p in phrases), *(f.spans for f in s.figures)]
        spans += [when.spans for when in (s.when, *s.dates) if when is not None]
        assert all(fits(found, len(text)) for found in spans)


@settings(max_examples=150, deadline=None)
@given(TEXTS, DATES, st.sampled_from(["en", "ru", ""]), st.sampled_from([FAST, ACCURATE]))
def test_a_reader_never_raises_and_its_spans_always_fit(
    text: str, published: str, language: str, setting: str
) -> None:
    about = About(published=published, publisher="The Tribune")
    lawful(text, reader_for(language, setting).read(text, about))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert reader_for("en").read(text, About()) == reader_for("en").read(text, About())
    assert about_from_text(text, About()) == about_from_text(text, About())
    assert language_of(text) in {"", "en", "ru"}


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "“" * 20_000,
        '"' * 20_000,
        "'a " * 10_000,
        "a" + "\u0301" * 100_000,
        "said, " * 10_000,
        "the man said that " * 3_000,
        "1" * 100_000,
        "." * 100_000,
        "(" * 20_000,
        "A: b c d e.\n\n" * 2_000,
        "“aaa bbb ccc\n\n" * 3_000,
    ],
    ids=lambda text: text[:18],
)
def test_a_text_made_to_hang_a_reader_is_read(text: str) -> None:
    lawful(text, reader_for("en", FAST).read(text, About()))
