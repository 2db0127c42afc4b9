"""Which statement comes after another, and which stand next to it, among those a page shows.

Where the page shows what waits for a second person, the next one is such a one; else the next suggestion.
"""

from __future__ import annotations

from typing import Any

from khronika.acts.shown import StatementShown
from khronika.records.statement import Status

_NEAR = 3
SECOND = "second"
"""The part of a text that waits for a second person, as an address names it."""


def waits_for(one: StatementShown, member: str) -> bool:
    """Tell whether a statement that somebody else took into the record waits for this member."""
    return len(one.taken_by) == 1 and member not in one.taken_by


def undone_by(one: StatementShown, member: str) -> bool:
    """Tell whether the decision that stands is the member's own, so that they may undo it."""
    return one.status != Status.SUGGESTED and one.by == member


def following_of(one: StatementShown, context: Any, member: str) -> str:
    """Return the next on the page after ``one`` that waits for the member, then the first; empty for none."""
    cards = list(context.cards)
    place = next(number for number, card in enumerate(cards) if card is one)
    later = [*cards[place + 1 :], *cards[:place]]
    waiting = next((card.id for card in later if waits(card, context.only, member)), "")
    return waiting or (context.following if context.chosen is one else "")


def waits(one: StatementShown, only: str, member: str) -> bool:
    """Tell whether a statement is one that the member goes through: a suggestion, or one to second."""
    return waits_for(one, member) if only == SECOND else one.status == Status.SUGGESTED


def neighbours(one: StatementShown, context: Any) -> list[StatementShown]:
    """Return what stands before and after ``one`` and can be made one with it, the same speaker's first."""
    cards = [card for card in context.cards if card.status != Status.REJECTED]
    place = next(number for number, card in enumerate(cards) if card is one)
    near = cards[max(0, place - _NEAR) : place + 1 + _NEAR]
    others = [card for card in near if card is not one]
    return sorted(others, key=lambda card: _speaker(card) != _speaker(one))


def _speaker(one: StatementShown) -> str | None:
    return one.statement.speaker if one.statement is not None else None
