"""What a statement may be that cites a medium: of what this has the most like, or, if nothing is, its own.

What must stay true: what is cited is not younger than what cites it, as far as the days tell; of several that
are alike in the same measure none is chosen; the order of statements changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from khronika.weighing.shared_words import HeldWords, SharedWords, Words
from khronika.weighing.voice import FIRST_DAY, LAST_DAY, Voice, end_of

MOST_DATED = 256
"""Of more statements than this that claim the same, days are not looked at."""

UPDATED = 1
"""So many days after it was published a page may still be changed, and cite what is younger than it."""

_ANY_DAY = (FIRST_DAY, LAST_DAY)


class Cited(NamedTuple):
    """Which statements of one medium another may be; ``alike``: by its words or claims, or as its own."""

    statements: frozenset[str]
    alike: bool


_NOTHING = Cited(frozenset(), alike=False)


def citations(voices: Sequence[Voice], media: frozenset[str], words: SharedWords) -> dict[str, list[Cited]]:
    """Return who cites media, with what each of these has of it.

    Takes time that grows with the number of statements and of the shingles that they share.
    """
    printed = defaultdict[str, list[Voice]](list)
    for voice in voices:
        printed[voice.publisher].append(voice)
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


class _Printed:
    """What one medium printed, found by words, claims and speakers."""

    def __init__(
        self, medium: str, voices: Sequence[Voice], media: frozenset[str], words: SharedWords
    ) -> None:
        self._medium, self._media = medium, media
        self._first = {voice.statement: voice.printed[0] for voice in voices}
        self._in_words = defaultdict[Words, set[str]](set)
        self._saying = defaultdict[frozenset[str], set[str]](set)
        self._speaking = defaultdict[str, set[str]](set)
        for voice in voices:
            self._in_words[voice.words].add(voice.statement)
            self._saying[voice.says].add(voice.statement)
            self._speaking[voice.speaker].add(voice.statement)
        self._nobodys = {voice.statement for voice in voices if not end_of(voice, media)}
        self._own, self._all = frozenset(self._speaking.get(medium, ())), frozenset(self._first)
        self._words = HeldWords(self._in_words, words)
        self._kept = dict[tuple[str, Words, frozenset[str], int], Cited]()
        self._claiming = dict[tuple[frozenset[str], str], frozenset[str]]()

    def cited(self, voice: Voice) -> Cited:
        """Return what of this medium a statement may be that cites it."""
        if voice.speaker in self._speaking and end_of(voice, self._media):
            return _NOTHING  # one voice already
        key = (voice.speaker, voice.words, voice.says, voice.printed[1])
        found = self._kept.get(key)
        if found is None:
            found = self._cited(voice)
            if not found.alike:
                first, last = voice.printed
                changed = self._cited(replace(voice, printed=(first, last + UPDATED)))
                found = changed if changed.alike else found
            self._kept[key] = found
        return found

    def _cited(self, voice: Voice) -> Cited:
        if end_of(voice, self._media):
            return self._of_somebody(voice)
        speaking = voice.speaker if voice.speaker != self._medium else ""
        scope = speaking if speaking in self._speaking else ""
        if alike := self._alike(voice, self._speaking[scope] if scope else self._all, scope):
            return Cited(alike, alike=True)
        if scope and (silent := self._silent(voice, self._speaking[scope])):
            return Cited(silent, alike=True)
        if voice.speaker != self._medium:
            return _NOTHING
        own = self._older([self._own], self._own, voice)
        return Cited(own or self._older([self._all], self._all, voice), alike=bool(own))

    def _of_somebody(self, voice: Voice) -> Cited:
        """Return what somebody known may have said here: nobody's, where they are not here themselves."""
        alike = self._by_words(voice, self._nobodys)
        return Cited(alike, alike=bool(alike))

    def _alike(self, voice: Voice, among: AbstractSet[str], scope: str) -> frozenset[str]:
        by_words = self._by_words(voice, among)
        if len(by_words) == 1:
            return by_words
        if by_words:
            return self._by_claims(voice, by_words) or by_words
        key = (voice.says, scope)
        claiming = self._claiming.get(key)
        if claiming is None:
            claiming = self._claiming[key] = self._by_claims(replace(voice, printed=_ANY_DAY), among)
        if len(claiming) > MOST_DATED:
            return claiming
        older = self._older([claiming], claiming, voice)
        return older if len(older) == len(claiming) else self._by_claims(voice, among)

    def _silent(self, voice: Voice, spoken: AbstractSet[str]) -> frozenset[str]:
        """Return what is said here by a speaker of the same words, where one of both claims nothing."""
        bare = spoken if not voice.says else spoken & self._saying.get(frozenset(), set())
        return self._older([bare], bare, voice)

    def _by_words(self, voice: Voice, among: AbstractSet[str]) -> frozenset[str]:
        """Return the statements that share most of their words with another, if enough."""
        for _, those in self._words.sharing(voice.words):
            if found := self._older([self._in_words[words] for words in those], among, voice):
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
