"""Which documents train, which choose, which are held out: by series, so that no name is in two parts.

A document is named ``<writer><series>-<number>``. Series whose number leaves 2 when divided by five are held
out (about a fifth) and touched by nothing but the final measure; series 5 choose settings; the rest train.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"[a-z]+(\d+)-\d+")


def part_of(name: str) -> str:
    """Return ``"train"``, ``"dev"`` or ``"held-out"`` for a document's name.

    Raises:
        ValueError: the name is not one of the corpus.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"not a name of the corpus: {name!r}")
    series = int(found[1])
    if series % 5 == 2:
        return "held-out"
    return "dev" if series == 5 else "train"
