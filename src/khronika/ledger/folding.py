"""From the entries about one subject to what the desk knows of it: pure functions.

The state depends on the *set* of entries, not on their order: of the entries that none of the others
supersedes, the winner is the one with the highest rank (a withdrawal before everything, then the author's
time, then the id). Where two or more stand, the subject is *contested*, and a person has to look. Entries
that supersede one another in a circle (no honest desk writes them) all stand. Only the positions between
which a state held depend on the order in which this desk received the entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from khronika.ledger.facets import (
    ABOUT,
    CONTRIBUTOR,
    DUE,
    GIVES,
    GIVES_PUBLISHER,
    PUBLISHED,
    Facet,
    Period,
    edtf_periods,
    incident_facets,
    incident_periods,
    link_facets,
    named_facets,
    place_facets,
    published_periods,
    publisher_facets,
    statement_facets,
    statement_periods,
)
from khronika.ledger.shadow import fold
from khronika.records.ids import Kind

ERASED = "erased"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """What folding needs of one entry."""

    position: int
    id: str
    type: str
    time: str
    supersedes: tuple[str, ...]

    @property
    def status(self) -> str:
        """Return the state this entry brings its subject to: the second word of its type."""
        return self.type.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Row:
    """What was known of a subject from log position ``since`` until ``until`` (``None``: still)."""

    since: int
    until: int | None
    position: int
    status: str
    contested: bool


def standing(events: Iterable[Event]) -> list[Event]:
    """Return the events that none of the others supersedes, the winner first."""
    everything = list(events)
    superseded = {id_ for event in everything for id_ in event.supersedes}
    heads = [event for event in everything if event.id not in superseded]
    return sorted(heads or everything, key=_rank, reverse=True)


def _rank(event: Event) -> tuple[bool, str, str]:
    return event.status == WITHDRAWN, event.time, event.id


def rows_of(history: Sequence[Event], *, erased: bool) -> list[Row]:
    """Return the rows of one subject, oldest first, from its events in the order of the log."""
    if erased:
        first = history[0].position
        return [Row(first, None, first, ERASED, contested=False)]
    rows: list[Row] = []
    heads: list[Event] = []
    superseded: set[str] = set()
    for number, event in enumerate(history, 1):
        superseded.update(event.supersedes)
        heads = [head for head in (*heads, event) if head.id not in superseded]
        stand = heads or history[:number]
        now, contested = max(stand, key=_rank), len(stand) > 1
        if rows and (rows[-1].position, rows[-1].contested) == (now.position, contested):
            continue
        if rows:
            rows[-1] = replace(rows[-1], until=event.position)
        rows.append(Row(event.position, None, now.position, now.status, contested))
    return rows


TAKEN_IN_BY, SEEN_BY, ENDS = "taken in by", "seen by", "ends"
DANGER, NEXT = "danger", "next contact"
"""Facets that the work list asks for: whose a receipt is, who alone saw a statement, the day on which a term
ends, what danger a person is in, the day of the next contact."""
FACETS_OF_NOW = (SEEN_BY,)
"""Those that only the row that holds now has: nearly every statement was once seen by one person alone."""

INDEXED_HASHES = 32
"""How many of a sketch's hashes, the smallest, are kept to find likely copies by; all of it then tells."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What a view keeps of a body to find it by. The body itself stays where it was recorded.

    ``now`` are facets (of :data:`FACETS_OF_NOW`) that go once another state takes the place of this one.
    """

    parent: str | None = None
    key: str | None = None
    shadow: str = ""
    covers: tuple[str, ...] = ()
    sketch: tuple[int, ...] = ()
    facets: tuple[Facet, ...] = ()
    now: tuple[Facet, ...] = ()
    periods: tuple[Period, ...] = ()


def facets_of(kind: str, body: dict[str, Any]) -> Facets:
    """Return the facets of a body by the kind of its subject (the prefix of the subject's id).

    Raises:
        ValueError: the body does not have the shape of its kind.
    """
    make = _FACETS.get(kind)
    if make is None:
        return Facets()
    try:
        facets = make(body)
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"its body is not that of its kind: {fault}") from fault
    further = (text for facet in (*facets.facets, *facets.now) for text in facet)
    texts = (facets.parent or "", facets.key or "", *facets.covers, *further)
    if not all(isinstance(text, str) for text in texts) or not all(type(h) is int for h in facets.sketch):
        raise ValueError("its body is not that of its kind")
    return facets


def _item(body: dict[str, Any]) -> Facets:
    return Facets(parent=body.get("part_of"), key=body["sha256"])


def _receipt(body: dict[str, Any]) -> Facets:
    holder = tuple((TAKEN_IN_BY, event["holder"]) for event in body.get("custody", ())[:1])
    contributor = body.get("contributor")
    facets = (*holder, *([(CONTRIBUTOR, contributor)] if contributor else ()))
    return Facets(parent=body["item"], key=fold(body["name"]), shadow=body["name"], facets=facets)


def _rendition(body: dict[str, Any]) -> Facets:
    about = body["about"]
    said = " ".join((about["title"], about["author"], about["publisher"]))
    return Facets(
        parent=body["item"],
        shadow=said,
        sketch=tuple(body["sketch"][:INDEXED_HASHES]),
        facets=(*publisher_facets(about["publisher"]), *link_facets(body)),
        periods=published_periods(about.get("published", "")),
    )


def _run(body: dict[str, Any]) -> Facets:
    about = body.get("about", {})
    return Facets(
        parent=body["rendition"],
        key=body.get("item"),
        facets=publisher_facets(about.get("publisher", "")),
        periods=published_periods(about.get("published", "")),
    )


def _description(body: dict[str, Any]) -> Facets:
    given, publisher = body["published"], body["publisher"]
    gives = () if publisher is None else ((GIVES_PUBLISHER, GIVES_PUBLISHER), *publisher_facets(publisher))
    return Facets(
        parent=body["item"],
        shadow=" ".join(filter(None, (body["title"], publisher))),
        facets=(*(() if given is None else ((GIVES, PUBLISHED),)), *gives),
        periods=published_periods(given or ""),
    )


def _statement(body: dict[str, Any]) -> Facets:
    speaker = body["statement"]["speaker"]
    words = " ".join((speaker or "", body["words"], body["around"]))
    return Facets(
        parent=body["item"],
        key=fold(speaker) if speaker else None,
        shadow=words,
        facets=statement_facets(body),
        now=_seen_by_one(body),
        periods=statement_periods(body),
    )


def _seen_by_one(body: dict[str, Any]) -> tuple[Facet, ...]:
    seen = tuple(body.get("reviewed_by") or ())
    return tuple((SEEN_BY, member) for member in seen) if len(seen) == 1 else ()


def _named(body: dict[str, Any]) -> Facets:
    names = " ".join((body["name"], *body.get("names", ())))
    return Facets(key=fold(body["name"]), shadow=names)


def _party(body: dict[str, Any]) -> Facets:
    return replace(_named(body), facets=named_facets(Kind.PARTY, body))


def _place(body: dict[str, Any]) -> Facets:
    return replace(_named(body), facets=place_facets(body))


def _incident(body: dict[str, Any]) -> Facets:
    title = body["title"]
    return Facets(
        parent=body.get("part_of"),
        key=fold(title),
        shadow=title,
        facets=incident_facets(body),
        periods=incident_periods(body),
    )


def _filing(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["incident"], key=body["statement"])


def _identity(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["party"])


def _opening(body: dict[str, Any]) -> Facets:
    """Return the item of an opened original; an opened identity is not looked for by what it is of."""
    return Facets(parent=body.get("item"))


def _consent(body: dict[str, Any]) -> Facets:
    days = {term["until"] for term in body.get("terms", ()) if term["until"] is not None}
    ends = tuple((ENDS, day) for day in sorted(days))
    return Facets(key=body["person"], covers=tuple(body["covers"]), facets=ends)


def _care(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["about"], key=body["item"])


def _contact(body: dict[str, Any]) -> Facets:
    following = body["next"]
    due = [] if following is None or following["done"] else [(NEXT, following["on"])]
    return Facets(parent=body["party"], key=body["interviewer"], facets=((DANGER, body["danger"]), *due))


def _about(*ids: str | None) -> tuple[Facet, ...]:
    return tuple((ABOUT, id_) for id_ in dict.fromkeys(ids) if id_)


def _tie(body: dict[str, Any]) -> Facets:
    return Facets(facets=_about(body["one"], body["other"]))


def _grade(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["statement"], facets=_about(body["statement"]))


def _correction(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["of"], key=body["by"], facets=_about(body["by"], body["of"]))


def _recall(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["source"], facets=_about(body["source"]))


def _dealing(body: dict[str, Any]) -> Facets:
    return Facets(parent=body["cause"], key=body["about"])


def _finding(body: dict[str, Any]) -> Facets:
    of_elements = (id_ for element in body["elements"] for id_ in element["statements"])
    about = _about(*body["incidents"], *body["supports"], *body["opposes"], *of_elements)
    words = (body["sentence"], body["right"], body["norm"], body["reasoning"])
    return Facets(shadow=" ".join(filter(None, words)), facets=about)


def _action(body: dict[str, Any]) -> Facets:
    named = (*body["incidents"], *body["findings"], *body["cites"], *body["reply"])
    return Facets(
        parent=body["addressee"],
        shadow=" ".join(filter(None, (body["title"], body["reference"], body["next_step"], body["note"]))),
        facets=_about(body["addressee"], body["by"], *named),
        periods=tuple(period for day in (body["due"], body["next_on"]) for period in edtf_periods(DUE, day)),
    )


_FACETS = {
    "itm": _item,
    "rcp": _receipt,
    "rnd": _rendition,
    "run": _run,
    "stm": _statement,
    "con": _consent,
    "ctc": _contact,
    "idn": _identity,
    "opn": _opening,
    "prt": _party,
    "plc": _place,
    "inc": _incident,
    "fil": _filing,
    "mem": _named,
    "cmp": _named,
    "car": _care,
    "dsc": _description,
    "tie": _tie,
    "grd": _grade,
    "crn": _correction,
    "rcl": _recall,
    "dlg": _dealing,
    "fnd": _finding,
    "atn": _action,
}
