"""The command that lists who works at the desk: members."""

from __future__ import annotations

from khronika.acts import members as acts
from khronika.cli.hands import hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, VaultPath
from khronika.cli.output import print_json, say_entry
from khronika.records.access import Member


def members(
    path: VaultPath = None, desk: DeskUrl = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """List who works at the desk, newest first.

    \b
    khronika members --vault desk

    With their roles and those of their compartments that you may enter.
    """
    with hand_at(path, desk, descriptor) as hand:
        found = hand.call(acts.members)
    if as_json:
        print_json(found)
        return
    for one in found:
        state = "" if one.active else "  has left"
        say_entry(f"{one.id}{state}", one.name, ", ".join(sorted(one.roles)), _entered(one))


def _entered(member: Member) -> str:
    """Return the compartments that a member may enter, in words."""
    return "every compartment" if member.every else ", ".join(sorted(member.compartments))
