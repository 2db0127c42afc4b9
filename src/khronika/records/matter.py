"""What the desk makes of statements: incidents, filings, links, grades; and what claims are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Property(StrEnum):
    """What a claim may be about. The list is closed and holds no protected characteristic."""

    OCCURRED = "occurred"
    WHEN = "when"
    WHERE = "where"
    ACT = "act"
    DETAINED = "detained"
    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    RELEASED = "released"
    DISPLACED = "displaced"
    CALLED = "called"
    DONE_BY = "done by"
    ORDERED_BY = "ordered by"
    TOLERATED_BY = "tolerated by"
    MUST_RESPOND = "must respond"
    KNEW = "knew"
    MOTIVE = "motive"
    COMPLAINED = "complained"


class Polarity(StrEnum):
    """Whether a claim affirms or denies its property."""

    YES = "yes"
    NO = "no"


class IncidentRole(StrEnum):
    """How a party takes part in an incident (HURIDOCS event model)."""

    VICTIM = "victim"
    ALLEGED_PERPETRATOR = "alleged perpetrator"
    WITNESS = "witness"
    SOURCE = "source"
    INTERVENING = "intervening party"


@dataclass(frozen=True, slots=True)
class Involvement:
    """A party's role in an incident, as statements say it."""

    party: str
    role: IncidentRole
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One occurrence, or a pattern that has others as parts.

    ``acts`` are codes (UN ICCS "iccs:0202…", HURIDOCS micro-thesaurus 4 "mt4:0301…").
    """

    id: str
    title: str
    acts: tuple[str, ...] = ()
    when: str = ""
    place: str | None = None
    involved: tuple[Involvement, ...] = ()
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A person's judgement that a statement is about an incident; ``reason`` says why it is, or is no longer.

    A statement may be filed to several incidents, each filing is a record of its own.
    """

    id: str
    statement: str
    incident: str
    reason: str = ""


class Judgement(StrEnum):
    """What somebody judged of two records."""

    SAME = "same"
    NOT_SAME = "not the same"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Link:
    """A reversible judgement on whether two records are the same."""

    id: str
    one: str
    other: str
    judgement: Judgement
    reason: str


class Reliability(StrEnum):
    """Reliability of a source (Admiralty code)."""

    A = "completely reliable"
    B = "usually reliable"
    C = "fairly reliable"
    D = "not usually reliable"
    E = "unreliable"
    F = "cannot be judged"


class Credibility(StrEnum):
    """Credibility of information (Admiralty code), rated apart from its source."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


@dataclass(frozen=True, slots=True)
class Grade:
    """A member's grade of a statement, with the reason."""

    id: str
    statement: str
    source: Reliability
    information: Credibility
    reason: str
