"""Commands that show what there is: items, statements, show, search, log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from khronika.acts import show as acts
from khronika.acts.paging import Page
from khronika.acts.show import Logged, Sought
from khronika.acts.shown import ItemShown, StatementShown
from khronika.cli.hands import looking_at
from khronika.cli.options import AsJson, AsOf, Before, Descriptor, DeskUrl, Limit, VaultPath
from khronika.cli.output import note, print_json, say_nothing_of, say_table, say_text
from khronika.cli.telling import list_items, list_statements, tell_item, tell_record, tell_statement
from khronika.errors import UsageFault, Withheld
from khronika.records.statement import Status

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
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.items, page=Page(limit, before), as_of=as_of)
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("items")
    list_items(found)
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
    with looking_at(path, desk, descriptor) as hand:
        sought, page = Sought(item, status, speaker), Page(most, before)
        found = hand.call(acts.statements, sought, page=page, as_of=as_of)
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("statements")
    list_statements(found)
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
    with looking_at(path, desk, descriptor) as hand:
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
        tell_statement(found)
    elif isinstance(found, ItemShown):
        tell_item(found)
    else:
        tell_record(found)


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
    with looking_at(path, desk, descriptor) as hand:
        hits = hand.call(acts.search, " ".join(words), limit=limit, as_of=as_of)
    said = [hit.statement for hit in hits if hit.statement]
    found = [hit.item for hit in hits if hit.item]
    if as_json:
        print_json({"statements": said, "items": found})
        return
    if not hits:
        say_nothing_of("statements and no texts hold these words")
    list_statements(said)
    list_items(found)
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
    with looking_at(path, desk, descriptor) as hand:
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
