"""Originals: shown as pictures that a confined process paints, or handed out whole as they came.

What must stay true: that an original was opened is in the log before a byte of it is out; nothing is given
out of a file that is not as it was sealed; consent is asked at the moment of the answer; nothing heavy is
done while the desk's one writer waits. Turning pages is one opening: the log has it once for an item, a
member and a day (UTC), not for each page.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from khronika.acts.desk import Acting, Asking, Desk, acting, asking, erased_by_now, item_of
from khronika.acts.source_names import file_name
from khronika.acts.standing import standing_of
from khronika.errors import UsageFault, VaultDamaged
from khronika.intake.limits import size_in_words
from khronika.intake.pages import USUAL_WIDTH, Painted, Painter
from khronika.ledger.queries import Wanted
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.item import Item

ATTACHMENT, PICTURE = "attachment", "picture"
_LOOKED_BACK = 500


@dataclass(frozen=True, slots=True)
class Original:
    """An original as it came, opened. ``name`` is the file name as received: never trust it in a header.

    ``size`` is in bytes, ``sha256`` in hex. ``chunks`` gives the bytes once; it raises
    :class:`VaultDamaged` where the file was changed meanwhile, and what it gave before is then incomplete.
    ``opening`` is the record that says that it was opened.
    """

    item: str
    name: str
    media: str
    size: int
    sha256: str
    opening: str
    chunks: Iterator[bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Openable:
    record: Item
    name: str
    compartments: frozenset[str]


def open_original(desk: Desk, member: str, item: str, reason: str) -> Original:
    """Return an original, to be handed out as an attachment. The opening is in the log before it is out.

    Raises:
        NotAllowed: the member may not open originals.
        NotFound: there is no such item for the member.
        UsageFault: there is no reason, it is no item, or it was erased.
        Withheld: consent was withdrawn.
        VaultDamaged: its sealed file is missing or not as it was sealed; nothing of it is given out.
    """
    if not reason.strip():
        fault = UsageFault("opening an original needs a reason", "to compare a quotation with the page")
        raise fault.beside("reason")
    with asking(desk, member, right=Right.OPEN_ORIGINAL) as query:
        openable = _openable(query, item)
    _copy(desk, openable.record, None)
    with acting(desk, member, Right.OPEN_ORIGINAL) as act:
        openable = _openable(act, item)
        opening = _log(desk, act, openable, reason.strip(), ATTACHMENT)
    record = openable.record
    return Original(
        item, openable.name, record.media, record.size, record.sha256, opening, _chunks(desk, record)
    )


def page_picture(
    desk: Desk, member: str, painter: Painter, item: str, page: int = 1, width: int = USUAL_WIDTH
) -> Painted:
    """Return a page of an original as a picture, or why there is none. The log has it before it is out.

    Raises:
        NotAllowed: the member may not open originals.
        NotFound: there is no such item for the member.
        UsageFault: it is no item, or it was erased.
        Withheld: consent was withdrawn.
        VaultDamaged: its sealed file is missing or not as it was sealed.
    """
    with asking(desk, member, right=Right.OPEN_ORIGINAL) as query:
        openable = _openable(query, item)
    if openable.record.size > painter.most_bytes:
        return Painted(b"", page, 0, f"too large to show: {size_in_words(openable.record.size)}")
    content = io.BytesIO()
    _copy(desk, openable.record, content)
    painted = painter.paint(content.getvalue(), openable.name, page, width)
    if painted.png:
        _log_picture(desk, member, item)
    return painted


def _log_picture(desk: Desk, member: str, item: str) -> None:
    """Make sure that today's log has it; ask once more whether it may be shown."""
    with asking(desk, member, right=Right.OPEN_ORIGINAL) as query:
        _openable(query, item)
        if _seen_today(desk, query, item):
            return
    with acting(desk, member, Right.OPEN_ORIGINAL) as act:
        openable = _openable(act, item)
        if not _seen_today(desk, act.asking(), item):
            _log(desk, act, openable, "", PICTURE)


def _seen_today(desk: Desk, query: Asking, item: str) -> bool:
    """Tell whether the log has an opening by this member today; among very many it is logged again."""
    today = moment(desk.clock())[: len("2026-04-12")]
    return any(
        known.envelope["author"] == query.member.id
        and known.envelope["time"].startswith(today)
        and (known.body or {}).get("how") == PICTURE
        for known in query.many(Wanted(Kind.OPENING, parent=item, limit=_LOOKED_BACK))
    )


def _openable(entered: Acting | Asking, item: str) -> _Openable:
    known, standing = item_of(entered, item), standing_of(entered)
    if known.body is None:
        raise _was_erased(item)
    standing.refuse_withdrawn(known)
    compartments = frozenset(known.envelope["compartments"])
    return _Openable(record_of(Item, known.body), file_name(entered, standing, item), compartments)


def _log(desk: Desk, act: Acting, openable: _Openable, reason: str, how: str) -> str:
    opening, item = desk.new_id(Kind.OPENING), openable.record.id
    act.add(
        Draft(
            "original.opened",
            opening,
            {"item": item, "reason": reason, "how": how},
            derived_from=(item,),
            compartments=openable.compartments,
        )
    )
    return opening


def _copy(desk: Desk, record: Item, into: io.BytesIO | None) -> None:
    """Verify the whole file, and keep it in memory where that is wanted."""
    write = into.write if into is not None else len
    try:
        digest = desk.vault.copy_out(record.id, record.key, record.size, write)
    except VaultDamaged:
        if erased_by_now(desk.ledger, record.id):
            raise _was_erased(record.id) from None
        raise
    if digest != record.sha256:
        raise _other_bytes(record)


def _was_erased(item: str) -> UsageFault:
    return UsageFault(f"{item} was erased", "khronika log shows when and by whom")


def _chunks(desk: Desk, record: Item) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in desk.vault.sealed.pieces(record.id, record.key, record.size):
        octets = bytes(piece)
        digest.update(octets)
        yield octets
    if digest.hexdigest() != record.sha256:
        raise _other_bytes(record)


def _other_bytes(record: Item) -> VaultDamaged:
    return VaultDamaged(
        f"the sealed file of {record.id} holds other bytes than were recorded",
        "restore it from a backup; every other record can still be read",
    )
