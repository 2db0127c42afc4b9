"""Showing: what the asking member may see, now or as of an earlier point.

What was erased or withdrawn is shown as such, never with its content, also as of before.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from khronika.acts.desk import Asking, Desk, asking, item_of
from khronika.acts.likeness import name_of
from khronika.acts.members import as_seen_by
from khronika.acts.rules import mark_of
from khronika.acts.search_log import Where, keep_search, within
from khronika.acts.standing import Standing, as_it_binds, standing_of
from khronika.ledger import queries
from khronika.ledger.folding import ERASED, WITHDRAWN
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.shadow import fold
from khronika.records.access import Member
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.item import About, Item, Receipt, Rendition
from khronika.records.problems import Problem
from khronika.records.statement import Statement

SECOND_PERSON_MARK = "not seen by a second person"
_AGREED_TO = frozenset({Kind.ERASURE, Kind.EXPORT, Kind.MEMBER})
_UNSHOWN = frozenset({"key", "sealed", "sketch", "digest"})


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item with its receipts and what its text says of itself. Erased or withdrawn: its id alone."""

    id: str
    status: str
    name: str = ""
    media: str = ""
    size: int = 0
    sha256: str = ""
    receipts: tuple[Receipt, ...] = ()
    rendition: str = ""
    characters: int = 0
    about: About = field(default_factory=About)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A statement with its words and where it stands; ``statement`` is ``None`` once erased or withdrawn."""

    id: str
    status: str
    contested: bool = False
    item: str = ""
    source: str = ""
    words: str = ""
    statement: Statement | None = None
    by: str = ""
    at: str = ""
    mark: str = ""
    rejected_because: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted, newest first; ``before`` is the id of the last one seen."""

    limit: int | None = 50
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Which statements are wanted: of an item, in a state, by a speaker (folded for comparison)."""

    item: str | None = None
    status: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: a statement, or an item whose text or name holds the words."""

    statement: StatementShown | None = None
    item: ItemShown | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log. ``kept`` is false once its body was erased.

    ``mark`` is "by one person" where the rules ask for two and there was one.
    """

    position: int
    type: str
    subject: str
    author: str
    time: str
    received: str
    kept: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class RecordShown:
    """Any other record: its state, and its body as recorded.

    ``mark`` is "by one person" where the rules ask for two and there was one.
    """

    id: str
    status: str
    body: dict[str, Any] | None
    mark: str = ""


def items(desk: Desk, member: str, *, page: Page | None = None, as_of: str | None = None) -> list[ItemShown]:
    """Return the items, newest first."""
    with asking(desk, member, as_of) as query:
        wanted = _wanted(query, Kind.ITEM, page)
        standing = standing_of(query)
        return items_shown(query, standing, query.many(wanted))


def statements(
    desk: Desk, member: str, sought: Sought, *, page: Page | None = None, as_of: str | None = None
) -> list[StatementShown]:
    """Return the statements that are sought: of one item in the order of its text, otherwise newest first."""
    with asking(desk, member, as_of) as query:
        wanted = _wanted(query, Kind.STATEMENT, page, sought)
        standing = standing_of(query)
        shown = statement_shower(query, standing)
        narrowed = sought.speaker is not None or sought.status is not None
        found = [shown(known) for known in query.many(wanted) if not (narrowed and standing.withdrawn(known))]
    return sorted(found, key=_place_in_text) if sought.item else found


def show(
    desk: Desk, member: str, id_: str, *, as_of: str | None = None
) -> ItemShown | StatementShown | RecordShown:
    """Return one record.

    Raises:
        NotFound: there is none for this member, or not yet as of then.
    """
    with asking(desk, member, as_of) as query:
        known, standing = query.get(id_), standing_of(query)
        if id_.startswith(f"{Kind.ITEM}_"):
            return item_shown(query, standing, known)
        if id_.startswith(f"{Kind.STATEMENT}_"):
            return statement_shower(query, standing)(known)
        if standing.withdrawn(known):
            return RecordShown(id_, WITHDRAWN, None)
        if id_.startswith(f"{Kind.CONSENT}_"):
            known = as_it_binds(query, known)
        return RecordShown(id_, known.status, _for_eyes(query, known), mark_of(id_[:3], known.body))


def text_of(desk: Desk, member: str, item: str, *, as_of: str | None = None) -> str:
    """Return the newest text of an item, unredacted; empty where none was got or may be shown.

    Raises:
        NotFound: there is none for this member, or not yet as of then.
        UsageFault: it is not an item.
    """
    with asking(desk, member, as_of) as query:
        known, rendition = item_of(query, item), newest_rendition(query, item)
        if rendition is None or rendition.body is None or standing_of(query).withdrawn(known):
            return ""
        return desk.texts(rendition.id, rendition.body)


def search(
    desk: Desk, member: str, query_text: str, *, limit: int = 50, as_of: str | None = None
) -> list[Hit]:
    """Return statements, then items, that hold every word of the query; newest first.

    A word matches itself, its beginnings, and names that sound alike in any script. A search that looks into
    a sensitive compartment is in the log before it is answered.
    """
    where = Where()
    kept = keep_search(desk, member, query_text, {}, where)
    with asking(desk, member, as_of) as entered:
        query = within(entered, where, kept)
        standing = standing_of(query)
        shown = statement_shower(query, standing)
        hits = [
            Hit(statement=shown(known))
            for known in _found(query, standing, query_text, Kind.STATEMENT, limit)
        ]
        items_found = dict.fromkeys(
            known.parent
            for kind in (Kind.RENDITION, Kind.RECEIPT)
            for known in _found(query, standing, query_text, kind, limit)
            if known.parent is not None
        )
        return hits + [
            Hit(item=item_shown(query, standing, query.get(id_))) for id_ in list(items_found)[:limit]
        ]


def _found(query: Asking, standing: Standing, text: str, kind: Kind, limit: int) -> list[Known]:
    """Return what holds the words and may be shown: what was withdrawn is not even found."""
    found = queries.found(query.connection, query.sight, text, kind, limit)
    return [known for known in found if known.body is not None and not standing.withdrawn(known)]


def log(
    desk: Desk, member: str, *, before: int | None = None, limit: int = 50, as_of: str | None = None
) -> list[Logged]:
    """Return the entries about records that the member may see, newest first."""
    with asking(desk, member, as_of) as query:
        logged = []
        for row in queries.log(query.connection, query.sight, before, limit):
            envelope = json.loads(row.envelope)
            words = (envelope["type"], envelope["subject"], envelope["author"], envelope["time"])
            mark = _mark_at(query, envelope["subject"], row.position) if row.kept else ""
            logged.append(Logged(row.position, *words, row.received, bool(row.kept), mark))
        return logged


def _mark_at(query: Asking, subject: str, position: int) -> str:
    """Return the mark of one entry that is kept and that the member may see."""
    kind = subject[:3]
    if kind not in _AGREED_TO:
        return ""
    (body,) = (one.body for one in queries.history(query.connection, subject) if one.position == position)
    return mark_of(kind, body)


def _wanted(query: Asking, kind: Kind, page: Page | None, sought: Sought | None = None) -> Wanted:
    page, sought = page or Page(), sought or Sought()
    if sought.item is not None:
        query.get(sought.item)
    return Wanted(
        kind,
        parent=sought.item,
        key=fold(sought.speaker) if sought.speaker else None,
        statuses=(sought.status,) if sought.status else (),
        before=query.get(page.before).since if page.before else None,
        limit=page.limit,
    )


def item_shown(query: Asking, standing: Standing, known: Known) -> ItemShown:
    """Return an item as it may be shown."""
    return items_shown(query, standing, [known])[0]


def items_shown(query: Asking, standing: Standing, found: Sequence[Known]) -> list[ItemShown]:
    """Return items as they may be shown; what belongs to them is looked up together."""
    ids = [known.id for known in found if known.body is not None and not standing.withdrawn(known)]
    receipts = queries.under(query.connection, query.sight, Wanted(Kind.RECEIPT), ids)
    sealed = Wanted(Kind.RENDITION, statuses=("sealed",))
    renditions = queries.under(query.connection, query.sight, sealed, ids)
    shown = []
    for known in found:
        if standing.withdrawn(known):
            shown.append(ItemShown(known.id, WITHDRAWN))
        elif known.body is None:
            shown.append(ItemShown(known.id, known.status))
        else:
            own = [one for one in receipts.get(known.id, ()) if not standing.withdrawn(one)]
            shown.append(_item_shown(known, own, next(iter(renditions.get(known.id, ())), None)))
    return shown


def _item_shown(known: Known, found: Sequence[Known], rendition: Known | None) -> ItemShown:
    record = record_of(Item, known.body)
    receipts = tuple(record_of(Receipt, one.body) for one in reversed(found) if one.body is not None)
    shown = ItemShown(
        id=known.id,
        status=known.status,
        name=receipts[0].name if receipts else known.id,
        media=record.media,
        size=record.size,
        sha256=record.sha256,
        receipts=receipts,
        problems=record.unread,
    )
    return shown if rendition is None else _with_rendition(shown, rendition)


def _with_rendition(shown: ItemShown, rendition: Known) -> ItemShown:
    record = record_of(Rendition, rendition.body)
    return ItemShown(
        shown.id,
        shown.status,
        shown.name,
        shown.media,
        shown.size,
        shown.sha256,
        shown.receipts,
        rendition=record.id,
        characters=record.characters,
        about=record.about,
        problems=record.problems,
    )


def newest_rendition(query: Asking, item: str) -> Known | None:
    """Return the newest text of an item, ``None`` where none was got."""
    wanted = Wanted(Kind.RENDITION, parent=item, statuses=("sealed",), limit=1)
    found = query.many(wanted)
    return found[0] if found else None


def statement_shower(
    query: Asking, standing: Standing, names: dict[str, str] | None = None
) -> Callable[[Known], StatementShown]:
    """Return a function that shows statements and looks each item's name up once, but for ``names`` given."""
    names = {} if names is None else names

    def shown(known: Known) -> StatementShown:
        body = known.body
        if body is None:
            return StatementShown(known.id, ERASED)
        item = body["item"]
        if standing.withdrawn(known):
            return StatementShown(known.id, WITHDRAWN)
        if item not in names:
            names[item] = name_of(query, standing, item)
        suggested = known.status == "suggested"
        return StatementShown(
            id=known.id,
            status=known.status,
            contested=known.contested,
            item=item,
            source=names[item],
            words=body["words"],
            statement=record_of(Statement, body["statement"]),
            by="" if suggested else known.envelope["author"],
            at=known.envelope["time"],
            mark="" if second_person(body) else SECOND_PERSON_MARK,
            rejected_because=body.get("rejected_because", ""),
        )

    return shown


def _place_in_text(shown: StatementShown) -> tuple[int, str]:
    if shown.statement is None or not shown.statement.content:
        return (1 << 60, shown.id)
    return (shown.statement.content[0][0], shown.id)


def second_person(body: dict[str, Any]) -> bool:
    """Tell whether a statement, given its body, was taken into the record by more than one member."""
    return len(body.get("reviewed_by", ())) > 1


def _for_eyes(query: Asking, known: Known) -> dict[str, Any] | None:
    """Leave out what no person needs to see (wrapped keys, sealed identities), and compartments unseen."""
    if known.body is None:
        return None
    body = {name: value for name, value in known.body.items() if name not in _UNSHOWN}
    if known.id.startswith(f"{Kind.MEMBER}_"):
        body |= body_of(as_seen_by(query.member, record_of(Member, body)))
    return body
