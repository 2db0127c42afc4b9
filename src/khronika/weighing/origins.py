"""Where statements come from: those that end in one mouth are one voice, however many relay it.

Ties are found between statements: of one speaker; in the same words; of who cites a medium, with what that
medium has. Whoever is tied to each other, over however many steps, has one origin. What must stay true: the
order of the statements changes nothing; a relay of what is there never makes a further origin; two people or
bodies that are known and are not the same are never tied by what was found, as media are that print the same
words; a person's cut holds against all that was found, and a person's join against all but a cut.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from khronika.weighing.citing import Cited, citations
from khronika.weighing.counting import Independent, independent
from khronika.weighing.groups import Group, Groups
from khronika.weighing.origin import Origin
from khronika.weighing.same_words import same_words
from khronika.weighing.shared_words import SharedWords
from khronika.weighing.voice import Tie, Voice, Why, end_of, tie_of

__all__ = ["Independent", "Origin", "Tie", "Voice", "Why", "independent", "origins_of"]


MOST_PERHAPS = 64
"""Of more voices than this that an origin may be, the first so many are named."""


def origins_of(
    voices: Collection[Voice],
    joined: Iterable[tuple[str, str]] = (),
    cut: Iterable[tuple[str, str]] = (),
) -> tuple[Origin, ...]:
    """Return the origins of statements, each statement in one; ``joined`` and ``cut`` are a person's word.

    Takes time that grows with the number of statements and of the shingles that they share.
    """
    return _Tying(voices, joined, cut).origins()


class _Tying:
    """Ties statements, the surest first; what a medium says itself only once it is known what is not."""

    def __init__(
        self,
        voices: Collection[Voice],
        joined: Iterable[tuple[str, str]],
        cut: Iterable[tuple[str, str]],
    ) -> None:
        self._voices = {one.statement: one for one in sorted(voices, key=lambda voice: voice.statement)}
        self._media = frozenset(voice.publisher for voice in voices)
        there = self._voices.keys()
        cuts = [pair for pair in cut if there >= set(pair)]
        self._groups = Groups(self._voices, self._media, cuts)
        ordered = list(self._voices.values())
        by_hand = {tie_of(one, other, Why.JOINED) for one, other in joined if there >= {one, other}}
        self._groups.tie_all({*by_hand, *self._of_speakers(ordered)})
        shared = SharedWords(ordered)
        words = same_words(ordered, self._media, shared)
        self._groups.tie_all(set(words.ties))
        self._groups.tie_all({*_of_attachments(ordered, self._media)})
        self._cites = citations(ordered, self._media, shared)
        for id_, statements in words.perhaps.items():
            self._cites.setdefault(id_, []).append(Cited(statements, alike=True))
        self._final = dict[frozenset[str], dict[str, str]]()
        self._settle()
        self._own_voices()
        self._settle()

    def origins(self) -> tuple[Origin, ...]:
        """Return what was found."""
        self._final.clear()
        return tuple(map(self._origin, self._groups.found()))

    def _of_speakers(self, voices: Iterable[Voice]) -> Iterator[Tie]:
        said = defaultdict[str, list[str]](list)
        for voice in voices:
            if end := end_of(voice, self._media):
                said[end].append(voice.statement)
        for statements in said.values():
            for one, other in pairwise(statements):
                yield tie_of(one, other, Why.SPEAKER)

    def _settle(self) -> None:
        """Tie those who cite what has one origin, over and over, as far as that is known by then."""
        open_ = dict(self._cites)
        while True:
            heads = dict[frozenset[str], dict[str, str]]()
            ties = set[Tie]()
            for one, all_cited in list(open_.items()):
                alike = [self._heads(cited.statements, heads) for cited in all_cited if cited.alike]
                met = _met(alike)
                if len(met) == 1:
                    ((_, other),) = met.items()
                    ties.add(tie_of(one, other, Why.CITED))
                    del open_[one]
            if not self._groups.tie_all(ties):
                return

    def _heads(
        self, statements: frozenset[str], kept: dict[frozenset[str], dict[str, str]]
    ) -> dict[str, str]:
        """Return the groups of statements, each with the first of them that is in it."""
        found = kept.get(statements)
        if found is None:
            found = kept[statements] = {}
            for id_ in sorted(statements):
                found.setdefault(self._groups.head(id_), id_)
        return found

    def _own_voices(self) -> None:
        """Tie what each medium says itself: of what it has from nobody, and was surely the first to print."""
        own = defaultdict[str, list[str]](list)
        for head, members in sorted(self._groups.heads()):
            if not self._groups.ends(head):
                owner = self._owner(members)
                if owner:
                    own[owner].append(min(members))
        for owner, statements in own.items():
            for id_ in statements:
                self._groups.end_in(id_, owner)
            self._groups.tie_all([tie_of(one, other, Why.SPEAKER) for one, other in pairwise(statements)])

    def _owner(self, members: Sequence[str]) -> str:
        """Return the medium whose own voice a group is: that which prints it as its own before all others."""
        voices = [self._voices[id_] for id_ in members]
        own = [voice for voice in voices if voice.known and voice.speaker == voice.publisher]
        printing = {voice.publisher for voice in own if not voice.through}
        firsts = printing or self._spoken(voices)
        if not firsts or not firsts.isdisjoint(_circle(voices, self._media)):
            return ""
        if len(firsts) == 1:
            return firsts.pop()
        if not printing:
            return ""
        last = {one: min(v.printed[1] for v in own if v.publisher == one) for one in firsts}
        first = {one: min(v.printed[0] for v in own if v.publisher == one) for one in firsts}
        surely = [one for one in firsts if all(last[one] < first[other] for other in firsts - {one})]
        return surely[0] if surely else ""

    def _spoken(self, voices: Iterable[Voice]) -> set[str]:
        """Return the media that are said to speak, where nothing that they printed can be what is meant."""
        return {
            voice.speaker
            for voice in voices
            if voice.known
            and voice.speaker in self._media - {voice.publisher}
            and not any(cited.alike for cited in self._cites.get(voice.statement, ()))
        }

    def _origin(self, found: Group) -> Origin:
        members = [self._voices[id_] for id_ in found.statements]
        circle = _circle(members, self._media)
        ends = tuple(sorted(self._groups.ends(found.statements[0]) or _printing(members, circle)))
        perhaps = () if ends else self._open(found.statements)
        return Origin(tuple(found.statements), ends, tuple(found.ties), circle, perhaps)

    def _open(self, statements: Iterable[str]) -> tuple[str, ...]:
        """Return a statement of each voice that the group may be, where it cites what has several."""
        found = dict[str, str]()
        mine = self._groups.head(next(iter(statements)))
        for one in statements:
            for cited in self._cites.get(one, ()):
                heads = self._heads(cited.statements, self._final)
                if mine not in heads and len(found) < MOST_PERHAPS:
                    found |= (
                        heads if len(heads) <= MOST_PERHAPS else dict(islice(heads.items(), MOST_PERHAPS))
                    )
        return tuple(sorted(found.values())[:MOST_PERHAPS])


def _met(alike: Sequence[dict[str, str]]) -> dict[str, str]:
    """Return the voices that all the media have which are cited; of one medium, all that it has."""
    met = dict(alike[0]) if alike else {}
    for heads in alike[1:]:
        met = {head: id_ for head, id_ in met.items() if head in heads}
    return met


def _of_attachments(voices: Iterable[Voice], media: frozenset[str]) -> Iterator[Tie]:
    """Yield the ties of what nobody known says, claims the same and came with the same attachment."""
    holding = defaultdict[tuple[str, str], list[str]](list)
    for voice in voices:
        if voice.attached and voice.says and not end_of(voice, media):
            for attachment in voice.attached:
                for claim in voice.says:
                    holding[attachment, claim].append(voice.statement)
    for statements in holding.values():
        for one, other in pairwise(statements):
            yield tie_of(one, other, Why.ATTACHED)


def _printing(members: Sequence[Voice], circle: Collection[str]) -> set[str]:
    """Return the media that print something as their own and have it from nobody, as far as is told."""
    own = {voice.publisher for voice in members if voice.known and voice.speaker == voice.publisher}
    return own - set(circle)


def _circle(members: Sequence[Voice], media: frozenset[str]) -> tuple[str, ...]:
    """Return the publishers that have it from one another, none of them from anybody known beyond."""
    if any(end_of(voice, media) for voice in members):
        return ()
    publishers = {voice.publisher for voice in members}
    if len(publishers) == 1:
        return ()
    cites = defaultdict[str, set[str]](set)
    for voice in members:
        cites[voice.publisher] |= {*voice.through, voice.speaker} & publishers - {voice.publisher}
    return tuple(sorted(one for one in publishers if one in _reached(one, cites)))


def _reached(start: str, cites: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(cites.get(start, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += cites.get(one, ())
    return found
