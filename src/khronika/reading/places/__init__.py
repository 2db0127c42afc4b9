"""Places of a text, from an offline gazetteer; docs/PLACES_AND_CLAIMS.md says by which rules."""

from __future__ import annotations

from khronika.reading.places.finding import places_in

__all__ = ["places_in"]
