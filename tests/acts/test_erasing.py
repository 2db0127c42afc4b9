"""Erasing: what goes, what goes with it, what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk_cast import DENIAL, WITNESS, House, files_in
from khronika.acts.brief import BriefOrder, brief
from khronika.acts.consent import open_identity, seal_identity
from khronika.acts.erase import erase
from khronika.acts.members import change_member, members
from khronika.acts.review import accept
from khronika.acts.show import RecordShown, items, log, search, show, text_of
from khronika.acts.shown import ItemShown, StatementShown
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import verify
from khronika.errors import NotFound, UsageFault
from khronika.records.ids import Kind


def test_an_erased_item_takes_its_text_its_statements_and_its_files_along(house: House) -> None:
    before = files_in(house.path / "sealed")
    item, said = house.read_one()
    accept(house.desk, house.cast.sanne, said[:1])
    erased = house.erase(item)
    assert {item, *said} <= set(erased)
    assert files_in(house.path / "sealed") == before
    for as_of in (None, "2026-04-20"):
        assert items(house.desk, house.cast.ines, as_of=as_of) == [ItemShown(item, "erased")]
        assert search(house.desk, house.cast.ines, "facility", as_of=as_of) == []
        assert text_of(house.desk, house.cast.ines, item, as_of=as_of) == ""
        for id_ in said:
            assert show(house.desk, house.cast.ines, id_, as_of=as_of) == StatementShown(id_, "erased")
    checked = verify(house.desk, house.cast.ines, files=True)
    assert (checked.problems, checked.orphans) == ((), ())


def test_what_was_erased_can_be_taken_in_anew(house: House) -> None:
    item, _ = house.read_one()
    house.erase(item, reason="a mistake")
    (again,) = house.take(DENIAL)
    assert (again.second, again.item == item) == (False, False)


def test_an_erasure_needs_a_reason_and_records(house: House) -> None:
    item, _ = house.read_one()
    for records, reason in (([item], " "), ([], "she asked")):
        with pytest.raises(UsageFault):
            erase(house.desk, house.cast.ines, records, reason)
    with pytest.raises(NotFound):
        erase(house.desk, house.cast.ines, [item, f"itm_{'0' * 26}"], "she asked")
    assert items(house.desk, house.cast.ines)[0].status == "sealed"


def test_the_traces_of_exports_openings_and_erasures_cannot_be_erased(house: House) -> None:
    item, said = house.read_one()
    brief(house.desk, house.cast.ines, BriefOrder("Inside", (item,)))
    _, sealed = seal_identity(house.desk, house.cast.ines, "Witness A", "Roza Vardol")
    open_identity(house.desk, house.cast.ines, sealed.id, "the lawyer asks")
    house.erase(*said[:1], reason="wrong")
    kept = {Kind.EXPORT, Kind.OPENING, Kind.ERASURE, Kind.VAULT, Kind.DEVICE}
    traces = [e.subject for e in log(house.desk, house.cast.ines, limit=1000) if e.subject[:3] in kept]
    assert {Kind(id_[:3]) for id_ in traces} == kept
    for id_ in traces:
        with pytest.raises(UsageFault, match="cannot be erased"):
            erase(house.desk, house.cast.ines, [id_], "clean up")


def test_the_reason_of_an_opening_goes_with_the_identity(house: House) -> None:
    _, sealed = seal_identity(house.desk, house.cast.ines, "Witness A", "Roza Vardol")
    open_identity(house.desk, house.cast.ines, sealed.id, "Roza asks for her file")
    opening = log(house.desk, house.cast.ines, limit=1)[0].subject
    house.erase(sealed.id)
    assert show(house.desk, house.cast.ines, opening) == RecordShown(opening, "erased", None)


def test_who_works_at_the_desk_is_not_erased_before_they_have_left(house: House) -> None:
    desk, ines, lev = house.desk, house.cast.ines, house.cast.lev
    with pytest.raises(UsageFault, match="still works"):
        erase(desk, ines, [lev], "he asked")
    (known,) = [one for one in members(desk, ines) if one.id == lev]
    change_member(desk, ines, replace(known, active=False))
    house.erase(lev, reason="he asked")
    assert "Lev" not in repr(members(desk, ines))


def test_a_custodian_erases_what_is_derived_unseen_and_is_not_told_of_it(house: House) -> None:
    """Bytes that came openly, and again into the yard, are two items: only one of them goes."""
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    hidden = house.take_one(WITNESS, conditions=yard)
    seen = house.take_one(WITNESS)
    assert hidden not in house.erase(seen)
    assert [one.status for one in items(house.desk, house.cast.vera)] == ["erased", "sealed"]


def test_erasing_works_on_a_full_disk(house: House) -> None:
    item, _ = house.read_one()
    with house.desk.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 6}")
    house.erase(item)
    assert items(house.desk, house.cast.ines) == [ItemShown(item, "erased")]
