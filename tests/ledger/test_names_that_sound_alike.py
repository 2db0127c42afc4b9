"""A name is found as others spell it; a word finds no name that shares two consonants and no more."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from desk_world import founded, name, statement_body

from khronika.ledger.finding import found
from khronika.ledger.queries import Sight
from khronika.ledger.spotting import spotted
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

ALIKE = (
    ("hasan", "Hassan"),
    ("Husain", "Hussein"),
    ("musa", "Moussa"),
    ("Moussa", "Муса"),
    ("seyid", "Said"),
    ("said", "Саид"),
    ("саид", "Said"),
    ("hasan", "حسن"),
    ("Али", "Ali"),
    ("Saratowa", "Саратова"),
    ("quarry", "QUARRY"),
)
APART = (("quarry", "Courier"), ("courier", "Quarry"), ("hasan", "Susan"), ("mass", "Musa"), ("Саид", "Суд"))


def marked_and_found(typed: str, written: str) -> tuple[bool, bool]:
    words = f"there was {written} at the gate"
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as copy:
        body = statement_body(name(Kind.ITEM, 1), words)
        copy.act(Draft("statement.suggested", name(Kind.STATEMENT, 1), body))
        with copy.ledger.reading() as connection:
            hits = found(connection, Sight(), typed, Kind.STATEMENT, 9)
    return bool(spotted(words, typed)), bool(hits)


@pytest.mark.parametrize(("typed", "written"), ALIKE)
def test_a_name_is_found_and_marked_as_others_spell_it(typed: str, written: str) -> None:
    assert marked_and_found(typed, written) == (True, True)


@pytest.mark.parametrize(("typed", "written"), APART)
def test_a_word_of_the_same_two_consonants_is_neither(typed: str, written: str) -> None:
    assert marked_and_found(typed, written) == (False, False)
