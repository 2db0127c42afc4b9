"""The claims of a statement while they are collected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from khronika.reading.claims.language import Language
from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Property
from khronika.records.places import PlaceMention
from khronika.records.spans import Span, Spans
from khronika.records.statement import Statement

PHRASE = 600
"""Score of a claim that rests on a turn of phrase or a denial."""
LOWEST = 100
_MOST = 24


@dataclass(slots=True)
class Sheet:
    """A statement with what its claims rest on; each claim is kept once."""

    text: str
    statement: Statement
    places: Sequence[PlaceMention]
    title: str
    language: Language
    found: dict[tuple[object, ...], SuggestedClaim] = field(default_factory=dict)

    def new(self, kind: Property, spans: Sequence[Span], score: int, reason: str) -> SuggestedClaim:
        """Return a claim of this statement; a nested statement is one mouth further away."""
        return SuggestedClaim(
            self.statement.id,
            kind,
            hearsay=int(self.statement.within is not None),
            spans=apart(spans),
            score=score,
            reason=reason,
        )

    def add(self, claim: SuggestedClaim) -> None:
        """Keep ``claim`` with its score brought down by the statement's own."""
        key = (
            claim.property,
            claim.value.casefold(),
            claim.low,
            claim.high,
            claim.polarity,
            claim.when,
            claim.subject.text,
        )
        if claim.spans and key not in self.found and len(self.found) < _MOST:
            sure = 500 + self.statement.score // 2
            self.found[key] = replace(claim, score=max(LOWEST, claim.score * sure // 1000))


def touches(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether any of ``spans`` overlaps ``span``."""
    return any(start < span[1] and span[0] < end for start, end in spans)


def apart(spans: Sequence[Span]) -> Spans:
    """Return the spans in order, overlapping ones joined, empty ones left out."""
    return tuple(_joined(spans))


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    last: Span | None = None
    for start, end in sorted(set(spans)):
        if start >= end:
            continue
        if last is not None and start < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
