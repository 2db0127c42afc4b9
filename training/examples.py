"""From annotated documents to what the tagger is trained on: blocks of words with labels and links."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from khronika.reading import FAST, reader_for
from khronika.reading.languages.ru.drafting import layout_of
from khronika.reading.layout import lay_out
from khronika.reading.tagging import labels
from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.blocks import blocks_of as blocks_in
from khronika.reading.tagging.words import RULES
from khronika.records.item import About
from khronika.records.spans import Span
from training.notation import Document, Gold

EXTRA_ROLES = {"r": "R", "a": "A", "f": "F", "t": "T", "h": "H", "x": "X"}
VALUE_ROLES = {"n": "N", "d": "D"}


@dataclass(slots=True)
class Example(Block):
    """One block with the labels of each layer, the links of each content, and the acts.

    ``links`` are ``(content, link, chosen, others, cue)``: spans in numbers of words, ``chosen`` a place in
    ``others`` or -1. ``acts`` are ``(content, cue, wanted, weights)``: spans in numbers of words, a number
    of a word (-1 without cue), then one number an act and kind of denial; the weight is 0 where either
    answer is fair. ``extras`` are ``(content, others, wanted)``: the first piece of a content, the extras of
    the block in order, and 1 for those that are its own.
    """

    top: list[int] = field(default_factory=list)
    nested: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    links: list[tuple[Span, int, int, tuple[Span, ...], Span | None]] = field(default_factory=list)
    acts: list[tuple[list[Span], int, list[float], list[float]]] = field(default_factory=list)
    extras: list[tuple[Span, tuple[Span, ...], list[float]]] = field(default_factory=list)


def about_of(document: Document) -> About:
    """Return what the head of a document says."""
    head = document.head
    return About(
        title=head.get("title", ""),
        author=head.get("author", ""),
        publisher=head.get("publisher", ""),
        published=head.get("published", ""),
    )


def blocks_of(text: str, about: About, language: str) -> list[Block]:
    """Return the blocks of a text as the tagger is given them."""
    layout = layout_of(text) if language == "ru" else lay_out(text)
    return list(blocks_in(layout, reader_for(language, FAST).read(text, about), joined=language == "ru"))


class _Layer:
    """One layer of a block while it is filled: a span that meets another than itself is refused."""

    def __init__(self, size: int, names: Sequence[str]) -> None:
        self.names = {name: number for number, name in enumerate(names)}
        self.values = [0] * size
        self.taken: dict[tuple[int, int], str] = {}

    def fits(self, spans: Sequence[tuple[str, int, int]]) -> bool:
        for kind, start, end in spans:
            if self.taken.get((start, end)) == kind:
                continue
            if any(self.values[start:end]):
                return False
        return True

    def put(self, kind: str, start: int, end: int) -> None:
        self.taken[start, end] = kind
        for place in range(start, end):
            self.values[place] = self.names[f"{'B' if place == start else 'I'}-{kind}"]


def label(  # noqa: C901, PLR0912 - own assertions, statements and extras, in order
    block: Example, golds: Sequence[Gold]
) -> int:
    """Give ``block`` the labels and links of ``golds``; return how many statements found no place."""
    starts = [start for start, _ in block.spans]
    top, nested = _Layer(len(block.words), labels.TOP), _Layer(len(block.words), labels.NESTED)
    extra, values = _Layer(len(block.words), labels.EXTRA), _Layer(len(block.words), labels.VALUES)
    left = 0
    placed: list[tuple[Gold, _Layer, dict[str, list[tuple[int, int]]]]] = []
    for gold in sorted(golds, key=lambda g: (g.within is not None, g.content[0][0], -g.content[-1][1])):
        found = {
            role: [p for span in gold.spans.get(role, []) if (p := _place(block.spans, starts, span))]
            for role in "skc"
        }
        if gold.own:
            for place in (p for span in gold.content if (p := _place(block.spans, starts, span))):
                if top.fits([("W", *place)]):
                    top.put("W", *place)
                    block.acts.append(([place], -1, *_acts(gold)))
            continue
        if not found["c"]:
            continue
        wanted = [(role.upper(), *place) for role, places in found.items() for place in places]
        layer = top if gold.within is None and top.fits(wanted) else nested
        if layer is nested:
            wanted = [w for w in wanted if not (w[0] == "S" and top.taken.get((w[1], w[2])) == "S")]
        if not layer.fits(wanted):
            left += 1
            continue
        for kind, start, end in wanted:
            layer.put(kind, start, end)
        placed.append((gold, layer, found))
        block.acts.append((found["c"], min(found["k"])[0] if found["k"] else -1, *_acts(gold)))
    belong: dict[int, set[Span]] = {}
    for gold in golds:
        for roles, layer in ((EXTRA_ROLES, extra), (VALUE_ROLES, values)):
            for role, kind in roles.items():
                for span in gold.spans.get(role, []):
                    named = _place(block.spans, starts, span)
                    if named and layer.fits([(kind, *named)]):
                        layer.put(kind, *named)
                        if layer is extra:
                            belong.setdefault(id(gold), set()).add(named)
    block.top, block.nested, block.extra, block.values = (
        top.values,
        nested.values,
        extra.values,
        values.values,
    )
    every = tuple(sorted(extra.taken))
    for gold, _, found in placed if every else ():
        mine = belong.get(id(gold), set())
        block.extras.append((min(found["c"]), every, [float(span in mine) for span in every]))
    for layer in (top, nested):
        _link(block, [(found) for _, where, found in placed if where is layer], top)
    return left


def _acts(gold: Gold) -> tuple[list[float], list[float]]:
    wanted = {*gold.acts, *(f"denies {kind}" for kind in gold.denies)}
    return [float(name in wanted) for name in labels.ACTS], [
        float(name not in gold.fair) for name in labels.ACTS
    ]


def _place(spans: Sequence[Span], starts: Sequence[int], span: Span) -> tuple[int, int] | None:
    first = bisect_left(starts, span[0])
    if first and spans[first - 1][1] > span[0]:
        first -= 1
    last = bisect_left(starts, span[1])
    return (first, last) if first < last else None


def _link(block: Example, statements: Sequence[dict[str, list[Span]]], top: _Layer) -> None:
    cues = sorted({p for s in statements for p in s["k"]})
    sources = sorted({p for s in statements for p in s["s"]} | {k for k, v in top.taken.items() if v == "S"})
    contents = sorted({p for s in statements for p in s["c"]})
    for statement in statements:
        pieces = sorted(statement["c"])
        for number, piece in enumerate(pieces):
            earlier = tuple(c for c in contents if c < piece)
            before = earlier.index(pieces[number - 1]) if number else -1
            block.links.append((piece, 2, before, earlier, None))
            if number:
                continue
            cue = min(statement["k"], default=None)
            source = min(statement["s"], default=None)
            block.links.append((piece, 0, cues.index(cue) if cue else -1, tuple(cues), None))
            block.links.append((piece, 1, sources.index(source) if source else -1, tuple(sources), cue))


def examples_of(document: Document, language: str) -> list[Example]:
    """Return the labelled blocks of a document."""
    golds = document.statements()
    found = []
    for block in blocks_of(document.text, about_of(document), language):
        example = Example(block.words, block.spans, block.features)
        label(example, golds)
        found.append(example)
    return found


def without_rules(block: Block) -> list[int]:
    """Return the features of a block with what the rules read taken out."""
    return [number // RULES * RULES for number in block.features]
