"""Commands on who a pseudonym is: seal, open, list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from khronika.acts import consent as acts
from khronika.acts import show as showing
from khronika.acts.sealed import HANDLE, NAME, Sealed, sealed_identity, sealed_of
from khronika.acts.show import RecordShown
from khronika.cli.hands import Hand, hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, Reason, VaultPath
from khronika.cli.output import note, print_json, say, say_entry, say_nothing_of, say_text
from khronika.cli.passphrases import passphrase
from khronika.errors import UsageFault

_AT_ONCE = 1000
CALLED = {NAME: "the name", HANDLE: "the number or address", "": "what is sealed"}
"""What a seal holds, in words; nothing where no contact tells."""

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
    desk: DeskUrl = None,
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
    with hand_at(path, desk, descriptor) as hand:
        identity = passphrase(identity_fd, "who it is (not shown): ")
        if not identity.strip():
            raise UsageFault("nothing was said of who it is", "nothing was recorded; repeat the command")
        party, sealed = hand.call(acts.seal_identity, pseudonym, identity)
    if as_json:
        print_json({"party": party.id, "identity": sealed.id})
    else:
        say(f"{party.id}  the pseudonym")
        say(f"{sealed.id}  who it is, sealed")


def open_command(
    id_: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show who a pseudonym is, or how to reach them.

    \b
    khronika identity open --vault desk idn_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "hand-over to the lawyer"

    The opening is in the log before the name is shown. Whether it is a name or a number is said beside it.
    """
    with hand_at(path, desk, descriptor) as hand:
        who = hand.call(acts.open_identity, id_, reason)
        seal = hand.call(sealed_identity, id_)
    if as_json:
        print_json({"identity": id_, "what": seal.what, "who": who})
        return
    note(f"{CALLED[seal.what]} of {seal.pseudonym}:")
    say_text(who)


def list_command(
    path: VaultPath = None, desk: DeskUrl = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """List pseudonyms, with what is sealed of each.

    \b
    khronika identity list --vault desk

    Who they are is not shown: khronika identity open does that, with a reason.
    """
    with hand_at(path, desk, descriptor) as hand:
        found = list(_sealed(hand))
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("sealed identities")
    for one in found:
        what = CALLED[one["what"]]
        say_entry(f"{one['identity']}  {one['status']}", f"{what} of {one['pseudonym']}", one["party"])


def _sealed(hand: Hand) -> Iterator[dict[str, str]]:
    """Yield sealed identities, newest first, as the log has them."""
    before: int | None = None
    seals: dict[str, Sealed] = {}
    while logged := hand.call(showing.log, before=before, limit=_AT_ONCE):
        before = logged[-1].position
        for entry in logged:
            if entry.type == "identity.sealed":
                yield _described(hand, entry.subject, seals)


def _described(hand: Hand, identity: str, seals: dict[str, Sealed]) -> dict[str, str]:
    """Return one that is sealed; ``seals`` keeps those of its party, which are asked for once."""
    shown = hand.call(showing.show, identity)
    party = str((shown.body or {}).get("party", "")) if isinstance(shown, RecordShown) else ""
    if party and identity not in seals:
        seals |= {one.id: one for one in hand.call(sealed_of, party)}
    found = {"identity": identity, "status": shown.status, "what": "", "party": party, "pseudonym": ""}
    seal = seals.get(identity)
    return found | ({"what": seal.what, "pseudonym": seal.pseudonym} if seal else {})
