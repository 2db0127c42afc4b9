"""Commands by which a person decides on statements: accept, amend, reject."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from khronika.acts import review as acts
from khronika.acts import show as showing
from khronika.acts.shown import SECOND_PERSON_MARK, StatementShown
from khronika.cli.hands import Hand, hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, Reason, VaultPath
from khronika.cli.output import print_json, say
from khronika.errors import UsageFault

Ids = Annotated[
    list[str], typer.Argument(metavar="STATEMENT…", help="Statements (stm_…).", show_default=False)
]
One = Annotated[str, typer.Argument(metavar="STATEMENT", help="A statement (stm_…).", show_default=False)]
Changes = Annotated[
    list[str],
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="A field of docs/SCHEMA.md; VALUE is JSON or plain words."
    ),
]


def accept(
    ids: Ids,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Accept suggestions as they stand.

    \b
    khronika accept --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p

    Each is copied whole into the record: what you saw is what the record holds, whatever a later reader
    would say.
    """
    wanted = once(ids)
    with hand_at(path, desk, descriptor) as hand:
        hand.call(acts.accept, wanted)
        alone = 0 if as_json else sum(_by_one(hand, id_) for id_ in wanted)
    if as_json:
        print_json({"accepted": wanted})
    elif alone in {0, len(wanted)}:
        say(f"accepted {len(wanted)}; {SECOND_PERSON_MARK if alone else 'seen by a second person'}")
    else:
        say(f"accepted {len(wanted)}; {alone} of them {SECOND_PERSON_MARK}")


def amend(
    id_: One,
    changes: Changes,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Accept a statement with changes.

    \b
    khronika amend --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p --set speaker="Interior Ministry"
    khronika amend --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p --set 'acts=["denies"]'

    The suggestion stays in the log beside what you made of it.
    """
    wanted = dict(_change(text) for text in changes)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.amend, id_, wanted)
    if as_json:
        print_json({"amended": id_, "statement": made})
    else:
        say(f"accepted as amended; {SECOND_PERSON_MARK}")


def reject(
    ids: Ids,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Reject suggestions, with the reason.

    \b
    khronika reject --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "a headline, not a statement"
    """
    wanted = once(ids)
    with hand_at(path, desk, descriptor) as hand:
        hand.call(acts.reject, wanted, reason)
    if as_json:
        print_json({"rejected": wanted, "reason": reason})
    else:
        say(f"rejected {len(wanted)}")


def once(ids: Sequence[str]) -> list[str]:
    """Return each id once, in the order they were named."""
    return list(dict.fromkeys(ids))


def _by_one(hand: Hand, statement: str) -> bool:
    """Tell whether one person alone took a statement into the record."""
    shown = hand.call(showing.show, statement)
    return isinstance(shown, StatementShown) and bool(shown.mark)


def _change(text: str) -> tuple[str, Any]:
    name, found, value = text.partition("=")
    if not found:
        raise UsageFault(f"cannot read the change {text!r}", "--set FIELD=VALUE")
    try:
        return name, json.loads(value)
    except (ValueError, RecursionError):
        return name, value
