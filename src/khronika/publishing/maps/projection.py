"""From degrees to kilometres on a plane: azimuthal and equal in area for a part, Equal Earth for the world.

J. P. Snyder, Map projections: a working manual (USGS 1395, 1987), chapter 24, on the sphere; B. Šavrič,
T. Patterson, B. Jenny, The Equal Earth map projection (2018), equation 1. What must stay true: both keep
areas, so that an area drawn twice as large is twice as large. The sphere has the Earth's mean radius.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

EARTH = 6371.0088
"""Mean radius of the Earth in kilometres (IUGG)."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2
_TINY = 1e-9


def turned(lon: Numbers) -> Numbers:
    """Return differences of longitude brought between -180 and 180 degrees."""
    return np.asarray((lon + 180.0) % 360.0 - 180.0, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """Lambert's azimuthal equal-area projection around a place, in kilometres east and north of it."""

    lon: float
    lat: float

    def forward(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """Return kilometres east and north of the middle."""
        way, phi = np.radians(lon - self.lon), np.radians(lat)
        sine, cosine = math.sin(math.radians(self.lat)), math.cos(math.radians(self.lat))
        across, sine_phi, cosine_phi = np.cos(way), np.sin(phi), np.cos(phi)
        k = EARTH * np.sqrt(2 / np.maximum(1 + sine * sine_phi + cosine * cosine_phi * across, _TINY))
        return k * cosine_phi * np.sin(way), k * (cosine * sine_phi - sine * cosine_phi * across)

    def back(self, east: float, north: float) -> tuple[float, float]:
        """Return longitude and latitude of a place this many kilometres east and north of the middle."""
        rho = math.hypot(east, north)
        if rho < _TINY:
            return self.lon, self.lat
        c = 2 * math.asin(min(1.0, rho / (2 * EARTH)))
        sine, cosine = math.sin(math.radians(self.lat)), math.cos(math.radians(self.lat))
        lat = math.asin(max(-1.0, min(1.0, math.cos(c) * sine + north * math.sin(c) * cosine / rho)))
        way = math.atan2(east * math.sin(c), rho * cosine * math.cos(c) - north * sine * math.sin(c))
        return (self.lon + math.degrees(way) + 180) % 360 - 180, math.degrees(lat)


@dataclass(frozen=True, slots=True)
class EqualEarth:
    """The Equal Earth projection of the whole world around a meridian, in kilometres."""

    lon: float

    def forward(self, lon: Numbers, lat: Numbers) -> tuple[Numbers, Numbers]:
        """Return kilometres east and north; more than 180 degrees from the middle lies beyond the world."""
        theta = np.arcsin(_M * np.sin(np.radians(lat)))
        t2 = theta * theta
        t6 = t2**3
        down = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
        east = np.radians(lon - self.lon) * np.cos(theta) / (_M * down)
        return EARTH * east, EARTH * theta * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))


Projection = Azimuthal | EqualEarth


def unit_of(lon: Numbers | float, lat: Numbers | float) -> Numbers:
    """Return the places as unit vectors, one in each row."""
    way, phi = np.radians(np.atleast_1d(lon)), np.radians(np.atleast_1d(lat))
    return np.stack([np.cos(phi) * np.cos(way), np.cos(phi) * np.sin(way), np.sin(phi)], axis=1)


def circle_of(lon: float, lat: float, radius: float, corners: int = 72) -> tuple[Numbers, Numbers]:
    """Return longitudes and latitudes of the circle of ``radius`` kilometres on the sphere around a place."""
    turn = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    c, way, phi = radius / EARTH, math.radians(lon), math.radians(lat)
    up = np.array([math.cos(phi) * math.cos(way), math.cos(phi) * math.sin(way), math.sin(phi)])
    east = np.array([-math.sin(way), math.cos(way), 0.0])
    north = np.cross(up, east)
    around = np.outer(np.sin(turn), east) + np.outer(np.cos(turn), north)
    x, y, z = (math.cos(c) * up + math.sin(c) * around).T
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
