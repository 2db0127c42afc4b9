"""The work list, the first page: people in danger now, deadlines, then what is mine, then what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.expiring import Expiring, expiring
from khronika.acts.show import Page as Part
from khronika.acts.worklist import (
    ToReview,
    ToSecond,
    WorkList,
    waiting_for_review,
    waiting_for_second,
    work_list,
)
from khronika.records.access import Right
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.routes import Way, get
from khronika.web.visits import Visit

PAGE = 50
_DAYS = 90


@dataclass(frozen=True, slots=True)
class Work(Context):
    """What there is to do."""

    template: ClassVar[str] = "work_list.html"
    sheet: ClassVar[str] = "work_list.css"
    work: WorkList

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing to do at all."""
        names = ("danger", "deadlines", "mine", "alone", "review", "second", "expiring", "contested")
        return not any(getattr(self.work, name) for name in names)


@dataclass(frozen=True, slots=True)
class Waiting(Context):
    """All that waits for review, or for a second person; a page of it."""

    template: ClassVar[str] = "waiting.html"
    sheet: ClassVar[str] = "work_list.css"
    review: Sequence[ToReview] = ()
    second: Sequence[ToSecond] = ()
    expiring: Sequence[Expiring] = ()
    next: str = ""
    path: str = ""


def first_page(visit: Visit) -> Answer:
    """Show the work list; who may not read records is led to what they may do."""
    if not visit.member.may(Right.READ_RECORDS):
        return GoTo("/inbox")
    return Page(visit.word("Work list"), Work(work_list(visit.desk, visit.who, as_of=visit.as_of)))


def to_review(visit: Visit) -> Answer:
    """Show every text in which suggestions wait."""
    part = Part(PAGE, visit.query.get("before") or None)
    found = waiting_for_review(visit.desk, visit.who, page=part, as_of=visit.as_of)
    following = found[-1].item if len(found) == PAGE else ""
    return Page(visit.word("To review"), Waiting(review=found, next=following, path="/to-review"))


def to_second(visit: Visit) -> Answer:
    """Show every statement that this member may look at as a second person."""
    part = Part(PAGE, visit.query.get("before") or None)
    found = waiting_for_second(visit.desk, visit.who, page=part, as_of=visit.as_of)
    following = found[-1].statement if len(found) == PAGE else ""
    title = visit.word("Waiting for a second person")
    return Page(title, Waiting(second=found, next=following, path="/to-second"))


def ending(visit: Visit) -> Answer:
    """Show the consents that end within three months."""
    found = expiring(visit.desk, visit.who, _DAYS, as_of=visit.as_of)
    return Page(visit.word("Consents that end"), Waiting(expiring=found, path="/ending"))


WAYS: tuple[Way, ...] = (
    get("/", first_page),
    get("/to-review", to_review),
    get("/to-second", to_second),
    get("/ending", ending),
)
