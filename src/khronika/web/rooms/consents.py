"""Consents: what each allows, what rests on it, what its withdrawal will touch; renewal, withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.expiring import renew
from khronika.acts.resting import Resting, rests_on
from khronika.acts.show import Page as Part
from khronika.records.consent import Audience, Consent, IdentityDetail, Purpose
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.rooms.contacts import terms_of
from khronika.web.routes import Way, get, post
from khronika.web.visits import Visit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Consents(Context):
    """The consents, newest first."""

    template: ClassVar[str] = "consents.html"
    sheet: ClassVar[str] = "contacts.css"
    consents: Sequence[Consent]
    next: str


@dataclass(frozen=True, slots=True)
class OneConsent(Context):
    """One consent and all that rests on it; ``withdrawing`` shows what a withdrawal will touch."""

    template: ClassVar[str] = "consent.html"
    sheet: ClassVar[str] = "contacts.css"
    resting: Resting
    withdrawing: bool
    purposes: Sequence[Purpose] = tuple(Purpose)
    audiences: Sequence[Audience] = tuple(Audience)
    details: Sequence[IdentityDetail] = tuple(IdentityDetail)


def list_all(visit: Visit) -> Answer:
    """Show the consents."""
    part = Part(PAGE, visit.query.get("before") or None)
    found = list_consents(visit.desk, visit.who, page=part, as_of=visit.as_of)
    following = found[-1].id if len(found) == PAGE else ""
    return Page(visit.word("Consents"), Consents(found, following))


def one(visit: Visit) -> Answer:
    """Show one consent and everything that rests on it."""
    resting = rests_on(visit.desk, visit.who, visit.parts["consent"])
    return Page(
        visit.word("Consent of %(who)s") % {"who": resting.person}, OneConsent(resting, withdrawing=False)
    )


def withdrawing(visit: Visit) -> Answer:
    """Show what a withdrawal will do, before it is recorded."""
    resting = rests_on(visit.desk, visit.who, visit.parts["consent"])
    title = visit.word("Withdrawal of the consent of %(who)s") % {"who": resting.person}
    return Page(title, OneConsent(resting, withdrawing=True))


def withdraw(visit: Visit) -> Answer:
    """Record that a consent was withdrawn."""
    consent = visit.parts["consent"]
    withdraw_consent(visit.desk, visit.who, consent, visit.form.get("note"))
    return GoTo(f"/consents/{consent}", "withdrawn")


def renewed(visit: Visit) -> Answer:
    """Record what the person allows from now on."""
    consent = visit.parts["consent"]
    renew(visit.desk, visit.who, consent, terms_of(visit.form), visit.form.get("consent_form"))
    return GoTo(f"/consents/{consent}", "changed")


WAYS: tuple[Way, ...] = (
    get("/consents", list_all),
    get("/consents/{consent}", one),
    get("/consents/{consent}/withdraw", withdrawing),
    post("/consents/{consent}/withdraw", withdraw),
    post("/consents/{consent}/renew", renewed),
)
