"""Marks of care: what a passage is about that asks for more than one pair of hands before it goes out.

A mark is about the handling of a passage. It is no trait of a person, and none is recorded with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from khronika.records.spans import Spans


class Care(StrEnum):
    """The closed list of marks."""

    CHILD = "child"
    SEXUAL_VIOLENCE = "sexual violence"
    HELD = "still held or at risk"


@dataclass(frozen=True, slots=True)
class Questioned:
    """A mark, put or suggested, that one member took away: it binds until another takes it away as well."""

    mark: Care
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CareMark:
    """The marks that persons put on one record, and the suggested ones that two persons took away.

    ``about`` is an item, a statement, an incident or a party; ``item`` the item where it is one or is of one.
    Of a statement ``rendition`` and ``spans`` are where its words stood when marks were put, and
    ``dismissed_spans`` where they stood when suggestions were taken away: of other words nothing was.
    ``questioned`` are those that one person took away, at the words of ``questioned_spans``. ``reason`` is of
    the last change.
    """

    id: str
    about: str
    item: str | None = None
    rendition: str | None = None
    marks: frozenset[Care] = frozenset()
    spans: Spans = ()
    dismissed: frozenset[Care] = frozenset()
    dismissed_spans: Spans = ()
    reason: str = ""
    questioned: tuple[Questioned, ...] = ()
    questioned_spans: Spans = ()
