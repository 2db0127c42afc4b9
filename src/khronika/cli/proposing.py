"""What commands share that can propose an act instead of doing it.

What must stay true: with ``--propose`` nothing of the act is done and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from khronika.acts.rules import PROPOSE
from khronika.acts.second import Proposed, propose
from khronika.api.values import encoded
from khronika.cli.hands import Hand
from khronika.cli.output import print_json, say
from khronika.errors import NeedsSecond, UsageFault

Propose = Annotated[
    bool, typer.Option("--propose", help="Do not do it: propose it, for another member to confirm.")
]
Why = Annotated[
    str | None,
    typer.Option("--reason", metavar="WHY", help="With --propose: why. Whoever confirms it reads that."),
]

_HOW = "--propose, with --reason WHY, proposes it; another member who has the right confirms it"


@contextmanager
def naming_propose() -> Iterator[None]:
    """Have an act that is refused for want of a second person say how it is proposed here."""
    try:
        yield
    except NeedsSecond as fault:
        if fault.hint != PROPOSE:
            raise
        raise NeedsSecond(fault.fault, _HOW) from fault


def reason_to_propose(why: str | None, *, proposing: bool, written: bool) -> str:
    """Return the reason of what is proposed, empty where nothing is.

    ``written`` says that options are given on how to write a document.

    Raises:
        UsageFault: a reason is given without a proposal, or none with it; or a document is expected of it.
    """
    if not proposing:
        if why is not None:
            raise UsageFault("--reason is about what is proposed", "--propose --reason WHY")
        return ""
    if why is None or not why.strip():
        raise UsageFault("a proposal needs a reason", "--reason WHY; whoever confirms it reads that first")
    if written:
        raise UsageFault(
            "nothing is written before it is confirmed",
            "leave -o and --encrypt-to out: who confirms it says where to",
        )
    return why


def tell_proposed(hand: Hand, proposed: Proposed, *, as_json: bool) -> None:
    """Propose an act and print the proposal."""
    made = hand.call(propose, proposed)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"{made.id}  proposed; nothing is done before another member confirms it")
