"""A person's word on whether two statements are one voice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoiceTie:
    """That two statements come from one mouth, or do not, with the reason.

    Which of both was judged is its status: ``joined`` or ``cut``; ``undone`` leaves it to what was found.
    ``one`` sorts before ``other``.
    """

    id: str
    one: str
    other: str
    reason: str
