"""Leafing through the log: entries by what they are about, checkpoints, and the days on which it grew.

What must stay true: an entry that a :class:`Sight` does not show is in no answer; no answer takes longer with
a long log than with a short one by more than what is said at each function.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, LargeBinary, Select, func, literal, select

from khronika.ledger import schema
from khronika.ledger.ending import size_of
from khronika.ledger.queries import Sight
from khronika.ledger.recorded import envelope_at

_FEW = 5000
_LOOKED_AT = 10_000
_PIECE = 500
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class LogWanted:
    """Which entries are wanted: about records of these kinds or about one, of these types, by an author.

    ``first`` and ``last`` are the days (UTC) on which this desk received them. What is empty does not count.
    """

    kinds: tuple[str, ...] = ()
    subject: str = ""
    types: tuple[str, ...] = ()
    author: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry at its position. ``kept`` is false once its body was erased."""

    position: int
    envelope: dict[str, Any]
    received: str
    kept: bool


@dataclass(frozen=True, slots=True)
class LogLeaf:
    """Entries, newest first. ``before`` is the position to go on from, ``None`` where nothing more is."""

    entries: tuple[LogEntry, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A checkpoint: the number of entries it covers, when (UTC) the last of them was received, the note."""

    size: int
    received: str
    note: str


def leaf(connection: Connection, sight: Sight, wanted: LogWanted, before: int | None, limit: int) -> LogLeaf:
    """Return the newest entries that are wanted.

    Of what is rarely written all is looked at; otherwise at most 10,000 entries, and ``before`` says where to
    look on, also where fewer than ``limit`` were found.
    """
    low, high = _bounds(connection, wanted)
    end = min(end for end in (before, sight.as_of, high) if end is not None)
    found: list[LogEntry] = []
    seen: int | None = None
    for positions in _positions(connection, sight, wanted, (low, end)):
        for entry in at_positions(connection, positions):
            if _is_wanted(entry, wanted):
                if len(found) == limit:
                    return LogLeaf(tuple(found), entry.position + 1)
                found.append(entry)
        seen = min(positions)
    more = seen is not None and _more(connection, sight, wanted, (low, seen))
    return LogLeaf(tuple(found), seen if more else None)


def newest(connection: Connection, sight: Sight, before: int | None, limit: int) -> list[LogEntry]:
    """Return the newest entries before a position."""
    end = min(end for end in (before, sight.as_of, size_of(connection)) if end is not None)
    return list(at_positions(connection, _newest(connection, sight, end, limit)))


def entry_at(connection: Connection, sight: Sight, position: int) -> LogEntry | None:
    """Return the entry at a position, ``None`` where there is none to be seen."""
    shown = _shown(connection, sight, [position])
    return next(iter(at_positions(connection, shown)), None) if shown else None


def position_of_entry(connection: Connection, sight: Sight, entry: str) -> int | None:
    """Return where the entry with this id stands. It reads the whole log: no index has the ids of entries.

    It takes as many queries where the entry may not be seen as where there is none.
    """
    entries = schema.entries.c
    marked = literal(f'"id":"{entry}"'.encode(), LargeBinary)
    chosen = select(entries.position).where(func.instr(entries.envelope, marked) > 0)
    for position in connection.execute(chosen).scalars().all() or (_NOWHERE,):
        found = entry_at(connection, sight, position)
        if found is not None and found.envelope["id"] == entry:
            return int(position)
    return None


def checkpoints(connection: Connection, before: int | None, limit: int) -> list[KeptCheckpoint]:
    """Return checkpoints newest first, of those that cover fewer than ``before`` entries."""
    table, acts = schema.checkpoints.c, schema.acts.c
    act = select(acts.received).where(acts.position < table.size).order_by(acts.position.desc()).limit(1)
    chosen = select(table.size, act.scalar_subquery().label("received"), table.note)
    if before is not None:
        chosen = chosen.where(table.size < before)
    rows = connection.execute(chosen.order_by(table.size.desc()).limit(limit))
    return [KeptCheckpoint(row.size, row.received, row.note) for row in rows]


def days(connection: Connection, sight: Sight, limit: int) -> list[str]:
    """Return the days (UTC) on which an entry came that may be seen, newest first; a few seeks a day."""
    acts = schema.acts.c
    found: dict[str, None] = {}
    end = sight.as_of
    while len(found) < limit:
        newest = _newest(connection, sight, end, 1)
        if not newest:
            break
        chosen = select(acts.received).where(acts.position <= newest[0]).order_by(acts.position.desc())
        day = str(connection.execute(chosen.limit(1)).scalar_one())[: len("2026-04-12")]
        found[day] = None
        began = select(func.min(acts.position)).where(acts.received >= day, acts.received < _end_of(day))
        end = min(newest[0], int(connection.execute(began).scalar_one()))
    return list(found)


def at_positions(connection: Connection, positions: Iterable[int]) -> Iterator[LogEntry]:
    """Give the entries at these positions, newest first, whoever asks."""
    for chunk in _pieces(sorted(positions, reverse=True)):
        for row in connection.execute(_rows().where(schema.entries.c.position.in_(chunk))):
            envelope = envelope_at(row.position, row.envelope)
            yield LogEntry(row.position, envelope, row.received, bool(row.kept))


def _rows() -> Select[Any]:
    entries, acts, bodies = schema.entries.c, schema.acts.c, schema.bodies.c
    act = select(acts.received).where(acts.position <= entries.position).order_by(acts.position.desc())
    return (
        select(
            entries.position,
            entries.envelope,
            act.limit(1).scalar_subquery().label("received"),
            bodies.position.is_not(None).label("kept"),
        )
        .outerjoin_from(schema.entries, schema.bodies, bodies.position == entries.position)
        .order_by(entries.position.desc())
    )


def _is_wanted(entry: LogEntry, wanted: LogWanted) -> bool:
    envelope = entry.envelope
    return (
        (not wanted.kinds or envelope["subject"][:3] in wanted.kinds)
        and (not wanted.subject or envelope["subject"] == wanted.subject)
        and (not wanted.types or envelope["type"] in wanted.types)
        and (not wanted.author or envelope["author"] == wanted.author)
    )


def _positions(
    connection: Connection, sight: Sight, wanted: LogWanted, within: tuple[int, int]
) -> Iterator[Sequence[int]]:
    """Give the positions to look at, newest first: of rare subjects all, otherwise no more than 10,000."""
    few = _few(connection, wanted)
    low, end = within
    if few is not None:
        rare = sorted((place for place in few if low <= place < end), reverse=True)
        for chunk in _pieces(rare):
            shown = _shown(connection, sight, chunk)
            if shown:
                yield shown
        return
    for _ in range(_LOOKED_AT // _PIECE):
        positions = [place for place in _newest(connection, sight, end, _PIECE) if place >= low]
        if not positions:
            return
        yield positions
        end = min(positions)


def _more(connection: Connection, sight: Sight, wanted: LogWanted, within: tuple[int, int]) -> bool:
    """Tell whether there is anything left to look at."""
    if _few(connection, wanted) is not None:
        return False
    low, end = within
    return any(place >= low for place in _newest(connection, sight, end, 1))


def _few(connection: Connection, wanted: LogWanted) -> list[int] | None:
    """Return the positions of the entries about what is wanted, where an index has them and they are few."""
    if not wanted.kinds and not wanted.subject:
        return None
    entries = schema.entries.c
    if wanted.subject:
        ranges = [entries.subject == wanted.subject]
    else:
        ranges = [entries.subject.between(f"{kind}_", f"{kind}`") for kind in wanted.kinds]
    found: list[int] = []
    for one in ranges:
        found += connection.execute(select(entries.position).where(one).limit(_FEW + 1)).scalars()
        if len(found) > _FEW:
            return None
    return found


def _shown(connection: Connection, sight: Sight, positions: Sequence[int]) -> list[int]:
    """Return those of the positions whose entries the sight shows."""
    within = [place for place in positions if sight.as_of is None or place < sight.as_of]
    if sight.labels is None:
        return within
    visible = schema.visible.c
    chosen = select(visible.position).where(
        visible.label.in_(sorted(sight.labels)), visible.position.in_(within)
    )
    return list(connection.execute(chosen).scalars())


def _newest(connection: Connection, sight: Sight, end: int | None, limit: int) -> Sequence[int]:
    """Return the positions of the newest entries before ``end`` that the sight shows, newest first."""
    if sight.labels is None:
        size = size_of(connection) if end is None else end
        return range(size - 1, max(size - 1 - limit, -1), -1)
    visible = schema.visible.c
    chosen = select(visible.position).order_by(visible.position.desc()).limit(limit)
    if end is not None:
        chosen = chosen.where(visible.position < end)
    under = (chosen.where(visible.label == label) for label in sorted(sight.labels))
    return heapq.nlargest(limit, (number for one in under for number in connection.execute(one).scalars()))


def _bounds(connection: Connection, wanted: LogWanted) -> tuple[int, int]:
    """Return the positions between which what was received from ``first`` to ``last`` stands."""
    acts = schema.acts.c
    low, high = 0, size_of(connection)
    if wanted.first is not None:
        begun = select(acts.position).where(acts.received >= wanted.first.isoformat())
        found = connection.execute(begun.order_by(acts.received, acts.position).limit(1)).scalar()
        low = high if found is None else int(found)
    if wanted.last is not None:
        ended = select(acts.position + acts.size).where(acts.received < _end_of(wanted.last.isoformat()))
        newest = ended.order_by(acts.received.desc(), acts.position.desc()).limit(1)
        high = int(connection.execute(newest).scalar() or 0)
    return low, high


def _end_of(day: str) -> str:
    """Return what sorts after every time of a day and before those of the next."""
    return f"{day}~"


def _pieces(positions: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(positions), _PIECE):
        yield positions[start : start + _PIECE]
