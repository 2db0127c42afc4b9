"""Likely copies: renditions that share much of their text with one that was just taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from khronika.acts.desk import Acting, Asking
from khronika.acts.source_names import file_name
from khronika.acts.standing import Standing
from khronika.intake.copies import containment, resemblance
from khronika.ledger import queries
from khronika.ledger.folding import INDEXED_HASHES
from khronika.ledger.sketched import near as near_to
from khronika.records.item import Rendition
from khronika.records.reading import LikelyCopy

FEWEST_SHARED_HASHES = 2
LIKELY = 300
"""From which share of the shorter text on, in thousandths, two texts are shown as likely copies."""


class Beside:
    """The renditions of one batch, found by the hashes they share."""

    def __init__(self) -> None:
        """Start with none."""
        self._sketches: list[tuple[str, tuple[int, ...]]] = []
        self._places: dict[int, list[int]] = {}

    def add(self, name: str, sketch: tuple[int, ...]) -> None:
        """Add a rendition under the name of its source."""
        for hash_ in sketch[:INDEXED_HASHES]:
            self._places.setdefault(hash_, []).append(len(self._sketches))
        self._sketches.append((name, sketch))

    def near(self, sketch: tuple[int, ...]) -> list[LikelyCopy]:
        """Return those that have enough hashes in common."""
        shared = Counter(place for hash_ in sketch[:INDEXED_HASHES] for place in self._places.get(hash_, ()))
        near = (self._sketches[place] for place, number in shared.items() if number >= FEWEST_SHARED_HASHES)
        return [LikelyCopy(name, share_of(sketch, other)) for name, other in near]


class Likeness:
    """Finds likely copies inside one transaction; each rendition and name is looked up once.

    Only those that the member may see and that may be shown are compared. They go by the names of their
    files: copies of one wire often bear the same title.
    """

    def __init__(self, entered: Acting | Asking, standing: Standing) -> None:
        """Start with nothing looked up."""
        self._entered = entered
        self._standing = standing
        self._known: dict[str, tuple[str, tuple[int, ...]] | None] = {}
        self._names: dict[str, str] = {}

    def likely_copies(self, rendition: Rendition, beside: Beside | None = None) -> tuple[LikelyCopy, ...]:
        """Return the sources that are likely copies, the likest first; ``beside`` are of the same batch."""
        found = beside.near(rendition.sketch) if beside else []
        found += [
            LikelyCopy(self._name(item), share)
            for item, share in self.alike(rendition).items()
            if share >= LIKELY
        ]
        likely = [copy for copy in found if copy.shared >= LIKELY]
        return tuple(sorted(likely, key=lambda copy: (-copy.shared, copy.name)))

    def alike(self, rendition: Rendition, most: int | None = None) -> dict[str, int]:
        """Return the other items with a rendition near this one, and how much of the text is shared.

        With ``most`` only so many renditions are looked at, those with most hashes in common.
        """
        found: dict[str, int] = {}
        connection, sight = self._entered.connection, self._entered.sight
        near = near_to(connection, sight, rendition.sketch, FEWEST_SHARED_HASHES, most)
        self._look_up(near)
        for other in map(self._known.get, near):
            if other is not None and other[0] != rendition.item:
                item, sketch = other
                found[item] = max(found.get(item, 0), share_of(rendition.sketch, sketch))
        return found

    def _look_up(self, ids: Sequence[str]) -> None:
        """Know of these renditions: the item and the sketch of those that may be shown."""
        missing = [id_ for id_ in ids if id_ not in self._known]
        found = queries.by_id(self._entered.connection, self._entered.sight, missing)
        for id_ in missing:
            known = found.get(id_)
            shown = known is not None and known.body is not None and not self._standing.withdrawn(known)
            body = known.body if known is not None and shown else None
            self._known[id_] = None if body is None else (body["item"], tuple(body["sketch"]))

    def _name(self, item: str) -> str:
        if item not in self._names:
            self._names[item] = file_name(self._entered, self._standing, item)
        return self._names[item]


def share_of(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return how much of the text that shares more of itself is in the other, in thousandths."""
    ways = (resemblance(one, other), containment(one, other), containment(other, one))
    return max(way for way in ways if way is not None)
