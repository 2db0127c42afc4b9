"""What takes a statement back, or objects to it, and how the desk dealt with what rested on it.

Only who said or printed something corrects or retracts it; others dispute. A dispute of a term is about that
term alone. A recall is the desk's own: everything from one source is set aside as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Manner(StrEnum):
    """What a statement does to an earlier one."""

    CORRECTS = "corrects"
    RETRACTS = "retracts"
    DISPUTES = "disputes"


OF_ONES_OWN = frozenset({Manner.CORRECTS, Manner.RETRACTS})
"""What only the speaker of the earlier statement does, or the publisher of the text that it stands in."""


RECALLED = "recalls"
"""What a recall does to a statement, beside the manners of a correction."""


@dataclass(frozen=True, slots=True)
class Objected:
    """What was done to a statement, as it is told beside it.

    ``manner`` is one of :class:`Manner`, or "recalls". ``term`` are the words that are disputed, where it is
    words alone. ``speaker`` is who does so, as the later statement names them: empty where that is its
    publisher, the desk itself, or not to be told. ``first`` and ``last`` are the days between which that was
    said; ``None`` is an end left open.
    """

    manner: str
    term: str = ""
    speaker: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """That the statement ``by`` corrects, retracts or disputes the statement ``of``.

    ``term`` are the words of ``of`` that are disputed, where it is words alone; empty where the whole is.
    """

    id: str
    by: str
    of: str
    manner: Manner
    term: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """That nothing from one source counts any more: an item, or a party.

    Of a party it is what came from it as the contributor, and what it said itself. ``reason`` says why the
    source is not trusted.
    """

    id: str
    source: str
    reason: str


class Outcome(StrEnum):
    """What was done about a record that rested on what was taken back."""

    CHANGED = "changed"
    STANDS = "stands nonetheless"
    WITHDRAWN = "withdrawn"
    RECIPIENTS_TOLD = "recipients told"


@dataclass(frozen=True, slots=True)
class Dealing:
    """That somebody dealt with what rested on a corrected, retracted, disputed or recalled statement.

    ``cause`` is the correction or the recall, ``about`` the record that rested on it, and ``statement`` the
    one by which it did.
    """

    id: str
    cause: str
    about: str
    statement: str
    outcome: Outcome
    reason: str
