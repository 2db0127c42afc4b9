"""Write a trained English tagger as the package carries it: int8 weights for ONNX Runtime, tables for NumPy.

``tagger.onnx`` takes the summed embeddings (blocks, pieces, 384) and a mask (blocks, pieces; 1 where there
is a piece, int32) and gives (blocks, pieces, OUTPUT). ``tables.npz`` holds the embeddings of the pieces
(int8 with a scale a piece), of places and of features, and what nearness adds to the links.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from khronika.reading.tagging.pieces import Pieces
from training.encoder import HEADS, SIZE, Layer, Tagger
from training.examples import examples_of
from training.notation import read_corpus
from training.split import part_of
from training.train_en import Sample, batches, padded, sample_of

TOWARDS_WEIGHTS = 0.9
"""How much of an uneven input is moved into the weights, from 0 to 1."""

EVERY = 5
"""One training document in so many is looked at for the size of inputs."""

_MICROSOFT = "com.microsoft"


class Graph:
    """An ONNX graph while it is built: nodes, and the weights they name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: Sequence[str], name: str, many: int = 1, **attributes: object) -> str:
        """Add a node; its outputs are ``name``, ``name.1`` and so on."""
        outputs = [name, *(f"{name}.{n}" for n in range(1, many))]
        domain = (
            ""
            if kind in {"DynamicQuantizeLinear", "LayerNormalization", "MatMul", "Add", "Mul"}
            else _MICROSOFT
        )
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return name

    def weight(self, name: str, values: NDArray[np.generic]) -> str:
        """Add a weight."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def quantised(self, name: str, matrix: NDArray[np.float32]) -> tuple[str, str, str]:
        """Add a matrix in int8 with a scale a column; return the names of values, scales and zero points."""
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / 127
        values = np.clip(np.round(matrix / scale), -127, 127).astype(np.int8)
        return (
            self.weight(name, values),
            self.weight(f"{name}.scale", scale.astype(np.float32)),
            self.weight(f"{name}.zero", np.zeros(len(scale), dtype=np.int8)),
        )


def _numbers(value: object) -> NDArray[np.float32]:
    found: NDArray[np.float32] = cast("Tensor", value).detach().numpy().astype(np.float32)
    return found


def smoothed(matrix: NDArray[np.float32], largest: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by what each input of a map is divided, and its row of ``matrix`` multiplied, before int8.

    A few inputs of a map are far larger than the rest and would take all of the 256 steps that its inputs
    share; the weights have a scale a column and bear it. Xiao et al. 2023 (SmoothQuant), equation 4, scaled
    to a mean of 1. ``largest`` is the largest absolute value of each input over the training documents.
    """
    inputs = np.maximum(largest, 1e-5) ** TOWARDS_WEIGHTS
    scale = inputs / np.maximum(np.abs(matrix).max(axis=1), 1e-5) ** (1 - TOWARDS_WEIGHTS)
    found: NDArray[np.float32] = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return found


def largest_inputs(tagger: Tagger, samples: Sequence[Sample]) -> dict[str, NDArray[np.float32]]:
    """Return the largest absolute value of each input of each map, by names such as ``l0.up``."""
    found: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor], Tensor], None]:
        def look(_module: nn.Module, given: tuple[Tensor], _out: Tensor) -> None:
            most = given[0].abs().flatten(0, -2).amax(dim=0)
            found[name] = torch.maximum(found[name], most) if name in found else most

        return look

    hooks = [
        getattr(layer, part).register_forward_hook(watch(f"l{number}.{part}"))
        for number, layer in enumerate(tagger.layers)
        for part in ("q", "up", "down")
    ]
    with torch.inference_mode():
        for batch in batches(samples, 2048, random.Random(0)):
            tagger(*padded(batch))
    for hook in hooks:
        hook.remove()
    return {name: most.numpy() for name, most in found.items()}


def _dense(
    graph: Graph, x: str, linear: nn.Linear, name: str, largest: NDArray[np.float32] | None = None
) -> str:
    matrix = _numbers(linear.weight).T
    if largest is not None:
        by = smoothed(matrix, largest)
        x, matrix = (
            graph.node("Mul", [x, graph.weight(f"{name}.s", 1 / by)], f"{name}.in"),
            matrix * by[:, None],
        )
    values, scale, zero = graph.quantised(f"{name}.w", matrix)
    bias = graph.weight(f"{name}.b", _numbers(linear.bias))
    return graph.node("DynamicQuantizeMatMul", [x, values, scale, zero, bias], name)


def _normalised(graph: Graph, x: str, added: str, norm: nn.LayerNorm, name: str) -> str:
    gamma, beta = (
        graph.weight(f"{name}.g", _numbers(norm.weight)),
        graph.weight(f"{name}.h", _numbers(norm.bias)),
    )
    return graph.node("SkipLayerNormalization", [x, added, gamma, beta], name, epsilon=1e-12)


