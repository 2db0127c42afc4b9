"""The English tagger in PyTorch: the MiniLM-L6 encoder (Wang et al. 2020) with heads for labels and links.

The encoder is written out here so that training needs no further package; its layers are those of BERT
(Devlin et al. 2019) with 6 layers of 384, 12 heads.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from khronika.reading.tagging import labels
from khronika.reading.tagging.words import FEATURES

SIZE, HEADS, INNER, LAYERS, POSITIONS, VOCABULARY = 384, 12, 1536, 6, 512, 30522
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """One layer: attention, then two dense maps, each added to its input and normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.up, self.down = nn.Linear(SIZE, INNER), nn.Linear(INNER, SIZE)
        self.norm1, self.norm2 = nn.LayerNorm(SIZE, eps=1e-12), nn.LayerNorm(SIZE, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the layer's output; ``x`` is (blocks, pieces, 384), ``mask`` is added to the attention."""
        blocks, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(blocks, length, HEADS, SIZE // HEADS).transpose(1, 2)

        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(SIZE // HEADS) + mask, dim=-1)
        mixed = (self.drop(weights) @ v).transpose(1, 2).reshape(blocks, length, SIZE)
        x = self.norm1(x + self.drop(self.o(mixed)))
        inner = nn.functional.gelu(self.up(x))
        return cast("Tensor", self.norm2(x + self.drop(self.down(inner))))


class Tagger(nn.Module):  # type: ignore[misc, unused-ignore]
    """Pieces, features and the first piece of each word in; the columns of ``labels.OUTPUT`` a word out."""

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, SIZE, padding_idx=0)
        self.places = nn.Embedding(POSITIONS, SIZE)
        self.features = nn.Embedding(FEATURES, SIZE)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(SIZE, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.out = nn.Linear(SIZE, labels.OUTPUT)
        self.nearness = nn.Parameter(torch.zeros(len(labels.LINKS), labels.NEARNESS))

    def forward(self, pieces: Tensor, features: Tensor) -> Tensor:
        """Return (blocks, pieces, OUTPUT); both inputs are (blocks, pieces), 0 where a block has ended."""
        mask = (pieces == 0).to(self.places.weight.dtype)[:, None, None, :] * -1e4
        places = torch.arange(pieces.shape[1])
        x = self.pieces(pieces) + self.places(places) + self.features(features)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return cast("Tensor", self.out(x))


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a safetensors file (its header is JSON behind a length of eight bytes)."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        if entry["dtype"] == "F32":
            raw = bytearray(data[8 + size + start : 8 + size + end])
            found[name] = torch.frombuffer(raw, dtype=torch.float32).view(entry["shape"])
    return found


def initialise(tagger: Tagger, weights: Path) -> None:
    """Load the encoder's published weights.

    Raises:
        ValueError: the file is not the published one.
    """
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(f"{weights}: SHA-256 {digest}, not the published {WEIGHTS_SHA256}")
    found = read_safetensors(weights)
    tagger.pieces.weight.data.copy_(found["embeddings.word_embeddings.weight"])
    tagger.places.weight.data.copy_(
        found["embeddings.position_embeddings.weight"] + found["embeddings.token_type_embeddings.weight"][0]
    )
    _linear(tagger.norm, found, "embeddings.LayerNorm")
    names = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "o": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number, layer in enumerate(tagger.layers):
        for mine, theirs in names.items():
            _linear(getattr(layer, mine), found, f"encoder.layer.{number}.{theirs}")


def _linear(module: nn.Module, found: dict[str, Tensor], name: str) -> None:
    cast("Tensor", module.weight).data.copy_(found[f"{name}.weight"])
    cast("Tensor", module.bias).data.copy_(found[f"{name}.bias"])
