"""Statements in groups, joined tie by tie; never two that a person cut, nor those of two known speakers.

Source: R. Tarjan, "Efficiency of a good but not linear set union algorithm", JACM 22(2), 1975.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from khronika.weighing.voice import Tie, Voice, Why, end_of

_ORDER = {why: place for place, why in enumerate(Why)}


class Group(NamedTuple):
    """Statements that are one voice, in order, with the ties between them."""

    statements: list[str]
    ties: list[Tie]


class Groups:
    """Statements in groups. ``ends`` of a group are those who are known to speak in it."""

    def __init__(
        self, voices: Mapping[str, Voice], media: frozenset[str], cut: Collection[tuple[str, str]]
    ) -> None:
        """Start with each statement by itself."""
        self._above = {id_: id_ for id_ in voices}
        self._members = {id_: [id_] for id_ in voices}
        self._ties = defaultdict[str, list[Tie]](list)
        self._ends = {id_: {end} for id_, voice in voices.items() if (end := end_of(voice, media))}
        self._cut = defaultdict[str, set[str]](set)
        for one, other in cut:
            if one != other:
                self._cut[one].add(other)
                self._cut[other].add(one)

    def tie_all(self, ties: Collection[Tie]) -> bool:
        """Join groups by ties, the surest first; tell whether any were joined."""
        before = len(self._members)
        for tie in sorted(ties, key=lambda tie: (_ORDER[tie.why], tie.one, tie.other)):
            self._join(tie)
        return len(self._members) < before

    def head(self, id_: str) -> str:
        """Return the statement that stands for the group of another."""
        above = self._above
        while above[id_] != id_:
            above[id_] = above[above[id_]]
            id_ = above[id_]
        return id_

    def ends(self, id_: str) -> Collection[str]:
        """Return who is known to speak in the group of a statement."""
        return self._ends.get(self.head(id_), ())

    def end_in(self, id_: str, end: str) -> None:
        """Have somebody stand at the end of the group of a statement."""
        self._ends.setdefault(self.head(id_), set()).add(end)

    def heads(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each group by the statement that stands for it, with all its statements."""
        yield from self._members.items()

    def found(self) -> Iterator[Group]:
        """Yield the groups with their ties, by their first statement."""
        firsts = {head: min(members) for head, members in self._members.items()}
        for head in sorted(self._members, key=firsts.__getitem__):
            yield Group(sorted(self._members[head]), sorted(set(self._ties.get(head, ()))))

    def _join(self, tie: Tie) -> None:
        """Join two groups by a tie, unless a cut or two known speakers stand against it."""
        one, other = self.head(tie.one), self.head(tie.other)
        if one == other:
            self._ties[one].append(tie)
            return
        if tie.why is not Why.JOINED and self._are_two(one, other):
            return
        if self._are_cut(one, other):
            return
        larger, smaller = sorted((one, other), key=lambda head: (-len(self._members[head]), head))
        self._above[smaller] = larger
        self._members[larger] += self._members.pop(smaller)
        if smaller in self._ends:
            self._ends.setdefault(larger, set()).update(self._ends.pop(smaller))
        if smaller in self._ties:
            self._ties[larger] += self._ties.pop(smaller)
        self._ties[larger].append(tie)

    def _are_two(self, one: str, other: str) -> bool:
        mine, theirs = self._ends.get(one), self._ends.get(other)
        return bool(mine and theirs and len(mine | theirs) > 1)

    def _are_cut(self, one: str, other: str) -> bool:
        if not self._cut:
            return False
        smaller, larger = sorted((one, other), key=lambda head: len(self._members[head]))
        return any(
            self.head(cut) == larger for id_ in self._members[smaller] for cut in self._cut.get(id_, ())
        )
