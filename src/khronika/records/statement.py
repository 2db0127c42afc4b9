"""A statement: somebody's utterance at a passage (DESIGN 2; the one schema is in ``exchange``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from khronika.records.claims import SuggestedClaim
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.places import PlaceMention
from khronika.records.spans import Phrase, Spans


class Act(StrEnum):
    """What a speaker does with words. Incitement is a legal conclusion: a finding, not an act.

    ``holds`` is a view that the text ascribes to somebody without an utterance ("families fear that …").
    """

    ASSERTS = "asserts"
    ALLEGES = "alleges"
    DENIES = "denies"
    DISPUTES = "disputes"
    CORRECTS = "corrects"
    RETRACTS = "retracts"
    ADMITS = "admits"
    APPEALS = "appeals"
    REQUESTS = "requests"
    ADVISES = "advises"
    PROMISES = "promises"
    THREATENS = "threatens"
    CALLS_FOR_HARM = "calls for harm"
    DECLINES = "declines"
    REPORTS = "reports"
    HOLDS = "holds"


class Denial(StrEnum):
    """What a denial is about. "No information" is a denial of knowledge, not of the fact."""

    FACT = "fact"
    KNOWLEDGE = "knowledge"
    RESPONSIBILITY = "responsibility"
    COMPETENCE = "competence"


class Status(StrEnum):
    """Where a statement stands in review."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    REJECTED = "rejected"


TAKEN = (Status.ACCEPTED, Status.AMENDED)
"""Those in the record: a person took them into it, as they stood or amended."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, to whom, through whom.

    ``speaker`` is how the desk names the speaker; ``None`` is a speaker nobody introduced, left open
    rather than guessed. ``named`` is false for a speaker known only by office or group: "spokesperson
    for R.K." is a party of its own, never R.K. ``relays`` run from the one nearest to the speaker
    outwards. ``within`` is the id of the statement a nested one stands in. ``when`` is the time of
    saying, ``dates`` are times in what was said. ``places`` and ``claims`` are what its words name and
    claim, suggested; a claim here leaves ``statement`` empty. ``own`` marks the publisher's own
    assertion. ``score`` is the reader's confidence in thousandths and ``reason`` what it rests on.
    """

    id: str
    speaker: str | None
    named: bool
    content: Spans
    acts: tuple[Act, ...]
    source: Spans = ()
    cue: Spans = ()
    denies: tuple[Denial, ...] = ()
    addressee: Phrase | None = None
    forum: Phrase | None = None
    relays: tuple[Phrase, ...] = ()
    within: str | None = None
    figures: tuple[Figure, ...] = ()
    when: When | None = None
    dates: tuple[When, ...] = ()
    hedges: tuple[Phrase, ...] = ()
    disputes: Phrase | None = None
    places: tuple[PlaceMention, ...] = ()
    claims: tuple[SuggestedClaim, ...] = ()
    own: bool = False
    score: int = 0
    reason: str = ""
