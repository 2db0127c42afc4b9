"""Who may record an interview, see contacts, what rests on a consent, and the work list."""

from __future__ import annotations

from datetime import date

from rights_house import Act

from desk_cast import House
from khronika.acts import contact, expiring, interviewing, own_contacts, resting, sealed, worklist
from khronika.acts.sources import Conditions
from khronika.errors import NotAllowed
from khronika.records.access import Right
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import ContactChange, Danger, Interview, NextContact
from khronika.records.ids import Kind

TERM = Term(Purpose.COURT, Audience.MECHANISM, until=date(2026, 5, 1))
OVER = ContactChange(danger=Danger.POSSIBLE)


def fill(house: House, conditions: Conditions, ids: dict[Kind, str], name: str) -> dict[Kind, str]:
    """Record an interview of somebody in danger, with a name, a number and a next contact."""
    interview = Interview(
        f"Two vans, says {name}.\n",
        terms=(TERM,),
        party=ids[Kind.PARTY],
        identity=f"Ilja of {name}",
        handle="+99 555 0177",
        names_stay=True,
        danger=Danger.NOW,
        danger_words=f"about {name}",
        next=NextContact("2026-04-21", name),
        compartments=conditions.compartments,
    )
    made = contact.record_interview(house.desk, house.cast.ines, interview)
    return {Kind.CONTACT: made.contact}


def _own(house: House, member: str, ids: dict[Kind, str]) -> interviewing.RecordedInterview:
    """Record a contact of the member's own; where they may not, name one that is there."""
    try:
        return contact.record_interview(house.desk, member, Interview("A word.\n"))
    except NotAllowed:
        return interviewing.RecordedInterview(ids[Kind.CONTACT], ids[Kind.PARTY], "", ids[Kind.CONSENT])


ACTS: dict[str, Act] = {
    "contact.change_contact": Act(
        Right.INTERVIEW,
        lambda h, m, i: contact.change_contact(h.desk, m, i[Kind.CONTACT], OVER),
        Kind.CONTACT,
    ),
    "contact.contact_page": Act(
        Right.READ_RECORDS, lambda h, m, i: contact.contact_page(h.desk, m, i[Kind.CONTACT]), Kind.CONTACT
    ),
    "contact.contacts": Act(Right.READ_RECORDS, lambda h, m, _: contact.contacts(h.desk, m)),
    "contact.record_interview": Act(
        Right.INTERVIEW,
        lambda h, m, i: contact.record_interview(h.desk, m, Interview("More.\n", party=i[Kind.PARTY])),
        Kind.PARTY,
    ),
    "expiring.expiring": Act(Right.READ_RECORDS, lambda h, m, _: expiring.expiring(h.desk, m)),
    "expiring.renew": Act(
        Right.RECORD_CONSENT,
        lambda h, m, i: expiring.renew(h.desk, m, i[Kind.CONSENT], [TERM]),
        Kind.CONSENT,
    ),
    "own_contacts.own_consent": Act(
        Right.RECORD_CONSENT, lambda h, m, i: own_contacts.own_consent(h.desk, m, _own(h, m, i).consent)
    ),
    "own_contacts.own_contact": Act(
        Right.INTERVIEW, lambda h, m, i: own_contacts.own_contact(h.desk, m, _own(h, m, i).contact)
    ),
    "own_contacts.own_contacts": Act(Right.INTERVIEW, lambda h, m, _: own_contacts.own_contacts(h.desk, m)),
    "resting.rests_on": Act(
        Right.READ_RECORDS, lambda h, m, i: resting.rests_on(h.desk, m, i[Kind.CONSENT]), Kind.CONSENT
    ),
    "sealed.seal_later": Act(
        Right.INTERVIEW,
        lambda h, m, i: sealed.seal_later(h.desk, m, i[Kind.CONTACT], name="Ruzha of Orvan"),
        Kind.CONTACT,
    ),
    "sealed.sealed_identity": Act(
        Right.OPEN_IDENTITY,
        lambda h, m, i: sealed.sealed_identity(h.desk, m, i[Kind.IDENTITY]),
        Kind.IDENTITY,
    ),
    "sealed.sealed_of": Act(
        Right.READ_RECORDS, lambda h, m, i: sealed.sealed_of(h.desk, m, i[Kind.PARTY]), Kind.PARTY
    ),
    "worklist.waiting_for_review": Act(
        Right.READ_RECORDS, lambda h, m, _: worklist.waiting_for_review(h.desk, m)
    ),
    "worklist.waiting_for_second": Act(
        Right.READ_RECORDS, lambda h, m, _: worklist.waiting_for_second(h.desk, m)
    ),
    "worklist.work_list": Act(Right.READ_RECORDS, lambda h, m, _: worklist.work_list(h.desk, m)),
}
