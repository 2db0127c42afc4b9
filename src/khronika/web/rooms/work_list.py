"""The work list, the first page: people in danger now, what is due, then what waits for this member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.care import marks_in_question
from khronika.acts.expiring import Expiring, expiring
from khronika.acts.own_contacts import own_contacts
from khronika.acts.paging import Page as Part
from khronika.acts.second import Waiting as Proposal
from khronika.acts.second import proposals
from khronika.acts.texts import ToRead, unread_texts
from khronika.acts.worklist import (
    LISTED,
    ToReview,
    ToSecond,
    WorkList,
    waiting_for_review,
    waiting_for_second,
    work_list,
)
from khronika.records.access import Right
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.leafing import further, part_of
from khronika.web.routes import Way, get
from khronika.web.visits import Visit

_DAYS = 90


@dataclass(frozen=True, slots=True)
class Work(Context):
    """What there is to do."""

    template: ClassVar[str] = "work_list.html"
    sheet: ClassVar[str] = "work_list.css"
    work: WorkList
    proposals: Sequence[Proposal]
    unread: Sequence[ToRead]
    more_unread: bool
    reviews: bool
    marks: int

    @property
    def others(self) -> Sequence[ToReview]:
        """The texts to be reviewed but for those that stand among the member's own."""
        own = {one.item for one in self.work.mine}
        return [one for one in self.work.review if one.item not in own]

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing to do at all."""
        names = ["danger", "deadlines", "mine", "alone", "second", "expiring", "contested"]
        names += ["review"] if self.reviews else []
        return not (
            self.proposals or self.unread or self.marks or any(getattr(self.work, name) for name in names)
        )


@dataclass(frozen=True, slots=True)
class Waiting(Context):
    """All that waits for review, or for a second person; a page of it."""

    template: ClassVar[str] = "waiting.html"
    sheet: ClassVar[str] = "work_list.css"
    review: Sequence[ToReview] = ()
    second: Sequence[ToSecond] = ()
    unread: Sequence[ToRead] = ()
    expiring: Sequence[Expiring] = ()
    next: str = ""
    path: str = ""


def _has_contacts(visit: Visit) -> bool:
    return visit.member.may(Right.INTERVIEW) and bool(own_contacts(visit.desk, visit.who, page=Part(1)))


def first_page(visit: Visit) -> Answer:
    """Show the work list; who may not read records is led to what they may do."""
    if not visit.member.may(Right.READ_RECORDS):
        return GoTo("/contacts" if _has_contacts(visit) else "/inbox")
    work = work_list(visit.desk, visit.who, as_of=visit.as_of)
    reviews = visit.member.may(Right.REVIEW)
    asked = [] if visit.as_of else proposals(visit.desk, visit.who)
    waits = [one for one in asked if one.mine or one.yours_to_confirm]
    limit = LISTED + 1 if reviews else 0
    unread = unread_texts(visit.desk, visit.who, limit=limit, as_of=visit.as_of)
    context = Work(work, waits, unread[:LISTED], len(unread) > LISTED, reviews, _marks_for(visit))
    return Page(visit.word("Work list"), context)


def _marks_for(visit: Visit) -> int:
    """Return how many records bear a mark that another took away and this member could take away as well."""
    if visit.as_of or not visit.member.may(Right.REVIEW):
        return 0
    found = marks_in_question(visit.desk, visit.who)
    return sum(any(asked.by != visit.who for asked in one.questioned) for one in found)


def to_review(visit: Visit) -> Answer:
    """Show every text in which suggestions wait."""
    found = waiting_for_review(visit.desk, visit.who, page=part_of(visit), as_of=visit.as_of)
    following = further([one.item for one in found])
    return Page(visit.word("To review"), Waiting(review=found, next=following, path="/to-review"))


def to_read(visit: Visit) -> Answer:
    """Show the texts that nobody has had read yet."""
    found = unread_texts(visit.desk, visit.who, as_of=visit.as_of)
    return Page(visit.word("To be read"), Waiting(unread=found, path="/to-read"))


def to_second(visit: Visit) -> Answer:
    """Show every statement that this member may look at as a second person."""
    found = waiting_for_second(visit.desk, visit.who, page=part_of(visit), as_of=visit.as_of)
    following = further([one.statement for one in found])
    title = visit.word("Waiting for a second person")
    return Page(title, Waiting(second=found, next=following, path="/to-second"))


def ending(visit: Visit) -> Answer:
    """Show the consents that end within three months."""
    found = expiring(visit.desk, visit.who, _DAYS, as_of=visit.as_of)
    return Page(visit.word("Consents that end"), Waiting(expiring=found, path="/ending"))


WAYS: tuple[Way, ...] = (
    get("/", first_page),
    get("/to-review", to_review),
    get("/to-read", to_read),
    get("/to-second", to_second),
    get("/ending", ending),
)
