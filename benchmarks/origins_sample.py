"""How well the origins of the sample case are found, against the truth of its story.

    python benchmarks/origins_sample.py [--wrong]

The truth (``truth/origins.json`` of the sample case) says of 121 statements in twelve documents whose voice
each is; where the story leaves it open, pairs with the statement are left out. Origins are tied as a brief
ties them: from the statements of a careful reading; and from what the reader suggests in the same texts, all
taken as they are, where a statement is one of the truth's if their words overlap by half or more. Measured
are pairs of statements of one origin: precision, recall and F1. "Copies of texts" takes the statements of
texts that share much of their words for one origin, as tools that find duplicates do, and others for one
each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from khronika import samples
from khronika.acts.likeness import LIKELY
from khronika.acts.read import about_of as as_read
from khronika.acts.weighed_readings import Hearing
from khronika.intake.copies import contained
from khronika.reading import reader_for
from khronika.records.dates import When
from khronika.records.item import About
from khronika.records.reading import Reviewed, SourceReading
from khronika.records.spans import Phrase, Spans
from khronika.records.statement import Act, Denial, Statement
from khronika.weighing.origins import origins_of

Known = tuple[str, str]
"""A statement of the truth: its document and its id there."""

HALF = 0.5


def documents() -> list[dict[str, Any]]:
    """Return the documents of the truth, each with its text."""
    found = json.loads(samples.truth("statements.json").read_text(encoding="utf-8"))["documents"]
    for one in found:
        name = one["item"].removeprefix("truth/")
        path = samples.truth(name) if one["item"].startswith("truth/") else samples.folder() / one["item"]
        one["text"] = path.read_text(encoding="utf-8")
    return list(found)


def about_of(document: dict[str, Any]) -> About:
    """Return what a document says of itself."""
    said = About(publisher=document["publisher"], published=document["published"])
    return as_read(document["text"], said)


def known_statement(plain: dict[str, Any]) -> Statement:
    """Return a statement of the careful reading."""
    content = tuple((start, end) for start, end in (piece["span"] for piece in plain["content"]))
    return Statement(
        plain["id"],
        plain["speaker"],
        plain["speaker_named"],
        content,
        tuple(map(Act, plain["acts"])),
        denies=tuple(map(Denial, plain.get("denies", ()))),
        relays=tuple(Phrase(name) for name in plain.get("via") or ()),
        when=_when(plain.get("when")),
        own=plain.get("own", False),
    )


def _when(plain: dict[str, Any] | None) -> When | None:
    if plain is None:
        return None
    start, end = (None if plain[end] is None else date.fromisoformat(plain[end]) for end in ("start", "end"))
    return When(plain.get("text", ""), start, end)


def careful(document: dict[str, Any]) -> tuple[SourceReading, dict[str, Known]]:
    """Return a document as a careful person reads it, and which statement is which of the truth."""
    statements = [known_statement(plain) for plain in document["statements"]]
    names = {one.id: (document["original"], one.id) for one in statements}
    return _source(document, statements), names


def read(document: dict[str, Any], setting: str) -> tuple[SourceReading, dict[str, Known]]:
    """Return a document as the reader reads it, and which statement is which of the truth."""
    about = about_of(document)
    statements = reader_for(about.language, setting).read(document["text"], about)
    names = dict[str, Known]()
    for plain in document["statements"]:
        spans = [tuple(piece["span"]) for piece in plain["content"]]
        likest = max(statements, key=lambda one: overlap(one.content, spans), default=None)
        if likest is not None and overlap(likest.content, spans) >= HALF:
            names.setdefault(likest.id, (document["original"], plain["id"]))
    return _source(document, statements), names


def _source(document: dict[str, Any], statements: Iterable[Statement]) -> SourceReading:
    kept = tuple(map(Reviewed, statements))
    return SourceReading(document["original"], "0" * 64, about_of(document), document["text"], kept)


def overlap(one: Spans, other: Sequence[Any]) -> float:
    """Return how much of the letters of both are in both."""
    mine = {at for start, end in one for at in range(start, end)}
    theirs = {at for start, end in other for at in range(start, end)}
    return len(mine & theirs) / max(1, len(mine | theirs))


def tied(readings: Sequence[tuple[SourceReading, dict[str, Known]]]) -> list[list[Known]]:
    """Return the statements of the truth that were found, by the origin they were tied to."""
    hearing = Hearing([reading for reading, _ in readings])
    groups = []
    for origin in origins_of([one.voice for one in hearing.heard]):
        places = [hearing.places[id_] for id_ in origin.statements]
        named = [readings[at.source - 1][1].get(at.statement) for at in places]
        groups.append([one for one in named if one is not None])
    return groups


def copies(found: Sequence[dict[str, Any]]) -> list[list[Known]]:
    """Return statements by groups of texts that share much; those of a text alone are one each."""
    above = {one["original"]: one["original"] for one in found}
    for one, other in combinations(found, 2):
        if max(contained(one["text"], other["text"]), contained(other["text"], one["text"])) >= LIKELY:
            old, new = above[other["original"]], above[one["original"]]
            above = {name: new if head == old else head for name, head in above.items()}
    groups = dict[str, list[Known]]()
    for one in found:
        ids = [(one["original"], plain["id"]) for plain in one["statements"]]
        alone = list(above.values()).count(above[one["original"]]) == 1
        for id_ in ids:
            groups.setdefault("/".join(id_) if alone else above[one["original"]], []).append(id_)
    return list(groups.values())


def measured(groups: Iterable[Sequence[Known]], truth: dict[Known, str]) -> str:
    """Return precision, recall and F1 of pairs, in hundredths; recall is of all pairs of the truth."""
    ours = {
        pair for group in groups for pair in combinations(sorted(id_ for id_ in group if id_ in truth), 2)
    }
    right = {pair for pair in combinations(sorted(truth), 2) if truth[pair[0]] == truth[pair[1]]}
    precision, recall = len(ours & right) / max(1, len(ours)), len(ours & right) / len(right)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{100 * precision:.1f} | {100 * recall:.1f} | {100 * f1:.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--wrong", action="store_true", help="name the pairs of the careful reading that are wrong"
    )
    given = parser.parse_args()
    found = documents()
    origins = json.loads(samples.truth("origins.json").read_text(encoding="utf-8"))["origins"]
    truth = {(name, id_): origin for name, its in origins.items() for id_, origin in its.items() if origin}
    everything = sum(map(len, origins.values()))
    print(
        f"{everything} statements, {everything - len(truth)} left open, {len(set(truth.values()))} origins\n"
    )
    print("| statements of | precision | recall | F1 |\n|---|---|---|---|")
    by_hand = tied([careful(one) for one in found])
    print(f"| a careful reading | {measured(by_hand, truth)} |")
    for setting in ("accurate", "fast"):
        print(f"| the reader, {setting} | {measured(tied([read(one, setting) for one in found]), truth)} |")
    print(f"| copies of texts | {measured(copies(found), truth)} |")
    if given.wrong:
        _name_wrong(by_hand, truth)


def _name_wrong(groups: Sequence[Sequence[Known]], truth: dict[Known, str]) -> None:
    for group in groups:
        mouths = {truth[id_] for id_ in group if id_ in truth}
        if len(mouths) > 1:
            print("one, and are not:", sorted(mouths))
    for mouth in sorted(set(truth.values())):
        parts = [sorted(id_ for id_ in group if truth.get(id_) == mouth) for group in groups]
        if len(apart := [part for part in parts if part]) > 1:
            print("apart, and are one:", mouth, [["/".join(id_) for id_ in part] for part in apart])


if __name__ == "__main__":
    main()
