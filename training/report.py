"""What a tagger reads after training, written as JSON Lines for the scorer of attributions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from khronika.reading.tagging.blocks import Block
from khronika.reading.tagging.decoding import Scores, read_block
from khronika.records.item import About
from training.examples import about_of, blocks_of
from training.notation import Document

Reads = Callable[[Sequence[Block]], tuple[list[Scores], Scores]]
"""From blocks to the scores of each, and what nearness adds."""


def report(out: Path, dev: Sequence[Document], also: Iterable[Path], language: str, reads: Reads) -> None:
    """Write ``dev.gold.jsonl``, ``dev.read.jsonl`` and one ``*.read.jsonl`` for each further file."""
    write(out / "dev.gold.jsonl", [gold_line(document) for document in dev])
    read = [read_line(d.name, d.text, blocks_of(d.text, about_of(d), language), reads) for d in dev]
    write(out / "dev.read.jsonl", read)
    for path in also:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        read = []
        for line in lines:
            about = About(published=line.get("published") or "")
            read.append(read_line(line["id"], line["text"], blocks_of(line["text"], about, language), reads))
        write(out / f"{path.stem}.read.jsonl", read)


def gold_line(document: Document) -> dict[str, Any]:
    """Return a document with the annotator's spans; the publisher's own words are left out."""
    statements = [
        {"content": g.content, "cue": g.spans.get("k", []), "source": g.spans.get("s", []), "acts": g.acts}
        for g in document.statements()
        if not g.own
    ]
    return {"id": document.name, "text": document.text, "statements": statements}


def read_line(name: str, text: str, blocks: Sequence[Block], reads: Reads) -> dict[str, Any]:
    """Return a document with what the tagger reads in it."""
    scores, nearness = reads(blocks)
    found = []
    for block, output in zip(blocks, scores, strict=True):
        for tagged in read_block(output, nearness).statements:
            if tagged.own:
                continue
            spans = {
                role: [(block.spans[m.start][0], block.spans[m.end - 1][1]) for m in marked if m is not None]
                for role, marked in (
                    ("content", tagged.content),
                    ("cue", [tagged.cue]),
                    ("source", [tagged.source]),
                )
            }
            found.append({**spans, "nested": tagged.nested, "parts": tagged.parts, "acts": tagged.acts})
    return {"id": name, "text": text, "statements": found}


def write(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
