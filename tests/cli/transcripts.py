"""Transcripts: what is typed and what comes, run as real processes in a fresh folder.

A transcript is a text file of blocks::

    -- A sentence about what follows.
    $ khronika items
    itm_1  1,692 characters, 1 receipt
      ...
    exit 3

``exit`` is left out where it is 0. A line ``...`` stands for any lines, ``...`` inside a line for any words.
Ids, times, digests and signatures differ from run to run: they are shown by placeholders (``itm_1``,
``yyyy-mm-ddThh:mm:ssZ``, ``digest_1``) that hold through the transcript; in a command they are what they
stood for.

The first line ``-- vault: desk`` makes a vault with a cheap key slot, whose passphrase is in the file
``passphrase``. ``-- running desk: desk`` makes one with the whole cast and lets its desk run on this machine,
at ``KHRONIKA_DESK``; the passphrase of every member is in the file ``members``. ``-- weighed desk: desk``
makes a vault in which some of the sample case is filed to the incident whose id is in the file ``incident``.
``case`` is the folder of the sample case, ``verifier`` that of the stand-alone verifier.

``python tests/cli/transcripts.py NAME…`` writes what came in the place of what was expected, to be read
before it is kept.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from running_desk import MEMBERS, running_desk
from weighed_desk import weighed_desk

import khronika
from khronika.acts.founding import found
from khronika.vault.keyslots import Cost

HERE = Path(__file__).parent / "transcripts"
TREE = Path(khronika.__file__).parent.parent.parent
CASE = TREE / "src" / "khronika" / "samples" / "velmora"
CHEAP = Cost(1, 64, 1, below_the_floor=True)
PASSPHRASE = "seven herons over Sarn"

_ID = re.compile(r"\b([a-z]{3})_([0-9a-hjkmnp-tv-z]{26})\b")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_ROOT = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=")
_KEY = re.compile(r"\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}")
_SIGNED = re.compile(r"(— \S+ )\S+")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z|\d{1,2} [A-Z][a-z]+ \d{4}, \d{2}:\d{2} UTC")
_MASKED_TIME = "yyyy-mm-ddThh:mm:ssZ"
_COMMENT = "-- "
_VAULT = "-- vault: "
_RUNNING = "-- running desk: "
_WEIGHED = "-- weighed desk: "
_PORT = re.compile(r"(http://127\.0\.0\.1):\d+")
_SECONDS = 120


@dataclass(slots=True)
class Step:
    """One command with what it is expected to print and its exit code; ``before`` are lines of comment."""

    command: str
    before: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    code: int = 0


@dataclass(slots=True)
class Masks:
    """What each placeholder stands for in this run."""

    given: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def masked(self, text: str) -> str:
        """Return ``text`` with placeholders for what differs from run to run."""
        text = _PORT.sub(r"\1:port", _TIME.sub(_MASKED_TIME, text))
        text = _KEY.sub("+<key>", text)
        text = _SIGNED.sub(r"\1<signature>", text)
        text = _ID.sub(lambda found: self._placeholder(found[0], found[1]), text)
        text = _DIGEST.sub(lambda found: self._placeholder(found[0], "digest"), text)
        return _ROOT.sub(lambda found: self._placeholder(found[0], "root"), text)

    def unmasked(self, command: str) -> str:
        """Return ``command`` with what its placeholders stand for."""
        back = {placeholder: real for real, placeholder in self.given.items()}
        return re.sub(r"\b[a-z]+_\d+\b", lambda found: back.get(found[0], found[0]), command)

    def _placeholder(self, real: str, kind: str) -> str:
        if real not in self.given:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.given[real] = f"{kind}_{self.counts[kind]}"
        return self.given[real]


def names() -> list[str]:
    """Return the names of all transcripts."""
    return sorted(path.stem for path in HERE.glob("*.txt"))


def steps_of(name: str) -> tuple[list[Step], list[str]]:
    """Return the steps of a transcript, and the lines after the last of them."""
    steps: list[Step] = []
    before: list[str] = []
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("$ "):
            steps.append(Step(line[2:], before))
            before = []
        elif line.startswith(_COMMENT) or not line:
            before.append(line)
        elif re.fullmatch(r"exit \d+", line):
            steps[-1].code = int(line[5:])
        else:
            steps[-1].expected += [*before, line]
            before = []
    return steps, before


def matches(expected: list[str], came: list[str]) -> bool:
    """Tell whether what came is what was expected."""
    pattern = "\n".join(_pattern(line) for line in expected) + "\n"
    pattern = pattern.replace("<any lines>\n", r"(?:.*\n)*?")
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in came) or "\n") is not None


def _pattern(line: str) -> str:
    if line == "...":
        return "<any lines>"
    return ".*".join(re.escape(part) for part in line.split("..."))


@contextmanager
def desk_folder(steps: list[Step]) -> Iterator[tuple[Path, dict[str, str]]]:
    """Give a folder to work in and the environment of a person who works there."""
    with tempfile.TemporaryDirectory(prefix="kh-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        place = home / "work"
        for folder in (place, home / "bin", home / "run", home / "tmp"):
            folder.mkdir(mode=0o700)
        (place / "case").symlink_to(CASE)
        (place / "verifier").symlink_to(TREE / "verifier")
        for line in steps[0].before:
            if line.startswith(_VAULT):
                (place / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
                found(place / line.removeprefix(_VAULT), PASSPHRASE, cost=CHEAP).close()
            elif line.startswith(_WEIGHED):
                (place / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
                incident = weighed_desk(place / line.removeprefix(_WEIGHED), CASE, PASSPHRASE, CHEAP)
                (place / "incident").write_text(f"{incident}\n", encoding="utf-8")
        for command, words in (("khronika", "-m khronika.cli"), ("python", "")):
            script = home / "bin" / command
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
            script.chmod(0o700)
        with ExitStack() as running:
            env = environment(home)
            for line in steps[0].before:
                if line.startswith(_RUNNING):
                    (place / "members").write_text(f"{MEMBERS}\n", encoding="utf-8")
                    where = place / line.removeprefix(_RUNNING)
                    env["KHRONIKA_DESK"] = running.enter_context(running_desk(where, home / "run"))
            yield place, env
        subprocess.run(["khronika", "lock", "--all"], env=environment(home), check=False, capture_output=True)  # noqa: S607  (the script above)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a session in ``home``."""
    return {
        "PATH": f"{home / 'bin'}:{os.environ.get('PATH', os.defpath)}",
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(TREE / "src"),
        "PYTHONSAFEPATH": "1",
    }


