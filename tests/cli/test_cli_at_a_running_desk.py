"""Which hand a command uses, and how a member's session is kept on their own machine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands_apart import Terminal, khronika
from running_desk import MEMBERS, running_desk

from khronika.api.client import address_of
from khronika.cli import hands
from khronika.cli.hands import drop_token, keep_token
from khronika.cli.hands import running_desk as named_desk
from khronika.cli.options import refuse_running_desk, vault_named
from khronika.errors import KhronikaError, NotAllowed, UsageFault
from khronika.vault.session import Session

TOKEN = "A" * 42 + "E"
DESK, OTHER = "https://desk.example", "http://127.0.0.1:8470"


@dataclass(frozen=True)
class Place:
    """A folder to work in, the desk that runs, and the agent of the account."""

    work: Path
    desk: str
    session: Session


@pytest.fixture
def place() -> Iterator[Place]:
    """Give a folder of one's own under a short path, and a desk that runs."""
    with tempfile.TemporaryDirectory(prefix="kh-") as name, ExitStack() as running:
        home = Path(name)
        for folder in ("run", "tmp", "work"):
            (home / folder).mkdir(mode=0o700)
        desk = running.enter_context(running_desk(home / "desk", home / "run"))
        session = Session(home / "run" / "khronika")
        yield Place(home / "work", desk, session)
        session.lock_all()


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Give an agent of its own."""
    with tempfile.TemporaryDirectory(prefix="kh-") as name:
        monkeypatch.setenv("XDG_RUNTIME_DIR", name)
        yield Session()
        Session().lock_all()


@pytest.mark.parametrize(
    ("path", "desk", "vault_set", "desk_set", "where"),
    [
        ("v", None, None, None, None),
        ("v", None, None, OTHER, None),
        ("v", None, "v", None, None),
        ("v", None, "w", OTHER, None),
        (None, DESK, None, None, DESK),
        (None, DESK, None, OTHER, DESK),
        ("v", DESK, "v", OTHER, DESK),
        (None, None, None, OTHER, OTHER),
        (None, None, None, "", None),
        (None, None, None, None, None),
        ("v", DESK, None, None, UsageFault),
        ("v", DESK, "w", None, UsageFault),
        ("v", None, "v", OTHER, UsageFault),
        (None, "desk", None, None, UsageFault),
        (None, None, None, "desk", UsageFault),
        (None, "", None, OTHER, UsageFault),
    ],
)
def test_what_is_typed_comes_before_what_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
    path: str | None,
    desk: str | None,
    vault_set: str | None,
    desk_set: str | None,
    where: str | type[UsageFault] | None,
) -> None:
    for name, value in (("KHRONIKA_VAULT", vault_set), ("KHRONIKA_DESK", desk_set)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    named = Path(path) if path else None
    if isinstance(where, type):
        with pytest.raises(where):
            named_desk(named, desk)
    else:
        found = named_desk(named, desk)
        assert (str(found) if found else None) == where


def test_what_is_done_on_the_vault_itself_is_not_done_at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHRONIKA_DESK", raising=False)
    assert vault_named(Path("v"), None) == Path("v")
    refuse_running_desk(None)
    for ask in (lambda: refuse_running_desk(DESK), lambda: vault_named(Path("v"), DESK)):
        with pytest.raises(UsageFault, match="on the vault itself"):
            ask()
    monkeypatch.setenv("KHRONIKA_DESK", DESK)
    assert vault_named(Path("v"), None) == Path("v")
    with pytest.raises(UsageFault, match="on the vault itself"):
        vault_named(None, None)


def test_a_token_is_in_the_memory_of_the_agent_for_its_desk_alone(agent: Session) -> None:
    desk, other = address_of(DESK), address_of(OTHER)
    keep_token(desk, TOKEN, 3600)
    with pytest.raises(NotAllowed, match="not signed in"):
        hands._token(other)
    assert hands._token(desk) == TOKEN
    assert all(TOKEN.encode() not in path.read_bytes() for path in agent.folder.rglob("*") if path.is_file())
    assert drop_token(desk) == TOKEN
    assert drop_token(desk) is None
    assert agent.unlocked() == ()


@pytest.mark.parametrize("token", ["", "x", "A" * 44, "A" * 500, "é" * 43, "!" * 43])
def test_what_is_no_token_is_not_kept(agent: Session, token: str) -> None:
    with pytest.raises(KhronikaError, match="does not know"):
        keep_token(address_of(DESK), token, 3600)
    assert agent.unlocked() == ()


def test_a_member_is_asked_and_nothing_secret_is_echoed(place: Place) -> None:
    at = Terminal(place.work, "sign-in", "--desk", place.desk)
    for prompt, answer in (("name: ", "lev"), ("passphrase: ", MEMBERS), ("code ", "")):
        at.wait_for(prompt)
        at.type(f"{answer}\n")
    assert at.end() == 0
    assert "signed in" in at.seen
    assert MEMBERS not in at.seen
    assert [one.vault[:4] for one in place.session.unlocked()] == ["dsk_"]
    done = khronika(place.work, "items", "--desk", place.desk, "--json")
    assert (done.stdout, done.returncode) == (b"[]\n", 0)
    home = [path for path in place.work.parent.rglob("*") if path.is_file() and "desk" not in path.parts]
    assert all(MEMBERS.encode() not in path.read_bytes() for path in home)


def test_locking_all_ends_the_desk_and_forgets_every_session(place: Place) -> None:
    at = Terminal(place.work, "sign-in", "--desk", place.desk, "--name", "Lev")
    for prompt, answer in (("passphrase: ", MEMBERS), ("code ", "")):
        at.wait_for(prompt)
        at.type(f"{answer}\n")
    assert at.end() == 0
    assert khronika(place.work, "lock", "--all").stdout == b"locked\n"
    assert place.session.unlocked() == ()
    done = khronika(place.work, "items", KHRONIKA_DESK=place.desk)
    assert done.returncode == NotAllowed.exit_code
    assert khronika(place.work, "lock", "--all").stdout == b"nothing was unlocked\n"
