"""Full-text search over shadows: SQLite FTS5 without a copy of the text (``content=''``).

A row of ``search`` has the number of the row of ``records`` it belongs to. Hits come newest first, not by
rank: the work of ranking grows with the number of hits, and a monitor looks for what came last.
"""

from __future__ import annotations

from khronika.ledger.shadow import name_key, name_keys, words_of

SEARCH_DDL = (
    (
        "CREATE VIRTUAL TABLE search USING fts5(words, names, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 0', detail='column')"
    ),
    "INSERT INTO search(search, rank) VALUES('secure-delete', 1)",
)
INSERT_SHADOW = "INSERT INTO search(rowid, words, names) VALUES (?, ?, ?)"
DELETE_SHADOW = "DELETE FROM search WHERE rowid = ?"
CLEAR_SHADOWS = "INSERT INTO search(search) VALUES('delete-all')"


def shadow_of(text: str) -> tuple[str, str]:
    """Return the two columns of a text's shadow: its folded words and its name keys."""
    return " ".join(words_of(text)), " ".join(name_keys(text))


def match_of(query: str) -> str:
    """Return the FTS5 expression for what a person typed; empty where nothing can be searched.

    Every word must occur, as itself or as its beginning, or as a name that sounds alike. What was typed
    is never read as an expression: only folded letters and digits reach it, inside quotation marks.
    """
    return " AND ".join(_any_of(word) for word in words_of(query))


def _any_of(word: str) -> str:
    key = name_key(word)
    return f'(words : "{word}" * OR names : "{key}")' if key else f'(words : "{word}" *)'
