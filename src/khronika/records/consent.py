"""Consent: who allowed which use, for which audience, with how much identity, until when.

The rules (research: consent record of the field): what is not allowed is not allowed; a new purpose
needs a new term; of several consents that cover one thing the narrowest wins; an expired one is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Purpose(StrEnum):
    """What material may be used for."""

    DOCUMENTATION = "documentation"
    LEGAL_ADVICE = "legal advice"
    UN_PROCEDURE = "un procedure"
    COURT = "court"
    MEDIA = "media"
    PUBLIC_REPORT = "public report"
    STATISTICS = "statistics"
    REFERRAL = "referral"


class Audience(StrEnum):
    """Who may see the result, from the narrowest to the widest."""

    DESK = "desk"
    PARTNERS = "partners"
    MECHANISM = "mechanism"
    PUBLIC = "public"


class IdentityDetail(StrEnum):
    """How much of a person's identity may go along, from nothing to the name."""

    NONE = "none"
    AGGREGATE = "aggregate"
    PSEUDONYM = "pseudonym"
    NAMED = "named"


_WIDTH = {audience: width for width, audience in enumerate(Audience)}
_DETAIL = {detail: width for width, detail in enumerate(IdentityDetail)}


@dataclass(frozen=True, slots=True)
class Term:
    """One permission. ``until`` is the last day it holds; ``None`` is without end."""

    purpose: Purpose
    audience: Audience
    identity: IdentityDetail = IdentityDetail.NONE
    until: date | None = None

    def allows(self, purpose: Purpose, audience: Audience, on: date) -> bool:
        """Tell whether the term covers this purpose and audience on this day."""
        return (
            self.purpose is purpose
            and _WIDTH[audience] <= _WIDTH[self.audience]
            and (self.until is None or on <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person allowed for the records it covers (receipts, or a party's identity).

    ``person`` and ``obtained_by`` are pseudonymous ids. ``withdrawn`` is the time of a withdrawal; a
    withdrawn consent allows nothing, not even showing the content inside the desk.
    """

    id: str
    covers: tuple[str, ...]
    person: str
    terms: tuple[Term, ...]
    obtained_by: str = ""
    obtained_at: str = ""
    form: str = ""
    withdrawn: str | None = None
    withdrawal_note: str = ""

    def detail(self, purpose: Purpose, audience: Audience, on: date) -> IdentityDetail | None:
        """Return how much identity may go along, or ``None`` where the use is not allowed."""
        if self.withdrawn is not None:
            return None
        allowed = [t.identity for t in self.terms if t.allows(purpose, audience, on)]
        return max(allowed, key=_DETAIL.__getitem__, default=None)


def narrowest(
    consents: Iterable[Consent], purpose: Purpose, audience: Audience, on: date
) -> IdentityDetail | None:
    """Return what all ``consents`` together allow: the least of them, ``None`` for none at all."""
    least: IdentityDetail | None = None
    for consent in consents:
        detail = consent.detail(purpose, audience, on)
        if detail is None:
            return None
        if least is None or _DETAIL[detail] < _DETAIL[least]:
            least = detail
    return least
