"""Who may see a subject: the compartments it is in, with all those of what it is derived from.

``labels`` numbers each set of compartments once. A subject keeps the number of its *own* set (what its
standing entries say together) and of the *effective* one (its own with those of all its ancestors): what is
derived inherits the strictest, also when an ancestor arrives later or its compartments change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, insert, select, update

from khronika.ledger import schema
from khronika.ledger.lookups import compartments_by_label, derived
from khronika.ledger.rows import chunks

Compartments = frozenset[str]
OPEN: Compartments = frozenset()
Pairs = Iterable[tuple[str, str]]


class Labels:
    """The labels of one database, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sets = compartments_by_label(connection)
        self._numbers = {compartments: number for number, compartments in self._sets.items()}

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

    def compartments(self, number: int) -> Compartments:
        """Return the set of compartments that a number stands for."""
        return self._sets[number]

    def spread(
        self, own: Mapping[str, Compartments], pairs: Pairs, above: Mapping[str, Compartments]
    ) -> dict[str, Compartments]:
        """Return the effective sets of the subjects in ``own``.

        ``pairs`` are (source, subject), ``above`` the effective sets of sources that are not in ``own``. What
        is derived from one another in a circle has one label.
        """
        whole = dict(own)
        below: dict[str, list[str]] = {}
        for source, subject in pairs:
            if source in own:
                below.setdefault(source, []).append(subject)
            elif above.get(source, OPEN):
                whole[subject] |= above[source]
        todo = [subject for subject in below if whole[subject]]
        while todo:
            source = todo.pop()
            for subject in below.get(source, ()):
                if not whole[source] <= whole[subject]:
                    whole[subject] |= whole[source]
                    todo.append(subject)
        return whole

    def relabel(self, subjects: Iterable[str]) -> set[str]:
        """Make the effective labels anew of ``subjects`` and all that is derived from them.

        Returns:
            Those whose label changed.
        """
        below = self._closure(set(subjects))
        own, before = self._labels_of(below)
        pairs = self._pairs_into(below)
        _, above = self._labels_of({source for source, _ in pairs} - below)
        whole = self.spread(own, pairs, above)
        changed = sorted(subject for subject in whole if whole[subject] != before[subject])
        if changed:
            table = schema.subjects
            self._connection.execute(
                update(table).where(table.c.id == bindparam("subject")).values(label=bindparam("number")),
                [{"subject": subject, "number": self.number(whole[subject])} for subject in changed],
            )
        return set(changed)

    def _labels_of(self, subjects: set[str]) -> tuple[dict[str, Compartments], dict[str, Compartments]]:
        """Return the own and the effective sets, as they are kept, of those subjects that there are."""
        table = schema.subjects.c
        own, whole = {}, {}
        for chunk in chunks(subjects):
            chosen = select(table.id, table.own, table.label).where(table.id.in_(chunk))
            for id_, its_own, label in self._connection.execute(chosen):
                own[id_], whole[id_] = self._sets[its_own], self._sets[label]
        return own, whole

    def _pairs_into(self, subjects: set[str]) -> list[tuple[str, str]]:
        table = schema.derivations.c
        found: list[tuple[str, str]] = []
        for chunk in chunks(subjects):
            chosen = select(table.source, table.subject).where(table.subject.in_(chunk))
            found += ((source, subject) for source, subject in self._connection.execute(chosen))
        return found

    def _closure(self, subjects: set[str]) -> set[str]:
        seen: set[str] = set()
        while subjects:
            seen |= subjects
            subjects = derived(self._connection, subjects) - seen
        return seen
