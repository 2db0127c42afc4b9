"""Proposing, confirming and marks of care as commands, on a vault that is open here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from desk_cast import DENIAL, House
from khronika.acts.desk import Desk
from khronika.acts.members import change_member, members
from khronika.acts.outgoing import BriefOrder
from khronika.acts.review import accept
from khronika.acts.second import Proposed, proposals, propose
from khronika.acts.show import show
from khronika.acts.shown import ItemShown
from khronika.acts.sources import Conditions
from khronika.cli import brief, caring, leaving, second
from khronika.cli.hands import Hand
from khronika.cli.proposing import naming_propose
from khronika.errors import KhronikaError, NeedsSecond, NotAllowed, NotFound, UsageFault
from khronika.publishing.visible import one_line
from khronika.records.access import Role
from khronika.records.consent import Audience
from khronika.records.second import Deed

P = ParamSpec("P")
R = TypeVar("R")

TO_ALL = BriefOrder("The quarry", audience=Audience.PUBLIC)
BOTH = [pytest.param("brief", id="a brief"), pytest.param("json", id="records")]


@dataclass(frozen=True)
class MembersHand:
    """The hand of one member of the cast."""

    desk: Desk
    member: str

    def call(self, act: Callable[Concatenate[Desk, str, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return act(self.desk, self.member, *args, **kwargs)


@dataclass
class Sitting:
    """Whose hand commands use."""

    house: House
    member: str

    @contextmanager
    def hand_at(self, *_: object) -> Iterator[Hand]:
        yield MembersHand(self.house.desk, self.member)


@pytest.fixture
def sitting(house: House, monkeypatch: pytest.MonkeyPatch) -> Sitting:
    """Let commands be given by a member of the cast: Ines, until it is another's turn."""
    at = Sitting(house, house.cast.ines)
    for module in (brief, caring, leaving, second):
        monkeypatch.setattr(module, "hand_at", at.hand_at)
    return at


@pytest.fixture
def item(house: House) -> str:
    """Take the denial in as public material and have two persons accept what was read of it."""
    taken, said = house.read_one(DENIAL, conditions=Conditions(public=True))
    for member in (house.cast.matei, house.cast.sanne):
        accept(house.desk, member, said)
    return taken


def handed_over(house: House, kind: str = "brief") -> str:
    """Have Oskar propose a hand-over to the public."""
    proposed = Proposed(Deed.HAND_OVER, "for the report", kind=kind, order=TO_ALL)
    return propose(house.desk, house.cast.oskar, proposed).id


def waiting(house: House) -> list[str]:
    return [one.proposal.id for one in proposals(house.desk, house.cast.ines)]


