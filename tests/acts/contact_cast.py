"""A call, and what tests of contacts and interviews share."""

from __future__ import annotations

from typing import Any

from desk_cast import House
from khronika.acts.consent import list_consents
from khronika.acts.contact import contact_page, contacts, record_interview
from khronika.acts.interviewing import RecordedInterview
from khronika.acts.show import Sought, items, log, show, statements
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import (
    Danger,
    Interview,
    NextContact,
    PlaceKind,
    Referral,
)

NAME, NUMBER = "Roza Vardol", "+99 555 0143"
NOTES = 'The caller said: "I saw two vans at Quarry 9." She had heard that forty men were held there.\n'
TERM = Term(Purpose.COURT, Audience.MECHANISM)
CALL = Interview(
    NOTES,
    terms=(TERM,),
    consent_form="spoken",
    identity=f"{NAME}, nurse",
    handle=NUMBER,
    interpreter="Interpreter 3",
    language="en",
    place_kind=PlaceKind.BY_PHONE,
    channel="Signal",
    hours="after 21:00; never in the morning",
    danger=Danger.NOW,
    danger_words="a car stands before the house",
    earlier_elsewhere="by a lawyer, in March",
    referral=Referral("a doctor in Sarn", consented=True),
    next=NextContact("2026-04-22", "ask about the sister"),
)


def called(house: House, interview: Interview = CALL, by: str | None = None) -> RecordedInterview:
    return record_interview(house.desk, by or house.cast.matei, interview)


def everything_shown(house: House, member: str) -> str:
    """Return all that a member can be shown, written out."""
    desk = house.desk
    subjects = dict.fromkeys(entry.subject for entry in log(desk, member, limit=1000))
    shown: list[Any] = [show(desk, member, id_) for id_ in subjects]
    shown += [log(desk, member, limit=1000), contacts(desk, member), items(desk, member)]
    shown += [contact_page(desk, member, one.id) for one in contacts(desk, member)]
    shown += [list_consents(desk, member), statements(desk, member, Sought())]
    return repr(shown)
