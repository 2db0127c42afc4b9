"""Likely copies: renditions that share much of their text with one that was just taken in."""

from __future__ import annotations

from collections import Counter

from khronika.acts.desk import Acting, Asking
from khronika.intake.copies import containment, resemblance
from khronika.ledger import queries
from khronika.ledger.queries import Wanted
from khronika.records.ids import Kind
from khronika.records.item import Rendition
from khronika.records.reading import LikelyCopy

FEWEST_SHARED_HASHES = 6
LIKELY = 300
"""From which share of the shorter text on, in thousandths, two texts are shown as likely copies."""


class Beside:
    """The renditions of one batch, found by the hashes they share."""

    def __init__(self) -> None:
        """Start with none."""
        self._sketches: dict[str, tuple[int, ...]] = {}
        self._names: dict[int, list[str]] = {}

    def add(self, name: str, sketch: tuple[int, ...]) -> None:
        """Add a rendition under the name of its source."""
        self._sketches[name] = sketch
        for hash_ in sketch:
            self._names.setdefault(hash_, []).append(name)

    def near(self, sketch: tuple[int, ...]) -> dict[str, int]:
        """Return the shares of those that have enough hashes in common, by name."""
        shared = Counter(name for hash_ in sketch for name in self._names.get(hash_, ()))
        return {
            name: share_of(sketch, self._sketches[name])
            for name, number in shared.items()
            if number >= FEWEST_SHARED_HASHES
        }


def likely_copies(
    entered: Acting | Asking, rendition: Rendition, beside: Beside | None = None
) -> tuple[LikelyCopy, ...]:
    """Return the renditions that are likely copies, the likest first.

    Only those the member may see are compared. ``beside`` are the renditions of the same batch.
    """
    found = beside.near(rendition.sketch) if beside else {}
    shared = queries.near(entered.connection, entered.sight, rendition.sketch)
    for id_, number in shared.items():
        if id_ == rendition.id or number < FEWEST_SHARED_HASHES:
            continue
        known = queries.one(entered.connection, entered.sight, id_)
        if known is not None and known.body is not None:
            name = name_of(entered, known.body["item"])
            found[name] = max(found.get(name, 0), share_of(rendition.sketch, tuple(known.body["sketch"])))
    likely = [LikelyCopy(name, share) for name, share in found.items() if share >= LIKELY]
    return tuple(sorted(likely, key=lambda copy: (-copy.shared, copy.name)))


def share_of(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return how much of the text that shares more of itself is in the other, in thousandths."""
    ways = (resemblance(one, other), containment(one, other), containment(other, one))
    return max(way for way in ways if way is not None)


def name_of(entered: Acting | Asking, item: str) -> str:
    """Return the name under which an item was first received, as far as the member may see."""
    receipts = queries.many(entered.connection, entered.sight, Wanted(Kind.RECEIPT, parent=item))
    names = [receipt.body["name"] for receipt in receipts if receipt.body]
    return names[-1] if names else item
