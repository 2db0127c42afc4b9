"""The command ``khronika``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer
from typer._click.exceptions import NoArgsIsHelpError
from typer.exceptions import Abort, TyperException

from khronika import __version__
from khronika.cli import records, review, vault
from khronika.cli.brief import brief_command
from khronika.cli.demo import demo
from khronika.cli.faults import explained
from khronika.cli.output import complain
from khronika.errors import UsageFault
from khronika.vault.hardening import harden_process

app = typer.Typer(
    name="khronika",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

_COMMANDS: dict[str, Callable[..., None]] = {
    "brief": brief_command,
    "demo": demo,
    "init": vault.init,
    "add": records.add,
    "items": records.items,
    "read": records.read_command,
    "statements": records.statements,
    "show": records.show,
    "accept": review.accept,
    "amend": review.amend,
    "reject": review.reject,
    "search": records.search,
    "log": records.log,
    "export": review.export,
    "erase": review.erase_command,
    "verify": vault.verify,
    "rebuild": vault.rebuild,
    "join": vault.join,
    "unlock": vault.unlock,
    "lock": vault.lock,
    "passwd": vault.passwd,
}
for _name, _command in _COMMANDS.items():
    app.command(_name)(_command)
app.add_typer(review.consent_app, name="consent")
app.add_typer(review.identity_app, name="identity")

Version = Annotated[bool, typer.Option("--version", is_eager=True, help="Print the version and stop.")]


@app.callback(invoke_without_command=True)
def main(version: Version = False) -> None:
    """The documentation desk of a human-rights monitor: what was said, by whom, through whom.

    \b
    khronika brief article.html -o brief.html     read, and write a brief; nothing else is left
    khronika init desk                            a vault that lasts
    khronika add --vault desk --read folder/      take in and read
    khronika statements --vault desk              what was read, to accept, amend or reject

    Exit codes are listed in docs/CLI.md.
    """
    if version:
        sys.stdout.write(f"khronika {__version__}\n")
        raise typer.Exit


def run() -> None:
    """Run the command line and leave with its exit code."""
    harden_process()
    sys.exit(explained(_run))


def _run() -> int | None:
    try:
        code = app(standalone_mode=False)
    except NoArgsIsHelpError as fault:
        sys.stdout.write(f"{fault.format_message()}\n")
        return UsageFault.exit_code
    except TyperException as fault:
        context = getattr(fault, "ctx", None)
        where = context.command_path if context else "khronika"
        complain(UsageFault(_lower(fault.format_message()), f"{where} --help"))
        return UsageFault.exit_code
    except Abort as fault:
        raise KeyboardInterrupt from fault
    return code if isinstance(code, int) else None


def _lower(message: str) -> str:
    text = " ".join(message.split()).rstrip(".")
    return text[:1].lower() + text[1:]
