"""Train the linear model of acts: ``python -m training.train_acts --language en``.

Logistic regression on hashed words (``khronika.reading.deeds.features``), one for each act and kind of
denial, fitted to the training documents with the annotators' spans by AdamW; written in int8 into the
language's folder of weights. ``--grid`` prints, on dev documents, how parts of the tagger and votes of the
rules do together.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from khronika.reading.deeds import BUCKETS, Votes, features
from khronika.reading.tagging.labels import ACTS
from training.notation import Document, Gold, read_corpus
from training.split import part_of
from training.votes import votes_of

OPENING = "“\"«‘'„—–"
EPOCHS, RATE, DECAY = 30, 0.02, 0.15
FEWEST = 5
"""Statements that an act is counted with at least, so that no act is helped without end."""


def samples(documents: Iterable[Document], language: str) -> list[tuple[list[int], Gold]]:
    """Return what the model sees of each statement, and the statement."""
    found = []
    for document in documents:
        for gold in document.statements():
            if gold.own:
                continue
            cue = " ".join(document.text[s:e] for s, e in gold.spans.get("k", []))
            said = " ".join(document.text[s:e] for s, e in gold.content)
            direct = said[:1] in OPENING
            votes: Votes = votes_of(language, cue, said, direct=direct)
            found.append((features(cue, said, direct=direct, votes=votes.acts), gold))
    return found


def targets(gold: Gold) -> tuple[list[float], list[float]]:
    """Return what is wanted of each act and kind, and 0 as its weight where either answer is fair."""
    wanted = {*gold.acts, *(f"denies {kind}" for kind in gold.denies)}
    return [float(name in wanted) for name in ACTS], [float(name not in gold.fair) for name in ACTS]


def train(
    found: Sequence[tuple[list[int], Gold]], seed: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return weights, buckets and one row for what is added always, by acts."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    table = nn.EmbeddingBag(BUCKETS, len(ACTS), mode="sum")
    nn.init.zeros_(table.weight)
    bias = nn.Parameter(torch.full((len(ACTS),), -3.0))
    optimiser = torch.optim.AdamW(
        [{"params": [table.weight], "weight_decay": DECAY}, {"params": [bias], "weight_decay": 0.0}], lr=RATE
    )
    order = list(range(len(found)))
    for epoch in range(EPOCHS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        rng.shuffle(order)
        for start in range(0, len(order), 64):
            batch = [found[n] for n in order[start : start + 64]]
            numbers = torch.tensor([n for given, _ in batch for n in given])
            offsets = torch.tensor([0, *np.cumsum([len(given) for given, _ in batch])[:-1].tolist()])
            wanted, weights = (
                torch.tensor(part) for part in zip(*(targets(gold) for _, gold in batch), strict=True)
            )
            loss = nn.functional.binary_cross_entropy_with_logits(
                table(numbers, offsets) + bias, wanted, weights, reduction="sum"
            ) / len(batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    rows: np.ndarray[tuple[int, int], np.dtype[np.float32]] = (
        torch.cat([table.weight, bias[None]]).detach().numpy().astype(np.float32)
    )
    return rows


def shares(golds: Iterable[Gold]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the share of each act as the first of a statement, never less than ``FEWEST`` of them."""
    first = Counter(gold.acts[0] for gold in golds)
    counts = np.array([max(first[name], FEWEST) for name in ACTS], dtype=np.float32)
    return counts / np.float32(first.total())


def accuracy(
    found: Sequence[tuple[list[int], Gold]], rows: np.ndarray[tuple[int, int], np.dtype[np.float32]]
) -> float:
    """Return the share of statements whose likeliest act is expected or fair."""
    right = 0
    for given, gold in found:
        odds = rows[given].sum(axis=0) + rows[-1]
        right += ACTS[int(odds[:16].argmax())] in {*gold.acts, *gold.fair}
    return right / len(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train one language."""
    parser = argparse.ArgumentParser(description="Train the linear model of acts.")
    parser.add_argument("--language", choices=["en", "ru"], default="en")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    documents = list(read_corpus(options.corpus / options.language))
    training = samples((d for d in documents if part_of(d.name) == "train"), options.language)
    dev = samples((d for d in documents if part_of(d.name) == "dev"), options.language)
    rows = train(training, options.seed)
    print(
        f"{len(training)} statements; likeliest act fair: train {accuracy(training, rows):.3f}, "
        f"dev {accuracy(dev, rows):.3f}"
    )
    scale = np.float32(np.abs(rows[:-1]).max() / 127)
    values = np.round(rows / scale).clip(-127, 127).astype(np.int8)
    out = Path("src/khronika/reading") / f"weights_{options.language}" / "acts.npz"
    np.savez_compressed(out, values=values, scale=scale, shares=shares(gold for _, gold in training))
    return 0


if __name__ == "__main__":
    sys.exit(main())