def run(command: str, place: Path, env: dict[str, str]) -> tuple[list[str], int]:
    """Run a line in the shell with no terminal; returns the lines that came and the exit code."""
    done = subprocess.run(  # noqa: S603  (a line of a transcript in this folder)
        ["bash", "-c", f"exec 2>&1; {command}"],  # noqa: S607  (the shell of the machine)
        cwd=place,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        timeout=_SECONDS,
        check=False,
    )
    return done.stdout.decode("utf-8", "backslashreplace").splitlines(), done.returncode


def follow(name: str) -> Iterator[tuple[Step, list[str], int]]:
    """Run a transcript; yields each step with what came and its exit code."""
    steps, _ = steps_of(name)
    masks = Masks()
    with desk_folder(steps) as (place, env):
        for step in steps:
            came, code = run(masks.unmasked(step.command), place, env)
            text = masks.masked("\n".join(came)).replace(str(place.parent), "~")
            yield step, text.splitlines(), code


def rewrite(name: str) -> None:
    """Write what came in the place of what was expected, where it differs."""
    lines: list[str] = []
    _, after = steps_of(name)
    for step, came, code in follow(name):
        kept = step.expected if matches(step.expected, came) else came
        lines += [*step.before, f"$ {step.command}", *kept, *([f"exit {code}"] if code else [])]
    (HERE / f"{name}.txt").write_text("\n".join([*lines, *after]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or names():
        rewrite(wanted)
