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
from khronika.web.log_words import CLOSED_FIELDS, kind_of
from khronika.web.routes import Way, get
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class RecordPage(Context):
    """A record; ``text`` is the address of its text, empty where it has none, ``derived`` by kind."""

    template: ClassVar[str] = "record.html"
    sheet: ClassVar[str] = "record.css"
    record: Recorded
    kind: str
    derived: Sequence[tuple[str, Sequence[Related]]]
    closed: frozenset[str] = CLOSED_FIELDS


def record(visit: Visit) -> Answer:
    """Show a record."""
    found = history_of(visit.desk, visit.who, visit.parts["id"], as_of=visit.as_of)
    kind = kind_of(found.id)
    ordered = sorted(found.derived, key=lambda one: _PLACES.get(one.id[:3], len(_PLACES)))
    derived = [(prefix, list(among)) for prefix, among in groupby(ordered, key=lambda one: one.id[:3])]
    title = found.words if found.words and len(found.words) < _LONG_TITLE else visit.word(kind)
    return Page(title, RecordPage(found, kind, derived))


_LONG_TITLE = 60
_PLACES = {
    kind.value: place
    for place, kind in enumerate(
        (Kind.RECEIPT, Kind.RENDITION, Kind.RUN, Kind.CONSENT, Kind.STATEMENT, Kind.FILING, Kind.INCIDENT)
    )
}
"""In which order the kinds are listed of what rests on a record."""

WAYS: tuple[Way, ...] = (get("/records/{id}", record),)
