"""Members, their roles and rights, and compartments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    """What an act or a query asks for."""

    TAKE_IN = "take in"
    READ_RECORDS = "read records"
    REVIEW = "review"
    FILE = "file"
    OPEN_ORIGINAL = "open originals"
    INTERVIEW = "record an interview"
    LOCK = "lock the desk"
    EXPORT = "export"
    RECORD_CONSENT = "record consent"
    SEAL_IDENTITY = "seal identity"
    OPEN_IDENTITY = "open identity"
    ERASE = "erase"
    ADMINISTER = "administer"


class Role(StrEnum):
    """What a member does at the desk (DESIGN; the rooms of the web desk use the same)."""

    COLLECTOR = "collector"
    ANALYST = "analyst"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    CUSTODIAN = "custodian"
    READER = "reader"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.COLLECTOR: frozenset(
        {Right.TAKE_IN, Right.INTERVIEW, Right.RECORD_CONSENT, Right.SEAL_IDENTITY, Right.LOCK}
    ),
    Role.ANALYST: frozenset(
        {
            Right.READ_RECORDS,
            Right.TAKE_IN,
            Right.INTERVIEW,
            Right.RECORD_CONSENT,
            Right.REVIEW,
            Right.FILE,
            Right.OPEN_ORIGINAL,
            Right.LOCK,
        }
    ),
    Role.REVIEWER: frozenset({Right.READ_RECORDS, Right.REVIEW, Right.FILE, Right.OPEN_ORIGINAL, Right.LOCK}),
    Role.PUBLISHER: frozenset({Right.READ_RECORDS, Right.EXPORT, Right.LOCK}),
    Role.CUSTODIAN: frozenset(Right),
    Role.READER: frozenset({Right.READ_RECORDS, Right.LOCK}),
}


@dataclass(frozen=True, slots=True)
class Compartment:
    """A need-to-know. What is derived from a record in it is in it too.

    In a ``sensitive`` one the log also keeps who searched, and for what.
    """

    id: str
    name: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works at the desk, by the name they chose.

    ``compartments`` are those the member may enter; ``every`` opens all, also those still to come
    (the founder of a desk of one). ``active`` is false once a member has left.
    """

    id: str
    name: str
    roles: frozenset[Role]
    compartments: frozenset[str] = frozenset()
    every: bool = False
    active: bool = True

    def may(self, right: Right) -> bool:
        """Tell whether one of the member's roles gives ``right``."""
        return self.active and any(right in RIGHTS[role] for role in self.roles)

    def may_enter(self, compartments: frozenset[str]) -> bool:
        """Tell whether the member may see a record that is in all of ``compartments``."""
        return self.every or compartments <= self.compartments
