"""Proposals: acts that wait until a second person has said yes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Deed(StrEnum):
    """The acts that can be proposed; a closed list."""

    ERASE = "erase"
    HAND_OVER = "hand over"
    RECORD_MEMBER = "record member"
    CHANGE_MEMBER = "change member"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act that somebody proposes and another has to confirm.

    ``given`` are the arguments of the act as JSON values. ``by`` and ``made`` say who proposed it and when
    (UTC). ``about`` are the records that whoever confirms must be able to see; ``digest`` (SHA-256, hex) is
    over them as they stood then. ``answered_by`` and ``answer`` are empty while it waits.
    """

    id: str
    act: Deed
    given: dict[str, Any]
    reason: str
    by: str
    made: str
    about: tuple[str, ...]
    digest: str
    answered_by: str = ""
    answer: str = ""
