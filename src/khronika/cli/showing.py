"""Commands that show what there is: items, statements, show, search, log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from khronika.acts import show as acts
from khronika.acts.show import ItemShown, Logged, Page, RecordShown, Sought, StatementShown
from khronika.cli.hands import hand_at
from khronika.cli.options import AsJson, AsOf, Before, Descriptor, DeskUrl, Limit, VaultPath
from khronika.cli.output import (
    list_problems,
    note,
    print_json,
    say,
    say_entry,
    say_fields,
    say_nothing_of,
    say_table,
    say_text,
)
from khronika.cli.words import counted
from khronika.errors import UsageFault, Withheld
from khronika.publishing.visible import one_line
from khronika.records.figures import Figure
from khronika.records.statement import Statement, Status

_PAGE = 50

Id = Annotated[str, typer.Argument(metavar="ID", help="An id, as the lists show it.", show_default=False)]
StatusName = Annotated[str | None, typer.Option("--status", help="suggested, accepted, amended or rejected.")]
Speaker = Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Only this speaker's.")]
OfItem = Annotated[
    str | None,
    typer.Option("--item", metavar="ITEM", help="Only those of this item, in the order of its text."),
]
LimitOrAll = Annotated[
    int | None,
    typer.Option("--limit", min=1, max=10000, help="How many to show: 50, or all of an item's."),
]
Text = Annotated[bool, typer.Option("--text", help="Of an item: its whole text, unredacted.")]
Words = Annotated[
    list[str], typer.Argument(metavar="WORD…", help="Words; every one must occur.", show_default=False)
]
Entry = Annotated[
    int | None, typer.Option("--before", metavar="N", min=0, help="The next page: entries before this one.")
]


def items(
    path: VaultPath = None,
    desk: DeskUrl = None,
    limit: Limit = _PAGE,
    before: Before = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List what was taken in, newest first.

    \b
    khronika items --vault desk
    khronika items --vault desk --as-of 2026-04-12 --json
    """
    with hand_at(path, desk, descriptor) as hand:
        found = hand.call(acts.items, page=Page(limit, before), as_of=as_of)
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("items")
    _list_items(found)
    _tell_more(found, limit)


