"""From the model's scores to statements: the best labels that can follow one another, then the links.

The labels of each layer are found by the algorithm of Viterbi (1967) over transitions that BIO allows. A
content takes its cue and its source from those of its block, or none; or it goes on a statement begun
before. Scores are probabilities from 0 to 1 as the model gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from khronika.reading.tagging import labels
from khronika.records.spans import Span

Scores = NDArray[np.float32]
_NEVER = -1e4

_NOTHING: Final = -0.05
"""Where every word is outside a span with a log probability above this, no path is looked for."""

_CLEAR: Final = 0.05
"""How much likelier than any other the likeliest label of a word must be to be taken without a search: more
than what the sums of a block's log probabilities can be wrong by in 32 bits."""


CLEARLY: Final = 2.0
"""How much better than none an extra's link to a statement must be. Chosen on dev documents."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked span: the kind, its words from ``start`` to ``end``, and how sure the model is."""

    kind: str
    start: int
    end: int
    sure: float


@dataclass(slots=True)
class Tagged:
    """One statement in numbers of words; ``parts`` are the probabilities its score is made of."""

    content: list[Marked]
    cue: Marked | None = None
    source: Marked | None = None
    nested: bool = False
    own: bool = False
    parts: dict[str, float] = field(default_factory=dict)
    acts: dict[str, float] = field(default_factory=dict)
    extras: list[Marked] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What the model reads in one block: statements, and the other spans."""

    statements: list[Tagged] = field(default_factory=list)
    extras: list[Marked] = field(default_factory=list)
    values: list[Marked] = field(default_factory=list)


@cache
def _transitions(names: tuple[str, ...]) -> NDArray[np.bool_]:
    allowed = np.ones((len(names), len(names)), dtype=np.bool_)
    for before, first in enumerate(names):
        for after, second in enumerate(names):
            if second[0] == "I":
                allowed[before, after] = first != "O" and first[2:] == second[2:]
    return allowed


def log_softmax(scores: Scores) -> Scores:
    """Return log probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    result: Scores = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def best_path(scores: Scores, names: tuple[str, ...]) -> list[int]:
    """Return the best sequence of labels for ``scores`` (words by labels, log probabilities).

    Where the likeliest labels of the words can follow one another, no other sequence is better.
    """
    likeliest = scores.argmax(axis=1)
    if _follow(likeliest, names) and _clear(scores):
        return [int(label) for label in likeliest]
    return _searched(scores, names)


def _follow(path: NDArray[np.intp], names: tuple[str, ...]) -> bool:
    first = names[path[0]][0] != "I"
    return first and bool(_transitions(names)[path[:-1], path[1:]].all())


def _clear(scores: Scores) -> bool:
    ordered = np.sort(scores, axis=1)
    return bool((ordered[:, -1] - ordered[:, -2] > _CLEAR).all())


