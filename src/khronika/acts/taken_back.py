"""What was corrected, retracted, disputed or recalled, wherever statements are listed or shown.

What must stay true: one look for a list, not one a statement; only what the member may see marks anything;
what does not stand in the record takes nothing back; of a recall it is said that the desk made it, for the
source did not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from khronika.acts.desk import Asking
from khronika.acts.recalls import recalls_of
from khronika.acts.standing import Standing
from khronika.ledger import cited, lookups, queries, source_days
from khronika.ledger.facets import FIRST_DAY, LAST_DAY, SAID, named_facets, value_of
from khronika.ledger.publishers import publishers_of
from khronika.ledger.queries import Known
from khronika.records.body import record_of
from khronika.records.corrections import RECALLED, Correction, Objected
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN

_STANDS = ("recorded", "changed")


class SaidWithin(NamedTuple):
    """The first and the last day on which something can have been said; ``None`` is an end left open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Objection:
    """What was done to a statement, by which record (``cause``), which was made when (``at``, UTC).

    ``by`` is the statement that does so; empty, where it is a recall.
    """

    cause: str
    at: str
    what: Objected
    by: str = ""


def objections_to(
    query: Asking, standing: Standing, statements: Sequence[Known]
) -> dict[str, tuple[Objection, ...]]:
    """Return what was done to those of some statements to which something was, by their ids."""
    found = dict[str, list[Objection]]()
    for of, objection in _corrections(query, standing, [known.id for known in statements]):
        found.setdefault(of, []).append(objection)
    for of, objection in _recalls(query, statements):
        found.setdefault(of, []).append(objection)
    return {of: tuple(objections) for of, objections in found.items()}


def objected_to(
    query: Asking, standing: Standing, statements: Sequence[Known], items: Collection[str] | None
) -> dict[str, tuple[Objected, ...]]:
    """Return what was done to statements that go out, by their ids.

    ``items`` are those that go out as well (``None``: all may be told of): of what stands in another one
    nothing is told but what it does, for who said it, and when, may be what must not leave the desk.
    """
    found = objections_to(query, standing, statements)
    by = {one.by for those in found.values() for one in those if one.by}
    texts = {id_: known.parent for id_, known in queries.by_id(query.connection, query.sight, by).items()}

    def told(one: Objection) -> Objected:
        open_ = items is None or not one.by or texts[one.by] in items
        return one.what if open_ else Objected(one.what.manner, one.what.term)

    return {id_: tuple(map(told, those)) for id_, those in found.items()}


def said_within(query: Asking, statements: Sequence[Known]) -> dict[str, SaidWithin]:
    """Return the days on which statements can have been said: as told, else up to the day of their source."""
    periods = lookups.periods_of(query.connection, [known.since for known in statements], SAID)
    untold = {known.parent for known in statements if known.since not in periods and known.parent}
    days = source_days.days_of(query.connection, query.sight, untold) if untold else {}
    found = dict[str, SaidWithin]()
    for known in statements:
        told = [(first, last) for _, first, last in periods.get(known.since, ())]
        first, last = min(told) if told else (FIRST_DAY, days.get(known.parent or "", (0, LAST_DAY))[1])
        found[known.id] = SaidWithin(
            date.fromordinal(first) if first > FIRST_DAY else None,
            date.fromordinal(last) if last < LAST_DAY else None,
        )
    return found


def _corrections(query: Asking, standing: Standing, ids: Sequence[str]) -> Iterator[tuple[str, Objection]]:
    """Yield what statements in the record do to some statements, with the id of that."""
    found = cited.about(query.connection, query.sight, Kind.CORRECTION, _STANDS, ids)
    records = [(known, record_of(Correction, known.body)) for known in found]
    wanted = [(known, one) for known, one in records if one.of in set(ids)]
    if not wanted:
        return
    by = queries.by_id(query.connection, query.sight, {one.by for _, one in wanted})
    taken = {id_: one for id_, one in by.items() if one.status in TAKEN and not standing.withdrawn(one)}
    said = said_within(query, list(taken.values()))
    for known, one in wanted:
        if one.by in taken:
            statement = (taken[one.by].body or {})["statement"]
            speaker = "" if statement.get("own") else statement["speaker"] or ""
            what = Objected(one.manner.value, one.term, speaker, *said[one.by])
            yield one.of, Objection(known.id, known.envelope["time"], what, one.by)


def _recalls(query: Asking, statements: Sequence[Known]) -> Iterator[tuple[str, Objection]]:
    """Yield by what statements were recalled: their item, or the party that speaks, was."""
    recalls = recalls_of(query)
    if not recalls.parties and not recalls.items:
        return
    at = {
        known.id: known.envelope["time"]
        for known in queries.by_id(
            query.connection, query.sight, {*recalls.parties.values(), *recalls.items.values()}
        ).values()
    }
    names = speaking_as(query, recalls.parties)
    publishers = _publishers(query, statements) if names else {}
    for known in statements:
        party = names.get(value_of(publishers.get(known.id) or known.key or ""))
        cause = recalls.items.get(known.parent or "") or recalls.parties.get(party or "")
        if cause is not None:
            yield known.id, Objection(cause, at[cause], Objected(RECALLED))


def _publishers(query: Asking, statements: Sequence[Known]) -> dict[str, str]:
    """Return the publishers of those of some statements that are their publishers' own, by their ids."""
    own = {
        known.id: known.parent
        for known in statements
        if known.parent and ((known.body or {}).get("statement") or {}).get("own")
    }
    names = publishers_of(query.connection, query.sight, set(own.values()))
    return {id_: names[item] for id_, item in own.items() if item in names}


def speaking_as(query: Asking, parties: Iterable[str]) -> dict[str, str]:
    """Return parties by each of the folded names under which they speak."""
    known = queries.by_id(query.connection, query.sight, set(parties))
    return {
        name: id_
        for id_, one in known.items()
        if one.body is not None
        for _, name in named_facets(Kind.PARTY, one.body)
    }
