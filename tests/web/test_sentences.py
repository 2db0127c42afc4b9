"""What the desk says from within, in the reader's language: every sentence, with its values as they stand."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tools.catalogue import catalogue, sentences
from tools.sentences import numbered

from khronika.publishing.wording import SURENESS, sureness
from khronika.reading import FAST, reader_for
from khronika.records.item import About
from khronika.web.languages import language
from khronika.web.sentences import LONGEST, WAYS, Sentences, gaps_of, ways_of

CORPUS = Path(__file__).parents[2] / "corpus"
RUSSIAN = language("ru")
FORMS: dict[str, str] = {
    message.id: message.string
    for message in catalogue("ru")
    if isinstance(message.id, str) and isinstance(message.string, str)
}
WITH_GAPS = sorted(message for message in sentences() if gaps_of(message) and FORMS.get(message))
_GAP = re.compile(r"\{(\d+)(?::[^{}]*)?\}")
_LATIN = re.compile(r"[A-Za-z]{3,}")


def filled(message: str, values: list[str]) -> str:
    """Return a message as it is said with these values."""
    return _GAP.sub(lambda gap: values[int(gap[1]) - 1], message).replace("{{", "{").replace("}}", "}")


def test_every_sentence_has_a_russian_form() -> None:
    assert [message for message in sentences() if not FORMS.get(message)] == []


def test_the_sentences_are_found_where_they_are_said() -> None:
    """Plain, with values, by constants of other modules, by choices, with counted nouns, as returned."""
    assert {
        "a party needs a name",
        "{1} is no day",
        "khronika log shows when",
        "check the names in the text against the original",
        "locked with a password: not shown",
        "damaged or cut off: not shown",
        "only the first {1} of {2} pages are read",
        "{1} word that the page hides are not in the text",
        "{1} words that the page hides are not in the text",
        "the PDF holds scripts; they were not run",
        "quotation in the next paragraph",
        "rules agree",
        "act {1}: entry {2} is there twice",
        "image (PNG)",
        "archive (ZIP)",
        "presentation (PowerPoint)",
    } <= set(sentences())


def test_what_only_a_command_line_says_is_left_out() -> None:
    assert [message for message in sentences() if "standard input" in message] == []


def test_a_form_has_the_gaps_of_its_message_and_no_others() -> None:
    for message in WITH_GAPS:
        assert set(gaps_of(FORMS[message])) <= set(gaps_of(message)), message
        dropped = set(gaps_of(message)) - set(gaps_of(FORMS[message]))
        assert not dropped, (message, dropped)


def test_a_value_stands_in_a_way_that_there_is() -> None:
    for message in WITH_GAPS:
        for way in ways_of(FORMS[message]):
            assert way in WAYS or way == "said" or way.count("|") == 2, (message, way)


def test_a_form_without_values_is_of_russian_words() -> None:
    """What stays Latin are names of formats and programs, files, and what is typed."""
    for message in filter(FORMS.get, sentences()):
        words = _GAP.sub("", FORMS[message])
        if _LATIN.search(message) and len(message.split()) > 3 and "https://" not in message:
            assert re.search("[а-яё]{2}", words, re.IGNORECASE), message


VALUES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1, max_size=40
) | st.sampled_from(
    ["7", "1,234", "70.5", "Лев", "{1}", "{2:said}", "%s", "'x'", "\u202eabc", "itm_" + "0" * 26]
)


@given(st.sampled_from(WITH_GAPS), st.data())
def test_whatever_the_values_are_the_russian_line_holds_them(message: str, data: st.DataObject) -> None:
    values = [data.draw(VALUES) for _ in set(gaps_of(message))]
    assume(not any("; " in value for value in values))
    line = filled(message, values)
    said = RUSSIAN.said(line)
    form = FORMS[message]
    for number, value in enumerate(values, 1):
        kept = {ways for at, ways in _ways(form) if at == number}
        if "" in kept:
            assert value in said, (line, said)


def _ways(form: str) -> list[tuple[int, str]]:
    return [(int(found[1]), found[0].partition(":")[2].rstrip("}")) for found in _GAP.finditer(form)]


@given(st.sampled_from(WITH_GAPS), st.integers(0, 10**12))
def test_numbers_stay_the_same_numbers(message: str, number: int) -> None:
    line = filled(message, [f"{number:,}"] * len(gaps_of(message)))
    assert re.sub(r"\D", "", RUSSIAN.said(line)).count(str(number)) >= 1


@given(st.text(max_size=200))
def test_whatever_the_line_is_there_is_an_answer(line: str) -> None:
    assert len(RUSSIAN.said(line)) <= 20 * max(10, len(line))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1 NUL character", None),
        ("the text holds 1 NUL character", "в тексте есть 1 нулевой знак (NUL)"),
        ("the text holds 3 NUL characters", "в тексте есть 3 нулевых знака (NUL)"),
        ("the text holds 1,011 NUL characters", "в тексте есть 1\xa0011 нулевых знаков (NUL)"),
        ("the text holds 21 NUL characters", "в тексте есть 21 нулевой знак (NUL)"),
        ("too many attempts; wait 2 seconds", "слишком много попыток; подождите 2 секунды"),
        ("an erasure takes two people", "стирание: для этого нужны двое"),
        ("Lev may not erase", "Lev: нет права «стереть»"),
        (
            "too large to show: 70.5 MiB, the limit is 812 bytes",
            "слишком велик, чтобы показать: 70,5 МиБ, предел 812 байт",
        ),
        (
            "says 2026-04-03, before there was such mail",
            "сказано 3 апреля 2026\u202fг., а такой почты тогда ещё не было",
        ),
        (
            "cue “he said; then added”; subject before “who”; rules agree",
            "вводные слова «he said; then added»; говорящий: перед «who»; правила согласны",
        ),
        ("next contact has more than 2,000 characters", "в поле «следующий контакт» больше 2\xa0000 знаков"),
        ("Мы не давали таких разъяснений", None),
        ("", None),
    ],
)
def test_a_line_in_russian(line: str, said: str | None) -> None:
    assert RUSSIAN.said(line) == (line if said is None else said)


def test_a_page_in_english_does_not_speak_of_the_command_line() -> None:
    english = language("en")
    assert english.said('--reason "not a statement"') == "give the reason, such as: it is not a statement"
    assert english.said("'x' is no day") == "'x' is no day"
    spoken = [english.said(message) for message in sentences()]
    assert [line for line in spoken if re.search(r"(?<!\S)--?[a-z]", line)] == []
    assert [line for line in spoken if re.match("khronika (?!rebuild|verify)", line)] == []


def test_the_english_catalogue_has_no_message_that_is_not_said() -> None:
    known = {*sentences(), "un procedure", ""}
    assert {message.id for message in catalogue("en")} - known == set()


SAMPLE = Sentences(
    [
        ("{1} is no place", "{1} — не место"),
        ("{1} is no place of {2}", "у {2} нет места {1}"),
        ("{1} and {2}", "{2}, {1}"),
        ("{1}, {2} here", "здесь {1}, {2}"),
        ("wait {1} s; {{so}}", "{{ждите}} {1:number}"),
        ("broken {1}", "сломано {2}"),
        ("{1}", "{1}"),
        ("no form {1}", ""),
    ]
)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Orvan is no place", "Orvan — не место"),
        ("Orvan is no place of Sarn", "у Sarn нет места Orvan"),
        ("a and b", "b, a"),
        ("a and b and c", "a and b and c"),
        ("a, b, c here", "здесь a, b, c"),
        ("wait 1,000 s; {so}", "{ждите} 1\xa0000"),
        ("wait soon s; {so}", "{ждите} soon"),
        ("broken x", "broken x"),
        ("no form x", "no form x"),
        ("{1} is no place", "{1} — не место"),
        (" is no place", " — не место"),
    ],
)
def test_the_most_specific_message_that_fits_wholly_is_taken(line: str, said: str) -> None:
    """Where it fits in two ways that would be told differently, a value could be torn: it stays as it is."""
    assert SAMPLE.said(line, RUSSIAN) == said


@pytest.mark.parametrize(
    "line",
    [
        "x" * 10_000_000,
        "{" * 100_000,
        "{1}" * (LONGEST // 3),
        "{" * LONGEST,
        "“" * LONGEST,
        "; " * (LONGEST // 2),
        "\x00\ud800" * 1000,
        "9" * LONGEST,
    ],
)
def test_a_hostile_line_is_given_as_it_is(line: str) -> None:
    assert RUSSIAN.said(line) == line


@pytest.mark.parametrize("value", ["9" * 3000, "١٢٣", "2026-02-31", "{1:said}", "\ud800", "%(num)s", "a|b"])
def test_a_hostile_value_is_shown_as_it_is(value: str) -> None:
    assert value in RUSSIAN.said(f"{value} is no day")
    for way, put in WAYS.items():
        assert put(value, RUSSIAN), way


def test_values_that_hold_other_sentences_do_not_go_deeper_and_deeper() -> None:
    line = "line 1: " * (LONGEST // 8)
    assert len(RUSSIAN.said(line)) <= 2 * LONGEST


def test_a_message_has_numbered_gaps_and_its_own_braces_doubled() -> None:
    assert numbered("\0 is no \0") == "{1} is no {2}"
    assert numbered("at byte \0\0 of {x}") == "at byte {1} of {{x}}"


def test_how_sure_the_reader_is_says_nothing_of_the_truth() -> None:
    assert [least for least, _ in SURENESS] == sorted((least for least, _ in SURENESS), reverse=True)
    assert all("read" in words for _, words in SURENESS)
    assert all("прочитано" in RUSSIAN.word(words) for _, words in SURENESS)
    assert all(one != other for (_, one), (_, other) in pairwise(SURENESS))
    assert (sureness(1000), sureness(0)) == ("very likely read right", "probably read wrong")


def test_an_allegation_is_no_indictment_in_russian() -> None:
    assert RUSSIAN.word("alleged") == RUSSIAN.word("alleges") == "утверждение о нарушении"
    assert RUSSIAN.word("charged") == "предъявление обвинения"


@pytest.mark.parametrize("code", ["en", "ru"])
def test_every_reason_of_the_reader_is_said_in_russian(code: str) -> None:
    reader = reader_for(code, FAST)
    texts = sorted((CORPUS / code).glob("*.txt"))[:25]
    reasons = {one.reason for text in texts for one in reader.read(text.read_text("utf-8"), About())} - {""}
    assert len(reasons) > 10
    bare = {reason: re.sub("«[^»]*»", "", RUSSIAN.said(reason)) for reason in reasons}
    assert {reason: said for reason, said in bare.items() if re.search("[a-z]{2,} [a-z]{2,}", said)} == {}


def test_days_in_sentences_are_days() -> None:
    assert WAYS["day"]("2026-04-03", RUSSIAN) == RUSSIAN.day(date(2026, 4, 3))
    assert WAYS["day"]("2026-04", RUSSIAN) == "2026-04"
