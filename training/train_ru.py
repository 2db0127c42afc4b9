"""Train the Russian tagger: ``python -m training.train_ru --natasha FOLDER --out FOLDER``.

``--natasha`` is the ``data`` folder of the package natasha (MIT): its Navec vectors and the convolutions of
its slovnet models start the encoder. The same seed on the same machine gives the same weights. Held-out
documents are never read here.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import random
import sys
import tarfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from khronika.reading.tagging import labels, russian
from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.decoding import Scores
from khronika.reading.tagging.words import FEATURES
from training.averaging import average
from training.examples import Example, examples_of, without_rules
from training.losses import loss_of
from training.notation import read_corpus
from training.report import report
from training.split import part_of

WORDS = 110_000
HIDDEN, REDUCED, SMALL = 160, 64, 24
_SUBSPACES = 100
WITHOUT_RULES = 0.15
"""Part of the blocks that are read without what the rules read, so that the tagger does not lean on them."""
Arrays = dict[str, NDArray[Any]]


def navec(folder: Path, words: int) -> tuple[list[str], Arrays]:
    """Return the most frequent words of Navec, after padding and unknown, with the parts of their vectors."""
    with tarfile.open(next((folder / "emb").glob("navec*.tar"))) as tar:
        packed = gzip.decompress(cast("Any", tar.extractfile("vocab.bin")).read())
        pq = cast("Any", tar.extractfile("pq.bin")).read()
    count = int(np.frombuffer(packed[:4], np.uint32)[0])
    counts = np.frombuffer(packed[4 : 4 + 4 * count], np.uint32)
    every = packed[4 + 4 * count :].decode().splitlines()
    vectors, parts, centroids = (int(np.frombuffer(pq[4 * n : 4 * n + 4], np.uint32)[0]) for n in (0, 2, 3))
    indexes = np.frombuffer(pq[16 : 16 + vectors * parts], np.uint8).reshape(vectors, parts)
    codes = np.frombuffer(pq[16 + vectors * parts :], np.float32).reshape(parts, centroids, -1)
    place = {word: number for number, word in enumerate(every)}
    order = [place["<pad>"], place["<unk>"]]
    order += [n for n in np.argsort(-counts.astype(np.int64)) if n not in order][:words]
    return [every[n] for n in order], {"indexes": indexes[order], "codes": codes}


def stack_arrays(folder: Path, name: str) -> tuple[Arrays, list[str]]:
    """Return the arrays of one slovnet model by number, and its shapes."""
    with tarfile.open(next((folder / "model").glob(f"slovnet_{name}*.tar"))) as tar:
        model = json.loads(cast("Any", tar.extractfile("model.json")).read())
        shapes = gzip.decompress(cast("Any", tar.extractfile("vocabs/shape.gz")).read()).decode().splitlines()

        def array(entry: dict[str, Any]) -> NDArray[np.float32]:
            raw = cast("Any", tar.extractfile(f"arrays/{entry['array']}.bin")).read()
            return np.frombuffer(raw, np.float32).reshape(entry["shape"])

        found = {"shapes": array(model["emb"]["shape"]["weight"])}
        for number, layer in enumerate(model["encoder"]["layers"]):
            found[f"{number}.w"] = array(layer["conv"]["weight"])
            found[f"{number}.b"] = array(layer["conv"]["bias"])
            norm = {key: array(layer["norm"][key]) for key in ("weight", "bias", "mean", "std")}
            found[f"{number}.scale"] = norm["weight"] / norm["std"]
            found[f"{number}.shift"] = norm["bias"] - norm["mean"] * norm["weight"] / norm["std"]
    return found, shapes


class Stack(nn.Module):  # type: ignore[misc, unused-ignore]
    """The three convolutions of one slovnet model over a word and its neighbours."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__()
        self.convs = nn.ModuleList()
        for number in range(3):
            out, size, width = arrays[f"{number}.w"].shape
            conv = nn.Conv1d(size, out, width, padding=1)
            conv.weight.data.copy_(torch.tensor(arrays[f"{number}.w"]))
            cast("Tensor", conv.bias).data.copy_(torch.tensor(arrays[f"{number}.b"]))
            self.convs.append(conv)
        for part in ("scale", "shift"):
            for number in range(3):
                self.register_buffer(f"{part}{number}", torch.tensor(arrays[f"{number}.{part}"]))

    def forward(self, x: Tensor) -> Tensor:
        """Return (blocks, words, 64)."""
        for number, conv in enumerate(self.convs):
            x = torch.relu(conv(x.transpose(1, 2))).transpose(1, 2)
            x = x * getattr(self, f"scale{number}") + getattr(self, f"shift{number}")
        return x


