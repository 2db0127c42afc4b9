"""How long maps and timelines take to draw, how large their pictures are, and the memory of it all.

    python benchmarks/drawing.py [--runs 7]

Everything is drawn in one process. "SVG" is the drawing as text, "PNG" the whole way to the picture:
processor time, the median of the runs, and for the picture also wall clock. The outlines are in memory, as
after the first map; their first reading is a line of its own. Places are spread by fixed arithmetic, not by
chance. Memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from khronika.publishing.looks import NARROW, WIDE, Look
from khronika.publishing.maps import Area, Precision, map_png, map_svg
from khronika.publishing.marks import Said
from khronika.publishing.outlines import Detail, outlines
from khronika.publishing.timelines import TimelineRow, timeline_png, timeline_svg

KIB = 1024
DAYS = 900


def places(count: int, wide: float, country: str) -> list[Area]:
    """Return ``count`` places over ``wide`` degrees, and the country they lie in."""
    precisions = [Precision.TOWN, Precision.ONE_KM, Precision.TEN_KM, Precision.EXACT]
    spots = [
        Area(
            n,
            f"place {n}",
            precisions[n % 4],
            43 + wide * (n * 7919 % 1000 - 500) / 2000,
            44 + wide * (n * 104729 % 1000 - 500) / 1000,
            said=(list(Said)[n % 7],),
        )
        for n in range(1, count + 1)
    ]
    return [*spots, Area(count + 1, "Velmora", Precision.COUNTRY, country=country)]


def statements(count: int) -> list[TimelineRow]:
    """Return ``count`` statements over some years."""
    found = []
    for n in range(count):
        day = date(2023, 1, 1) + timedelta(days=n * 337 % DAYS)
        happened = [f"{day}", f"{day:%Y-%m}", f"{day}/..", f"{day:%Y-%m}?", f"{day.year}"][n % 5]
        said = str(day + timedelta(days=n * 13 % 60))
        found.append(TimelineRow(n + 1, f"speaker {n % 17}", "words", said, happened, list(Said)[n % 7]))
    return found


def seconds(run: Callable[[], object], clock: Callable[[], float], runs: int) -> float:
    """Return the median time of ``runs`` by ``clock``."""
    taken = []
    for _ in range(runs):
        started = clock()
        run()
        taken.append(clock() - started)
    return statistics.median(taken)


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    started = time.process_time()
    for detail in Detail:
        outlines(detail)
    print(f"reading the outlines, once in a process: {time.process_time() - started:.2f} s\n")
    print("| picture | SVG, cpu s | PNG, cpu s | PNG, s | PNG, kB |\n| --- | --- | --- | --- | --- |")
    maps: list[tuple[str, list[Area], Look]] = [
        ("map of one town", places(1, 0.1, "")[:1], WIDE),
        ("map of a country, 12 places", places(12, 4, "GE"), WIDE),
        ("the same, 360 px wide", places(12, 4, "GE"), NARROW),
        ("map of the largest country, 12 places", places(12, 4, "RU"), WIDE),
        ("map of 500 places", places(500, 6, "GE"), WIDE),
        ("map of 5,000 places", places(4_999, 6, "GE"), WIDE),
        ("map of the world", [*places(12, 150, "")[:12]], WIDE),
    ]
    for name, areas, look in maps:
        report(name, partial(map_svg, areas, None, look), partial(map_png, areas, None, look), runs)
    for count in (10, 60, 2_000):
        rows = statements(count)
        report(
            f"timeline of {count:,} statements",
            partial(timeline_svg, rows),
            partial(timeline_png, rows),
            runs,
        )
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB:.0f} MiB")


def report(name: str, svg: Callable[[], str], png: Callable[[], bytes], runs: int) -> None:
    """Print the line of one picture."""
    size = len(png()) / 1000
    drawing = seconds(svg, time.process_time, runs)
    picture, wall = (seconds(png, clock, runs) for clock in (time.process_time, time.perf_counter))
    print(f"| {name} | {drawing:.2f} | {picture:.2f} | {wall:.2f} | {size:.0f} |", flush=True)


if __name__ == "__main__":
    main()
