"""Commands by which something leaves the vault: export, erase."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khronika.acts.erase import erase
from khronika.acts.export import JSON, export_json, export_log
from khronika.acts.outgoing import BriefOrder
from khronika.acts.second import Proposed
from khronika.cli.documents import export_written
from khronika.cli.hands import hand_at
from khronika.cli.options import (
    AsJson,
    AsOf,
    AudienceName,
    Descriptor,
    DeskUrl,
    EncryptTo,
    PurposeName,
    Reason,
    VaultPath,
    vault_named,
)
from khronika.cli.outgoing import tell_held_back
from khronika.cli.output import print_json, say
from khronika.cli.passphrases import answered, desk_at
from khronika.cli.proposing import Propose, Why, naming_propose, reason_to_propose, tell_proposed
from khronika.cli.review import once
from khronika.cli.words import audience_of, erased_in_words, purpose_of
from khronika.cli.writing import delivery
from khronika.errors import UsageFault
from khronika.records.consent import Audience, Purpose
from khronika.records.second import Deed

Records = Annotated[
    list[str],
    typer.Argument(metavar="RECORD…", help="Receipts, items, statements, parties.", show_default=False),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask again.")]
Out = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output without it."),
]
Log = Annotated[bool, typer.Option("--log", help="The log, for others to verify, instead of the records.")]
Bodies = Annotated[bool, typer.Option("--bodies", help="With --log: with everything that was recorded.")]
Json = Annotated[bool, typer.Option("--json", help="The records as JSON: that is so without it too.")]


def erase_command(
    ids: Records,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    propose: Propose = False,
    yes: Yes = False,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Erase records for good, with all that was derived.

    \b
    khronika erase --vault desk itm_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "consent withdrawn"
    khronika erase --vault desk itm_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "consent withdrawn" --propose

    This cannot be undone, so it asks once more; --yes answers where no terminal is. Where another custodian
    could confirm it, it takes both: --propose proposes it. That there was a record,
    and why it went, stays in the log. Backups and copies on other devices still hold it.
    """
    wanted = once(ids)
    with hand_at(path, desk, descriptor) as hand, naming_propose():
        if propose:
            tell_proposed(hand, Proposed(Deed.ERASE, reason, tuple(wanted)), as_json=as_json)
            return
        if not yes and not answered(f"erase {len(wanted)} and all that was derived, for good? (yes/no) "):
            raise UsageFault("nothing was erased", "answer yes, or give --yes")
        erased = hand.call(erase, wanted, reason)
    if as_json:
        print_json({"erased": erased, "reason": reason})
    else:
        say(erased_in_words(len(erased)))


def export(
    path: VaultPath = None,
    desk: DeskUrl = None,
    out: Out = None,
    as_json: Json = False,
    log: Log = False,
    bodies: Bodies = False,
    audience: AudienceName = Audience.DESK.value,
    purpose: PurposeName = Purpose.DOCUMENTATION.value,
    encrypt_to: EncryptTo = None,
    as_of: AsOf = None,
    propose: Propose = False,
    why: Why = None,
    descriptor: Descriptor = None,
) -> None:
    """Export records as JSON, or the log for others to verify.

    \b
    khronika export --vault desk --for mechanism --purpose "un procedure" -o case.json.age --encrypt-to age1…
    khronika export --vault desk --for public --propose --reason "for the report"
    khronika export --vault desk --log -o log.jsonl       verifier/khronika_verify.py log.jsonl checks it

    Consent decides what of it: what no consent allows for this audience and purpose is listed as withheld,
    without its content. Outside the desk only what a person accepted leaves. What takes two people is
    proposed, and the records come to who confirms it.
    """
    if bodies and not log:
        raise UsageFault("--bodies is about the log", "--log --bodies")
    if log and (as_json or as_of or propose):
        raise UsageFault(
            "the log is exported whole, in its own form and by one", "leave --json, --as-of and --propose out"
        )
    reason = reason_to_propose(why, proposing=propose, written=bool(out or encrypt_to))
    to = delivery(out, encrypt_to or [])
    order = BriefOrder("", (), purpose_of(purpose), audience_of(audience), as_of)
    if log:
        to.deliver(_log_of(vault_named(path, desk), descriptor, bodies=bodies))
        return
    with hand_at(path, desk, descriptor) as hand, naming_propose():
        tell_held_back(hand, order)
        if propose:
            proposed = Proposed(Deed.HAND_OVER, reason, kind=JSON, order=order)
            tell_proposed(hand, proposed, as_json=as_json)
            return
        made = hand.call(export_json, order)
    to.deliver(export_written(made))


def _log_of(path: Path, descriptor: int | None, *, bodies: bool) -> bytes:
    with desk_at(path, descriptor) as desk:
        return b"".join(export_log(desk, desk.founder, bodies=bodies))
