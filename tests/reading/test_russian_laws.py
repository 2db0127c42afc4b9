"""What must hold of the Russian readers whatever a text holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.reading.languages.ru.morph import parses
from khronika.reading.languages.ru.reader import RussianReader
from khronika.reading.languages.ru.tagged import RussianTagged
from khronika.reading.tagging import labels
from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.decoding import Scores
from khronika.records.item import About
from khronika.records.spans import fits
from khronika.records.statement import Act

WORDS = [
    "сказал",
    "сказала",
    "что",
    "заявил",
    "чтобы",
    "«Иван",
    "Карел»",
    "«",
    "»",
    "„",
    "“",
    "—",
    "–",
    ",",
    ".",
    ":",
    ";",
    "?",
    "он",
    "она",
    "её",
    "по",
    "словам",
    "министра",
    "МВД",
    "не",
    "менее",
    "40",
    "человек",
    "в",
    "среду",
    "сообщили",
    "Анна",
    "Лунд",
    "О.",
    "П.",
    "десятки",
    "тысяч",
    "полторы",
    "14",
    "марта",
    "2031",
    "года",
    "№9",
    "\n",
    "\n\n",
    "—",
    "отказался",
    "ответить,",
    "слухи",
    "о",
    "том,",
    "что",
]
ABOUT = About(publisher="Орвановский вестник", published="2031-03-14")


class Coin:
    """An encoder whose scores are drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)

    @property
    def nearness(self) -> Scores:
        """Return links by numbers, all alike."""
        return np.zeros((len(labels.LINKS), labels.NEARNESS), dtype=np.float32)

    @property
    def joined(self) -> bool:
        """Say that words keep together what hyphens join."""
        return True

    def outputs(self, blocks: Sequence[Block]) -> list[Scores]:
        """Return scores for each word."""
        return [
            self.generator.normal(0, 2, (len(block.words), labels.OUTPUT)).astype(np.float32)
            for block in blocks
        ]


texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=120)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_the_rules_never_raise_and_every_span_lies_in_the_text(text: str) -> None:
    for statement in RussianReader().read(text, ABOUT):
        assert statement.content
        for spans in (statement.content, statement.source, statement.cue):
            assert fits(spans, len(text))


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(0, 1000))
def test_whatever_the_tagger_finds_is_drafted(text: str, seed: int) -> None:
    for statement in RussianTagged(Coin(seed)).read(text, ABOUT):
        assert fits(statement.content, len(text))


@given(texts)
@settings(max_examples=30, deadline=None)
def test_a_text_is_read_the_same_way_twice(text: str) -> None:
    assert RussianReader().read(text, ABOUT) == RussianReader().read(text, ABOUT)


@pytest.mark.parametrize(
    "piece", ["«", "«»„“", "— ", ",", "А. ", "сотни ", "по словам ", "сказал, что ", "Иван: да\n"]
)
def test_a_long_text_of_one_kind_is_read_to_its_end(piece: str) -> None:
    RussianReader().read(piece * (20_000 // len(piece)), ABOUT)


def test_a_word_too_long_to_be_one_is_read_over() -> None:
    long = "ж" * 45
    text = f"Министр сказал, что накануне {long} погибли четверо. По словам {long.title()}, их было 40."
    assert RussianReader().read(text, ABOUT)


def test_words_that_no_dictionary_has_are_not_guessed_where_only_known_ones_count() -> None:
    letters = "бвгджзклмнпр"
    names = [f"Щ{a}у{b}э{c}" for a in letters for b in letters for c in letters]
    before = parses.cache_info().misses
    RussianReader().read(" ".join(names), ABOUT)
    assert parses.cache_info().misses - before < len(names)


@pytest.mark.parametrize("word", ["уверен", "уверена", "уверены"])
def test_who_is_sure_holds_a_view(word: str) -> None:
    (statement,) = RussianReader().read(f"Адвокат Анна Лунд {word}, что жалоба готова.", ABOUT)
    assert statement.acts == (Act.HOLDS,)
