"""Turns: who waits for something slow holds up nobody who only looks."""

from __future__ import annotations

from threading import Event

import anyio
import pytest

from khronika.api.turns import Turn, in_turn
from khronika.errors import VaultBusy
from own_loop import run_apart

PATIENCE = 60


@pytest.mark.parametrize("slow", [turn for turn in Turn if turn is not Turn.LOOKING])
def test_those_who_wait_for_something_slow_hold_up_nobody_who_looks(slow: Turn) -> None:
    async def all_at_once() -> str:
        released = Event()
        with anyio.fail_after(PATIENCE):
            async with anyio.create_task_group() as group:
                for _ in range(16):
                    group.start_soon(in_turn, slow, released.wait)
                await anyio.wait_all_tasks_blocked()
                seen = await in_turn(Turn.LOOKING, "the list".upper)
                released.set()
        return seen

    assert run_apart(all_at_once()) == "THE LIST"


def test_very_many_who_want_an_original_are_told_so() -> None:
    async def all_at_once() -> int:
        released, told = Event(), list[str]()

        async def ask() -> None:
            try:
                await in_turn(Turn.OPENING, released.wait)
            except VaultBusy as fault:
                told.append(fault.fault)

        with anyio.fail_after(PATIENCE):
            async with anyio.create_task_group() as group:
                for _ in range(4 + 12 + 3):
                    group.start_soon(ask)
                await anyio.wait_all_tasks_blocked()
                released.set()
        assert all("more to do" in one for one in told)
        return len(told)

    assert run_apart(all_at_once()) == 3
