"""The work list: people in danger now, what is due, what waits for somebody, and what is one's own.

What must stay true: danger now is always on it, also where consent was withdrawn (then with the pseudonym and
the kind of channel alone); what the asking member may not see is in no list, order or count; nothing reads
further than its part of the list. Days are counted from today, also as of earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from khronika.acts.desk import Asking, Desk, asking, item_of
from khronika.acts.expiring import Expiring, ending_within
from khronika.acts.paging import Page, last_seen
from khronika.acts.source_names import names_of_sources
from khronika.acts.standing import Standing, standing_of
from khronika.ledger import waiting
from khronika.ledger.queries import Known
from khronika.ledger.waiting import Seen, Suggestions, Tallied
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.contact import Contact

LISTED = 20
"""How many of each part the list shows; there is a page for the rest."""
ENDING_DAYS = 30
_RECEIPTS_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class InDanger:
    """Somebody in danger now, ``since`` that was recorded (UTC).

    Once consent was withdrawn: pseudonym and kind of channel alone.
    """

    contact: str
    party: str
    pseudonym: str
    channel: str
    since: str
    withdrawn: bool = False
    hours: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A next contact that was promised; ``overdue`` once its day is over."""

    contact: str
    party: str
    pseudonym: str
    on: str
    what: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class ToReview:
    """An item with how many suggestions wait in it."""

    item: str
    name: str
    suggestions: int


@dataclass(frozen=True, slots=True)
class ToSecond:
    """An accepted statement that one person has seen: ``by`` whom, and when."""

    statement: str
    item: str
    name: str
    words: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """What there is to do, the most urgent part first; ``more`` names the parts that are cut.

    ``second`` are those that the asking member may review as a second person. ``mine`` are items that the
    member took in, ``alone`` statements that the member accepted and nobody else has seen. ``contested`` are
    records on which several decisions stand.
    """

    danger: tuple[InDanger, ...]
    deadlines: tuple[Deadline, ...]
    mine: tuple[ToReview, ...]
    alone: tuple[ToSecond, ...]
    review: tuple[ToReview, ...]
    second: tuple[ToSecond, ...]
    expiring: tuple[Expiring, ...]
    contested: tuple[Tallied, ...]
    more: frozenset[str]


def work_list(desk: Desk, member: str, *, as_of: str | None = None) -> WorkList:
    """Return what there is to do at the desk, for this member."""
    today = desk.clock().date()
    with asking(desk, member, as_of) as query:
        look, parts = _Look(query, standing_of(query), today.isoformat()), _Parts()
        return WorkList(
            danger=tuple(look.danger()),
            deadlines=parts.cut("deadlines", look.deadlines()),
            mine=parts.cut("mine", look.mine()),
            alone=parts.cut("alone", look.alone(LISTED + 1)),
            review=parts.cut("review", look.review(None, LISTED + 1)),
            second=parts.cut("second", look.second(None, LISTED + 1)),
            expiring=parts.cut("expiring", ending_within(query, today, ENDING_DAYS, LISTED + 1)),
            contested=parts.cut("contested", look.contested()),
            more=frozenset(parts.more),
        )


def waiting_for_review(
    desk: Desk, member: str, *, page: Page | None = None, as_of: str | None = None
) -> list[ToReview]:
    """Return the items in which suggestions wait, those with the newest first; ``before`` is an item.

    Raises:
        NotFound, UsageFault: ``before`` is not there for the member, or no item.
    """
    page = page or Page()
    with asking(desk, member, as_of) as query:
        look = _Look(query, standing_of(query), "")
        before = None
        if page.before is not None:
            known = item_of(query, page.before)
            waits = waiting.waiting_in(query.connection, query.sight, [known.id])
            before = waits[0].newest if waits else known.since
        return look.review(before, page.limit)


def waiting_for_second(
    desk: Desk, member: str, *, page: Page | None = None, as_of: str | None = None
) -> list[ToSecond]:
    """Return accepted statements that the member may review as a second person, newest first.

    Raises:
        NotFound: the statement that was seen last is not there.
    """
    page = page or Page()
    with asking(desk, member, as_of) as query:
        before = last_seen(query, page)
        return _Look(query, standing_of(query), "").second(before, page.limit)


