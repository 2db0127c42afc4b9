"""``khronika weigh``: the balance sheet of an incident in plain text, at most 80 columns wide.

What must stay true: it says what the page says, in the same words; with ``--json`` it is the whole.
"""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.acts.called import called
from khronika.acts.weigh import weigh
from khronika.cli.balance_told import told, untitled
from khronika.cli.hands import looking_at
from khronika.cli.options import AsJson, AsOf, Descriptor, DeskUrl, VaultPath
from khronika.cli.output import print_json, say

IncidentId = Annotated[
    str, typer.Argument(metavar="INCIDENT", help="An incident's id (inc_…).", show_default=False)
]
All = Annotated[bool, typer.Option("--all", help="Every value and every origin, not only the heaviest.")]
Numbers = Annotated[
    bool, typer.Option("--statements", help="List the statements with their numbers, speakers and ids.")
]


def weigh_command(
    incident: IncidentId,
    path: VaultPath = None,
    desk: DeskUrl = None,
    all_: All = False,
    numbers: Numbers = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Weigh what is said of an incident.

    \b
    khronika weigh --vault desk inc_0a1b2c3d4e5f6g7h8j9k0m1n2p
    khronika weigh --vault desk inc_0a1b2c3d4e5f6g7h8j9k0m1n2p --as-of 2026-04-12

    Who affirms and who denies, with how many independent origins; what contradicts; where each voice began.
    It is what sources say and not what happened: docs/WEIGHING.md says what each word means.
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(weigh, incident, as_of=as_of)
        titles = {} if as_json else hand.call(called, untitled(found, every=all_), as_of=as_of)
    if as_json:
        print_json(found)
        return
    for line in told(found, titles, every=all_, numbers=numbers):
        say(line)
