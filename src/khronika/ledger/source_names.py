"""What sources are called, by their items: the title that a person gave or that was read, the file's name.

What must stay true: what the sight does not show names nothing; that a person said a source has no title goes
before one that was read. For a page of items it is two queries, however many they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from khronika.ledger import schema
from khronika.ledger.queries import Sight, kept, of_status
from khronika.ledger.recorded import body_as
from khronika.ledger.rows import chunks
from khronika.records.ids import Kind

_RECORDS, _BODIES = schema.records.c, schema.bodies.c
_OF_ITEMS = (Kind.RECEIPT, Kind.RENDITION, Kind.DESCRIPTION)
_STATUSES = ("recorded", "sealed", "run", "changed")


@dataclass(frozen=True, slots=True)
class Called:
    """The title of a source and the name under which it was first received; each is empty where none is."""

    title: str = ""
    file: str = ""


class _About(msgspec.Struct, frozen=True, gc=False):
    title: str = ""


class _Body(msgspec.Struct, frozen=True, gc=False):
    """What names a source in a body of any of these kinds; the rest, often large, is passed over."""

    name: str = ""
    title: str | None = None
    about: _About = _About()


class _Row(NamedTuple):
    id: str
    kind: str
    parent: str
    item: str
    body: _Body


_BODY = msgspec.json.Decoder(_Body)


def called(
    connection: Connection, sight: Sight, items: Iterable[str], without: Collection[str]
) -> dict[str, Called]:
    """Return what those of ``items`` are called that have a name; receipts in ``without`` give none."""
    by_item = dict[str, list[_Row]]()
    for chunk in chunks(set(items)):
        for item, condition in (
            (_RECORDS.parent, (_RECORDS.parent.in_(chunk), _RECORDS.kind.in_(_OF_ITEMS))),
            (_RECORDS.key, (_RECORDS.key.in_(chunk), _RECORDS.kind == Kind.RUN)),
        ):
            for row in _rows(connection, sight, item, condition):
                if row.id not in without:
                    by_item.setdefault(row.item, []).append(row)
    return {item: _called(rows) for item, rows in by_item.items()}


def _rows(
    connection: Connection, sight: Sight, item: ColumnElement[str | None], condition: Iterable[Any]
) -> Iterator[_Row]:
    columns = (_RECORDS.id, _RECORDS.kind, _RECORDS.parent, item.label("item"), _RECORDS.position)
    chosen = (
        select(*columns, _BODIES.body)
        .join_from(schema.records, schema.bodies, _BODIES.position == _RECORDS.position)
        .where(*condition, of_status().in_(_STATUSES), *kept(sight))
        .order_by(_RECORDS.since.desc())
    )
    for row in connection.execute(chosen):
        yield _Row(row.id, row.kind, row.parent, row.item, body_as(_BODY, row.position, row.body))


def _called(rows: Sequence[_Row]) -> Called:
    """Return what a source is called, from its rows, the newest of each kind first."""
    files = [row.body.name for row in rows if row.kind == Kind.RECEIPT]
    given = next((row.body.title for row in rows if row.kind == Kind.DESCRIPTION), None)
    return Called(_read(rows) if given is None else given, files[-1] if files else "")


def _read(rows: Sequence[_Row]) -> str:
    """Return the title that the newest text has of itself, else the one that its newest reading found."""
    text = next((row for row in rows if row.kind == Kind.RENDITION), None)
    if text is None:
        return ""
    run = next((row for row in rows if row.kind == Kind.RUN and row.parent == text.id), None)
    return text.body.about.title or (run.body.about.title if run is not None else "")
