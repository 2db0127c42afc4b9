"""Who is meant by a short name, an office, "me"; to whom and where; through whom a whole text came."""

from __future__ import annotations

import pytest

from khronika.reading import FAST, reader_for
from khronika.reading.draft import Draft
from khronika.reading.heading import credit_in
from khronika.reading.languages.en.described import described
from khronika.reading.languages.en.parties import Parties
from khronika.reading.languages.en.relays import same_medium
from khronika.reading.languages.en.voices import by_label, led_in
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
        ("Minister Ana de la Torva came. De la Torva spoke.", "De la Torva", "Ana de la Torva"),
        ("Piet van der Hulm-Lal came. Mr Hulm-Lal spoke.", "Hulm-Lal", "Piet van der Hulm-Lal"),
        ("His lawyer, Irma Ocanto-Diell, came. Mr Ocanto left.", "Mr Ocanto", "Irma Ocanto-Diell"),
        ("Its head, Evar Pomo Quelda, came. Then Pomo Quelda left.", "Pomo Quelda", "Evar Pomo Quelda"),
        ("Tin and Tide met. Later Tin and Tide wrote.", "Tin and Tide", "Tin and Tide"),
        ("The operator, Golm & Tarrow, met. The company wrote.", "The company", "Golm & Tarrow"),
        ("It was leased to Orvane Marine. The company wrote.", "The company", "Orvane Marine"),
        ("The board met. The Tarn Harbour Board left. The board wrote.", "The board", "Tarn Harbour Board"),
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


def test_the_publisher_asks_by_its_initials() -> None:
    assert called("FR asked him.", "FR", publisher="Frontier Review") == "Frontier Review"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Q.", "Sarn Courier"),
        ("A.", "Ana Lund"),
        ("Question (Ivo Karel, Radio Sarn)", "Ivo Karel"),
        ("She", None),
    ],
)
def test_the_label_of_a_turn_says_who_asks_and_who_answers(words: str, name: str | None) -> None:
    text = f"By Ivo Karel\n\nAna Lund leads the clinic. Lund was asked.\n\n{words} Why?"
    parties = Parties(text, lay_out(text), "Sarn Courier")
    parties.ask([])
    start = text.rindex(words)
    answer = by_label(text, (start, start + len(words)), parties, "Sarn Courier")
    assert (answer.name if answer is not None else None) == name


@pytest.mark.parametrize(("between", "same"), [(": ", True), ("; ", True), (". ", False), (", who ", False)])
def test_what_a_colon_leads_in_is_whose_words_stand_before_it(between: str, *, same: bool) -> None:
    text = f"Karel dismissed this{between}“We were asked.”"
    before = Draft([(16, 20)], "Ivo Karel", source=[(0, 5)], cue=[(6, 15)])
    start = text.index("“")
    found = led_in(text, {1: before, 2: Draft([(start, len(text))])}, start)
    assert found is (before if same else None)


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
