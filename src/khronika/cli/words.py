"""Words of the command line: those that are typed for a purpose, an audience and the like, and counts."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from khronika.errors import UsageFault
from khronika.reading import ACCURATE, FAST
from khronika.records.care import Care
from khronika.records.consent import Audience, IdentityDetail, Purpose

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
