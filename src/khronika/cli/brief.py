"""``khronika brief``: the main job in one command, with no set-up and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from khronika.acts.brief import BRIEF, brief
from khronika.acts.founding import temporary_desk
from khronika.acts.outgoing import BriefOrder
from khronika.acts.read import read
from khronika.acts.second import Proposed
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.take_in import take_in
from khronika.cli.documents import brief_written, format_of
from khronika.cli.given import Given, given
from khronika.cli.hands import hand_at
from khronika.cli.options import AsOf, AudienceName, Descriptor, DeskUrl, EncryptTo, PurposeName, Setting
from khronika.cli.outgoing import tell_held_back
from khronika.cli.output import note, of_source, problem_line
from khronika.cli.progress import batches, with_progress
from khronika.cli.proposing import Propose, Why, naming_propose, reason_to_propose, tell_proposed
from khronika.cli.words import audience_of, purpose_of, setting_of
from khronika.cli.writing import delivery
from khronika.errors import NothingRead, UsageFault
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits, size_in_words
from khronika.publishing.brief import Brief
from khronika.reading import ACCURATE
from khronika.records.consent import Audience, Purpose
from khronika.records.problems import Problem
from khronika.records.second import Deed

_OF_A_VAULT = "Who said what"
_KEPT = ": kept, not read"

Files = Annotated[
    list[str] | None, typer.Argument(metavar="FILE…", help="Files, folders, or - for standard input.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Where to: FILE.html, FILE.md or FILE.json (and .age)."
    ),
]
VaultOption = Annotated[
    Path | None,
    typer.Option("--vault", "-V", metavar="PATH", help="Of this vault's items instead of files."),
]
Title = Annotated[str, typer.Option("--title", help="The brief's title.")]
Items = Annotated[
    list[str] | None, typer.Option("--item", metavar="ITEM", help="With --vault: only this; repeatable.")
]
JsonOut = Annotated[bool, typer.Option("--json", help="JSON instead of Markdown (docs/SCHEMA.md).")]


def brief_command(
    files: Files = None,
    out: Out = None,
    as_json: JsonOut = False,
    title: Title = "",
    encrypt_to: EncryptTo = None,
    setting: Setting = ACCURATE,
    vault: VaultOption = None,
    desk: DeskUrl = None,
    items: Items = None,
    audience: AudienceName = Audience.DESK.value,
    purpose: PurposeName = Purpose.DOCUMENTATION.value,
    as_of: AsOf = None,
    propose: Propose = False,
    why: Why = None,
    descriptor: Descriptor = None,
) -> None:
    """Read files and write a brief of who said what. No set-up.

    \b
    khronika brief article.txt -o brief.html
    khronika brief folder/ --json
    cat letter.eml | khronika brief - -o brief.md
    khronika brief --vault desk --for public -o brief.html.age --encrypt-to age1…
    khronika brief --vault desk --for public --propose --reason "for the report"

    Every sentence of the brief leads to its passage in the source. Files are read in a temporary vault of
    which nothing stays. What the machine read was not reviewed by anybody, and the brief says so.

    With --vault, or --desk, the brief is made of the items there, as far as their consent allows: outside the
    desk only of what a person accepted. What takes two people is proposed, and the document comes to who
    confirms it.
    """
    chosen = setting_of(setting)
    out = None if out == Path("-") else out
    reason = reason_to_propose(why, proposing=propose, written=bool(out or encrypt_to))
    suffix = format_of(out, as_json=as_json)
    to = delivery(out, encrypt_to or [])
    order = BriefOrder(title, tuple(items or ()), purpose_of(purpose), audience_of(audience), as_of)
    if vault is None and desk is None:
        _refuse_what_needs_a_vault(order, proposing=propose)
        made = brief_of(_sources(files or [], out), order, chosen)
    elif files:
        raise UsageFault("a brief is of files or of a vault, not both", "leave --vault or the files out")
    else:
        with hand_at(vault, desk, descriptor) as hand, naming_propose():
            order = replace(order, title=title or _OF_A_VAULT)
            tell_held_back(hand, order)
            if propose:
                proposed = Proposed(Deed.HAND_OVER, reason, kind=BRIEF, order=order)
                tell_proposed(hand, proposed, as_json=as_json)
                return
            made = hand.call(brief, order)
    to.deliver(brief_written(made, suffix))


def brief_of(wanted: Given, order: BriefOrder, setting: str = ACCURATE) -> Brief:
    """Take in, read and brief in a temporary desk.

    Raises:
        NothingRead: no text was got from any of the sources.
    """
    for problem in wanted.left_out:
        note(f"not read: {problem_line(problem)}")
    sources, large = _not_too_large(wanted.sources)
    for problem in large:
        note(f"not read: {problem_line(problem)}")
    with temporary_desk() as desk, Extractor() as extractor:
        some = False
        for batch in with_progress(batches(sources), len(sources), "reading"):
            taken = list(flattened(take_in(desk, desk.founder, batch, Conditions(), extractor)))
            _tell_unread(taken)
            fresh = [one.item for one in taken if one.item and one.rendition and not one.second]
            read(desk, desk.founder, fresh, setting=setting)
            some = some or bool(fresh)
        if not some:
            raise NothingRead("no text was got from what was given", "the reasons are above")
        return brief(desk, desk.founder, _titled(order, sources))


def flattened(taken: Iterable[TakenIn]) -> Iterable[TakenIn]:
    """Yield what was taken in with all parts, each after what it was part of."""
    for one in taken:
        yield one
        yield from flattened(one.parts)


def _sources(files: list[str], out: Path | None) -> Given:
    if not files:
        raise UsageFault("nothing is named to read", "khronika brief FILE -o brief.html")
    wanted = given(files, most=Limits().text_bytes)
    if out is not None and wanted.holds(out):
        raise UsageFault(
            f"{out} is one of the files to read", "name another place with -o; nothing was written"
        )
    return wanted


def _not_too_large(sources: Iterable[Source]) -> tuple[list[Source], list[Problem]]:
    """Set apart what intake would keep and not read: nothing is kept here."""
    most = Limits().file_bytes
    read_, large = [], []
    for source in sources:
        if source.size is not None and source.size > most:
            large.append(Problem(source.name, f"{size_in_words(source.size)} are too large to be read"))
        else:
            read_.append(source)
    return read_, large


def _refuse_what_needs_a_vault(order: BriefOrder, *, proposing: bool) -> None:
    if order.items or order.as_of or order.audience is not Audience.DESK or proposing:
        raise UsageFault(
            "--item, --as-of, --for and --propose are about a vault's records",
            "name the vault with --vault PATH",
        )


def _tell_unread(taken: Iterable[TakenIn]) -> None:
    for one in taken:
        for problem in one.problems:
            state = "" if one.rendition else "not read: "
            said = replace(problem, what=problem.what.removesuffix(_KEPT))
            note(f"{state}{problem_line(of_source(said, one.name))}")
        if one.rendition is None and not one.problems:
            note(f"not read: {one.name}: no text in it")


def _titled(order: BriefOrder, sources: list[Source]) -> BriefOrder:
    count = len(sources)
    title = order.title or (f"Brief of {sources[0].name}" if count == 1 else f"Brief of {count} sources")
    return replace(order, title=title)
