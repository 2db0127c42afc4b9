"""Who may see a subject: the compartments it is in, with all those of what it is derived from.

``labels`` numbers each set of compartments once. A subject keeps the number of its *own* set (what its
standing entries say together) and of the *effective* one (its own with those of all its ancestors): what is
derived inherits the strictest, also when an ancestor's compartments arrive or change later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from khronika.ledger import schema
from khronika.ledger.entry import envelope_of
from khronika.ledger.folding import Event, standing
from khronika.ledger.recorded import Recorded

_CHUNK = 500
Compartments = frozenset[str]
OPEN: Compartments = frozenset()


class Labels:
    """The labels of one database, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.execute(select(schema.labels.c.id, schema.labels.c.compartments))
        self._sets: dict[int, Compartments] = {n: frozenset(json.loads(text)) for n, text in rows}
        self._numbers = {compartments: number for number, compartments in self._sets.items()}

    def apply(self, by_subject: Mapping[str, Sequence[Recorded]], known: set[str], erased: set[str]) -> None:
        """Label the subjects of a batch, and what is derived from those whose label changed."""
        effective = self._effective_of_sources(by_subject)
        rows: list[dict[str, Any]] = []
        stale: set[str] = set()
        for subject, recordeds in by_subject.items():
            own = self._own(subject, recordeds if subject not in known else None)
            whole = own.union(*(effective.get(s, OPEN) for r in recordeds for s in r.envelope.derived_from))
            effective[subject] = whole
            if subject in known:
                self._relabel_own(subject, own)
                stale.add(subject)
                continue
            if whole:
                stale.add(subject)
            rows.append(
                {
                    "id": subject,
                    "own": self.number(own),
                    "label": self.number(whole),
                    "erased": int(subject in erased),
                }
            )
        if rows:
            self._connection.execute(insert(schema.subjects), rows)
        if stale:
            self._relabel_below(stale)

    def number(self, compartments: Compartments) -> int:
        """Return the number of a set of compartments, giving it one where it has none."""
        number = self._numbers.get(compartments)
        if number is None:
            number = len(self._numbers)
            text = json.dumps(sorted(compartments), separators=(",", ":"))
            self._connection.execute(insert(schema.labels), {"id": number, "compartments": text})
            self._numbers[compartments] = number
            self._sets[number] = compartments
        return number

    def _effective_of_sources(self, by_subject: Mapping[str, Sequence[Recorded]]) -> dict[str, Compartments]:
        sources = {s for rs in by_subject.values() for r in rs for s in r.envelope.derived_from}
        table = schema.subjects.c
        found: dict[str, Compartments] = {}
        for chunk in _chunks(sources - by_subject.keys()):
            rows = self._connection.execute(select(table.id, table.label).where(table.id.in_(chunk)))
            found.update({id_: self._sets[label] for id_, label in rows})
        return found

    def _own(self, subject: str, recordeds: Sequence[Recorded] | None) -> Compartments:
        if recordeds is not None and len(recordeds) == 1:
            return frozenset(recordeds[0].envelope.compartments)
        entries = schema.entries.c
        raws = self._connection.execute(select(entries.envelope).where(entries.subject == subject)).scalars()
        envelopes = {envelope.id: envelope for envelope in map(envelope_of, map(json.loads, raws))}
        events = [Event(0, e.id, e.type, e.time, e.supersedes) for e in envelopes.values()]
        return OPEN.union(*(envelopes[event.id].compartments for event in standing(events)))

    def _relabel_own(self, subject: str, own: Compartments) -> None:
        table = schema.subjects
        self._connection.execute(update(table).where(table.c.id == subject).values(own=self.number(own)))

    def _relabel_below(self, subjects: set[str]) -> None:
        """Make the effective labels anew of ``subjects`` and all that is derived from them."""
        derivations, table = schema.derivations.c, schema.subjects.c
        below = self._closure(subjects, derivations.source, derivations.subject)
        around = self._closure(below, derivations.subject, derivations.source)
        own: dict[str, Compartments] = {}
        for chunk in _chunks(around):
            rows = self._connection.execute(select(table.id, table.own).where(table.id.in_(chunk)))
            own.update({id_: self._sets[number] for id_, number in rows})
        for subject in sorted(below & own.keys()):
            above = self._closure({subject}, derivations.subject, derivations.source)
            whole = OPEN.union(*(own.get(id_, OPEN) for id_ in above))
            self._connection.execute(
                update(schema.subjects)
                .where(schema.subjects.c.id == bindparam("subject"))
                .values(label=bindparam("number")),
                {"subject": subject, "number": self.number(whole)},
            )

    def _closure(self, subjects: set[str], given: Any, wanted: Any) -> set[str]:
        seen: set[str] = set()
        fresh = set(subjects)
        while fresh:
            seen |= fresh
            found: set[str] = set()
            for chunk in _chunks(fresh):
                found.update(self._connection.execute(select(wanted).where(given.in_(chunk))).scalars())
            fresh = found - seen
        return seen


def _chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    todo = sorted(ids)
    return (todo[start : start + _CHUNK] for start in range(0, len(todo), _CHUNK))
