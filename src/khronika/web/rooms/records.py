"""Any record: what it is, its history, where it comes from and what rests on it.

What must stay true: what the act does not give is not told, and nothing is counted that is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from khronika.acts.history import Recorded, Related, history_of
from khronika.records.ids import Kind
from khronika.web.answers import Answer, Context, Page
from khronika.web.log_words import CLOSED_FIELDS, NUMBER_FIELDS, kind_of
from khronika.web.routes import Way, get
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class RecordPage(Context):
    """A record, with what it comes from and what rests on it by kind."""

    template: ClassVar[str] = "record.html"
    sheet: ClassVar[str] = "record.css"
    record: Recorded
    kind: str
    sources: Sequence[tuple[str, Sequence[Related]]]
    derived: Sequence[tuple[str, Sequence[Related]]]
    closed: frozenset[str] = CLOSED_FIELDS
    numbers: frozenset[str] = NUMBER_FIELDS


def record(visit: Visit) -> Answer:
    """Show a record."""
    found = history_of(visit.desk, visit.who, visit.parts["id"], as_of=visit.as_of)
    kind = kind_of(found.id)
    title = found.words if found.words and len(found.words) < _LONG_TITLE else visit.word(kind)
    return Page(title, RecordPage(found, kind, _by_kind(found.sources), _by_kind(found.derived)))


def _by_kind(related: Sequence[Related]) -> list[tuple[str, Sequence[Related]]]:
    ordered = sorted(related, key=lambda one: _PLACES.get(one.id[:3], len(_PLACES)))
    return [(prefix, list(among)) for prefix, among in groupby(ordered, key=lambda one: one.id[:3])]


_LONG_TITLE = 60
_PLACES = {
    kind.value: place
    for place, kind in enumerate(
        (
            *(Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.RUN, Kind.CONSENT, Kind.STATEMENT),
            *(Kind.FILING, Kind.INCIDENT, Kind.PARTY, Kind.CONTACT),
        )
    )
}
"""In which order kinds are listed; the others come after them."""

WAYS: tuple[Way, ...] = (get("/records/{id}", record),)
