"""Any record: what it is, its history, where it comes from and what rests on it.

What must stay true: what the act does not give is not told, and nothing is counted that is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from khronika.acts.history import Recorded, Related, history_of
from khronika.records.ids import Kind
from khronika.records.statement import Denial
from khronika.web.answers import Answer, Context, Page
from khronika.web.log_words import CLOSED_FIELDS, NUMBER_FIELDS, kind_of
from khronika.web.routes import Way, get
from khronika.web.visits import Visit
from khronika.web.wording import DENIALS, called_in


@dataclass(frozen=True, slots=True)
class RecordPage(Context):
    """A record, with what it comes from and what rests on it by kind; ``room``: where it has its own page."""

    template: ClassVar[str] = "record.html"
    sheet: ClassVar[str] = "record.css"
    record: Recorded
    kind: str
    room: str
    sources: Sequence[tuple[str, Sequence[Related]]]
    derived: Sequence[tuple[str, Sequence[Related]]]
    closed: frozenset[str] = CLOSED_FIELDS
    numbers: frozenset[str] = NUMBER_FIELDS
    denials: Mapping[Denial, str] = field(default_factory=lambda: DENIALS)


def record(visit: Visit) -> Answer:
    """Show a record."""
    found = history_of(visit.desk, visit.who, visit.parts["id"], as_of=visit.as_of)
    kind = kind_of(found.id)
    called = called_in(found.words, found.id, visit.language)
    title = called if called and len(called) < _LONG_TITLE else visit.word(kind)
    room = _ROOMS.get(found.id[:3], "") if found.shown else ""
    context = RecordPage(found, kind, room, _by_kind(found.sources), _by_kind(found.derived))
    return Page(title, context)


def _by_kind(related: Sequence[Related]) -> list[tuple[str, Sequence[Related]]]:
    ordered = sorted(related, key=lambda one: _PLACES.get(one.id[:3], len(_PLACES)))
    return [(prefix, list(among)) for prefix, among in groupby(ordered, key=lambda one: one.id[:3])]


_LONG_TITLE = 60
_ROOMS: dict[str, str] = {
    Kind.PARTY: "/parties/",
    Kind.PLACE: "/places/",
    Kind.INCIDENT: "/incidents/",
    Kind.CONTACT: "/contacts/",
    Kind.CONSENT: "/consents/",
    Kind.MEMBER: "/people/",
}
_PLACES = {
    kind.value: place
    for place, kind in enumerate(
        (
            *(Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.RUN, Kind.CONSENT, Kind.STATEMENT),
            *(Kind.FILING, Kind.INCIDENT, Kind.PARTY, Kind.CONTACT, Kind.DESCRIPTION),
        )
    )
}
"""In which order kinds are listed; the others come after them."""

WAYS: tuple[Way, ...] = (get("/records/{id}", record),)
