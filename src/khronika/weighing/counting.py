"""How many independent origins stand behind statements: a range, where nobody known stands at the end of one.

What must stay true: what cites one of several voices is one of these and no further one; an origin at whose
end nobody is known may be any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from khronika.weighing.origin import Origin


class Independent(NamedTuple):
    """How many origins there are, at least and at most: those that nobody is known to stand at may be any."""

    least: int
    most: int


NOBODY = Independent(0, 0)


class Counting:
    """Counts origins among some, by their places."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        """Look up once what each origin cites."""
        self._place = {id_: at for at, one in enumerate(origins) for id_ in one.statements}
        self._known = [bool(one.speakers) for one in origins]
        self._cites = {
            at: {self._place.get(id_, -1) for id_ in one.perhaps}
            for at, one in enumerate(origins)
            if one.perhaps
        }

    def places(self, statements: Iterable[str]) -> set[int]:
        """Return the places of the origins of statements."""
        return {self._place[id_] for id_ in statements}

    def at(self, places: AbstractSet[int], gone: AbstractSet[int] = frozenset()) -> Independent:
        """Return how many independent origins those in these places are.

        What cites one of several is one of these; only where such ones cite each other in a circle, or what
        is not among them, can they be a further voice. Those that are ``gone`` count for nothing, and what
        cites them is no further voice.
        """
        if not places:
            return NOBODY
        least = max(1, sum(self._known[at] for at in places))
        open_ = {at: cited for at in places if (cited := self._cites.get(at))}
        there = places | gone if open_ else places
        elsewhere = sum(not cited <= there for cited in open_.values())
        most = len(places) - len(open_) + elsewhere + len(_in_circles(open_)) // 2
        return Independent(least, max(least, most))


def independent(origins: Iterable[Origin], among: Collection[str] | None = None) -> Independent:
    """Return how many origins stand behind the statements ``among`` (default: all)."""
    found = list(origins)
    heard = [at for at, one in enumerate(found) if among is None or not set(one.statements).isdisjoint(among)]
    return Counting(found).at(set(heard))


def _in_circles(cites: Mapping[int, set[int]]) -> set[int]:
    """Return those that may stand in a circle of citations: that cite one left and are cited by one left."""
    left = set(cites)
    while left:
        cited = {one for at in left for one in cites[at]}
        kept = {at for at in left if at in cited and not left.isdisjoint(cites[at])}
        if kept == left:
            return left
        left = kept
    return left
