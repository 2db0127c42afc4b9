"""Contact and interview: from a call to a pseudonymous item on one page; and how each contact goes on.

What must stay true: name and handle are in the field of the form that seals them, also where that comes back
because something else was wrong with it, and on no page once they are sealed; somebody who may not read
records sees what they recorded themselves, and nothing of anybody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from khronika.acts.contact import (
    ContactPage,
    ContactShown,
    change_contact,
    contact_page,
    contacts,
    record_interview,
)
from khronika.acts.members import compartments, members
from khronika.acts.own_contacts import OwnContact, own_contact, own_contacts
from khronika.acts.sealed import Sealed, seal_later, sealed_of
from khronika.errors import UsageFault
from khronika.records.access import Compartment, Member, Right
from khronika.records.consent import Audience, IdentityDetail, Purpose
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
from khronika.web.consent_sets import SETS, ConsentSet, terms_of
from khronika.web.forms import Fields
from khronika.web.leafing import further, part_of
from khronika.web.routes import Way, get, now, post
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Contacts(Context):
    """The contacts, those last changed first; what is due before ``today`` is overdue."""

    template: ClassVar[str] = "contacts.html"
    sheet: ClassVar[str] = "contacts.css"
    contacts: Sequence[ContactShown]
    next: str
    today: str


@dataclass(frozen=True, slots=True)
class NewContact(Context):
    """The form of an interview or a call. ``party`` is somebody the desk knows."""

    template: ClassVar[str] = "new_contact.html"
    sheet: ClassVar[str] = "contacts.css"
    party: str
    pseudonym: str
    earlier: str
    compartments: Sequence[Compartment]
    members: Sequence[Member]
    sets: Mapping[str, ConsentSet] = field(default_factory=lambda: SETS)
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)
    dangers: Sequence[Danger] = tuple(Danger)
    wordings: Sequence[Wording] = tuple(Wording)
    places: Sequence[PlaceKind] = tuple(PlaceKind)


@dataclass(frozen=True, slots=True)
class OneContact(Context):
    """One contact, and what can be changed of it."""

    template: ClassVar[str] = "contact.html"
    sheet: ClassVar[str] = "contacts.css"
    page: ContactPage
    seals: Sequence[Sealed]
    custodians: Sequence[Member]
    inside: Sequence[Compartment]
    dangers: Sequence[Danger] = tuple(Danger)


@dataclass(frozen=True, slots=True)
class OneOfOnesOwn(Context):
    """A contact that the member recorded, who may not read records, and what can be changed of it."""

    template: ClassVar[str] = "own_contact.html"
    sheet: ClassVar[str] = "contacts.css"
    own: OwnContact
    dangers: Sequence[Danger] = tuple(Danger)


def list_contacts(visit: Visit) -> Answer:
    """Show the contacts, to somebody who may not read records their own.

    On each page danger now stands first, then what is due, the earliest first.
    """
    part = part_of(visit)
    if _reads(visit):
        found = contacts(visit.desk, visit.who, page=part, as_of=visit.as_of)
    else:
        found = own_contacts(visit.desk, visit.who, page=part)
    following = further([one.id for one in found])
    found.sort(key=_urgency)
    title = visit.word("Contacts") if _reads(visit) else visit.word("Your contacts")
    return Page(title, Contacts(found, following, visit.desk.clock().date().isoformat()))


def _urgency(one: ContactShown) -> tuple[bool, bool, str]:
    contact = one.contact
    if contact is None:
        return not one.in_danger, True, ""
    due = contact.next.on if contact.next is not None and not contact.next.done else ""
    return contact.danger is not Danger.NOW, not due, due


def new_contact(visit: Visit) -> Answer:
    """Show the form; further contact with somebody the desk knows comes with ``after``, an earlier one."""
    party = pseudonym = earlier = ""
    if visit.query.get("after"):
        after = visit.query.get("after")
        known = contact_page if _reads(visit) else own_contact
        shown = known(visit.desk, visit.who, after).shown
        if shown.contact is not None:
            party, pseudonym, earlier = shown.contact.party, shown.pseudonym, shown.id
    enterable = compartments(visit.desk, visit.who) if _reads(visit) else []
    others = [one for one in members(visit.desk, visit.who) if one.active] if _reads(visit) else []
    return Page(visit.word("A new contact"), NewContact(party, pseudonym, earlier, enterable, others))


def record(visit: Visit) -> Answer:
    """Record a contact with all that the form holds, as one act, and lead to it."""

    def recorded() -> GoTo:
        made = record_interview(visit.desk, visit.who, interview_of(visit.form))
        return GoTo(f"/contacts/{made.contact}", "told")

    return visit.server.sent.once(visit.session.digest, "/contacts/new", visit.form, recorded)


def show_contact(visit: Visit) -> Answer:
    """Show one contact; to somebody who may not read records, one of their own."""
    if not _reads(visit):
        own = own_contact(visit.desk, visit.who, visit.parts["contact"])
        return Page(own.shown.pseudonym or visit.word("A contact"), OneOfOnesOwn(own))
    found = contact_page(visit.desk, visit.who, visit.parts["contact"], as_of=visit.as_of)
    shown = found.shown
    seals = sealed_of(visit.desk, visit.who, shown.contact.party) if shown.contact else []
    could = [one for one in members(visit.desk, visit.who) if one.active and one.may(Right.OPEN_IDENTITY)]
    inside = [one for one in compartments(visit.desk, visit.who) if one.id in shown.compartments]
    return Page(shown.pseudonym or visit.word("A contact"), OneContact(found, seals, could, inside))


def change(visit: Visit) -> Answer:
    """Record what is different about a contact."""
    contact = visit.parts["contact"]
    change_contact(visit.desk, visit.who, contact, change_of(visit.form))
    return GoTo(f"/contacts/{contact}", "changed")


def seal(visit: Visit) -> Answer:
    """Seal a name or a number that was left out when the contact was recorded, or that is another now."""
    contact, form = visit.parts["contact"], visit.form
    seal_later(visit.desk, visit.who, contact, name=form.get("identity"), handle=form.get("handle"))
    return GoTo(f"/contacts/{contact}", "sealed")


def interview_of(form: Fields) -> Interview:
    """Return the interview that a form holds.

    Raises:
        UsageFault: a choice is not on its list, or a day cannot be read.
    """
    to = form.get("referral")
    if form.has("referral_consented") and not to:
        raise UsageFault("they agreed to a referral, but not to which", "say to whom").beside("referral")
    return Interview(
        notes=form.typed("notes"),
        no_notes=form.get("no_notes"),
        terms=terms_of(form),
        consent_form=form.get("consent_form"),
        party=form.get("party") or None,
        pseudonym=form.get("pseudonym"),
        known=form.has("known"),
        identity=form.get("identity"),
        handle=form.get("handle"),
        names_stay=form.has("names_stay"),
        interviewer=form.get("interviewer") or None,
        interpreter=form.get("interpreter"),
        language=form.get("language"),
        words=form.choice("words", Wording) or Wording.PARAPHRASE,
        held=form.get("held"),
        place_kind=form.choice("place_kind", PlaceKind),
        channel=form.get("channel"),
        hours=form.get("hours"),
        danger=form.choice("danger", Danger) or Danger.NOT_ASKED,
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
        words = form.get("danger_words") if form.has("danger_words") else None
        return ContactChange(danger=danger, danger_words=words)
    if part == "next":
        return ContactChange(next=_next_of(form))
    if part == "channel":
        return ContactChange(channel=form.get("channel"), hours=form.get("hours"))
    if part == "referral":
        if not form.get("referral"):
            raise UsageFault("it is not said to whom", "a doctor, a lawyer, a shelter: by kind").beside(
                "referral"
            )
        return ContactChange(referral=Referral(form.get("referral"), form.has("referral_consented")))
    raise UsageFault("this form says nothing that can be changed", "go back and reload the page")


def _next_of(form: Fields) -> NextContact | None:
    day = form.day("next_on")
    if day is None and (form.get("next_what") or form.has("next_done")):
        raise UsageFault("the next contact has no day", "say on which day").beside("next_on")
    return NextContact(day.isoformat(), form.get("next_what"), form.has("next_done")) if day else None


def _reads(visit: Visit) -> bool:
    return visit.member.may(Right.READ_RECORDS)


WAYS: tuple[Way, ...] = (
    get("/contacts", list_contacts),
    now("/contacts/new", new_contact),
    post("/contacts/new", record),
    get("/contacts/{contact}", show_contact),
    post("/contacts/{contact}", change),
    post("/contacts/{contact}/seal", seal),
)
