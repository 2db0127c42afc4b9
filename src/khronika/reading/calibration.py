"""The chance that a suggestion is right, from what was read: logistic regression on a few plain signs.

Right means: what was said, its source and the party who said it are as a careful person reads them. The
weights are fitted and checked by ``python -m training.calibrate``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from khronika.records.statement import Statement

SIGNS: Final = (
    "always",
    "log odds of the raw score",
    "the rules agree",
    "a pronoun or noun led to somebody",
    "nested",
    "direct words",
    "named",
    "no source in its words",
    "nobody found",
)
WEIGHTS: Final[dict[str, tuple[float, ...]]] = {
    "en": (-0.778, 0.337, 0.364, -0.574, -0.481, -0.259, 0.809, 1.219, -1.787),
    "ru": (-0.735, 0.262, 0.557, -0.792, -0.063, 0.04, 0.422, -1.35, -0.014),
}
"""By language, one weight a sign; none leaves the score as it is."""

_LEAST, _MOST = 20, 985
"""No suggestion is certain, nor certainly wrong."""


def signs_of(statement: Statement, opening: str) -> tuple[float, ...]:
    """Return the signs of a statement; ``opening`` is the first character of what was said."""
    raw = min(max(statement.score, _LEAST), 1000 - 1) / 1000
    return (
        1.0,
        math.log(raw / (1 - raw)),
        float("rules agree" in statement.reason),
        float("taken as" in statement.reason),
        float(statement.within is not None),
        float(opening in "“\"«„‘'"),
        float(statement.named),
        float(not statement.source),
        float(statement.speaker is None),
    )


def chance(signs: Iterable[float], weights: Iterable[float]) -> float:
    """Return the chance that ``weights`` give to ``signs``."""
    odds = sum(sign * weight for sign, weight in zip(signs, weights, strict=True))
    return 1 / (1 + math.exp(-min(max(odds, -30), 30)))


def scored(statements: Iterable[Statement], text: str, language: str) -> tuple[Statement, ...]:
    """Return the statements with calibrated scores; the publisher's own, no attributions, keep theirs."""
    weights = WEIGHTS.get(language, ())
    if not weights:
        return tuple(statements)
    found = []
    for statement in statements:
        if statement.own:
            found.append(statement)
            continue
        likely = round(1000 * chance(signs_of(statement, text[statement.content[0][0]]), weights))
        found.append(replace(statement, score=min(max(likely, _LEAST), _MOST)))
    return tuple(found)
