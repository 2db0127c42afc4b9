"""What changes in the moment in which somebody signs in: what stands at its end decides; nothing tells."""

from __future__ import annotations

from typing import Any

import pytest
from signing_cast import RAVENS, STORKS, WRONG, leaves, refused, with_passphrase, with_second_step

from desk_cast import House
from khronika.acts import proof
from khronika.acts import sign_in as signing
from khronika.acts.sessions import sessions_of
from khronika.acts.sign_in import set_passphrase, sign_in

pytestmark = pytest.mark.usefixtures("cheap")


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Any) -> None:
    """Let something happen once, while the passphrase of whoever signs in is looked at."""
    usual, left = proof.is_right, iter([happens])

    def looked_at(*given: Any) -> bool:
        right = usual(*given)
        for one in left:
            one()
        return right

    monkeypatch.setattr(signing, "is_right", looked_at)


def test_a_passphrase_that_was_changed_meanwhile_lets_nobody_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    matei = with_passphrase(house, house.cast.matei)
    meanwhile(monkeypatch, lambda: set_passphrase(house.desk, matei, RAVENS, STORKS))
    assert refused(house, passphrase=STORKS) == WRONG
    assert sessions_of(house.desk, matei) == []
    assert sign_in(house.desk, "Matei", RAVENS)


def test_a_code_that_was_used_meanwhile_lets_nobody_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    codes, _ = with_second_step(house, house.cast.matei)
    code = codes.at(house.clock.now)
    meanwhile(monkeypatch, lambda: sign_in(house.desk, "Matei", STORKS, code))
    assert refused(house, passphrase=STORKS, code=code) == WRONG
    assert len(sessions_of(house.desk, house.cast.matei)) == 1


def test_who_left_meanwhile_is_not_let_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    matei = with_passphrase(house, house.cast.matei)
    meanwhile(monkeypatch, lambda: leaves(house, matei))
    assert refused(house, passphrase=STORKS) == WRONG
