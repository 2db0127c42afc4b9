"""The command by which a person corrects what is known of a source: its title, publisher and day."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from khronika.acts.describing import describe, source_of_item
from khronika.api.values import encoded
from khronika.cli.hands import hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, VaultPath
from khronika.cli.output import print_json, say
from khronika.cli.telling import tell_item
from khronika.errors import UsageFault
from khronika.records.item import Description

Item = Annotated[str, typer.Argument(metavar="ITEM", help="An item (itm_…).", show_default=False)]
Title = Annotated[str | None, typer.Option("--title", help="Its title.", show_default=False)]
Publisher = Annotated[str | None, typer.Option("--publisher", help="Who published it.", show_default=False)]
Day = Annotated[
    str | None,
    typer.Option(
        "--day", metavar="EDTF", help="When: 2026-04-12, 2026-04; empty: not known.", show_default=False
    ),
]
AsRead = Annotated[bool, typer.Option("--as-read", help="Take earlier corrections back first.")]


def describe_command(
    item: Item,
    title: Title = None,
    publisher: Publisher = None,
    day: Day = None,
    as_read: AsRead = False,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Correct the title, publisher or day of a source.

    \b
    khronika describe --vault desk itm_0a1b2c3d4e5f6g7h8j9k0m1n2p --day 2017-04-12 --publisher "Sarn Radio"

    What a person says goes before what was read, everywhere. Read the item again, and what nobody decided on
    is counted from the day you gave.
    """
    given = {"title": title, "publisher": publisher, "published": day}
    said = {name: value for name, value in given.items() if value is not None}
    if not said and not as_read:
        raise UsageFault("nothing is corrected", "--title, --publisher, --day, or --as-read")
    with hand_at(path, desk, descriptor) as hand:
        before = hand.call(source_of_item, item)
        stands = Description("", item) if as_read or before.correction is None else before.correction
        hand.call(describe, replace(stands, **said), before.entry)
        found = hand.call(source_of_item, item)
    if as_json:
        print_json(encoded(found))
    else:
        tell_item(found.item)
        say("what nobody decided on is counted from it once it is read again: khronika read ITEM")
