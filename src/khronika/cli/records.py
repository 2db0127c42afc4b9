"""Commands on the records: add, items, read, statements, show, search, log."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from khronika.acts import show as showing
from khronika.acts.desk import Desk
from khronika.acts.read import ReadRun, read
from khronika.acts.show import ItemShown, Page, RecordShown, Sought, StatementShown
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.take_in import take_in
from khronika.cli.given import sources_of
from khronika.cli.options import AsJson, AsOf, Before, Descriptor, Limit, VaultPath
from khronika.cli.output import list_problems, print_json, say, shortened, table
from khronika.cli.passphrases import desk_at
from khronika.cli.terms import ConsentTerms, terms_of
from khronika.errors import NothingRead
from khronika.intake.isolated import Extractor
from khronika.publishing.visible import visible
from khronika.records.statement import Statement

_BATCH = 100
_BATCH_BYTES = 64 << 20

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE…", help="Files, folders, or - for standard input.", show_default=False),
]
Public = Annotated[bool, typer.Option("--public", help="It was public before it came here.")]
Contributor = Annotated[str, typer.Option("--from", help="The party (prt_…) it came from.")]
Person = Annotated[str, typer.Option("--person", help="Whose consent it is, by pseudonym.")]
Note = Annotated[str, typer.Option("--note", help="A word on custody: who handed it over, how.")]
Compartments = Annotated[list[str] | None, typer.Option("--in", help="A compartment (cmp_…); repeatable.")]
AndRead = Annotated[bool, typer.Option("--read", help="Read it as well.")]
ItemIds = Annotated[
    list[str] | None, typer.Argument(metavar="[ITEM…]", help="Items (itm_…); none: all that were not read.")
]
Again = Annotated[bool, typer.Option("--again", help="Also what this reader has read before.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="An id, as the lists show it.", show_default=False)]
Status = Annotated[str | None, typer.Option("--status", help="suggested, accepted, amended or rejected.")]
Speaker = Annotated[str | None, typer.Option("--speaker", help="Only this speaker's.")]
OfItem = Annotated[
    str | None, typer.Option("--item", help="Only those of this item, in the order of its text.")
]
Text = Annotated[bool, typer.Option("--text", help="Of an item: its whole text, unredacted.")]
Words = Annotated[
    list[str], typer.Argument(metavar="WORD…", help="Words; every one must occur.", show_default=False)
]
Entry = Annotated[int | None, typer.Option("--before", help="Entries before this position.")]


def add(
    files: Files,
    path: VaultPath,
    public: Public = False,
    terms: ConsentTerms = None,
    person: Person = "",
    contributor: Contributor = "",
    compartments: Compartments = None,
    remark: Note = "",
    and_read: AndRead = False,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take material in: the original is sealed first, then its text is got.

    \b
    khronika add --vault desk interview.docx --consent "un procedure:mechanism:pseudonym:2028-01-31"
    khronika add --vault desk --public article.html

    Without --consent or --public the material may be used inside the desk only. What cannot be read is kept
    and listed; the same bytes again are a second receipt.
    """
    conditions = Conditions(
        frozenset(compartments or ()), public, contributor or None, person, terms_of(terms or []), remark
    )
    sources = sources_of(files)
    with desk_at(path, descriptor) as desk, Extractor() as extractor:
        taken: list[TakenIn] = []
        for batch in _with_progress(_batches(sources), len(sources)):
            taken += take_in(desk, desk.founder, batch, conditions, extractor)
        runs = read(desk, desk.founder, _to_read(taken)) if and_read else []
    if as_json:
        print_json({"taken_in": taken, "read": runs})
    else:
        _tell_taken(taken)
        _tell_runs(runs)
    if not any(one.item for one in taken):
        raise NothingRead("nothing was taken in", "the reasons are listed above")


