"""Consents that end, and their renewal.

What must stay true: a renewal takes the place of the terms before it, and never brings back what was
withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from khronika.acts.desk import Asking, Desk, acting, asking
from khronika.acts.recording import following
from khronika.acts.standing import as_it_binds
from khronika.errors import UsageFault
from khronika.ledger import queries, waiting
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known
from khronika.ledger.store import moment
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.consent import Consent, Term
from khronika.records.ids import Kind

_PARTY = f"{Kind.PARTY}_"
_ENDING_AT_ONCE = 200
_LONGEST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Expiring:
    """A consent of which terms end soon or have ended; ``until`` is the last day of the first of them."""

    consent: str
    person: str
    until: str
    ended: bool
    terms: tuple[Term, ...]


def expiring(
    desk: Desk, member: str, within_days: int = 30, *, limit: int = _ENDING_AT_ONCE, as_of: str | None = None
) -> list[Expiring]:
    """Return consents of which terms end within so many days from today, or have ended; the latest end first.

    What was withdrawn does not expire.
    """
    with asking(desk, member, as_of) as query:
        return ending_within(query, desk.clock().date(), within_days, limit)


def ending_within(query: Asking, today: date, within_days: int, limit: int) -> list[Expiring]:
    """Return the same inside a query."""
    last = today + timedelta(days=max(0, min(within_days, _LONGEST_DAYS)))
    found: list[Expiring] = []
    for known in waiting.ending(query.connection, query.sight, last.isoformat()):
        if len(found) == limit:
            break
        binding = known if query.sight.as_of is None else as_it_binds(query, known)
        if binding.body is not None and binding.status != WITHDRAWN:
            found += _expiring(record_of(Consent, binding.body), today, last)
    parties = [one.person for one in found if one.person.startswith(_PARTY)]
    known_parties = waiting.those(query.connection, query.sight, parties)
    return [replace(one, person=_name(known_parties.get(one.person), one.person)) for one in found]


def _expiring(record: Consent, today: date, last: date) -> list[Expiring]:
    ends = [(term.until, term) for term in record.terms if term.until is not None and term.until <= last]
    if not ends:
        return []
    until, terms = min(day for day, _ in ends), tuple(term for _, term in ends)
    return [Expiring(record.id, record.person, until.isoformat(), until < today, terms)]


def renew(desk: Desk, member: str, consent: str, terms: Sequence[Term], form: str = "") -> Consent:
    """Record that a person allowed these terms in the place of those before, which stay in the log.

    A second consent would not do: of several that cover one thing the narrowest wins, and one that has ended
    allows nothing.

    Raises:
        NotFound: there is none for the member.
        UsageFault: there are no terms, it is no consent, or it was withdrawn.
    """
    if not terms:
        raise UsageFault("a renewal without terms allows nothing", "withdraw the consent where that is meant")
    with acting(desk, member, Right.RECORD_CONSENT) as act:
        known = consent_that_stands(act.get(consent))
        if known.status == WITHDRAWN:
            raise UsageFault(
                f"{consent} was withdrawn", "what the person gives again comes in anew, under a new consent"
            )
        before = record_of(Consent, known.body)
        after = replace(
            before,
            terms=tuple(terms),
            obtained_by=member,
            obtained_at=moment(desk.clock()),
            form=form or before.form,
        )
        act.add(following(act, known, "consent.renewed", body_of(after)))
        return after


def person_of(query: Asking, person: str) -> str:
    """Return how the person of a consent is called: a party's pseudonym, or the words that were given."""
    if not person.startswith(_PARTY):
        return person
    return _name(queries.one(query.connection, query.sight, person), person)


def _name(party: Known | None, person: str) -> str:
    return person if party is None or party.body is None else str(party.body["name"])


def consent_that_stands(known: Known) -> Known:
    """Return the record where it is a consent.

    Raises:
        UsageFault: it is another record, or was erased.
    """
    if known.body is None or not known.id.startswith(f"{Kind.CONSENT}_"):
        raise UsageFault(f"{known.id} is not a consent that stands", "khronika consent list shows them")
    return known
