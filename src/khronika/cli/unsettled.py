"""Commands on what rests on what was taken back: list, deal, undo, dealt."""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.acts import travelling as acts
from khronika.acts.resting_on import Rests
from khronika.api.values import encoded
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Descriptor, DeskUrl, Limit, Reason, VaultPath
from khronika.cli.output import note, print_json, say, say_entry, say_nothing_of
from khronika.cli.words import outcome_of
from khronika.records.corrections import Dealing

OfCause = Annotated[
    str | None,
    typer.Option("--cause", metavar="ID", help="Only of this correction (crn_…) or recall (rcl_…)."),
]
Start = Annotated[int, typer.Option("--start", metavar="N", min=0, help="The next page: from this line on.")]
Cause = Annotated[
    str,
    typer.Argument(metavar="CAUSE", help="A correction (crn_…) or a recall (rcl_…).", show_default=False),
]
Record = Annotated[
    str, typer.Argument(metavar="RECORD", help="What rests on the statement.", show_default=False)
]
Statement = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="The statement (stm_…).", show_default=False)
]
OutcomeName = Annotated[
    str,
    typer.Option(
        "--outcome",
        help='changed, withdrawn, "stands nonetheless" or "recipients told".',
        show_default=False,
    ),
]
Id = Annotated[
    str, typer.Argument(metavar="DEALING", help="How it was dealt with (dlg_…).", show_default=False)
]

_DONE = {"corrects": "corrected", "retracts": "retracted", "disputes": "disputed", "recalls": "recalled"}


def list_command(
    path: VaultPath = None,
    desk: DeskUrl = None,
    cause: OfCause = None,
    limit: Limit = 50,
    start: Start = 0,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List what rests on what was taken back, until somebody has dealt with it.

    \b
    khronika unsettled list --vault desk

    Findings, incidents, grades, actions, relays, what went out and what waits to go out.
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.unsettled, cause=cause, start=start, limit=limit, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found.lines:
        say_nothing_of("records that rest on what was taken back")
    for line in found.lines:
        _tell(line)
    shown = found.start + len(found.lines)
    if shown < found.count:
        note(f"more, {found.count} in all: --start {shown}")


def deal(
    cause: Cause,
    record: Record,
    statement: Statement,
    outcome: OutcomeName,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Say what was done about a record that rests on what was taken back, with the reason.

    \b
    khronika unsettled deal --vault desk crn_0a… fnd_1b… stm_2c… --outcome changed --reason "she is out of it"

    It changes no record: it says that somebody looked, and what they did.
    """
    dealing = Dealing("", cause, record, statement, outcome_of(outcome), reason)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.deal, dealing)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"{made.id}  dealt with: {made.outcome}")


def undo(
    dealing: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take back how something was dealt with, with the reason: it is unsettled again.

    \b
    khronika unsettled undo --vault desk dlg_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "nobody was told"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.undo_dealing, dealing, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"taken back: {made.about} is unsettled")


def dealt(
    cause: Cause,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List how what rests on a correction or a recall was dealt with, newest first.

    \b
    khronika unsettled dealt --vault desk crn_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.dealt_with, cause, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found:
        say_nothing_of("records dealt with")
    for one in found:
        head = f"{one.dealing.id}  {one.dealing.about}: {one.dealing.outcome}"
        say_entry(head, f"{one.by} at {one.at}", one.dealing.reason)


def _tell(line: Rests) -> None:
    done = _DONE[line.manner]
    term = f" as to “{line.term}”" if line.term else ""
    say_entry(
        f"{line.record}  since {line.since}",
        line.name,
        f"rests on {line.statement}, {done}{term} by {line.cause}",
        line.words,
    )
