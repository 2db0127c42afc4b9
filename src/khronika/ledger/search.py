"""Full-text search over shadows: SQLite FTS5 without a copy of the text (``content=''``).

A row of ``search`` has the number of the row of ``records`` it belongs to. Its column ``shelf`` says which
kind of record it is and under which label, so that hits nobody asked for, or that the asking member may not
see, are passed over inside the index. Hits come newest first, not by rank: the work of ranking grows with
the number of hits, and a monitor looks for what came last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khronika.ledger.shadow import keys_kept, keys_sought, may_be_names, name_key, words_of

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
    keys = (key for word in may_be_names(text) for key in keys_kept(word))
    return " ".join(words_of(text)), " ".join(dict.fromkeys(keys))


def shelf_of(kind: str, label: int) -> str:
    """Return what the column ``shelf`` holds for records of a kind under a label."""
    return f"{kind} {kind}{label}"


def match_of(
    query: str, kinds: Sequence[str], labels: Iterable[int] | None, *, half_typed: bool = False
) -> str:
    """Return the FTS5 expression for what a person typed; empty where nothing can be searched.

    Every word must occur, as itself, as the beginning of one, or as a name that sounds alike; ``labels`` are
    those that may be seen (``None``: all). ``half_typed``: a word may also be the beginning of a name that
    sounds alike; that is for records which are few. What was typed is never read as an expression: only
    folded letters and digits reach it, inside quotation marks.
    """
    words = list(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    marks = [""] if labels is None else sorted(labels)
    shelves = [f"{kind}{mark}" for kind in kinds for mark in marks]
    if not words or not shelves:
        return ""
    shelf = " OR ".join(f'shelf : "{one}"' for one in shelves)
    return " AND ".join([*(_any_of(word, half_typed=half_typed) for word in words), f"({shelf})"])


def _any_of(word: str, *, half_typed: bool) -> str:
    beginning = "" if len(word) < SHORTEST_BEGINNING and word.isascii() else " *"
    whole = f'words : "{word}"{beginning}'
    names = [f'names : "{name_key(word)}" *'] if half_typed and name_key(word) else []
    names = names or [f'names : "{key}"' for key in keys_sought(word)]
    return f"({' OR '.join([whole, *names])})"
