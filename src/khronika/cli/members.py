"""The command that lists who works at the desk: members."""

from __future__ import annotations

from dataclasses import asdict

from khronika.acts import members as acts
from khronika.acts.rules import BY_ONE_PERSON
from khronika.cli.hands import looking_at
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
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.members)
        by_one = hand.call(acts.made_by_one)
    marks = {one.id: BY_ONE_PERSON if one.id in by_one else "" for one in found}
    if as_json:
        print_json([asdict(one) | {"mark": marks[one.id]} for one in found])
        return
    for one in found:
        state = ("" if one.active else "  has left") + (f"  made {marks[one.id]}" if marks[one.id] else "")
        say_entry(f"{one.id}{state}", one.name, ", ".join(sorted(one.roles)), _entered(one))


def _entered(member: Member) -> str:
    """Return the compartments that a member may enter, in words."""
    return "every compartment" if member.every else ", ".join(sorted(member.compartments))
