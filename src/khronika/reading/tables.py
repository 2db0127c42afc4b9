"""Tables of words, written as one text and read once."""

from __future__ import annotations


def words_in(table: str) -> frozenset[str]:
    """Return the words of ``table``, which white space separates."""
    return frozenset(table.split())
