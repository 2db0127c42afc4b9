"""Statements in the same words, or nearly so: by the shingles that they share.

Sources: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997; S. Chaudhuri, V. Ganti
and R. Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006 (prefix filter). What
must stay true: two people who are known and are not the same are never tied; words that stand in the mouths
of several are nobody's of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple

from khronika.weighing.shared_words import MOST_HOLDERS, SharedWords
from khronika.weighing.voice import Tie, Voice, Why, end_of, tie_of

ALIKE = 0.6
"""Which share of the shorter one's shingles two statements share that are taken for the same words."""

FEWEST_SHINGLES = 4
"""Of fewer shingles (eight words in runs of five) none are taken for the same words."""


class _Class(NamedTuple):
    """Statements in the very same words: the first of those by nobody known, and of each who is."""

    words: frozenset[int]
    nobodys: str
    of: dict[str, str]


class SameWords(NamedTuple):
    """The ties of statements in the same words; ``perhaps``: what a statement by nobody told may be."""

    ties: list[Tie]
    perhaps: dict[str, frozenset[str]]


def same_words(voices: Iterable[Voice], media: frozenset[str], words: SharedWords) -> SameWords:
    """Return which statements are in the same words; the order of statements changes nothing."""
    members = defaultdict[frozenset[int], list[Voice]](list)
    for voice in voices:
        if len(voice.words) >= FEWEST_SHINGLES:
            members[voice.words].append(voice)
    found, classes = SameWords([], {}), []
    for in_words, those in members.items():
        nobodys = [voice.statement for voice in those if not end_of(voice, media)]
        of = {end: voice.statement for voice in reversed(those) if (end := end_of(voice, media))}
        found.ties.extend(tie_of(nobodys[0], other, Why.WORDS) for other in nobodys[1:])
        classes.append(_Class(in_words, nobodys[0] if nobodys else "", of))
        _between(classes[-1], classes[-1], found)
    for one, other in _near([each.words for each in classes], words):
        _between(classes[one], classes[other], found)
    return found


def _between(one: _Class, other: _Class, found: SameWords) -> None:
    """Add what two classes have to do with each other that are alike, or one within itself."""
    if one.nobodys and other.nobodys and one is not other:
        found.ties.append(tie_of(one.nobodys, other.nobodys, Why.WORDS))
    known = {**other.of, **one.of}
    for nobodys in dict.fromkeys((one.nobodys, other.nobodys)):
        if nobodys and len(known) == 1:
            (statement,) = known.values()
            found.ties.append(tie_of(nobodys, statement, Why.WORDS))
        elif nobodys and known:
            found.perhaps[nobodys] = found.perhaps.get(nobodys, frozenset()) | frozenset(known.values())


def _near(sets: Sequence[frozenset[int]], shared: SharedWords) -> Iterator[tuple[int, int]]:
    """Yield the places of those sets of which the larger has enough of the smaller.

    Of the shingles of the smaller one some may be missing in the larger; of one more than that, the rarest
    ones, at least one is there.
    """
    order = sorted(range(len(sets)), key=lambda at: (len(sets[at]), min(sets[at]), sum(sets[at])))
    holders = defaultdict[int, list[int]](list)
    for place, at in enumerate(order):
        for shingle in shared.common[sets[at]]:
            holders[shingle].append(place)
    for place, at in enumerate(order):
        words, common = sets[at], shared.common[sets[at]]
        needed = ceil(ALIKE * len(words))
        if len(common) < needed:
            continue
        # those that no other has cannot be found: what is left of the prefix is looked up
        rarest = sorted((shared.count[shingle], shingle) for shingle in common)
        prefix = rarest[: len(common) - needed + 1]
        found = {other for _, shingle in prefix for other in _after(holders[shingle], place)}
        for other in sorted(found):
            if len(words & sets[order[other]]) >= needed:
                yield at, order[other]


def _after(holders: Sequence[int], place: int) -> Sequence[int]:
    """Return the holders after a place; of a shingle that very many hold, the next alone."""
    at = bisect_right(holders, place)
    return holders[at : at + 1] if len(holders) > MOST_HOLDERS else holders[at:]
