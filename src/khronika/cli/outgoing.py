"""What a person at the desk is told about what goes out."""

from __future__ import annotations

from khronika.acts.outgoing import BriefOrder, held_back
from khronika.cli.hands import Hand
from khronika.cli.output import note


def tell_held_back(hand: Hand, order: BriefOrder) -> None:
    """Tell the person at the desk, and nobody else, what consent holds back and why."""
    for one in hand.call(held_back, order):
        note(f"held back: {f'{one.item} {one.name}'.rstrip()}: {one.because}")