def items(
    path: VaultPath,
    limit: Limit = 50,
    before: Before = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List what was taken in, newest first."""
    with desk_at(path, descriptor) as desk:
        found = showing.items(desk, desk.founder, page=Page(limit, before), as_of=as_of)
    if as_json:
        print_json(found)
        return
    table(
        ("id", "name", "published", "publisher", "characters", "receipts"),
        [
            (
                one.id,
                one.name,
                one.about.published,
                one.about.publisher,
                f"{one.characters:,}",
                str(len(one.receipts)),
            )
            if one.status == "sealed"
            else (one.id, one.status, "", "", "", "")
            for one in found
        ],
    )


def read_command(
    path: VaultPath,
    item_ids: ItemIds = None,
    again: Again = False,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Read items: who said what, to whom, through whom. What comes out are suggestions."""
    with desk_at(path, descriptor) as desk:
        wanted = item_ids or _unread(desk)
        runs = read(desk, desk.founder, wanted, again=again)
    if as_json:
        print_json(runs)
    else:
        _tell_runs(runs)


def statements(
    path: VaultPath,
    item: OfItem = None,
    status: Status = None,
    speaker: Speaker = None,
    limit: Limit = 50,
    before: Before = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List statements and suggestions: of one item in the order of its text, otherwise newest first."""
    with desk_at(path, descriptor) as desk:
        sought, page = Sought(item, status, speaker), Page(limit, before)
        found = showing.statements(desk, desk.founder, sought, page=page, as_of=as_of)
    if as_json:
        print_json(found)
    else:
        _statement_table(found)


def show(
    id_: Id,
    path: VaultPath,
    text: Text = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show one record."""
    with desk_at(path, descriptor) as desk:
        found = showing.show(desk, desk.founder, id_, as_of=as_of)
        whole = showing.text_of(desk, desk.founder, id_, as_of=as_of) if text else ""
    if text:
        say(visible(whole))
    elif as_json:
        print_json(found)
    elif isinstance(found, StatementShown):
        _tell_statement(found)
    elif isinstance(found, ItemShown):
        _tell_item(found)
    else:
        _tell_record(found)


def search(
    words: Words,
    path: VaultPath,
    limit: Limit = 50,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Find statements and texts that hold every word: its beginnings, and names alike in any script."""
    with desk_at(path, descriptor) as desk:
        hits = showing.search(desk, desk.founder, " ".join(words), limit=limit, as_of=as_of)
    if as_json:
        print_json(hits)
        return
    _statement_table([hit.statement for hit in hits if hit.statement])
    found = [hit.item for hit in hits if hit.item]
    if found:
        say()
        table(("item", "name", "title"), [(one.id, one.name, one.about.title) for one in found])


def log(
    path: VaultPath,
    limit: Limit = 50,
    before: Entry = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List the entries of the ledger, newest first."""
    with desk_at(path, descriptor) as desk:
        logged = showing.log(desk, desk.founder, before=before, limit=limit, as_of=as_of)
    if as_json:
        print_json(logged)
        return
    table(
        ("entry", "time", "what", "record", ""),
        [(str(o.position), o.time, o.type, o.subject, "" if o.kept else "erased") for o in logged],
    )


def _batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Yield sources in batches small enough to be kept in memory until they are recorded."""
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += source.size or 0
        if len(batch) == _BATCH or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _with_progress(batches: Iterator[list[Source]], total: int) -> Iterable[list[Source]]:
    """Show a bar while many files are taken in at a terminal."""
    if total < _BATCH // 10 or not sys.stderr.isatty():
        yield from batches
        return
    from rich.console import Console  # noqa: PLC0415 - heavy, and only for a bar at a terminal
    from rich.progress import Progress  # noqa: PLC0415 - as above

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("taking in", total=total)
        for batch in batches:
            yield batch
            progress.advance(task, len(batch))


def _to_read(taken: Iterable[TakenIn]) -> list[str]:
    ids = [one.item for top in taken for one in (top, *top.parts) if one.item and one.rendition]
    return list(dict.fromkeys(ids))


def _unread(desk: Desk) -> list[str]:
    return [one.id for one in showing.items(desk, desk.founder, page=Page(None)) if one.rendition][::-1]


def _tell_taken(taken: Iterable[TakenIn]) -> None:
    for one in taken:
        what = "second receipt" if one.second else "taken in"
        say(f"{one.item or '-':30}  {what if one.item else 'not taken in':14}  {shortened(one.name)}")
        list_problems(one.problems)
        for copy in one.copies:
            say(f"  likely a copy of {shortened(copy.name)}: {copy.shared // 10} % of the text is shared")
        _tell_taken(one.parts)


def _tell_runs(runs: Iterable[ReadRun]) -> None:
    for run in runs:
        note_ = "" if run.fresh else " (read before; --again reads it once more)"
        say(f"{run.item}  {run.statements} suggestions by {run.reader}{note_}")


def _statement_table(found: Iterable[StatementShown]) -> None:
    table(
        ("id", "state", "speaker", "acts", "words"),
        [(one.id, one.status, *_said(one.statement), one.words) for one in found],
    )


def _said(statement: Statement | None) -> tuple[str, str]:
    if statement is None:
        return "", ""
    return statement.speaker or "not known", ", ".join(statement.acts)


def _tell_statement(shown: StatementShown) -> None:
    said = shown.statement
    say(f"{shown.id}  {shown.status}{' · contested' if shown.contested else ''}")
    if said is None:
        return
    rows = {
        "speaker": f"{said.speaker or 'not known'}{'' if said.named else ' (not named)'}",
        "acts": ", ".join(said.acts) + (f" ({', '.join(said.denies)})" if said.denies else ""),
        "words": shown.words,
        "to": said.addressee.text if said.addressee else "",
        "on": said.forum.text if said.forum else "",
        "through": " ← ".join(relay.text for relay in said.relays),
        "disputes": said.disputes.text if said.disputes else "",
        "figures": "; ".join(f"{f.text} [{f.low}, {f.high}] {f.unit}" for f in said.figures),
        "when": f"{said.when.text} ({said.when.edtf})" if said.when else "",
        "hedges": ", ".join(hedge.text for hedge in said.hedges),
        "within": said.within or "",
        "score": f"{said.score / 1000:.2f}: {said.reason}",
        "source": f"{shown.source} ({shown.item})",
        "by": f"{shown.by} at {shown.at}" if shown.by else "",
        "rejected": shown.rejected_because,
        "mark": shown.mark,
    }
    for name, value in rows.items():
        if value:
            say(f"  {name:9} {visible(value)}")


def _tell_item(shown: ItemShown) -> None:
    say(f"{shown.id}  {shown.status}")
    if shown.status != "sealed":
        return
    about = shown.about
    rows = {
        "name": shown.name,
        "title": about.title,
        "author": about.author,
        "publisher": about.publisher,
        "published": about.published,
        "media": f"{shown.media}, {shown.size:,} bytes",
        "sha256": shown.sha256,
        "text": f"{shown.characters:,} characters" if shown.rendition else "none",
    }
    for name, value in rows.items():
        if value:
            say(f"  {name:9} {visible(value)}")
    for receipt in shown.receipts:
        say(f"  receipt   {receipt.id} {receipt.received} {receipt.acquisition} {shortened(receipt.name)}")
    list_problems(shown.problems)


def _tell_record(shown: RecordShown) -> None:
    say(f"{shown.id}  {shown.status}")
    for name, value in (shown.body or {}).items():
        say(f"  {name:9} {visible(str(value))}")
