"""What tests of marks of care share."""

from __future__ import annotations

from desk_cast import House
from khronika.acts.care import Bound, care


def binding(house: House, statement: str, member: str = "") -> tuple[Bound, ...]:
    return care(house.desk, member or house.cast.lev, statement).binding
