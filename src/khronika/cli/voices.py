"""Commands by which a person says whether statements are one voice: join, cut, undo, list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from khronika.acts import tying as acts
from khronika.acts.tying import TieShown
from khronika.api.values import encoded
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Descriptor, DeskUrl, Reason, VaultPath
from khronika.cli.output import print_json, say, say_entry, say_nothing_of
from khronika.cli.words import counted
from khronika.records.ties import VoiceTie

One = Annotated[str, typer.Argument(metavar="STATEMENT", help="A statement (stm_…).", show_default=False)]
Others = Annotated[
    list[str], typer.Argument(metavar="STATEMENT…", help="Statements (stm_…).", show_default=False)
]
Tie = Annotated[
    str, typer.Argument(metavar="JUDGEMENT", help="A judgement on two voices (tie_…).", show_default=False)
]


def join(
    statements: Others,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Say that statements are one voice, with the reason.

    \b
    khronika voice join --vault desk stm_0a… stm_1b… --reason "one film, shown by both"

    It holds against all that was found, and takes the place of what was judged of them before.
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.join_voices, statements, reason)
    _tell(made, "one voice", as_json=as_json)


def cut(
    one: One,
    others: Others,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Say that a statement is another voice than others, with the reason.

    \b
    khronika voice cut --vault desk stm_0a… stm_1b… --reason "two people of one name"

    The first is cut from each of the others. It holds against all that was found.
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.cut_voices, one, others, reason)
    _tell(made, "not one voice", as_json=as_json)


def undo(
    tie: Tie,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take a judgement on two voices back, with the reason.

    \b
    khronika voice undo --vault desk tie_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "there were two films"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.undo_tie, tie, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say("taken back: what was found holds again")


def list_command(
    one: One,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List what persons judged of the voice of a statement.

    \b
    khronika voice list --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.ties, one, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found:
        say_nothing_of("judgements on this voice")
    for shown in found:
        _tell_one(one, shown)


def _tell(made: Iterable[VoiceTie], judged: str, *, as_json: bool) -> None:
    ties = list(made)
    if as_json:
        print_json(encoded(ties))
        return
    say(f"{counted(len(ties), 'pair')} judged {judged}")
    for tie in ties:
        say_entry(tie.id, f"{tie.one}  {tie.other}")


def _tell_one(statement: str, shown: TieShown) -> None:
    other = shown.tie.other if shown.tie.one == statement else shown.tie.one
    judged = "joined with" if shown.joined else "cut from"
    say_entry(f"{shown.tie.id}  {judged} {other}", f"{shown.by} at {shown.at}", shown.tie.reason)
