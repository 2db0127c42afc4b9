"""Paging: which part of a list is wanted, and after which record it goes on.

What must stay true: a list goes on only after a record that the member may see.
"""

from __future__ import annotations

from dataclasses import dataclass

from khronika.acts.desk import Asking

LONGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted, newest first; ``before`` is the id of the last one seen."""

    limit: int | None = 50
    before: str | None = None


def limit_of(page: Page | None) -> int:
    """Return how many records a page may hold."""
    limit = (page or Page()).limit
    return LONGEST_PAGE if limit is None else max(1, min(limit, LONGEST_PAGE))


def last_seen(query: Asking, page: Page | None) -> int | None:
    """Return the row of the record that was seen last, ``None`` on the first page.

    Raises:
        NotFound: it is not there for the member.
    """
    return query.get(page.before).since if page is not None and page.before else None
