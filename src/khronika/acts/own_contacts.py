"""The contacts that a member recorded themselves: what somebody sees of them who may not read records.

What must stay true: it is their own answer alone. What others recorded, also about the same person, is in no
list, word, order or count; where a colleague changed a contact, it is told that they did, and not what.
"""

from __future__ import annotations

from dataclasses import dataclass

from khronika.acts.contact import ContactShown, is_own
from khronika.acts.desk import Asking, Desk, asking, seen
from khronika.acts.paging import Page, last_seen
from khronika.acts.standing import Standing, as_it_binds, standing_of
from khronika.ledger.folding import ERASED, WITHDRAWN
from khronika.ledger.history import steps_of
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.consent import Consent
from khronika.records.contact import Contact, Danger
from khronika.records.ids import Kind

_NOTHING = Sight(frozenset())


@dataclass(frozen=True, slots=True)
class OwnContact:
    """One's own contact, as one recorded it last. ``changed`` tells that a colleague changed it since.

    ``consent`` is what the person allowed, as oneself recorded it last; ``withdrawn`` once it was.
    """

    shown: ContactShown
    changed: bool = False
    consent: Consent | None = None
    withdrawn: bool = False


def own_contacts(desk: Desk, member: str, *, page: Page | None = None) -> list[ContactShown]:
    """Return the contacts of which the member was the interviewer, those last changed first.

    Raises:
        NotAllowed: the member may not record an interview.
    """
    page = page or Page()
    with asking(desk, member, right=Right.INTERVIEW) as query:
        standing, before = standing_of(query), _before(query, page)
        wanted = Wanted(Kind.CONTACT, key=member, before=before, limit=page.limit)
        return [_own(query, standing, known)[0] for known in query.many(wanted)]


def own_contact(desk: Desk, member: str, contact: str) -> OwnContact:
    """Return one contact of which the member was the interviewer.

    Raises:
        NotAllowed: the member may not record an interview.
        NotFound: there is none, or it is somebody else's: the two look the same.
    """
    with asking(desk, member, right=Right.INTERVIEW) as query:
        known = query.get(contact)
        if not is_own(known, member):
            seen(query.connection, _NOTHING, contact)
        shown, changed = _own(query, standing_of(query), known)
        if shown.contact is None or shown.contact.consent is None:
            return OwnContact(shown, changed)
        consent, withdrawn = _own_consent(query, query.get(shown.contact.consent))
        return OwnContact(shown, changed, consent, withdrawn)


def own_consent(desk: Desk, member: str, consent: str) -> Consent:
    """Return a consent that the member took, as they recorded it last.

    Raises:
        NotAllowed: the member may not record consent.
        NotFound: there is none, or somebody else took it: the two look the same.
    """
    with asking(desk, member, right=Right.RECORD_CONSENT) as query:
        known = query.get(consent)
        stands = known.body is not None and known.id.startswith(f"{Kind.CONSENT}_")
        own = _own_consent(query, known)[0] if stands else None
        if own is None:
            seen(query.connection, _NOTHING, consent)
            raise AssertionError
        return own


def _before(query: Asking, page: Page) -> int | None:
    """Return where a page begins; what is not the member's own is not there to begin after."""
    if page.before and not is_own(query.get(page.before), query.member.id):
        seen(query.connection, _NOTHING, page.before)
    return last_seen(query, page)


def _own(query: Asking, standing: Standing, known: Known) -> tuple[ContactShown, bool]:
    """Return a contact as the member recorded it last, and whether a colleague changed it since."""
    if known.body is None:
        return ContactShown(known.id, ERASED), False
    steps = [one for one in steps_of(query.connection, known.id) if one.body is not None]
    own = [one for one in steps if one.author == query.member.id] or steps[:1]
    record = record_of(Contact, own[-1].body)
    if standing.withdrawn(known):
        return ContactShown(known.id, WITHDRAWN, in_danger=record.danger is Danger.NOW), False
    changed = own[-1].entry != known.entry
    shown = ContactShown(
        known.id,
        known.status,
        pseudonym=_pseudonym(query, record.party),
        contact=record,
        by=query.member.id,
        at=own[-1].time,
    )
    return shown, changed


def _pseudonym(query: Asking, party: str) -> str:
    """Return the name the desk uses for a party where the member was told it: they recorded the party."""
    steps = steps_of(query.connection, party)
    first = steps[0] if steps else None
    if first is None or first.author != query.member.id or first.body is None:
        return ""
    return str(first.body["name"])


def _own_consent(query: Asking, known: Known) -> tuple[Consent | None, bool]:
    own = [
        record_of(Consent, one.body)
        for one in steps_of(query.connection, known.id)
        if one.author == query.member.id and one.body is not None
    ]
    withdrawn = as_it_binds(query, known).status == WITHDRAWN or known.status == WITHDRAWN
    return (own[-1] if own else None), withdrawn
