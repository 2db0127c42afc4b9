"""Whole numbers that a claim leaves open, as intervals, and how two such ranges stand to each other.

Days are numbers too (``date.toordinal``). An end that is open is ``None``. The arithmetic is that of sets on
a line: R. Moore, R. Kearfott, M. Cloud, "Introduction to Interval Analysis", SIAM 2009, chapter 2, with gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import inf

Ends = tuple[float, float]
"""The first and the last number of an interval, which may be infinite; both are in it."""


class Relation(StrEnum):
    """How one range stands to another."""

    SAME = "the same"
    REFINES = "refines"
    REFINED = "is refined by"
    COMPATIBLE = "compatible"
    CONTRADICTS = "contradicts"


MIRRORED = {Relation.REFINES: Relation.REFINED, Relation.REFINED: Relation.REFINES}
"""What a relation is seen from the other side; the others are the same from both."""


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers that can be meant, as rising intervals that do not touch; without any, no number can."""

    parts: tuple[Ends, ...]

    @classmethod
    def between(cls, low: int | None, high: int | None) -> Range:
        """Return the numbers from ``low`` to ``high``, both included; an end that is ``None`` is open.

        Raises:
            ValueError: it ends before it begins.
        """
        ends = (-inf if low is None else low, inf if high is None else high)
        if ends[0] > ends[1]:
            raise ValueError("a range ends before it begins")
        return cls((ends,))

    @property
    def empty(self) -> bool:
        """Tell whether no number can be meant."""
        return not self.parts

    @property
    def ends(self) -> tuple[int | None, int | None]:
        """Return the least and the greatest number; ``None`` where that end is open, or there is none."""
        if not self.parts:
            return None, None
        first, last = self.parts[0][0], self.parts[-1][1]
        return (None if first == -inf else int(first), None if last == inf else int(last))

    def both(self, other: Range) -> Range:
        """Return the numbers that are in both."""
        met = ((max(one[0], two[0]), min(one[1], two[1])) for one in self.parts for two in other.parts)
        return Range(tuple(sorted(ends for ends in met if ends[0] <= ends[1])))

    def without(self, other: Range) -> Range:
        """Return the numbers that are in this one and not in the other."""
        return self.both(Range(tuple(_gaps(other.parts))))

    def against(self, other: Range) -> Relation:
        """Return how this range stands to the other: by which numbers both leave open."""
        if len(self.parts) == len(other.parts) == 1:
            return _intervals(self.parts[0], other.parts[0])
        met = self.both(other)
        if met.empty:
            return Relation.CONTRADICTS
        if self == other:
            return Relation.SAME
        if met == self:
            return Relation.REFINES
        return Relation.REFINED if met == other else Relation.COMPATIBLE


def _intervals(one: Ends, other: Ends) -> Relation:
    """Return what :meth:`Range.against` does, of ranges without gaps."""
    if one == other:
        return Relation.SAME
    (low, high), (others_low, others_high) = one, other
    if high < others_low or others_high < low:
        return Relation.CONTRADICTS
    if low >= others_low and high <= others_high:
        return Relation.REFINES
    return Relation.REFINED if low <= others_low and high >= others_high else Relation.COMPATIBLE


ALL = Range(((-inf, inf),))


def _gaps(parts: Iterable[Ends]) -> Iterator[Ends]:
    begin = -inf
    for low, high in parts:
        if begin < low:
            yield begin, low - 1
        begin = high + 1
    if begin < inf:
        yield begin, inf
