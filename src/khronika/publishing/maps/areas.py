"""Areas to be drawn on a map: a place with how precisely it is known.

What must stay true: an area has no false point; a place whose position is not known is never given one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from khronika.errors import UsageFault
from khronika.publishing.marks import Said
from khronika.records.party import Precision


class Undrawable(UsageFault, ValueError):
    """Given values that no picture can show: a place that is not on the Earth, a time that is none."""


_RADII = {
    Precision.EXACT: 0.1,
    Precision.ONE_KM: 1.0,
    Precision.TEN_KM: 10.0,
    Precision.REGION: 60.0,
    Precision.COUNTRY: 150.0,
}
_RADII_OF_TOWNS = (3.0, 3.0, 4.0, 6.0, 9.0, 14.0, 22.0)
"""By the class of population (``records.places``): a convention, wide enough for the built-up area."""

_WIDEST_LATITUDE, _WIDEST_LONGITUDE = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Area:
    """A place on a map. ``number`` is its row in the table beside it.

    ``latitude`` and ``longitude`` are decimal degrees (WGS 84), both ``None`` where no position is known.
    ``country`` is the ISO 3166-1 alpha-2 code or empty, ``population`` the gazetteer's class (0 to 6),
    ``count`` how many statements name the place and ``said`` what they say. ``region`` is the GeoNames id of
    the first-order division that the place is, or empty.

    Raises:
        Undrawable: coordinates that are not on the Earth, or one without the other; a count or class below 0.
    """

    number: int
    name: str
    precision: Precision
    latitude: float | None = None
    longitude: float | None = None
    country: str = ""
    population: int = 0
    count: int = 1
    said: tuple[Said, ...] = ()
    region: str = ""

    def __post_init__(self) -> None:
        """Refuse what is not on the Earth."""
        if (self.latitude is None) != (self.longitude is None):
            raise Undrawable("a place has one coordinate without the other", "give both or neither")
        for degrees, most in ((self.latitude, _WIDEST_LATITUDE), (self.longitude, _WIDEST_LONGITUDE)):
            if degrees is not None and not (math.isfinite(degrees) and abs(degrees) <= most):
                raise Undrawable(
                    "a place has coordinates that are not on the Earth",
                    "latitude is from -90 to 90 and longitude from -180 to 180, in decimal degrees",
                )
        if self.count < 0 or not 0 <= self.population < len(_RADII_OF_TOWNS):
            raise Undrawable("a place has a number of statements or a class of population that is none")

    @property
    def radius(self) -> float:
        """Return the radius in kilometres of the circle that the place is somewhere inside."""
        if self.precision is Precision.TOWN:
            return _RADII_OF_TOWNS[self.population]
        return _RADII[self.precision]

    @property
    def vague(self) -> bool:
        """Return whether only a region or country is known: hatched, with "somewhere in" before the name."""
        return self.precision in {Precision.REGION, Precision.COUNTRY}
