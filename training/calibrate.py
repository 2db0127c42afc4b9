"""Fit and check the reader's score: ``python -m training.calibrate --language en [--part held-out]``.

A score is the chance that a suggestion is right: it meets an expected statement (Jaccard index of words of
a half), its source shares a word with the expected one, and the speaker is the right party. Weights of the
signs of ``khronika.reading.calibration`` are fitted to dev documents by logistic regression with a small
ridge (Newton's method) and printed; on held-out documents the score is checked: expected calibration error
over ten bins (Naeini et al. 2015), the area under the ROC curve, and the share right in each bin.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from benchmarks.corpus import HALF, same_party
from benchmarks.reading import paired, tokens_of, touched
from numpy.typing import NDArray

from khronika.reading import reader_for
from khronika.reading.calibration import signs_of
from khronika.records.statement import Statement
from training.examples import about_of
from training.notation import Document, read_corpus
from training.split import part_of

Judged = tuple[Statement, str, bool]
"""A suggestion, the first character of what was said, and whether it is right."""


def judged(document: Document, read: Sequence[Statement]) -> Iterable[Judged]:
    """Yield each suggestion, the publisher's own apart, and whether it is right."""
    tokens = tokens_of(document.text)
    gold = [g for g in document.statements() if not g.own]
    mine = [s for s in read if not s.own]
    expected = [touched(tokens, g.content) for g in gold]
    found = [touched(tokens, s.content) for s in mine]
    met = {r: g for g, r in paired(expected, found).items()}
    for number, statement in enumerate(mine):
        right = False
        if number in met:
            wanted = gold[met[number]]
            both, every = expected[met[number]] & found[number], expected[met[number]] | found[number]
            sources = touched(tokens, wanted.spans.get("s", [])), touched(tokens, statement.source)
            right = len(both) >= HALF * len(every) and bool(sources[0] & sources[1] or not any(sources))
            right = right and (
                same_party(wanted, statement, document) or (not wanted.speaker and not statement.speaker)
            )
        yield statement, document.text[statement.content[0][0]], right


def fitted(found: Sequence[Judged]) -> NDArray[np.float64]:
    """Return the weights of the signs."""
    signs = np.array([signs_of(statement, opening) for statement, opening, _ in found])
    right = np.array([float(hit) for _, _, hit in found])
    weights = np.zeros(signs.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-signs @ weights))
        slope = signs.T @ (right - likely) - RIDGE * weights
        bend = (signs * (likely * (1 - likely))[:, None]).T @ signs + RIDGE * np.eye(signs.shape[1])
        weights = weights + np.linalg.solve(bend, slope)
    result: NDArray[np.float64] = weights
    return result


STEPS, RIDGE = 25, 1.0


def area(pairs: Sequence[tuple[int, bool]]) -> float:
    """Return the area under the ROC curve: the chance that a right suggestion has the higher score."""
    right, wrong = [s for s, r in pairs if r], [s for s, r in pairs if not r]
    wins = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return wins / max(1, len(right) * len(wrong))


def error(pairs: Sequence[tuple[int, bool]], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    total = 0.0
    for number in range(bins):
        inside = [
            (s, r)
            for s, r in pairs
            if number * 1000 / bins <= s < (number + 1) * 1000 / bins or (s == 1000 and number == bins - 1)
        ]
        if inside:
            mean = sum(s for s, _ in inside) / len(inside) / 1000
            total += abs(mean - sum(r for _, r in inside) / len(inside)) * len(inside)
    return total / len(pairs) if pairs else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print points fitted to dev documents, or the check on another part."""
    parser = argparse.ArgumentParser(description="Calibrate the reader's score.")
    parser.add_argument("--language", choices=["en", "ru"], default="en")
    parser.add_argument("--part", choices=["dev", "held-out"], default="dev")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args(arguments)
    reader = reader_for(options.language)
    found: list[Judged] = []
    for document in read_corpus(options.corpus / options.language):
        if part_of(document.name) == options.part:
            found += judged(document, reader.read(document.text, about_of(document)))
    pairs = [(statement.score, right) for statement, _, right in found]
    right = sum(r for _, r in pairs)
    print(f"{len(pairs)} suggestions, {right} right; error {error(pairs):.3f}, area {area(pairs):.3f}")
    for number in range(10):
        inside = [r for s, r in pairs if s // 100 == number or (s == 1000 and number == 9)]
        if inside:
            print(
                f"  score {number / 10:.1f}–{(number + 1) / 10:.1f}: {len(inside):4} suggestions, "
                f"{100 * sum(inside) / len(inside):.0f} % right"
            )
    if options.part == "dev":
        print("weights, if the scores above are raw:", tuple(round(float(w), 3) for w in fitted(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
