"""A statement as far as it tells where it comes from, and the ties between statements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

FIRST_DAY, LAST_DAY = 1, 3_652_059
"""The ends of the calendar, as ordinals of :class:`datetime.date`."""


class Why(StrEnum):
    """Why two statements are one voice, the surest first."""

    JOINED = "joined by a person"
    SPEAKER = "the same speaker"
    CITED = "one cites the other"
    WORDS = "the same words"
    ATTACHED = "the same attachment"


@dataclass(frozen=True, slots=True)
class Voice:
    """A statement as far as it tells where it comes from.

    ``speaker`` is a key that is the same for the same party, empty where nobody is told; ``known`` tells that
    it is that of somebody who can be told from others: by name, or as the voice of an office or body.
    ``publisher`` is the key of whose text it stands in, ``through`` are the relays, nearest to the speaker
    first. ``words`` are shingles of its content; ``says`` are what it claims, in any form that can be
    compared. ``said`` are the first and the last day on which it can have been said, ``printed`` those on
    which its text can have been published, as ordinals. ``attached`` are keys of what came attached to its
    text; ``linked`` are publishers to whose pages its text leads.
    """

    statement: str
    speaker: str
    known: bool
    publisher: str
    through: tuple[str, ...] = ()
    words: frozenset[int] = frozenset()
    says: frozenset[str] = frozenset()
    said: tuple[int, int] = (FIRST_DAY, LAST_DAY)
    printed: tuple[int, int] = (FIRST_DAY, LAST_DAY)
    attached: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()


class Tie(NamedTuple):
    """That two statements are one voice, and why; ``one`` sorts before ``other``."""

    one: str
    other: str
    why: Why


def tie_of(one: str, other: str, why: Why) -> Tie:
    """Return the tie of two statements."""
    return Tie(min(one, other), max(one, other), why)


def end_of(voice: Voice, media: frozenset[str]) -> str:
    """Return who is known to speak; empty for nobody, and for a medium, which may have it from elsewhere."""
    return voice.speaker if voice.known and voice.speaker not in media else ""
