"""Where statements come from: those that end in one mouth are one voice, however many relay it.

Ties are found between statements: of one speaker; in the same words; of who cites a medium, with what that
medium has. Whoever is tied to each other, over however many steps, has one origin. What must stay true: the
order of the statements changes nothing; a relay of what is there never makes a further origin; two people or
bodies that are known and are not the same are never tied by what was found, as media are that print the same
words; a person's cut holds against all that was found, and a person's join against all but a cut.
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
    said: tuple[int, int] = (1, 3652059)
    attached: frozenset[str] = frozenset()


class Tie(NamedTuple):
    """That two statements are one voice, and why; ``one`` sorts before ``other``."""

    one: str
    other: str
    why: Why


@dataclass(frozen=True, slots=True)
class Origin:
    """Statements that are one voice.

    ``speakers`` are the keys of whose voice it is: one; or several that a person joined, or media that print
    the same words as their own. Where there is none, nobody known stands at its end, and it may be the voice
    of any other origin too. ``circle`` are publishers that have it from one another. ``perhaps`` are
    statements of media that it cites, of which it cannot be told which it is: it is one of these, and no
    further voice.
    """

    statements: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    circle: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()


class Cited(NamedTuple):
    """What a statement may be that cites a medium: of what this has the most like, or, if nothing is, any."""

    statements: frozenset[str]
    alike: bool


Cites = Mapping[str, Sequence[Cited]]
"""What each statement that cites media may be, of each medium."""


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

    Takes time that grows with the number of statements and shingles, and with how many statements a medium
    has for each that cites it.
    """
    by_id = {voice.statement: voice for voice in sorted(voices, key=lambda voice: voice.statement)}
    media = frozenset(voice.publisher for voice in voices)
    groups = _Groups(by_id, media, [pair for pair in cut if pair[0] in by_id and pair[1] in by_id])
    by_hand = {_tie(one, other, Why.JOINED) for one, other in joined if one in by_id and other in by_id}
    first = (voice for voice in by_id.values() if voice.speaker not in media - {voice.publisher})
    groups.tie_all({*by_hand, *_of_speakers(first), *_of_words(by_id, media)})
    cites = _citations(by_id.values(), media)
    while groups.tie_all(_settled(cites, groups)):
        pass
    return tuple(
        _origin(by_id, media, found, _open(cites, groups, found.statements)) for found in groups.found()
    )


def independent(origins: Iterable[Origin], among: Collection[str] | None = None) -> Independent:
    """Return how many origins stand behind the statements ``among`` (default: all).

    What cites one of several is one of these; only where such ones cite each other in a circle, or what is
    not among the statements, can they be a further voice.
    """
    heard = [one for one in origins if among is None or not set(one.statements).isdisjoint(among)]
    known = sum(bool(one.speakers) for one in heard)
    there = {id_: at for at, one in enumerate(heard) for id_ in one.statements}
    cites = {at: {there.get(id_, -1) for id_ in one.perhaps} for at, one in enumerate(heard) if one.perhaps}
    elsewhere = sum(-1 in cited for cited in cites.values())
    most = len(heard) - len(cites) + elsewhere + len(_in_circles(cites)) // 2
    return Independent(max(known, min(1, len(heard))), most)


def _in_circles(cites: Mapping[int, set[int]]) -> set[int]:
    """Return those that may stand in a circle of citations: that cite one left and are cited by one left."""
    left = set(cites)
    while True:
        cited = {one for at in left for one in cites[at]}
        kept = {at for at in left if at in cited and not left.isdisjoint(cites[at])}
        if kept == left:
            return left
        left = kept


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


def _citations(voices: Collection[Voice], media: Collection[str]) -> Cites:
    """Return who cites media with what each of these has of it: the statements that are most like it."""
    printed = defaultdict(list)
    for voice in voices:
        printed[voice.publisher].append(voice)
    cites: dict[str, list[Cited]] = {}
    for voice in voices:
        named = dict.fromkeys(one for one in (*voice.through, voice.speaker) if one != voice.publisher)
        found = [_cited(voice, printed[one], media) for one in named if one in media]
        cites[voice.statement] = [one for one in found if one.statements]
    return cites


def _settled(cites: Cites, groups: _Groups) -> set[Tie]:
    """Return the ties of those who cite what has one origin, as far as that is known by now."""
    return {
        _tie(one, min(cited), Why.CITED)
        for one, all_cited in cites.items()
        for cited, alike in all_cited
        if alike and len({groups.head(id_) for id_ in cited}) == 1
    }


def _open(cites: Cites, groups: _Groups, statements: Iterable[str]) -> tuple[str, ...]:
    """Return the statements of which one is what the group cites, where they have more than one origin."""
    found: set[str] = set()
    for one in statements:
        for cited, _ in cites.get(one, ()):
            if groups.head(one) not in {groups.head(id_) for id_ in cited}:
                found |= cited
    return tuple(sorted(found))


