"""The command that opens the desk in a browser: khronika serve."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from threading import Thread
from typing import Annotated

import typer

from khronika.acts.desk import Desk
from khronika.acts.members import members
from khronika.acts.sign_in import means_of, one_time
from khronika.cli.options import Descriptor, VaultPath
from khronika.cli.output import say
from khronika.cli.passphrases import desk_at
from khronika.errors import UsageFault
from khronika.records.sign_in import folded_name
from khronika.vault import control
from khronika.vault.session import Session

Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port on this machine; 0: any.")]
Public = Annotated[
    str | None,
    typer.Option("--address", metavar="URL", help="Where members reach it, behind your own TLS."),
]
Once = Annotated[
    str | None,
    typer.Option("--let-in", metavar="NAME", help="Print a one-time address for this member."),
]

_TELLING_SECONDS = 0.2


def serve(
    path: VaultPath = None,
    port: Port = 8470,
    address: Public = None,
    let_in: Once = None,
    descriptor: Descriptor = None,
) -> None:
    """Open the desk in a browser.

    \b
    khronika serve --vault desk
    khronika serve --vault desk --address https://desk.example.org

    It listens on this machine alone. At the first start it prints an address that lets you in once. A team
    puts it behind its own TLS. It runs until Ctrl+C, or until somebody locks it; then the keys are gone.
    """
    from khronika.web import serving  # noqa: PLC0415  # as above
    from khronika.web.server import Server, address_of  # noqa: PLC0415  # the pages load slowly

    with ExitStack() as closing, desk_at(path, descriptor) as desk:
        listening = serving.bound(port)
        here = address_of(address or f"http://{serving.HOST}", listening.getsockname()[1])
        entering, vault = _entering(desk, let_in), desk.vault.id

        def ready(server: Server) -> None:
            closing.callback(control.listen(vault, server.lock))
            say(f"the desk is open at {here.origin}")
            if entering is not None:
                say(f"to enter, once, within 15 minutes: {here.origin}/enter/{one_time(desk, entering)}")
            say("Ctrl+C closes it; khronika lock locks it at once")

        def end() -> None:
            telling = Thread(target=_tell, args=(vault,), daemon=True)
            telling.start()
            telling.join(_TELLING_SECONDS)
            control.forget(vault)
            os._exit(0)

        if serving.serve(desk, here, listening, ready, end):
            end()


def _tell(vault: str) -> None:
    """Let the key agent drop its key, and say so; a stopped agent or a full pipe must not hold up the end."""
    Session().lock(vault)
    say("locked: the keys are gone from memory")
    sys.stdout.flush()


def _entering(desk: Desk, let_in: str | None) -> str | None:
    """Return the member to print a one-time address for: the one named, or the founder at the first start."""
    if let_in is None:
        return None if means_of(desk, desk.founder).passphrase else desk.founder
    wanted = folded_name(let_in)
    found = [one for one in members(desk, desk.founder) if one.active and folded_name(one.name) == wanted]
    if len(found) != 1:
        raise UsageFault(f"there is no one member {let_in!r}", "khronika members lists them")
    return found[0].id
