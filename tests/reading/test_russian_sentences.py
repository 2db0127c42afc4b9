"""Russian sentences: who said what, to whom, through whom."""

from __future__ import annotations

import pytest

from khronika.reading.languages.ru.reader import RussianReader
from khronika.records.item import About
from khronika.records.statement import Act, Denial, Statement

ABOUT = About(publisher="Орвановский вестник", published="2031-03-14")


def read(text: str) -> list[Statement]:
    """Return the statements of others in ``text``."""
    return [s for s in RussianReader().read(text, ABOUT) if not s.own]


def said(text: str, statement: Statement) -> str:
    """Return the words of a statement."""
    return " … ".join(text[start:end] for start, end in statement.content)


def test_direct_words_have_the_speaker_named_behind_them() -> None:
    text = "«Никого не задерживали», — заявил начальник полиции Тарна Иво Карел."
    (statement,) = read(text)
    assert statement.speaker == "Иво Карел"
    assert statement.named
    assert statement.acts == (Act.DENIES,)


def test_a_quotation_broken_by_its_speaker_gives_what_was_said_before_and_after() -> None:
    text = "«Список готов, — сказала адвокат Анна Лунд. — Там сорок имён»."
    first, second = read(text)
    assert (first.speaker, second.speaker) == ("Анна Лунд", "Анна Лунд")
    assert said(text, second) == "Там сорок имён»"


@pytest.mark.parametrize(
    "text",
    [
        "По словам адвоката Анны Лунд, задержанных было сорок.",
        "Задержанных было сорок, сообщила адвокат Анна Лунд.",
        "Адвокат Анна Лунд заявила, что задержанных было сорок.",
        "Адвокат Анна Лунд сказала: «Задержанных было сорок».",
        "Как сообщила адвокат Анна Лунд, задержанных было сорок.",
        "Адвокат Анна Лунд, посетившая изолятор, рассказала, что задержанных было сорок.",
    ],
)
def test_a_speaker_is_written_in_the_nominative_wherever_she_stands(text: str) -> None:
    (statement,) = read(text)
    assert statement.speaker == "Анна Лунд"
    assert "было сорок" in said(text, statement)


def test_the_spokesperson_of_a_governor_is_not_the_governor() -> None:
    text = "Пресс-секретарь губернатора Ивана Карела заявил, что жалоб нет."
    (statement,) = read(text)
    assert statement.speaker == "пресс-секретарь губернатора Ивана Карела"
    assert not statement.named


def test_a_surname_leads_back_to_the_full_name_first_introduced() -> None:
    text = "Адвокат Марк Эйдус посетил изолятор. По словам Эйдуса, там холодно."
    (statement,) = read(text)
    assert statement.speaker == "Марк Эйдус"


def test_a_pronoun_leads_back_to_who_spoke_last() -> None:
    text = "Адвокат Анна Лунд заявила, что окна забиты. По её словам, там холодно."
    first, second = read(text)
    assert first.speaker == second.speaker == "Анна Лунд"


def test_words_through_an_agency_have_it_as_relay() -> None:
    text = "Министр Иво Карел заявил агентству «Орван», что жалоб нет."
    (statement,) = read(text)
    assert [relay.text for relay in statement.relays] == ["Орван"]


def test_our_correspondent_is_the_publisher() -> None:
    text = "Министр Иво Карел сообщил нашему корреспонденту, что жалоб нет."
    (statement,) = read(text)
    assert [relay.text for relay in statement.relays] == ["Орвановский вестник"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Анна Лунд призвала власти открыть архив.", Act.APPEALS),
        ("Анна Лунд пообещала открыть архив.", Act.PROMISES),
        ("Анна Лунд потребовала открыть архив.", Act.REQUESTS),
        ("Анна Лунд считает, что архив закрыт.", Act.HOLDS),
        ("Анна Лунд отказалась комментировать приговор.", Act.DECLINES),
        ("Анна Лунд посоветовала родителям сменить школу.", Act.ADVISES),
        ("Анна Лунд обвинила полицию в пытках.", Act.ALLEGES),
        ("Анна Лунд признала, что список неполон.", Act.ADMITS),
    ],
)
def test_the_verb_says_what_is_done(text: str, act: Act) -> None:
    (statement,) = read(text)
    assert statement.acts == (act,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("В полиции заявили, что никого не задерживали.", Denial.FACT),
        ("В полиции заявили, что сведений о задержаниях не имеют.", Denial.KNOWLEDGE),
        ("В полиции заявили, что розыск не входит в её полномочия.", Denial.COMPETENCE),
        ("Иво Карел заявил, что не имеет отношения к задержаниям.", Denial.RESPONSIBILITY),
    ],
)
def test_a_denial_says_what_is_denied(text: str, kind: Denial) -> None:
    (statement,) = read(text)
    assert statement.acts == (Act.DENIES,)
    assert statement.denies == (kind,)


def test_a_label_of_a_transcript_names_the_speaker_of_its_turn() -> None:
    text = "Адвокат Лапотко: Окна забиты. Там холодно.\n\nПрокурор: Возражаю."
    first, second = read(text)
    assert (first.speaker, second.speaker) == ("Лапотко", "прокурор")
    assert said(text, first) == "Окна забиты. Там холодно."


def test_a_sentence_without_a_speaker_is_the_publishers_own() -> None:
    (statement,) = RussianReader().read("В среду в Тарне задержали 26 человек.", ABOUT)
    assert statement.own
    assert statement.speaker == "Орвановский вестник"
