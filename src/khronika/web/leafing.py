"""Leafing: which part of a list an address asks for, and where its next page begins."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.acts.paging import Page
from khronika.web.visits import Visit

PAGE = 50


def part_of(visit: Visit, field: str = "before", size: int = PAGE) -> Page:
    """Return the part of a list that comes after the record named in a field of the address."""
    return Page(size, visit.query.get(field) or None)


def further(ids: Sequence[str]) -> str:
    """Return after which record the next page begins; empty where a page is not full."""
    return ids[-1] if len(ids) == PAGE else ""
