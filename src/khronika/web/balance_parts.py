"""What pages and the command line show of a balance sheet, part by part, in words.

What must stay true: what there is no room for is counted; what affirms and what denies are never one list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from khronika.acts.weigh import Speaking
from khronika.records.matter import Property
from khronika.web.sides import Heads
from khronika.weighing.counting import Independent

MOST_CITED = 12


class Cites(NamedTuple):
    """Statements in the order of saying: the first of them, and how many more there are."""

    ids: tuple[str, ...]
    more: int


class Beside(NamedTuple):
    """Another value of the same property: its number and its words."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class ValueShown:
    """One thing that is said of a property; ``number`` tells it from the others, the heaviest is 1.

    ``value`` is in the desk's words, ``quoted`` in the source's. ``voices`` are numbers of its origins.
    ``contradicts`` and ``refines`` are the heaviest of those, with how many more there are.
    """

    number: int
    value: str
    quoted: str
    subject: str
    possible: bool
    denied: bool
    origins: Independent
    backing: Independent
    against: Independent
    statements: Cites
    earlier: Cites
    gone: Cites
    voices: tuple[int, ...]
    voices_more: int
    contradicts: tuple[Beside, ...]
    contradicts_more: int
    refines: tuple[Beside, ...]
    refines_more: int

    @property
    def words(self) -> str:
        """Return what is said, in plain text."""
        return self.value or self.quoted


@dataclass(frozen=True, slots=True)
class Revised:
    """That a speaker said one thing and then another; not ``contradicted`` is what only became finer."""

    speaker: str
    party: str
    before: str
    after: str
    contradicted: bool


@dataclass(frozen=True, slots=True)
class PropertyPart:
    """A property with what affirms it and what denies it; ``unshown`` counts the values left out."""

    about: Property
    heads: Heads
    affirming: Independent
    denying: Independent
    silent: Independent
    both: tuple[int, ...]
    yes: tuple[ValueShown, ...]
    no: tuple[ValueShown, ...]
    unshown: int
    before: int
    revised: tuple[Revised, ...]
    revised_more: int

    @property
    def slug(self) -> str:
        """Return the property as it stands in addresses."""
        return slug_of(self.about)


@dataclass(frozen=True, slots=True)
class DenialPart:
    """A kind of denial in words, with its origins."""

    title: str
    origins: Independent
    statements: Cites


@dataclass(frozen=True, slots=True)
class DisputePart:
    """Words that are disputed, these alone, beside what those who dispute them affirm themselves."""

    term: str
    origins: Independent
    by: tuple[Speaking, ...]
    statements: Cites
    affirmed: tuple[tuple[str, str], ...]
    affirmed_more: int


@dataclass(frozen=True, slots=True)
class BackPart:
    """What was taken back by one record: how, by whom, why, and which statements do not count for it."""

    cause: str
    manner: str
    by: str
    speaker: Speaking | None
    source: str
    reason: str
    whole: Cites
    partly: Cites


def slug_of(property_: Property) -> str:
    """Return a property as it stands in addresses."""
    return property_.value.replace(" ", "-")


def property_of(slug: str) -> Property | None:
    """Return the property of an address."""
    return next((one for one in Property if slug_of(one) == slug), None)


def cites_of(ids: Iterable[str], most: int = MOST_CITED) -> Cites:
    """Return the first of some statements."""
    every = tuple(dict.fromkeys(ids))
    return Cites(every[:most], max(0, len(every) - most))
