"""What rests on statements that were taken back: findings, incidents, grades, actions, relays, what went out.

What must stay true: a record that the member may not see is in no line and no count; each kind is looked up
once for all causes together; what went out after it was taken back said so beside it, and is no line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khronika.acts.assembled import RECORDED
from khronika.acts.causes import Cause
from khronika.acts.desk import Asking
from khronika.acts.judged import to_be_shown
from khronika.acts.resting import handed_over_with
from khronika.acts.standing import Standing
from khronika.ledger import cited, points, queries
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.records.consent import Audience
from khronika.records.ids import Kind
from khronika.records.matter import Reliability
from khronika.records.second import Deed
from khronika.records.statement import TAKEN

LONGEST_TOLD = 200
"""Characters of the words or the name of a record that a line gives."""

_CITING: Mapping[Kind, tuple[str, ...]] = {
    Kind.FINDING: ("recorded", "changed", "reviewed"),
    Kind.INCIDENT: RECORDED,
    Kind.GRADE: RECORDED,
    Kind.ACTION: RECORDED,
}
"""Kinds of record that name statements, each with the statuses in which they stand."""


@dataclass(frozen=True, slots=True)
class Rests:
    """A line: a record that rests on a statement that was taken back.

    ``cause`` is the correction or recall, ``manner`` what it does ("recalls", of a recall), ``term`` the
    words that are disputed; ``statement`` is what it reaches, with its ``words``. ``record`` rests on that:
    its ``kind`` is the prefix of its id, ``name`` what it is called. ``since`` is when both were there (UTC).
    """

    cause: str
    manner: str
    term: str
    statement: str
    words: str
    record: str
    kind: str
    name: str
    since: str


@dataclass(frozen=True, slots=True)
class _Resting:
    """A record that rests on statements, whoever took them back.

    ``known`` is, of what went out, how many entries were known to it: what was taken back by then was marked.
    """

    record: str
    name: str
    at: str
    known: int | None = None


def lines_of(query: Asking, standing: Standing, causes: Sequence[Cause]) -> list[Rests]:
    """Return all that rests on what these causes reach, cause by cause."""
    reached = to_be_shown(query, standing, {id_ for cause in causes for id_ in cause.all})
    taken = {id_: known for id_, known in reached.items() if known.status in TAKEN}
    resting = dict[str, list[_Resting]]()
    for found in (_citing(query, taken), _gone_out(query, taken), _going_out(query, taken)):
        for statement, one in found:
            resting.setdefault(statement, []).append(one)
    lines = []
    for cause in causes:
        lines += sorted(
            _lines(cause, taken, resting), key=lambda line: (line.kind, line.record, line.statement)
        )
    return lines


def _lines(
    cause: Cause, taken: Mapping[str, Known], resting: Mapping[str, Sequence[_Resting]]
) -> Iterator[Rests]:
    for statement in sorted(cause.all & taken.keys()):
        for one in resting.get(statement, ()):
            if one.known is None or one.known <= cause.since:
                yield _line(cause, taken[statement], one)
    for relay, of in cause.relays.items():
        if relay in taken and of in taken:
            known = taken[relay]
            yield _line(cause, taken[of], _Resting(relay, _words(known), known.envelope["time"]))


def _line(cause: Cause, statement: Known, one: _Resting) -> Rests:
    since = max(cause.at, one.at)
    told = (cause.id, cause.manner, cause.term, statement.id, _words(statement))
    return Rests(*told, one.record, one.record[:3], one.name[:LONGEST_TOLD], since)


def _citing(query: Asking, taken: Mapping[str, Known]) -> Iterator[tuple[str, _Resting]]:
    """Yield the records that name statements, by the statements."""
    for kind, statuses in _CITING.items():
        for known in cited.about(query.connection, query.sight, kind, statuses, taken):
            body = known.body or {}
            one = _Resting(known.id, _name_of(kind, body), known.envelope["time"])
            yield from ((id_, one) for id_ in sorted(_cited_in(kind, body) & taken.keys()))


def _cited_in(kind: Kind, body: dict[str, Any]) -> set[str]:
    if kind is Kind.GRADE:
        return {body["statement"]}
    if kind is Kind.INCIDENT:
        return {id_ for one in body["involved"] for id_ in one["statements"]}
    if kind is Kind.ACTION:
        return {*body["cites"], *body["reply"]}
    of_elements = (id_ for element in body["elements"] for id_ in element["statements"])
    return {*body["supports"], *body["opposes"], *of_elements}


def _name_of(kind: Kind, body: dict[str, Any]) -> str:
    if kind is Kind.GRADE:
        letter = Reliability(body["source"]).name
        return f"{letter} {body['information']}"
    return str(body["sentence"] if kind is Kind.FINDING else body["title"])


def _gone_out(query: Asking, taken: Mapping[str, Known]) -> Iterator[tuple[str, _Resting]]:
    """Yield what went out beyond the desk with statements in it, by the statements."""
    items = {known.parent for known in taken.values() if known.parent}
    exports = [one for one in handed_over_with(query, sorted(items)) if one.audience != Audience.DESK]
    known = queries.by_id(query.connection, query.sight, [one.export for one in exports])
    for one in exports:
        export = known[one.export]
        sight = _sight_of(query, export.since, (export.body or {}).get("as_of"))
        name = ", ".join(filter(None, (one.kind, one.audience, one.purpose)))
        resting = _Resting(one.export, name, one.at, sight.as_of)
        yield from ((id_, resting) for id_ in _taken_then(query, sight, taken, one.items))


def _sight_of(query: Asking, since: int, as_of: str | None) -> Sight:
    """Return what was known to something made then: what there was, or what there was as of earlier."""
    known = since if as_of is None else min(since, points.position_of(query.connection, as_of))
    return Sight(query.sight.labels, known)


def _taken_then(
    query: Asking, sight: Sight, taken: Mapping[str, Known], items: Collection[str]
) -> Iterator[str]:
    """Yield those of some statements that stood in these items and in the record then."""
    candidates = [id_ for id_, its in taken.items() if its.parent in items]
    then = queries.by_id(query.connection, sight, candidates)
    yield from (id_ for id_ in candidates if id_ in then and then[id_].status in TAKEN)


def _going_out(query: Asking, taken: Mapping[str, Known]) -> Iterator[tuple[str, _Resting]]:
    """Yield what waits for a second person to go out with statements in it, by the statements."""
    for known in query.many(Wanted(Kind.PROPOSAL, statuses=("made",))):
        body = known.body or {}
        if body.get("act") == Deed.HAND_OVER:
            one = _Resting(known.id, str(body["reason"]), known.envelope["time"])
            sight = _sight_of(query, known.since, body["given"]["order"].get("as_of"))
            yield from ((id_, one) for id_ in _taken_then(query, sight, taken, body["about"]))


def _words(known: Known) -> str:
    return str((known.body or {}).get("words", ""))[:LONGEST_TOLD]
