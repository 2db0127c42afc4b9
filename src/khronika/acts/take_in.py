"""Taking in: the original sealed first, then read for its text, then recorded; one act for one batch.

All that takes time is prepared outside the act (:mod:`khronika.acts.preparing`); the act records it
(:mod:`khronika.acts.keeping`). The blobs are durable before the entries that name them. A source that cannot
be read from disk is listed and does not stop the others; a full disk stops the whole batch, of which nothing
is then recorded. Who may not read records learns nothing of what the desk holds: no second receipt, no likely
copy, no text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from khronika.acts.desk import Desk, acting, asking
from khronika.acts.keeping import Kept, record, refuse_conditions
from khronika.acts.likeness import Beside, Likeness
from khronika.acts.preparing import Preparing
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.standing import standing_of
from khronika.errors import NotAllowed
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits
from khronika.records.access import Right
from khronika.records.item import Rendition


def take_in(
    desk: Desk,
    member: str,
    sources: Iterable[Source],
    conditions: Conditions,
    extractor: Extractor,
    limits: Limits | None = None,
) -> list[TakenIn]:
    """Take a batch of sources into the desk, as one act.

    Raises:
        NotAllowed: the member may not take in.
        NotFound: a compartment, or the contributor, is not there for the member.
        StorageFull: there is no room; nothing of the batch was recorded.
    """
    with acting(desk, member, Right.TAKE_IN) as act:
        refuse_conditions(act, conditions)
    with Preparing(desk, member, conditions, extractor, limits) as preparing:
        kept = record(preparing, [preparing.prepare(one) for one in sources])
    return _answer(desk, member, kept)


def blinded(taken: TakenIn) -> TakenIn:
    """Return what somebody learns who may not read records: that it was kept, or that it was not."""
    if taken.item is None:
        return taken
    return TakenIn(taken.name, taken.item, taken.receipt, size=taken.size)


def _answer(desk: Desk, member: str, kept: Kept) -> list[TakenIn]:
    """Return what the member may know of what was recorded: the likely copies are those of before the act."""
    try:
        with asking(desk, member, as_of=None if kept.first is None else str(kept.first)) as query:
            compared = _Compared(Likeness(query, standing_of(query)), kept.renditions)
            return [compared.with_copies(taken) for taken in kept.taken]
    except NotAllowed:
        return [blinded(taken) for taken in kept.taken]


class _Compared:
    """Compares the renditions of one batch with those of before, and with those earlier in the batch."""

    def __init__(self, likeness: Likeness, fresh: dict[str, Rendition]) -> None:
        self._likeness = likeness
        self._fresh = fresh
        self._beside = Beside()

    def with_copies(self, taken: TakenIn) -> TakenIn:
        """Return what was taken in with its likely copies, as well as those of what was attached."""
        rendition = None if taken.second or taken.rendition is None else self._fresh.get(taken.rendition)
        copies = taken.copies
        if rendition is not None:
            copies = self._likeness.likely_copies(rendition, self._beside)
            self._beside.add(taken.name, rendition.sketch)
        parts = tuple(self.with_copies(part) for part in taken.parts)
        return replace(taken, copies=copies, parts=parts)
