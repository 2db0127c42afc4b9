"""Full-text search over shadows: SQLite FTS5 without a copy of the text (``content=''``).

A row of ``search`` has the number of the row of ``records`` it belongs to. Its column ``shelf`` says which
kind of record it is and under which label, so that hits nobody asked for, or that the asking member may not
see, are passed over inside the index. Hits come newest first, not by rank: the work of ranking grows with
the number of hits, and a monitor looks for what came last.
"""

from __future__ import annotations

from collections.abc import Iterable

from khronika.ledger.shadow import name_key, name_keys, words_of

SEARCH_DDL = (
    (
        "CREATE VIRTUAL TABLE search USING fts5(words, names, shelf, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 0', detail='column')"
    ),
)
INSERT_SHADOW = "INSERT INTO search(rowid, words, names, shelf) VALUES (?, ?, ?, ?)"
DELETE_SHADOW = "DELETE FROM search WHERE rowid = ?"
CLEAR_SHADOWS = "INSERT INTO search(search) VALUES('delete-all')"
FORGET_SHADOWS = "INSERT INTO search(search) VALUES('optimize')"
"""A deleted row's words stay in the index until its segments are merged; this merges them all."""

SHORTEST_BEGINNING = 3
"""Shorter words in ASCII match only themselves: as a beginning they would match nearly every record."""

MOST_WORDS = 64
"""How many words of a query count; a person types fewer."""


def shadow_of(text: str) -> tuple[str, str]:
    """Return the two columns of a text's shadow: its folded words and its name keys."""
    return " ".join(words_of(text)), " ".join(name_keys(text))


def shelf_of(kind: str, label: int) -> str:
    """Return what the column ``shelf`` holds for records of a kind under a label."""
    return f"{kind} {kind}{label}"


def match_of(query: str, kind: str, labels: Iterable[int] | None, *, half_typed: bool = False) -> str:
    """Return the FTS5 expression for what a person typed; empty where nothing can be searched.

    Every word must occur, as itself, as the beginning of one, or as a name that sounds alike; ``labels`` are
    those that may be seen (``None``: all). ``half_typed``: a word may also be the beginning of a name that
    sounds alike; that is for records which are few. What was typed is never read as an expression: only
    folded letters and digits reach it, inside quotation marks.
    """
    words = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    shelves = [kind] if labels is None else [f"{kind}{label}" for label in sorted(labels)]
    if not words or not shelves:
        return ""
    shelf = " OR ".join(f'shelf : "{one}"' for one in shelves)
    return " AND ".join([*(_any_of(word, half_typed=half_typed) for word in words), f"({shelf})"])


def _any_of(word: str, *, half_typed: bool) -> str:
    key = name_key(word)
    beginning = "" if len(word) < SHORTEST_BEGINNING and word.isascii() else " *"
    whole = f'words : "{word}"{beginning}'
    return f'({whole} OR names : "{key}"{" *" if half_typed else ""})' if key else f"({whole})"
