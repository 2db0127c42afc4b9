"""Keeping: what was prepared is recorded, inside one act that does nothing heavy.

Rights, compartments and the contributor are looked up again, and whether the desk has these bytes: of two
members who take the same in at the same moment, the second gets a second receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from khronika.acts.desk import Acting, Desk, acting, refuse_unenterable
from khronika.acts.preparing import Original, Prepared, Preparing, same_bytes
from khronika.acts.recording import compartments_of, party_of_person
from khronika.acts.shown import newest_rendition
from khronika.acts.sources import Conditions, TakenIn
from khronika.errors import UsageFault
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.consent import Consent
from khronika.records.ids import Kind
from khronika.records.item import CustodyEvent, Item, Receipt, Rendition

Also = Callable[[Acting, Sequence[TakenIn], frozenset[str]], None]
"""What is done in the same transaction, given the act, what was taken in, and the ids of recorded files."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one act recorded, with the fresh renditions by id and the act's first position."""

    taken: tuple[TakenIn, ...]
    renditions: dict[str, Rendition]
    first: int | None


class NotExtracted(Exception):
    """The desk does not have the bytes any more that it seemed to have: they must be read after all."""


def record(preparing: Preparing, prepared: Sequence[Prepared], also: Also | None = None) -> Kept:
    """Record what was prepared as one act.

    Raises:
        NotAllowed: the member may not take in.
        NotFound: a compartment, or the contributor, is not there for the member.
        StorageFull: there is no room; nothing of it was recorded.
    """
    while True:
        try:
            return _recorded(preparing, prepared, also)
        except NotExtracted:
            prepared = [preparing.completed(one) for one in prepared]


def _recorded(preparing: Preparing, prepared: Sequence[Prepared], also: Also | None) -> Kept:
    with acting(preparing.desk, preparing.member, Right.TAKE_IN) as act:
        refuse_conditions(act, preparing.conditions)
        keeping = _Keeping(preparing.desk, act, preparing.conditions)
        taken = tuple(keeping.keep(one) for one in prepared)
        if also is not None:
            also(act, taken, frozenset(keeping.recorded))
    preparing.recorded |= keeping.recorded
    return Kept(taken, keeping.renditions, act.done.first if act.done else None)


def refuse_conditions(act: Acting, conditions: Conditions) -> None:
    """Refuse conditions that name what is not there for the member.

    Raises:
        NotFound: a compartment, or the contributor, is not there for the member.
        UsageFault: it is something else; or the contributor, or the person whose consent it is, is in a
            compartment that is not among these: what is taken in would tell others of them.
    """
    refuse_unenterable(act, conditions.compartments)
    contributor, named = conditions.contributor, party_of_person(act, conditions.person)
    if contributor is not None:
        named.append(act.get(contributor))
        if not contributor.startswith(f"{Kind.PARTY}_"):
            raise UsageFault(f"{contributor} is not a party", "khronika identity seal records one")
    if compartments_of(named) - conditions.compartments:
        hint = "take it in there too, so that nobody else learns of them"
        raise UsageFault("who this came from is in a compartment", hint).beside("compartment")


class _Keeping:
    """Records inside one act. ``items`` are those of this act, by digest, with their renditions."""

    def __init__(self, desk: Desk, act: Acting, conditions: Conditions) -> None:
        self.recorded: set[str] = set()
        self.renditions: dict[str, Rendition] = {}
        self._desk = desk
        self._act = act
        self._conditions = conditions
        self._items: dict[str, tuple[str, str | None]] = {}

    def keep(self, prepared: Prepared) -> TakenIn:
        """Record one source with all that came attached to it, and the consent that came with it."""
        if prepared.original is None:
            return TakenIn(prepared.name, problems=prepared.problems)
        taken = self._kept(prepared, prepared.original, None)
        if self._conditions.terms:
            self._consent(taken)
        return taken

    def _kept(self, prepared: Prepared, original: Original, parent: TakenIn | None) -> TakenIn:
        known = self._same_bytes(original.sha256)
        if known is None:
            fresh = self._item(prepared, original, parent)
            taken = self._received(prepared, original, fresh, parent)
            taken = replace(taken, about=prepared.about, problems=prepared.problems)
        else:
            taken = replace(self._received(prepared, original, known, parent), second=True)
        parts = [(part, part.original) for part in prepared.parts]
        return replace(taken, parts=tuple(self._kept(part, own, taken) for part, own in parts if own))

    def _same_bytes(self, digest: str) -> tuple[str, str | None] | None:
        """Return the item with these bytes in the very same compartments, and its newest rendition."""
        if digest not in self._items:
            known = same_bytes(self._act, digest, self._conditions.compartments)
            if known is None:
                return None
            rendition = newest_rendition(self._act, known.id)
            self._items[digest] = (known.id, rendition.id if rendition else None)
        return self._items[digest]

    def _item(self, prepared: Prepared, original: Original, parent: TakenIn | None) -> tuple[str, str | None]:
        """Record an item that the desk does not have, with its text."""
        if not prepared.extracted:
            raise NotExtracted
        rendition = prepared.rendition
        unread = prepared.problems if rendition is None else ()
        part_of = parent.item if parent else None
        digest, size, key = original.sha256, original.size, original.key
        item = Item(original.item, digest, size, prepared.media, key, part_of, unread)
        self._add("item.sealed", item)
        self.recorded.add(item.id)
        if rendition is not None:
            self._add("rendition.sealed", rendition, item.id)
            self.recorded.add(rendition.id)
            self.renditions[rendition.id] = rendition
        self._items[original.sha256] = (item.id, rendition.id if rendition else None)
        return self._items[original.sha256]

    def _received(
        self,
        prepared: Prepared,
        original: Original,
        known: tuple[str, str | None],
        parent: TakenIn | None,
    ) -> TakenIn:
        """Record a receipt of an item."""
        item, rendition = known
        conditions, now = self._conditions, moment(self._desk.clock())
        receipt = Receipt(
            id=self._desk.new_id(Kind.RECEIPT),
            item=item,
            name=prepared.name,
            acquisition=prepared.acquisition,
            received=now,
            custody=(CustodyEvent("ingestion", now, self._act.member.id, conditions.note),),
            contributor=conditions.contributor,
            public=conditions.public,
        )
        above = (parent.receipt,) if parent and parent.receipt else ()
        self._add("receipt.recorded", receipt, item, *above)
        return TakenIn(prepared.name, item, receipt.id, rendition, original.size)

    def _consent(self, taken: TakenIn) -> None:
        """Record the consent that came with a source: one for it and all that was attached to it."""
        conditions = self._conditions
        consent = Consent(
            self._desk.new_id(Kind.CONSENT),
            tuple(_receipts_of(taken)),
            conditions.person,
            conditions.terms,
            obtained_by=self._act.member.id,
            obtained_at=moment(self._desk.clock()),
        )
        self._add("consent.recorded", consent)

    def _add(self, type_: str, made: Item | Rendition | Receipt | Consent, *derived_from: str) -> None:
        compartments = self._conditions.compartments
        draft = Draft(type_, made.id, body_of(made), derived_from=derived_from, compartments=compartments)
        self._act.add(draft)


def _receipts_of(taken: TakenIn) -> list[str]:
    own = [taken.receipt] if taken.receipt else []
    return own + [receipt for part in taken.parts for receipt in _receipts_of(part)]
