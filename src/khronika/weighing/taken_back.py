"""What no longer counts: what its speaker or publisher took back, what was recalled, what rests on either.

What must stay true: a retraction removes what it takes back, wherever that voice is printed, and nothing
else; what a publisher takes back is its own print of it, with those who have it from there; a correction
removes what it says otherwise; a dispute removes nothing. A recall removes what came from the source and what
may be a copy of it; what was surely said before, or by somebody who is known, elsewhere, stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from khronika.records.corrections import Manner
from khronika.weighing.origins import Origin, Voice
from khronika.weighing.values import Key

Claims = Mapping[str, Collection[Key]]
"""What each statement claims."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A correction or retraction of the statement ``of``; ``id`` is that of its record.

    ``by_speaker`` tells that whoever said it takes it back, and not only who printed it. ``on`` are the days
    on which that can have been, ``anew`` is what is claimed in its place.
    """

    id: str
    of: str
    manner: Manner
    by_speaker: bool
    on: tuple[int, int]
    by: str = ""
    anew: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was recalled: statements, each with the record that recalled it, and speakers as a whole."""

    statements: Mapping[str, str] = field(default_factory=dict)
    speakers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Void:
    """What does not count: whole statements, and single claims of others; each with what took it back.

    ``recalled`` are those of the statements that were never anybody's word, or may be copies of such.
    """

    statements: dict[str, str] = field(default_factory=dict)
    claims: dict[tuple[str, Key], str] = field(default_factory=dict)
    recalled: set[str] = field(default_factory=set)

    @property
    def any(self) -> bool:
        """Tell whether anything does not count."""
        return bool(self.statements or self.claims)

    def cause(self, statement: str, key: Key) -> str:
        """Return the id of what took a claim back; empty where it counts."""
        return self.statements.get(statement) or self.claims.get((statement, key), "")


def void_of(
    voices: Mapping[str, Voice],
    claims: Claims,
    origins: Sequence[Origin],
    taken_back: Iterable[TakenBack],
    recalled: Recalled,
) -> Void:
    """Return what does not count any more."""
    void = Void(dict(recalled.statements), recalled=set(recalled.statements))
    of = {id_: origin for origin in origins for id_ in origin.statements}
    for one in sorted(taken_back, key=lambda one: one.id):
        if one.of in voices and one.manner is not Manner.DISPUTES:
            _take_back(void, voices, claims, of[one.of], one)
    if recalled.statements:
        for origin in origins:
            _recall(void, voices, origin, recalled)
    return void


def _take_back(
    void: Void, voices: Mapping[str, Voice], claims: Claims, origin: Origin, one: TakenBack
) -> None:
    """Void the claims that were taken back, as this voice made them up to then."""
    before = frozenset(claims.get(one.of, ()))
    wanted = before if one.manner is Manner.RETRACTS else _said_otherwise(before, one.anew)
    for id_ in _of_the_voice(voices, origin, one):
        for key in wanted.intersection(claims.get(id_, ())):
            void.claims.setdefault((id_, key), one.id)
    if one.manner is Manner.RETRACTS or wanted == before:
        void.statements.setdefault(one.of, one.id)


def _of_the_voice(voices: Mapping[str, Voice], origin: Origin, one: TakenBack) -> Iterator[str]:
    """Yield the statements in which the one who takes back had said it, not surely later than that."""
    printer = voices[one.of].publisher
    for id_ in origin.statements:
        voice = voices[id_]
        theirs = one.by_speaker or printer in {voice.publisher, voice.speaker, *voice.through}
        if theirs and id_ != one.by and voice.said[0] <= one.on[1]:
            yield id_


def _said_otherwise(before: frozenset[Key], anew: frozenset[Key]) -> frozenset[Key]:
    """Return what a correction says otherwise; all, where it says nothing of what was said before."""
    told = {(key.property, key.subject, key.of) for key in anew}
    same = frozenset(key for key in before if (key.property, key.subject, key.of) in told)
    return same - anew if same else before


def _recall(void: Void, voices: Mapping[str, Voice], origin: Origin, recalled: Recalled) -> None:
    """Void what may be a copy of what was recalled: the rest of its voice, but for what stands by itself."""
    gone = [id_ for id_ in origin.statements if id_ in recalled.statements]
    if not gone:
        return
    kept = set(origin.speakers) - {voices[id_].publisher for id_ in gone} - recalled.speakers
    first = min(voices[id_].said[0] for id_ in gone)
    for id_ in origin.statements:
        voice = voices[id_]
        earlier, by_another = voice.said[1] < first, voice.known and voice.speaker in kept
        if not earlier and not by_another:
            void.statements.setdefault(id_, recalled.statements[gone[0]])
            void.recalled.add(id_)
