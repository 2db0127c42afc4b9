"""The English encoder: MiniLM-L6 in int8 by ONNX Runtime; the embeddings are looked up here, in NumPy.

The weights lie in the package with their card. One thread, so that a desk stays usable beside it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.decoding import Scores
from khronika.reading.tagging.pieces import Pieces

LONGEST: Final = 510
"""Pieces of a block that the encoder takes; words behind them are scored with the last of them."""

_MOST = 448
"""Pieces that are computed together: few, so that blocks beside one another are about as long."""


class Encoder:
    """The encoder with its weights, from ``folder`` of the package."""

    def __init__(self, folder: str = "weights_en") -> None:
        self._folder = files("khronika.reading").joinpath(folder)

    @cached_property
    def _session(self) -> Any:
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # later builds would keep a file and call home: never, here
        import onnxruntime  # noqa: PLC0415 - takes a tenth of a second, and the fast setting does without

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        model = self._folder.joinpath("tagger.onnx").read_bytes()
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tables(self) -> dict[str, NDArray[Any]]:
        with self._folder.joinpath("tables.npz").open("rb") as stream, np.load(stream) as tables:
            return {name: tables[name] for name in tables.files}

    @cached_property
    def _pieces(self) -> Pieces:
        return Pieces(self._folder.joinpath("vocabulary.txt").read_text(encoding="utf-8").splitlines())

    joined = False

    @property
    def nearness(self) -> Scores:
        """Return what nearness adds to the links."""
        found: Scores = self._tables["nearness"]
        return found

    def outputs(self, blocks: Sequence[Block]) -> list[Scores]:
        """Return for each block its words by ``labels.OUTPUT``."""
        given = [self._given(block) for block in blocks]
        order = sorted(range(len(blocks)), key=lambda n: len(given[n][0]))
        found: dict[int, Scores] = {}
        batch: list[int] = []
        for number in order:
            if batch and (len(batch) + 1) * len(given[number][0]) > _MOST:
                found |= self._computed(batch, given)
                batch = []
            batch.append(number)
        if batch:
            found |= self._computed(batch, given)
        return [found[n] for n in range(len(blocks))]

    def _given(self, block: Block) -> tuple[list[int], list[int], list[int]]:
        """Return pieces, the feature of each, and where each word's first piece stands."""
        pieces, features, firsts = [self._pieces.start], [0], []
        for word, feature in zip(block.words, block.features, strict=True):
            firsts.append(min(len(pieces), LONGEST))
            spelled = self._pieces.of(word)
            pieces += spelled
            features += [feature] * len(spelled)
        return [*pieces[: LONGEST + 1], self._pieces.end], [*features[: LONGEST + 1], 0], firsts

    def _computed(
        self, batch: Sequence[int], given: Sequence[tuple[list[int], list[int], list[int]]]
    ) -> dict[int, Scores]:
        tables = self._tables
        width = max(len(given[n][0]) for n in batch)
        mask = np.zeros((len(batch), width), dtype=np.int32)
        pieces, features = np.zeros_like(mask), np.zeros_like(mask)
        for row, number in enumerate(batch):
            length = len(given[number][0])
            pieces[row, :length], features[row, :length], mask[row, :length] = (
                given[number][0],
                given[number][1],
                1,
            )
        x = tables["pieces"][pieces] * tables["scale"][pieces]
        x += tables["places"][:width].astype(np.float32)
        x += tables["features"][features].astype(np.float32)
        out = self._session.run(["out"], {"x": x, "mask": mask})[0]
        return {number: out[row, given[number][2]] for row, number in enumerate(batch)}


@cache
def encoder() -> Encoder:
    """Return the encoder with the weights of the package."""
    return Encoder()
