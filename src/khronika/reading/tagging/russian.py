"""The Russian encoder in NumPy: Navec's vectors, the convolutions of slovnet, a bidirectional LSTM on top.

A word is its Navec vector (Kukushkin 2020; product-quantised, 100 parts of 3 numbers) with an embedding of
its shape, as slovnet reads them; three stacks of convolutions trained for names, forms and syntax (slovnet,
MIT) give 64 numbers each; two layers of LSTM (Hochreiter and Schmidhuber 1997; gates in the order in,
forget, cell, out) read those with the word's ending and what the rules read there. The weights lie in the
package with their card.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.decoding import Scores

STACKS: Final = ("ner", "morph", "syntax")
ENDINGS: Final = 4096
_ENDING = 3
_MOST = 4096
"""Words, with the empty places behind shorter blocks, that are computed together."""

_KINDS = re.compile(r"(?P<RU>[а-яё]+)|(?P<EN>[a-z]+)|(?P<NUM>[+-]?\d+)", re.IGNORECASE)
_MARKS = "!#$%&()[]\\/*+,.:;<=>?@^_{|}~" + "-‐−‒⁃–—―" + "`\"'«»„“ʼʻ”" + "№…"
_OUTLINES = ("X", "x", "XX", "xx", "Xx", "Xx-Xx", "OTHER")
SHAPES: Final = (
    *(f"RU_{outline}" for outline in _OUTLINES),
    *(f"EN_{outline}" for outline in _OUTLINES),
    *(f"PUNCT_{mark}" for mark in _MARKS),
    "PUNCT_OTHER",
    "NUM",
    "OTHER",
)
"""The shapes of words in the order of slovnet's table (after its padding)."""


def shape_of(word: str) -> str:
    """Return the shape of a word as slovnet names it."""
    found = _KINDS.match(word)
    if found is None:
        return f"PUNCT_{word if len(word) == 1 else 'OTHER'}" if word[0] in _MARKS else "OTHER"
    return "NUM" if found.lastgroup == "NUM" else f"{found.lastgroup}_{_outline(word)}"


def _outline(word: str) -> str:
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "xx"
    if word[0].isupper() and word[1:].islower():
        return "Xx"
    first, dash, second = word.partition("-")
    titled = all(len(w) > 1 and w[0].isupper() and w[1:].islower() for w in (first, second))
    return "Xx-Xx" if dash and titled else "OTHER"


def ending_of(word: str) -> int:
    """Return a number below ``ENDINGS`` for the last letters of a word."""
    return zlib.crc32(word.lower()[-_ENDING:].encode()) % ENDINGS


Arrays = dict[str, NDArray[Any]]


