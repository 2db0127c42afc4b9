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
        """Return for each block its words by ``labels.OUTPUT``.

        Each block is computed alone: int8 is scaled by what is computed together, and a block must be read
        alike whatever stands beside it.
        """
        return [self._computed(*self._given(block)) for block in blocks]

    def _given(self, block: Block) -> tuple[list[int], list[int], list[int]]:
        """Return pieces, the feature of each, and where each word's first piece stands."""
        pieces, features, firsts = [self._pieces.start], [0], []
        for word, feature in zip(block.words, block.features, strict=True):
            firsts.append(min(len(pieces), LONGEST))
            spelled = self._pieces.of(word)
            pieces += spelled
            features += [feature] * len(spelled)
        return [*pieces[: LONGEST + 1], self._pieces.end], [*features[: LONGEST + 1], 0], firsts

    def _computed(self, pieces: list[int], features: list[int], firsts: list[int]) -> Scores:
        tables = self._tables
        numbers = np.array(pieces)
        x = tables["pieces"][numbers] * tables["scale"][numbers]
        x += tables["places"][: len(pieces)].astype(np.float32)
        x += tables["features"][np.array(features)].astype(np.float32)
        mask = np.ones((1, len(pieces)), dtype=np.int32)
        out: Scores = self._session.run(["out"], {"x": x[None], "mask": mask})[0][0]
        return out[firsts]


@cache
def encoder() -> Encoder:
    """Return the encoder with the weights of the package."""
    return Encoder()
