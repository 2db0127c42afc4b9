"""How well statements are tied into voices, on generated cases whose relays are known.

    python benchmarks/origins.py [--cases 1000] [--seed 1] [--sizes 1000,10000,100000]

A case has two to seven utterances about one incident: of people known by name or office, of people nobody can
tell from others ("two residents"), and of media that say it themselves. Five to forty texts of other media
have it from one another, each word for word, shortened, paraphrased (every third word another, the order of
pieces another), or translated (no word the same). A relay names through whom it has it, or says it of the
medium itself; with "a third dropped" one relay in three names nobody and of those that say it of a medium
keeps the words alone. A text is printed on the day of what it has, or up to three days later. Different
utterances often claim the same, and unknown speakers often have one name.

Measured are pairs of statements: those of one origin that were found so (recall), those found so that are of
one origin (precision), over all cases together; and in how many cases the true number of origins lies within
the range. "Words alone" ties near-copies and nothing else, as tools that find duplicates do.

The second table gives the processor time of tying so many statements of one incident, in milliseconds, in
shapes that desks meet: one line in all media; all distinct; near-copies, each with a few words changed; one
medium that has most and is cited by all others; statements of 120 shingles.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from khronika.records.shingles import shingles
from khronika.weighing.origins import Voice, independent, origins_of

WORDS = [f"w{number}" for number in range(3000)]
MEDIA = [f"medium {number}" for number in range(14)]
KNOWN = [f"person {number}" for number in range(9)]
UNKNOWN = ("two residents", "a witness", "relatives", "")
CLAIMS = ("detained 40-", "detained 100-", "occurred", "where quarry")


@dataclass(frozen=True)
class Told:
    """A statement of a case with its words, and the utterance that it is, in truth."""

    voice: Voice
    words: tuple[str, ...]
    truth: str


Tied = Callable[[Sequence[Voice]], Iterable[Sequence[str]]]


def case_of(draw: random.Random, dropped: float) -> list[Told]:
    """Return the statements of one case."""
    media = draw.sample(MEDIA, draw.randint(4, len(MEDIA)))
    told = [_uttered(draw, number, media) for number in range(draw.randint(2, 7))]
    for number in range(draw.randint(5, 40)):
        of = draw.choice(told)
        others = [medium for medium in media if medium != of.voice.publisher]
        told.append(_relayed(draw, f"r{number:02}", of, draw.choice(others), dropped))
    return told


def _uttered(draw: random.Random, number: int, media: Sequence[str]) -> Told:
    publisher = draw.choice(media)
    kind = draw.random()
    speaker = draw.choice(KNOWN) if kind < 0.5 else draw.choice(UNKNOWN) if kind < 0.85 else publisher
    known = speaker not in UNKNOWN
    words = tuple(draw.choices(WORDS, k=draw.randint(12, 30)))
    says = frozenset(draw.sample(CLAIMS, draw.randint(1, 2)))
    day = 100 + draw.randrange(10)
    voice = Voice(f"u{number}", speaker, known, publisher, says=says, printed=(day, day))
    return _with(voice, words, speaker if known else voice.statement)


def _relayed(draw: random.Random, id_: str, of: Told, medium: str, dropped: float) -> Told:
    before = of.voice
    words = _retold(draw, of.words)
    speaker, known, through = before.speaker, before.known, (*before.through, before.publisher)
    if draw.random() < dropped:
        through = before.through
        speaker, known = (speaker, known) if known and speaker != before.publisher else ("", False)
    elif draw.random() < 0.2 and speaker != before.publisher:
        speaker, known, through = before.publisher, True, ()
    day = before.printed[0] + draw.randrange(4)
    voice = Voice(id_, speaker, known, medium, through=through, says=before.says, printed=(day, day))
    return _with(voice, words, of.truth)


def _retold(draw: random.Random, words: tuple[str, ...]) -> tuple[str, ...]:
    how = draw.random()
    if how < 0.45:
        return words
    if how < 0.65:
        return words[: max(10, len(words) * 2 // 3)]
    if how < 0.85:
        mixed = [word if draw.random() < 2 / 3 else draw.choice(WORDS) for word in words]
        middle = len(mixed) // 2
        return tuple(mixed[middle:] + mixed[:middle])
    return tuple(f"t{word}" for word in words)


def _with(voice: Voice, words: tuple[str, ...], truth: str) -> Told:
    return Told(replace(voice, words=frozenset(shingles(" ".join(words)))), words, truth)


def of_origins(voices: Sequence[Voice]) -> Iterable[Sequence[str]]:
    """Tie as the desk does."""
    return [one.statements for one in origins_of(voices)]


def of_words(voices: Sequence[Voice]) -> Iterable[Sequence[str]]:
    """Tie near-copies alone."""
    bare = [replace(one, speaker="", known=False, through=(), publisher=one.statement) for one in voices]
    return [one.statements for one in origins_of(bare)]


def pairs_of(groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Return the pairs of statements that are in one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def truth_of(told: Sequence[Told]) -> set[tuple[str, str]]:
    """Return the pairs of statements that are of one origin."""
    groups: dict[str, list[str]] = {}
    for one in told:
        groups.setdefault(one.truth, []).append(one.voice.statement)
    return pairs_of(groups.values())


def measured(cases: Sequence[list[Told]], tied: Tied) -> str:
    """Return precision, recall and F1 of pairs, in hundredths."""
    right = found = expected = 0
    for told in cases:
        ours, truth = pairs_of(tied([one.voice for one in told])), truth_of(told)
        right, found, expected = right + len(ours & truth), found + len(ours), expected + len(truth)
    precision, recall = right / max(1, found), right / max(1, expected)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{100 * precision:.1f} | {100 * recall:.1f} | {100 * f1:.1f}"


def counted(cases: Sequence[list[Told]]) -> str:
    """Return in how many cases the true number of origins is within the range, below and above it."""
    where = Counter[str]()
    for told in cases:
        least, most = independent(origins_of([one.voice for one in told]))
        true = len({one.truth for one in told})
        where["within" if least <= true <= most else "more" if true > most else "fewer"] += 1
    share = {name: 100 * number / len(cases) for name, number in where.items()}
    return " | ".join(f"{share.get(name, 0):.1f}" for name in ("within", "more", "fewer"))


def _line(_: random.Random, number: int) -> tuple[str, list[str], str]:
    return f"m{number % 400}", WORDS[:24], "m0"


def _distinct(draw: random.Random, _: int) -> tuple[str, list[str], str]:
    return f"m{draw.randrange(400)}", draw.choices(WORDS, k=24), f"m{draw.randrange(400)}"


def _near(draw: random.Random, number: int) -> tuple[str, list[str], str]:
    words = WORDS[50 * (number % 50) : 50 * (number % 50) + 24]
    words[draw.randrange(24)] = draw.choice(WORDS)
    return f"m{draw.randrange(400)}", words, f"m{draw.randrange(400)}"


def _dominant(draw: random.Random, number: int) -> tuple[str, list[str], str]:
    if number % 3:
        return "m0", draw.choices(WORDS, k=24), ""
    return f"m{1 + draw.randrange(399)}", draw.choices(WORDS, k=24), "m0"


def _long(draw: random.Random, _: int) -> tuple[str, list[str], str]:
    return f"m{draw.randrange(400)}", draw.choices(WORDS, k=124), f"m{draw.randrange(400)}"


SHAPES = {
    "one line": _line,
    "all distinct": _distinct,
    "near-copies": _near,
    "one medium has most": _dominant,
    "long": _long,
}


def sized(name: str, size: int) -> list[Voice]:
    """Return so many statements of a shape; a third of them by people who are known."""
    draw, voices = random.Random(3), []  # noqa: S311  cases, not keys
    kept: dict[tuple[str, ...], frozenset[int]] = {}
    for number in range(size):
        publisher, words, through = SHAPES[name](draw, number)
        shingled = kept.setdefault(tuple(words), frozenset(shingles(" ".join(words))))
        known = draw.random() < 1 / 3
        speaker = draw.choice(KNOWN) if known and name != "one line" else draw.choice(UNKNOWN)
        day = 100 + draw.randrange(60)
        says = frozenset({draw.choice(CLAIMS)})
        is_known = speaker in KNOWN
        relays = (through,) if through and through != publisher else ()
        voices.append(
            Voice(f"s{number:06}", speaker, is_known, publisher, relays, shingled, says, printed=(day, day))
        )
    return voices


def scaling(sizes: Sequence[int]) -> None:
    """Print how long tying takes."""
    print(f"\n| shape | {' | '.join(f'{size:,}' for size in sizes)} |\n|---|{'---|' * len(sizes)}")
    for name in SHAPES:
        cells = []
        for size in sizes:
            voices = sized(name, size)
            gc.collect()
            gc.freeze()  # as a running desk does
            begun = time.process_time()
            origins_of(voices)
            cells.append(f"{1000 * (time.process_time() - begun):.0f}")
            gc.unfreeze()
        print(f"| {name} | {' | '.join(cells)} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", default="1000,10000,100000")
    given = parser.parse_args()
    print("| citations | by | precision | recall | F1 | number within the range | above it | below it |")
    print("|---|---|---|---|---|---|---|---|")
    for name, dropped in (("all", 0.0), ("a third dropped", 1 / 3)):
        draw = random.Random(given.seed)  # noqa: S311  cases, not keys
        cases = [case_of(draw, dropped) for _ in range(given.cases)]
        begun = time.process_time()
        row = measured(cases, of_origins)
        spent = time.process_time() - begun
        statements = sum(map(len, cases))
        print(f"| {name} | origins | {row} | {counted(cases)} |")
        print(f"| {name} | words alone | {measured(cases, of_words)} | | | |")
        print(f"{statements} statements, {1e6 * spent / statements:.0f} µs each", file=sys.stderr)
    scaling([int(size) for size in given.sizes.split(",")])


if __name__ == "__main__":
    main()
