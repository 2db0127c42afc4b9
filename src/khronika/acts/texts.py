"""Texts as a list: which nobody has had read yet, how far the review of each is, and which are nearly alike.

What must stay true: a reading, a statement or a copy that the asking member may not see is in no list, count
or name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khronika.acts.desk import Desk, asking, item_of
from khronika.acts.likeness import LIKELY, Likeness
from khronika.acts.shown import newest_rendition
from khronika.acts.source_names import names_of_sources
from khronika.acts.standing import standing_of
from khronika.ledger import reading_state
from khronika.records.body import record_of
from khronika.records.item import Rendition
from khronika.records.statement import TAKEN, Status

LOOKED_AT = 300
"""How many of the newest texts are looked at for those that nobody has had read."""
_MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class ToRead:
    """An item with a text that nobody has had read."""

    item: str
    name: str


@dataclass(frozen=True, slots=True)
class TextState:
    """How far a text is: whether it was read, and how many statements wait and are in the record."""

    read: bool
    waiting: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class CopyShown:
    """Another item with nearly the same text: ``shared`` is the part shared, in thousandths."""

    item: str
    name: str
    shared: int


def unread_texts(
    desk: Desk, member: str, *, limit: int = LOOKED_AT, as_of: str | None = None
) -> list[ToRead]:
    """Return the items whose text nobody has had read, among the 300 newest texts, the newest first."""
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        found = reading_state.unread(query.connection, query.sight, standing.items, LOOKED_AT)
        items = [item for item, _ in zip(found, range(max(0, limit)), strict=False)]
        names = names_of_sources(query, standing, items)
        return [ToRead(item, names[item]) for item in items]


def text_states(
    desk: Desk, member: str, items: Sequence[str], *, as_of: str | None = None
) -> dict[str, TextState]:
    """Return how far the texts of these items are; items without a text, or not there, are left out."""
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        texts = reading_state.texts_of(query.connection, query.sight, items)
        read = reading_state.read_among(query.connection, query.sight, list(texts.values()))
        counts = reading_state.tallies(query.connection, query.sight, items)
        return {
            item: TextState(
                since in read,
                counts.get(item, {}).get(Status.SUGGESTED, 0),
                sum(counts.get(item, {}).get(status, 0) for status in TAKEN),
            )
            for item, since in texts.items()
            if item not in standing.items
        }


def copies_of_text(desk: Desk, member: str, item: str, *, as_of: str | None = None) -> list[CopyShown]:
    """Return the other items whose text is nearly that of this one, the likest first, at most 20.

    Raises:
        NotFound: the item is not there for the member, or not yet as of then.
        UsageFault: it is no item.
    """
    with asking(desk, member, as_of) as query:
        known, standing = item_of(query, item), standing_of(query)
        rendition = newest_rendition(query, known.id)
        if rendition is None or rendition.body is None or standing.withdrawn(known):
            return []
        alike = Likeness(query, standing).alike(record_of(Rendition, rendition.body), _MOST_COPIES)
        likely = {one: shared for one, shared in alike.items() if shared >= LIKELY}
        names = names_of_sources(query, standing, likely)
        return [
            CopyShown(one, names[one], likely[one])
            for one in sorted(likely, key=lambda one: (-likely[one], names[one]))
        ]
