"""Faults in material that was given to the desk: listed with their place, never raised."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in user data: ``where`` it is, ``what`` it is, and what to try (``hint``)."""

    where: str
    what: str
    hint: str = ""
