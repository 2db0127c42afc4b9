"""Facets and periods of a body: what its row is found by beside its words. Pure functions.

A facet is a name and a value ("act", "denies"); a period is what a time is the time of, with its first and
last day as ordinals of :class:`datetime.date`. What must stay true: they come from the body alone, so that a
rebuild makes the same; none is a trait of a person, for bodies have no field for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from khronika.ledger.shadow import fold
from khronika.records.addresses import address_of
from khronika.records.dates import days_of
from khronika.records.ids import Kind

Facet = tuple[str, str]
Period = tuple[str, int, int]

ACT = "act"
DENIES = "denies"
PLACE = "place"
"""The GeoNames id of the place that the words certainly, or else most likely, name."""
SECOND_PERSON = "second person"
NEEDED = "needed"
GEONAMES = "geonames"
INVOLVED = "involved"
ABOUT = "about"
"""What a tie, a grade, a correction, a recall, a finding or an action is about, by its id; of an incident the
statements by which its roles are told."""
AT = "at"

SAID = "said"
HAPPENED = "happened"
OCCURRED = "occurred"
"""When an incident was, as the desk has it; :data:`HAPPENED` is what a statement says of it."""
PUBLISHED = "published"
"""When a source was published, by its text, by a reading of it or by a person."""
DUE = "due"
"""On which days an action asks for somebody: an answer is due, or a next step is."""
PERIODS = (SAID, HAPPENED, OCCURRED, PUBLISHED, DUE)

TIME_OF_SAYING, NOT_TOLD = "time of saying", "not told"
"""Facet of a statement of which the words do not tell when it was made."""
GIVES = "gives"
"""Facet of a description: a person gave the day of a source, or that it has none."""

CONTRIBUTOR = "contributor"
"""The party that a receipt's copy came from."""
ADDRESS, LINKS_TO = "address", "links to"
"""Facets of a rendition: the address that its page says it has, and those of the pages that it leads to."""
PUBLISHED_BY = "published by"
"""Who published a source, as it is written."""
GIVES_PUBLISHER = "gives publisher"
"""Facet of a description: a person gave who published a source, or that nobody is told."""

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
LONGEST_VALUE = 200
"""Characters of a name that are compared; a body of another desk may hold any number."""


def names_of(kind: Kind) -> str:
    """Return the facet under which records of a kind have all their names, folded."""
    return f"{kind} name"


def value_of(name: str) -> str:
    """Return the value that a name has as a facet."""
    return fold(name)[:LONGEST_VALUE]


def named_facets(kind: Kind, body: dict[str, Any]) -> tuple[Facet, ...]:
    """Return the names of a party, place or incident, each folded."""
    names = (body.get("name") or body.get("title") or "", *body.get("names", ()))
    return tuple(dict.fromkeys((names_of(kind), value_of(name)) for name in names if name))


def statement_facets(body: dict[str, Any]) -> tuple[Facet, ...]:
    """Return what a statement does, denies and names, whether one person saw it, whether it is dated."""
    statement = body["statement"]
    alone = len(body.get("reviewed_by") or ()) == 1
    told = any(_when(SAID, statement.get("when")))
    found = [
        *((ACT, act) for act in statement.get("acts") or ()),
        *((DENIES, kind) for kind in statement.get("denies") or ()),
        *((PLACE, str(number)) for number in _places(statement)),
        *([(SECOND_PERSON, NEEDED)] if alone else ()),
        *([] if told else [(TIME_OF_SAYING, NOT_TOLD)]),
    ]
    return tuple(dict.fromkeys(found))


def place_facets(body: dict[str, Any]) -> tuple[Facet, ...]:
    """Return a place's names and its GeoNames id."""
    number = body.get("geonames")
    return (*named_facets(Kind.PLACE, body), *([(GEONAMES, str(number))] if number is not None else ()))


def incident_facets(body: dict[str, Any]) -> tuple[Facet, ...]:
    """Return an incident's title, its acts, where it was, who was involved and by which statements."""
    found = [
        *named_facets(Kind.INCIDENT, body),
        *((ACT, code) for code in body.get("acts") or ()),
        *([(AT, body["place"])] if body.get("place") else ()),
        *((INVOLVED, one["party"]) for one in body.get("involved") or ()),
        *((ABOUT, id_) for one in body.get("involved") or () for id_ in one.get("statements") or ()),
    ]
    return tuple(dict.fromkeys(found))


def statement_periods(body: dict[str, Any]) -> tuple[Period, ...]:
    """Return when a statement was made, and when that was of which it tells.

    What its claims say of the time of an act goes before other times in its words.
    """
    statement = body["statement"]
    told = [
        period for claim in statement.get("claims") or () for period in edtf_periods(HAPPENED, claim["when"])
    ]
    told = told or [period for when in statement.get("dates") or () for period in _when(HAPPENED, when)]
    return tuple(dict.fromkeys([*_when(SAID, statement.get("when")), *told]))


def incident_periods(body: dict[str, Any]) -> tuple[Period, ...]:
    """Return when an incident was."""
    return tuple(edtf_periods(OCCURRED, body.get("when") or ""))


def published_periods(published: str) -> tuple[Period, ...]:
    """Return when a source was published, given the EDTF of it."""
    return tuple(edtf_periods(PUBLISHED, published))


def link_facets(body: dict[str, Any]) -> tuple[Facet, ...]:
    """Return the address of a text, where it says one, and those that it leads to."""
    own = address_of(body["about"].get("link", ""))
    to = dict.fromkeys(body.get("links") or ())
    return (*(((ADDRESS, own),) if own else ()), *((LINKS_TO, address) for address in to))


def publisher_facets(publisher: str) -> tuple[Facet, ...]:
    """Return who published a source, where that is told."""
    name = publisher.strip()[:LONGEST_VALUE]
    return ((PUBLISHED_BY, name),) if name else ()


def days_between(start: date | None, end: date | None) -> tuple[int, int]:
    """Return the ordinals of the first and last day; an end left open reaches to the end of the calendar."""
    return (
        FIRST_DAY if start is None else start.toordinal(),
        LAST_DAY if end is None else end.toordinal(),
    )


def _places(statement: dict[str, Any]) -> Iterator[int]:
    for mention in statement.get("places") or ():
        for candidate in mention["candidates"][:1]:
            yield candidate["geonames"]
    for claim in statement.get("claims") or ():
        yield from claim["places"][:1]


def _when(which: str, when: dict[str, Any] | None) -> Iterator[Period]:
    """Yield the period of a time; one that is not in the calendar, or wholly open, tells nothing."""
    if when is None:
        return
    with suppress(ValueError):
        yield from _period(which, _day(when["start"]), _day(when["end"]))


def edtf_periods(which: str, edtf: str) -> Iterator[Period]:
    """Yield the days that an EDTF can mean, as a period; none where it is empty, no EDTF or wholly open."""
    if edtf:
        with suppress(ValueError):
            yield from _period(which, *days_of(edtf))


def _period(which: str, start: date | None, end: date | None) -> Iterator[Period]:
    first, last = days_between(start, end)
    if first <= last and (start, end) != (None, None):
        yield which, first, last


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
