"""The command line as it is typed: transcripts that are run as real processes (see ``transcripts.py``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from transcripts import HERE, TREE, follow, matches, names, steps_of

from khronika.cli.commands import COMMANDS, Family


@pytest.mark.parametrize("name", names())
def test_every_command_answers_as_its_transcript_says(name: str) -> None:
    for step, came, code in follow(name):
        shown = "\n".join(came)
        assert code == step.code, f"$ {step.command}\nexit {code}\n{shown}"
        assert matches(step.expected, came), f"$ {step.command}\n{shown}"


def test_every_command_is_in_a_transcript() -> None:
    typed = "\n".join(step.command for name in names() for step in steps_of(name)[0])
    missing = [command for command in _commands() if not re.search(rf"\bkhronika {command}\b", typed)]
    assert missing == []


def test_every_exit_code_of_the_reference_is_in_a_transcript() -> None:
    page = (TREE / "docs" / "CLI.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \| ", page, re.MULTILINE)}
    seen = {step.code for name in names() for step in steps_of(name)[0]}
    assert documented - seen == set()


def test_transcripts_name_no_folder_of_a_machine() -> None:
    for path in HERE.glob("*.txt"):
        assert not re.search(r"/(work|tmp|home|root)/", path.read_text(encoding="utf-8")), path.name


def _commands() -> Iterator[str]:
    for name, entry in COMMANDS.items():
        yield from (f"{name} {below}" for below in entry.below) if isinstance(entry, Family) else (name,)
