"""What became of a job's files, made from the records each time somebody looks.

What must stay true: what is erased, withdrawn, or not to be seen by the member any more is not told from the
notes of a job either; who may not read records learns only that something was kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from khronika.acts.desk import Asking
from khronika.acts.job_state import Order, outcomes_in
from khronika.acts.likeness import Likeness
from khronika.acts.shown import newest_rendition
from khronika.acts.source_names import file_name, titles_of_sources
from khronika.acts.sources import TakenIn
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import queries
from khronika.ledger.queries import Known
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.item import About, Item, Receipt, Rendition
from khronika.records.jobs import Outcome, Received
from khronika.records.problems import Problem


@dataclass(frozen=True, slots=True)
class JobResult:
    """What became of one file or item. ``taken`` is absent where nothing of it is there for the member.

    ``statements`` counts the suggestions that its reading gave; it is absent where nothing was read.
    """

    number: int
    name: str = ""
    taken: TakenIn | None = None
    statements: int | None = None
    problems: tuple[Problem, ...] = ()


def results_of(query: Asking, order: Order, first: int, limit: int) -> Iterator[JobResult]:
    """Yield the results of a job by number from ``first``, ``limit`` of them."""
    standing = standing_of(query)
    outcomes = list(outcomes_in(query.connection, order, first, limit))
    titles = _titles(query, standing, [outcome for _, outcome in outcomes])
    shown = _Shown(query, standing, Likeness(query, standing), titles)
    for number, outcome in outcomes:
        yield shown.result(number, outcome)


def _titles(query: Asking, standing: Standing, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Return the titles of the texts of some outcomes, for who may read records."""
    if not query.member.may(Right.READ_RECORDS):
        return {}
    fresh = [one.received for one in outcomes if one.received is not None]
    receipts = list[str]()
    while fresh:
        receipts += [one.receipt for one in fresh]
        fresh = [part for one in fresh for part in one.parts]
    found = queries.by_id(query.connection, query.sight, receipts).values()
    items = {one.item for one in outcomes if one.item} | {one.parent for one in found if one.parent}
    return titles_of_sources(query, standing, items)


@dataclass(frozen=True, slots=True)
class _Shown:
    """Makes results inside one query; likely copies are looked for among what is there today."""

    query: Asking
    standing: Standing
    likeness: Likeness
    titles: Mapping[str, str]

    def result(self, number: int, outcome: Outcome) -> JobResult:
        """Return what became of one file or item, as far as the member may know."""
        if outcome.received is not None:
            taken = self._taken(outcome.received)
        elif outcome.item:
            taken = self._of_item(outcome.item)
        else:
            return JobResult(number, outcome.name, problems=outcome.problems)
        if taken is None:
            return JobResult(number)
        if not self.query.member.may(Right.READ_RECORDS):
            return JobResult(number, taken.name, taken)
        return JobResult(number, taken.name, taken, outcome.statements, outcome.problems)

    def _taken(self, received: Received) -> TakenIn | None:
        receipt = self._standing_record(received.receipt)
        if receipt is None or receipt.body is None:
            return None
        record = record_of(Receipt, receipt.body)
        known = self._standing_record(record.item)
        if known is None or known.body is None:
            return None
        item = record_of(Item, known.body)
        bare = TakenIn(record.name, item.id, record.id, size=item.size, about=self._titled(About(), item.id))
        if not self.query.member.may(Right.READ_RECORDS):
            return bare
        whole = self._with_text(bare, item, fresh=not received.second)
        parts = tuple(part for one in received.parts if (part := self._taken(one)) is not None)
        return replace(whole, second=received.second, parts=parts)

    def _with_text(self, taken: TakenIn, item: Item, *, fresh: bool) -> TakenIn:
        newest = newest_rendition(self.query, item.id)
        rendition = record_of(Rendition, newest.body) if newest is not None and newest.body else None
        if not fresh:
            return replace(taken, rendition=rendition.id if rendition else None)
        if rendition is None:
            return replace(taken, problems=item.unread)
        return replace(
            taken,
            rendition=rendition.id,
            about=self._titled(rendition.about, item.id),
            problems=rendition.problems,
            copies=self.likeness.likely_copies(rendition),
        )

    def _of_item(self, id_: str) -> TakenIn | None:
        known = self._standing_record(id_)
        if known is None or known.body is None:
            return None
        item = record_of(Item, known.body)
        name = file_name(self.query, self.standing, id_)
        return TakenIn(name, id_, size=item.size, about=self._titled(About(), id_))

    def _titled(self, about: About, item: str) -> About:
        """Return what a source says of itself under the title by which its text is called everywhere."""
        return replace(about, title=self.titles.get(item, ""))

    def _standing_record(self, id_: str) -> Known | None:
        """Return a record where it is there for the member, not erased and not withdrawn."""
        known = queries.one(self.query.connection, self.query.sight, id_)
        return None if known is None or known.body is None or self.standing.withdrawn(known) else known
