"""The source form of one document: a head of ``name: value`` lines, an empty line, then paragraphs.

A paragraph may begin with ``[h]`` (a heading), ``[i]`` (set in italics) or be ``[names]`` (the place of a
list of names). Nothing else is markup: what stands in the text stands in the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).parent
TEXTS = HERE / "texts"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: ``kind`` is ``p``, ``h``, ``i`` or ``names``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One document's text with its head. ``stem`` is the file name without its ending."""

    stem: str
    head: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the plain paragraphs, headings included, in order."""
        return tuple(block.text for block in self.blocks if block.text)

    @property
    def published(self) -> datetime:
        """Return the time of publication, as the head states it."""
        return datetime.fromisoformat(self.head["published"])

    @property
    def shown(self) -> str:
        """Return the date as the page shows it."""
        if "shown" in self.head:
            return self.head["shown"]
        return f"{self.published.day} {self.published:%B %Y, %H:%M}"


def read_source(stem: str) -> Source:
    """Read ``texts/<stem>.txt``."""
    head_text, _, body = (TEXTS / f"{stem}.txt").read_text(encoding="utf-8").partition("\n\n")
    head = {}
    for line in head_text.splitlines():
        name, _, value = line.partition(":")
        head[name.strip()] = value.strip()
    return Source(stem, head, tuple(_block(part) for part in body.strip().split("\n\n")))


def plain_text(source: Source) -> str:
    """Return title, author and paragraphs as one text, as a reader of the page has them."""
    opening = [source.head[name] for name in ("title", "subtitle", "author") if source.head.get(name)]
    return "\n\n".join([*opening, *source.paragraphs]) + "\n"


def _block(part: str) -> Block:
    found = re.match(r"\[(h|i|names)\]\s*", part)
    if found is None:
        return Block("p", part)
    text = part[found.end() :]
    if found[1] == "h" and "\n" in text:
        raise ValueError(f"a heading is one line with an empty line after it: {text[:40]!r}")
    return Block(found[1], text)
