"""The tagger: blocks to an encoder, its scores to statements with their places in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from khronika.reading.layout import Layout
from khronika.reading.tagging.blocks import Block, blocks_of
from khronika.reading.tagging.decoding import Marked, Scores, Tagged, read_block
from khronika.records.spans import Span
from khronika.records.statement import Statement

LEAST = 0.75
"""A content less sure than this is left out: silence where it does not know. Chosen on dev documents."""

OPENING = "“\"«„‘'—–-"
"""Marks that open somebody's words, a dash of dialogue among them."""

BATCH = 24
"""Blocks that are held at once: memory does not grow with the text."""


class Encoder(Protocol):
    """What gives scores to words; ``nearness`` is what :func:`read_block` adds to links."""

    @property
    def nearness(self) -> Scores:
        """Return links by numbers of ``labels.NEARNESS``."""
        ...

    @property
    def joined(self) -> bool:
        """Tell whether its words keep together what hyphens join."""
        ...

    def outputs(self, blocks: Sequence[Block]) -> list[Scores]:
        """Return for each block its words by ``labels.OUTPUT``."""
        ...


@dataclass(frozen=True, slots=True)
class Extra:
    """A relay, addressee, forum, time of saying, hedge, disputed term, figure or time, with its place."""

    kind: str
    span: Span
    sure: float


@dataclass(frozen=True, slots=True)
class Found:
    """One statement the tagger found, with its places in the text.

    ``parts`` are the model's probabilities of content, cue, source and of its being a statement of its own;
    ``acts`` of each act and kind of denial; ``extras`` are those of its block that belong to it.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    nested: bool
    own: bool
    parts: dict[str, float]
    acts: dict[str, float]
    extras: tuple[Extra, ...] = ()


def tag(layout: Layout, read: Sequence[Statement], encoder: Encoder) -> tuple[list[Found], list[Extra]]:
    """Return what the tagger finds in a text, in the order of the text."""
    found: list[Found] = []
    extras: list[Extra] = []
    for block, scores in _scored(layout, read, encoder):
        reading = read_block(scores, encoder.nearness)
        extras += [_extra(block, m) for m in (*reading.extras, *reading.values)]
        found += [
            Found(
                tuple(_place(block, m) for m in tagged.content),
                _place(block, tagged.cue) if tagged.cue is not None else None,
                _place(block, tagged.source) if tagged.source is not None else None,
                tagged.nested,
                tagged.own,
                tagged.parts,
                tagged.acts,
                tuple(_extra(block, m) for m in tagged.extras),
            )
            for tagged in reading.statements
            if tagged.parts["content"] >= LEAST and (tagged.own or _attributed(layout.text, block, tagged))
        ]
    return (
        sorted(found, key=lambda f: (f.content[0][0], f.nested, -f.content[-1][1])),
        sorted(extras, key=lambda e: e.span),
    )


def _scored(layout: Layout, read: Sequence[Statement], encoder: Encoder) -> Iterator[tuple[Block, Scores]]:
    held: list[Block] = []
    for block in blocks_of(layout, read, joined=encoder.joined):
        held.append(block)
        if len(held) == BATCH:
            yield from zip(held, encoder.outputs(held), strict=True)
            held = []
    if held:
        yield from zip(held, encoder.outputs(held), strict=True)


def _attributed(text: str, block: Block, tagged: Tagged) -> bool:
    """Tell whether a statement has a cue, a source or quotation marks: words without are nobody's."""
    if tagged.cue is not None or tagged.source is not None or tagged.nested:
        return True
    return text[_place(block, tagged.content[0])[0]] in OPENING


def _extra(block: Block, marked: Marked) -> Extra:
    return Extra(marked.kind, _place(block, marked), marked.sure)


def _place(block: Block, marked: Marked) -> Span:
    return block.spans[marked.start][0], block.spans[marked.end - 1][1]
