"""What the tagger found, by sentence: each statement with the relays, addressees and times near it.

Shared by all languages: who the words of a source name, and what is done, is each language's own. Linear in
the number of statements but for those of one sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from khronika.reading.layout import Layout
from khronika.reading.tagging import labels
from khronika.reading.tagging.tagger import Extra, Found
from khronika.reading.tagging.whole import one_utterance, whole_quotations, whole_sources
from khronika.records.spans import Span

LIKELY: Final = 0.35
"""An extra less sure than this is left out."""

NEAR: Final = 30
"""Characters between a cue and whom it names as told: further off, a relay is the whole sentence's."""


@dataclass(slots=True, eq=False)
class Utterance:
    """One statement the tagger found; ``home`` is the sentence of its cue, source or content."""

    found: Found
    home: int
    around: Utterance | None = None
    relays: list[Span] = field(default_factory=list)
    addressee: Span | None = None
    forum: Span | None = None
    said: list[Span] = field(default_factory=list)
    hedges: list[Span] = field(default_factory=list)
    term: Span | None = None


@dataclass(slots=True)
class Gathered:
    """The utterances of a text by home sentence, relays of sentences that have none, figures and times."""

    by_sentence: dict[int, list[Utterance]] = field(default_factory=dict)
    stray: dict[int, list[Span]] = field(default_factory=dict)
    figures: list[Span] | None = None
    dates: list[Span] | None = None
    """Which words the tagger marked as such; ``None`` where only the rules have read."""


def gather(
    layout: Layout, found: Sequence[Found], extras: Iterable[Extra], *, valued: bool = True
) -> Gathered:
    """Return the utterances of a text with what belongs to each.

    ``valued`` tells that the extras hold all figures and times, as a tagger's do.
    """
    starts = [sentence.start for sentence in layout.sentences]

    def home(span: Span) -> int:
        return max(0, bisect_right(starts, span[0]) - 1)

    gathered = Gathered()
    outer: list[Utterance] = []
    for item in sorted(
        one_utterance(layout, whole_quotations(layout, whole_sources(layout.text, found))),
        key=lambda f: (f.content[0][0], f.nested, -f.content[-1][1]),
    ):
        utterance = Utterance(item, home(item.cue or item.source or item.content[0]))
        if item.nested:
            utterance.around = next((u for u in reversed(outer[-12:]) if _holds(u, item.content)), None)
        else:
            outer.append(utterance)
        gathered.by_sentence.setdefault(utterance.home, []).append(utterance)
    every = [extra for extra in extras if extra.sure >= LIKELY]
    if valued:
        gathered.figures = [extra.span for extra in every if extra.kind == labels.FIGURE]
        gathered.dates = [extra.span for extra in every if extra.kind == labels.DATE]
    for extra in every:
        if extra.kind in {labels.FIGURE, labels.DATE}:
            continue
        number = home(extra.span)
        near = _owners(extra, gathered.by_sentence.get(number, []))
        for utterance in near:
            _give(utterance, extra)
        if not near and extra.kind == labels.RELAY:
            gathered.stray.setdefault(number, []).append(extra.span)
    _carry_on(gathered)
    return gathered


def marked_in(marked: Sequence[Span] | None, spans: Iterable[Span]) -> list[Span] | None:
    """Return what of ``marked``, in order, touches ``spans``; ``None`` where nothing was marked at all."""
    if marked is None:
        return None
    found: list[Span] = []
    for start, end in spans:
        first = bisect_left(marked, (start, 0))
        first -= bool(first and marked[first - 1][1] > start)
        found += marked[first : bisect_left(marked, (end, 0))]
    return found


def _carry_on(gathered: Gathered) -> None:
    """Give each utterance that has none the time and the forum that the tagger links to it."""
    for utterance in (u for near in gathered.by_sentence.values() for u in near):
        for extra in utterance.found.extras:
            empty = (extra.kind == labels.TIME and not utterance.said) or (
                extra.kind == labels.FORUM and utterance.forum is None
            )
            if empty and extra.sure >= LIKELY:
                _give(utterance, extra)


def _holds(outer: Utterance, spans: Iterable[Span]) -> bool:
    return all(any(s <= a and b <= e for s, e in outer.found.content) for a, b in spans)


def _gap(one: Span, other: Span) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])


def _owners(extra: Extra, near: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances of its sentence that ``extra`` belongs to."""
    if extra.kind == labels.TIME:
        return _dated(extra.span, near)
    inside = [u for u in near if not u.found.own and _holds(u, [extra.span])]
    if extra.kind in {labels.HEDGE, labels.TERM}:
        return [max(inside, key=lambda u: u.found.nested)] if inside else _nearest(extra.span, near)
    nested = _nested_there(extra.span, near)
    if nested or inside:
        return _nearest(extra.span, nested)
    top = [u for u in near if u.around is None and not u.found.nested]
    chosen = _nearest(extra.span, top)
    if not chosen or extra.kind == labels.FORUM:
        return _of_one_voice(chosen, top)
    cue = chosen[0].found.cue
    if cue is not None and (extra.kind == labels.ADDRESSEE or _gap(extra.span, cue) <= NEAR):
        return [u for u in top if u.found.cue == cue]
    return [u for u in top if not u.found.own] or chosen


def _dated(span: Span, near: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances a time of saying dates: the nested one it stands by, or all of one speaker."""
    outside = [u for u in near if not _holds(u, [span])]
    nested = _nested_there(span, outside)
    if nested:
        return _nearest(span, nested)
    top = [u for u in outside if u.around is None and not u.found.nested and not u.found.own]
    return _of_one_voice(_nearest(span, top), top)


def _nested_there(span: Span, near: Sequence[Utterance]) -> list[Utterance]:
    """Return the statements with a cue inside of the words that hold ``span``."""
    return [u for u in near if u.around is not None and u.found.cue is not None and _holds(u.around, [span])]


def _of_one_voice(chosen: Sequence[Utterance], near: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances under the source or cue of the one chosen: said at one time and place."""
    for utterance in chosen:
        source, cue = utterance.found.source, utterance.found.cue
        same = [u for u in near if (source and u.found.source == source) or (cue and u.found.cue == cue)]
        return same or [utterance]
    return []


def _nearest(span: Span, among: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterance whose cue stands nearest, if there is any."""

    def distance(utterance: Utterance) -> int:
        item = utterance.found
        return _gap(span, item.cue or item.source or item.content[0])

    return sorted(among, key=distance)[:1]


def _give(utterance: Utterance, extra: Extra) -> None:
    span = extra.span
    if extra.kind == labels.RELAY:
        utterance.relays.append(span)
    elif extra.kind == labels.ADDRESSEE:
        utterance.addressee = utterance.addressee or span
    elif extra.kind == labels.FORUM:
        utterance.forum = utterance.forum or span
    elif extra.kind == labels.TIME:
        utterance.said.append(span)
    elif extra.kind == labels.HEDGE:
        utterance.hedges.append(span)
    else:
        utterance.term = utterance.term or span


__all__ = ["Gathered", "Utterance", "gather", "marked_in"]
