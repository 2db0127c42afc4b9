"""What is sealed of who somebody is, as commands: a name is told from a number before it is opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desk_cast import House
from khronika.acts.consent import seal_identity
from khronika.acts.contact import record_interview
from khronika.acts.interviewing import RecordedInterview
from khronika.cli import identity
from khronika.cli.hands import FoundersHand, Hand
from khronika.records.contact import Interview

NAME, NUMBER = "Roza Vardol", "+99 555 0143"
CALL = Interview("She had heard that forty men were held there.", identity=NAME, handle=NUMBER)


@pytest.fixture
def sealed(house: House, monkeypatch: pytest.MonkeyPatch) -> RecordedInterview:
    """Give a contact of which a name and a number are sealed, to commands by the founder's hand."""

    @contextmanager
    def hand_at(*_: object) -> Iterator[Hand]:
        yield FoundersHand(house.desk)

    monkeypatch.setattr(identity, "hand_at", hand_at)
    return record_interview(house.desk, house.cast.matei, CALL)


def test_the_list_tells_a_sealed_name_from_a_sealed_number(
    house: House, sealed: RecordedInterview, capsys: pytest.CaptureFixture[str]
) -> None:
    _, alone = seal_identity(house.desk, house.desk.founder, "Witness A", "Mira Dzhalova")
    identity.list_command()
    said = capsys.readouterr().out.splitlines()
    called_so = {said[at].split()[0]: said[at + 1].strip() for at in range(0, len(said), 3)}
    assert called_so == {
        sealed.identity: f"the name of {sealed.pseudonym}",
        sealed.handle: f"the number or address of {sealed.pseudonym}",
        alone.id: "what is sealed of Witness A",
    }
    identity.list_command(as_json=True)
    told = {one["identity"]: one["what"] for one in json.loads(capsys.readouterr().out)}
    assert told == {sealed.identity: "name", sealed.handle: "handle", alone.id: ""}


def test_the_list_holds_nothing_of_what_is_sealed(
    sealed: RecordedInterview, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sealed.identity is not None
    identity.list_command()
    identity.list_command(as_json=True)
    said = capsys.readouterr().out
    assert NAME not in said
    assert NUMBER not in said


def test_what_is_opened_is_said_beside_it(
    sealed: RecordedInterview, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sealed.identity is not None
    assert sealed.handle is not None
    identity.open_command(sealed.identity, "the lawyer asks")
    name = capsys.readouterr()
    assert f"the name of {sealed.pseudonym}" in name.err
    assert NAME in name.out
    identity.open_command(sealed.handle, "the lawyer asks")
    number = capsys.readouterr()
    assert f"the number or address of {sealed.pseudonym}" in number.err
    assert number.out.strip() == NUMBER
    identity.open_command(sealed.handle, "the lawyer asks", as_json=True)
    assert json.loads(capsys.readouterr().out) == {"identity": sealed.handle, "what": "handle", "who": NUMBER}
