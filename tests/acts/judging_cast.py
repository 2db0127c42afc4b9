"""What tests of judgements on statements share: an incident with statements that agree or take back."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stated import SPEAKER, Stated, hidden, on, stated

from desk_cast import House
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.review import accept
from khronika.acts.show import log
from khronika.acts.weigh import BalanceSheet, weigh
from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Incident, Property
from khronika.records.statement import Act

VESNA = "Vesna Tvardek"
WHY = "as the film shows"


def detained(low: int, high: int | None = None) -> SuggestedClaim:
    """Return the claim that so many were detained."""
    ends = (Decimal(low), None if high is None else Decimal(high))
    return SuggestedClaim("", Property.DETAINED, low=ends[0], high=ends[1], of="people")


@dataclass
class Case:
    """An incident at a desk, to which texts with statements are added."""

    house: House
    incident: str
    number: int = field(default=0)

    def text(self, words: str = "", name: str = "", **conditions: Any) -> Stated:
        """Take in a text of its own."""
        self.number += 1
        text = words or f"{SPEAKER} said in letter {self.number} that nobody is held at Quarry 9.\n"
        return stated(self.house, text, name or f"letter-{self.number}.txt", **conditions)

    def say(self, text: Stated | None = None, *, filed: bool = True, **fields: Any) -> str:
        """Add a statement, take it into the record and file it; return its id."""
        (id_,) = (text or self.text()).add(**fields)
        accept(self.house.desk, self.house.cast.ines, [id_])
        if filed:
            file_statements(self.house.desk, self.house.cast.ines, self.incident, [id_])
        return id_

    def takes_back(self, day: int = 24, act: Act = Act.RETRACTS, **fields: Any) -> str:
        """Add a statement by which the speaker takes something back on a day of March."""
        return self.say(acts=(act,), when=on(day), **fields)

    def hidden(self) -> Stated:
        """Take in a text in the compartment of the yard."""
        return hidden(self.house)

    def sheet(self, member: str = "", as_of: str | None = None) -> BalanceSheet:
        """Weigh the incident."""
        return weigh(self.house.desk, member or self.house.cast.ines, self.incident, as_of=as_of)

    def now(self) -> str:
        """Return how many entries there are, which is a point to look back at."""
        return str(max(one.position for one in log(self.house.desk, self.house.cast.ines)) + 1)


def case_of(house: House, **fields: Any) -> Case:
    """Record an incident."""
    made = record_incident(house.desk, house.cast.ines, Incident("", "The raids of March", **fields))
    return Case(house, made.id)
