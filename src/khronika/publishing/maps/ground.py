"""The ground of a map: land, coasts, borders, meridians and parallels, as SVG paths in tenths of a pixel.

What must stay true: a shape is brought into the frame by moving each point to the nearest place of a larger
frame around it, which changes nothing inside as long as no step is longer than that frame's rim; on a map
of the world the same is done with longitude where the map is cut. So neither the antimeridian nor a pole
needs a case of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from khronika.publishing.maps.projection import EARTH, Numbers, turned, unit_of
from khronika.publishing.maps.view import Framing
from khronika.publishing.outlines import Detail, Indexes, Outlines, outlines

_NEAR = 0.1
_CELL = 0.7
KM_OF_DEGREE = EARTH * math.pi / 180
_LEAST_SEEN = 1.2
_CUT_AT = 179.99
_NEAR_POLE, _POLE = 88.0, 90.0
_FINE_UNTIL = 3.0
_LONGEST_STEP = 1.0
_STEPS_OF_GRATICULE = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
_LINES_ACROSS = 5


def path_of(x: Numbers, y: Numbers, *, closed: bool) -> str:
    """Return SVG path data in tenths of a pixel, relative after the first point; empty for a mere point."""
    points = np.rint(np.stack([x, y], axis=1) * 10).astype(np.int64)
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if len(steps) < 1 + closed:
        return ""
    moved = " ".join(map(str, steps.ravel().tolist()))
    return f"M{points[0, 0]} {points[0, 1]}l{moved}{'z' if closed else ''}"


def rings_of(framing: Framing, lon: Numbers, lat: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Return the closed shape of these points in pixels, on a map of the world perhaps on both its sides."""
    if not framing.world:
        x, y = framing.pixels(lon, lat)
        shapes = [_within(framing, x, y)]
    else:
        shapes = [framing.pixels(*piece) for piece in _unrolled(framing.lon, lon, lat)]
    return _seen(shapes)


def _seen(shapes: Iterable[tuple[Numbers, Numbers]]) -> list[tuple[Numbers, Numbers]]:
    return [(x, y) for x, y in shapes if np.ptp(x) > _CELL or np.ptp(y) > _CELL]


