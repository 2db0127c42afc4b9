"""Commands on corrections, retractions and disputes: record, undo, show, suggest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from khronika.acts import correcting as acts
from khronika.acts.correcting import CorrectionShown
from khronika.acts.correcting_ahead import suggested_corrections
from khronika.api.values import encoded
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Descriptor, DeskUrl, Reason, VaultPath
from khronika.cli.output import print_json, say, say_entry, say_nothing_of
from khronika.cli.words import manner_of
from khronika.records.corrections import Correction

Of = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="The earlier statement (stm_…).", show_default=False)
]
By = Annotated[
    str, typer.Option("--by", metavar="STATEMENT", help="The later statement (stm_…).", show_default=False)
]
MannerName = Annotated[
    str, typer.Option("--manner", help="corrects, retracts or disputes.", show_default=False)
]
Term = Annotated[
    str, typer.Option("--term", metavar="WORDS", help="Only these words are disputed.", show_default=False)
]
Note = Annotated[str, typer.Option("--reason", help="Why you hold the one to be about the other.")]
Id = Annotated[
    str, typer.Argument(metavar="CORRECTION", help="What was recorded (crn_…).", show_default=False)
]
Statement = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="A statement (stm_…).", show_default=False)
]
Incident = Annotated[str, typer.Argument(metavar="INCIDENT", help="An incident (inc_…).", show_default=False)]


def record(
    of: Of,
    by: By,
    manner: MannerName,
    term: Term = "",
    reason: Note = "",
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Record that one statement corrects, retracts or disputes another.

    \b
    khronika correction record --vault desk stm_0a… --by stm_1b… --manner retracts

    Only who said something, or published it, corrects or retracts it; anybody disputes. A dispute takes
    nothing out of the balance sheet.
    """
    correction = Correction("", by, of, manner_of(manner), term, reason)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.correct, correction)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"{made.id}  recorded; khronika unsettled list shows what rests on {made.of}")


def undo(
    correction: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take back that one statement is about the other, with the reason.

    \b
    khronika correction undo --vault desk crn_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "of another letter"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.undo_correction, correction, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"taken back: {made.of} counts as before")


def show(
    statement: Statement,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show what a statement corrects, retracts or disputes, and what does so to it.

    \b
    khronika correction show --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.corrections_on, statement, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found.makes and not found.suffers:
        say_nothing_of("corrections, retractions or disputes of it or by it")
    _tell(found.makes, suffers=False)
    _tell(found.suffers, suffers=True)


def suggest(
    incident: Incident,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Suggest what is perhaps corrected, retracted or disputed in an incident.

    \b
    khronika correction suggest --vault desk inc_0a1b2c3d4e5f6g7h8j9k0m1n2p

    Nothing is recorded by itself: khronika correction record does that.
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(suggested_corrections, incident, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found:
        say_nothing_of("statements that take back or dispute without its being recorded what")
    for one in found:
        say_entry(f"{one.by.id}  {one.manner}{_of_term(one.term)}", one.by.words)
        for target in one.targets:
            say(f"  perhaps {target.statement.id}: {', '.join(target.why)}")


def _tell(found: Iterable[CorrectionShown], *, suffers: bool) -> None:
    for one in found:
        manner = f"{one.correction.manner}{_of_term(one.correction.term)}"
        head = f"{one.other.id} {manner} it" if suffers else f"it {manner}: {one.other.id}"
        last = one.said.last
        day = f"said on {last} or before" if last is not None and one.said.first != last else ""
        day = f"said on {last}" if last is not None and one.said.first == last else day
        who = f"recorded by {one.by} at {one.at}"
        say_entry(f"{one.correction.id}  {head}", one.other.words, day, who, one.correction.reason)


def _of_term(term: str) -> str:
    return f" “{term}”" if term else ""
