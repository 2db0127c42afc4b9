"""Contact and interview: from a call to a pseudonymous item in one act, and how it goes on.

What must stay true: who the person is and how they are reached is sealed apart, and stands in no view, log,
search or export; what was given in one contact is under one consent (its notes, the contact itself, and what
was sealed then); somebody who may not read records sees their own answer alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from khronika.acts.desk import Acting, Asking, Desk, acting, allowed, asking, seen
from khronika.acts.interview_checks import checked, checked_change
from khronika.acts.interviewing import RecordedInterview, discard_unrecorded, record_in, seal_notes
from khronika.acts.paging import Page, last_seen
from khronika.acts.recording import following
from khronika.acts.standing import Standing, as_it_binds, standing_of
from khronika.errors import UsageFault, Withheld
from khronika.ledger import queries
from khronika.ledger.folding import ERASED, WITHDRAWN
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.consent import Consent
from khronika.records.contact import Contact, ContactChange, Danger, Interview
from khronika.records.ids import Kind

_NOTHING = Sight(frozenset())
_CHANGED = tuple(field.name for field in fields(ContactChange))


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A contact, and the pseudonym. Erased or withdrawn: its id alone.

    ``by`` is the id of the member who recorded it or changed it last, ``at`` when (UTC). ``in_danger``:
    consent was withdrawn, and the person is on the work list until the danger is over.
    """

    id: str
    status: str
    contested: bool = False
    pseudonym: str = ""
    contact: Contact | None = None
    by: str = ""
    at: str = ""
    compartments: frozenset[str] = frozenset()
    in_danger: bool = False


@dataclass(frozen=True, slots=True)
class ContactPage:
    """One contact with what was allowed then, and the other contacts with the same person, newest first."""

    shown: ContactShown
    consent: Consent | None = None
    others: tuple[ContactShown, ...] = ()


def record_interview(desk: Desk, member: str, interview: Interview) -> RecordedInterview:
    """Record an interview or a call, with all that was given in it, as one act.

    The consent is recorded also where nothing was allowed, so that it can be withdrawn like any other.

    Raises:
        NotAllowed: the member may not record an interview.
        NotFound: the party, an earlier contact or a compartment is not there for the member.
        UsageFault: there are neither notes nor a reason, or what is shown would give the person away.
        Withheld: consent to everything about the party was withdrawn.
        StorageFull: there is no room; nothing was recorded.
    """
    allowed(desk, member, Right.INTERVIEW)
    given = checked(interview, desk.clock().date())
    sealed: list[str] = []
    try:
        notes = seal_notes(given.notes, desk, sealed)
        with acting(desk, member, Right.INTERVIEW) as act:
            return record_in(act, desk, given, notes)
    except BaseException:
        discard_unrecorded(sealed, desk)
        raise


def change_contact(desk: Desk, member: str, contact: str, change: ContactChange) -> None:
    """Record what is different about a contact: the danger is over, the next contact has moved or was kept.

    Once consent was withdrawn only the danger can be changed. Somebody who may not read records can change
    the contacts that they recorded.

    Raises:
        NotFound: there is no such contact for the member.
        UsageFault: nothing is changed, or not to anything that can be recorded.
        Withheld: consent was withdrawn, and more than the danger is changed.
    """
    given = checked_change(change)
    with acting(desk, member, Right.INTERVIEW) as act:
        known = contact_to_change(act, contact)
        before = record_of(Contact, known.body)
        if standing_of(act).withdrawn(known) and given != ContactChange(danger=given.danger):
            raise Withheld("consent to this contact was withdrawn", "that the danger is over can be recorded")
        after = replace(
            before, **{name: new for name in _CHANGED if (new := getattr(given, name)) is not None}
        )
        act.add(following(act, known, "contact.changed", body_of(after)))


def contacts(
    desk: Desk, member: str, *, page: Page | None = None, as_of: str | None = None
) -> list[ContactShown]:
    """Return the contacts, those last changed first."""
    page = page or Page()
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        found = query.many(Wanted(Kind.CONTACT, before=last_seen(query, page), limit=page.limit))
        return [shown_contact(query, standing, known) for known in found]


def contact_page(desk: Desk, member: str, contact: str, *, as_of: str | None = None) -> ContactPage:
    """Return one contact. Where consent was withdrawn, that it was, and nothing else.

    Raises:
        NotFound: there is none for this member, or not yet as of then.
        UsageFault: it is another record.
    """
    with asking(desk, member, as_of) as query:
        known, standing = query.get(contact), standing_of(query)
        _refuse_other_kinds(known)
        shown = shown_contact(query, standing, known)
        if shown.contact is None:
            return ContactPage(shown)
        others = query.many(Wanted(Kind.CONTACT, parent=shown.contact.party))
        return ContactPage(
            shown,
            _consent_of(query, shown.contact),
            tuple(shown_contact(query, standing, other) for other in others if other.id != contact),
        )


def shown_contact(query: Asking, standing: Standing, known: Known) -> ContactShown:
    """Return a contact as it may be shown."""
    if known.body is None:
        return ContactShown(known.id, ERASED)
    record = record_of(Contact, known.body)
    if standing.withdrawn(known):
        return ContactShown(known.id, WITHDRAWN, in_danger=record.danger is Danger.NOW)
    visible = tuple(
        id_ for id_ in record.earlier if queries.one(query.connection, query.sight, id_) is not None
    )
    return ContactShown(
        known.id,
        known.status,
        known.contested,
        pseudonym_of(query, record.party),
        replace(record, earlier=visible),
        known.envelope["author"],
        known.envelope["time"],
        frozenset(known.envelope["compartments"]),
    )


def pseudonym_of(query: Asking, party: str) -> str:
    """Return the name the desk uses for a party; empty where it was erased."""
    body = query.get(party).body
    return body["name"] if body else ""


def _consent_of(query: Asking, contact: Contact) -> Consent | None:
    known = queries.one(query.connection, query.sight, contact.consent) if contact.consent else None
    binding = as_it_binds(query, known) if known is not None else None
    return record_of(Consent, binding.body) if binding is not None and binding.body is not None else None


def contact_to_change(act: Acting, contact: str) -> Known:
    """Return a contact that the member may change; that of somebody else is not there for a collector.

    Raises:
        NotFound: there is none for the member.
        UsageFault: it is another record, or was erased.
    """
    known = act.get(contact)
    if not act.member.may(Right.READ_RECORDS):
        return known if is_own(known, act.member.id) else seen(act.connection, _NOTHING, contact)
    _refuse_other_kinds(known)
    if known.body is None:
        raise UsageFault(f"{contact} was erased", "record a new contact")
    return known


def is_own(known: Known, member: str) -> bool:
    """Tell whether a record is a contact that stands, of which the member was the interviewer."""
    is_contact = known.id.startswith(f"{Kind.CONTACT}_")
    return is_contact and known.body is not None and known.body["interviewer"] == member


def _refuse_other_kinds(known: Known) -> None:
    if not known.id.startswith(f"{Kind.CONTACT}_"):
        raise UsageFault(f"{known.id} is not a contact", "ids of contacts begin with ctc_")
