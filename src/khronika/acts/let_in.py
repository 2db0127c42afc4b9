"""Who was let in anew, and by whom: for a week the two do not count as two persons.

A custodian can come in as a member by an invitation meant for that member. What must stay true: until a week
is over, in which the member finds that their own passphrase no longer opens, neither is the second person for
what the other proposed or took into the record; nor is anybody at the end of a row of such invitations, for
one person may have come in by each. Who is let in for the first time counts at once.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Connection

from khronika.ledger import working
from khronika.ledger.store import moment

_TIME_TO_NOTICE = timedelta(days=7)
_ALL = "letin:"


def remember(connection: Connection, member: str, by: str, at: str, *, first: bool) -> None:
    """Keep that a member came in by an invitation; ``first`` where they had no means of their own before."""
    again = not first or bool(working.under(connection, _of(member)))
    working.put(connection, _of(member) + by, {"at": at, "again": again})


def count_as_one(connection: Connection, one: str, other: str, now: datetime) -> bool:
    """Tell whether invitations of the last seven days, anew, lead from one of two members to the other."""
    since, beside = moment(now - _TIME_TO_NOTICE), defaultdict[str, set[str]](set)
    for name, row in working.under(connection, _ALL).items():
        if row["again"] and row["at"] > since:
            _, member, by = name.split(":")
            beside[member].add(by)
            beside[by].add(member)
    reached, fresh = {one}, {one}
    while fresh:
        fresh = set().union(*(beside[member] for member in fresh)) - reached
        reached |= fresh
    return other in reached and one != other


def _of(member: str) -> str:
    return f"{_ALL}{member}:"
