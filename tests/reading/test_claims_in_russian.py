"""Claims read from Russian texts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from claim_cast import brief, statement

from khronika.reading.claims import claims_of
from khronika.reading.places import places_in
from khronika.records.claims import Modality, SuggestedClaim
from khronika.records.figures import Figure
from khronika.records.statement import Act, Denial


def russian(
    text: str, *acts: Act, denies: tuple[Denial, ...] = (), count: str = ""
) -> tuple[SuggestedClaim, ...]:
    figures: tuple[Figure, ...] = ()
    if count:
        at = text.index(count)
        words = count.split()
        number = Decimal(next(w for w in words if w.isdigit()))
        figures = (Figure(count, number, None, words[-1], spans=((at, at + len(count)),)),)
    whole = ((0, len(text)),)
    made = statement(whole, *acts, speaker="Анна Левченко", denies=denies, figures=figures)
    return claims_of(text, made, places_in(text), "", "ru")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В Казани полиция задержала врача", ["act detained", "done by полиция", "occurred", "where Казани"]),
        ("Его похитили вооружённые люди", ["act abducted", "done by вооружённые люди", "occurred"]),
        ("Мужчины были избиты силовиками", ["act beaten", "done by силовиками", "occurred"]),
        ("Иван Орлов умер в больнице", ["act died", "occurred"]),
        ("Если кого-то задержали, он подаст жалобу", []),
        ("Прокуратура должна расследовать исчезновения", ["must respond Прокуратура"]),
        ("Власти знали об этом", ["knew Власти"]),
        ("Пишите не «пытки», а «приёмка»", []),
    ],
)
def test_claims_are_read_in_russian(text: str, expected: list[str]) -> None:
    assert brief(russian(text)) == expected


def test_a_russian_count_is_an_interval() -> None:
    assert "detained 40.. people" in brief(
        russian("Задержали не менее 40 человек", count="не менее 40 человек")
    )


def test_a_russian_denial_of_knowledge_never_says_that_it_did_not_occur() -> None:
    text = "Мы не располагаем информацией о задержаниях"
    assert brief(russian(text, Act.DENIES, denies=(Denial.KNOWLEDGE,))) == ["knew not Анна Левченко"]


def test_a_russian_denial_of_the_fact_says_that_it_did_not_occur() -> None:
    found = russian("Никаких задержаний не было", Act.DENIES, denies=(Denial.FACT,))
    assert brief(found) == ["act not detained", "occurred not"]
    found = russian("Никого в карьере не содержат", Act.DENIES, denies=(Denial.FACT,))
    assert brief(found) == ["act not detained", "occurred not"]
    found = russian("Такого учреждения не существует", Act.DENIES, denies=(Denial.FACT,))
    assert brief(found) == ["occurred not"]


def test_a_russian_hedge_and_hearsay() -> None:
    (act, *_) = russian("Мне рассказали, что их, возможно, избивали")
    assert (act.modality, act.hearsay) == (Modality.POSSIBLE, 1)
