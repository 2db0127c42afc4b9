"""How fast the reader is from text to statements, how long it takes to start, and how much memory it takes.

    python benchmarks/reading_speed.py [--words 200000] [--articles 10000] [--setting fast|accurate …]

Texts: ``corpus/en`` without its marks, and, where they are there, the English texts of ``../shared`` (the
cases, and GUM's open genres). Each setting runs in a process of its own, with one thread, on one core.

words/s   words between white space by processor time, and by the wall clock: from a text with its date and
          publisher to statements, over the texts again and again until ``--words`` are read; the first
          document is apart, in "first"
first     seconds of the first document read, in which tables and weights are loaded
start     seconds of the wall clock of ``python -m khronika.reading`` from nothing to the answer to one short
          document, median of 7; "anew" with no compiled modules at hand, as the very first time
memory    peak resident memory of that process in MiB

Articles: ``python -m khronika.reading -`` gets ``--articles`` documents made of the texts, with other names
in each round so that nothing that grows by the word is hidden, and answers with the texts. Resident memory,
now and at its peak, is looked at after a tenth, a half and all; "flat" is a peak that grows by less than 16
MiB from the first to the last. Exit 1 where it is not. Aims: 10,000 words/s fast and 5,000 accurate, start
under 1 s, 250 MiB.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "src")]

from benchmarks.reading_peers import MEBIBYTE, ONE_THREAD, WARM_UP, peak  # noqa: E402 - the path is set above
from training.notation import read_corpus  # noqa: E402

from khronika.reading import reader_for  # noqa: E402
from khronika.records.item import About  # noqa: E402

SHARED = HERE.parent.parent / "shared"
SETTINGS = ("fast", "accurate")
STARTS = 7
FLAT = 16 * MEBIBYTE
COMMAND = (sys.executable, "-m", "khronika.reading", "-", "--no-progress")
SOURCES = {"PYTHONPATH": str(HERE.parent / "src")}
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")

Document = dict[str, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a process in bytes: now, and the most it was."""

    now: int
    most: int


def documents() -> Iterator[Document]:
    """Yield the texts that are there."""
    for found in read_corpus(HERE.parent / "corpus" / "en"):
        head = {name: found.head.get(name, "") for name in ("published", "publisher")}
        yield {"id": found.name, "text": found.text, **head}
    for path in sorted((SHARED / "cases").glob("*.txt")):
        yield {"id": path.stem, "text": path.read_text(encoding="utf-8")}
    gum = SHARED / "data" / "reading" / "gum_attribution.jsonl"
    if gum.exists():
        for line in gum.open(encoding="utf-8"):
            plain = json.loads(line)
            yield {"id": plain["id"], "text": plain["text"], "published": plain["date"]}


def articles(texts: Sequence[Document], count: int) -> Iterator[Document]:
    """Yield ``count`` documents; in each round through the texts names end in other letters."""
    for number in range(count):
        rounds, place = divmod(number, len(texts))
        ending = "".join("aeiou"[int(digit) % 5] + "bdgklmnrst"[int(digit)] for digit in str(rounds))
        text = texts[place]["text"]
        renamed = text if not rounds else _NAME.sub(lambda found, end=ending: found[0] + end, text)  # type: ignore[misc]
        yield texts[place] | {"id": f"article-{number}", "text": renamed}


def work(setting: str, file: Path, words: int) -> None:
    """Read the texts with one setting and print what it took."""
    one_core()
    texts = [json.loads(line) for line in file.open(encoding="utf-8")]
    asked = [
        (text["text"], About(published=text.get("published", ""), publisher=text.get("publisher", "")))
        for text in texts
    ]
    began = time.perf_counter()
    reader = reader_for("en", setting)
    reader.read(WARM_UP, About())
    first = time.perf_counter() - began
    done, cpu, wall = 0, time.process_time(), time.perf_counter()
    while done < words:
        for text, about in asked:
            reader.read(text, about)
        done += sum(len(text.split()) for text, _ in asked)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    took = {"name": f"{reader.name} {reader.version}", "cpu": done / cpu, "wall": done / wall}
    print(json.dumps(took | {"words": done, "first": first, "memory": peak()}))


