"""What is sealed of who a person is: which seal holds what, and sealing a name or number later.

What must stay true: no answer here holds anything of what is sealed; it is opened by
:func:`khronika.acts.consent.open_identity` alone. What is sealed later is under the consent of the contact
that it belongs to, so that a withdrawal reaches it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from khronika.acts.contact import contact_to_change, pseudonym_of
from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.interview_checks import refuse_names
from khronika.acts.recording import following, record_seen
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger.folding import ERASED, WITHDRAWN
from khronika.ledger.history import steps_of
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.consent import Consent
from khronika.records.contact import Contact, Interview
from khronika.records.ids import Kind
from khronika.records.party import SealedIdentity
from khronika.vault.keys import wrap

NAME, HANDLE = "name", "handle"
NAME_FIELD = "identity"
_SHOWN_OF_BOTH = {field.name for field in fields(Contact)} & {field.name for field in fields(Interview)}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal: ``what`` is "name" or "handle" (number or address), empty where no contact tells.

    ``status`` is "sealed", "withdrawn" or "erased". ``contact`` is where it was given, ``at`` when.
    """

    id: str
    party: str
    pseudonym: str
    what: str
    status: str
    contact: str | None
    at: str


def sealed_of(desk: Desk, member: str, party: str) -> list[Sealed]:
    """Return what is sealed of a party, newest first: which seals there are, and nothing of what they hold.

    Raises:
        NotFound: there is no such party for the member.
        UsageFault: it is another record.
    """
    with asking(desk, member) as query:
        record_seen(query, party, Kind.PARTY)
        return list(_seals(query, party))


def sealed_identity(desk: Desk, member: str, identity: str) -> Sealed:
    """Return one seal, before it is opened with a reason.

    Raises:
        NotAllowed: only a custodian may open one.
        NotFound: there is none for the member.
        UsageFault: it is another record, or was erased.
    """
    with asking(desk, member, right=Right.OPEN_IDENTITY) as query:
        known = query.get(identity)
        if known.body is None or not identity.startswith(f"{Kind.IDENTITY}_"):
            raise UsageFault(
                f"{identity} is not a sealed identity that stands", "the contact lists what is sealed"
            )
        return next(one for one in _seals(query, known.body["party"]) if one.id == identity)


def seal_later(desk: Desk, member: str, contact: str, *, name: str = "", handle: str = "") -> Contact:
    """Seal who a person is, or how they are reached, after the contact was recorded; as one act.

    A name or number that was sealed before stays sealed; the contact then points to the new one.

    Raises:
        NotAllowed: the member may not record an interview.
        NotFound: there is no such contact for the member.
        UsageFault: there is nothing to seal, or what the desk shows would give it away.
        Withheld: consent was withdrawn.
    """
    name, handle = name.strip(), handle.strip()
    if not name and not handle:
        raise UsageFault("there is nothing to seal", "a name, or a number or address").beside("identity")
    with acting(desk, member, Right.INTERVIEW) as act:
        known = contact_to_change(act, contact)
        standing_of(act).refuse_withdrawn(known)
        before = record_of(Contact, known.body)
        _refuse_giving_away(act, before, name, handle)
        named, reached = (_seal(act, desk, secret, known) for secret in (name, handle))
        after = replace(before, identity=named or before.identity, handle=reached or before.handle)
        act.add(following(act, known, "contact.changed", body_of(after)))
        _under_the_consent(act, after, tuple(filter(None, (named, reached))))
        return after


def _refuse_giving_away(act: Acting, contact: Contact, name: str, handle: str) -> None:
    shown = {
        field: getattr(contact, field) for field in _SHOWN_OF_BOTH if field not in {"identity", "handle"}
    }
    pseudonym = pseudonym_of(act.asking(), contact.party)
    refuse_names(Interview(**shown | {"pseudonym": pseudonym}, identity=name, handle=handle))


def _seal(act: Acting, desk: Desk, secret: str, contact: Known) -> str | None:
    if not secret or contact.body is None:
        return None
    party = contact.body["party"]
    id_ = desk.new_id(Kind.IDENTITY)
    sealed = wrap(desk.vault.keys.identities, secret.encode(), id_, desk.randomness)
    compartments = frozenset(contact.envelope["compartments"])
    record = SealedIdentity(id_, party, sealed)
    act.add(Draft("identity.sealed", id_, body_of(record), derived_from=(party,), compartments=compartments))
    return id_


def _under_the_consent(act: Acting, contact: Contact, seals: tuple[str, ...]) -> None:
    known = act.get(contact.consent) if contact.consent else None
    if known is None or known.body is None or known.status == WITHDRAWN:
        return
    consent = record_of(Consent, known.body)
    wider = replace(consent, covers=(*consent.covers, *seals))
    act.add(following(act, known, "consent.renewed", body_of(wider)))


def _seals(query: Asking, party: str) -> Iterator[Sealed]:
    standing = standing_of(query)
    given = _given_in(query, party)
    called = pseudonym_of(query, party)
    for known in query.many(Wanted(Kind.IDENTITY, parent=party)):
        what, contact = given.get(known.id, ("", None))
        status, at = _status(standing, known), known.envelope["time"]
        yield Sealed(known.id, party, called, what, status, contact, at)


def _given_in(query: Asking, party: str) -> dict[str, tuple[str, str | None]]:
    """Return which contacts with a party gave a name, and which a number; as they stand or stood."""
    found: dict[str, tuple[str, str | None]] = {}
    for known in query.many(Wanted(Kind.CONTACT, parent=party)):
        for body in filter(None, (step.body for step in steps_of(query.connection, known.id))):
            seals = ((body["identity"], NAME), (body["handle"], HANDLE))
            found |= {seal: (what, known.id) for seal, what in seals if seal}
    return found


def _status(standing: Standing, known: Known) -> str:
    if known.body is None:
        return ERASED
    return WITHDRAWN if standing.withdrawn(known) else "sealed"
