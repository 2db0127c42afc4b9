"""Laws of every reader in every language and setting, on texts that were made to break it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khronika.reading import ACCURATE, FAST, reader_for
from khronika.records.exchange import statement_json, statement_of
from khronika.records.item import About
from khronika.records.spans import Phrase, Spans, fits
from khronika.records.statement import Statement

READERS = [(language, setting) for language in ("en", "ru", "de", "ar", "") for setting in (FAST, ACCURATE)]

LETTERS = st.characters(exclude_categories=["Cs"])
NOISE = st.text(LETTERS, max_size=200)
BYTES = st.binary(max_size=200).map(lambda noise: noise.decode("latin-1"))
SCRIPTS = st.text("aZéßſıİŁДжюѣёاקे字ツ가𝔘👩‍🚒 \u0301\u0308\u200d\ufe0f\ufeff", max_size=120)
BIDI = st.text("ab \u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n", max_size=120)
QUOTES = st.text("“”„«»‹›‘’‚'\"`—–-,. \nab", max_size=200)
SPACES = st.text(" \t\n\r\x0b\x0c\x1c\x85\xa0\u2028\u2029\u3000a.“”", max_size=80)
NUMBERS = st.text("0123456789٠١२３.,:-–/%$€½² ", max_size=60)
SAID = (
    "said told denied that according to asked whether she he it they the a who Anna Lund Orvan Sarn’s U.N. "
    "told Reuters citing claims Monday 2030-02-30 12/13/14 100 or more dozens of people not never no , . : ; "
    "“ ” « » — сказал сообщила заявил что по словам Анна Лунд её «Орван» передаёт как не около 40 человек "
    "отрицает в понедельник 12 марта , . : — sagte laut dass \u0627\u0644 \n\n \u202e \x00 ’ ' \" ( ) [ ]"
)
WORDS = st.lists(st.sampled_from(SAID.split(" ")), max_size=80).map(" ".join)
TURNS = st.lists(st.tuples(st.sampled_from(["Q", "A", "MR LUND", "Лунд", ""]), WORDS), max_size=6).map(
    lambda turns: "\n\n".join(f"{who}: {words}" for who, words in turns)
)
HOSTILE = st.one_of(NOISE, BYTES, SCRIPTS, BIDI, QUOTES, SPACES, NUMBERS, WORDS, TURNS)
TEXTS = st.one_of(HOSTILE, st.lists(HOSTILE, max_size=4).map("\n\n".join))
ABOUTS = st.builds(
    About,
    title=st.one_of(st.just(""), NOISE),
    author=st.one_of(st.just(""), WORDS),
    publisher=st.one_of(st.just(""), st.just("The Sarn Herald"), NOISE),
    published=st.one_of(st.sampled_from(["", "2030-03-18", "2030-XX", "../2030", "9999-12-31"]), NOISE),
)

every_reader = pytest.mark.parametrize(("language", "setting"), READERS)


def phrases_of(statement: Statement) -> list[Phrase]:
    given = (statement.addressee, statement.forum, statement.disputes, *statement.relays, *statement.hedges)
    return [phrase for phrase in given if phrase is not None]


def spans_of(statement: Statement) -> list[Spans]:
    whens = [*statement.dates, *([statement.when] if statement.when else [])]
    return [
        statement.content,
        statement.source,
        statement.cue,
        *(phrase.spans for phrase in phrases_of(statement)),
        *(figure.spans for figure in statement.figures),
        *(when.spans for when in whens),
    ]


def check(text: str, statements: tuple[Statement, ...]) -> None:
    """Check what must hold of any reading of any text."""
    ids = [statement.id for statement in statements]
    assert ids == [f"s{n}" for n in range(1, len(ids) + 1)]
    within = {statement.id: statement.within for statement in statements}
    for statement in statements:
        assert all(fits(spans, len(text)) for spans in spans_of(statement))
        assert any(not letter.isspace() for start, end in statement.content for letter in text[start:end])
        assert len(set(statement.acts)) == len(statement.acts) >= 1
        assert statement.speaker is None or statement.speaker.strip()
        assert not (statement.named and statement.speaker is None)
        assert all(phrase.text.strip() for phrase in phrases_of(statement))
        assert all(f.low is None or f.high is None or f.low <= f.high for f in statement.figures)
        assert 0 <= statement.score <= 1000
        assert statement.reason
        outer, steps = statement.within, 0
        while outer is not None:
            assert outer in within
            outer, steps = within[outer], steps + 1
            assert steps <= len(ids)


@every_reader
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, about=ABOUTS)
def test_whatever_the_text_a_reader_answers_within_the_laws(
    language: str, setting: str, text: str, about: About
) -> None:
    check(text, reader_for(language, setting).read(text, about))


@every_reader
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, other=TEXTS, about=ABOUTS)
def test_what_was_read_before_changes_nothing(
    language: str, setting: str, text: str, other: str, about: About
) -> None:
    reader = reader_for(language, setting)
    first = reader.read(text, about)
    reader.read(other, About())
    assert reader.read(text, about) == first
    assert reader_for(language, setting).read(text, about) == first


@every_reader
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, about=ABOUTS)
def test_a_reading_survives_the_one_schema(language: str, setting: str, text: str, about: About) -> None:
    for statement in reader_for(language, setting).read(text, about):
        plain = statement_json(statement)
        assert statement_json(statement_of(plain)) == plain


@every_reader
@pytest.mark.parametrize(
    "text",
    [
        "“‘« " * 2_000 + "a b c d e" + " »’”" * 2_000,
        "".join(map(chr, range(256))) * 40,
        "\u202e\u2066a b said c\u2069\u202c " * 1_000,
        "said told denied according to сказал сообщил по словам " * 300,
        "," * 20_000,
        "a" * 100_000,
        "é" * 20_000 + "e\u0301" * 20_000,
        "7" * 50_000,
        "— " * 10_000,
        "А — " * 5_000,
        "\n" * 50_000,
        "\x00" * 10_000,
        "a said b told c denied " + "that " * 3_000,
        "",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_a_long_text_of_one_thing_is_read(language: str, setting: str, text: str) -> None:
    check(text, reader_for(language, setting).read(text, About(published="2030-03-18")))


@every_reader
def test_a_reader_names_itself_so_that_a_run_can_be_told_from_another(language: str, setting: str) -> None:
    reader = reader_for(language, setting)
    assert reader.name
    assert reader.version
    assert reader_for(f"{language}-XX" if language else "", setting).name == reader.name
