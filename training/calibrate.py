"""Fit and check the reader's score: ``python -m training.calibrate --language en [--part held-out]``.

A score is the chance that a suggestion is right: it meets an expected statement (Jaccard index of words of a half),
its source shares a word with the expected one, and the speaker is the right party. On dev documents the raw score
is led to that chance by isotonic regression (pool adjacent violators; Ayer et al. 1955) and printed as points for
``khronika.reading.calibration``; on held-out documents the calibrated score is checked: expected calibration error
over ten bins (Naeini et al. 2015), and the share right in each bin.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.corpus import HALF, same_party
from benchmarks.reading import paired, tokens_of, touched
from khronika.reading import reader_for
from khronika.records.statement import Statement
from training.examples import about_of
from training.notation import Document, read_corpus
from training.split import part_of

Judged = tuple[int, bool]
"""A score in thousandths, and whether the suggestion is right."""


def judged(document: Document, read: Sequence[Statement]) -> Iterable[Judged]:
    """Yield the score of each suggestion, the publisher's own apart, and whether it is right."""
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
            right = right and (same_party(wanted, statement, document) or (not wanted.speaker and not statement.speaker))
        yield statement.score, right


def isotonic(pairs: Sequence[Judged]) -> list[tuple[int, int]]:
    """Return points (score, chance) in thousandths, rising, fitted to ``pairs``."""
    pools: list[list[float]] = []
    for score, right in sorted(pairs):
        pools.append([score, score, float(right), 1.0])
        while len(pools) > 1 and pools[-2][2] / pools[-2][3] >= pools[-1][2] / pools[-1][3]:
            _, last, hits, count = pools.pop()
            pools[-1] = [pools[-1][0], last, pools[-1][2] + hits, pools[-1][3] + count]
    points: list[tuple[int, int]] = []
    for first, last, hits, count in pools:
        chance = round(1000 * (hits + 1) / (count + 2))
        if count >= FEWEST:
            points.append((round((first + last) / 2), max(chance, points[-1][1] if points else 0)))
    return points


FEWEST = 12
"""Suggestions of a pool that make a point."""


def error(pairs: Sequence[Judged], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    total = 0.0
    for number in range(bins):
        inside = [(s, r) for s, r in pairs if number * 1000 / bins <= s < (number + 1) * 1000 / bins or (s == 1000 and number == bins - 1)]
        if inside:
            mean = sum(s for s, _ in inside) / len(inside) / 1000
            total += abs(mean - sum(r for _, r in inside) / len(inside)) * len(inside)
    return total / len(pairs) if pairs else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print points fitted to dev documents, or the check on another part."""
    parser = argparse.ArgumentParser(description="Calibrate the reader's score.")
    parser.add_argument("--language", choices=["en", "ru"], default="en")
    parser.add_argument("--part", choices=["dev", "held-out"], default="dev")
    options = parser.parse_args(arguments)
    reader = reader_for(options.language)
    pairs: list[Judged] = []
    for document in read_corpus(Path("corpus") / options.language):
        if part_of(document.name) == options.part:
            pairs += judged(document, reader.read(document.text, about_of(document)))
    print(f"{len(pairs)} suggestions, {sum(r for _, r in pairs)} right, calibration error {error(pairs):.3f}")
    for number in range(10):
        inside = [r for s, r in pairs if s // 100 == number or (s == 1000 and number == 9)]
        if inside:
            print(f"  score {number / 10:.1f}–{(number + 1) / 10:.1f}: {len(inside):4} suggestions, {100 * sum(inside) / len(inside):.0f} % right")
    if options.part == "dev":
        print(tuple(isotonic(pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
