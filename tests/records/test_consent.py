"""Consent as law: what is not allowed is not allowed, the narrowest wins, more consents never allow more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from khronika.records.consent import Audience, Consent, IdentityDetail, Purpose, Term, narrowest

DAYS = some.dates(date(2026, 1, 1), date(2027, 1, 1))
TERMS = some.builds(
    Term,
    some.sampled_from(Purpose),
    some.sampled_from(Audience),
    some.sampled_from(IdentityDetail),
    some.none() | DAYS,
)
CONSENTS = some.builds(
    Consent,
    id=some.just("con_x"),
    covers=some.just(("rcp_x",)),
    person=some.just("Witness A"),
    terms=some.lists(TERMS, max_size=4).map(tuple),
    withdrawn=some.sampled_from([None, None, None, "2026-04-20T09:00:00Z"]),
)
USES = some.tuples(some.sampled_from(Purpose), some.sampled_from(Audience), DAYS)
WIDTHS, DETAILS = list(Audience), list(IdentityDetail)


def width(detail: IdentityDetail | None) -> int:
    return -1 if detail is None else DETAILS.index(detail)


@given(some.lists(CONSENTS, max_size=4), CONSENTS, USES)
def test_one_more_consent_never_allows_more(
    consents: list[Consent], more: Consent, use: tuple[Purpose, Audience, date]
) -> None:
    if consents:
        assert width(narrowest([*consents, more], *use)) <= width(narrowest(consents, *use))


@given(some.lists(CONSENTS, min_size=1, max_size=4), USES)
def test_the_narrowest_of_all_counts_in_any_order(
    consents: list[Consent], use: tuple[Purpose, Audience, date]
) -> None:
    least = min(width(consent.detail(*use)) for consent in consents)
    assert width(narrowest(consents, *use)) == width(narrowest(consents[::-1], *use)) == least


@given(CONSENTS, USES)
def test_a_wider_audience_or_a_later_day_never_gets_more(
    consent: Consent, use: tuple[Purpose, Audience, date]
) -> None:
    purpose, audience, on = use
    allowed = width(consent.detail(purpose, audience, on))
    for wider in WIDTHS[WIDTHS.index(audience) :]:
        assert width(consent.detail(purpose, wider, on)) <= allowed
    assert width(consent.detail(purpose, audience, on + timedelta(days=30))) <= allowed


@given(CONSENTS, USES)
def test_what_no_term_names_is_not_allowed(consent: Consent, use: tuple[Purpose, Audience, date]) -> None:
    purpose, _, _ = use
    if consent.withdrawn or all(term.purpose is not purpose for term in consent.terms):
        assert consent.detail(*use) is None


@pytest.mark.parametrize(("day", "allowed"), [(19, True), (20, True), (21, False)])
def test_a_term_holds_on_its_last_day_and_not_after(day: int, *, allowed: bool) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM, until=date(2026, 4, 20))
    assert term.allows(Purpose.COURT, Audience.MECHANISM, date(2026, 4, day)) is allowed


def test_no_consent_at_all_allows_nothing() -> None:
    assert narrowest([], Purpose.COURT, Audience.DESK, date(2026, 4, 20)) is None
