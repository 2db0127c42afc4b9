"""Whether reading stays linear on texts made to hang it: time per character from 10,000 to 1,000,000.

    python benchmarks/reading_hostile.py [--largest N] [--language en --setting accurate] [--kind NAME …]

Each kind of text is read at 10,000, 30,000, 100,000, 300,000 and 1,000,000 characters (the best of three runs
up to 30,000, one run above); times are of the processor. "ratio" is the time per character at the largest
over that at a tenth of it: 1 is linear, 10 quadratic. Above ``WORST`` it counts as worse than linear, and the
command exits with 1; 3 leaves room for the caches of the processor and for other work beside. A kind that is
twice above that is not read any further, and one that raises is told of. Without ``--language``: English in
both settings, Russian, and a language without rules.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "src"))

from khronika.reading import reader_for  # noqa: E402 - the path is set above
from khronika.records.item import About  # noqa: E402
from khronika.records.reading import Reader  # noqa: E402

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
REPEATED = 30_000
"""Characters up to which a text is read several times."""

WORST = 3.0
USUAL = (("en", "fast"), ("en", "accurate"), ("ru", "accurate"), ("xx", "accurate"))
MICRO = 1e6

SENTENCE = (
    "“We saw {n} people at the gate,” said Anna Lund of the Sarn Relief Group, who told reporters on Monday "
    "that the ministry had denied it, according to a spokesperson. Бригада ушла, — сообщил он. "
)
CUES = "said told denied according to citing claimed asked saying that warned he by сказал сообщил по словам "
QUOTES = "“”\"'«»„‘’‹›"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
SCRIPTS = "said Лунд сказала قال הוא कहा 说道 พูด τότε \u0301\u0308 ツ가 𝔘 👩‍🚒 "

Maker = Callable[[int], str]


def repeated(piece: str) -> Maker:
    """Return what makes a text of one piece over and over."""
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def drawn(letters: str) -> Maker:
    """Return what makes a text of letters at random, the same in every run."""
    return lambda size: "".join(random.Random(7).choices(letters, k=size))  # noqa: S311 - noise, no secret


def nested(size: int) -> str:
    """Return quotations within quotations, opened half the text long and closed the other half."""
    half = size // 8
    return ("“‘« " * half + "a b c d" + "»’”" * half + "." * size)[:size]


def sentences(size: int) -> str:
    """Return news of one line, no two sentences the same."""
    count = size // len(SENTENCE) + 1
    return "".join(SENTENCE.format(n=n) for n in range(count))[:size]


KINDS: dict[str, Maker] = {
    "binary noise": drawn("".join(map(chr, range(256)))),
    "any characters": drawn("".join(map(chr, [*range(0x20, 0xD800, 7), *range(0xE000, 0x2FFFF, 97)]))),
    "one line": sentences,
    "many paragraphs": lambda size: sentences(size).replace(". ", ".\n\n"),
    "quotation marks": drawn(QUOTES),
    "one quotation mark": repeated('"'),
    "nested quotations": nested,
    "never closed": repeated("“a b c d e, "),
    "opened in each paragraph": repeated("“A b c d said.\n\n"),
    "bidi controls": drawn(BIDI + "ab "),
    "mixed scripts": drawn(SCRIPTS),
    "cue words": repeated(CUES),
    "the man said that": repeated("the man said that "),
    "commas": repeated(","),
    "words and commas": repeated("a, "),
    "one word": repeated("a"),
    "one word, capitals": repeated("A"),
    "one word and its accents": repeated("e\u0301"),
    "digits": drawn("0123456789"),
    "figures": repeated("12 of 1,300 or 14 per cent, "),
    "names": repeated("Anna Lund-Orvan of the Sarn "),
    "new names": lambda size: "".join(f"Anna Lund{n} said. He left. " for n in range(size // 20))[:size],
    "brackets": repeated("(["),
    "dashes": repeated("— "),
    "full stops": repeated("."),
    "blank lines": repeated("\n"),
    "spaces": repeated(" "),
    "labels": repeated("A: b c d e.\n\n"),
    "hyphens": repeated("a-"),
    "apostrophes": repeated("’s "),
    "dates": repeated("on Monday, 31 February 2030, "),
}


def seconds(reader: Reader, text: str) -> float:
    """Return how long one text takes, the best of several runs where it is short."""
    times = []
    for _ in range(3 if len(text) <= REPEATED else 1):
        began = time.process_time()
        reader.read(text, About(published="2030-03-18", publisher="The Sarn Herald"))
        times.append(time.process_time() - began)
    return min(times)


def growth(reader: Reader, make: Maker, sizes: Sequence[int]) -> list[float]:
    """Return the seconds per character of each size, as far as it was read."""
    found: list[float] = []
    for size in sizes:
        found.append(seconds(reader, make(size)) / size)
        if ratio_of(found) > 2 * WORST:
            break
    return found


def ratio_of(found: Sequence[float]) -> float:
    """Return the last time per character over that at a tenth of the size, 1 where that was not read."""
    return found[-1] / max(found[-3], 1e-9) if len(found) >= 3 else 1.0


def judge(reader: Reader, name: str, sizes: Sequence[int]) -> bool:
    """Print one line of the table, and tell whether the kind is linear."""
    try:
        found = growth(reader, KINDS[name], sizes)
    except Exception as fault:  # noqa: BLE001 - a reader must not raise: it is what is measured
        print(f"| {name} | RAISED {type(fault).__name__} |", flush=True)
        return False
    ratio = ratio_of(found)
    times = [f"{each * MICRO:.2f}" for each in found] + ["–"] * (len(sizes) - len(found))
    told = f"{ratio:.1f}" if ratio <= WORST else f"{ratio:.1f} NOT LINEAR"
    print(f"| {name} | {' | '.join(times)} | {told} |", flush=True)
    return ratio <= WORST


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--language")
    parser.add_argument("--setting", choices=["fast", "accurate"])
    parser.add_argument("--kind", action="append", choices=list(KINDS))
    given = parser.parse_args()
    chosen = [(given.language, given.setting or "accurate")] if given.language else USUAL
    sizes = [size for size in SIZES if size <= given.largest]
    bad: list[str] = []
    for language, setting in chosen:
        reader = reader_for(language, setting)
        reader.read(sentences(2_000), About())
        print(f"\n{language}, {setting} ({reader.name} {reader.version}), microseconds per character\n")
        print(
            f"| text | {' | '.join(f'{size:,}' for size in sizes)} | ratio |\n{'| --- ' * (len(sizes) + 2)}|"
        )
        bad += [f"{language} {setting}: {n}" for n in given.kind or KINDS if not judge(reader, n, sizes)]
    print(f"\nworse than linear by more than {WORST:.0f}, or raised: {'; '.join(bad) or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
