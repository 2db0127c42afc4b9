"""The rows that one subject has in the views: made from its history, compared with those there, written.

Only what differs is written, so that a decision on a statement does not index its words anew. A state
whose body is gone has the status ``erased``, whatever its entry says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select

from khronika.ledger import schema
from khronika.ledger.facets import PERIODS
from khronika.ledger.fault import LedgerFault
from khronika.ledger.folding import ERASED, FACETS_OF_NOW, Event, Facets, Row, facets_of, rows_of
from khronika.ledger.recorded import Recorded
from khronika.ledger.rows import insert_missing, insert_rows
from khronika.ledger.search import DELETE_SHADOW, INSERT_SHADOW, shadow_of, shelf_of
from khronika.ledger.voiced import is_voiced, voiced_of
from khronika.records.ids import Kind

Texts = Callable[[str, dict[str, Any]], str]
"""Given a rendition's id and body, the words of its text to be searched (it is sealed apart)."""

Histories = dict[str, list[Recorded]]
_Shelved = tuple[int, int, int]
_DELETE_NOW = "DELETE FROM facets WHERE since = ? AND facet = ?"
_DELETE_PERIODS = "DELETE FROM periods WHERE which = ? AND since = ?"
_RENDITION, _CONSENT = f"{Kind.RENDITION}_", f"{Kind.CONSENT}_"


@dataclass(frozen=True, slots=True)
class State:
    """What ``subjects`` holds of a subject: its own label, its effective one, whether it is erased."""

    own: int
    label: int
    erased: int


@dataclass(slots=True)
class _Made:
    """Rows made from histories. ``shelved`` are those found by words or facets: since, position and label."""

    records: dict[tuple[Any, ...], Facets] = field(default_factory=dict)
    shelved: dict[_Shelved, tuple[str, Recorded, Facets]] = field(default_factory=dict)
    coverage: list[tuple[str, str]] = field(default_factory=list)
    sketches: list[tuple[int, str]] = field(default_factory=list)
    now: list[tuple[str, str, int, int]] = field(default_factory=list)
    visible: list[tuple[int, int]] = field(default_factory=list)
    voices: dict[int, tuple[_Shelved, bytes]] = field(default_factory=dict)


