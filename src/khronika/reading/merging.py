"""What the tagger and the rules read, as one answer: shared by all languages.

The tagger says where statements are. Where the rules read the same statement, what the tagger left empty (a
relay, an addressee, a forum, a time of saying) is taken from them. What the rules alone read with a clear
cue stays, where no statement of the tagger is near it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from khronika.records.spans import Phrase, Spans
from khronika.records.statement import Act, Statement

SAME: Final = 0.5
"""Two statements whose contents share this part of the characters of both are one."""

KEPT: Final = 820
"""The score from which a statement of the rules alone is kept: a cue and a clause, or direct words."""

_SHOWN: Final = frozenset({Act.APPEALS, Act.CALLS_FOR_HARM, Act.THREATENS, Act.RETRACTS, Act.CORRECTS})
"""Acts that the rules give only where words show them, and that are too rare for a model to know well."""

_WEAK: Final = 60
"""Thousandths taken off a statement that only the rules read."""


def together(tagged: Sequence[Statement], ruled: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements of both, each once, in the order of the text, with new ids."""
    places = sorted(range(len(ruled)), key=lambda n: ruled[n].content[0])
    starts = [ruled[n].content[0][0] for n in places]
    met: set[int] = set()
    kept: list[Statement] = []
    for statement in tagged:
        best, place = _nearest(statement, ruled, places, starts)
        if place >= 0 and best >= SAME and ruled[place].own is statement.own:
            met.add(place)
            kept.append(_filled(statement, ruled[place]))
        else:
            kept.append(statement)
    kept += [_alone(s) for n, s in enumerate(ruled) if n not in met and _stands(s, tagged)]
    return _numbered(kept)


def _nearest(
    statement: Statement, ruled: Sequence[Statement], places: Sequence[int], starts: Sequence[int]
) -> tuple[float, int]:
    first, last = statement.content[0][0], statement.content[-1][1]
    near = places[max(0, bisect_left(starts, first) - _REACH) : bisect_right(starts, last)]
    around = (n for n in near if ruled[n].content[-1][1] > first)
    return max(((shared(statement.content, ruled[n].content), n) for n in around), default=(0.0, -1))


_REACH: Final = 12
"""Statements of the rules that begin before one of the tagger and are still looked at."""


def shared(one: Spans, other: Spans) -> float:
    """Return the Jaccard index of two contents, in characters."""
    both = sum(max(0, min(e, b) - max(s, a)) for s, e in one for a, b in other)
    every = sum(e - s for s, e in one) + sum(b - a for a, b in other) - both
    return both / every if every else 0.0


def _filled(statement: Statement, rule: Statement) -> Statement:
    """Return ``statement`` with what it lacks and the rules read."""
    if not any(s < b and a < e for s, e in statement.source for a, b in rule.source) and statement.source:
        return statement
    shown = bool(rule.acts) and rule.acts[0] in _SHOWN
    return replace(
        statement,
        acts=rule.acts if shown else statement.acts,
        denies=rule.denies if shown else statement.denies,
        relays=statement.relays or tuple(relay for relay in rule.relays if _free(relay, statement)),
        addressee=statement.addressee or _free(rule.addressee, statement),
        forum=statement.forum or _free(rule.forum, statement),
        when=statement.when or rule.when,
        disputes=statement.disputes or (rule.disputes if Act.DISPUTES in statement.acts else None),
        score=min(1000, statement.score + (1000 - statement.score) // 4),
        reason=f"{statement.reason}; rules agree",
    )


def _free(phrase: Phrase | None, statement: Statement) -> Phrase | None:
    """Return what the rules read in words that the statement gives no other part."""
    taken = [*statement.relays, statement.addressee, statement.forum]
    spans = [span for other in taken if other is not None for span in other.spans]
    if phrase is None or any(s < b and a < e for s, e in phrase.spans for a, b in spans):
        return None
    return phrase


def _stands(rule: Statement, tagged: Sequence[Statement]) -> bool:
    """Tell whether a statement of the rules alone is kept."""
    if rule.own or rule.within is not None or rule.score < KEPT:
        return False
    return not any(s < b and a < e for other in tagged for s, e in other.content for a, b in rule.content)


def _alone(rule: Statement) -> Statement:
    return replace(rule, id=f"r{rule.id}", score=rule.score - _WEAK, reason=f"{rule.reason}; by rules alone")


def _numbered(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    ordered = sorted(statements, key=lambda s: (s.content[0][0], -s.content[-1][1]))
    ids = {statement.id: f"s{number}" for number, statement in enumerate(ordered, start=1)}
    return tuple(
        replace(s, id=ids[s.id], within=ids[s.within] if s.within is not None else None) for s in ordered
    )
