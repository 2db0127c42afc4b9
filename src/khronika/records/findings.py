"""Findings: the desk's own conclusions, each to a stated standard of proof.

Sources: the standards of proof of OHCHR, "Commissions of inquiry and fact-finding missions on international
human rights and humanitarian law: guidance and practice" (2015), chapter IV; the bases of attribution of the
International Law Commission's articles on responsibility of States for internationally wrongful acts (2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StandardOfProof(StrEnum):
    """How sure a finding is, the least first."""

    REASONABLE_SUSPICION = "reasonable suspicion"
    REASONABLE_GROUNDS = "reasonable grounds to believe"
    BALANCE = "balance of probabilities"
    CLEAR_AND_CONVINCING = "clear and convincing"
    BEYOND_REASONABLE_DOUBT = "beyond reasonable doubt"


class Attribution(StrEnum):
    """By what an act is one of a state (ILC articles 4 to 11), or that it is none, or not looked into."""

    NOT_EXAMINED = "not examined"
    ORGAN = "organ of the state (article 4)"
    EMPOWERED = "empowered to exercise governmental authority (article 5)"
    PLACED = "organ placed at its disposal by another state (article 6)"
    EXCEEDED = "organ acting beyond its authority (article 7)"
    DIRECTED = "directed or controlled by the state (article 8)"
    ABSENCE = "in the absence of the official authorities (article 9)"
    MOVEMENT = "insurrectional movement that became the government (article 10)"
    ADOPTED = "acknowledged and adopted by the state as its own (article 11)"
    OMISSION = "failure of the state to prevent, investigate or punish"
    NON_STATE = "an armed group or anybody else that is not the state"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of what the norm asks for: ``met`` is ``None`` where that cannot be said yet.

    ``statements`` are those that it is taken from.
    """

    name: str
    met: bool | None = None
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """How a cited statement stood when a finding was made or last looked at: the entry, by the statement.

    ``entry`` is empty where it did not stand in the record any more.
    """

    statement: str
    entry: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The desk's own sentence, with what it concerns, what it rests on and why.

    ``right`` and ``norm`` are the right concerned and where it is laid down ("liberty and security of
    person", "ICCPR article 9"). ``supports`` and ``opposes`` are statements for and against. ``least`` and
    ``most`` are the independent origins of those in support, and ``grounds`` how all that is cited stood,
    when it was recorded, changed or last looked at; what moved since makes it stale. ``reviewed_by`` are the
    members who reviewed it as it stands, ``reason`` why it was dropped, or stands though its ground moved.
    """

    id: str
    sentence: str
    standard: StandardOfProof
    incidents: tuple[str, ...] = ()
    right: str = ""
    norm: str = ""
    attribution: Attribution = Attribution.NOT_EXAMINED
    elements: tuple[Element, ...] = ()
    supports: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    reasoning: str = ""
    least: int = 0
    most: int = 0
    grounds: tuple[Ground, ...] = ()
    reviewed_by: tuple[str, ...] = ()
    reason: str = ""
