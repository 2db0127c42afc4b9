"""Claims of a statement about an incident, suggested; docs/PLACES_AND_CLAIMS.md says by which rules."""

from __future__ import annotations

from khronika.reading.claims.suggesting import claims_of

__all__ = ["claims_of"]
