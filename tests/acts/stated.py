"""Statements recorded without a reader, as many as a test needs, in the open or in a compartment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desk_cast import House
from khronika.acts.desk import acting
from khronika.acts.read import statement_body
from khronika.acts.sources import Conditions
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.claims import SuggestedClaim
from khronika.records.dates import When
from khronika.records.ids import Kind
from khronika.records.matter import Polarity, Property
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.statement import Act, Denial, Statement

WORDS = "nobody is held at Quarry 9"
SPEAKER = "Mira Dzhalova"
DONETSK = PlaceCandidate(709717, "Donetsk", PlaceKind.CITY, "UA", "Donetsk", "48.023", "37.80224", 4)


@dataclass
class Stated:
    """An item with a text, to which statements are added at its words."""

    house: House
    item: str
    rendition: str
    inside: frozenset[str]
    text: str
    ids: list[str] = field(default_factory=list)

    def add(self, number: int = 1, words: str = WORDS, **fields: Any) -> list[str]:
        """Add suggestions, as one act, and return their ids in that order."""
        start = self.text.index(words)
        given: dict[str, Any] = {"speaker": SPEAKER, "named": True, "acts": (Act.ASSERTS,), **fields}
        made = []
        with acting(self.house.desk, self.house.cast.ines, Right.REVIEW) as act:
            for _ in range(number):
                id_ = self.house.desk.new_id(Kind.STATEMENT)
                statement = Statement(id=id_, content=((start, start + len(words)),), **given)
                body = statement_body(self.item, self.rendition, "", self.text, statement)
                source = (self.rendition,)
                act.add(Draft("statement.suggested", id_, body, (), source, (), self.inside))
                made.append(id_)
        self.ids += made
        return made


def stated(
    house: House, text: str = f"{SPEAKER} said that {WORDS}.\n", name: str = "note.txt", **conditions: Any
) -> Stated:
    """Take a text in and give it to be filled; ``conditions`` are those of :class:`Conditions`."""
    given = Conditions(**conditions)
    (taken,) = house.take(text, names=(name,), conditions=given)
    assert taken.item is not None
    assert taken.rendition is not None
    return Stated(house, taken.item, taken.rendition, given.compartments, text)


def hidden(house: House, text: str = f"{SPEAKER} said that {WORDS}. Zvezdochka.\n") -> Stated:
    """Give a text in the compartment of the yard."""
    return stated(house, text, "zvezdochka.txt", compartments=frozenset({house.cast.quarry}))


def on(day: int, month: int = 3) -> When:
    """Return a day of 2026 as a time."""
    that = date(2026, month, day)
    return When(str(that), that, that)


def held(low: int, when: str = "") -> SuggestedClaim:
    """Return the claim that so many were held."""
    return SuggestedClaim("", Property.DETAINED, low=None, value=str(low), when=when)


def not_so() -> SuggestedClaim:
    """Return the claim that it did not occur."""
    return SuggestedClaim("", Property.OCCURRED, polarity=Polarity.NO)


def in_donetsk() -> PlaceMention:
    """Return the words that name a town of the gazetteer."""
    return PlaceMention((0, 7), "Donetsk", (DONETSK,), certain=True, reason="the only place of that name")


DENIES_THE_FACT: dict[str, Any] = {"acts": (Act.DENIES,), "denies": (Denial.FACT,)}
