"""What templates are given that belong to no room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khronika.web.answers import Context


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, and where it was going; ``token`` is the one that it came with."""

    to: str
    method: str
    token: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Trouble(Context):
    """A fault: one line, and what to try; with what was typed, where it could not come back in its form."""

    template: ClassVar[str] = "trouble.html"
    fault: str
    hint: str
    typed: Typed | None = None