class Shelves:
    """Writes the rows of subjects, inside one transaction."""

    def __init__(self, connection: Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts

    def fill(self, histories: Histories, states: Mapping[str, State]) -> None:
        """Write the rows of subjects that have none yet."""
        made = _made_from(histories, states)
        insert_rows(self._connection, schema.records, list(made.records))
        insert_rows(self._connection, schema.visible, made.visible)
        self._insert_shadows(made, made.shelved)
        self._insert_facets(made, made.shelved)
        self._insert_voices(made, made.shelved)
        self._insert_side_rows(made)

    def refill(self, histories: Histories, states: Mapping[str, State]) -> None:
        """Bring the rows of subjects that may have some up to date."""
        made = _made_from(histories, states)
        table = schema.records
        chosen = select(table).where(table.c.id.in_(list(histories)))
        old = {tuple(row) for row in self._connection.execute(chosen)}
        before = {_shelved(row): row for row in old if row[_STATUS] != ERASED}
        self._delete("DELETE FROM records WHERE since = ?", [(row[0],) for row in old - made.records.keys()])
        insert_rows(self._connection, table, [row for row in made.records if row not in old])
        gone = [since for since, *_ in before.keys() - made.shelved.keys()]
        fresh = {key for key in made.shelved if key not in before}
        self._delete(DELETE_SHADOW, [(since,) for since in gone])
        self._insert_shadows(made, fresh)
        self._delete("DELETE FROM facets WHERE since = ?", [(since,) for since in gone])
        self._delete(_DELETE_PERIODS, [(which, since) for since in gone for which in PERIODS])
        self._insert_facets(made, fresh)
        self._delete("DELETE FROM voices WHERE since = ?", [(since,) for since in gone])
        self._insert_voices(made, fresh)
        self._move_visible(histories, states, {row[_ID]: row[_LABEL] for row in old})
        insert_missing(self._connection, schema.visible, made.visible)
        self._drop_side_rows(histories)
        self._delete(_DELETE_NOW, [(row[0], facet) for row in old for facet in FACETS_OF_NOW])
        self._insert_side_rows(made)

    def _insert_shadows(self, made: _Made, wanted: Any) -> None:
        rows = []
        for key in wanted:
            subject, recorded, facets = made.shelved[key]
            text = facets.shadow
            if subject.startswith(_RENDITION):
                assert recorded.body is not None
                text = f"{text} {self._texts(subject, recorded.body)}"
            if text:
                rows.append((key[0], *shadow_of(text), shelf_of(subject[:3], key[2])))
        if rows:
            self._connection.exec_driver_sql(INSERT_SHADOW, rows)

    def _insert_facets(self, made: _Made, wanted: Iterable[_Shelved]) -> None:
        facets, periods = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for key in wanted:
            found, (since, _, label) = made.shelved[key][2], key
            facets += [(*facet, since, label) for facet in found.facets]
            periods += [(which, since, first, last, label) for which, first, last in found.periods]
        insert_rows(self._connection, schema.facets, facets)
        insert_rows(self._connection, schema.periods, periods)

    def _insert_voices(self, made: _Made, wanted: Collection[_Shelved]) -> None:
        rows = [(since, voice) for since, (key, voice) in made.voices.items() if key in wanted]
        insert_rows(self._connection, schema.voices, rows)

    def _insert_side_rows(self, made: _Made) -> None:
        insert_rows(self._connection, schema.coverage, made.coverage)
        insert_rows(self._connection, schema.sketches, made.sketches)
        insert_rows(self._connection, schema.facets, made.now)

    def _drop_side_rows(self, histories: Histories) -> None:
        consents = [id_ for id_ in histories if id_.startswith(_CONSENT)]
        renditions = [id_ for id_ in histories if id_.startswith(_RENDITION)]
        coverage, sketches = schema.coverage, schema.sketches
        if consents:
            self._connection.execute(delete(coverage).where(coverage.c.consent.in_(consents)))
        if renditions:
            self._connection.execute(delete(sketches).where(sketches.c.rendition.in_(renditions)))

    def _move_visible(
        self, histories: Histories, states: Mapping[str, State], labels: Mapping[str, int]
    ) -> None:
        gone = [
            (labels[subject], recorded.position)
            for subject, history in histories.items()
            if subject in labels and labels[subject] != states[subject].label
            for recorded in history
        ]
        self._delete("DELETE FROM visible WHERE label = ? AND position = ?", gone)

    def _delete(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.exec_driver_sql(statement, list(rows))


_NAMES = [column.name for column in schema.records.columns]
_ID, _STATUS, _LABEL = _NAMES.index("id"), _NAMES.index("status"), _NAMES.index("label")


def _shelved(row: tuple[Any, ...]) -> _Shelved:
    named = dict(zip(_NAMES, row, strict=True))
    return named["since"], named["position"], named["label"]


def _made_from(histories: Histories, states: Mapping[str, State]) -> _Made:
    made = _Made()
    for subject, history in histories.items():
        state = states[subject]
        made.visible += [(state.label, recorded.position) for recorded in history]
        _make(made, subject, history, state)
    return made


def _make(made: _Made, subject: str, history: Sequence[Recorded], state: State) -> None:
    kind, label = subject[:3], state.label
    at = {recorded.position: recorded for recorded in history}
    for row in _rows_of(history, erased=bool(state.erased)):
        winner = at[row.position]
        facets = _facets(kind, winner, erased=bool(state.erased))
        status = ERASED if facets is None else row.status
        facets = facets or Facets()
        record = (
            row.since,
            row.until,
            subject,
            kind,
            row.position,
            status,
            int(row.contested),
            label,
            facets.parent,
            facets.key,
        )
        made.records[record] = facets
        if status != ERASED:
            key = (row.since, row.position, label)
            made.shelved[key] = (subject, winner, facets)
            if is_voiced(kind, status):
                made.voices[row.since] = (key, _voice(winner, status))
        if row.until is None:
            made.coverage += [(covered, subject) for covered in set(facets.covers)]
            made.sketches += [(hash_, subject) for hash_ in set(facets.sketch)]
            made.now += [(*facet, row.since, label) for facet in facets.now]


def _rows_of(history: Sequence[Recorded], *, erased: bool) -> list[Row]:
    first = history[0]
    if len(history) == 1 and not erased:
        status = first.envelope.type.partition(".")[2]
        return [Row(first.position, None, first.position, status, contested=False)]
    return rows_of([event_of(recorded) for recorded in history], erased=erased)


def _facets(kind: str, recorded: Recorded, *, erased: bool) -> Facets | None:
    if erased or recorded.body is None:
        return None
    try:
        return facets_of(kind, recorded.body)
    except ValueError as fault:
        raise LedgerFault(f"entry {recorded.position}: {fault}") from fault


def _voice(recorded: Recorded, status: str) -> bytes:
    assert recorded.body is not None
    try:
        return voiced_of(status, recorded.body)
    except ValueError as fault:
        raise LedgerFault(f"entry {recorded.position}: {fault}") from fault


def event_of(recorded: Recorded) -> Event:
    """Return what folding needs of an entry."""
    envelope = recorded.envelope
    return Event(recorded.position, envelope.id, envelope.type, envelope.time, envelope.supersedes)
