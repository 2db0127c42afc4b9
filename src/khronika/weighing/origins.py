"""Where statements come from: those that end in one mouth are one voice, however many relay it.

Ties are found between statements: of one speaker; in the same words; of who cites a medium, with what that
medium has. Whoever is tied to each other, over however many steps, has one origin. What must stay true: the
order of the statements changes nothing; a relay of what is there never makes a further origin; two who are
known by name and are not the same are never tied by their words alone; a person's cut holds against all that
was found, and a person's join against all but a cut.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

ALIKE = 0.6
"""Which share of the shorter one's shingles two statements share that are taken for the same words."""

FEWEST_SHINGLES = 4
"""Of fewer shingles (eight words in runs of five) none are taken for the same words."""

MOST_HOLDERS = 64
"""A shingle in more statements than this ties none of them to all others: each is tied to the next."""


class Why(StrEnum):
    """Why two statements are one voice, the surest first."""

    JOINED = "joined by a person"
    SPEAKER = "the same speaker"
    CITED = "one cites the other"
    WORDS = "the same words"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement as far as it tells where it comes from.

    ``speaker`` is a key that is the same for the same party, empty where nobody is told; ``known`` tells that
    it is that of somebody who can be told from others: by name, or as the voice of an office or body.
    ``publisher`` is the key of whose text it stands in, ``through`` are the relays, nearest to the speaker
    first. ``words`` are shingles of its content; ``says`` are what it claims, in any form that can be
    compared.
    """

    statement: str
    speaker: str
    known: bool
    publisher: str
    through: tuple[str, ...] = ()
    words: frozenset[int] = frozenset()
    says: frozenset[str] = frozenset()


class Tie(NamedTuple):
    """That two statements are one voice, and why; ``one`` sorts before ``other``."""

    one: str
    other: str
    why: Why


@dataclass(frozen=True, slots=True)
class Origin:
    """Statements that are one voice.

    ``speakers`` are the keys of whose voice it is: one, or several that a person joined. Where there is none,
    nobody known stands at its end, and it may be the voice of any other origin too. ``circle`` are publishers
    that have it from one another.
    """

    statements: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    circle: tuple[str, ...] = ()


class Independent(NamedTuple):
    """How many origins there are, at least and at most: those that nobody is known to stand at may be any."""

    least: int
    most: int


def origins_of(
    voices: Collection[Voice],
    joined: Iterable[tuple[str, str]] = (),
    cut: Iterable[tuple[str, str]] = (),
) -> tuple[Origin, ...]:
    """Return the origins of statements, each statement in one; ``joined`` and ``cut`` are a person's word.

    Takes time that grows with the number of statements and of shingles, not with that of their pairs.
    """
    by_id = {voice.statement: voice for voice in sorted(voices, key=lambda voice: voice.statement)}
    groups = _Groups(by_id, list(cut))
    for tie in _ties(by_id, joined):
        groups.tie(tie)
    return tuple(_origin(by_id, *found) for found in groups.found())


def independent(origins: Iterable[Origin], among: Collection[str] | None = None) -> Independent:
    """Return how many origins stand behind the statements ``among`` (default: all)."""
    heard = [one for one in origins if among is None or not set(one.statements).isdisjoint(among)]
    known = sum(bool(one.speakers) for one in heard)
    return Independent(max(known, min(1, len(heard))), len(heard))


def _ties(voices: Mapping[str, Voice], joined: Iterable[tuple[str, str]]) -> list[Tie]:
    """Return all ties, the surest first, in an order that is that of no input."""
    found = {_tie(one, other, Why.JOINED) for one, other in joined if one in voices and other in voices}
    cites = dict(_citations(voices.values()))
    found |= {_tie(one, other, Why.CITED) for one, others in cites.items() for other in others}
    media = {voice.publisher for voice in voices.values()}
    own = (one for one in voices.values() if not (one.speaker in media and one.statement in cites))
    found.update(_of_speakers(own), _of_words(voices))
    order = list(Why)
    return sorted(found, key=lambda tie: (order.index(tie.why), tie))


def _tie(one: str, other: str, why: Why) -> Tie:
    return Tie(min(one, other), max(one, other), why)


def _of_speakers(voices: Iterable[Voice]) -> Iterator[Tie]:
    said = defaultdict(list)
    for voice in voices:
        if voice.known and voice.speaker:
            said[voice.speaker].append(voice.statement)
    for statements in said.values():
        for one, other in pairwise(statements):
            yield _tie(one, other, Why.SPEAKER)


def _citations(voices: Collection[Voice]) -> Iterator[tuple[str, list[str]]]:
    """Yield who cites media with what these have of it: in each the statement that is most like it."""
    printed = defaultdict(list)
    for voice in voices:
        printed[voice.publisher].append(voice)
    for voice in voices:
        media = dict.fromkeys(one for one in (*voice.through, voice.speaker) if one != voice.publisher)
        found = (_cited(voice, printed[medium], printed) for medium in media if medium in printed)
        cited = [one.statement for one in found if one is not None]
        if cited:
            yield voice.statement, cited


def _cited(voice: Voice, printed: Sequence[Voice], media: Collection[str]) -> Voice | None:
    """Return what a medium has that another tells by it: by its words, else by what it claims.

    ``None`` where nothing is like it, or where several are who do not have one speaker.
    """
    liked = [(_likeness(voice, one), one) for one in printed if not _are_two(voice, one, media)]
    best = max((likeness for likeness, _ in liked), default=(0, 0))
    found = [one for likeness, one in liked if likeness == best and any(best)]
    return found[0] if len({one.speaker for one in found}) == 1 else None


def _likeness(voice: Voice, other: Voice) -> tuple[int, int]:
    return len(voice.words & other.words), len(voice.says & other.says)


def _are_two(voice: Voice, other: Voice, media: Collection[str]) -> bool:
    """Tell whether both have somebody known as speaker, and not the same; a medium that is cited is none."""
    ends = {one.speaker for one in (voice, other) if one.known and one.speaker not in media}
    return len(ends) > 1


def _of_words(voices: Mapping[str, Voice]) -> Iterator[Tie]:
    holders = defaultdict(list)
    for voice in voices.values():
        for shingle in voice.words:
            holders[shingle].append(voice.statement)
    shared = Counter[tuple[str, str]]()
    for statements in holders.values():
        shared.update(
            combinations(statements, 2) if len(statements) <= MOST_HOLDERS else pairwise(statements)
        )
    for (one, other), count in shared.items():
        first, second = voices[one], voices[other]
        fewer = min(len(first.words), len(second.words))
        apart = first.known and second.known and first.speaker != second.speaker
        if not apart and fewer >= FEWEST_SHINGLES and count >= ALIKE * fewer:
            yield _tie(one, other, Why.WORDS)


class _Groups:
    """Statements in groups, joined tie by tie; never two that a person cut, nor those of two known speakers.

    Source: R. Tarjan, "Efficiency of a good but not linear set union algorithm", JACM 22(2), 1975.
    """

    def __init__(self, voices: Mapping[str, Voice], cut: Collection[tuple[str, str]]) -> None:
        media = {voice.publisher for voice in voices.values()}
        self._above = {id_: id_ for id_ in voices}
        self._members = {id_: [id_] for id_ in voices}
        self._ties: dict[str, list[Tie]] = {id_: [] for id_ in voices}
        self._ends = {
            id_: {one.speaker} - {""} - media if one.known else set() for id_, one in voices.items()
        }
        self._cut = [(one, other) for one, other in cut if one in voices and other in voices and one != other]

    def tie(self, tie: Tie) -> None:
        """Join two groups by a tie, unless a cut or two known speakers stand against it."""
        one, other = self._head(tie.one), self._head(tie.other)
        if one == other:
            self._ties[one].append(tie)
            return
        two = len(self._ends[one] | self._ends[other]) > 1 and tie.why is not Why.JOINED
        if two or self._are_cut(one, other):
            return
        larger, smaller = sorted((one, other), key=lambda head: (-len(self._members[head]), head))
        self._above[smaller] = larger
        self._members[larger] += self._members.pop(smaller)
        self._ends[larger] |= self._ends.pop(smaller)
        self._ties[larger] += [*self._ties.pop(smaller), tie]

    def found(self) -> Iterator[tuple[list[str], list[Tie]]]:
        """Yield the groups with their ties, by their first statement."""
        for head in sorted(self._members, key=lambda head: min(self._members[head])):
            yield sorted(self._members[head]), sorted(self._ties[head])

    def _head(self, id_: str) -> str:
        while self._above[id_] != id_:
            self._above[id_] = self._above[self._above[id_]]
            id_ = self._above[id_]
        return id_

    def _are_cut(self, one: str, other: str) -> bool:
        return any({self._head(first), self._head(second)} == {one, other} for first, second in self._cut)


def _origin(voices: Mapping[str, Voice], statements: list[str], ties: list[Tie]) -> Origin:
    members = [voices[id_] for id_ in statements]
    circle = _circle(members)
    return Origin(tuple(statements), _ends(members, circle), tuple(ties), circle)


def _ends(members: Sequence[Voice], circle: Collection[str]) -> tuple[str, ...]:
    """Return who is known to stand at the end: people and bodies, else media that have it from nobody."""
    media = {voice.publisher for voice in members}
    tell = {voice.publisher for voice in members if voice.speaker != voice.publisher}
    known = {voice.speaker for voice in members if voice.known and voice.speaker}
    return tuple(sorted(known - media or known - tell - set(circle)))


def _circle(members: Sequence[Voice]) -> tuple[str, ...]:
    """Return the publishers that have it from one another, none of them from anybody known beyond."""
    media = {voice.publisher for voice in members}
    if any(voice.known and voice.speaker not in media for voice in members):
        return ()
    cites: dict[str, set[str]] = defaultdict(set)
    for voice in members:
        from_ = {*voice.through, voice.speaker} & media - {voice.publisher}
        cites[voice.publisher] |= from_
    return tuple(sorted(one for one in media if one in _reached(one, cites)))


def _reached(start: str, cites: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(cites.get(start, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += cites.get(one, ())
    return found
