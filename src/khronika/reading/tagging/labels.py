"""The labels the tagger gives to words, in layers.

``TOP`` are statements that stand in no other, with the publisher's own assertions (``W``); ``NESTED`` are
statements inside another's content; ``EXTRA`` are relays, addressees, forums, times of saying, hedges and
disputed terms; ``VALUES`` are figures, and times in what was said. Each layer is in BIO: ``B`` begins a
span, ``I`` goes on, ``O`` is outside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from khronika.records.spans import Span
from khronika.records.statement import Act, Denial

SOURCE, CUE, CONTENT, OWN = "S", "K", "C", "W"
RELAY, ADDRESSEE, FORUM, TIME, HEDGE, TERM = "R", "A", "F", "T", "H", "X"
FIGURE, DATE = "N", "D"


def _bio(kinds: str) -> tuple[str, ...]:
    return ("O", *(f"{place}-{kind}" for kind in kinds for place in "BI"))


TOP: Final = _bio("SKCW")
NESTED: Final = _bio("SKC")
EXTRA: Final = _bio("RAFTHX")
VALUES: Final = _bio("ND")
LAYERS: Final = {"top": TOP, "nested": NESTED, "extra": EXTRA, "values": VALUES}
WIDTH: Final = sum(len(layer) for layer in LAYERS.values())

LINKS: Final = ("cue", "source", "before", "of cue", "extra")
"""What a content is linked to: its cue, source, piece before and extras; and what a cue is: its source."""

LINK_SIZE: Final = 64
RANKS: Final = 6
"""Candidates before and after are counted up to this many; further ones count as this far."""

LINKED: Final = 2 * len(LINKS) * LINK_SIZE + len(LINKS)
ACTS: Final = (*(act.value for act in Act), *(f"denies {kind.value}" for kind in Denial))
"""What is done, and what is denied: each has a score of its own, from the cue and from the content."""

OUTPUT: Final = WIDTH + LINKED + 2 * len(ACTS)
"""Columns of the model's output a word: label scores; a query and a key for each link, and scores for "none";
scores of the acts of the statement whose cue begins at the word, and of the one whose content it is in."""


STEPS: Final = (0, 1, 2, 4, 8, 16, 32)
"""Words between two spans are counted up to these; further apart counts as one more."""

NEARNESS: Final = 2 * RANKS + 1 + 2 * (len(STEPS) + 1) + 1
"""Numbers that tell how two spans stand to one another: a rank, a gap, and whether they overlap."""


def nearness_of(span: Span, others: Sequence[Span], chosen: int) -> tuple[int, int]:
    """Return how candidate ``chosen`` of ``others`` (in order) stands to ``span``, as two numbers.

    The first is how many candidates nearer or further, before or after; the second how many words lie
    between.
    """
    after = bisect_left(others, span)
    steps = chosen - after if chosen < after else chosen - after + 1
    rank = max(-RANKS, min(RANKS, steps)) + RANKS
    start, end = others[chosen]
    gap = start - span[1] if start >= span[1] else span[0] - end
    first = 2 * RANKS + 1
    if gap < 0:
        return rank, NEARNESS - 1
    return rank, first + bisect_left(STEPS, gap) + (len(STEPS) + 1) * (start >= span[1])