_Entry = TypeVar("_Entry")


@dataclass(slots=True)
class _Parts:
    """Cuts the parts of a list, and remembers which of them have more."""

    more: set[str] = field(default_factory=set)

    def cut(self, name: str, part: Iterable[_Entry]) -> tuple[_Entry, ...]:
        found = tuple(islice(part, LISTED + 1))
        if len(found) > LISTED:
            self.more.add(name)
        return found[:LISTED]


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at what waits, inside one query. Names are looked up together."""

    query: Asking
    standing: Standing
    today: str

    def danger(self) -> Iterator[InDanger]:
        """Yield everybody who is in danger now, also where consent was withdrawn."""
        for known, name in self.named(waiting.in_danger(self.query.connection, self.query.sight)):
            contact, at = record_of(Contact, known.body), known.envelope["time"]
            short = InDanger(known.id, contact.party, name, contact.channel, at, withdrawn=True)
            if self.standing.withdrawn(known):
                yield short
            else:
                yield replace(short, withdrawn=False, hours=contact.hours, words=contact.danger_words)

    def deadlines(self) -> Iterator[Deadline]:
        due = waiting.due(self.query.connection, self.query.sight)
        for known, name in self.named(one for one in due if not self.standing.withdrawn(one)):
            contact = record_of(Contact, known.body)
            assert contact.next is not None
            on, what = contact.next.on, contact.next.what
            yield Deadline(known.id, contact.party, name, on, what, overdue=on < self.today)

    def review(self, before: int | None, limit: int | None) -> list[ToReview]:
        sought = (self.query.connection, self.query.sight, before, self.standing.items, limit)
        return self.to_review(waiting.suggested(*sought))

    def mine(self) -> list[ToReview]:
        """Return the items that the member took in and that wait for review."""
        asked = (self.query.connection, self.query.sight, self.query.member.id, self.standing.items)
        return self.to_review(islice(waiting.taken_in_by(*asked, _RECEIPTS_LOOKED_AT), LISTED + 1))

    def alone(self, limit: int) -> list[ToSecond]:
        return self.seen_by_one(None, limit, own=True)

    def second(self, before: int | None, limit: int | None) -> list[ToSecond]:
        """Return what the member may review as a second person: nobody is their own."""
        if not self.query.member.may(Right.REVIEW):
            return []
        return self.seen_by_one(before, limit, own=False)

    def contested(self) -> Iterator[Tallied]:
        for one in waiting.contested(self.query.connection, self.query.sight):
            if not self.standing.withdrawn(self.query.get(one.id)):
                yield one

    def seen_by_one(self, before: int | None, limit: int | None, *, own: bool) -> list[ToSecond]:
        seen = Seen(self.query.member.id, own)
        asked = (self.query.connection, self.query.sight, seen, self.standing.items, before)
        found = (
            (known, known.body)
            for known in waiting.seen_by_one(*asked)
            if known.body is not None and not self.standing.withdrawn(known)
        )
        shown = [
            ToSecond(k.id, body["item"], "", body["words"], k.envelope["author"], k.envelope["time"])
            for k, body in islice(found, limit)
        ]
        names = names_of_sources(self.query, self.standing, {one.item for one in shown})
        return [replace(one, name=names[one.item]) for one in shown]

    def to_review(self, waits: Iterable[Suggestions]) -> list[ToReview]:
        found = list(waits)
        names = names_of_sources(self.query, self.standing, {one.item for one in found})
        return [ToReview(one.item, names[one.item], one.count) for one in found]

    def named(self, contacts: Iterable[Known]) -> Iterator[tuple[Known, str]]:
        """Yield contacts with the pseudonyms, also where consent was withdrawn: they may be in danger."""
        rest = iter(contacts)
        while some := list(islice(rest, LISTED + 1)):
            parties = {known.parent for known in some if known.parent is not None}
            bodies = waiting.those(self.query.connection, self.query.sight, parties)
            for known in some:
                party = bodies.get(known.parent or "")
                yield known, party.body["name"] if party is not None and party.body is not None else ""
