"""The day of a source, where a statement tells none of its own: it was said on that day or before.

What must stay true: such a time is open at its beginning, and says of itself that it is the source's; nothing
is placed on the day of its source. When that was of which a statement tells is never taken from its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khronika.acts.assembled import Days, times_in
from khronika.acts.desk import Asking
from khronika.ledger import lookups, source_days
from khronika.ledger.facets import LAST_DAY

Times = tuple[Days | None, tuple[Days, ...]]
"""When a statement was made, as far as that is known, and when that was of which it tells."""


def times_at(query: Asking, numbers: Sequence[int]) -> dict[int, Times]:
    """Return the times of statements, by the numbers of their rows."""
    periods = lookups.periods_of(query.connection, numbers)
    times = {number: times_in(periods.get(number, ())) for number in numbers}
    untold = [number for number, (said, _) in times.items() if said is None]
    return times | {number: (said, times[number][1]) for number, said in said_by(query, untold).items()}


def said_by(query: Asking, numbers: Sequence[int]) -> dict[int, Days]:
    """Return the time of saying that their sources leave to statements that tell none themselves."""
    items = source_days.items_of(query.connection, numbers)
    days = source_days.days_of(query.connection, query.sight, items.values())
    return {
        number: Days(None, date.fromordinal(last), by_source=True)
        for number, item in items.items()
        if (last := days.get(item, (0, LAST_DAY))[1]) < LAST_DAY
    }
