"""Searches that look into a sensitive compartment are in its log before they are answered."""

from __future__ import annotations

import pytest
from search_cast import ids
from stated import (
    hidden,
)

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.find import Search, find
from khronika.acts.history import history_of
from khronika.acts.members import record_compartment
from khronika.acts.search_log import set_sensitive
from khronika.acts.show import log, search, show
from khronika.acts.sources import Conditions
from khronika.errors import NotFound
from khronika.records.statement import Act


def test_a_search_in_a_sensitive_compartment_is_in_its_log_before_it_is_answered(house: House) -> None:
    desk, ines, vera, quarry = house.desk, house.cast.ines, house.cast.vera, house.cast.quarry
    (kept_apart,) = hidden(house).add()
    size = desk.ledger.head().size
    find(desk, vera, Search("quarry"))
    assert desk.ledger.head().size == size
    set_sensitive(desk, ines, quarry)
    size = desk.ledger.head().size
    find(desk, house.cast.matei, Search("quarry"))
    find(desk, vera, Search("quarry"), scope=frozenset())
    assert desk.ledger.head().size == size
    assert ids(find(desk, vera, Search("quarry", act=Act.ASSERTS))) == [kept_apart]
    assert [hit.statement.id for hit in search(desk, vera, "vans quarry") if hit.statement] == []
    entries = log(desk, vera, limit=2)
    assert [(entry.type, entry.author) for entry in entries] == [("search.made", vera)] * 2
    bodies = [show(desk, vera, entry.subject).body for entry in entries]  # type: ignore[union-attr]
    assert bodies == [
        {"words": "vans quarry", "filters": {}},
        {"words": "quarry", "filters": {"act": "asserts"}},
    ]
    for entry in entries:
        with pytest.raises(NotFound):
            show(desk, house.cast.matei, entry.subject)


def test_nobody_needs_several_compartments_to_see_who_searched(house: House) -> None:
    desk, ines, quarry = house.desk, house.cast.ines, house.cast.quarry
    ozrin = record_compartment(desk, ines, "Ozrin").id
    for compartment in (quarry, ozrin):
        set_sensitive(desk, ines, compartment)
    find(desk, ines, Search("quarry"))
    made = [entry.subject for entry in log(desk, ines, limit=2)]
    assert [show(desk, ines, one).body for one in made] == [{"words": "quarry", "filters": {}}] * 2  # type: ignore[union-attr]
    seen = [entry.subject for entry in log(desk, house.cast.vera, limit=10)]
    assert len(set(made) & set(seen)) == 1


def test_the_log_of_a_search_names_no_record_of_another_compartment(house: House) -> None:
    desk, ines, quarry = house.desk, house.cast.ines, house.cast.quarry
    ozrin = record_compartment(desk, ines, "Ozrin").id
    for compartment in (quarry, ozrin):
        set_sensitive(desk, ines, compartment)
    item, apart = house.take_one(DENIAL), house.take_one(WITNESS, conditions=Conditions(frozenset({quarry})))
    for named in (item, apart):
        find(desk, ines, Search("quarry", item=named))
    both = frozenset({quarry, ozrin})
    house.take_one("In both.\n", conditions=Conditions(both))
    find(desk, ines, Search("quarry", compartment=quarry))
    told: dict[str, list[object]] = {quarry: [], ozrin: []}
    for entry in log(desk, ines, limit=100):
        if entry.type == "search.made":
            shown = history_of(desk, ines, entry.subject)
            body = show(desk, ines, entry.subject).body  # type: ignore[union-attr]
            told[shown.compartments[0].id].append((body or {})["filters"])
    assert told == {
        quarry: [{"compartment": quarry}, {"item": apart}, {"item": item}],
        ozrin: [{}, {}, {"item": item}],
    }


def test_a_search_that_cannot_be_logged_is_not_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_sensitive(house.desk, house.cast.ines, house.cast.quarry)
    hidden(house).add()

    def full(*_: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("khronika.ledger.store.Writing.append", full)
    for asked in (
        lambda: find(house.desk, house.cast.vera, Search("quarry")),
        lambda: search(house.desk, house.cast.vera, "quarry"),
    ):
        with pytest.raises(RuntimeError, match="no room"):
            asked()
