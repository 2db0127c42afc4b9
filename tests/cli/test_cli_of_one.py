"""A desk of one at the command line does not pretend to be more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from khronika.acts.desk import Desk
from khronika.acts.founding import found
from khronika.acts.members import record_member
from khronika.cli import hands, showing
from khronika.cli.hands import OF_ONE, FoundersHand
from khronika.cli.members import members
from khronika.records.access import Role
from khronika.vault.keyslots import Cost

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Give a desk that its founder alone has worked at; commands are given by her."""
    desk = found(
        tmp_path / "vault", "seven herons", founder="Ines", cost=Cost(1, 64, 1, below_the_floor=True)
    )

    @contextmanager
    def hand_at(*_: object) -> Iterator[FoundersHand]:
        yield FoundersHand(desk)

    monkeypatch.setattr(hands, "hand_at", hand_at)
    yield desk
    desk.close()


def test_what_a_desk_of_one_shows_says_so_beside_the_result(alone: Desk, capsys: Printed) -> None:
    for as_json in (False, True):
        for command in (showing.items, showing.statements, showing.log, members):
            command(as_json=as_json)
            shown = capsys.readouterr()
            assert OF_ONE in shown.err
            assert OF_ONE not in shown.out
            assert not as_json or json.loads(shown.out) is not None
    record_member(alone, alone.founder, "Sanne", [Role.REVIEWER])
    showing.items()
    assert capsys.readouterr().err == ""


def test_whom_one_person_made_a_custodian_is_listed_so(alone: Desk, capsys: Printed) -> None:
    ruta = record_member(alone, alone.founder, "Ruta", [Role.CUSTODIAN]).id
    members()
    assert f"{ruta}  made by one person\n" in capsys.readouterr().out
    members(as_json=True)
    marks = {one["name"]: one["mark"] for one in json.loads(capsys.readouterr().out)}
    assert marks == {"Ruta": "by one person", "Ines": ""}
