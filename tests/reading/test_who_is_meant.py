"""Who is meant by a short name, an office, "me"; to whom and where; through whom a whole text came."""

from __future__ import annotations

import pytest

from khronika.reading import FAST, reader_for
from khronika.reading.heading import credit_in
from khronika.reading.languages.en.described import described
from khronika.reading.languages.en.parties import Parties
from khronika.reading.languages.en.relays import same_medium
from khronika.reading.languages.en.whom import placed
from khronika.reading.languages.ru.sources import source_of
from khronika.reading.layout import lay_out
from khronika.reading.tagged import Utterance
from khronika.reading.tagging.tagger import Found
from khronika.reading.tokens import tokenise
from khronika.records.item import About


def called(text: str, words: str, *, publisher: str = "") -> str:
    """Return what the last mention of ``words`` in ``text`` is called."""
    start = text.rindex(words)
    parties = Parties(text, lay_out(text), publisher)
    parties.ask([])
    return parties.called((start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Norvane Airways cut its fares. Later Norvane said so.", "Norvane", "Norvane Airways"),
        ("Assistant Chief Constable Derek Mallory came. ACC Mallory spoke.", "ACC Mallory", "Derek Mallory"),
        ("Irma Lindenau, 58, was there. The 58-year-old wept.", "The 58-year-old", "Irma Lindenau"),
        ("Shore Workers’ Solidarity met.", "Shore Workers’ Solidarity", "Shore Workers’ Solidarity"),
        ("Clean Roll Tanjara, a local watchdog, met.", "Clean Roll Tanjara", "Clean Roll Tanjara"),
        ("NgwaPower cut the lights. The company sent a letter.", "The company", "NgwaPower"),
        ("The prosecutor of Sarén, Ana Orrego, came. The prosecutor spoke.", "The prosecutor", "Ana Orrego"),
        ("The deputy commandant, Osman Said, came. The commandant did not.", "The commandant", "commandant"),
        ("Transport Minister Idris al-Bakour came. Then al-Bakour spoke.", "al-Bakour", "Idris al-Bakour"),
    ],
)  # fmt: skip
def test_a_short_name_or_an_office_leads_to_whom_the_text_names(text: str, words: str, name: str) -> None:
    assert called(text, words) == name


def test_the_secretary_of_state_speaks_for_himself() -> None:
    words = "Secretary of State Rex Tilden"
    read = described(tokenise(words, 0, len(words)), frozenset())
    assert read is not None
    assert (read.name, read.named) == ("Rex Tilden", True)


def test_one_body_with_an_and_in_its_name_is_one() -> None:
    words = "the International Gay and Lesbian Rights Commission"
    read = described(tokenise(words, 0, len(words)), frozenset())
    assert read is not None
    assert read.kind != "several"


def test_a_group_that_includes_bodies_speaks_by_their_names() -> None:
    words = "Rights groups, including Free Labour Monitor and Custody Watch,"
    read = described(tokenise(words, 0, len(words)), frozenset())
    assert read is not None
    assert read.many == ("Free Labour Monitor", "Custody Watch")


@pytest.mark.parametrize(("name", "same"), [("SNA", True), ("SNA News", True), ("SNB", False)])
def test_initials_stand_for_a_medium(name: str, *, same: bool) -> None:
    assert same_medium(name, "Serrana News Agency") is same


def utterance(text: str, cue: str, words: str, *, told: bool) -> Utterance:
    def span(part: str) -> tuple[int, int]:
        return text.index(part), text.index(part) + len(part)

    found = Found(
        content=(span(text[-4:]),), cue=span(cue), source=None, nested=False, own=False, parts={}, acts={}
    )
    near = Utterance(found, 0)
    if told:
        near.addressee = span(words)
    else:
        near.forum = span(words)
    return near


def test_who_is_told_directly_is_no_place_and_where_it_was_said_is_nobody() -> None:
    text = "He told a press conference it was so."
    near = utterance(text, "told", "a press conference", told=False)
    assert placed(text, near) == (near.forum, None)
    text = "He spoke at a rally and said so."
    near = utterance(text, "said", "a rally", told=True)
    assert placed(text, near) == (None, near.addressee)


def test_a_line_in_front_credits_the_whole_text() -> None:
    text = (
        "Source: Kelmapress, Doril, 17 March 2031\n\nThe mayor of Doril, Ana Lund, said the road was open.\n"
    )
    credit = credit_in(text)
    assert credit is not None
    assert credit.text == "Kelmapress"
    (statement,) = reader_for("en", FAST).read(text, About(publisher="Sarn Monitor"))
    assert [relay.text for relay in statement.relays] == ["Kelmapress"]
    assert credit_in("The source: nobody knows.\n") is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("президент Аурелио де ла Фуэнте", "Аурелио де ла Фуэнте"),
        ("губернатор провинции Хендра Т. Уй", "Хендра Т. Уй"),
        ("министр юстиции Паула Андреа Сото", "Паула Андреа Сото"),
        ("глава МВД Ойматии Аскар Дженбек", "Аскар Дженбек"),
    ],
)
def test_a_name_of_many_words_is_read_whole_in_russian(words: str, name: str) -> None:
    source = source_of(tokenise(words, 0, len(words)), "nomn", frozenset())
    assert source is not None
    assert source.name == name
