"""The shingles that different statements share; those of one alone tell nothing and are passed over.

What must stay true: statements in the very same words are one set here, whoever says them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from khronika.weighing.voice import Voice

Words = frozenset[int]

FEWEST_SHARED = 2
"""So many shingles have to be shared, or all of a statement that has fewer, to tell by its words."""


MOST_HOLDERS = 64
"""A shingle in more texts than this says little by itself: those that hold it are compared in part."""


class SharedWords:
    """The words of statements by the shingles that they share with other words.

    ``count`` tells in how many different words each shingle stands, ``common`` which of some words stand in
    others too.
    """

    def __init__(self, voices: Iterable[Voice]) -> None:
        """Count once."""
        different = {voice.words for voice in voices}
        self.count = Counter(chain.from_iterable(different))
        several = {shingle for shingle, number in self.count.items() if number > 1}
        self.common = {words: words & several for words in different}


class HeldWords:
    """The words that one medium printed, found by those that share shingles with them."""

    def __init__(self, words: Iterable[Words], shared: SharedWords) -> None:
        """Hold them; they are looked through when they are first asked for."""
        self._words, self._shared = frozenset(words), shared
        self._holders: dict[int, list[Words]] | None = None
        self._kept = dict[Words, list[tuple[int, list[Words]]]]()

    def sharing(self, words: Words) -> list[tuple[int, list[Words]]]:
        """Return the words that share enough shingles with some, by how many they share, the most first."""
        found = self._kept.get(words)
        if found is None:
            found = self._kept[words] = self._sharing(words)
        return found

    def _sharing(self, words: Words) -> list[tuple[int, list[Words]]]:
        if self._holders is None:
            self._holders = self._held()
        fewest = min(FEWEST_SHARED, max(1, len(words)))
        shared = Counter[Words]()
        for shingle in self._shared.common[words]:
            shared.update(self._holders.get(shingle, ())[:MOST_HOLDERS])
        if words and words in self._words:
            shared[words] = len(words)
        by_number = defaultdict[int, list[Words]](list)
        for other, number in shared.items():
            if number >= fewest:
                by_number[number].append(other)
        return sorted(by_number.items(), reverse=True)

    def _held(self) -> dict[int, list[Words]]:
        holders = defaultdict[int, list[Words]](list)
        for words in sorted(self._words, key=lambda one: (len(one), min(one, default=0), sum(one))):
            for shingle in self._shared.common[words]:
                holders[shingle].append(words)
        return holders
