"""Showing: what the asking member may see, now or as of an earlier point.

What was erased or withdrawn is shown as such, never with its content, also as of before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from khronika.acts.desk import Asking, Desk, asking, erased_by_now, item_of
from khronika.acts.judged import judges_withdrawn
from khronika.acts.members import as_seen_by
from khronika.acts.paging import Page, last_seen
from khronika.acts.rules import mark_of
from khronika.acts.search_log import Where, keep_search, within
from khronika.acts.shown import (
    ItemShown,
    StatementShown,
    item_shown,
    items_shown,
    newest_rendition,
    statement_shower,
)
from khronika.acts.standing import Standing, as_it_binds, standing_of
from khronika.errors import VaultDamaged
from khronika.ledger import finding, history, logbook
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.shadow import fold
from khronika.records.access import Member
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind

_AGREED_TO = frozenset({Kind.ERASURE, Kind.EXPORT, Kind.MEMBER})
_UNSHOWN = frozenset({"key", "sealed", "sketch", "digest"})


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
    """One entry of the log, at its ``position``, from 0. ``kept`` is false once its body was erased.

    ``time`` is the author's, ``received`` when this copy of the log had it (both UTC). ``mark`` is "by one
    person" where the rules ask for two and there was one.
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
        known = query.many(wanted)
        shown = statement_shower(query, standing, known)
        narrowed = sought.speaker is not None or sought.status is not None
        found = [shown(one) for one in known if not (narrowed and standing.withdrawn(one))]
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
            return statement_shower(query, standing, [known])(known)
        if standing.withdrawn(known) or judges_withdrawn(query, standing, known):
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
        try:
            return desk.texts(rendition.id, rendition.body)
        except VaultDamaged:
            if erased_by_now(desk.ledger, rendition.id):
                return ""
            raise


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
        said = _found(query, standing, query_text, Kind.STATEMENT, limit)
        shown = statement_shower(query, standing, said)
        hits = [Hit(statement=shown(known)) for known in said]
        items_found = dict.fromkeys(
            known.parent
            for kind in (Kind.RENDITION, Kind.RECEIPT)
            for known in _found(query, standing, query_text, kind, limit)
            if known.parent is not None
        )
        return hits + [
            Hit(item=item_shown(query, standing, query.get(id_))) for id_ in list(items_found)[:limit]
        ]


def log(
    desk: Desk, member: str, *, before: int | None = None, limit: int = 50, as_of: str | None = None
) -> list[Logged]:
    """Return the entries about records that the member may see, newest first."""
    with asking(desk, member, as_of) as query:
        logged = []
        for row in logbook.newest(query.connection, query.sight, before, limit):
            envelope = row.envelope
            words = (envelope["type"], envelope["subject"], envelope["author"], envelope["time"])
            mark = _mark_at(query, envelope["subject"], row.position) if row.kept else ""
            logged.append(Logged(row.position, *words, row.received, row.kept, mark))
        return logged


def _found(query: Asking, standing: Standing, text: str, kind: Kind, limit: int) -> list[Known]:
    """Return what holds the words and may be shown: what was withdrawn is not even found."""
    found = finding.found(query.connection, query.sight, text, kind, limit)
    return [known for known in found if known.body is not None and not standing.withdrawn(known)]


def _mark_at(query: Asking, subject: str, position: int) -> str:
    """Return the mark of one entry that is kept and that the member may see."""
    kind = subject[:3]
    if kind not in _AGREED_TO:
        return ""
    (body,) = (one.body for one in history.steps_of(query.connection, subject) if one.position == position)
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
        before=last_seen(query, page),
        limit=page.limit,
    )


def _place_in_text(shown: StatementShown) -> tuple[int, str]:
    if shown.statement is None or not shown.statement.content:
        return (1 << 60, shown.id)
    return (shown.statement.content[0][0], shown.id)


def _for_eyes(query: Asking, known: Known) -> dict[str, Any] | None:
    """Leave out what no person needs to see (wrapped keys, sealed identities), and compartments unseen."""
    if known.body is None:
        return None
    body = {name: value for name, value in known.body.items() if name not in _UNSHOWN}
    if known.id.startswith(f"{Kind.MEMBER}_"):
        body |= body_of(as_seen_by(query.member, record_of(Member, body)))
    return body
