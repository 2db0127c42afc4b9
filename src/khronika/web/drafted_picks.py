"""The form of a statement with words that were picked in the text.

What must stay true: everything else in the form stays as it was typed; the words that were picked, and their
place, are those of the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from khronika.acts.picked import figure_at, place_at, time_at, trimmed
from khronika.errors import UsageFault
from khronika.records.spans import Phrase, Span, Spans
from khronika.web.drafting import (
    FIELDS,
    Drafted,
    Piece,
    Worded,
    figure_piece,
    line,
    mark_of,
    place_piece,
    spans_of,
    spans_text,
    time_piece,
    worded_piece,
)
from khronika.web.frame import _
from khronika.web.whole_words import whole_words

PICKS: Mapping[str, str] = MappingProxyType(
    {
        "content": _("Pick other words"),
        "more": _("Add more words"),
        "figure": _("a figure"),
        "time": _("a time"),
        "place": _("a place"),
        "disputed": _("disputed words"),
        "hedge": _("a doubt"),
        "source": _("who speaks"),
        "cue": _("that it is said"),
        "relay": _("through whom"),
        "addressee": _("to whom"),
        "forum": _("where it was said"),
    }
)
"""What words of the text can be picked for, as its button says it."""

_LONGEST = 1000


def with_picked(drafted: Drafted, kind: str, spans: Spans, text: str, published: str) -> Drafted:
    """Return a draft with the words at ``spans`` as what they were picked for.

    Raises:
        UsageFault: they are no words of the text, or far too many for it.
    """
    start, end = spans[0] if spans else (0, 0)
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise UsageFault("these are not places in the text", "pick the words in the text")
    if kind in {"content", "more"}:
        before = spans_of(drafted.content) if kind == "more" else ()
        return replace(drafted, content=spans_text(joined((*before, *whole_words(text, spans)))))
    span = trimmed(text, spans[0])
    if span[1] - span[0] > _LONGEST:
        raise UsageFault("these are too many words for that", "pick the few words that say it")
    if kind in {"source", "cue"}:
        there: dict[str, Any] = {kind: spans_text((span,))}
        return replace(drafted, **there)
    if kind in FIELDS:
        return _with_piece(drafted, _picked(kind, span, text, published))
    phrase = Phrase(line(text[span[0] : span[1]]), (span,))
    if kind == "relay":
        relays, marks = (*drafted.relays, phrase.text), (*drafted.relay_marks, mark_of(phrase))
        return replace(drafted, relays=relays, relay_marks=marks)
    worded: dict[str, Any] = {kind: Worded(phrase.text, spans_text(phrase.spans))}
    return replace(drafted, **worded)


def joined(spans: Sequence[Span]) -> Spans:
    """Return spans in the order of the text, those that touch or overlap as one."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)


def _picked(kind: str, span: Span, text: str, published: str) -> Piece:
    if kind == "figure":
        return figure_piece(figure_at(text, span))
    if kind == "time":
        return time_piece(time_at(text, span, published), said=False)
    if kind == "place":
        return place_piece(place_at(text, span))
    return worded_piece(kind, Phrase(text[span[0] : span[1]], (span,)))


def _with_piece(drafted: Drafted, fresh: Piece) -> Drafted:
    """Return a draft with one more piece, at its place in the text; disputed words there are but once."""
    kinds = list(FIELDS)
    kept = [one for one in drafted.pieces if fresh.kind != "disputed" or one.kind != "disputed"]
    after = [
        number
        for number, one in enumerate(kept)
        if (kinds.index(one.kind), _start(one)) > (kinds.index(fresh.kind), _start(fresh))
    ]
    kept.insert(after[0] if after else len(kept), replace(fresh, fresh=True))
    return replace(drafted, pieces=tuple(kept))


def _start(piece: Piece) -> int:
    first = piece.held["at"].partition("-")[0]
    return int(first[:12]) if first.isdecimal() else -1
