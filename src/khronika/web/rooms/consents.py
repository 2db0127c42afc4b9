"""Consents: what each allows, what rests on it, what its withdrawal will touch; renewal, withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.expiring import renew
from khronika.acts.members import compartments
from khronika.acts.own_contacts import own_consent
from khronika.acts.resting import Resting, rests_on
from khronika.records.access import Compartment, Right
from khronika.records.consent import Audience, Consent, IdentityDetail, Purpose
from khronika.records.ids import Kind
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.consent_sets import SETS, ConsentSet, terms_of
from khronika.web.leafing import further, part_of
from khronika.web.routes import Way, get, now, post
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Consents(Context):
    """The consents, newest first."""

    template: ClassVar[str] = "consents.html"
    sheet: ClassVar[str] = "contacts.css"
    consents: Sequence[Consent]
    next: str


@dataclass(frozen=True, slots=True)
class OneConsent(Context):
    """One consent and all that rests on it; ``withdrawing`` shows what a withdrawal will touch.

    ``of_texts`` are the kinds that are listed with their text.
    """

    template: ClassVar[str] = "consent.html"
    sheet: ClassVar[str] = "contacts.css"
    resting: Resting
    withdrawing: bool
    inside: Sequence[Compartment] = ()
    of_texts: frozenset[str] = frozenset({Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.STATEMENT})
    sets: Mapping[str, ConsentSet] = field(default_factory=lambda: SETS)
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)


@dataclass(frozen=True, slots=True)
class OnesOwnConsent(Context):
    """A consent that the member took, who may not read records: what it says, and what can be done."""

    template: ClassVar[str] = "own_consent.html"
    sheet: ClassVar[str] = "contacts.css"
    consent: Consent
    sets: Mapping[str, ConsentSet] = field(default_factory=lambda: SETS)
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)


def list_all(visit: Visit) -> Answer:
    """Show the consents."""
    found = list_consents(visit.desk, visit.who, page=part_of(visit), as_of=visit.as_of)
    return Page(visit.word("Consents"), Consents(found, further([one.id for one in found])))


def one(visit: Visit) -> Answer:
    """Show one consent and everything that rests on it; to a collector, the terms that they took."""
    if not visit.member.may(Right.READ_RECORDS):
        own = own_consent(visit.desk, visit.who, visit.parts["consent"])
        return Page(visit.word("A consent that you took"), OnesOwnConsent(own))
    resting = rests_on(visit.desk, visit.who, visit.parts["consent"])
    inside = [one for one in compartments(visit.desk, visit.who) if one.id in resting.compartments]
    title = visit.word("Consent of %(who)s") % {"who": resting.person}
    return Page(title, OneConsent(resting, withdrawing=False, inside=inside))


def withdrawing(visit: Visit) -> Answer:
    """Show what a withdrawal will do, before it is recorded."""
    if not visit.member.may(Right.READ_RECORDS):
        return one(visit)
    resting = rests_on(visit.desk, visit.who, visit.parts["consent"])
    title = visit.word("Withdrawal of the consent of %(who)s") % {"who": resting.person}
    return Page(title, OneConsent(resting, withdrawing=True))


def withdraw(visit: Visit) -> Answer:
    """Record that a consent was withdrawn."""
    consent = visit.parts["consent"]
    withdraw_consent(visit.desk, visit.who, consent, visit.form.get("note"))
    return GoTo(_on(visit, consent), "withdrawn")


def renewed(visit: Visit) -> Answer:
    """Record what the person allows from now on."""
    consent = visit.parts["consent"]
    renew(visit.desk, visit.who, consent, terms_of(visit.form), visit.form.get("consent_form"))
    return GoTo(_on(visit, consent), "changed")


def _on(visit: Visit, consent: str) -> str:
    return f"/consents/{consent}" if visit.member.may(Right.READ_RECORDS) else "/contacts"


WAYS: tuple[Way, ...] = (
    get("/consents", list_all),
    now("/consents/{consent}", one),
    now("/consents/{consent}/withdraw", withdrawing),
    post("/consents/{consent}/withdraw", withdraw),
    post("/consents/{consent}/renew", renewed),
)
