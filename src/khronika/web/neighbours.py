"""Which statement comes after another, and which stand next to it, among those a page shows."""

from __future__ import annotations

from typing import Any

from khronika.acts.show import StatementShown
from khronika.records.statement import Status

_NEAR = 3


def following_of(one: StatementShown, context: Any) -> str:
    """Return the next suggestion on the page after ``one`` that waits, then the first; empty for none."""
    cards = list(context.cards)
    place = next(number for number, card in enumerate(cards) if card is one)
    later = [*cards[place + 1 :], *cards[:place]]
    waiting = next((card.id for card in later if card.status == Status.SUGGESTED), "")
    return waiting or (context.following if context.chosen is one else "")


def neighbours(one: StatementShown, context: Any) -> list[StatementShown]:
    """Return the statements before and after ``one``, with which it can be made one."""
    cards = [card for card in context.cards if card.status != Status.REJECTED]
    place = next(number for number, card in enumerate(cards) if card is one)
    near = cards[max(0, place - _NEAR) : place + 1 + _NEAR]
    return [card for card in near if card is not one]