@pytest.mark.parametrize("kind", BOTH)
def test_the_document_comes_to_who_confirms_it_and_is_announced_as_plaintext(
    sitting: Sitting, item: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    proposal = handed_over(sitting.house, kind)
    second.confirm(proposal, out=tmp_path / "out.json", yes=True)
    came = capsys.readouterr()
    assert came.out == f"{proposal}  confirmed\n"
    assert "out.json is plaintext" in came.err
    assert len(json.loads((tmp_path / "out.json").read_text("utf-8"))["items"]) == 1
    assert isinstance(show(sitting.house.desk, sitting.member, item), ItemShown)


@pytest.mark.parametrize("kind", BOTH)
def test_what_cannot_be_written_is_refused_before_the_yes_is_used_up(
    sitting: Sitting, item: str, tmp_path: Path, kind: str
) -> None:
    assert item
    proposal = handed_over(sitting.house, kind)
    for out in (tmp_path / "nowhere" / "out.json", tmp_path, tmp_path / "out.json.age"):
        with pytest.raises(UsageFault):
            second.confirm(proposal, out=out, yes=True)
    with pytest.raises(UsageFault, match="recipient"):
        second.confirm(proposal, encrypt_to=["nobody"], yes=True)
    assert waiting(sitting.house) == [proposal]


def test_a_document_that_could_not_be_written_says_that_it_went_out(
    sitting: Sitting, item: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert item

    def full(*_: object) -> None:
        raise KhronikaError("there is no room", "name another place")

    monkeypatch.setattr("khronika.cli.writing.write_file", full)
    proposal = handed_over(sitting.house)
    with pytest.raises(KhronikaError, match="no room") as fault:
        second.confirm(proposal, out=tmp_path / "out.md", yes=True)
    assert fault.value.hint == "the log has it as handed over: propose it anew"
    assert waiting(sitting.house) == []


def test_what_is_confirmed_is_shown_before_and_a_no_at_the_terminal_leaves_it(
    sitting: Sitting, item: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(second, "answered", no)
    reason = "she asked\x1b[2J\u202e\nconfirm"
    proposal = propose(sitting.house.desk, sitting.house.cast.ruta, Proposed(Deed.ERASE, reason, (item,))).id
    with pytest.raises(UsageFault, match="nothing was confirmed"):
        second.confirm(proposal)
    assert asked == [
        f"{one_line(f'Ruta proposes to erase: {item}; {reason}')}\nconfirm it, and do it now? (yes/no) "
    ]
    assert "\x1b" not in asked[0]
    assert waiting(sitting.house) == [proposal]


def test_an_erasure_is_proposed_without_a_question_and_confirmed_by_the_other_custodian(
    sitting: Sitting, item: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NeedsSecond) as fault:
        leaving.erase_command([item], "she asked", yes=True)
    assert "--propose" in fault.value.hint
    leaving.erase_command([item, item], "she asked", propose=True)
    (proposal,) = waiting(sitting.house)
    assert capsys.readouterr().out.startswith(f"{proposal}  proposed")
    with pytest.raises(NotAllowed, match="who proposes"):
        second.confirm(proposal, yes=True)
    sitting.member = sitting.house.cast.ruta
    with pytest.raises(UsageFault, match="nothing comes of this"):
        second.confirm(proposal, out=Path("out.json"), yes=True)
    second.confirm(proposal, yes=True, as_json=True)
    assert item in json.loads(capsys.readouterr().out)["erased"]


def test_a_member_who_is_to_keep_custody_is_told_in_words(
    sitting: Sitting, capsys: pytest.CaptureFixture[str]
) -> None:
    house, cast = sitting.house, sitting.house.cast
    (lev,) = (one for one in members(house.desk, cast.ruta) if one.id == cast.lev)
    given = replace(lev, roles=frozenset({Role.CUSTODIAN, Role.READER}))
    proposal = propose(house.desk, cast.ruta, Proposed(Deed.CHANGE_MEMBER, "Ruta travels", member=given)).id
    second.list_command()
    came = capsys.readouterr().out
    assert f"{proposal}  yours to confirm\n  act       change member\n" in came
    assert f"{cast.lev} Lev; custodian, reader\n" in came
    second.confirm(proposal, yes=True)
    assert capsys.readouterr().out == f"{proposal}  confirmed; {cast.lev} Lev is recorded so\n"


def test_who_may_not_see_what_a_proposal_is_about_does_not_know_of_it(
    sitting: Sitting, capsys: pytest.CaptureFixture[str]
) -> None:
    house, cast = sitting.house, sitting.house.cast
    hidden = house.take_one(DENIAL, conditions=Conditions(compartments=frozenset({cast.quarry})))
    (ruta,) = (one for one in members(house.desk, cast.ines) if one.id == cast.ruta)
    change_member(house.desk, cast.ines, replace(ruta, compartments=frozenset({cast.quarry})))
    leaving.erase_command([hidden], "she asked", propose=True)
    (proposal,) = waiting(house)
    capsys.readouterr()
    sitting.member = cast.lev
    second.list_command()
    assert capsys.readouterr().out == "no proposals wait\n"
    with pytest.raises(NotFound, match=f"there is no record {proposal}"):
        second.confirm(proposal, yes=True)
    with pytest.raises(NotFound, match=f"there is no record {proposal}"):
        second.decline(proposal, "no")
    with pytest.raises(NotFound, match=f"there is no record {proposal}"):
        second.withdraw(proposal)
    sitting.member = cast.ruta
    second.list_command()
    assert f"{proposal}  yours to confirm\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("proposing", "why", "out", "fault"),
    [
        pytest.param(True, None, None, "needs a reason", id="no reason"),
        pytest.param(True, " ", None, "needs a reason", id="an empty reason"),
        pytest.param(False, "for the report", None, "about what is proposed", id="nothing proposed"),
        pytest.param(True, "for the report", Path("out.md"), "nothing is written", id="a file"),
    ],
)
def test_what_is_said_of_a_proposal_has_to_fit(
    sitting: Sitting,
    proposing: bool,  # noqa: FBT001 - given by the table above
    why: str | None,
    out: Path | None,
    fault: str,
) -> None:
    with pytest.raises(UsageFault, match=fault):
        brief.brief_command(vault=Path("v"), propose=proposing, why=why, out=out)
    with pytest.raises(UsageFault, match=fault):
        leaving.export(path=Path("v"), propose=proposing, why=why, out=out)
    assert waiting(sitting.house) == []


def test_the_log_and_files_without_a_vault_cannot_be_proposed(sitting: Sitting) -> None:
    with pytest.raises(UsageFault, match="by one"):
        leaving.export(log=True, propose=True, why="for the court")
    with pytest.raises(UsageFault, match="--propose"):
        brief.brief_command(["paper.txt"], propose=True, why="for the court")
    assert waiting(sitting.house) == []


def test_a_fault_that_proposing_does_not_mend_keeps_its_hint() -> None:
    def review() -> None:
        raise NeedsSecond("it is closed", "another member has to accept it as well")

    with pytest.raises(NeedsSecond) as fault, naming_propose():
        review()
    assert fault.value.hint == "another member has to accept it as well"


def test_marks_of_care_are_put_shown_and_taken_away(
    sitting: Sitting, item: str, capsys: pytest.CaptureFixture[str]
) -> None:
    caring.mark(item, ["child"], "she is fourteen")
    said = sitting.house.statements_of(item)[0]
    caring.show(said)
    assert f"  binds     child, on {item}\n" in capsys.readouterr().out
    caring.take_away(item, ["child"], "another paper", as_json=True)
    (asked,) = json.loads(capsys.readouterr().out)["questioned"]
    assert (asked["mark"], asked["reason"]) == ("child", "another paper")
    with pytest.raises(UsageFault, match="no mark of care 'adult'"):
        caring.mark(item, ["adult"], "she said so")
    with pytest.raises(UsageFault, match="with a reason"):
        caring.mark(item, ["child"], " ")
