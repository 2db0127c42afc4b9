"""Other names in a block, so that the tagger learns how names stand and not who speaks in the corpus.

The documents of a series share a cast: without this the tagger comes to know its people by heart.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

RENAMED = 0.5
"""Part of the blocks whose names are changed anew in each epoch."""

_SHORTEST = 3
_MOST_SERIES = 2


def names_in(series: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the words that are names: capitalised always, and at home in one or two series.

    ``series`` are words with the series they stand in; the answer is sorted.
    """
    homes: dict[str, set[str]] = {}
    lower: set[str] = set()
    for where, words in series:
        for word in words:
            if word[:1].isupper() and len(word) >= _SHORTEST and word.isalpha() and not word.isupper():
                homes.setdefault(word, set()).add(where)
            else:
                lower.add(word)
    return sorted(w for w, where in homes.items() if len(where) <= _MOST_SERIES and w.lower() not in lower)


def renamed(
    words: Sequence[str], names: Sequence[str], known: frozenset[str], rng: random.Random
) -> list[str]:
    """Return words with each of ``known`` exchanged for one of ``names``, alike throughout."""
    given: dict[str, str] = {}
    return [given.setdefault(word, rng.choice(names)) if word in known else word for word in words]
