"""Options that several commands share, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khronika.errors import UsageFault

VAULT_VARIABLE = "KHRONIKA_VAULT"

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
