"""Names from outside, made safe to show. Nothing is ever opened or stored under such a name."""

from __future__ import annotations

import re

LONGEST = 255
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def shown(name: str) -> str:
    """Return ``name`` with control, direction and lone surrogate code points as visible marks.

    U+202E becomes ``⟨U+202E⟩``, so that a name cannot break a line or read backwards. What is longer
    than :data:`LONGEST` code points is cut and ends in ``…``.
    """
    safe = _UNSAFE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", name[: LONGEST + 1])
    return safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…"


def is_deceptive(name: str) -> bool:
    """Tell whether ``name`` holds code points that change how it reads or break its line."""
    return _UNSAFE.search(name) is not None


def extension(name: str) -> str:
    """Return the ending of ``name`` in lower case without the dot; empty where there is none."""
    _, dot, ending = name[-64:].rpartition(".")
    return ending.casefold() if dot and ending.isalnum() else ""
