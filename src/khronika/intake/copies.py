"""Nearly the same text: wires and reposts found by what they share, word for word.

Sources: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997 (shingles,
resemblance, containment); E. Cohen and H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.

What must stay true: the same text gives the same sketch on every machine and in every version (the
hash has no key, and hashes fit the integers that JSON keeps exact); everything here is linear in the
text but for sorting. Likeness is a hint that two texts have one origin, never a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from khronika.records.shingles import BITS, shingles, words
from khronika.records.spans import Span

SKETCH = 128
SHARED_WORDS = 8
_ENOUGH = 8
_CANDIDATES = 8


def sketch(text: str) -> tuple[int, ...]:
    """Return the 128 smallest shingle hashes of ``text`` in rising order; all where there are fewer.

    Each is below 2**52. A text with no word gives an empty sketch.
    """
    return tuple(nsmallest(SKETCH, shingles(text)))


def resemblance(one: Sequence[int], other: Sequence[int]) -> int:
    """Return the share of common shingles among all of two texts, in thousandths, from their sketches.

    Exact while both together have at most 128 shingles; else an estimate with a standard error of at most 45
    thousandths (one over twice the root of 128).
    """
    if not one or not other:
        return 0
    complete = len(one) < SKETCH and len(other) < SKETCH
    both = sorted(set(one) | set(other))
    union = both if complete else both[:SKETCH]
    shared = set(one) & set(other)
    return 1000 * sum(h in shared for h in union) // len(union)


def containment(one: Sequence[int], other: Sequence[int]) -> int | None:
    """Return how much of the first text's shingles the second has, in thousandths, from sketches.

    ``None`` where the sketches cannot tell: of a short text, few hashes fall into the range that a long
    text's sketch covers. :func:`contained` tells from the texts themselves.
    """
    if not one or not other:
        return 0
    covered = min(_reach(one), _reach(other))
    comparable = [h for h in one if h <= covered]
    if len(comparable) < _ENOUGH and covered < 2**BITS:
        return None
    there = set(other)
    return 1000 * sum(h in there for h in comparable) // max(1, len(comparable))


def _reach(hashes: Sequence[int]) -> int:
    """Return up to where a sketch holds every hash of its text."""
    return 2**BITS if len(hashes) < SKETCH else hashes[-1]


def contained(one_text: str, other_text: str) -> int:
    """Return exactly how much of the first text's shingles the second has, in thousandths."""
    one = shingles(one_text)
    return 1000 * len(one & shingles(other_text)) // len(one) if one else 0


def shared_passages(one_text: str, other_text: str, least: int = SHARED_WORDS) -> list[tuple[Span, Span]]:
    """Return the runs of at least ``least`` words that both texts have, in the order of the first.

    Each run is as long as it can be from where it begins and is taken once from the first text; where
    the second has it several times, the longest of the first eight places is given.
    """
    one, other = list(words(one_text)), list(words(other_text))
    ours, theirs = [word for word, _ in one], [word for word, _ in other]
    places = _places(theirs, least)
    found: list[tuple[Span, Span]] = []
    at = 0
    while at + least <= len(ours):
        run, where = _longest(ours, theirs, at, places.get(tuple(ours[at : at + least]), ()))
        if run < least:
            at += 1
            continue
        found.append((_over(one, at, run), _over(other, where, run)))
        at += run
    return found


def _places(theirs: list[str], least: int) -> dict[tuple[str, ...], list[int]]:
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(theirs) - least + 1):
        known = places.setdefault(tuple(theirs[at : at + least]), [])
        if len(known) < _CANDIDATES:
            known.append(at)
    return places


def _longest(ours: list[str], theirs: list[str], at: int, candidates: Sequence[int]) -> tuple[int, int]:
    best, where = 0, 0
    for candidate in candidates:
        run, most = 0, min(len(ours) - at, len(theirs) - candidate)
        while run < most and ours[at + run] == theirs[candidate + run]:
            run += 1
        if run > best:
            best, where = run, candidate
    return best, where


def _over(words_with_spans: list[tuple[str, Span]], at: int, run: int) -> Span:
    return words_with_spans[at][1][0], words_with_spans[at + run - 1][1][1]