def _cited(voice: Voice, printed: Sequence[Voice], media: Collection[str]) -> Cited:
    """Return what of a medium another tells by it: of the same speaker, by its words, else by its claims.

    What nothing there is like is the medium's own, where that is who says it.
    """
    there = [one for one in printed if not _are_two(voice, one, media)]
    of_speaker = [one for one in there if one.speaker == voice.speaker and one.speaker not in media]
    liked = [(_likeness(voice, one), one.statement) for one in of_speaker or there]
    best = max((likeness for likeness, _ in liked), default=(0, 0))
    if any(best):
        return Cited(frozenset(id_ for likeness, id_ in liked if likeness == best), alike=True)
    if not there or voice.speaker != there[0].publisher:
        return Cited(frozenset(), alike=False)
    own = frozenset(one.statement for one in there if one.speaker == one.publisher)
    return Cited(own or frozenset(one.statement for one in there), alike=bool(own))


def _likeness(voice: Voice, other: Voice) -> tuple[int, int]:
    return len(voice.words & other.words), len(voice.says & other.says)


def _are_two(voice: Voice, other: Voice, media: Collection[str]) -> bool:
    """Tell whether both have somebody known as speaker, and not the same; a medium that is cited is none."""
    ends = {one.speaker for one in (voice, other) if one.known and one.speaker not in media}
    return len(ends) > 1


def _of_words(voices: Mapping[str, Voice], media: Collection[str]) -> Iterator[Tie]:
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
        apart = _are_two(first, second, media)
        if not apart and fewer >= FEWEST_SHINGLES and count >= ALIKE * fewer:
            yield _tie(one, other, Why.WORDS)


class _Group(NamedTuple):
    statements: list[str]
    ties: list[Tie]


class _Groups:
    """Statements in groups, joined tie by tie; never two that a person cut, nor those of two known speakers.

    Source: R. Tarjan, "Efficiency of a good but not linear set union algorithm", JACM 22(2), 1975.
    """

    def __init__(
        self, voices: Mapping[str, Voice], media: Collection[str], cut: Collection[tuple[str, str]]
    ) -> None:
        self._above = {id_: id_ for id_ in voices}
        self._members = {id_: [id_] for id_ in voices}
        self._ties: dict[str, set[Tie]] = {id_: set() for id_ in voices}
        self._ends = {
            id_: {one.speaker} - {"", *media} if one.known else set[str]() for id_, one in voices.items()
        }
        self._cut = [(one, other) for one, other in cut if one != other]

    def tie_all(self, ties: Collection[Tie]) -> bool:
        """Join groups by ties, the surest first; tell whether any were joined."""
        order = list(Why)
        before = len(self._members)
        for tie in sorted(ties, key=lambda tie: (order.index(tie.why), tie)):
            self._join(tie)
        return len(self._members) < before

    def head(self, id_: str) -> str:
        """Return the statement that stands for the group of another."""
        while self._above[id_] != id_:
            self._above[id_] = self._above[self._above[id_]]
            id_ = self._above[id_]
        return id_

    def _join(self, tie: Tie) -> None:
        """Join two groups by a tie, unless a cut or two known speakers stand against it."""
        one, other = self.head(tie.one), self.head(tie.other)
        if one == other:
            self._ties[one].add(tie)
            return
        two = len(self._ends[one] | self._ends[other]) > 1 and tie.why is not Why.JOINED
        if two or self._are_cut(one, other):
            return
        larger, smaller = sorted((one, other), key=lambda head: (-len(self._members[head]), head))
        self._above[smaller] = larger
        self._members[larger] += self._members.pop(smaller)
        self._ends[larger] |= self._ends.pop(smaller)
        self._ties[larger] |= {*self._ties.pop(smaller), tie}

    def found(self) -> Iterator[_Group]:
        """Yield the groups with their ties, by their first statement."""
        for head in sorted(self._members, key=lambda head: min(self._members[head])):
            yield _Group(sorted(self._members[head]), sorted(self._ties[head]))

    def _are_cut(self, one: str, other: str) -> bool:
        return any({self.head(first), self.head(second)} == {one, other} for first, second in self._cut)


def _origin(
    voices: Mapping[str, Voice], media: Collection[str], found: _Group, perhaps: tuple[str, ...]
) -> Origin:
    members = [voices[id_] for id_ in found.statements]
    circle = _circle(members)
    ends = _ends(members, circle, media)
    return Origin(tuple(found.statements), ends, tuple(found.ties), circle, () if ends else perhaps)


def _ends(members: Sequence[Voice], circle: Collection[str], media: Collection[str]) -> tuple[str, ...]:
    """Return who is known to stand at the end: people and bodies, else media that have it from nobody."""
    known = {voice.speaker for voice in members if voice.known and voice.speaker}
    own = {voice.publisher for voice in members if voice.speaker == voice.publisher}
    return tuple(sorted(known - set(media) or own - set(circle)))


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
