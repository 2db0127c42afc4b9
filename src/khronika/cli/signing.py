"""Commands by which a member enters a running desk and leaves it: sign-in, sign-out."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from khronika.api.client import Address, Connection
from khronika.cli.hands import drop_token, keep_token, running_desk
from khronika.cli.options import AsJson, Descriptor, DeskUrl
from khronika.cli.output import note, print_json, say
from khronika.cli.passphrases import code, passphrase, typed
from khronika.errors import KhronikaError, UsageFault

_LONGEST_SECONDS = 12 * 60 * 60
_NO_DESK = "no desk is named"
_DESK_HINT = "--desk URL, or set KHRONIKA_DESK"

Name = Annotated[str, typer.Option("--name", help="Your name at the desk; asked for otherwise.")]


def sign_in(
    desk: DeskUrl = None, name: Name = "", as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """Sign in at a running desk.

    \b
    khronika sign-in --desk https://desk.example
    khronika statements --desk https://desk.example --status suggested

    It asks for your name, your passphrase and, where you have one, the code of your second step. With
    --passphrase-fd the passphrase and the code come on two lines. The key agent keeps the session in its
    memory, for 12 hours at most; khronika sign-out ends it.
    """
    where = _desk(desk)
    who = name or typed("name: ", "--name NAME")
    secret = passphrase(descriptor, "passphrase: ")
    step = code(descriptor, "code (empty where you have none): ").strip()
    with Connection(where) as connection:
        answer = connection.post("/sign-in", {"name": who, "passphrase": secret, "code": step})
    if not isinstance(answer, dict) or not {"token", "member"} <= answer.keys():
        raise KhronikaError(f"{where} answers, but not as a desk does", "see that the address is right")
    before = drop_token(where)
    keep_token(where, str(answer["token"]), _LONGEST_SECONDS)
    if before is not None:
        _end(where, before)
    if as_json:
        print_json({"signed_in": answer["member"], "desk": str(where)})
    else:
        say(f"signed in at {where}; khronika sign-out ends it")


def sign_out(desk: DeskUrl = None, as_json: AsJson = False) -> None:
    """Sign out of a running desk.

    \b
    khronika sign-out --desk https://desk.example
    """
    where = _desk(desk)
    token = drop_token(where)
    if token is not None:
        _end(where, token)
    if as_json:
        print_json({"signed_out": token is not None, "desk": str(where)})
    else:
        say(f"signed out of {where}" if token else f"nobody was signed in at {where}")


def _end(where: Address, token: str) -> None:
    """End the session at the desk as well; a desk that is not there forgets it by itself."""
    try:
        with Connection(where, token) as connection:
            connection.post("/sign-out", {})
    except KhronikaError as fault:
        sys.stdout.flush()
        note(f"the desk was not told: {fault.fault}; it ends the session after an hour without use")


def _desk(desk: str | None) -> Address:
    where = running_desk(None, desk)
    if where is None:
        raise UsageFault(_NO_DESK, _DESK_HINT)
    return where
