"""Sentences grouped by who speaks.

What must stay true: an unnamed speaker is a party of its own ("spokesperson for R.K." is never R.K.)
and is never joined across sources; named speakers of two sources are joined only where the whole folded
name, of two words or more, is equal. Joining is for reading: it is no judgement that they are the same
person. Speakers whom nobody introduced stand under one heading, and each may be somebody else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from khronika.publishing.sentences import Sentence, Voice

Key = tuple[Voice, str, int]

VOICES: dict[Voice, str] = {
    Voice.NAMED: "Named speakers",
    Voice.UNNAMED: "Speakers who are not named",
    Voice.OPEN: "Speakers whom the source does not introduce",
    Voice.OWN: "The publishers, in their own voice",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker with the sentences printed under the name, by label.

    ``elsewhere`` are sentences of the speaker that are printed under the one they stand within.
    ``joined`` are the numbers of the sources, where equal full names joined several.
    """

    number: int
    name: str
    voice: Voice
    sources: tuple[int, ...]
    sentences: tuple[str, ...]
    elsewhere: tuple[str, ...]

    @property
    def joined(self) -> bool:
        """Tell whether equal full names of several sources were joined."""
        return len(self.sources) > 1


def folded(name: str) -> str:
    """Return ``name`` for comparison: compatibility form, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def key_of(sentence: Sentence) -> Key:
    """Return what two sentences must share to be shown as one speaker's."""
    if sentence.voice is Voice.OPEN:
        return sentence.voice, sentence.label, sentence.source
    name = folded(sentence.speaker)
    whole = sentence.voice in {Voice.NAMED, Voice.OWN} and " " in name
    return sentence.voice, name, 0 if whole else sentence.source


def speakers_of(sentences: Sequence[Sentence]) -> tuple[Speaker, ...]:
    """Return the speakers: named ones, then unnamed, not introduced, and publishers, each by first word."""
    groups: dict[Key, list[Sentence]] = {}
    for sentence in sentences:
        open_voice = sentence.voice is Voice.OPEN
        key = (Voice.OPEN, "", 0) if open_voice else key_of(sentence)
        groups.setdefault(key, []).append(sentence)
    order = list(Voice)
    ordered = sorted(groups.items(), key=lambda group: order.index(group[0][0]))
    return tuple(_speaker(number, said) for number, (_, said) in enumerate(ordered, 1))


def _speaker(number: int, said: Sequence[Sentence]) -> Speaker:
    return Speaker(
        number=number,
        name=said[0].speaker,
        voice=said[0].voice,
        sources=tuple(sorted({sentence.source for sentence in said})),
        sentences=tuple(sentence.label for sentence in said if not sentence.within),
        elsewhere=tuple(sentence.label for sentence in said if sentence.within),
    )
