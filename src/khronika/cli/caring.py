"""Commands on marks of care: show, mark, take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from khronika.acts import care as acts
from khronika.acts.care import CareShown
from khronika.api.values import encoded
from khronika.cli.hands import hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, Reason, VaultPath
from khronika.cli.output import print_json, say, say_fields
from khronika.cli.words import care_of
from khronika.records.care import Care, Questioned

Record = Annotated[
    str,
    typer.Argument(
        metavar="RECORD", help="An item, a statement, an incident or a party.", show_default=False
    ),
]
Marks = Annotated[
    list[str],
    typer.Argument(
        metavar="MARK…", help='child, "sexual violence" or "still held or at risk".', show_default=False
    ),
]


def show(
    record: Record,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show the marks of care on a record.

    \b
    khronika care show --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p

    A mark asks for a second person before what bears it goes out. What is suggested binds like a mark. Both
    bind until two members took them away.
    """
    with hand_at(path, desk, descriptor) as hand:
        found = hand.call(acts.care, record)
    if as_json:
        print_json(encoded(found))
    else:
        _tell(found)


def mark(
    record: Record,
    marks: Marks,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Put marks of care on a record, with the reason.

    \b
    khronika care mark --vault desk itm_0a1b2c3d4e5f6g7h8j9k0m1n2p child --reason "she is fourteen"

    A mark is about the handling of a passage. No trait of anybody is recorded.
    """
    put = _marks(marks)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.mark_care, record, put, reason)
        found = None if as_json else hand.call(acts.care, record)
    if found is None:
        print_json(encoded(made))
    else:
        _tell(found)


def take_away(
    record: Record,
    marks: Marks,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take marks of care away from a record, with the reason.

    \b
    khronika care take-away --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p child --reason "a figure of speech"

    It binds until another member takes it away as well. Of an item or a statement that is also how a
    suggestion goes. The log keeps who did it and why.
    """
    gone = _marks(marks)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.unmark, record, gone, reason)
        found = None if as_json else hand.call(acts.care, record)
    if found is None:
        print_json(encoded(made))
    else:
        _tell(found)


def _marks(names: Iterable[str]) -> tuple[Care, ...]:
    return tuple(dict.fromkeys(map(care_of, names)))


def _tell(found: CareShown) -> None:
    if not (found.marks or found.dismissed or found.binding):
        say(f"{found.record}  no marks of care")
        return
    say_fields(
        f"{found.record}  {'marks of care bind it' if found.binding else 'no mark of care binds it'}",
        (
            *(
                ("binds", f"{one.mark}{_where(found.record, one.on)}{_how(one.suggested)}")
                for one in found.binding
            ),
            ("put", _listed(found.marks)),
            ("gone", _listed(found.dismissed)),
            *(("by one", _by_one(one)) for one in found.questioned),
            ("reason", found.reason),
        ),
    )


def _by_one(one: Questioned) -> str:
    return f"{one.mark}, taken away by {one.by}: {one.reason}; binds until another does so too"


def _where(record: str, on: str) -> str:
    return "" if on == record else f", on {on}"


def _how(suggested: bool) -> str:  # noqa: FBT001 - a field of what binds
    return ", suggested" if suggested else ""


def _listed(marks: frozenset[Care]) -> str:
    return ", ".join(mark for mark in Care if mark in marks)
