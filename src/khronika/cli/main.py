"""The command ``khronika``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import Abort, TyperException

from khronika import __version__
from khronika.cli.commands import COMMANDS, Entry, Family
from khronika.cli.faults import INTERRUPTED, explained
from khronika.cli.output import complain
from khronika.errors import UsageFault
from khronika.vault.hardening import harden_process

HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class LateCommands(MutableMapping[str, Any]):
    """Commands by name, each imported when it is asked for."""

    def __init__(self, entries: dict[str, Entry | Family]) -> None:
        self.entries = entries
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            entry = self.entries[name]
            self._made[name] = _family(name, entry) if isinstance(entry, Family) else _command(name, entry)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class LateGroup(TyperGroup):
    """A group that lists its commands without importing them."""

    late: dict[str, Entry | Family] = COMMANDS

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = LateCommands(self.late)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base class gives it
        """Return the names in the order of the desk's work."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as above
        """Write each command with its summary."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.late.items()])


def _command(name: str, entry: Entry) -> TyperCommand:
    function = getattr(import_module(f"khronika.cli.{entry.module}"), entry.function)
    one = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=HELP_NAMES)
    one.command(name)(function)
    made = typer.main.get_command(one)
    assert isinstance(made, TyperCommand)
    return made


def _family(name: str, family: Family) -> TyperGroup:
    class Below(LateGroup):
        late = dict(family.below)  # noqa: RUF012 - a table, read only

    return Below(
        name=name,
        help=family.summary,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings=dict(HELP_NAMES),
    )


app = typer.Typer(
    name="khronika",
    cls=LateGroup,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=HELP_NAMES,
)

Version = Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version and stop.")]


@app.callback(invoke_without_command=True)
def main(context: typer.Context, version: Version = False) -> None:
    """The documentation desk of a human-rights monitor: what was said, by whom, through whom.

    \b
    khronika brief article.html -o brief.html     read, and write a brief; nothing else is left
    khronika demo                                 the sample case, to look at
    khronika init desk                            a vault that lasts; then, in that vault:
    khronika add --vault desk --read folder/      take in and read
    khronika statements --vault desk              what was read, to accept, amend or reject

    KHRONIKA_VAULT=desk saves writing --vault desk. The exit codes are listed in docs/CLI.md.
    """
    if version:
        sys.stdout.write(f"khronika {__version__}\n")
    elif context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


def run() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(explained(_run))


def _run() -> int | None:
    harden_process()
    try:
        code = app(prog_name="khronika", standalone_mode=False)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # typer made an end of it
            raise end.__context__ from None
        raise
    except TyperException as fault:
        return _explain(fault)
    except Abort as fault:
        raise KeyboardInterrupt from fault
    if code == INTERRUPTED:  # typer made a number of it
        raise KeyboardInterrupt
    return code if isinstance(code, int) else None


def _explain(fault: TyperException) -> int:
    context = getattr(fault, "ctx", None)
    where = context.command_path if context else "khronika"
    message = fault.format_message()
    if type(fault).__name__ == "NoArgsIsHelpError":
        sys.stdout.write(f"{message}\n")
        return 0
    complain(UsageFault(_lower(message), f"{where} --help"))
    return UsageFault.exit_code


def _lower(message: str) -> str:
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]