class Encoder:
    """The encoder with its weights, from ``folder`` of the package."""

    def __init__(self, folder: str = "weights_ru") -> None:
        self._folder = files("khronika.reading").joinpath(folder)
        self._seen: dict[str, tuple[int, int, int]] = {}

    @cached_property
    def _weights(self) -> Arrays:
        with self._folder.joinpath("tagger.npz").open("rb") as stream, np.load(stream) as tables:
            return {
                name: tables[name].astype(np.float32) if tables[name].dtype == np.float16 else tables[name]
                for name in tables.files
            }

    @cached_property
    def _words(self) -> dict[str, int]:
        lines = self._folder.joinpath("vocabulary.txt").read_text(encoding="utf-8").splitlines()
        return {word: number for number, word in enumerate(lines)}

    @cached_property
    def _shapes(self) -> dict[str, int]:
        return {shape: number for number, shape in enumerate(SHAPES, start=1)}

    joined = True

    @property
    def nearness(self) -> Scores:
        """Return what nearness adds to the links."""
        found: Scores = self._weights["nearness"]
        return found

    def given(self, word: str) -> tuple[int, int, int]:
        """Return the numbers of a word: in the vocabulary (1 is unknown), its shape, its ending."""
        found = self._seen.get(word)
        if found is None:
            lower = word.lower()
            known = self._words.get(lower)
            if known is None:
                known = self._words.get(lower.replace("ё", "е"), 1)
            found = (known, self._shapes.get(shape_of(word), len(SHAPES)), ending_of(word))
            if len(self._seen) < 1 << 16:
                self._seen[word] = found
        return found

    def outputs(self, blocks: Sequence[Block]) -> list[Scores]:
        """Return for each block its words by ``labels.OUTPUT``."""
        order = sorted(range(len(blocks)), key=lambda n: len(blocks[n].words))
        found: dict[int, Scores] = {}
        batch: list[int] = []
        for number in order:
            if batch and (len(batch) + 1) * len(blocks[number].words) > _MOST:
                found |= self._computed(batch, blocks)
                batch = []
            batch.append(number)
        if batch:
            found |= self._computed(batch, blocks)
        return [found[n] for n in range(len(blocks))]

    def _computed(self, batch: Sequence[int], blocks: Sequence[Block]) -> dict[int, Scores]:
        width = max(len(blocks[n].words) for n in batch)
        numbers = np.zeros((4, len(batch), width), dtype=np.int32)
        for row, number in enumerate(batch):
            block = blocks[number]
            numbers[:3, row, : len(block.words)] = np.array([self.given(w) for w in block.words]).T
            numbers[3, row, : len(block.words)] = block.features
        lengths = np.array([len(blocks[n].words) for n in batch])
        out = self.forward(numbers, lengths)
        return {number: out[row, : lengths[row]] for row, number in enumerate(batch)}

    def forward(self, numbers: NDArray[np.int32], lengths: NDArray[np.int64]) -> Scores:
        """Return (blocks, words, OUTPUT) for words, shapes, endings and features (4, blocks, words)."""
        weights = self._weights
        words, shapes, endings, features = numbers
        parts = weights["codes"][np.arange(100), weights["indexes"][words]]
        vectors = parts.reshape(*words.shape, -1)
        mask = (np.arange(words.shape[1])[None, :] < lengths[:, None]).astype(np.float32)[:, :, None]
        read = []
        for name in STACKS:
            x = np.concatenate([vectors, weights[f"{name}.shapes"][shapes]], axis=2)
            read.append(_stack(x, weights, name))
        read += [vectors @ weights["reduce"], weights["endings"][endings], weights["features"][features]]
        x = np.concatenate(read, axis=2)
        for layer in range(2):
            x = _both_ways(x * mask, mask, weights, layer)
        result: Scores = x @ weights["out.w"] + weights["out.b"]
        return result


def _stack(x: NDArray[np.float32], weights: Arrays, name: str) -> NDArray[np.float32]:
    for layer in range(3):
        blocks, width, size = x.shape
        padded = np.zeros((blocks, width + 2, size), dtype=np.float32)
        padded[:, 1:-1] = x
        kernel = weights[f"{name}.{layer}.w"]
        x = sum(padded[:, at : at + width] @ kernel[at] for at in range(3)) + weights[f"{name}.{layer}.b"]
        x = np.maximum(x, 0) * weights[f"{name}.{layer}.scale"] + weights[f"{name}.{layer}.shift"]
    return x


def _both_ways(
    x: NDArray[np.float32], mask: NDArray[np.float32], weights: Arrays, layer: int
) -> NDArray[np.float32]:
    ways = [
        _one_way(
            x, mask, [weights[f"lstm.{layer}.{way}.{part}"] for part in ("x", "h", "b")], backward=way == "b"
        )
        for way in ("f", "b")
    ]
    return np.concatenate(ways, axis=2)


def _one_way(
    x: NDArray[np.float32],
    mask: NDArray[np.float32],
    weights: Sequence[NDArray[np.float32]],
    *,
    backward: bool,
) -> NDArray[np.float32]:
    from_x, from_h, bias = weights
    size = from_h.shape[0]
    given = x @ from_x + bias
    out = np.zeros((*x.shape[:2], size), dtype=np.float32)
    h = np.zeros((x.shape[0], size), dtype=np.float32)
    c = np.zeros_like(h)
    steps = range(x.shape[1])
    for at in reversed(steps) if backward else steps:
        gates = given[:, at] + h @ from_h
        sigmoid = 1 / (1 + np.exp(-np.clip(gates[:, : 2 * size], -30, 30)))
        cell = np.tanh(gates[:, 2 * size : 3 * size])
        fresh = sigmoid[:, size:] * c + sigmoid[:, :size] * cell
        opened = 1 / (1 + np.exp(-np.clip(gates[:, 3 * size :], -30, 30)))
        here = mask[:, at]
        c = np.where(here > 0, fresh, c)
        h = np.where(here > 0, opened * np.tanh(fresh), h)
        out[:, at] = h * here
    return out


@cache
def encoder() -> Encoder:
    """Return the encoder with the weights of the package."""
    return Encoder()
