"""Who was let in anew, and by whom: for a week the two do not count as two persons.

A custodian can come in as a member by an invitation meant for that member. What must stay true: until a week
is over, in which the member finds that their own passphrase no longer opens, neither is the second person for
what the other proposed or took into the record. Who is let in for the first time counts at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from khronika.ledger import working
from khronika.ledger.store import moment

_TIME_TO_NOTICE = timedelta(days=7)


def remember(connection: Connection, member: str, by: str, at: str, *, first: bool) -> None:
    """Keep that a member came in by an invitation; ``first`` where they had no means of their own before."""
    again = not first or working.get(connection, _name(member)) is not None
    working.put(connection, _name(member), {"by": by, "at": at, "again": again})


def count_as_one(connection: Connection, one: str, other: str, now: datetime) -> bool:
    """Tell whether either of two members let the other in anew within the last seven days."""
    since = moment(now - _TIME_TO_NOTICE)
    for member, by in ((one, other), (other, one)):
        row = working.get(connection, _name(member))
        if row is not None and row["again"] and row["by"] == by and row["at"] > since:
            return True
    return False


def _name(member: str) -> str:
    return f"letin:{member}"
