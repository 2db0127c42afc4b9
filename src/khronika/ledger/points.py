"""Points in time, each as the number of entries there were: what every view is asked by as of then.

What must stay true: a point stands for the entries that this desk had received by then, whatever time their
authors gave them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from khronika.errors import UsageFault
from khronika.ledger import schema
from khronika.ledger.ending import size_of

_POSITION = re.compile(r"\d{1,15}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")


def position_of(connection: Connection, as_of: str) -> int:
    """Return the number of entries there were at ``as_of``: a number of entries, a date, or a UTC time.

    A date means its end in UTC; a time includes what was received in its second.

    Raises:
        UsageFault: it is neither, beyond the log, or before the desk was founded.
    """
    if _POSITION.fullmatch(as_of):
        return _within_log(connection, int(as_of))
    if _DATE.fullmatch(as_of) is None:
        raise UsageFault(
            f"cannot read {as_of!r} as a point in time",
            "give an entry number, 2026-04-12, or 2026-04-12T09:30:00Z",
        )
    acts = schema.acts.c
    before = acts.received <= as_of if "T" in as_of else acts.received < _end_of(as_of)
    newest = select(acts.position + acts.size).where(before)
    newest = newest.order_by(acts.received.desc(), acts.position.desc()).limit(1)
    position = connection.execute(newest).scalar()
    if position is None:
        raise UsageFault(
            f"the desk was founded after {as_of}", "give a later date; khronika log shows the first entries"
        )
    return int(position)


def refuse_to_come(as_of: str | None, now: datetime) -> None:
    """Refuse a day that has begun nowhere yet: what is known then cannot be shown. ``None`` is now.

    Raises:
        UsageFault: it is later than the day after that of ``now`` in UTC; somewhere that one has begun.
    """
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    if as_of is not None and _DATE.fullmatch(as_of) and as_of[:10] > tomorrow:
        raise UsageFault("this day is yet to come", "give today or an earlier day").beside("as_of")


def _within_log(connection: Connection, position: int) -> int:
    size = size_of(connection)
    if position > size:
        raise UsageFault(
            f"the log has {size} entries, not {position}", "a day is written in full: 2026-04-12"
        )
    return position


def _end_of(day: str) -> str:
    """Return the time at which a day has ended."""
    try:
        return f"{date.fromisoformat(day) + timedelta(days=1)}T00:00:00Z"
    except (ValueError, OverflowError) as fault:
        raise UsageFault(f"{day!r} is no date", "give it as 2026-04-12") from fault
