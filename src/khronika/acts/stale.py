"""Whether the ground of a finding moved since it was recorded, changed, or said to stand.

What must stay true: what was known then moves nothing; nor does what a member does not see who asks; where
what moved it is itself taken back, it stands as it was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from khronika.acts.desk import Asking
from khronika.acts.grounds import Against, against, cited_in, in_record, origins_in, there
from khronika.acts.sheets import Sheets
from khronika.acts.standing import Standing
from khronika.ledger import history
from khronika.ledger.queries import Known, Sight
from khronika.records.corrections import RECALLED, Manner
from khronika.records.findings import Finding, Ground

GROUNDED = frozenset({"finding.recorded", "finding.changed"})
"""The entries that say anew what a finding rests on."""


class Why(StrEnum):
    """What moved the ground of a finding."""

    ERASED = "erased"
    WITHDRAWN = "withdrawn"
    REJECTED = "not in the record any more"
    AMENDED = "amended"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    DISPUTED = "disputed"
    RECALLED = "recalled"
    CONTRADICTED = "a further statement contradicts what supports it"
    FEWER = "fewer independent origins"


_BY = {
    Manner.CORRECTS.value: Why.CORRECTED,
    Manner.RETRACTS.value: Why.RETRACTED,
    Manner.DISPUTES.value: Why.DISPUTED,
    RECALLED: Why.RECALLED,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved: of which ``statement``, by which record (``cause``).

    ``least`` is how many independent origins there are at least by now.
    """

    why: Why
    statement: str = ""
    cause: str = ""
    least: int | None = None


class Ageing:
    """Tells of findings inside one query what moved; each incident is weighed once."""

    def __init__(self, query: Asking, standing: Standing) -> None:
        """Start with nothing weighed."""
        self._query, self._standing = query, standing
        self._sheets = Sheets(query, standing)
        self._then = dict[int, Sheets]()

    def moved(self, known: Known, finding: Finding) -> tuple[Moved, ...]:
        """Return what moved since the ground of a finding was recorded last."""
        since = grounded_at(self._query, known.id)
        found = [*self._of_statements(finding), *self._by_others(finding, since)]
        found += self._contradicting(finding, since)
        least = origins_in(self._query, self._standing, self._sheets, finding).least
        if least < finding.least:
            found.append(Moved(Why.FEWER, least=least))
        return tuple(found)

    def _of_statements(self, finding: Finding) -> Iterator[Moved]:
        known = there(self._query, cited_in(finding))
        for ground in finding.grounds:
            one = known.get(ground.statement)
            why = None if one is None or not ground.entry else self._changed(one, ground)
            if why is not None:
                yield Moved(why, ground.statement)

    def _changed(self, known: Known, ground: Ground) -> Why | None:
        if known.body is None:
            return Why.ERASED
        if self._standing.withdrawn(known):
            return Why.WITHDRAWN
        if not in_record(self._standing, known):
            return Why.REJECTED
        return Why.AMENDED if known.entry != ground.entry and self._says_otherwise(known, ground) else None

    def _says_otherwise(self, known: Known, ground: Ground) -> bool:
        """Tell whether a statement says otherwise than it did; accepted again as it stood, it does not."""
        steps = history.steps_of(self._query.connection, known.id)
        before = next((step.body for step in steps if step.entry == ground.entry), None)
        return _said(before) != _said(known.body)

    def _by_others(self, finding: Finding, since: int) -> Iterator[Moved]:
        found = against(self._query, self._standing, self._sheets, finding)
        causes = there(self._query, {one.cause for those in found.values() for one in those})
        for statement in sorted(found):
            for one in sorted(found[statement]):
                if _is_later(causes.get(one.cause), since):
                    yield _by(one, statement)

    def _contradicting(self, finding: Finding, since: int) -> list[Moved]:
        now = _contradicting(self._sheets, finding)
        if not now:
            return []
        if since not in self._then:
            sight = Sight(self._query.sight.labels, since + 1)
            then = Asking(self._query.connection, self._query.member, sight)
            self._then[since] = Sheets(then, self._standing)
        return [
            Moved(Why.CONTRADICTED, one) for one in sorted(now - _contradicting(self._then[since], finding))
        ]


def grounded_at(query: Asking, id_: str) -> int:
    """Return the position of the entry in which the ground of a finding was said last."""
    before = query.sight.as_of
    return max(
        step.position
        for step in history.steps_of(query.connection, id_)
        if step.type in GROUNDED and (before is None or step.position < before)
    )


def _contradicting(sheets: Sheets, finding: Finding) -> set[str]:
    """Return the statements that contradict what supports a finding, and that it does not cite."""
    supports, found = set(finding.supports), set[str]()
    for incident in finding.incidents:
        for weight in sheets.of(incident).sheet.weights:
            for value in weight.values:
                if not supports.isdisjoint(value.statements):
                    for place in value.contradicts:
                        found.update(weight.values[place].statements)
    return found - set(cited_in(finding))


def _by(one: Against, statement: str) -> Moved:
    return Moved(_BY[one.manner], statement, one.cause)


def _is_later(cause: Known | None, since: int) -> bool:
    return cause is not None and cause.since > since


def _said(body: dict[str, Any] | None) -> tuple[Any, Any] | None:
    return None if body is None else (body["statement"], body.get("words"))
