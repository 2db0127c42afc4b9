"""A place as a text names it, with every place of the gazetteer that the words can mean.

A mention is a suggestion. ``candidates`` run from the likeliest to the least likely, and stay several where
the text does not tell; ``certain`` is set by a stated rule alone, never because only one was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from khronika.records.spans import Span


class PlaceKind(StrEnum):
    """What a place of the gazetteer is."""

    COUNTRY = "country"
    REGION = "region"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """One place of the gazetteer.

    ``geonames`` is the GeoNames id, ``country`` the ISO 3166 code, ``region`` the first-order division that a
    city lies in. ``latitude`` and ``longitude`` are decimal degrees as GeoNames writes them, empty for a
    country or region: an area is no point. ``population`` is a class: 1 from 15,000 inhabitants, 2 from
    50,000, 3 from 150,000, 4 from 500,000, 5 from 1,500,000, 6 from 5,000,000; 0 is not known.
    """

    geonames: int
    name: str
    kind: PlaceKind
    country: str
    region: str = ""
    latitude: str = ""
    longitude: str = ""
    population: int = 0


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words that name a place. ``reason`` says why they were taken for one and what made it certain."""

    span: Span
    words: str
    candidates: tuple[PlaceCandidate, ...]
    certain: bool = False
    reason: str = ""

    @property
    def place(self) -> PlaceCandidate | None:
        """Return the place where one clearly wins, otherwise ``None``."""
        return self.candidates[0] if self.certain else None
