"""What the tests of rights share: a desk filled in the open and in a compartment, and how acts are called.

A module ``rights_…`` beside this one adds the acts of one part of the desk: ``ACTS``, and where they need
records of further kinds ``fill``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desk_cast import House
from khronika.records.access import Right
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind

NOWHERE = "0" * 26
TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)
UNSEEN = "zvezdochka"


@dataclass(frozen=True)
class Filled:
    """A desk with one of everything in the open, and one of everything in the compartment of the yard."""

    house: House
    seen: dict[Kind, str]
    hidden: dict[Kind, str]

    def act(self, act: Act, member: str, ids: dict[Kind, str]) -> Any:
        made = act.call(self.house, member, ids)
        return list(made) if isinstance(made, Iterator) else made


Call = Callable[[House, str, dict[Kind, str]], Any]


@dataclass(frozen=True)
class Act:
    """How an act is called, which right it takes, and the kind of record it is given."""

    right: Right
    call: Call
    on: Kind | None = None
