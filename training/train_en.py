"""Train the English tagger.

    python -m training.train_en --weights MODEL.safetensors --vocabulary vocab.txt --out FOLDER

The same seed on the same machine gives the same weights. Dev documents are read after each epoch; the last
epoch is kept. Held-out documents are never read here.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.decoding import Scores
from khronika.reading.tagging.pieces import Pieces
from training.averaging import average
from training.encoder import Tagger, initialise
from training.examples import examples_of, without_rules
from training.losses import loss_of
from training.notation import read_corpus
from training.renaming import RENAMED, names_in, renamed
from training.report import report
from training.split import part_of

WITHOUT_RULES = 0.15
"""Part of the blocks that are read without what the rules read, so that the tagger does not lean on them."""

Sample = tuple[list[int], list[int], list[int], Any]


def sample_of(
    block: Block, pieces: Pieces, features: Sequence[int] | None = None, words: Sequence[str] | None = None
) -> Sample:
    """Return pieces, their features, the place of each word's first piece, and the block."""
    numbers, marks, firsts = [pieces.start], [0], []
    for word, feature in zip(words or block.words, features or block.features, strict=True):
        firsts.append(len(numbers))
        for piece in pieces.of(word):
            numbers.append(piece)
            marks.append(feature)
    numbers.append(pieces.end)
    marks.append(0)
    return numbers[:512], marks[:512], [min(f, 510) for f in firsts], block


def batches(samples: Sequence[Sample], size: int, rng: random.Random) -> list[list[Sample]]:
    """Return batches of at most ``size`` pieces, of blocks about as long as one another, in random order."""
    order = sorted(samples, key=lambda s: len(s[0]) + rng.random() * 8)
    found: list[list[Sample]] = []
    batch: list[Sample] = []
    for sample in order:
        if batch and (len(batch) + 1) * len(sample[0]) > size:
            found.append(batch)
            batch = []
        batch.append(sample)
    found += [batch] if batch else []
    rng.shuffle(found)
    return found


def padded(batch: Sequence[Sample]) -> tuple[Tensor, Tensor]:
    """Return the inputs of a batch."""
    width = max(len(s[0]) for s in batch)
    pieces = torch.zeros((len(batch), width), dtype=torch.long)
    features = torch.zeros_like(pieces)
    for row, (numbers, marks, _, _) in enumerate(batch):
        pieces[row, : len(numbers)] = torch.tensor(numbers)
        features[row, : len(marks)] = torch.tensor(marks)
    return pieces, features


def outputs(tagger: Tagger, blocks: Sequence[Block], pieces: Pieces) -> list[Scores]:
    """Return for each block its words by ``labels.OUTPUT``."""
    tagger.eval()
    found: dict[int, Scores] = {}
    numbered = [(*sample_of(block, pieces)[:3], number) for number, block in enumerate(blocks)]
    with torch.inference_mode():
        for batch in batches(numbered, 4096, random.Random(0)):
            output = tagger(*padded(batch)).numpy().astype(np.float32)
            for row, (_, _, firsts, number) in enumerate(batch):
                found[number] = output[row, firsts]
    return [found[n] for n in range(len(blocks))]


def nearness(tagger: Tagger) -> Scores:
    """Return what nearness adds to links, as the tagger has learned it."""
    found: Scores = tagger.nearness.detach().numpy()
    return found


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0915 - one setting a line
    """Train, and write the weights and what dev documents were read as."""
    parser = argparse.ArgumentParser(description="Train the English tagger.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus/en"))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--start", type=Path, help="a tagger trained before, to go on from")
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--renamed", type=float, default=RENAMED, help="part of the blocks with other names")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="JSON Lines to read after training")
    options = parser.parse_args(arguments)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(options.vocabulary.read_text(encoding="utf-8").splitlines())
    documents = list(read_corpus(options.corpus))
    training: list[Block] = []
    homes: list[tuple[str, Sequence[str]]] = []
    for document in documents:
        if part_of(document.name) == "train":
            read = examples_of(document, "en")
            training += read
            homes += [(document.name.partition("-")[0], block.words) for block in read]
    names = names_in(homes)
    known = frozenset(names)
    dev = [d for d in documents if part_of(d.name) == "dev"]
    print(f"{len(training)} blocks, {sum(len(b.words) for b in training)} words, {len(dev)} dev documents")
    tagger = Tagger(options.layers)
    initialise(tagger, options.weights)
    if options.start is not None:
        tagger.load_state_dict(torch.load(options.start, weights_only=True))
    tagger.pieces.weight.requires_grad = False
    slow = [
        p
        for n, p in tagger.named_parameters()
        if p.requires_grad and not n.startswith(("out", "features", "nearness"))
    ]
    fast = [p for n, p in tagger.named_parameters() if n.startswith(("out", "features", "nearness"))]
    optimiser = torch.optim.AdamW(
        [{"params": slow, "lr": options.rate}, {"params": fast, "lr": 10 * options.rate}], weight_decay=0.01
    )
    bases = [group["lr"] for group in optimiser.param_groups]
    total = options.epochs * len(batches([sample_of(b, pieces) for b in training], 2048, random.Random(0)))
    step = 0
    mean = copy.deepcopy(tagger)
    for epoch in range(options.epochs):
        tagger.train()
        started, losses = time.monotonic(), []
        samples = [
            sample_of(
                block,
                pieces,
                without_rules(block) if rng.random() < WITHOUT_RULES else None,
                renamed(block.words, names, known, rng) if rng.random() < options.renamed else None,
            )
            for block in training
        ]
        for batch in batches(samples, 2048, rng):
            step += 1
            part = step / total
            scale = min(1.0, part / 0.06) * max(0.02, 1 - part)
            for group, base in zip(optimiser.param_groups, bases, strict=True):
                group["lr"] = base * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                output = tagger(*padded(batch))
            loss = loss_of(output.float(), tagger.nearness, [(s[2], s[3]) for s in batch])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            average(mean, tagger, step)
            losses.append(float(loss.detach()))
        print(
            f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - started:.0f} s", flush=True
        )
        torch.save(mean.state_dict(), options.out / "tagger.pt")
        torch.save(tagger.state_dict(), options.out / "last.pt")
    tagger = mean
    report(
        options.out,
        dev,
        options.also,
        "en",
        lambda blocks: (outputs(tagger, blocks, pieces), nearness(tagger)),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
