"""The forms of a page that the desk made, with their controls, found in its source.

What must stay true: pages are our own, and in their text and in their attributes ``<``, ``>`` and ``"`` are
escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(r"<(/?)(form|details|input|button|select|option|textarea|title)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
BOXES, MUTE = frozenset({"checkbox", "radio"}), frozenset({"file", "submit", "reset", "image"})

Attributes = dict[str, str | None]


@dataclass(slots=True)
class Piece:
    """A tag of a page: where it stands, its attributes, and where what it holds ends."""

    tag: str
    start: int
    end: int
    given: Attributes
    inside: tuple[Piece, ...]
    close: int = 0
    controls: list[Piece] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name under which it is sent; empty where it has none."""
        return self.given.get("name") or ""

    @property
    def value(self) -> str:
        """Return the value that it stands with."""
        return self.given.get("value") or ""

    @property
    def kind(self) -> str:
        """Return the type of an input, of others the tag."""
        return (self.given.get("type") or "text") if self.tag == "input" else self.tag

    @property
    def secret(self) -> bool:
        """Tell whether it takes a passphrase or a code."""
        return self.kind == "password" or self.given.get("autocomplete") == "one-time-code"

    @property
    def takes_words(self) -> bool:
        """Tell whether it takes words, or a choice of them."""
        return self.kind not in BOXES | MUTE | {"button"}


def pieces_of(page: str) -> Iterator[Piece]:
    """Yield the forms of a page, with their controls, and what else is changed where a form comes back."""
    around: list[Piece] = []
    form: Piece | None = None
    waiting: Piece | None = None
    for found in _TAG.finditer(page):
        closes, tag, rest = found.groups()
        if closes:
            if waiting is not None and tag == waiting.tag:
                waiting.close, waiting = found.end(), None
            elif tag == "details" and around:
                around.pop()
            elif tag == "form":
                form = None
            continue
        attributes = {name: unescape(value) if value else value for name, value in _read(rest)}
        piece = Piece(tag, found.start(), found.end(), attributes, tuple(around), found.end())
        if tag == "details":
            around.append(piece)
        elif tag == "form":
            form = piece
            yield piece
        elif tag == "option" and waiting is not None:
            waiting.controls.append(piece)
        else:
            waiting = piece if tag in {"select", "textarea", "title"} else waiting
            if form is not None:
                form.controls.append(piece)
            else:
                yield piece


def _read(attributes: str) -> Iterator[tuple[str, str | None]]:
    for found in _ATTRIBUTE.finditer(attributes):
        yield found[1], found[2] if found[2] is not None else None
