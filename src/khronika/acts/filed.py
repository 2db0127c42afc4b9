"""What is filed to an incident, in the order of the time of saying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from khronika.acts.assembled import RECORDED, of_statements
from khronika.acts.desk import Asking
from khronika.acts.paging import Page, limit_of
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger import keyed, lookups, queries, source_days
from khronika.ledger.facets import FIRST_DAY, LAST_DAY, SAID
from khronika.ledger.finding import Sieve
from khronika.records.ids import Kind

MOST_PLACED = 1000
"""Up to so many filed statements those of one time stand in the order of their texts."""


class FiledRow(NamedTuple):
    """A filed statement: the number of its row, its id, and the number of the row of its newest filing.

    ``incident`` is what it is filed to: the one that was asked for, or a part of it.
    """

    number: int
    statement: str
    filing: int
    incident: str


class SaidOn(NamedTuple):
    """The first and the last day on which something can have been said, as ordinals.

    ``by_source``: it is not told; the last day is that of its source, or the end of the calendar.
    """

    first: int
    last: int
    by_source: bool


def rows_filed(query: Asking, standing: Standing, incident: str) -> list[FiledRow]:
    """Return what is filed to an incident or a part of it, in no order."""
    filings = Sieve(Kind.FILING, ("recorded",))
    filed = dict[str, tuple[int, str]]()
    for one in with_parts(query, incident):
        keys = keyed.keys_under(query.connection, query.sight, filings, one)
        filed = {id_: (filing, one) for id_, filing in keys.items()} | filed
    numbers = keyed.numbered(query.connection, query.sight, of_statements(standing), filed)
    return [FiledRow(number, id_, *filed[id_]) for number, id_ in numbers.items()]


def in_order_of_saying(query: Asking, standing: Standing, incident: str) -> list[FiledRow]:
    """Return what is filed to an incident or a part of it in the order of saying, what has no time last."""
    rows = rows_filed(query, standing, incident)
    return in_order(query, rows, days_said(query, [row.number for row in rows]))


def in_order(query: Asking, rows: Sequence[FiledRow], said: Mapping[int, SaidOn]) -> list[FiledRow]:
    """Return rows in the order of saying, what has no time last.

    Where no time is told, the day of the source is the last on which it was said: it stands after that day.
    What was said at one time, or at none that is known, stands text by text, in the order of its words.
    """
    places = _in_texts(query, rows)

    def place_of(row: FiledRow) -> tuple[int, ...]:
        first, last, by_source = said[row.number]
        at = (LAST_DAY + 1, 0) if by_source and last >= LAST_DAY else (last, 1) if by_source else (first, 0)
        return (*at, *places.get(row.number, (0, 0)), row.number)

    return sorted(rows, key=place_of)


def days_said(
    query: Asking, numbers: Sequence[int], items: Mapping[int, str] | None = None
) -> dict[int, SaidOn]:
    """Return the days on which statements can have been said: as told, else up to that of the source.

    ``items`` are those of the statements, by the numbers of their rows, where they are known.
    """
    periods = lookups.periods_of(query.connection, numbers, SAID)
    told = {number: min((first, last) for _, first, last in those) for number, those in periods.items()}
    untold = [number for number in numbers if number not in told]
    items = source_days.items_of(query.connection, untold) if items is None else items
    days = source_days.days_of(query.connection, query.sight, {items[number] for number in untold})
    ends = {number: days.get(items[number], (0, LAST_DAY))[1] for number in untold}
    found = {number: SaidOn(*ends_, by_source=False) for number, ends_ in told.items()}
    return found | {
        number: SaidOn(FIRST_DAY, ends.get(number, LAST_DAY), by_source=True) for number in untold
    }


def with_parts(query: Asking, incident: str) -> list[str]:
    """Return an incident with all its parts that the member may see, and theirs."""
    found, sieve = [incident], Sieve(Kind.INCIDENT, RECORDED)
    for one in found:  # grows while it is walked
        parts = keyed.ids_under(query.connection, query.sight, sieve, one)
        found += [part for part in sorted(parts) if part not in found]
    return found


def _in_texts(query: Asking, rows: Sequence[FiledRow]) -> dict[int, tuple[int, int]]:
    """Return the place of each row: its text, the first filed first, and where in it the words stand."""
    if len(rows) > MOST_PLACED:
        return {}
    filings, texts = {row.number: row.filing for row in rows}, dict[str, int]()
    places = dict[int, tuple[str, int]]()
    for known in queries.at(query.connection, sorted(filings)):
        body, filing = known.body or {}, filings[known.since]
        content = body.get("statement", {}).get("content") or [[0, 0]]
        item = body.get("item", "")
        places[known.since] = (item, content[0][0])
        texts[item] = min(texts.get(item, filing), filing)
    return {number: (texts[item], at) for number, (item, at) in places.items()}


def page_of(order: Sequence[FiledRow], page: Page | None) -> tuple[Sequence[FiledRow], bool]:
    """Return what follows the statement that was seen last, and whether there is more after it.

    Raises:
        UsageFault: that statement is not filed to the incident, or is no longer to be seen.
    """
    start = 0
    if page is not None and page.before:
        start = next((place for place, row in enumerate(order, 1) if row.statement == page.before), -1)
        if start < 0:
            raise UsageFault(
                f"{page.before} is not filed to this incident", "begin again with its first page"
            )
    end = start + limit_of(page)
    return order[start:end], end < len(order)
