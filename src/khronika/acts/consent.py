"""Consent, parties and the identities sealed apart from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from khronika.acts.desk import Desk, acting, asking, refuse_unenterable
from khronika.acts.expiring import person_of
from khronika.acts.paging import Page, last_seen
from khronika.acts.recording import compartments_of, following, party_of_person
from khronika.acts.rules import mark_of
from khronika.acts.standing import as_it_binds, standing_of
from khronika.errors import UsageFault
from khronika.ledger import queries
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.consent import Consent, Term
from khronika.records.ids import Kind
from khronika.records.party import Party, PartyKind, SealedIdentity
from khronika.vault.keys import unwrap, wrap


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Something that left: when (UTC), as what, to whom and for what, and which items were in it.

    ``mark`` is "by one person" where the rules ask for two and there was one.
    """

    export: str
    at: str
    kind: str
    audience: str
    purpose: str
    items: tuple[str, ...]
    mark: str = ""


_COVERED = frozenset({Kind.RECEIPT, Kind.PARTY})


def record_consent(
    desk: Desk, member: str, covers: Sequence[str], person: str, terms: Sequence[Term]
) -> Consent:
    """Record what a person allowed for receipts (or for a party's identity), as one act.

    The consent is in the compartments of what it covers, and of the party that the person is.

    Raises:
        NotFound: something it covers is not there for the member.
        UsageFault: it covers nothing, or something else than receipts and parties.
    """
    if not covers:
        raise UsageFault(
            "a consent covers nothing", "name the receipts (rcp_…) it is about; khronika show ITEM"
        )
    with acting(desk, member, Right.RECORD_CONSENT) as act:
        compartments = compartments_of(party_of_person(act, person))
        for id_ in covers:
            known = act.get(id_)
            if known.body is None or id_[:3] not in _COVERED:
                raise UsageFault(
                    f"{id_} is not a receipt or a party that stands",
                    "a consent is to receipts (rcp_…); khronika show ITEM lists them",
                )
            compartments |= frozenset(known.envelope["compartments"])
        consent = Consent(
            id=desk.new_id(Kind.CONSENT),
            covers=tuple(dict.fromkeys(covers)),
            person=person,
            terms=tuple(terms),
            obtained_by=member,
            obtained_at=moment(desk.clock()),
        )
        act.add(Draft("consent.recorded", consent.id, body_of(consent), compartments=compartments))
        return consent


def withdraw_consent(desk: Desk, member: str, consent: str, note: str) -> None:
    """Record that a consent was withdrawn: from now on it allows nothing, also as of earlier.

    What went out before cannot be called back; :func:`handed_over` lists it.

    Raises:
        UsageFault: it is no consent, or was withdrawn before.
    """
    with acting(desk, member, Right.RECORD_CONSENT) as act:
        known = act.get(consent)
        if known.body is None or not consent.startswith(f"{Kind.CONSENT}_"):
            raise UsageFault(f"{consent} is not a consent that stands", "khronika consent list shows them")
        if known.status == WITHDRAWN:
            raise UsageFault(f"{consent} was withdrawn before", "khronika log shows when")
        before = record_of(Consent, known.body)
        after = replace(before, withdrawn=moment(desk.clock()), withdrawal_note=note)
        act.add(following(act, known, "consent.withdrawn", body_of(after)))


def seal_identity(
    desk: Desk, member: str, pseudonym: str, identity: str, compartments: frozenset[str] = frozenset()
) -> tuple[Party, SealedIdentity]:
    """Record a party under a pseudonym and seal who it is apart from it, as one act.

    Raises:
        NotFound: a compartment is not there for the member.
        UsageFault: there is no pseudonym or no identity, or they are the same.
    """
    if not pseudonym.strip() or not identity.strip() or pseudonym.strip() == identity.strip():
        raise UsageFault(
            "a pseudonym and another name behind it are needed", "the pseudonym is shown to members"
        )
    with acting(desk, member, Right.SEAL_IDENTITY) as act:
        refuse_unenterable(act, compartments)
        party = Party(desk.new_id(Kind.PARTY), pseudonym, PartyKind.PERSON, pseudonymous=True)
        id_ = desk.new_id(Kind.IDENTITY)
        sealed = wrap(desk.vault.keys.identities, identity.encode(), id_, desk.randomness)
        record = SealedIdentity(id_, party.id, sealed)
        act.add(Draft("party.recorded", party.id, body_of(party), compartments=compartments))
        act.add(
            Draft(
                "identity.sealed",
                id_,
                body_of(record),
                derived_from=(party.id,),
                compartments=compartments,
            )
        )
        return party, record


def open_identity(desk: Desk, member: str, identity: str, reason: str) -> str:
    """Return who a pseudonymous party is. The opening is in the log before the name is out.

    Raises:
        NotAllowed: only a custodian may.
        UsageFault: there is no reason, or it is no sealed identity.
        Withheld: the person withdrew consent.
    """
    if not reason.strip():
        raise UsageFault("opening an identity needs a reason", '--reason "hand-over to the lawyer"')
    with acting(desk, member, Right.OPEN_IDENTITY) as act:
        known = act.get(identity)
        if known.body is None or not identity.startswith(f"{Kind.IDENTITY}_"):
            raise UsageFault(
                f"{identity} is not a sealed identity that stands", "khronika identity list shows them"
            )
        standing_of(act).refuse_withdrawn(known)
        record = record_of(SealedIdentity, known.body)
        opening = {"identity": identity, "reason": reason}
        act.add(
            Draft(
                "identity.opened",
                desk.new_id(Kind.OPENING),
                opening,
                derived_from=(identity,),
                compartments=frozenset(known.envelope["compartments"]),
            )
        )
    return unwrap(desk.vault.keys.identities, record.sealed, identity).decode()


def list_consents(
    desk: Desk, member: str, *, page: Page | None = None, as_of: str | None = None
) -> list[Consent]:
    """Return the consents the member may see, newest first, each with its person's pseudonym.

    Of a party that consent was withdrawn for, or that the member may not see, there is the id alone.
    """
    page = page or Page(None)
    with asking(desk, member, as_of) as query:
        found = query.many(Wanted(Kind.CONSENT, before=last_seen(query, page), limit=page.limit))
        binding = [as_it_binds(query, known) for known in found]
        records = [record_of(Consent, known.body) for known in binding if known.body is not None]
        closed = standing_of(query).covered
        return [
            one if one.person in closed else replace(one, person=person_of(query, one.person))
            for one in records
        ]


def handed_over(desk: Desk, member: str, consent: str) -> list[HandedOver]:
    """Return what went out of the items that a consent is about, newest first, as far as the log has it.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is no consent, or was erased.
    """
    with asking(desk, member) as query:
        known = query.get(consent)
        if known.body is None or not consent.startswith(f"{Kind.CONSENT}_"):
            raise UsageFault(f"{consent} is not a consent that stands", "khronika consent list shows them")
        receipts = [queries.one(query.connection, Sight(), id_) for id_ in known.body["covers"]]
        items = {receipt.parent for receipt in receipts if receipt is not None}
        return [
            HandedOver(
                export.id,
                export.envelope["time"],
                body["kind"],
                body["audience"],
                body["purpose"],
                shared,
                mark_of(Kind.EXPORT, body),
            )
            for export in query.many(Wanted(Kind.EXPORT))
            if (body := export.body) is not None
            and (shared := tuple(id_ for id_ in body.get("items", ()) if id_ in items))
        ]
