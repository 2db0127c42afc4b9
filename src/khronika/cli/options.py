"""Options that several commands share, with their help."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from khronika.errors import UsageFault

VAULT_VARIABLE = "KHRONIKA_VAULT"
DESK_VARIABLE = "KHRONIKA_DESK"
_ONLY_HERE = "this is done on the vault itself, not at a running desk"

VaultPath = Annotated[
    Path | None,
    typer.Option(
        "--vault",
        "-V",
        metavar="PATH",
        envvar=VAULT_VARIABLE,
        show_envvar=False,
        help="The vault's folder; or set KHRONIKA_VAULT.",
        show_default=False,
    ),
]
DeskUrl = Annotated[
    str | None,
    typer.Option(
        "--desk",
        metavar="URL",
        help="A running desk instead of a vault; or set KHRONIKA_DESK.",
        show_default=False,
    ),
]
NoDesk = Annotated[str | None, typer.Option("--desk", hidden=True)]
Descriptor = Annotated[
    int | None,
    typer.Option("--passphrase-fd", metavar="N", min=0, help="Read the passphrase from file descriptor N."),
]
Setting = Annotated[
    str,
    typer.Option(
        "--setting", metavar="HOW", help="accurate; or fast, by rules alone, for thousands of files."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON (docs/SCHEMA.md).")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="WHEN", help="What was known then: a number of entries, or a date."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=10000, help="How many to show.")]
Before = Annotated[
    str | None, typer.Option("--before", metavar="ID", help="The next page: those recorded before this one.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why. It is kept in the log.", show_default=False)]
EncryptTo = Annotated[
    list[str] | None,
    typer.Option(
        "--encrypt-to",
        metavar="RECIPIENT",
        help="Encrypt to an age recipient (age1…, ssh-ed25519 …); repeatable.",
    ),
]
PurposeName = Annotated[str, typer.Option("--purpose", help="What it is for.")]
AudienceName = Annotated[
    str, typer.Option("--for", metavar="AUDIENCE", help="Who may see it: desk, partners, mechanism, public.")
]


def named(path: Path | None) -> Path:
    """Return the vault's folder.

    Raises:
        UsageFault: none was named.
    """
    if path is None or not path.parts:
        raise UsageFault("no vault is named", "--vault PATH, or set KHRONIKA_VAULT to the vault's folder")
    return path


def vault_named(path: Path | None, desk: str | None) -> Path:
    """Return the vault's folder, for what is done on the vault itself.

    Raises:
        UsageFault: none is named, or a running desk is.
    """
    refuse_running_desk(desk)
    if path is None and os.environ.get(DESK_VARIABLE):
        raise _only_here()
    return named(path)


def refuse_running_desk(desk: str | None) -> None:
    """Refuse a running desk where a command is about a vault itself.

    Raises:
        UsageFault: one is named.
    """
    if desk is not None:
        raise _only_here()


def _only_here() -> UsageFault:
    return UsageFault(_ONLY_HERE, "name it with --vault PATH, on the machine where it is")
