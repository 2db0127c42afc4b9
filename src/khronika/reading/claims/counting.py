"""Figures of people: of whom they count, and how near an act they stand."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.claims.language import Form, Language
from khronika.reading.tokens import Token
from khronika.records.figures import Figure
from khronika.records.spans import Span

_REACH = 8
_AFTER_NOUN = 3
_PARTS = frozenset(",;:()—–")
"""Marks that a figure and its act do not stand across ("143 fell ill, 26 died")."""


def overlaps(figure: Figure, span: Span) -> bool:
    """Tell whether a figure stands within ``span``."""
    return any(start < span[1] and span[0] < end for start, end in figure.spans)


def counted_as(figure: Figure, language: Language) -> str | None:
    """Return of whom a figure counts, by a neutral word: empty for no unit, ``None`` for things and rates."""
    unit = figure.unit.lower().replace("’", "'").split()
    if figure.per or unit == ["percent"]:
        return None
    if not unit:
        return ""
    return next((found for word in reversed(unit) if (found := language.people(word))), None)


def distance(
    figure: Figure, tokens: Sequence[Token], at: int, form: Form, language: Language, *, passive: bool
) -> int | None:
    """Return how far ``figure`` stands from the act at ``at``, ``None`` where it does not count it."""
    start, end = figure.spans[0][0], figure.spans[-1][1]
    first = next((n for n, t in enumerate(tokens) if t.end > start), len(tokens))
    last = next((n for n, t in enumerate(tokens) if t.end >= end), len(tokens))
    if not tokens[0].start <= start < tokens[-1].end or _is_age(figure, tokens, first):
        return None
    if first <= at <= last:
        return 0
    between = tokens[last + 1 : at] if at > last else tokens[at + 1 : first]
    before = tokens[first - 1].lower if first > 0 else ""
    joined = at > last and form is Form.PAST and not passive and any(t.lower in {"and", "и"} for t in between)
    if joined or len(between) >= _REACH or any(t.text in _PARTS or t.lower in language.by for t in between):
        return None  # "acquitted four and sentenced one", "143 fell ill, 26 died", "beaten by three men"
    if form is Form.NOUN:
        linked = not language.by or (bool(between) and between[0].lower in language.noun_followers)
        return len(between) + 1 if linked and at < first <= at + _AFTER_NOUN else None
    if before == "из" or (first in {1, 2} and tokens[0].lower == "of"):
        return None  # "Of the 112 men, 71 …": the whole, and the act is done to a part
    # An active verb counts what follows it, a passive what stands before it.
    wrong = form is Form.PAST and (at > last) != passive
    return len(between) + 1 + (2 if wrong else 0)


def _is_age(figure: Figure, tokens: Sequence[Token], first: int) -> bool:
    """Tell whether "a boy of fifteen", "aged 40" stands here."""
    return not figure.unit and first > 0 and tokens[first - 1].lower in {"of", "aged", "age"}
