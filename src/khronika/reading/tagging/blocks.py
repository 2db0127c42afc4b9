"""A text as the tagger is given it: block after block, with what the rules read in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khronika.reading.layout import Layout
from khronika.reading.tagging.words import cut, features_of, rule_tags, words_of
from khronika.records.spans import Span
from khronika.records.statement import Statement


@dataclass(slots=True)
class Block:
    """The words of a block (of a part of it, where it is long), their places in the text, their features."""

    words: list[str]
    spans: list[Span]
    features: list[int]


def blocks_of(layout: Layout, read: Sequence[Statement], *, joined: bool = False) -> Iterator[Block]:
    """Yield the blocks of a text in order; ``read`` is what the rules read, ``joined`` as in ``words_of``."""
    text = layout.text
    stretches: list[tuple[int, int]] = []
    spans: list[Span] = []
    for start, end in layout.blocks:
        words = words_of(text, start, end, joined=joined)
        stretches += [(len(spans) + first, len(spans) + last) for first, last in cut(text, words)]
        spans += words
    quoted = [piece for quotation in layout.quotations for piece in quotation.pieces]
    features = features_of(text, spans, quoted, rule_tags(spans, read))
    for first, last in stretches:
        part = spans[first:last]
        yield Block([text[s:e] for s, e in part], part, features[first:last])
