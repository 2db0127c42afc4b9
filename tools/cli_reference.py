"""Writes docs/CLI.md from the commands themselves: ``python tools/cli_reference.py [--check]``.

With ``--check`` nothing is written, and a page that is out of date ends with exit code 1.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from khronika import errors
from khronika.cli.faults import CLOSED, INTERRUPTED, UNEXPECTED
from khronika.cli.main import app
from khronika.errors import KhronikaError

PAGE = Path(__file__).parent.parent / "docs" / "CLI.md"
INTRODUCTION = """# The command line

Made by `python tools/cli_reference.py` from the commands themselves; do not edit.

A passphrase is asked for at the terminal, read from a file descriptor (`--passphrase-fd 3 3<file`), or not
needed while the key agent holds the vault's key (`khronika unlock`). It is never an argument.
`KHRONIKA_VAULT` names the vault instead of `--vault`. `--desk URL`, or `KHRONIKA_DESK`, names a running
desk: commands then speak to it as the member who is signed in there (`khronika sign-in`). Faults are two
lines on standard error, `khronika: error: …` and `hint: …`; with `--json` the result alone is on
standard output, in the shapes of [SCHEMA](SCHEMA.md). `khronika --install-completion` teaches the shell
the commands and their options.
"""


def page() -> str:
    """Return the reference page in Markdown."""
    return "\n".join([INTRODUCTION, *_exit_codes(), *_commands(get_command(app), "khronika")]).rstrip() + "\n"


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes\n"
    yield "| code | meaning |\n| --- | --- |\n| 0 | done |"
    faults = [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, KhronikaError)
    ]
    for kind in sorted(faults, key=lambda kind: (kind.exit_code, kind.__name__)):
        meaning = (inspect.getdoc(kind) or "").splitlines()[0].rstrip(".")
        yield f"| {kind.exit_code} | {meaning} (`{kind.__name__}`) |"
    yield f"| {UNEXPECTED} | Something that was not foreseen; nothing recorded is lost |"
    yield f"| {INTERRUPTED} | Stopped from the keyboard |"
    yield f"| {CLOSED} | Whoever read the output went away before its end |\n"


def _commands(command: Any, path: str) -> Iterator[str]:
    for name, below in command.commands.items():
        where = f"{path} {name}"
        if hasattr(below, "commands"):
            yield from _commands(below, where)
            continue
        yield f"## `{where}`\n"
        yield _help_of(below) + "\n"
        yield from _parameters(below)


def _help_of(command: Any) -> str:
    lines = (command.help or "").split("\b\n")
    plain, *examples = lines
    blocks = [plain.strip()]
    for example in examples:
        code, _, rest = example.partition("\n\n")
        blocks += [f"```\n{inspect.cleandoc(code)}\n```", rest.strip()]
    return "\n\n".join(block for block in blocks if block)


def _parameters(command: Any) -> Iterator[str]:
    rows = [row for parameter in command.params if (row := _parameter(parameter))]
    if rows:
        yield "| | |\n| --- | --- |"
        yield from rows
        yield ""


def _parameter(parameter: Any) -> str:
    if parameter.name == "help" or getattr(parameter, "hidden", False):
        return ""
    words = (getattr(parameter, "help", None) or "").replace("|", "\\|")
    if parameter.param_type_name == "argument":
        return f"| `{parameter.metavar or parameter.name.upper()}` | {words} |"
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    return f"| {names} | {words} |"


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made else 1)
    PAGE.write_text(made, encoding="utf-8")
