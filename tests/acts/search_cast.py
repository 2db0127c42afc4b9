"""Short ways to search."""

from __future__ import annotations

from typing import Any

from desk_cast import House
from khronika.acts.find import Found, Search, find
from khronika.acts.paging import Page

ALL = Page(200)


def ids(found: Found) -> list[str]:
    return [hit.shown.id for hit in found.statements]


def sought(house: House, **fields: Any) -> list[str]:
    return ids(find(house.desk, house.cast.matei, Search(**fields), page=ALL))
