"""From a raw score to the chance that a suggestion is right, by points fitted on documents kept for it.

The points are fitted and checked by ``python -m training.calibrate``; between two the chance is interpolated.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

POINTS: Final[dict[str, tuple[tuple[int, int], ...]]] = {"en": (), "ru": ()}
"""By language: raw score and chance in thousandths, both rising; none leaves the score as it is."""


def calibrated(score: int, language: str) -> int:
    """Return the chance, in thousandths, that a suggestion of the raw ``score`` is right."""
    points = POINTS.get(language, ())
    if not points:
        return score
    scores = [point[0] for point in points]
    place = bisect_right(scores, score)
    if place == 0:
        return min(points[0][1], points[0][1] * score // max(1, points[0][0]))
    if place == len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    return y0 + (y1 - y0) * (score - x0) // max(1, x1 - x0)
