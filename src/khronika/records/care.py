"""Marks of care: what a passage is about that asks for more than one pair of hands before it goes out.

A mark is about the handling of a passage. It is no trait of a person, and none is recorded with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Care(StrEnum):
    """The closed list of marks."""

    CHILD = "child"
    SEXUAL_VIOLENCE = "sexual violence"
    HELD = "still held or at risk"


@dataclass(frozen=True, slots=True)
class CareMark:
    """The marks that persons put on one record, and the suggested ones that they took away.

    ``about`` is an item, a statement, an incident or a party; ``item`` the item where it is one or is of one.
    ``dismissed`` counts for an item and a statement alone: nothing is suggested elsewhere. ``reason`` is that
    of the last change. ``passage`` is a digest (SHA-256, hex) of a statement's words then: of other words
    nothing was taken away.
    """

    id: str
    about: str
    item: str | None
    marks: frozenset[Care]
    dismissed: frozenset[Care]
    reason: str
    passage: str = ""
