"""Transcripts: turns that a label opens ("GREVICH: …", "Q: …").

A label counts where the text uses labels as a habit: one of them at least twice. Lines such as
"Programme: …" in the head of a document are no turns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from khronika.records.spans import Span

_HABIT = 2
"""A label that stands this often makes the text a transcript."""

_LABEL = re.compile(
    r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?(?P<name>[^\W\d_][\w.’' -]{0,38}?)\s?(?:\([\w ]{1,20}\)\s?)?:\s"
)
_MOST_WORDS = 4


class Label(tuple[str, Span, int]):
    """Who speaks, where the label stands, and where the turn starts."""

    __slots__ = ()


def labels_of(text: str, blocks: Sequence[Span]) -> dict[int, Label]:
    """Return the label of each block that is a turn, by the block's number; empty for plain prose."""
    found: dict[int, Label] = {}
    for number, (start, end) in enumerate(blocks):
        match = _LABEL.match(text, start, min(end, start + 80))
        if match is None or len(match["name"].split()) > _MOST_WORDS or not match["name"][0].isupper():
            continue
        found[number] = Label((match["name"], match.span("name"), match.end()))
    counts = Counter(label[0] for label in found.values())
    if max(counts.values(), default=0) < _HABIT:
        return {}
    shouted = any(name.isupper() and len(name) > 1 and count > 1 for name, count in counts.items())
    return {
        number: label
        for number, label in found.items()
        if counts[label[0]] > 1 or (shouted and label[0].isupper())
    }
