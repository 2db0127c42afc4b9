"""Commands on recalls: make, lift, show, list."""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.acts import recalling as acts
from khronika.acts.recalling import RecallShown
from khronika.api.values import encoded
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Descriptor, DeskUrl, Reason, VaultPath
from khronika.cli.output import print_json, say, say_entry, say_nothing_of
from khronika.cli.words import counted

Source = Annotated[
    str,
    typer.Argument(metavar="SOURCE", help="An item (itm_…), or a party (prt_…).", show_default=False),
]
Id = Annotated[str, typer.Argument(metavar="RECALL", help="A recall (rcl_…).", show_default=False)]


def make(
    source: Source,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Recall everything from one source, with the reason.

    \b
    khronika recall make --vault desk itm_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "it was planted"

    It hides nothing: what came from the source counts for nothing until the recall is lifted. What came by
    another way as well, stays.
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.recall, source, reason)
        found = None if as_json else hand.call(acts.recalled, made.id)
    if found is None:
        print_json(encoded(made))
        return
    _tell(found)
    say(f"khronika unsettled list --cause {made.id} shows what rests on it")


def lift(
    recall: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Lift a recall, with the reason: what came from the source counts again.

    \b
    khronika recall lift --vault desk rcl_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "the film was found"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.lift_recall, recall, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"lifted: what came from {made.source} counts again")


def show(
    recall: Id,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show a recall with all that it is about.

    \b
    khronika recall show --vault desk rcl_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.recalled, recall, as_of=as_of)
    if as_json:
        print_json(encoded(found))
    else:
        _tell(found)


def list_command(
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List the recalls that stand, newest first.

    \b
    khronika recall list --vault desk
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.recalls, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found:
        say_nothing_of("recalls")
    for one in found:
        _tell_head(one)


def _tell(found: RecallShown) -> None:
    _tell_head(found)
    if found.items:
        names = ", ".join(f"{one.name} ({one.id})" for one in found.items)
        say_entry(f"  {counted(found.item_count, 'item')} came from it alone", f"  {names}")
    if found.stays:
        names = ", ".join(f"{one.name} ({one.id})" for one in found.stays)
        say_entry(f"  {counted(found.stay_count, 'item')} came by another way as well and stay", f"  {names}")
    for one in found.statements:
        say(f"  {counted(one.count, 'statement')} {one.status}")


def _tell_head(found: RecallShown) -> None:
    state = "lifted" if found.lifted else "recalled"
    source = f"{found.source.name} ({found.source.id})" if found.source.name else found.source.id
    say_entry(f"{found.recall.id}  {state}", source, f"{found.by} at {found.at}", found.recall.reason)
