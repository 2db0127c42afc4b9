"""What tests of the balance sheet share: claims, and a statement in the record that is filed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from stated import Stated

from khronika.acts.incidents import file_statements
from khronika.acts.review import accept
from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Property


def held(low: int, high: int | None = None) -> SuggestedClaim:
    ends = (Decimal(low), None if high is None else Decimal(high))
    return SuggestedClaim("", Property.DETAINED, low=ends[0], high=ends[1], of="people")


def happened() -> SuggestedClaim:
    return SuggestedClaim("", Property.OCCURRED)


def filed(of: Stated, incident: str, **fields: Any) -> str:
    """Add a statement, take it into the record and file it; return its id."""
    (id_,) = of.add(**fields)
    desk, ines = of.house.desk, of.house.cast.ines
    accept(desk, ines, [id_])
    file_statements(desk, ines, incident, [id_])
    return id_
