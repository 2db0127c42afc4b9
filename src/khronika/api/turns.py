"""Turns: how many requests of a kind are answered at once, by pages and API alike; the others wait outside.

A request that is answered has a thread. What must stay true: those who wait for the one writer, the painter
or a passphrase to be stretched hold none of the threads of those who only look; and there are few threads at
work, so that the one that listens to everybody gets its turn among them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from khronika.errors import VaultBusy

P = ParamSpec("P")
T = TypeVar("T")


class Turn(Enum):
    """What a request is for."""

    LOOKING = "looking"
    DOING = "doing"
    PROGRAM = "program"
    ENTERING = "entering"
    RECEIVING = "receiving"
    OPENING = "opening"


_AT_ONCE = {
    Turn.LOOKING: 8,
    Turn.DOING: 8,
    Turn.PROGRAM: 8,
    Turn.ENTERING: 20,
    Turn.RECEIVING: 8,
    Turn.OPENING: 4,
}
"""Who enters may wait for 16 others whose passphrases are stretched (:mod:`khronika.acts.proof`)."""

_MOST_WAITING = {Turn.OPENING: 12}


@dataclass(slots=True)
class _Kind:
    """The turns of one kind in one event loop: how many have theirs or wait for it."""

    limiter: CapacityLimiter
    asked: int = 0


_kinds: RunVar[dict[Turn, _Kind]] = RunVar("khronika_turns")


async def in_turn(turn: Turn, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a thread, when it is its turn.

    Raises:
        VaultBusy: too many wait already for an original to be opened or painted.
    """
    kind = _kind(turn)
    if kind.asked >= _AT_ONCE[turn] + _MOST_WAITING.get(turn, sys.maxsize):
        raise VaultBusy("the desk has more to do than it can do at once", "try again in a few seconds")
    kind.asked += 1
    try:
        return await to_thread.run_sync(partial(function, *args, **kwargs), limiter=kind.limiter)
    finally:
        kind.asked -= 1


def _kind(turn: Turn) -> _Kind:
    try:
        kinds = _kinds.get()
    except LookupError:
        kinds = {one: _Kind(CapacityLimiter(most)) for one, most in _AT_ONCE.items()}
        _kinds.set(kinds)
    return kinds[turn]
