"""Fixtures that every test may use: the desk of the fixed cast (``desk_cast``)."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_cast import Cast, House, house_at, house_from
from khronika.acts.desk import Desk


@pytest.fixture(autouse=True, scope="session")
def hanging_up_ends_a_child() -> Iterator[None]:
    """Let a hang-up end the commands that tests start, also where the tests run under ``nohup``."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(scope="session")
def closed_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Give a desk that was founded with the whole cast, and closed: to be copied."""
    made = house_at(tmp_path_factory.mktemp("founded") / "vault")
    made.desk.close()
    return made


@pytest.fixture
def house(closed_house: House, tmp_path: Path) -> Iterator[House]:
    """Give an open desk with its cast, its clock and short ways to fill it."""
    made = house_from(closed_house, tmp_path / "vault")
    try:
        yield made
    finally:
        made.extractor.close()
        made.desk.close()


@pytest.fixture
def desk(house: House) -> Desk:
    """Give the desk alone."""
    return house.desk


@pytest.fixture
def cast(house: House) -> Cast:
    """Give the ids of its members."""
    return house.cast
