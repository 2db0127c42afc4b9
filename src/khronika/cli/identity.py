"""Commands on who a pseudonym is: seal, open."""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.acts import consent as acts
from khronika.cli.options import AsJson, Descriptor, Reason, VaultPath
from khronika.cli.output import print_json, say, say_text
from khronika.cli.passphrases import desk_at, passphrase
from khronika.errors import UsageFault

Pseudonym = Annotated[
    str, typer.Argument(metavar="PSEUDONYM", help="How the desk calls the person.", show_default=False)
]
Id = Annotated[str, typer.Argument(metavar="IDENTITY", help="A sealed identity (idn_…).", show_default=False)]
IdentityFd = Annotated[
    int | None,
    typer.Option(
        "--identity-fd", metavar="N", min=0, help="Read who it is, one line, from file descriptor N."
    ),
]


def seal(
    pseudonym: Pseudonym,
    path: VaultPath = None,
    identity_fd: IdentityFd = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Seal who a person is apart from the pseudonym.

    \b
    khronika identity seal --vault desk "Witness A"

    Who it is gets asked for and is not shown while you type; it is never an argument. Lists and exports
    hold the pseudonym alone.
    """
    with desk_at(path, descriptor) as desk:
        identity = passphrase(identity_fd, "who it is (not shown): ")
        if not identity.strip():
            raise UsageFault("nothing was said of who it is", "nothing was recorded; repeat the command")
        party, sealed = acts.seal_identity(desk, desk.founder, pseudonym, identity)
    if as_json:
        print_json({"party": party.id, "identity": sealed.id})
    else:
        say(f"{party.id}  the pseudonym")
        say(f"{sealed.id}  who it is, sealed")


def open_command(
    id_: Id, reason: Reason, path: VaultPath = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """Show who a pseudonym is. The log keeps the reason.

    \b
    khronika identity open --vault desk idn_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "hand-over to the lawyer"

    The opening is in the log before the name is shown.
    """
    with desk_at(path, descriptor) as desk:
        who = acts.open_identity(desk, desk.founder, id_, reason)
    if as_json:
        print_json({"identity": id_, "who": who})
    else:
        say_text(who)