def _searched(scores: Scores, names: tuple[str, ...]) -> list[int]:
    penalty = np.where(_transitions(names), 0.0, _NEVER).astype(np.float32)
    start = np.where([name[0] == "I" for name in names], _NEVER, 0.0).astype(np.float32)
    best = scores[0] + start
    back = np.zeros(scores.shape, dtype=np.int32)
    for at in range(1, len(scores)):
        reached = best[:, None] + penalty
        back[at] = reached.argmax(axis=0)
        best = reached.max(axis=0) + scores[at]
    path = [int(best.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return path[::-1]


def spans_in(scores: Scores, names: tuple[str, ...]) -> list[Marked]:
    """Return the spans of one layer; how sure is the geometric mean of its words' probabilities."""
    logs = log_softmax(scores)
    if (logs[:, 0] > _NOTHING).all():
        return []
    path = best_path(logs, names)
    chosen = logs[np.arange(len(path)), path]
    found: list[Marked] = []
    at = 0
    while at < len(path):
        name = names[path[at]]
        if name == "O":
            at += 1
            continue
        end = at + 1
        while end < len(path) and names[path[end]] == f"I-{name[2:]}":
            end += 1
        sure = float(np.exp(chosen[at:end].mean()))
        found.append(Marked(name[2:], at, end, sure))
        at = end
    return found


class Links:
    """The links of one block: what the model gives a word for each, and how near a candidate stands."""

    def __init__(self, columns: Scores, nearness: Scores) -> None:
        """Take the columns of the output behind the labels, and what nearness adds (links by numbers)."""
        self._columns, self._nearness = columns, nearness

    def scores(self, link: str, span: Span, others: Sequence[Span]) -> Scores:
        """Return the scores of ``others``, in order, as what the words of ``span`` are linked to."""
        number, size = labels.LINKS.index(link), labels.LINK_SIZE
        query = self._columns[span[0], 2 * number * size : (2 * number + 1) * size]
        keys = self._columns[[o[0] for o in others], (2 * number + 1) * size : (2 * number + 2) * size]
        near = np.array([labels.nearness_of(span, others, n) for n in range(len(others))])
        result: Scores = keys @ query / np.float32(np.sqrt(size)) + self._nearness[number, near].sum(axis=1)
        return result

    def nothing(self, link: str, place: int) -> float:
        """Return the score of no link."""
        return float(
            self._columns[place, 2 * len(labels.LINKS) * labels.LINK_SIZE + labels.LINKS.index(link)]
        )


def read_block(output: Scores, nearness: Scores) -> Reading:
    """Return the reading of one block from the model's output (words by ``labels.OUTPUT``)."""
    layers, at = {}, 0
    for name, layer in labels.LAYERS.items():
        layers[name] = spans_in(output[:, at : at + len(layer)], layer)
        at += len(layer)
    links = Links(output[:, at : at + labels.LINKED], nearness)
    reading = Reading(extras=layers["extra"], values=layers["values"])
    top = [m for m in layers["top"] if m.kind != labels.OWN]
    reading.statements += _linked(top, top, links, nested=False)
    reading.statements += _linked(layers["nested"], top, links, nested=True)
    reading.statements += [
        Tagged([m], own=True, parts={"content": m.sure}) for m in layers["top"] if m.kind == labels.OWN
    ]
    for tagged in reading.statements:
        if not tagged.own:
            tagged.extras = _belonging(tagged, reading.extras, links)
        tagged.acts = _acts(output[:, at + labels.LINKED :], tagged)
    return reading


def _belonging(tagged: Tagged, extras: Sequence[Marked], links: Links) -> list[Marked]:
    """Return the extras that are the statement's own by a score of ``CLEARLY`` and more above none."""
    if not extras:
        return []
    first = tagged.content[0]
    scores = links.scores("extra", (first.start, first.end), [(m.start, m.end) for m in extras])
    least = links.nothing("extra", first.start) + CLEARLY
    return [m for m, score in zip(extras, scores, strict=True) if score > least]


def _acts(columns: Scores, tagged: Tagged) -> dict[str, float]:
    """Return how likely each act and each kind of denial is, from the cue and the words of the content."""
    many = len(labels.ACTS)
    words = np.concatenate([columns[m.start : m.end, many:] for m in tagged.content])
    scores = (words.mean(axis=0) + words.max(axis=0)) / 2
    if tagged.cue is not None:
        scores = scores + columns[tagged.cue.start, :many]
    chances = 1 / (1 + np.exp(-scores))
    return {name: float(chance) for name, chance in zip(labels.ACTS, chances, strict=True)}


def _linked(spans: Sequence[Marked], top: Sequence[Marked], links: Links, *, nested: bool) -> list[Tagged]:
    cues = [m for m in spans if m.kind == labels.CUE]
    sources = [m for m in spans if m.kind == labels.SOURCE]
    if nested:
        sources = sorted(
            sources + [m for m in top if m.kind == labels.SOURCE], key=lambda m: (m.start, m.end)
        )
    contents = [m for m in spans if m.kind == labels.CONTENT]
    found: list[Tagged] = []
    owner: dict[int, Tagged] = {}
    for place, content in enumerate(contents):
        before, sure = _chosen(content, contents[:place], links, "before")
        if before is not None:
            joined = owner[id(before)]
            joined.content.append(content)
            owner[id(content)] = joined
            continue
        cue, cue_sure = _chosen(content, cues, links, "cue")
        source, source_sure = _chosen(content, sources, links, "source", cue)
        tagged = Tagged([content], cue, source, nested=nested)
        tagged.parts = {"content": content.sure, "cue": cue_sure, "source": source_sure, "new": sure}
        owner[id(content)] = tagged
        found.append(tagged)
    return found


def _chosen(
    content: Marked, among: Sequence[Marked], links: Links, link: str, cue: Marked | None = None
) -> tuple[Marked | None, float]:
    if not among:
        return None, 1.0
    places = [(m.start, m.end) for m in among]
    scores = links.scores(link, (content.start, content.end), places)
    if cue is not None:
        scores = scores + links.scores("of cue", (cue.start, cue.end), places)
    every = np.concatenate([[links.nothing(link, content.start)], scores]).astype(np.float32)
    chances = np.exp(log_softmax(every))
    best = int(chances.argmax())
    return (among[best - 1] if best else None), float(chances[best])
