"""At a real terminal: passphrases are asked for and not echoed, nothing of them or of a source is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from commands_apart import PATIENCE, Terminal
from transcripts import CHEAP, PASSPHRASE, environment

from khronika.acts.founding import found
from khronika.vault.session import Session

NEW = "the quarry road is closed"
MARKER = "Quarry-9-marker"
PAPER = f'"There is no {MARKER}," said Mira Dzhalova on Monday.\n'


@pytest.fixture
def place() -> Iterator[Path]:
    """Give a folder with a vault and a paper, under a short path: sockets have no room for long ones."""
    with tempfile.TemporaryDirectory(prefix="kh-") as name:
        home = Path(name)
        for folder in ("run", "tmp", "work"):
            (home / folder).mkdir(mode=0o700)
        found(home / "work" / "desk", PASSPHRASE, cost=CHEAP).close()
        (home / "work" / "paper.txt").write_text(PAPER, encoding="utf-8")
        yield home / "work"
        Session(home / "run" / "khronika").lock_all()


def test_a_passphrase_that_is_typed_is_not_echoed(place: Path) -> None:
    at = Terminal(place, "items", "--vault", "desk")
    at.wait_for("passphrase: ")
    at.type(f"{PASSPHRASE}\n")
    assert at.end() == 0
    assert PASSPHRASE not in at.seen
    assert "no items" in at.seen


def test_the_prompt_comes_also_while_the_result_goes_to_a_file(place: Path) -> None:
    at = Terminal(place, "items", "--vault", "desk", "--json", to_file=place / "items.json")
    at.wait_for("passphrase: ")
    at.type(f"{PASSPHRASE}\n")
    assert at.end() == 0
    assert (place / "items.json").read_text(encoding="utf-8") == "[]\n"


def test_ctrl_c_at_the_prompt_ends_with_130_and_no_traceback(place: Path) -> None:
    at = Terminal(place, "items", "--vault", "desk")
    at.wait_for("passphrase: ")
    at.type("\x03")
    assert at.end() == 130
    assert "Traceback" not in at.seen
    assert "stopped" in at.seen


def test_ctrl_d_at_the_prompt_is_no_passphrase(place: Path) -> None:
    at = Terminal(place, "items", "--vault", "desk")
    at.wait_for("passphrase: ")
    at.type("\x04")
    assert at.end() == 2
    assert "nothing was typed" in at.seen


def test_a_new_passphrase_is_asked_for_twice_and_locks_the_agent(place: Path) -> None:
    at = Terminal(place, "unlock", "--vault", "desk")
    at.wait_for("passphrase: ")
    at.type(f"{PASSPHRASE}\n")
    assert at.end() == 0
    session = Session(place.parent / "run" / "khronika")
    assert len(session.unlocked()) == 1
    at = Terminal(place, "passwd", "--vault", "desk")
    for prompt, answer in (("old passphrase: ", PASSPHRASE), ("new passphrase: ", NEW), ("once more: ", NEW)):
        at.wait_for(prompt)
        at.type(f"{answer}\n")
    assert at.end() == 0
    assert NEW not in at.seen
    assert session.unlocked() == ()
    at = Terminal(place, "items", "--vault", "desk")
    at.wait_for("passphrase: ")
    at.type(f"{PASSPHRASE}\n")
    assert at.end() == 4


def test_an_erasure_asks_once_more(place: Path) -> None:
    added = khronika(place, "add", "--vault", "desk", "paper.txt", "--passphrase-fd", "0", typed=PASSPHRASE)
    item = added.stdout.split()[0]
    for answer, code in (("no", 2), ("yes", 0)):
        at = Terminal(place, "erase", "--vault", "desk", item, "--reason", "she asked for it")
        at.wait_for("passphrase: ")
        at.type(f"{PASSPHRASE}\n")
        at.wait_for("(yes/no) ")
        at.type(f"{answer}\n")
        assert at.end() == code


def test_no_other_program_sees_the_passphrase_of_a_running_command(place: Path) -> None:
    os.mkfifo(place / "pipe")
    command = [sys.executable, "-m", "khronika.cli", "add", "--vault", "desk", "pipe", "--passphrase-fd", "0"]
    with subprocess.Popen(  # noqa: S603  (this interpreter, our own module)
        command, cwd=place, env=environment(place.parent), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as running:
        assert running.stdin is not None
        running.stdin.write(f"{PASSPHRASE}\n".encode())
        running.stdin.close()
        with (place / "pipe").open(
            "wb"
        ) as pipe:  # opens once the command reads the pipe: it is unlocked then
            for name in ("cmdline", "environ"):
                shown = Path(f"/proc/{running.pid}/{name}")
                assert PASSPHRASE.encode() not in _read(shown)
            pipe.write(PAPER.encode())
        assert running.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("ending", "code"),
    [(None, 0), (signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=["done", "interrupted", "terminated", "hung up"],
)
def test_a_brief_leaves_nothing_however_it_ends(
    place: Path, ending: signal.Signals | None, code: int
) -> None:
    os.mkfifo(place / "pipe")
    before = left(place)
    running = subprocess.Popen(
        [sys.executable, "-m", "khronika.cli", "brief", "pipe", "--json"],
        cwd=place,
        env=environment(place.parent),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with (place / "pipe").open("wb") as pipe:  # opens once the command reads the pipe: its vault is open then
        vaults = vaults_of(running.pid)
        if ending is None:
            pipe.write(PAPER.encode())
            pipe.close()
        else:
            running.send_signal(ending)
        assert running.wait(PATIENCE) == code
    assert left(place) == before
    assert vaults or sys.platform != "linux" or os.geteuid() != 0
    assert not [vault for vault in vaults if vault.exists()]


def khronika(place: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (this interpreter, our own module)
        [sys.executable, "-m", "khronika.cli", *words],
        cwd=place,
        env=environment(place.parent),
        input=f"{typed}\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def left(place: Path) -> set[str]:
    """Return what lies in the folder at hand, HOME and TMPDIR."""
    return {str(path.relative_to(place.parent)) for path in place.parent.rglob("*")}


def vaults_of(process: int) -> set[Path]:
    """Return the folders of the temporary vaults that a process has open, in shared memory or elsewhere.

    Other tests come and go there at the same time, so only the process at hand is asked; it is hardened,
    so only the administrator of a Linux machine is told.
    """
    found = set()
    for handle in Path(f"/proc/{process}/fd").glob("*"):
        with suppress(OSError):
            opened = handle.readlink()
            found |= {folder for folder in opened.parents if folder.name.startswith("khronika-temporary-")}
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