class Tagger(nn.Module):  # type: ignore[misc, unused-ignore]
    """The Russian encoder (``khronika.reading.tagging.russian``) as it is trained."""

    def __init__(self, vectors: Arrays, stacks: dict[str, Arrays]) -> None:
        super().__init__()
        self.register_buffer("indexes", torch.tensor(vectors["indexes"].astype(np.int64)))
        self.register_buffer("codes", torch.tensor(vectors["codes"]))
        self.shapes = nn.ModuleDict(
            {name: nn.Embedding.from_pretrained(torch.tensor(stacks[name]["shapes"])) for name in stacks}
        )
        self.stacks = nn.ModuleDict({name: Stack(arrays) for name, arrays in stacks.items()})
        self.reduce = nn.Linear(300, REDUCED, bias=False)
        self.endings = nn.Embedding(russian.ENDINGS, SMALL)
        self.features = nn.Embedding(FEATURES, SMALL)
        self.drop = nn.Dropout(0.3)
        size = 64 * len(stacks) + REDUCED + 2 * SMALL
        self.lstm = nn.LSTM(size, HIDDEN, num_layers=2, bidirectional=True, batch_first=True, dropout=0.3)
        self.out = nn.Linear(2 * HIDDEN, labels.OUTPUT)
        self.nearness = nn.Parameter(torch.zeros(len(labels.LINKS), labels.NEARNESS))

    def fixed(self, words: Tensor, shapes: Tensor) -> Tensor:
        """Return what is not trained, (words, 300 + 64 a stack): the vectors and what the stacks read."""
        codes = cast("Tensor", self.codes)
        parts = codes[torch.arange(_SUBSPACES), cast("Tensor", self.indexes)[words]]
        vectors = parts.reshape(1, len(words), -1)
        stacks = [
            self.stacks[name](torch.cat([vectors, self.shapes[name](shapes)[None]], dim=2))
            for name in self.stacks
        ]
        return torch.cat([vectors, *stacks], dim=2)[0]

    def forward(self, fixed: Tensor, numbers: Tensor, lengths: Tensor) -> Tensor:
        """Return (blocks, words, OUTPUT) for :meth:`fixed` and endings and features (2, blocks, words)."""
        endings, features = numbers
        vectors, stacks = fixed[:, :, :300], fixed[:, :, 300:]
        x = torch.cat([stacks, self.reduce(vectors), self.endings(endings), self.features(features)], dim=2)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(x), lengths, batch_first=True, enforce_sorted=False
        )
        read, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        return cast("Tensor", self.out(self.drop(read)))


Sample = tuple[Tensor, NDArray[np.int64], Any]


def sample_of(tagger: Tagger, block: Block, given: russian.Encoder) -> Sample:
    """Return what is fixed of a block's words, their endings and features (2, words), and the block."""
    words, shapes, endings = np.array([given.given(word) for word in block.words], dtype=np.int64).T
    with torch.inference_mode():
        fixed = tagger.fixed(torch.tensor(words), torch.tensor(shapes))
    return fixed.clone(), np.vstack([endings, np.array([block.features])]), block


def bare(sample: Sample) -> Sample:
    """Return a sample without what the rules read."""
    fixed, numbers, block = sample
    return fixed, np.vstack([numbers[:1], np.array([without_rules(block)])]), block


def batches(samples: Sequence[Sample], size: int, rng: random.Random) -> list[list[Sample]]:
    """Return batches of about ``size`` words, of blocks about as long as one another, in random order."""
    order = sorted(samples, key=lambda s: s[1].shape[1] + rng.random() * 6)
    found: list[list[Sample]] = [[]]
    for sample in order:
        if found[-1] and (len(found[-1]) + 1) * sample[1].shape[1] > size:
            found.append([])
        found[-1].append(sample)
    rng.shuffle(found)
    return found


