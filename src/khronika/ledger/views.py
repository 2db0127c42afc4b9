"""The views, and keeping them: every row is made from entries, live and in a rebuild by the same code.

A row of ``records`` is one state of one subject between two log positions; its number is the position that
brought it about, so a rebuild makes the very same rows. Erasures are kept by subject and not by row, and so
are labels (:mod:`khronika.ledger.labels`): as-of shows yesterday's knowledge under today's rights.

What must stay true: the views depend on the entries and on which bodies are there, never on how many
entries were applied at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from khronika.ledger import schema
from khronika.ledger.erasing import erased_subjects
from khronika.ledger.folding import standing
from khronika.ledger.labels import OPEN, Compartments, Labels
from khronika.ledger.recorded import Recorded, recorded_of
from khronika.ledger.rows import chunks, insert_missing, insert_rows
from khronika.ledger.search import CLEAR_SHADOWS, FORGET_SHADOWS
from khronika.ledger.shelving import Histories, Shelves, State, Texts, event_of


class Views:
    """The views of one database, inside one transaction."""

    def __init__(self, connection: Connection, texts: Texts) -> None:
        self._connection = connection
        self._labels = Labels(connection)
        self._shelves = Shelves(connection, texts)

    def apply(self, batch: Sequence[Recorded]) -> set[str]:
        """Bring the views up to date with entries that are already in ``entries``.

        Returns:
            The subjects whose erasure began or ended with this batch, and those of the batch that are
            erased already: their bodies have to go.
        """
        fresh: Histories = {}
        for recorded in batch:
            fresh.setdefault(recorded.envelope.subject, []).append(recorded)
        pairs = {(s, subject) for subject, rs in fresh.items() for r in rs for s in r.envelope.derived_from}
        insert_missing(self._connection, schema.derivations, sorted(pairs))
        known = self._states({*fresh, *(source for source, _ in pairs)})
        erased, changed = self._erasures(batch, known)
        old = fresh.keys() & known.keys()
        histories = {subject: rs for subject, rs in fresh.items() if subject not in old}
        for chunk in chunks(old):
            histories |= self._histories(chunk)
        relabelled = self._label(fresh, histories, pairs, known, erased)
        self._mark(changed - (fresh.keys() - old), erased)
        again = (changed | relabelled | old) - (fresh.keys() - old)
        new = {subject: history for subject, history in histories.items() if subject not in old}
        self._shelves.fill(new, self._states(new))
        self.refresh(again)
        return changed | (erased & fresh.keys())

    def refresh(self, subjects: Iterable[str]) -> None:
        """Bring the rows of these subjects up to date, after bodies of theirs were put back."""
        for chunk in chunks(subjects):
            self._shelves.refill(self._histories(chunk), self._states(chunk))

    def forget(self) -> None:
        """Merge the search index, so that no word of what was erased stays in it."""
        self._connection.exec_driver_sql(FORGET_SHADOWS)

    def clear(self, *, keep_numbers: bool = False) -> None:
        """Throw every view away (but the numbers of labels, where wanted); a rebuild applies the log anew."""
        for table in schema.VIEW_TABLES:
            if not (keep_numbers and table is schema.labels):
                self._connection.execute(delete(table))
        self._connection.exec_driver_sql(CLEAR_SHADOWS)
        self._labels = Labels(self._connection)

    def _states(self, subjects: Iterable[str]) -> dict[str, State]:
        table = schema.subjects.c
        found: dict[str, State] = {}
        for chunk in chunks(subjects):
            chosen = select(table.id, table.own, table.label, table.erased).where(table.id.in_(chunk))
            found |= {id_: State(*rest) for id_, *rest in self._connection.execute(chosen)}
        return found

    def _erasures(self, batch: Sequence[Recorded], known: Mapping[str, State]) -> tuple[set[str], set[str]]:
        """Return what is erased now, and what was not or no longer is.

        Nothing can have changed unless the batch erases something or touches something erased: what was
        erased before it arrived has its row in ``subjects`` already.
        """
        touched = any(state.erased for state in known.values())
        if not touched and not any(recorded.envelope.erases for recorded in batch):
            return set(), set()
        table = schema.subjects.c
        before = set(self._connection.execute(select(table.id).where(table.erased == 1)).scalars())
        now = erased_subjects(self._connection)
        return now, now ^ before

    def _label(
        self,
        fresh: Histories,
        histories: Histories,
        pairs: set[tuple[str, str]],
        known: Mapping[str, State],
        erased: set[str],
    ) -> set[str]:
        """Label the subjects of a batch; returns the others, and those known before, whose label changed."""
        labels = self._labels
        own = {subject: _own_of(histories[subject]) for subject in fresh}
        above = {id_: labels.compartments(s.label) for id_, s in known.items() if id_ not in own}
        whole = labels.spread(own, pairs, above)
        rows, stale = [], set()
        for subject, compartments in whole.items():
            state = known.get(subject)
            number = labels.number(own[subject])
            if state is None:
                rows.append((subject, number, labels.number(compartments), int(subject in erased)))
                if compartments:
                    stale.add(subject)
            elif state.own != number or not compartments <= labels.compartments(state.label):
                self._own(subject, number)
                stale.add(subject)
        rows += [(id_, labels.number(OPEN), labels.number(OPEN), 1) for id_ in self._unheard_of(erased, own)]
        insert_rows(self._connection, schema.subjects, rows)
        new = own.keys() - known.keys()
        if not any(s in known for s in stale) and not self._have_others_below(stale, new):
            return set()
        return labels.relabel(stale)

    def _have_others_below(self, subjects: set[str], new: set[str]) -> bool:
        """Tell whether anything below is not new: it may derive from more than the batch says."""
        table = schema.derivations.c
        for chunk in chunks(subjects):
            below = self._connection.execute(select(table.subject).where(table.source.in_(chunk))).scalars()
            if any(subject not in new for subject in below):
                return True
        return False

    def _own(self, subject: str, number: int) -> None:
        table = schema.subjects
        self._connection.execute(update(table).where(table.c.id == subject).values(own=number))

    def _unheard_of(self, erased: set[str], batch: Mapping[str, Any]) -> list[str]:
        """Return what was erased before anything arrived about it."""
        return sorted(erased - batch.keys() - self._states(erased - batch.keys()).keys())

    def _mark(self, subjects: Iterable[str], erased: set[str]) -> None:
        table = schema.subjects
        todo = set(subjects)
        for value, ids in ((1, todo & erased), (0, todo - erased)):
            for chunk in chunks(ids):
                mark = update(table).where(table.c.id.in_(chunk)).values(erased=value)
                self._connection.execute(mark)

    def _histories(self, subjects: Sequence[str]) -> Histories:
        entries, bodies = schema.entries.c, schema.bodies.c
        chosen = (
            select(entries.position, entries.envelope, bodies.body)
            .outerjoin_from(schema.entries, schema.bodies, bodies.position == entries.position)
            .where(entries.subject.in_(subjects))
            .order_by(entries.position)
        )
        found: Histories = {}
        for row in self._connection.execute(chosen):
            recorded = recorded_of(*row)
            found.setdefault(recorded.envelope.subject, []).append(recorded)
        return found


def _own_of(history: Sequence[Recorded]) -> Compartments:
    """Return the compartments that the standing entries of a subject say together."""
    if len(history) == 1:
        return frozenset(history[0].envelope.compartments)
    by_id = {recorded.envelope.id: recorded.envelope.compartments for recorded in history}
    return OPEN.union(*(by_id[event.id] for event in standing(map(event_of, history))))
