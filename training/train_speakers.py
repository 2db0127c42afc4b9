"""Learn the weights by which a pronoun finds its party: ``python -m training.train_speakers``.

Reads the training documents with the annotators' own spans, lets the reader choose among the parties
before each "he", "she", "they" and "it" that is a source, and fits one weight a feature so that the
annotated party has the greatest sum (a logistic model over the candidates of each pronoun, with the choice
of nobody). As later choices rest on earlier ones, it reads and fits ``--rounds`` times. Writes
``languages/en/antecedents.json``. Held-out documents are not read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from benchmarks.corpus import same_party

from khronika.reading.heading import about_from_text
from khronika.reading.languages.en import features as features_module
from khronika.reading.languages.en.tagged import TaggedReading
from khronika.reading.tagged import gather
from training.examples import about_of
from training.notation import Document, Gold, read_corpus
from training.oracle import found_of
from training.split import part_of

_NOBODY = "nobody"
_TABLE = Path(features_module.__file__).with_name("antecedents.json")
Choice = tuple[list[dict[str, float]], list[int]]


def choices_of(document: Document) -> dict[str, list[Choice]]:
    """Return, by class of pronoun, the features of each candidate and which of them are right."""
    reading = TaggedReading(document.text, about_from_text(document.text, about_of(document)))
    reading.gathered = gather(reading.layout, *found_of(document, acts=True))
    reading.watch = []
    reading.statements()
    golds = {min(g.spans["s"])[0]: g for g in document.statements() if g.spans.get("s")}
    found: dict[str, list[Choice]] = {}
    for pronoun, (place, _), options in reading.watch:
        gold = golds.get(place)
        if gold is None:
            continue
        right = [n for n, (member, _) in enumerate(options) if _is(member.name, gold, document)]
        kind = "person" if pronoun in {"he", "she"} else pronoun
        found.setdefault(kind, []).append(([features for _, features in options], right))
    return found


def _is(name: str, gold: Gold, document: Document) -> bool:
    given: Any = SimpleNamespace(speaker=name)
    return same_party(gold, given, document)


def fitted(
    choices: Sequence[Choice],
    start: dict[str, float],
    steps: int = 400,
    rate: float = 0.3,
    pull: float = 0.01,
) -> dict[str, float]:
    """Return the weights that make the right candidates likeliest; ``pull`` draws weights to nothing."""
    names = sorted({n for features, _ in choices for f in features for n in f} | {_NOBODY})
    index = {name: number for number, name in enumerate(names)}
    rows, owner, right = [], [], []
    for number, (features, good) in enumerate(choices):
        for place, feature in enumerate([*features, {_NOBODY: 1.0}]):
            row = np.zeros(len(names))
            for name, value in feature.items():
                row[index[name]] = value
            rows.append(row)
            owner.append(number)
            right.append(place in good if good else place == len(features))
    matrix, owners, wanted = np.array(rows), np.array(owner), np.array(right, dtype=float)
    weight = np.array([start.get(name, 0.0) for name in names])
    moved, squared = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, steps + 1):
        chance = _shares(matrix @ weight, owners)
        among = chance * wanted
        among /= np.maximum(np.bincount(owners, among)[owners], 1e-9)
        slope = matrix.T @ (among - chance) / len(choices) - pull * weight
        moved, squared = 0.9 * moved + 0.1 * slope, 0.999 * squared + 0.001 * slope**2
        weight += rate * 0.1 * (moved / (1 - 0.9**step)) / (np.sqrt(squared / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(weight[number]), 3) for name, number in index.items()}


def _shares(sums: Any, owners: Any) -> Any:
    top = np.full(owners.max() + 1, -np.inf)
    np.maximum.at(top, owners, sums)
    raised = np.exp(sums - top[owners])
    return raised / np.bincount(owners, raised)[owners]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description="Learn which party a pronoun means.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus/en"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    documents = [d for d in read_corpus(options.corpus) if part_of(d.name) == "train"]
    for number in range(options.rounds):
        every: dict[str, list[Choice]] = {}
        for document in documents:
            for kind, found in choices_of(document).items():
                every.setdefault(kind, []).extend(found)
        table = features_module.weights()
        for kind, found in every.items():
            table[kind] = fitted(found, table.get(kind, {}))
            chosen = sum(_top(features, table[kind]) in right for features, right in found)
            reach = sum(bool(right) for _, right in found)
            print(f"round {number + 1} {kind}: {chosen} of {len(found)} right, {reach} within reach")
    _TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _top(features: list[dict[str, float]], table: dict[str, float]) -> int:
    sums = [sum(table.get(n, 0.0) * v for n, v in f.items()) for f in features]
    return max(range(len(sums)), key=sums.__getitem__, default=-1)


if __name__ == "__main__":
    raise SystemExit(main())
