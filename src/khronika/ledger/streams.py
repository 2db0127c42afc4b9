"""Streams of row numbers: from an index that gives them newest first, in lists that grow, never empty.

What must stay true: a stream reads its index no further than it is asked for; where streams meet, each
number comes once, the greatest first. They answer whoever asks: what comes of them is asked for its sight.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select

from khronika.ledger import schema

_FIRST_READ, _MOST_READ = 100, 4000
Numbers = Iterator[list[int]]
"""Numbers of rows, the greatest first, in lists that grow; none is empty."""


def hits(connection: Connection, expression: str, end: int | None) -> Numbers:
    """Yield the rows whose words match, before ``end``.

    The index is asked by itself: joined with other tables, SQLite may choose to ask it once a row.
    """
    number = schema.search_table.c.rowid
    matching = select(number).where(literal_column("search").op("MATCH")(expression))
    return numbers_of(connection, matching, number, end)


def numbers_of(
    connection: Connection, chosen: Select[Any], number: ColumnElement[int], end: int | None
) -> Numbers:
    """Yield the numbers that a query of the column ``number`` alone gives, before ``end``.

    They are taken from the driver's cursor: an object a row costs more than finding the row.
    """
    if end is not None:
        chosen = chosen.where(number < end)
    size = _FIRST_READ
    with connection.execute(chosen.order_by(number.desc())) as result:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(size):
            yield [row[0] for row in rows]
            size = min(2 * size, _MOST_READ)


def each_once(numbered: Numbers) -> Numbers:
    """Leave out repeats that stand one after another."""
    last = -1
    for numbers in numbered:
        fresh = [number for number in dict.fromkeys(numbers) if number != last]
        last = numbers[-1]
        if fresh:
            yield fresh


def any_of(streams: Sequence[Numbers]) -> Numbers:
    """Yield the numbers that are in any of some streams, each once."""
    if len(streams) == 1:
        return streams[0]
    numbered = merge(*map(chain.from_iterable, streams), reverse=True)
    return each_once(iter(lambda: list(islice(numbered, _FIRST_READ)), []))


def meeting(streams: Sequence[Numbers]) -> Numbers:
    """Yield the numbers that are in every stream.

    What every stream has given down to the same number is met at once; the rest waits for the next round.
    """
    waiting: list[list[int]] = [[] for _ in streams]
    while True:
        for place, stream in enumerate(streams):
            if not waiting[place]:
                waiting[place] = next(stream, [])
            if not waiting[place]:
                return
        low = max(numbers[-1] for numbers in waiting)
        cuts = [bisect_right(numbers, -low, key=_negative) for numbers in waiting]
        met = set(waiting[0][: cuts[0]]).intersection(
            *(numbers[:cut] for numbers, cut in zip(waiting[1:], cuts[1:], strict=True))
        )
        waiting = [numbers[cut:] for numbers, cut in zip(waiting, cuts, strict=True)]
        if met:
            yield sorted(met, reverse=True)


def _negative(number: int) -> int:
    return -number