def statements(
    path: VaultPath = None,
    desk: DeskUrl = None,
    item: OfItem = None,
    status: StatusName = None,
    speaker: Speaker = None,
    limit: LimitOrAll = None,
    before: Before = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List statements and suggestions.

    \b
    khronika statements --vault desk --status suggested
    khronika statements --vault desk --item itm_0a1b2c3d4e5f6g7h8j9k0m1n2p

    Of one item all are listed, in the order of its text; otherwise the newest come first.
    """
    if status is not None and status not in set(Status):
        raise UsageFault(f"there is no status {status!r}", f"one of: {', '.join(Status)}")
    most = limit or (None if item else _PAGE)
    with hand_at(path, desk, descriptor) as hand:
        sought, page = Sought(item, status, speaker), Page(most, before)
        found = hand.call(acts.statements, sought, page=page, as_of=as_of)
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("statements")
    _list_statements(found)
    if item is None:
        _tell_more(found, most)


def show(
    id_: Id,
    path: VaultPath = None,
    desk: DeskUrl = None,
    text: Text = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show one record, or an item's text.

    \b
    khronika show --vault desk stm_0a1b2c3d4e5f6g7h8j9k0m1n2p
    khronika show --vault desk --text itm_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with hand_at(path, desk, descriptor) as hand:
        found = hand.call(acts.show, id_, as_of=as_of)
        if text and not isinstance(found, ItemShown):
            raise UsageFault(f"{id_} has no text of its own", "--text is for items (itm_…)")
        whole = hand.call(acts.text_of, id_, as_of=as_of) if text else ""
    if text and not whole:
        raise Withheld(f"{id_} has no text that may be shown", f"khronika show {id_} says why")
    if as_json:
        print_json({"id": id_, "text": whole} if text else found)
    elif text:
        say_text(whole)
    elif isinstance(found, StatementShown):
        _tell_statement(found)
    elif isinstance(found, ItemShown):
        _tell_item(found)
    else:
        _tell_record(found)


def search(
    words: Words,
    path: VaultPath = None,
    desk: DeskUrl = None,
    limit: Limit = _PAGE,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Find statements and texts by their words.

    \b
    khronika search --vault desk Quarry
    khronika search --vault desk Ilya              finds Илья too

    Every word must occur; the beginning of a word is enough, and names that are written alike in Latin,
    Cyrillic or Arabic letters count as the same.
    """
    with hand_at(path, desk, descriptor) as hand:
        hits = hand.call(acts.search, " ".join(words), limit=limit, as_of=as_of)
    said = [hit.statement for hit in hits if hit.statement]
    found = [hit.item for hit in hits if hit.item]
    if as_json:
        print_json({"statements": said, "items": found})
        return
    if not hits:
        say_nothing_of("statements and no texts hold these words")
    _list_statements(said)
    _list_items(found)
    if limit in {len(said), len(found)}:
        note(f"there may be more: --limit {2 * limit}, or further words")


def log(
    path: VaultPath = None,
    desk: DeskUrl = None,
    limit: Limit = _PAGE,
    before: Entry = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List the entries of the ledger, newest first.

    \b
    khronika log --vault desk
    khronika log --vault desk --before 120 --limit 20
    """
    with hand_at(path, desk, descriptor) as hand:
        logged = hand.call(acts.log, before=before, limit=limit, as_of=as_of)
    if as_json:
        print_json(logged)
        return
    say_table(
        ("no", "time", "what", "record"),
        [(str(one.position), one.time, _entry_in_words(one), one.subject) for one in logged],
    )
    if len(logged) == limit and logged[-1].position:
        note(f"more: --before {logged[-1].position}")


def _entry_in_words(logged: Logged) -> str:
    said = logged.mark or ("" if logged.kept else "erased")
    return f"{logged.type} ({said})" if said else logged.type


def _tell_more(found: Sequence[ItemShown | StatementShown], limit: int | None) -> None:
    if found and len(found) == limit:
        note(f"there may be more: --before {found[-1].id}")


def _list_items(found: Iterable[ItemShown]) -> None:
    for one in found:
        if one.status != "sealed":
            say(f"{one.id}  {one.status}")
            continue
        text = counted(one.characters, "character") if one.rendition else "no text"
        say_entry(
            f"{one.id}  {text}, {counted(len(one.receipts), 'receipt')}",
            one.name,
            " · ".join(word for word in (one.about.published, one.about.publisher, one.about.title) if word),
        )


def _list_statements(found: Iterable[StatementShown]) -> None:
    for one in found:
        said = one.statement
        contested = ", contested" if one.contested else ""
        who = f"{said.speaker or 'speaker not known'} · {_acts(said)}" if said else ""
        say_entry(f"{one.id}  {one.status}{contested}", who, one.words)


def _acts(said: Statement) -> str:
    return ", ".join(said.acts) + (f" ({', '.join(said.denies)})" if said.denies else "")


def _tell_statement(shown: StatementShown) -> None:
    said = shown.statement
    head = f"{shown.id}  {shown.status}{', contested' if shown.contested else ''}"
    if said is None:
        say(head)
        return
    say_fields(
        head,
        (
            ("speaker", f"{said.speaker or 'not known'}{'' if said.named else ' (not named)'}"),
            ("acts", _acts(said)),
            ("words", shown.words),
            ("to", said.addressee.text if said.addressee else ""),
            ("on", said.forum.text if said.forum else ""),
            ("through", " ← ".join(relay.text for relay in said.relays)),
            ("disputes", said.disputes.text if said.disputes else ""),
            ("figures", "; ".join(map(_figure, said.figures))),
            ("when", f"{said.when.text} ({said.when.edtf})" if said.when else ""),
            ("of", ", ".join(f"{when.text} ({when.edtf})" for when in said.dates)),
            ("hedges", ", ".join(hedge.text for hedge in said.hedges)),
            ("within", said.within or ""),
            ("score", f"{said.score / 1000:.2f}: {said.reason}"),
            ("source", f"{shown.source} ({shown.item})"),
            ("by", f"{shown.by} at {shown.at}" if shown.by else ""),
            ("rejected", shown.rejected_because),
            ("mark", shown.mark),
        ),
    )


def _figure(figure: Figure) -> str:
    ends = f"{'' if figure.low is None else figure.low} to {'' if figure.high is None else figure.high}"
    return f"{figure.text} [{ends.strip()}] {figure.unit}".rstrip()


def _tell_item(shown: ItemShown) -> None:
    if shown.status != "sealed":
        say(f"{shown.id}  {shown.status}")
        return
    about = shown.about
    say_fields(
        f"{shown.id}  {shown.status}",
        (
            ("name", shown.name),
            ("title", about.title),
            ("author", about.author),
            ("publisher", about.publisher),
            ("published", about.published),
            ("link", about.link),
            ("media", f"{shown.media}, {shown.size:,} bytes"),
            ("sha256", shown.sha256),
            ("text", f"{shown.characters:,} characters" if shown.rendition else "none"),
        ),
    )
    for receipt in shown.receipts:
        public = ", public before" if receipt.public else ""
        say(f"  receipt   {receipt.id}  {receipt.received}  {receipt.acquisition}{public}")
    list_problems(shown.problems)


def _tell_record(shown: RecordShown) -> None:
    rows = [(one_line(name), _in_words(value)) for name, value in (shown.body or {}).items()]
    say_fields(f"{shown.id}  {shown.status}", [*rows, ("mark", shown.mark)])


def _in_words(value: object) -> str:
    """Return a value of a body as people write it; nothing for what is absent or empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {words}" for name, its in value.items() if (words := _in_words(its)))
    if isinstance(value, list):
        return "; ".join(_in_words(one) for one in value)
    return "" if value is None else str(value)