def padded(batch: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    """Return the inputs of a batch."""
    lengths = torch.tensor([s[1].shape[1] for s in batch])
    numbers = torch.zeros((2, len(batch), int(lengths.max())), dtype=torch.long)
    for row, (_, given, _) in enumerate(batch):
        numbers[:, row, : given.shape[1]] = torch.tensor(given)
    return nn.utils.rnn.pad_sequence([s[0] for s in batch], batch_first=True), numbers, lengths


def outputs(tagger: Tagger, blocks: Sequence[Block], given: russian.Encoder) -> list[Scores]:
    """Return for each block its words by ``labels.OUTPUT``."""
    tagger.eval()
    found: dict[int, Scores] = {}
    numbered = [(*sample_of(tagger, block, given)[:2], number) for number, block in enumerate(blocks)]
    with torch.inference_mode():
        for batch in batches(numbered, 4096, random.Random(0)):
            output = tagger(*padded(batch)).numpy().astype(np.float32)
            for row, (_, numbers, number) in enumerate(batch):
                found[number] = output[row, : numbers.shape[1]]
    return [found[n] for n in range(len(blocks))]


class Vocabulary(russian.Encoder):
    """The numbers of words before there are weights in the package."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.__dict__["_words"] = {word: number for number, word in enumerate(words)}


def weights_of(tagger: Tagger, vectors: Arrays) -> Arrays:
    """Return the weights as the package carries them."""
    found: Arrays = {"indexes": vectors["indexes"], "codes": vectors["codes"].astype(np.float16)}
    for name in russian.STACKS:
        stack = tagger.stacks[name]
        found[f"{name}.shapes"] = tagger.shapes[name].weight.detach().numpy()
        for number in range(3):
            conv = cast("Any", stack).convs[number]
            found[f"{name}.{number}.w"] = conv.weight.detach().numpy().transpose(2, 1, 0)
            found[f"{name}.{number}.b"] = conv.bias.detach().numpy()
            for part in ("scale", "shift"):
                found[f"{name}.{number}.{part}"] = getattr(stack, f"{part}{number}").numpy()
    found["reduce"] = tagger.reduce.weight.detach().numpy().T
    found["endings"] = tagger.endings.weight.detach().numpy()
    found["features"] = tagger.features.weight.detach().numpy()
    for layer in range(2):
        for way, suffix in (("f", ""), ("b", "_reverse")):
            parts = {
                part: getattr(tagger.lstm, f"{part}_l{layer}{suffix}").detach().numpy()
                for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            }
            found[f"lstm.{layer}.{way}.x"] = parts["weight_ih"].T
            found[f"lstm.{layer}.{way}.h"] = parts["weight_hh"].T
            found[f"lstm.{layer}.{way}.b"] = parts["bias_ih"] + parts["bias_hh"]
    found["out.w"], found["out.b"] = tagger.out.weight.detach().numpy().T, tagger.out.bias.detach().numpy()
    small = {
        name: array.astype(np.float16) if array.dtype == np.float32 else array
        for name, array in found.items()
    }
    return small | {"nearness": tagger.nearness.detach().numpy()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write the weights and what dev documents were read as."""
    parser = argparse.ArgumentParser(description="Train the Russian tagger.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus/ru"))
    parser.add_argument("--natasha", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-3)
    options = parser.parse_args(arguments)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    words, vectors = navec(options.natasha, WORDS)
    stacks = {name: stack_arrays(options.natasha, name)[0] for name in russian.STACKS}
    given = Vocabulary(words)
    documents = list(read_corpus(options.corpus))
    training = [b for d in documents if part_of(d.name) == "train" for b in examples_of(d, "ru")]
    dev = [d for d in documents if part_of(d.name) == "dev"]
    print(f"{len(training)} blocks, {sum(len(b.words) for b in training)} words, {len(dev)} dev documents")
    tagger = Tagger(vectors, stacks)
    train(tagger, training, given, rng, (options.epochs, options.rate))
    torch.save(tagger.state_dict(), options.out / "tagger.pt")
    np.savez_compressed(options.out / "tagger.npz", **cast("Any", weights_of(tagger, vectors)))
    (options.out / "vocabulary.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    found = tagger.nearness.detach().numpy()
    report(options.out, dev, [], "ru", lambda blocks: (outputs(tagger, blocks, given), found))
    return 0


def train(
    tagger: Tagger,
    training: Sequence[Example],
    given: russian.Encoder,
    rng: random.Random,
    plan: tuple[int, float],
) -> None:
    """Train for ``plan`` epochs at a rate that falls to nothing; the mean of the weights is kept."""
    epochs, rate = plan
    learned = [p for n, p in tagger.named_parameters() if not n.startswith(("stacks", "shapes"))]
    optimiser = torch.optim.AdamW(learned, lr=rate, weight_decay=0.01)
    plain = [sample_of(tagger, b, given) for b in training]
    total, step = epochs * len(batches(plain, 1500, random.Random(0))), 0
    mean = copy.deepcopy(tagger)
    for epoch in range(epochs):
        tagger.train()
        started, losses = time.monotonic(), []
        chosen = [bare(sample) if rng.random() < WITHOUT_RULES else sample for sample in plain]
        for batch in batches(chosen, 1500, rng):
            step += 1
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1.0, step / total / 0.05) * max(0.02, 1 - step / total)
            output = tagger(*padded(batch))
            loss = loss_of(output, tagger.nearness, [(list(range(s[1].shape[1])), s[2]) for s in batch])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            average(mean, tagger, step)
            losses.append(float(loss.detach()))
        print(
            f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - started:.0f} s", flush=True
        )

    tagger.load_state_dict(mean.state_dict())


if __name__ == "__main__":
    sys.exit(main())
