"""Commands on compartments: new, list."""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.acts import members as acts
from khronika.cli.hands import hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, VaultPath
from khronika.cli.output import print_json, say_entry, say_nothing_of

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A word that gives nobody away.", show_default=False)
]


def new(
    name: Name,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Make a compartment: what is in it, only those see who may enter.

    \b
    khronika compartment new --vault desk north
    khronika add --vault desk --in cmp_0a1b2c3d4e5f6g7h8j9k0m1n2p interview.docx

    What is derived from material in a compartment is in it too.
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.record_compartment, name)
    if as_json:
        print_json(made)
    else:
        say_entry(made.id, made.name)


def list_command(
    path: VaultPath = None, desk: DeskUrl = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """List the compartments you may enter.

    \b
    khronika compartment list --vault desk
    """
    with hand_at(path, desk, descriptor) as hand:
        found = hand.call(acts.compartments)
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("compartments")
    for one in found:
        say_entry(one.id, one.name)
