"""Actions: what the desk, or those it speaks for, asked of whom, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActionKind(StrEnum):
    """What was sent (HURIDOCS events model, interventions)."""

    APPEAL = "appeal"
    COMPLAINT = "complaint"
    SUBMISSION = "submission"
    URGENT_APPEAL = "urgent appeal"
    CALL = "call on a government"
    REQUEST = "request for information"


class Stage(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"


class Answer(StrEnum):
    """What came back."""

    NONE = "none"
    RECEIPT = "receipt only"
    PARTIAL = "partial answer"
    FULL = "full answer"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Action:
    """An appeal, complaint, submission or call.

    ``addressee`` is a party; ``by`` is the party that sent it, ``None`` where it is the desk. ``sent``,
    ``due`` (the day by which an answer is due), ``answered`` and ``next_on`` are EDTF, each empty where there
    is none. ``incidents``, ``findings`` and ``cites`` (statements) are what it is about and rests on;
    ``reply`` are the statements in which it was answered. ``reference`` is the number under which the
    addressee has it.
    """

    id: str
    kind: ActionKind
    title: str
    addressee: str
    stage: Stage = Stage.PLANNED
    by: str | None = None
    sent: str = ""
    due: str = ""
    reference: str = ""
    answer: Answer = Answer.NONE
    answered: str = ""
    reply: tuple[str, ...] = ()
    next_step: str = ""
    next_on: str = ""
    incidents: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""
