"""What an erasure would take along is said before it is done, and is what it then does."""

from __future__ import annotations

import pytest

from desk_cast import DENIAL, WITNESS, House, source_of
from khronika.acts.brief import BriefOrder, brief
from khronika.acts.care import mark_care
from khronika.acts.consent import open_identity, seal_identity
from khronika.acts.erasing_ahead import MOST_OF_A_KIND, Ahead, would_erase
from khronika.acts.members import alone
from khronika.acts.review import accept
from khronika.acts.show import items, log
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.errors import NotFound, UsageFault
from khronika.records.care import Care
from khronika.records.ids import Kind


def told(ahead: Ahead) -> set[str]:
    return {one.id for one in ahead.named} | {one.id for along in ahead.along for one in along.records}


@pytest.mark.parametrize("kind", [Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.STATEMENT, Kind.PARTY])
def test_what_is_said_ahead_is_what_the_erasure_does(house: House, kind: Kind) -> None:
    party, _ = seal_identity(house.desk, house.cast.ines, "Witness A", "Roza Vardol")
    item, (first, *_) = house.read_one(WITNESS, conditions=Conditions(contributor=party.id))
    accept(house.desk, house.cast.sanne, [first])
    mark_care(house.desk, house.cast.sanne, first, [Care.HELD], "still there")
    named = {one.subject for one in log(house.desk, house.cast.ines, limit=100)} | {item, party.id}
    record = next(id_ for id_ in sorted(named) if id_.startswith(f"{kind}_"))
    record = first if kind is Kind.STATEMENT else record
    ahead = would_erase(house.desk, house.cast.ines, [record])
    assert told(ahead) == set(house.erase(record))
    assert all(along.count == len(along.records) for along in ahead.along)


def test_an_item_that_came_by_another_way_as_well_stays_and_this_is_said(house: House) -> None:
    item = house.take_one(DENIAL)
    (again,) = take_in(
        house.desk, house.cast.ines, [source_of(DENIAL, "copy.txt")], Conditions(), house.extractor
    )
    assert again.receipt is not None
    ahead = would_erase(house.desk, house.cast.ines, [again.receipt])
    assert [one.id for one in ahead.stays] == [item]
    assert told(ahead) == {again.receipt} == set(house.erase(again.receipt))
    (first,) = [one.id for one in items(house.desk, house.cast.ines)[0].receipts]
    ahead = would_erase(house.desk, house.cast.ines, [first])
    assert ahead.stays == ()
    assert item in told(ahead)
    assert told(ahead) == set(house.erase(first))


def test_what_went_out_before_is_said_for_it_cannot_be_called_back(house: House) -> None:
    item, said = house.read_one()
    accept(house.desk, house.cast.sanne, said)
    brief(house.desk, house.cast.ines, BriefOrder("Inside", (item,)))
    ahead = would_erase(house.desk, house.cast.ines, [item])
    assert [(one.kind, one.audience) for one in ahead.handed] == [("brief", "desk")]


def test_of_many_records_all_are_counted_and_some_are_named(house: House) -> None:
    item, _ = house.read_one("\n\n".join([DENIAL] * 30))
    (along,) = [
        one for one in would_erase(house.desk, house.cast.ines, [item]).along if one.kind == Kind.STATEMENT
    ]
    assert along.count > len(along.records) == MOST_OF_A_KIND


def test_what_may_not_be_seen_is_in_no_list_and_no_count(house: House) -> None:
    """A mark in the open is derived from what is in a compartment by nobody; a hidden one is not counted."""
    item, (first, *_) = house.read_one()
    before = would_erase(house.desk, house.cast.ruta, [item])
    hidden, _ = house.read_one(WITNESS, conditions=Conditions(frozenset({house.cast.quarry})))
    house.take(DENIAL, conditions=Conditions(frozenset({house.cast.quarry})))
    assert would_erase(house.desk, house.cast.ruta, [item]) == before
    with pytest.raises(NotFound):
        would_erase(house.desk, house.cast.ruta, [hidden])
    assert first in told(before)


def test_what_cannot_be_erased_is_said_at_once(house: House) -> None:
    item, _ = house.read_one()
    _, sealed = seal_identity(house.desk, house.cast.ines, "Witness A", "Roza Vardol")
    open_identity(house.desk, house.cast.ines, sealed.id, "the lawyer asks")
    newest = next(one.subject for one in log(house.desk, house.cast.ines) if one.type == "identity.opened")
    for records in ([], [newest], [house.cast.lev]):
        with pytest.raises(UsageFault):
            would_erase(house.desk, house.cast.ines, records)
    house.erase(item)
    with pytest.raises(UsageFault, match="already"):
        would_erase(house.desk, house.cast.ines, [item])


def test_a_desk_with_a_second_member_is_no_desk_of_one(house: House) -> None:
    assert not alone(house.desk, house.cast.ines)
    assert not alone(house.desk, house.cast.petra)
