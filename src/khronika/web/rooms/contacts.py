"""Contact and interview: from a call to a pseudonymous item on one page; and how each contact goes on.

What must stay true: name and handle are in the form that seals them and on no page again; nothing of them
comes back to a browser with a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.contact import (
    ContactPage,
    ContactShown,
    change_contact,
    contact_page,
    contacts,
    record_interview,
)
from khronika.acts.interviewing import RecordedInterview
from khronika.acts.members import compartments
from khronika.acts.show import Page as Part
from khronika.errors import UsageFault
from khronika.records.access import Compartment, Right
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.records.contact import (
    ContactChange,
    Danger,
    Interview,
    NextContact,
    PlaceKind,
    Referral,
    Wording,
)
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.forms import Fields
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Contacts(Context):
    """The contacts, those last changed first."""

    template: ClassVar[str] = "contacts.html"
    sheet: ClassVar[str] = "contacts.css"
    contacts: Sequence[ContactShown]
    next: str


@dataclass(frozen=True, slots=True)
class NewContact(Context):
    """The form of an interview or a call. ``party`` is somebody the desk knows already."""

    template: ClassVar[str] = "new_contact.html"
    sheet: ClassVar[str] = "contacts.css"
    party: str
    pseudonym: str
    earlier: str
    compartments: Sequence[Compartment]
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)
    dangers: Sequence[Danger] = tuple(Danger)
    wordings: Sequence[Wording] = tuple(Wording)
    places: Sequence[PlaceKind] = tuple(PlaceKind)


@dataclass(frozen=True, slots=True)
class RecordedContact(Context):
    """What became of an interview."""

    template: ClassVar[str] = "recorded_contact.html"
    sheet: ClassVar[str] = "contacts.css"
    recorded: RecordedInterview


@dataclass(frozen=True, slots=True)
class OneContact(Context):
    """One contact, and what can be changed of it."""

    template: ClassVar[str] = "contact.html"
    sheet: ClassVar[str] = "contacts.css"
    page: ContactPage
    dangers: Sequence[Danger] = tuple(Danger)


def list_contacts(visit: Visit) -> Answer:
    """Show the contacts."""
    part = Part(PAGE, visit.query.get("before") or None)
    found = contacts(visit.desk, visit.who, page=part, as_of=visit.as_of)
    following = found[-1].id if len(found) == PAGE else ""
    return Page(visit.word("Contacts"), Contacts(found, following))


def new_contact(visit: Visit) -> Answer:
    """Show the form; further contact with somebody the desk knows comes with ``after``, an earlier one."""
    party = pseudonym = earlier = ""
    if visit.query.get("after"):
        shown = contact_page(visit.desk, visit.who, visit.query.get("after")).shown
        if shown.contact is not None:
            party, pseudonym, earlier = shown.contact.party, shown.pseudonym, shown.id
    reads = visit.member.may(Right.READ_RECORDS)
    enterable = compartments(visit.desk, visit.who) if reads else []
    return Page(visit.word("A contact"), NewContact(party, pseudonym, earlier, enterable))


def record(visit: Visit) -> Answer:
    """Record a contact with all that the form holds, as one act."""
    recorded = record_interview(visit.desk, visit.who, interview_of(visit.form))
    return Page(visit.word("Recorded"), RecordedContact(recorded))


def show_contact(visit: Visit) -> Answer:
    """Show one contact."""
    found = contact_page(visit.desk, visit.who, visit.parts["contact"], as_of=visit.as_of)
    return Page(found.shown.pseudonym or visit.word("A contact"), OneContact(found))


def change(visit: Visit) -> Answer:
    """Record what is different about a contact."""
    contact = visit.parts["contact"]
    change_contact(visit.desk, visit.who, contact, change_of(visit.form))
    reads = visit.member.may(Right.READ_RECORDS)
    return GoTo(f"/contacts/{contact}" if reads else "/inbox", "changed")


def interview_of(form: Fields) -> Interview:
    """Return the interview that a form holds.

    Raises:
        UsageFault: a choice is not on its list, or a day cannot be read.
    """
    to = form.get("referral")
    return Interview(
        notes=form.typed("notes"),
        no_notes=form.get("no_notes"),
        terms=terms_of(form),
        consent_form=form.get("consent_form"),
        party=form.get("party") or None,
        pseudonym=form.get("pseudonym"),
        identity=form.get("identity"),
        handle=form.get("handle"),
        names_stay=form.has("names_stay"),
        interpreter=form.get("interpreter"),
        language=form.get("language"),
        words=form.choice("words", Wording) or Wording.PARAPHRASE,
        held=form.get("held"),
        place_kind=form.choice("place_kind", PlaceKind),
        channel=form.get("channel"),
        hours=form.get("hours"),
        danger=form.choice("danger", Danger) or Danger.NONE_KNOWN,
        danger_words=form.get("danger_words"),
        earlier=tuple(form.all("earlier")),
        earlier_elsewhere=form.get("earlier_elsewhere"),
        referral=Referral(to, form.has("referral_consented")) if to else None,
        next=_next_of(form),
        compartments=frozenset(form.all("compartment")),
    )


def change_of(form: Fields) -> ContactChange:
    """Return what a form changes of a contact: each of its forms names what it is about in ``part``."""
    part = form.get("part")
    if part == "danger":
        danger = form.choice("danger", Danger)
        return ContactChange(danger=danger, danger_words=form.get("danger_words"))
    if part == "next":
        return ContactChange(next=_next_of(form))
    if part == "channel":
        return ContactChange(channel=form.get("channel"), hours=form.get("hours"))
    if part == "referral":
        return ContactChange(referral=Referral(form.get("referral"), form.has("referral_consented")))
    raise UsageFault("this form says nothing that can be changed", "go back and reload the page")


def terms_of(form: Fields) -> tuple[Term, ...]:
    """Return the terms that the table of a form holds: a row a purpose; one without audience is none."""
    terms = []
    for purpose in Purpose:
        audience = form.choice(f"{purpose.name}-audience", Audience)
        if audience is not None:
            detail = form.choice(f"{purpose.name}-identity", IdentityDetail) or IdentityDetail.NONE
            terms.append(Term(purpose, audience, detail, form.day(f"{purpose.name}-until")))
    return tuple(terms)


def _next_of(form: Fields) -> NextContact | None:
    on = form.get("next_on")
    return NextContact(on, form.get("next_what"), form.has("next_done")) if on else None


WAYS: tuple[Way, ...] = (
    get("/contacts", list_contacts),
    get("/contacts/new", new_contact),
    post("/contacts/new", record),
    get("/contacts/{contact}", show_contact),
    post("/contacts/{contact}", change),
)
