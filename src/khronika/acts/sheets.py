"""Balance sheets of several incidents inside one query, each weighed once.

What must stay true: they are what :func:`khronika.acts.weigh.weigh` makes of what the member may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from khronika.acts.assembled import RECORDED
from khronika.acts.desk import Asking
from khronika.acts.objections import given_of
from khronika.acts.standing import Standing
from khronika.acts.voices import Weighable, weighable
from khronika.ledger import keyed, queries
from khronika.ledger.finding import Sieve
from khronika.records.ids import Kind
from khronika.weighing.sheet import Sheet, weighed

_FILED = Sieve(Kind.FILING, ("recorded",))


class Weighed:
    """An incident as it is weighed: what is weighed, what it comes to, and the origin of each statement."""

    def __init__(self, found: Weighable, sheet: Sheet) -> None:
        """Hold what was weighed."""
        self.found, self.sheet = found, sheet

    @cached_property
    def origin(self) -> dict[str, int]:
        """Return the place of each statement's origin."""
        return {id_: at for at, one in enumerate(self.sheet.origins) for id_ in one.statements}


class Sheets:
    """The balance sheets of incidents, each weighed once."""

    def __init__(self, query: Asking, standing: Standing) -> None:
        """Start with none."""
        self._query, self._standing = query, standing
        self._kept = dict[str, Weighed]()
        self._outer = dict[str, str]()

    def of(self, incident: str) -> Weighed:
        """Return an incident as it is weighed."""
        if incident not in self._kept:
            found = weighable(self._query, self._standing, incident)
            given = given_of(self._query, self._standing, found)
            self._kept[incident] = Weighed(found, weighed(found.heard, found.names.of_value, given))
        return self._kept[incident]

    def filed(self, statements: Iterable[str]) -> dict[str, list[str]]:
        """Return the incidents that statements are filed to and that may be shown, by the statements."""
        query = self._query
        numbers = keyed.of_keys(query.connection, query.sight, _FILED, statements)
        found = dict[str, list[str]]()
        for known in queries.at(query.connection, numbers):
            if known.key and known.parent and self._stands(known.parent):
                found.setdefault(known.key, []).append(known.parent)
        return {id_: sorted(set(incidents)) for id_, incidents in found.items()}

    def outermost(self, incident: str) -> str:
        """Return the pattern that an incident is a part of, over any number of steps; itself where none."""
        if incident not in self._outer:
            passed, outer = {incident}, incident
            while (further := self._part_of(outer)) and further not in passed and self._stands(further):
                passed.add(further)
                outer = further
            self._outer[incident] = outer
        return self._outer[incident]

    def _part_of(self, incident: str) -> str | None:
        known = queries.one(self._query.connection, self._query.sight, incident)
        return None if known is None else known.parent

    def _stands(self, incident: str) -> bool:
        known = queries.one(self._query.connection, self._query.sight, incident)
        return known is not None and known.status in RECORDED and not self._standing.withdrawn(known)
