"""Spotting: where the words of a search stand in a text that is shown.

The rules are those by which the index finds (:mod:`khronika.ledger.search`): a word as itself, as the
beginning of one, or as a name that sounds alike. Only the text given is looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache

from khronika.ledger.search import MOST_WORDS, SHORTEST_BEGINNING
from khronika.ledger.shadow import keys_kept, keys_sought, words_of
from khronika.records.spans import Span, Spans

MOST_SPANS = 200
_LOOKED_THROUGH = 20_000
_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")


def spotted(text: str, query: str) -> Spans:
    """Return the spans of the words of ``text`` that ``query`` names, at most 200, from the beginning on."""
    sought = tuple(dict.fromkeys(words_of(query)))[:MOST_WORDS]
    if not sought:
        return ()
    keys = frozenset(key for word in sought for key in keys_sought(word))
    spans: list[Span] = []
    for word in _WORD.finditer(text, 0, _LOOKED_THROUGH):
        if _is_sought(word[0], sought, keys):
            spans.append(word.span())
            if len(spans) == MOST_SPANS:
                break
    return tuple(spans)


@lru_cache(maxsize=16384)
def _is_sought(word: str, sought: tuple[str, ...], keys: frozenset[str]) -> bool:
    for folded in words_of(word):
        if any(folded == one or (_may_begin(one) and folded.startswith(one)) for one in sought):
            return True
    return not word[0].islower() and not keys.isdisjoint(keys_kept(word))


def _may_begin(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING or not word.isascii()
