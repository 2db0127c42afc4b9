"""Commands that bring material in: add, read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from khronika.acts import show as showing
from khronika.acts.paging import Page
from khronika.acts.read import ReadRun, read
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.take_in import take_in
from khronika.api.client import Connection
from khronika.cli.bringing import bring
from khronika.cli.given import given
from khronika.cli.hands import Hand, hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, Setting, VaultPath
from khronika.cli.output import fitted, list_problems, print_json, say, say_entry
from khronika.cli.progress import batches, with_progress
from khronika.cli.terms import ConsentTerms, terms_of
from khronika.cli.words import counted, setting_of
from khronika.errors import NothingRead, UsageFault
from khronika.intake.isolated import Extractor
from khronika.reading import ACCURATE

_READ_AT_ONCE = 20
_AT_ONCE = 500

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE…", help="Files, folders, or - for standard input.", show_default=False),
]
Public = Annotated[bool, typer.Option("--public", help="It was public before it came here.")]
Contributor = Annotated[
    str, typer.Option("--from", metavar="PARTY", help="The party (prt_…) it came from.", show_default=False)
]
Person = Annotated[
    str, typer.Option("--person", metavar="PSEUDONYM", help="Whose consent it is.", show_default=False)
]
Note = Annotated[
    str, typer.Option("--note", help="A word on custody: who handed it over, how.", show_default=False)
]
Compartments = Annotated[
    list[str] | None, typer.Option("--in", metavar="COMPARTMENT", help="A compartment (cmp_…); repeatable.")
]
AndRead = Annotated[bool, typer.Option("--read", help="Read it as well.")]
ItemIds = Annotated[
    list[str] | None, typer.Argument(metavar="ITEM…", help="Items (itm_…); none: all that were not read.")
]
Again = Annotated[bool, typer.Option("--again", help="Also what this reader has read before.")]


def add(
    files: Files,
    path: VaultPath = None,
    desk: DeskUrl = None,
    public: Public = False,
    terms: ConsentTerms = None,
    person: Person = "",
    contributor: Contributor = "",
    compartments: Compartments = None,
    remark: Note = "",
    and_read: AndRead = False,
    setting: Setting = ACCURATE,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take material in: the original is sealed first.

    \b
    khronika add --vault desk --public --read article.html
    khronika add --vault desk interview.docx --consent "un procedure:mechanism:pseudonym:2028-01-31"
    khronika add --vault desk folder/

    Without --consent or --public the material may be used inside the desk only. What cannot be read is kept
    and listed with the reason; the same bytes again are a second receipt. The files themselves stay where
    they are, unencrypted: removing them is yours.
    """
    consent = terms_of(terms or [])
    if person and not consent:
        raise UsageFault("--person says whose consent it is, but no consent is given", '--consent "…"')
    conditions = Conditions(
        frozenset(compartments or ()), public, contributor or None, person, consent, remark
    )
    chosen = setting_of(setting)
    wanted = given(files, descriptor=descriptor)
    taken: list[TakenIn] = []
    runs: list[ReadRun] = []
    with hand_at(path, desk, descriptor) as hand, Extractor() as extractor:
        for batch in with_progress(batches(wanted.sources), len(wanted.sources), "taking in"):
            now, read_now = _taken(hand, batch, conditions, extractor, chosen if and_read else None)
            taken += now
            runs += read_now
    if as_json:
        print_json({"taken_in": taken, "read": runs, "left_out": wanted.left_out})
    else:
        _tell_taken(taken)
        list_problems(wanted.left_out)
        _tell_runs(runs)
    if not any(one.item for one in taken):
        raise NothingRead("nothing was taken in", "the reasons are listed above")


def read_command(
    item_ids: ItemIds = None,
    path: VaultPath = None,
    desk: DeskUrl = None,
    again: Again = False,
    setting: Setting = ACCURATE,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Read items: what comes out are suggestions.

    \b
    khronika read --vault desk
    khronika read --vault desk itm_0a1b2c3d4e5f6g7h8j9k0m1n2p --again

    Who said what, to whom, through whom. A suggestion is not in the record until a person accepts it
    (khronika accept). What this reader has read before is not read again.
    """
    chosen = setting_of(setting)
    with hand_at(path, desk, descriptor) as hand:
        runs = [
            run
            for batch in _in_batches(item_ids or _with_text(hand))
            for run in hand.call(read, batch, setting=chosen, again=again)
        ]
    silent = sorted(set(item_ids or ()) - {run.item for run in runs})
    if as_json:
        print_json({"read": runs, "without_text": silent})
        return
    _tell_runs(run for run in runs if run.fresh or item_ids)
    for item in silent:
        say(f"{item}  no text was got from it, so there is nothing to read")
    if not item_ids and not any(run.fresh for run in runs):
        say("nothing is left to read")


def _taken(
    hand: Hand, batch: list[Source], conditions: Conditions, extractor: Extractor, setting: str | None
) -> tuple[list[TakenIn], list[ReadRun]]:
    """Take a batch in, and read it by ``setting`` where there is one."""
    if isinstance(hand, Connection) and setting in {None, ACCURATE}:
        return bring(hand, batch, conditions, and_read=setting is not None)
    if isinstance(hand, Connection):
        taken, _ = bring(hand, batch, conditions, and_read=False)
    else:
        taken = hand.call(take_in, batch, conditions, extractor)
    runs = hand.call(read, _to_read(taken), setting=setting) if setting else []
    return taken, runs


def _in_batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _READ_AT_ONCE):
        yield ids[start : start + _READ_AT_ONCE]


def _to_read(taken: Iterable[TakenIn]) -> list[str]:
    return list(dict.fromkeys(one.item for one in _flattened(taken) if one.item and one.rendition))


def _flattened(taken: Iterable[TakenIn]) -> Iterator[TakenIn]:
    for one in taken:
        yield one
        yield from _flattened(one.parts)


def _with_text(hand: Hand) -> list[str]:
    """Return the items that have a text, oldest first."""
    with_text: list[str] = []
    before: str | None = None
    while found := hand.call(showing.items, page=Page(_AT_ONCE, before)):
        with_text += [one.id for one in found if one.rendition]
        before = found[-1].id
    return with_text[::-1]


def _tell_taken(taken: Iterable[TakenIn]) -> None:
    for one in taken:
        what = "received again: these bytes were here" if one.second else "taken in"
        say_entry(f"{one.item or '-':30}  {what if one.item else 'not taken in'}", one.name)
        list_problems(one.problems)
        for copy in one.copies:
            say(f"  {fitted(f'{copy.shared // 10} % of its text is also in {copy.name}', 2)}")
        _tell_taken(one.parts)


def _tell_runs(runs: Iterable[ReadRun]) -> None:
    for run in runs:
        before = "" if run.fresh else "; read before, --again reads it once more"
        say(f"{run.item}  {counted(run.statements, 'suggestion')}{before}")
