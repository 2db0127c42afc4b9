"""How far texts are: which nobody has had read yet, and how many statements each has by status.

What must stay true: a reading or a statement that the sight does not show is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, func, select

from khronika.ledger import queries, schema
from khronika.ledger.queries import Sight
from khronika.ledger.shelf import firsts, newest
from khronika.records.ids import Kind

_TEXTS = 100
_RECORDS = schema.records.c


def unread(connection: Connection, sight: Sight, without: Collection[str], looked_at: int) -> Iterator[str]:
    """Yield the items whose text nobody has had read yet, the newest text first.

    No more than ``looked_at`` texts are looked at; ``without`` are items that are left out.
    """
    texts = islice(newest(connection, sight, (Kind.RENDITION, "sealed"), None), looked_at)
    fresh = firsts(texts, set(without))
    while some := list(islice(fresh, _TEXTS)):
        read = read_among(connection, sight, [since for since, _ in some])
        yield from (item for since, item in some if since not in read)


def read_among(connection: Connection, sight: Sight, texts: Sequence[int]) -> set[int]:
    """Return those rows of texts (renditions) of which there is a reading."""
    chosen = select(_RECORDS.id, _RECORDS.since).where(_RECORDS.since.in_(texts))
    of = {row.id: row.since for row in connection.execute(chosen)}
    runs = select(_RECORDS.parent).where(
        _RECORDS.parent.in_(list(of)), _RECORDS.kind == Kind.RUN, *queries.kept(sight)
    )
    return {of[text] for text in connection.execute(runs).scalars() if text}


def tallies(connection: Connection, sight: Sight, items: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return how many statements each of these items has, by status."""
    found: dict[str, dict[str, int]] = {}
    chosen = select(_RECORDS.parent, _RECORDS.status, func.count()).where(
        _RECORDS.parent.in_(items), _RECORDS.kind == Kind.STATEMENT, *queries.kept(sight)
    )
    for item, status, number in connection.execute(chosen.group_by(_RECORDS.parent, _RECORDS.status)):
        found.setdefault(item, {})[status] = number
    return found


def texts_of(connection: Connection, sight: Sight, items: Sequence[str]) -> dict[str, int]:
    """Return the row of the newest text (rendition) of each of these items that has one."""
    chosen = select(_RECORDS.parent, func.max(_RECORDS.since)).where(
        _RECORDS.parent.in_(items),
        _RECORDS.kind == Kind.RENDITION,
        _RECORDS.status.concat("") == "sealed",
        *queries.kept(sight),
    )
    return {item: since for item, since in connection.execute(chosen.group_by(_RECORDS.parent)) if item}
