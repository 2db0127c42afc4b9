"""Commands on grades: give, show, undo, and those that nothing supports any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from khronika.acts import grading as acts
from khronika.acts.grading import GradeShown, Support
from khronika.api.values import encoded
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Descriptor, DeskUrl, Limit, Reason, VaultPath
from khronika.cli.output import print_json, say, say_entry, say_nothing_of
from khronika.cli.words import INFORMATION, information_of, reliability_of
from khronika.publishing.visible import one_line
from khronika.publishing.weight import words_of_claim
from khronika.records.matter import Grade

Statement = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="A statement (stm_…).", show_default=False)
]
Source = Annotated[
    str, typer.Argument(metavar="A…F", help="How reliable its source is: A to F.", show_default=False)
]
Information = Annotated[
    str, typer.Argument(metavar="1…6", help="How credible what it says is: 1 to 6.", show_default=False)
]
Id = Annotated[str, typer.Argument(metavar="GRADE", help="Your own grade (grd_…).", show_default=False)]


def give(
    statement: Statement,
    source: Source,
    information: Information,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Grade a statement, or change your own grade of it, with the reason.

    \b
    khronika grade give --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p B 3 --reason "she was there; nobody else"

    The source is graded apart from what it says. A 1, confirmed, asks for two independent origins.
    """
    letter, number = reliability_of(source), information_of(information)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.grade, statement, letter, number, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"{made.id}  graded {_written(made)}")


def undo(
    grade: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take your own grade back, with the reason.

    \b
    khronika grade undo --vault desk grd_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "of another day"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.undo_grade, grade, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say("taken back; the log keeps it")


def show(
    statement: Statement,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show the grades of a statement, and what supports it.

    \b
    khronika grade show --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.grades, statement, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found.grades:
        say_nothing_of("grades of this statement")
    _tell(found.grades)
    for support in found.support:
        _tell_support(support)


def unsupported(
    path: VaultPath = None,
    desk: DeskUrl = None,
    limit: Limit = 50,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List the grades of 1, confirmed, that have one origin now.

    \b
    khronika grade unsupported --vault desk
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.unsupported, limit=limit, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found.grades:
        say_nothing_of("grades without their support")
    _tell(found.grades)


def _tell(grades: Iterable[GradeShown]) -> None:
    for one in grades:
        lost = ", no longer supported" if one.supported is False else ""
        who = f"{one.by} at {one.at}"
        head = f"{one.grade.id}  {one.grade.statement}"
        say_entry(head, f"{_written(one.grade)}{lost}", who, one.grade.reason)


def _tell_support(support: Support) -> None:
    mouths = f"mouths between what happened and a text: {support.mouths.before + support.mouths.after}"
    say_entry(f"{support.incident.id}  {support.incident.name}", mouths)
    for one in support.claims:
        backing, against = (_range(its.least, its.most) for its in (one.backing, one.against))
        words, quoted = words_of_claim(one.claim)
        said = " ".join(filter(None, (one.claim.property, words, quoted and f"“{quoted}”")))
        say(one_line(f"  {said}: independent origins backing it {backing}, against it {against}"))


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _written(grade: Grade) -> str:
    said = f"{grade.information.value} {INFORMATION[grade.information]}"
    return f"{grade.source.name} {grade.source.value}, {said}"
