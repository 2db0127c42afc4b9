"""Words of the command line: those that are typed for a purpose, an audience and the like, and counts."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from khronika.errors import UsageFault
from khronika.reading import ACCURATE, FAST
from khronika.records.care import Care
from khronika.records.consent import Audience, IdentityDetail, Purpose
from khronika.records.corrections import Manner, Outcome
from khronika.records.findings import Attribution, StandardOfProof
from khronika.records.matter import Credibility, Reliability

INFORMATION = {
    Credibility.CONFIRMED: "confirmed",
    Credibility.PROBABLY_TRUE: "probably true",
    Credibility.POSSIBLY_TRUE: "possibly true",
    Credibility.DOUBTFUL: "doubtful",
    Credibility.IMPROBABLE: "improbable",
    Credibility.CANNOT_BE_JUDGED: "cannot be judged",
}
"""The words of the Admiralty code for the credibility of information."""

Word = TypeVar("Word", bound=StrEnum)


def purpose_of(name: str) -> Purpose:
    """Return the purpose of this name.

    Raises:
        UsageFault: there is none.
    """
    return _word(Purpose, "purpose", name)


def audience_of(name: str) -> Audience:
    """Return the audience of this name.

    Raises:
        UsageFault: there is none.
    """
    return _word(Audience, "audience", name)


def identity_of(name: str) -> IdentityDetail:
    """Return how much of an identity this word means.

    Raises:
        UsageFault: it means none.
    """
    return _word(IdentityDetail, "identity detail", name)


def care_of(name: str) -> Care:
    """Return the mark of care of this name.

    Raises:
        UsageFault: there is none.
    """
    if name not in set(Care):
        quoted = ", ".join(f'"{mark}"' if " " in mark else mark for mark in Care)
        raise UsageFault(f"there is no mark of care {name!r}", f"one of: {quoted}")
    return Care(name)


def reliability_of(letter: str) -> Reliability:
    """Return the reliability of a source of this letter, A to F.

    Raises:
        UsageFault: there is none.
    """
    if letter not in Reliability.__members__:
        told = "; ".join(f"{one.name} {one.value}" for one in Reliability)
        raise UsageFault(f"there is no reliability {letter!r}", f"one of: {told}")
    return Reliability[letter]


def information_of(number: str) -> Credibility:
    """Return the credibility of information of this number, 1 to 6.

    Raises:
        UsageFault: there is none.
    """
    if number not in set(Credibility):
        told = "; ".join(f"{one} {INFORMATION[one]}" for one in Credibility)
        raise UsageFault(f"there is no credibility {number!r}", f"one of: {told}")
    return Credibility(number)


def manner_of(name: str) -> Manner:
    """Return what a statement does to another by this word.

    Raises:
        UsageFault: it is none.
    """
    return _word(Manner, "manner", name)


def outcome_of(name: str) -> Outcome:
    """Return what was done about what rested on what was taken back, by these words.

    Raises:
        UsageFault: there is no such outcome.
    """
    return _word(Outcome, "outcome", name)


def standard_of(name: str) -> StandardOfProof:
    """Return the standard of proof of this name.

    Raises:
        UsageFault: there is none.
    """
    return _word(StandardOfProof, "standard of proof", name)


def attribution_of(name: str) -> Attribution:
    """Return the basis of attribution to a state of this short word, such as ``organ`` or ``non-state``.

    Raises:
        UsageFault: there is none.
    """
    short = {one.name.lower().replace("_", "-"): one for one in Attribution}
    if name not in short:
        told = "; ".join(f"{word}: {one}" for word, one in short.items())
        raise UsageFault(f"there is no basis of attribution {name!r}", f"one of: {told}")
    return short[name]


def setting_of(name: str) -> str:
    """Return the setting of the reader of this name.

    Raises:
        UsageFault: there is none.
    """
    if name not in {ACCURATE, FAST}:
        raise UsageFault(f"there is no setting {name!r}", f"one of: {ACCURATE}, {FAST}")
    return name


def counted(count: int, one: str) -> str:
    """Return a count with its word: ``1 suggestion``, ``3 suggestions``."""
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def erased_in_words(count: int) -> str:
    """Return what was erased, and what an erasure does not reach."""
    return f"erased {counted(count, 'record')}; backups and copies on other devices still hold them"


def _word(kind: type[Word], what: str, name: str) -> Word:
    try:
        return kind(name)
    except ValueError as fault:
        raise UsageFault(f"there is no {what} {name!r}", f"one of: {', '.join(kind)}") from fault
