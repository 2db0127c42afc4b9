"""What a statement may be that cites a medium: of what this has the most like, or, if nothing is, its own.

What must stay true: what is cited is not younger than what cites it, as far as the days tell; of several that
are alike in the same measure none is chosen; the order of statements changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from khronika.weighing.voice import Voice, end_of

FEWEST_SHARED = 2
"""So many shingles have to be shared, or all of a statement that has fewer, to tell by its words."""


class Cited(NamedTuple):
    """Which statements of one medium another may be; ``alike``: by its words or claims, or as its own."""

    statements: frozenset[str]
    alike: bool


_NOTHING = Cited(frozenset(), alike=False)


def citations(voices: Sequence[Voice], media: frozenset[str]) -> dict[str, list[Cited]]:
    """Return who cites media, with what each of these has of it.

    Takes time that grows with the number of statements and of the shingles that they share.
    """
    printed = defaultdict[str, list[Voice]](list)
    for voice in voices:
        printed[voice.publisher].append(voice)
    words = _Words(voices)
    of = {medium: _Printed(medium, those, media, words) for medium, those in printed.items()}
    cites = dict[str, list[Cited]]()
    for voice in voices:
        named = dict.fromkeys((*voice.through, voice.speaker))
        found = [of[one].cited(voice) for one in named if one in of and one != voice.publisher]
        leads = voice.linked.difference(named, (voice.publisher,))
        found += [cited for one in sorted(leads) if one in of and (cited := of[one].cited(voice)).alike]
        found = [one for one in found if one.statements]
        if found:
            cites[voice.statement] = found
    return cites


class _Words:
    """The words of statements: which share how many shingles with some, looked up once."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        self._holders = defaultdict[int, list[frozenset[int]]](list)
        for words in {voice.words for voice in voices}:
            for shingle in words:
                self._holders[shingle].append(words)
        self._kept = dict[frozenset[int], list[tuple[int, list[frozenset[int]]]]]()

    def sharing(self, words: frozenset[int]) -> list[tuple[int, list[frozenset[int]]]]:
        """Return the words that share enough shingles, by how many they share, the most first."""
        found = self._kept.get(words)
        if found is None:
            fewest = min(FEWEST_SHARED, max(1, len(words)))
            shared = Counter(other for shingle in words for other in self._holders[shingle])
            by_number = defaultdict[int, list[frozenset[int]]](list)
            for other, number in shared.items():
                if number >= fewest:
                    by_number[number].append(other)
            found = self._kept[words] = sorted(by_number.items(), reverse=True)
        return found


class _Printed:
    """What one medium printed, found by words, claims and speakers."""

    def __init__(self, medium: str, voices: Sequence[Voice], media: frozenset[str], words: _Words) -> None:
        self._medium, self._media, self._words = medium, media, words
        self._first = {voice.statement: voice.printed[0] for voice in voices}
        self._in_words = defaultdict[frozenset[int], set[str]](set)
        self._saying = defaultdict[frozenset[str], set[str]](set)
        self._speaking = defaultdict[str, set[str]](set)
        self._nobodys, own = set[str](), set[str]()
        for voice in voices:
            id_, end = voice.statement, end_of(voice, media)
            self._in_words[voice.words].add(id_)
            self._saying[voice.says].add(id_)
            self._speaking[voice.speaker].add(id_)
            if not end:
                self._nobodys.add(id_)
            if voice.speaker == medium:
                own.add(id_)
        self._own, self._all = frozenset(own), frozenset(self._first)
        self._kept = dict[tuple[str, frozenset[int], frozenset[str], int], Cited]()
        self._kept_claims = dict[tuple[frozenset[str], str, int], frozenset[str]]()

    def cited(self, voice: Voice) -> Cited:
        """Return what of this medium a statement may be that cites it."""
        if voice.speaker in self._speaking and end_of(voice, self._media):
            return _NOTHING  # one voice already
        key = (voice.speaker, voice.words, voice.says, voice.printed[1])
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._cited(voice)
        return found

    def _cited(self, voice: Voice) -> Cited:
        if end_of(voice, self._media):
            return self._of_somebody(voice)
        speaking = voice.speaker if voice.speaker != self._medium else ""
        among = frozenset(self._speaking.get(speaking, ())) if speaking else self._all
        if alike := self._alike(voice, among or self._all):
            return Cited(alike, alike=True)
        if voice.speaker != self._medium:
            return _NOTHING
        own = self._older([self._own], self._own, voice)
        return Cited(own or self._older([self._all], self._all, voice), alike=bool(own))

    def _of_somebody(self, voice: Voice) -> Cited:
        """Return what somebody known may have said here: nobody's, where they are not here themselves."""
        alike = self._by_words(voice, self._nobodys)
        return Cited(alike, alike=bool(alike))

    def _alike(self, voice: Voice, among: AbstractSet[str]) -> frozenset[str]:
        by_words = self._by_words(voice, among)
        if len(by_words) == 1:
            return by_words
        if by_words:
            return self._by_claims(voice, by_words) or by_words
        key = (voice.says, voice.speaker, voice.printed[1])
        found = self._kept_claims.get(key)
        if found is None:
            found = self._kept_claims[key] = self._by_claims(voice, among)
        return found

    def _by_words(self, voice: Voice, among: AbstractSet[str]) -> frozenset[str]:
        """Return the statements that share most of their words with another, if enough."""
        for _, those in self._words.sharing(voice.words):
            sharing = [self._in_words[words] for words in those if words in self._in_words]
            if sharing and (found := self._older(sharing, among, voice)):
                return found
        return frozenset()

    def _by_claims(self, voice: Voice, among: AbstractSet[str]) -> frozenset[str]:
        """Return the statements that claim most nearly the same (by the share of common claims)."""
        mine = voice.says
        likeness = {says: len(says & mine) / len(says | mine) for says in self._saying if says & mine}
        for measure in sorted(set(likeness.values()), reverse=True):
            those = [self._saying[says] for says, its in likeness.items() if its == measure]
            if found := self._older(those, among, voice):
                return found
        return frozenset()

    def _older(
        self, several: Iterable[AbstractSet[str]], among: AbstractSet[str], voice: Voice
    ) -> frozenset[str]:
        """Return those among others that are not surely younger than a statement."""
        last, first = voice.printed[1], self._first
        return frozenset(id_ for ids in several for id_ in ids if id_ in among and first[id_] <= last)
