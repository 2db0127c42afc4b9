"""What templates are given that belong to no room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khronika.web.answers import Context


@dataclass(frozen=True, slots=True)
class Trouble(Context):
    """A fault: one line, and what to try."""

    template: ClassVar[str] = "trouble.html"
    fault: str
    hint: str