def _layer(graph: Graph, x: str, layer: Layer, name: str, largest: Mapping[str, NDArray[np.float32]]) -> str:
    qkv = np.concatenate([_numbers(part.weight).T for part in (layer.q, layer.k, layer.v)], axis=1)
    bias = np.concatenate([_numbers(part.bias) for part in (layer.q, layer.k, layer.v)])
    by = smoothed(qkv, largest[f"{name}.q"])
    values, scale, zero = graph.quantised(f"{name}.qkv", qkv * by[:, None])
    evened = graph.node("Mul", [x, graph.weight(f"{name}.qkv.s", 1 / by)], f"{name}.even")
    read = graph.node("DynamicQuantizeLinear", [evened], f"{name}.in", many=3)
    mixed = graph.node(
        "QAttention",
        [read, values, graph.weight(f"{name}.qkv.b", bias), f"{read}.1", scale, "mask", f"{read}.2", zero],
        f"{name}.mixed",
        num_heads=HEADS,
    )
    x = _normalised(graph, _dense(graph, mixed, layer.o, f"{name}.o"), x, layer.norm1, f"{name}.n1")
    inner = graph.node(
        "Gelu", [_dense(graph, x, layer.up, f"{name}.up", largest[f"{name}.up"])], f"{name}.gelu"
    )
    inner = _dense(graph, inner, layer.down, f"{name}.down", largest[f"{name}.down"])
    return _normalised(graph, inner, x, layer.norm2, f"{name}.n2")


def export(tagger: Tagger, vocabulary: Sequence[str], samples: Sequence[Sample], out: Path) -> None:
    """Write ``tagger.onnx`` and ``tables.npz`` into ``out``; ``samples`` show how large inputs get."""
    out.mkdir(parents=True, exist_ok=True)
    tagger.eval()
    largest = largest_inputs(tagger, samples)
    graph = Graph()
    gamma, beta = (
        graph.weight("g", _numbers(tagger.norm.weight)),
        graph.weight("h", _numbers(tagger.norm.bias)),
    )
    x = graph.node("LayerNormalization", ["x", gamma, beta], "n0", axis=-1, epsilon=1e-12)
    for number, layer in enumerate(tagger.layers):
        x = _layer(graph, x, cast("Layer", layer), f"l{number}", largest)
    x = graph.node("MatMul", [x, graph.weight("out.w", _numbers(tagger.out.weight).T)], "out.m")
    graph.node("Add", [x, graph.weight("out.b", _numbers(tagger.out.bias))], "out")
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "tagger",
            [
                helper.make_tensor_value_info("x", TensorProto.FLOAT, ["b", "n", SIZE]),
                helper.make_tensor_value_info("mask", TensorProto.INT32, ["b", "n"]),
            ],
            [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["b", "n", tagger.out.out_features])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=9,
        producer_name="khronika",
    )
    onnx.save(model, str(out / "tagger.onnx"))
    kept = [n for n, piece in enumerate(vocabulary) if _readable(piece)]
    rows = tagger.pieces.weight.detach().numpy()[kept]
    scale = np.abs(rows).max(axis=1, keepdims=True) / 127
    np.savez(
        out / "tables.npz",
        pieces=np.round(rows / np.where(scale == 0, 1, scale)).astype(np.int8),
        scale=scale.astype(np.float32),
        places=tagger.places.weight.detach().numpy().astype(np.float16),
        features=tagger.features.weight.detach().numpy().astype(np.float16),
        nearness=tagger.nearness.detach().numpy().astype(np.float32),
    )
    (out / "vocabulary.txt").write_text("\n".join(vocabulary[n] for n in kept) + "\n", encoding="utf-8")


def _readable(piece: str) -> bool:
    """Tell whether a piece can occur in English or in a name written in Latin letters."""
    return piece in {"[PAD]", "[UNK]", "[CLS]", "[SEP]"} or (
        not piece.startswith("[") and all(ord(c) < 0x250 or not c.isalpha() for c in piece)
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Export what the command line names."""
    parser = argparse.ArgumentParser(description="Export the English tagger.")
    parser.add_argument("trained", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/en"))
    parser.add_argument("--layers", type=int, default=6)
    options = parser.parse_args(arguments)
    tagger = Tagger(options.layers)
    tagger.load_state_dict(torch.load(options.trained, weights_only=True))
    vocabulary = options.vocabulary.read_text(encoding="utf-8").splitlines()
    pieces = Pieces(vocabulary)
    seen = [d for d in read_corpus(options.corpus) if part_of(d.name) == "train"][::EVERY]
    samples = [sample_of(block, pieces) for document in seen for block in examples_of(document, "en")]
    export(tagger, vocabulary, samples, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
