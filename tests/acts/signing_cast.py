"""What the tests of signing in share: short ways to be signed in or refused, and what is kept and told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyotp
import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desk_cast import House
from khronika.acts import proof
from khronika.acts.desk import Desk
from khronika.acts.members import change_member, members
from khronika.acts.second_step import (
    begin_totp,
    confirm_totp,
)
from khronika.acts.show import log, show
from khronika.acts.sign_in import enter_once, means_of, one_time, set_passphrase, sign_in
from khronika.errors import NotAllowed
from khronika.ledger import working
from khronika.records.access import Member

STORKS = "eleven storks over Ozrin"
RAVENS = "nineteen ravens of Tavel"
WRONG = "the name, the passphrase or the code is not right"


class Counting:
    """Argon2id, and how often it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.costs: set[tuple[int, int, int]] = set()
        self._kept = Argon2id
        monkeypatch.setattr(proof, "Argon2id", self)

    def __call__(self, **given: Any) -> Any:
        """Count, and give the true one."""
        self.asked += 1
        self.costs.add((given["iterations"], given["memory_cost"], given["lanes"]))
        return self._kept(**given)


def with_passphrase(house: House, member: str, passphrase: str = STORKS) -> str:
    set_passphrase(house.desk, member, passphrase)
    return member


def with_second_step(house: House, member: str) -> tuple[pyotp.TOTP, list[str]]:
    with_passphrase(house, member)
    codes = pyotp.TOTP(begin_totp(house.desk, member).secret)
    recovery = confirm_totp(house.desk, member, codes.at(house.clock.now))
    house.clock.forward(seconds=60)
    return codes, recovery


def entered(house: House, member: str) -> str:
    token = enter_once(house.desk, one_time(house.desk, member))
    assert token is not None
    return token


def refused(house: House, name: str = "Matei", passphrase: str = WRONG, code: str = "") -> str:
    with pytest.raises(NotAllowed) as fault:
        sign_in(house.desk, name, passphrase, code)
    return fault.value.fault


def known(house: House, member: str) -> Member:
    (found,) = [one for one in members(house.desk, house.cast.ines) if one.id == member]
    return found


def leaves(house: House, member: str) -> None:
    change_member(house.desk, house.cast.ines, replace(known(house, member), active=False))


def kept_working(desk: Desk) -> dict[str, dict[str, Any]]:
    with desk.ledger.reading() as connection:
        return {name: row for part in "oprs" for name, row in working.under(connection, part).items()}


def told(house: House) -> list[tuple[str, str, dict[str, Any]]]:
    """Return what the log has of signing in: who did it, as what, and the body; oldest first."""
    found = []
    for entry in reversed(log(house.desk, house.cast.ines, limit=1000)):
        if entry.type.startswith("signin."):
            body = show(house.desk, house.cast.ines, entry.subject).body  # type: ignore[union-attr]
            found.append((entry.author, entry.type, body or {}))
    return found


def signed_in(house: House, member: str | None = None) -> str:
    member = member or house.cast.matei
    if not means_of(house.desk, member).passphrase:
        with_passphrase(house, member)
    return sign_in(house.desk, known(house, member).name, STORKS)
