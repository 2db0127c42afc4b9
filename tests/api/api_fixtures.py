"""What the tests of acts share is shared here too: a desk filled in the open and in a compartment."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_cast import DENIAL, WITNESS, House, house_from
from khronika.acts import members
from khronika.acts.sources import Conditions
from khronika.records.ids import Kind

sys.path.append(str(Path(__file__).parent.parent / "acts"))
from rights_house import UNSEEN, Filled
from table_of_rights import fill


@pytest.fixture(scope="module")
def filled_house(closed_house: House, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Give a closed desk with one of everything in the open, and one of everything in the yard."""
    house = house_from(closed_house, tmp_path_factory.mktemp("filled") / "vault")
    seen = fill(house, Conditions(), DENIAL, "open.txt")
    hidden = fill(house, Conditions(frozenset({house.cast.quarry})), f"{WITNESS} {UNSEEN}", f"{UNSEEN}.txt")
    common = members.record_compartment(house.desk, house.cast.ines, "Sarn").id
    house.desk.close()
    house.extractor.close()
    return Filled(house, seen | {Kind.COMPARTMENT: common}, hidden | {Kind.COMPARTMENT: house.cast.quarry})


@pytest.fixture
def filled(filled_house: Filled, tmp_path: Path) -> Iterator[Filled]:
    """Give a copy of it, open."""
    house = house_from(filled_house.house, tmp_path / "vault")
    yield replace(filled_house, house=house)
    house.extractor.close()
    house.desk.close()
