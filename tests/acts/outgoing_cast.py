"""What tests of briefs and exports share: consents, orders, and what is handed over."""

from __future__ import annotations

from datetime import date
from typing import Any

from desk_cast import House
from khronika.acts.brief import BriefOrder, brief
from khronika.acts.export import export_json
from khronika.acts.sources import Conditions
from khronika.errors import NeedsSecond
from khronika.publishing.brief import Brief
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term

COURT = Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.NAMED, date(2026, 4, 21))
TO_COURT = BriefOrder("To the court", purpose=Purpose.COURT, audience=Audience.MECHANISM)
TO_ALL = BriefOrder("To all", purpose=Purpose.PUBLIC_REPORT, audience=Audience.PUBLIC)
PUBLIC = Conditions(public=True)
NAME = "dara-of-lime-street.txt"


def given(*terms: Term) -> Conditions:
    return Conditions(terms=terms, person="Witness A")


def briefed(house: House, order: BriefOrder) -> Brief:
    """Return the brief by the publisher, confirmed by the founder where it takes two."""
    try:
        return brief(house.desk, house.cast.oskar, order)
    except NeedsSecond:
        made = house.hand_over(order).brief
    assert made is not None
    return made


def exported_by_two(house: House, order: BriefOrder) -> dict[str, Any]:
    """Return the records as JSON, as above."""
    try:
        return export_json(house.desk, house.cast.oskar, order)
    except NeedsSecond:
        made = house.hand_over(order, "json").exported
    assert made is not None
    return made