def _within(framing: Framing, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    return np.clip(x, -framing.rim, framing.width + framing.rim), np.clip(
        y, -framing.rim, framing.height + framing.rim
    )


def _unrolled(middle: float, lon: Numbers, lat: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Return the ring with longitudes that run on, cut at half a turn from ``middle``, once for each side."""
    steps = turned(np.diff(np.append(lon, lon[0])))
    run = np.append(lon[0], lon[0] + np.cumsum(steps))
    lats = np.append(lat, lat[0])
    if abs(run[-1] - run[0]) > 180:  # noqa: PLR2004  # once around the Earth: the ring holds a pole
        pole = math.copysign(90.0, float(lat.mean()))
        run = np.concatenate([run - 360, run, run + 360] if run[-1] > run[0] else [run + 360, run, run - 360])
        lats = np.concatenate([lats] * 3 + [[pole, pole]])
        run = np.concatenate([run, run[[-1, 0]]])
    shift = 360 * round((float(run.min() + run.max()) / 2 - middle) / 360)
    pieces = []
    for turn in (-360, 0, 360):
        moved = run - shift + turn
        inside = np.clip(moved, middle - 180, middle + 180)
        if np.ptp(inside) > 0:
            pieces.append((inside, lats))
    return pieces


def hatching(rings: Sequence[tuple[Numbers, Numbers]], framing: Framing, apart: float = 8.0) -> str:
    """Return slanting lines as a path; a line is inside ``rings`` between an odd and an even crossing."""
    if not rings:
        return ""
    # along a slanting line x + y stays the same, and x - y runs
    ends = [(x + y, x - y, np.roll(x + y, -1), np.roll(x - y, -1)) for x, y in rings]
    c, d, next_c, next_d = (np.concatenate(column) for column in zip(*ends, strict=True))
    step = apart * math.sqrt(2)
    first = math.ceil(max(float(c.min()), 0.0) / step)
    last = math.floor(min(float(c.max()), framing.width + framing.height) / step)
    parts = []
    for line in (np.arange(first, last + 1) * step).tolist():
        over = (c > line) != (next_c > line)
        at = np.sort(d[over] + (line - c[over]) / (next_c[over] - c[over]) * (next_d[over] - d[over]))
        for start, end in at[: len(at) // 2 * 2].reshape(-1, 2).tolist():
            run = np.array([start, end])
            parts.append(path_of((line + run) / 2, (line - run) / 2, closed=False))
    return "".join(parts)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Land as it is drawn in one framing: thinned arcs in degrees and pixels, and the polygons in view."""

    framing: Framing
    known: Outlines
    places: tuple[int, ...]
    lon: Numbers
    lat: Numbers
    x: Numbers
    y: Numbers
    first: dict[int, slice]

    def rings(self, place: int) -> list[tuple[Numbers, Numbers]]:
        """Return the rings of the polygon at ``place`` in pixels, those too small to be seen left out."""
        shapes: list[tuple[Numbers, Numbers]] = []
        for arcs in self.known.polygons[place].rings:
            at = np.concatenate([self._arc(arc) for arc in arcs])
            if self.framing.world:
                shapes += rings_of(self.framing, self.lon[at], self.lat[at])
            else:
                shapes += _seen([_within(self.framing, self.x[at], self.y[at])])
        return shapes

    def _arc(self, arc: int) -> Indexes:
        span = self.first[arc if arc >= 0 else ~arc]
        places = np.arange(span.start, span.stop)
        return places[:-1] if arc >= 0 else places[:0:-1]

    def land(self, places: Iterable[int]) -> str:
        """Return the path of the polygons at ``places``."""
        return "".join(path_of(x, y, closed=True) for place in places for x, y in self.rings(place))

    def lines(self, *, borders: bool) -> str:
        """Return the path of the borders between countries, or of the coasts."""
        return "".join(
            stroke_of(self.framing, self.lon[span], self.lat[span], cut=True)
            for arc, span in self.first.items()
            if bool(self.known.border[arc]) is borders
        )

    def edges(self, places: Iterable[int]) -> str:
        """Return the path of the outlines of the polygons at ``places``."""
        arcs = sorted(
            {
                arc if arc >= 0 else ~arc
                for n in places
                for ring in self.known.polygons[n].rings
                for arc in ring
            }
        )
        spans = [self.first[arc] for arc in arcs]
        return "".join(stroke_of(self.framing, self.lon[span], self.lat[span], cut=True) for span in spans)


def stroke_of(framing: Framing, lon: Numbers, lat: Numbers, *, cut: bool = False) -> str:
    """Return the path of an open line, only where it is near the frame.

    With ``cut``, what runs along the antimeridian is left out: the source cuts land there, and that is no
    coast.
    """
    along = (
        (np.abs(lon[1:]) > _CUT_AT) & (np.abs(lon[:-1]) > _CUT_AT)
        if cut
        else np.zeros(len(lon) - 1, dtype=bool)
    )
    if framing.world:
        lon = framing.lon + turned(lon - framing.lon)
    x, y = framing.pixels(lon, lat)
    past_x, past_y = _past(x, framing.width, framing.rim), _past(y, framing.height, framing.rim)
    shown = (past_x[1:] * past_x[:-1] <= 0) & (past_y[1:] * past_y[:-1] <= 0)
    shown &= ~along
    if framing.world:
        shown &= np.abs(np.diff(lon)) < 180  # noqa: PLR2004  # a step across the cut
    edges = np.flatnonzero(np.diff(np.concatenate([[False], shown, [False]]).astype(np.int8)))
    return "".join(
        path_of(x[start : end + 1], y[start : end + 1], closed=False)
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    )


def _past(at: Numbers, end: float, rim: float) -> Numbers:
    """Return whether each place lies before (-1), within (0) or past (1) the frame and a tenth of its rim."""
    return np.asarray((at > end + rim * _NEAR) * 1.0 - (at < -rim * _NEAR) * 1.0)


def ground_of(framing: Framing) -> Ground:
    """Return the land that is in ``framing``, as fine as can be seen."""
    known = outlines(Detail.FINE if framing.scale * _FINE_UNTIL >= 1 else Detail.COARSE)
    return _ground(framing, known, _in_view(framing, known))


def regions_of(framing: Framing, codes: Iterable[str]) -> Ground:
    """Return the divisions with these codes, as far as they are in ``framing``."""
    known = outlines(Detail.REGIONS)
    seen = set(_in_view(framing, known))
    wanted = [place for code in sorted(set(codes)) for place in known.of(code)]
    return _ground(framing, known, tuple(place for place in wanted if place in seen))


def _in_view(framing: Framing, known: Outlines) -> tuple[int, ...]:
    nearest = unit_of(known.caps[:, 0], known.caps[:, 1]) @ unit_of(framing.lon, framing.lat)[0]
    apart = np.degrees(np.arccos(np.clip(nearest, -1, 1)))
    seen = (apart <= framing.reach + known.caps[:, 2]) & (_size(known, framing) >= _LEAST_SEEN)
    return tuple(np.flatnonzero(seen).tolist())


def _ground(framing: Framing, known: Outlines, places: tuple[int, ...]) -> Ground:
    arcs = sorted(
        {arc if arc >= 0 else ~arc for n in places for ring in known.polygons[n].rings for arc in ring}
    )
    lon, lat, lengths = _stepped(known, arcs, framing)
    x, y = framing.pixels(framing.lon + turned(lon - framing.lon), lat)
    kept = _thinned(x, y, lengths)
    ends = np.cumsum(kept)[np.cumsum(np.array(lengths, dtype=np.int64)) - 1].tolist()
    first = {arc: slice(start, end) for arc, start, end in zip(arcs, [0, *ends[:-1]], ends, strict=False)}
    return Ground(framing, known, places, lon[kept], lat[kept], x[kept], y[kept], first)


def _size(known: Outlines, framing: Framing) -> Numbers:
    return np.asarray(2 * known.caps[:, 2] * KM_OF_DEGREE * framing.scale)


def _stepped(known: Outlines, arcs: Sequence[int], framing: Framing) -> tuple[Numbers, Numbers, list[int]]:
    """Return the points of ``arcs``, with more between those too far apart, and how many each arc has."""
    spans = [np.arange(known.starts[arc], known.starts[arc + 1]) for arc in arcs]
    if not spans:
        return np.empty(0), np.empty(0), []
    places = np.concatenate(spans)
    lon, lat = known.lon[places], known.lat[places]
    longest = min(_LONGEST_STEP, framing.rim / framing.scale / KM_OF_DEGREE / 2)
    over, up = turned(np.diff(lon, append=lon[-1])), np.diff(lat, append=lat[-1])
    steps = np.maximum(1, np.ceil(np.maximum(np.abs(over), np.abs(up)) / longest)).astype(np.int64)
    lengths = np.array([len(span) for span in spans])
    lasts = np.cumsum(lengths) - 1
    steps[lasts] = 1
    total = np.repeat(np.arange(len(lon)), steps)
    share = (np.arange(len(total)) - np.repeat(np.cumsum(steps) - steps, steps)) / steps[total]
    counts = np.add.reduceat(steps, lasts - lengths + 1)
    return lon[total] + over[total] * share, lat[total] + up[total] * share, counts.tolist()


def _thinned(x: Numbers, y: Numbers, lengths: Sequence[int]) -> np.ndarray:
    """Return which points are kept: ends of arcs, and each that lies in another cell than the one before."""
    if not lengths:
        return np.zeros(0, dtype=bool)
    across, down = np.floor(x / _CELL), np.floor(y / _CELL)
    kept = np.ones(len(x), dtype=bool)
    kept[1:] = (across[1:] != across[:-1]) | (down[1:] != down[:-1])
    ends = np.cumsum(lengths)
    kept[ends - 1] = True
    kept[np.concatenate([[0], ends[:-1]])] = True
    return kept


def graticule(framing: Framing) -> str:
    """Return meridians and parallels as a path."""
    degrees = framing.wide / KM_OF_DEGREE
    level = max(0.2, math.cos(math.radians(framing.lat)))
    up, over = (30.0, 30.0) if framing.world else (_step(degrees), _step(degrees / level))
    reach = min(90.0, framing.reach + up)
    south, north = max(-90.0, framing.lat - reach), min(90.0, framing.lat + reach)
    half = _half(framing, over)
    along, around = np.linspace(south, north, 61), np.linspace(framing.lon - half, framing.lon + half, 181)
    lons, lats = _round(framing.lon - half, framing.lon + half, over), _round(south, north, up)
    parts = [stroke_of(framing, np.full_like(along, lon), along) for lon in lons]
    parts += [stroke_of(framing, around, np.full_like(around, lat)) for lat in lats if abs(lat) < _POLE]
    return "".join(parts)


def _half(framing: Framing, over: float) -> float:
    """Return how many degrees of longitude are to be seen on each side: all of them where a pole is near."""
    if framing.world or abs(framing.lat) + framing.reach >= _NEAR_POLE:
        return 180.0
    sine = math.sin(math.radians(framing.reach)) / math.cos(math.radians(framing.lat))
    return min(180.0, math.degrees(math.asin(min(1.0, sine))) + over)


def _round(low: float, high: float, step: float) -> list[float]:
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _step(degrees: float) -> float:
    return next((step for step in _STEPS_OF_GRATICULE if degrees / step <= _LINES_ACROSS), 30.0)
