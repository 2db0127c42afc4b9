"""What tests of the acts are given: statements to work with, and signing in that costs little."""

from __future__ import annotations

import pytest
from passkey_cast import Authenticator
from signing_cast import Counting
from stated import Stated, stated

from desk_cast import CHEAP, House
from khronika.acts import proof


@pytest.fixture
def note(house: House) -> Stated:
    """Give an item with a text, to which statements can be added."""
    return stated(house)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost little."""
    monkeypatch.setattr(proof, "COST", CHEAP)


@pytest.fixture
def argon(cheap: None, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Count how often a passphrase is tried."""
    del cheap
    return Counting(monkeypatch)


@pytest.fixture
def phone() -> Authenticator:
    """Give an authenticator without any passkey."""
    return Authenticator()
