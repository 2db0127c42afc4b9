"""A statement while it is being read, and how drafts become the reader's answer.

A draft may change; a :class:`Statement` does not. One utterance gives one statement: of two drafts whose
content is nearly the same the better scored stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.spans import Phrase, Span, Spans, fits
from khronika.records.statement import Act, Denial, Statement

SAME = 0.8
"""Two drafts that share this part of the shorter one's characters, and of the longer's, are one."""


@dataclass(slots=True)
class Draft:
    """A statement in the making; fields as in :class:`Statement`, ``inside`` is the draft around it."""

    content: list[Span]
    speaker: str | None = None
    named: bool = False
    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    denies: list[Denial] = field(default_factory=list)
    addressee: Phrase | None = None
    forum: Phrase | None = None
    relays: list[Phrase] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    when: When | None = None
    dates: list[When] = field(default_factory=list)
    hedges: list[Phrase] = field(default_factory=list)
    disputes: Phrase | None = None
    own: bool = False
    score: int = 0
    reasons: list[str] = field(default_factory=list)
    inside: Draft | None = None

    def relay(self, phrase: Phrase) -> None:
        """Add a relay further from the speaker, once."""
        if all(phrase.text.casefold() != other.text.casefold() for other in self.relays):
            self.relays.append(phrase)


def merged(spans: Iterable[Span]) -> Spans:
    """Return ``spans`` in order, empty ones left out and overlapping ones joined."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _covered(one: Spans, other: Spans) -> int:
    return sum(max(0, min(e, b) - max(s, a)) for s, e in one for a, b in other)


def _length(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _same(one: Draft, other: Draft) -> bool:
    a, b = merged(one.content), merged(other.content)
    if one.speaker != other.speaker and None not in {one.speaker, other.speaker}:
        return False
    shared = _covered(a, b)
    return shared >= SAME * max(_length(a), _length(b))


def without_copies(drafts: Sequence[Draft]) -> list[Draft]:
    """Return ``drafts`` in the order of the text, each utterance once."""
    ordered = sorted(
        (d for d in drafts if merged(d.content)), key=lambda d: (d.content[0][0], -_length(merged(d.content)))
    )
    kept: list[Draft] = []
    for draft in ordered:
        rival = next((k for k in kept[-6:] if k.inside is draft.inside and _same(k, draft)), None)
        if rival is None:
            kept.append(draft)
        elif draft.score > rival.score:
            kept[kept.index(rival)] = draft
    alive = {id(d) for d in kept}
    return [d for d in kept if d.inside is None or id(d.inside) in alive]


def finished(drafts: Sequence[Draft], length: int) -> tuple[Statement, ...]:
    """Return the statements of ``drafts`` for a text of ``length``, ids ``s1``, ``s2`` and so on."""
    kept = without_copies(drafts)
    ids = {id(draft): f"s{number}" for number, draft in enumerate(kept, start=1)}
    return tuple(_statement(draft, ids, length) for draft in kept)


def _fitting(spans: Iterable[Span], length: int) -> Spans:
    found = merged(spans)
    return found if fits(found, length) else ()


def _statement(draft: Draft, ids: dict[int, str], length: int) -> Statement:
    return Statement(
        id=ids[id(draft)],
        speaker=draft.speaker,
        named=draft.named,
        content=_fitting(draft.content, length),
        acts=tuple(dict.fromkeys(draft.acts)),
        source=_fitting(draft.source, length),
        cue=_fitting(draft.cue, length),
        denies=tuple(dict.fromkeys(draft.denies)),
        addressee=draft.addressee,
        forum=draft.forum,
        relays=tuple(draft.relays),
        within=None if draft.inside is None else ids[id(draft.inside)],
        figures=tuple(draft.figures),
        when=draft.when,
        dates=tuple(draft.dates),
        hedges=tuple(draft.hedges),
        disputes=draft.disputes,
        own=draft.own,
        score=max(0, min(1000, draft.score)),
        reason="; ".join(dict.fromkeys(reason for reason in draft.reasons if reason)),
    )