def one_core(process: int = 0) -> None:
    """Keep a process (this one unless told) on one core, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process, {max(os.sched_getaffinity(0))})


def speed(setting: str, file: Path, words: int) -> dict[str, Any]:
    """Return what one setting took, in a process of its own."""
    command = [sys.executable, __file__, "--worker", setting, str(file), str(words)]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own
    took: dict[str, Any] = json.loads(done.stdout)
    return took


def start(setting: str, *, anew: bool = False) -> float:
    """Return the seconds from nothing to the answer to one short document."""
    line = json.dumps({"id": "a", "text": WARM_UP}) + "\n"
    with tempfile.TemporaryDirectory() as place:
        env = os.environ | ONE_THREAD | SOURCES | ({"PYTHONPYCACHEPREFIX": place} if anew else {})
        began = time.perf_counter()
        subprocess.run(  # noqa: S603 - our own module
            [*COMMAND, "--setting", setting], input=line.encode(), env=env, capture_output=True, check=True
        )
        return time.perf_counter() - began


def long_run(setting: str, texts: Sequence[Document], count: int) -> bool:
    """Read many articles through the command; print memory on the way, and tell whether it stayed flat."""
    marks = sorted({max(1, count // 10), max(1, count // 2), count})
    words = sum(len(each["text"].split()) for each in articles(texts, count))
    seen: list[Memory] = []
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own module
        [*COMMAND, "--setting", setting],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | ONE_THREAD | SOURCES,
    ) as running:
        one_core(running.pid)
        assert running.stdin is not None
        assert running.stdout is not None
        feeding = threading.Thread(target=feed, args=(running.stdin, texts, count))
        feeding.start()
        answered = 0
        for answered, _ in enumerate(running.stdout, 1):
            if answered == marks[len(seen)]:
                seen.append(memory_of(running.pid))
                print(
                    f"  {answered:>7,} articles: {mib(seen[-1].now)} MiB now, {mib(seen[-1].most)} at most",
                    flush=True,
                )
                if answered == count:
                    break
        feeding.join()
        running.stdin.close()
    wall = time.perf_counter() - began
    rate = f"{words / wall:,.0f} words/s of the wall clock, JSON included"
    print(f"  {answered:>7,} articles, {words:,} words in {wall:,.0f} s: {rate}")
    grown = seen[-1].most - seen[0].most
    print(f"  the peak grew by {grown / MEBIBYTE:.1f} MiB: {'flat' if grown < FLAT else 'NOT FLAT'}")
    return running.returncode == 0 and answered == count and grown < FLAT


def feed(stream: IO[bytes], texts: Sequence[Document], count: int) -> None:
    """Write the articles, a line each; the stream stays open, to look at memory after the last."""
    for each in articles(texts, count):
        stream.write(json.dumps(each).encode() + b"\n")
    stream.flush()


def memory_of(process: int) -> Memory:
    """Return the resident memory of a process, zeros where the system (not Linux) does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return Memory(0, 0)
    now, most = (int(status.partition(name)[2].split()[0]) << 10 for name in ("VmRSS:", "VmHWM:"))
    return Memory(now, most)


def mib(size: int) -> str:
    """Return a size in MiB, for a table."""
    return f"{size / MEBIBYTE:.0f}"


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--articles", type=int, default=10_000, help="0 leaves the long run out")
    parser.add_argument("--setting", action="append", choices=SETTINGS)
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work(given.worker[0], Path(given.worker[1]), int(given.worker[2]))
        return 0
    texts = list(documents())
    words = sum(len(text["text"].split()) for text in texts)
    print(
        f"{len(texts)} texts, {words:,} words; one core of {os.cpu_count()}, load {os.getloadavg()[0]:.1f}\n"
    )
    flat = True
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(text) + "\n" for text in texts)
        file.flush()
        print("| setting | words/s, processor | words/s, wall | first | start | start anew | memory |")
        print("| --- " * 7 + "|")
        for setting in given.setting or SETTINGS:
            took = speed(setting, Path(file.name), given.words)
            begun = statistics.median(start(setting) for _ in range(STARTS))
            anew = start(setting, anew=True)
            cells = (
                f"{setting} ({took['name']})",
                *(f"{took[clock]:,.0f}" for clock in ("cpu", "wall")),
                *(f"{seconds:.2f} s" for seconds in (took["first"], begun, anew)),
                mib(took["memory"]),
            )
            print(f"| {' | '.join(cells)} |", flush=True)
    for setting in (given.setting or SETTINGS) if given.articles else ():
        print(f"\n{given.articles:,} articles through the command, {setting}:")
        flat = long_run(setting, texts, given.articles) and flat
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
