"""What is ticked and what is filled, as one consent: a set allows what its words say and no more."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.web.consent_sets import SETS, terms_of
from khronika.web.forms import Fields, fields_of

COURT = Purpose.COURT


def form(*ticked: str, **fields: str) -> Fields:
    pairs = [("consent", one) for one in ticked]
    return fields_of(
        urlencode([*pairs, *((name.replace("__", "-"), one) for name, one in fields.items())]).encode()
    )


def test_nothing_ticked_allows_nothing() -> None:
    assert terms_of(form()) == ()
    assert terms_of(form("what no list has", until="2028-01-31")) == ()


@pytest.mark.parametrize("name", SETS)
def test_a_set_allows_its_own_uses_and_no_other(name: str) -> None:
    assert set(terms_of(form(name))) == set(SETS[name].terms)


@pytest.mark.parametrize("ticked", [("mechanism", "mechanism-named"), ("mechanism-named", "mechanism")])
def test_of_two_sets_for_one_use_the_person_allowed_the_wider(ticked: tuple[str, str]) -> None:
    """Whoever ticks both was told of both."""
    assert set(terms_of(form(*ticked))) == set(SETS["mechanism-named"].terms)


def test_a_row_counts_for_its_use_before_a_set_that_allows_more() -> None:
    terms = terms_of(
        form("mechanism-named", until="2028-01-31", COURT__audience="desk", COURT__identity="none")
    )
    until = date(2028, 1, 31)
    assert [one for one in terms if one.purpose is COURT] == [
        Term(COURT, Audience.DESK, IdentityDetail.NONE, until)
    ]
    assert {one.until for one in terms} == {until}
