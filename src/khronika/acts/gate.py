"""The gate: what an order to hand over raises, so that the rules can be asked.

What must stay true: everything that leaves counts, also passages of the text that nobody took into the
record; marks count as they stand today, also where the order is as of earlier; a suggested mark counts until
two took it away, also where a later reading suggests none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from khronika.acts.care import Cares
from khronika.acts.desk import Asking
from khronika.acts.rules import Matter
from khronika.acts.shown import second_person
from khronika.ledger.queries import Known, Wanted
from khronika.records.consent import Audience
from khronika.records.ids import Kind
from khronika.records.statement import Status

_WIDE = frozenset({Audience.MECHANISM, Audience.PUBLIC})


@dataclass(frozen=True, slots=True)
class Going:
    """What leaves with one item: the statements a person took into the record, and its text.

    Words of what was rejected, and of what is ``suggested`` by the newest reading and repeats nothing that a
    person decided on, leave with the text alone. ``repeated`` is what that reading suggests of words on which
    somebody decided, ``earlier`` what an earlier one suggested and nobody decided on.
    """

    item: Known
    statements: Sequence[Known] = ()
    suggested: Sequence[Known] = ()
    rejected: Sequence[Known] = ()
    repeated: Sequence[Known] = ()
    earlier: Sequence[Known] = ()


def going_of(query: Asking, item: Known, rendition: str) -> Going:
    """Return what leaves with an item whose text is this rendition."""
    found = [
        (known, known.body)
        for known in query.many(Wanted(Kind.STATEMENT, parent=item.id))
        if known.body is not None and known.body["rendition"] == rendition
    ]
    runs = {run.id for run in query.many(Wanted(Kind.RUN, parent=rendition, limit=1))}
    of = {status: [(known, body) for known, body in found if known.status == status] for status in Status}
    newest = [(known, body) for known, body in of[Status.SUGGESTED] if body["run"] in runs]
    decided = {str(body["statement"]["content"]) for known, body in found if known.status != Status.SUGGESTED}
    return Going(
        item,
        [known for known, _ in (*of[Status.ACCEPTED], *of[Status.AMENDED])],
        [known for known, body in newest if str(body["statement"]["content"]) not in decided],
        [known for known, _ in of[Status.REJECTED]],
        [known for known, body in newest if str(body["statement"]["content"]) in decided],
        [known for known, body in of[Status.SUGGESTED] if body["run"] not in runs],
    )


def matters_of(cares: Cares, audience: Audience, going: Iterable[Going]) -> tuple[Matter, ...]:
    """Return what handing these over to an audience beyond the desk raises."""
    raised = set(_raised(cares, going))
    if raised and audience not in _WIDE:
        raised = {Matter.MARKED}
    if audience is Audience.PUBLIC:
        raised.add(Matter.PUBLIC)
    return tuple(matter for matter in Matter if matter in raised) or (Matter.UNMARKED,)


def _raised(cares: Cares, going: Iterable[Going]) -> Iterator[Matter]:
    for one in going:
        marked = [known for known in one.statements if cares.of(known)]
        if marked:
            yield Matter.MARKED
        if not all(second_person(known.body or {}) for known in marked):
            yield Matter.MARKED_ALONE
        bare = not one.statements and cares.of_record(one.item.id)
        only_in_the_text = (*one.suggested, *one.rejected, *one.repeated, *one.earlier)
        if bare or any(map(cares.of, only_in_the_text)):
            yield Matter.MARKED_TEXT
