"""The views, and keeping them: every row is made from entries, live and in a rebuild by the same code.

A row of ``records`` is one state of one subject between two log positions; its number is the position that
brought it about, so a rebuild makes the very same rows. Erasures are kept by subject and not by row, and so
are labels (:mod:`khronika.ledger.labels`): as-of shows yesterday's knowledge under today's rights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from khronika.ledger import schema
from khronika.ledger.erasing import erased_subjects
from khronika.ledger.folding import Event, Facets, Row, facets_of, rows_of
from khronika.ledger.labels import Labels
from khronika.ledger.recorded import Recorded, recorded_of
from khronika.ledger.search import CLEAR_SHADOWS, DELETE_SHADOW, INSERT_SHADOW, shadow_of

Texts = Callable[[str, dict[str, Any]], str]
"""Given a rendition's id and body, the words of its text to be searched (it is sealed apart)."""

_CHUNK = 500


@dataclass(slots=True)
class _Changes:
    """Rows to be written at the end of a batch, by table."""

    records: list[dict[str, Any]] = field(default_factory=list)
    shadows: list[tuple[int, str, str]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    sketches: list[dict[str, Any]] = field(default_factory=list)


class Views:
    """The views of one database, inside one transaction."""

    def __init__(self, connection: Connection, texts: Texts) -> None:
        self._connection = connection
        self._texts = texts
        self._labels = Labels(connection)

    def apply(self, batch: Sequence[Recorded]) -> set[str]:
        """Bring the views up to date with entries that are already in ``entries``.

        Returns:
            The subjects whose erasure began or ended with this batch, and those of the batch that are
            erased already: their bodies have to go.
        """
        by_subject: dict[str, list[Recorded]] = {}
        for recorded in batch:
            by_subject.setdefault(recorded.envelope.subject, []).append(recorded)
        known = self._known(by_subject)
        self._derive(by_subject, known)
        erased, changed = self._erasures(batch)
        rewritten = known | (changed - by_subject.keys())
        changes = _Changes()
        for subject, history in by_subject.items():
            if subject not in rewritten:
                self._write(history, subject in erased, changes)
        for subject in sorted(rewritten):
            self._unwrite(subject)
            self._write(self._history(subject), subject in erased, changes)
        self._flush(changes)
        self._labels.apply(by_subject, known, erased)
        self._mark_erased(changed & rewritten, erased)
        return changed | (erased & by_subject.keys())

    def refresh(self, subjects: Iterable[str]) -> None:
        """Make the rows of these subjects anew from their entries; none of them is erased."""
        changes = _Changes()
        for subject in sorted(subjects):
            self._unwrite(subject)
            self._write(self._history(subject), False, changes)  # noqa: FBT003 - not erased
        self._flush(changes)

    def clear(self) -> None:
        """Throw every view away; a rebuild applies the log anew."""
        for table in schema.VIEW_TABLES:
            self._connection.execute(delete(table))
        self._connection.exec_driver_sql(CLEAR_SHADOWS)
        self._labels = Labels(self._connection)

    def _known(self, subjects: Iterable[str]) -> set[str]:
        table = schema.subjects.c
        found: set[str] = set()
        todo = list(subjects)
        for start in range(0, len(todo), _CHUNK):
            chosen = select(table.id).where(table.id.in_(todo[start : start + _CHUNK]))
            found.update(self._connection.execute(chosen).scalars())
        return found

    def _derive(self, by_subject: dict[str, list[Recorded]], known: set[str]) -> None:
        pairs = {
            (source, subject)
            for subject, recordeds in by_subject.items()
            for recorded in recordeds
            for source in recorded.envelope.derived_from
        }
        table = schema.derivations
        for subject in known:
            sources = select(table.c.source).where(table.c.subject == subject)
            pairs -= {(source, subject) for source in self._connection.execute(sources).scalars()}
        self._insert(table, [{"source": s, "subject": d} for s, d in sorted(pairs)])

    def _erasures(self, batch: Sequence[Recorded]) -> tuple[set[str], set[str]]:
        """Return what is erased now, and what was not or no longer is.

        The graph is walked only where the batch erases something or something was erased before.
        """
        table = schema.subjects.c
        before = set(self._connection.execute(select(table.id).where(table.erased == 1)).scalars())
        if not before and not any(recorded.envelope.erases for recorded in batch):
            return set(), set()
        now = erased_subjects(self._connection)
        return now, now ^ before

    def _history(self, subject: str) -> list[Recorded]:
        chosen = (
            select(schema.entries.c.position, schema.entries.c.envelope, schema.bodies.c.body)
            .outerjoin(schema.bodies, schema.bodies.c.position == schema.entries.c.position)
            .where(schema.entries.c.subject == subject)
            .order_by(schema.entries.c.position)
        )
        return [recorded_of(*row) for row in self._connection.execute(chosen)]

    def _write(self, history: Sequence[Recorded], is_erased: bool, changes: _Changes) -> None:  # noqa: FBT001 - one flag, named at both calls
        if not history:
            return
        subject = history[0].envelope.subject
        kind = subject[:3]
        bodies = {recorded.position: recorded.body for recorded in history}
        for row in rows_of([_event(recorded) for recorded in history], erased=is_erased):
            body = None if is_erased else bodies[row.position]
            facets = facets_of(kind, body) if body is not None else Facets()
            changes.records.append(_record(subject, row, facets))
            if row.until is None:
                changes.coverage += [{"covered": c, "consent": subject} for c in set(facets.covers)]
                changes.sketches += [{"hash": h, "rendition": subject} for h in set(facets.sketch)]
            shadow = facets.shadow
            if kind == "rnd" and body is not None:
                shadow = f"{shadow} {self._texts(subject, body)}"
            if shadow:
                changes.shadows.append((row.since, *shadow_of(shadow)))

    def _unwrite(self, subject: str) -> None:
        records, coverage, sketches = schema.records, schema.coverage, schema.sketches
        rows = self._connection.execute(select(records.c.since).where(records.c.id == subject))
        shadows = [(since,) for (since,) in rows]
        if shadows:
            self._connection.exec_driver_sql(DELETE_SHADOW, shadows)
        self._connection.execute(delete(records).where(records.c.id == subject))
        if subject.startswith("con_"):
            self._connection.execute(delete(coverage).where(coverage.c.consent == subject))
        if subject.startswith("rnd_"):
            self._connection.execute(delete(sketches).where(sketches.c.rendition == subject))

    def _flush(self, changes: _Changes) -> None:
        self._insert(schema.records, changes.records)
        self._insert(schema.coverage, changes.coverage)
        self._insert(schema.sketches, changes.sketches)
        if changes.shadows:
            self._connection.exec_driver_sql(INSERT_SHADOW, changes.shadows)

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _mark_erased(self, subjects: Iterable[str], erased: set[str]) -> None:
        table = schema.subjects
        for subject in subjects:
            mark = update(table).where(table.c.id == subject).values(erased=int(subject in erased))
            self._connection.execute(mark)


def _event(recorded: Recorded) -> Event:
    envelope = recorded.envelope
    return Event(recorded.position, envelope.id, envelope.type, envelope.time, envelope.supersedes)


def _record(subject: str, row: Row, facets: Facets) -> dict[str, Any]:
    return {
        "since": row.since,
        "until": row.until,
        "id": subject,
        "kind": subject[:3],
        "position": row.position,
        "status": row.status,
        "contested": int(row.contested),
        "parent": facets.parent,
        "key": facets.key,
    }
