"""One cue: the words, their verb, and whose they are; what all kinds of cue are found by."""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import words
from khronika.reading.languages.en.grammar import (
    Tokens,
    adverb,
)
from khronika.reading.languages.en.subjects import (
    SHARED,
    Subject,
    main_subject,
    subject_before,
)
from khronika.reading.languages.en.verbs import FORMS, Verb
from khronika.records.statement import Act

FINITE, PARTICIPLE, PASSIVE, ACCORDING, NOUN, LABEL = (
    "verb",
    "participle",
    "passive",
    "according to",
    "document",
    "label",
)


class Cue(NamedTuple):
    """One cue: the words from ``start`` to ``end``, their verb, and whose they are."""

    start: int
    end: int
    verb: Verb
    kind: str
    subject: Subject | None
    through: Subject | None = None


SAY = FORMS["say"].verb


DESCRIBE = FORMS["describe"].verb


REPORT = Verb("report", Act.REPORTS, frozenset("N"), noun=False)


DISPUTE = Verb("take issue", Act.DISPUTES, frozenset("N"), noun=False)


CALL = Verb("call it", Act.ASSERTS, frozenset("N"), noun=False)


PUT = Verb("put", Act.ASSERTS, frozenset("N"), noun=False)


PLEAD = Verb("plead", Act.DENIES, frozenset("N"), noun=False)


WITHHOLD = Verb("decline", Act.DECLINES, frozenset("NC"), noun=False)


def word_before(tokens: Tokens, at: int) -> int:
    """Return the place of the last word before ``at`` that is no adverb, or -1."""
    place = at - 1
    while place >= 0 and adverb(tokens[place]) and tokens[place].lower not in words.NEGATIONS:
        place -= 1
    return place


def negated(tokens: Tokens, at: int) -> bool:
    """Tell whether "not", "never" stands before the verb."""
    for place in range(at - 1, max(-1, at - 4), -1):
        low = tokens[place].lower
        if low in words.NEGATIONS:
            return True
        if not adverb(tokens[place]) and low not in words.AUXILIARIES:
            return False
    return False


def after_particle(tokens: Tokens, at: int, verb: Verb) -> int:
    """Return where the cue ends: after the verb, or after its particle."""
    following = at + 1
    return (
        following + 1 if following < len(tokens) and tokens[following].lower in verb.particles else following
    )


def subject_of(tokens: Tokens, at: int, found: list[Cue]) -> Subject | None:
    """Return whose the verb at ``at`` is; after "and", whose the verb before was."""
    subject = subject_before(tokens, at)
    if subject is SHARED:
        return shared_subject(tokens, at, found)
    return subject


def shared_subject(tokens: Tokens, at: int, found: list[Cue]) -> Subject | None:
    """Return the subject of the cue before, or of the first verb of the sentence."""
    for cue in reversed(found):
        if cue.subject is not None and cue.kind != ACCORDING:
            return cue.subject._replace(place="shared with the cue before")
    subject = main_subject(tokens, at)
    return subject._replace(place="shared with the verb before") if subject else None


_SENT_FOR = frozenset(
    {"police", "ambulance", "doctor", "hotline", "embassy", "meeting", "strike", "election"}
)


def naming(tokens: Tokens, at: int, subject: Subject, kind: str) -> Cue | None:
    """Read "called the report a lie": a thing, and what somebody calls it."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and at + 2 < len(tokens) and tokens[at + 2].lower in _SENT_FOR:
        return None
    opens = following is not None and (
        following.lower in words.OBJECT_PRONOUNS | words.DETERMINERS | {"his", "her", "for"}
        or following.capital
    )
    return Cue(at, at + 1, CALL, kind, subject) if opens else None
