"""The log for people, checkpoints, and the days for as-of."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import logbook
from khronika.acts.consent import open_identity, seal_identity
from khronika.acts.desk import acting
from khronika.acts.logbook import _SUBJECTS, Leafing, LogWanted, checkpoints, log_page, points
from khronika.acts.originals import open_original
from khronika.acts.review import accept
from khronika.acts.show import log
from khronika.acts.sources import Conditions
from khronika.errors import UsageFault
from khronika.ledger.logbook import _LOOKED_AT, _PIECE
from khronika.ledger.note import open_checkpoint
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.ids import Kind


def test_the_log_says_who_did_what_about_which_record_in_words(house: House) -> None:
    desk, cast = house.desk, house.cast
    item, (first, *_) = house.read_one(DENIAL, "denial.txt")
    accept(desk, cast.matei, [first])
    _, identity = seal_identity(desk, cast.ines, "Witness A", "Mira Oru")
    open_identity(desk, cast.ruta, identity.id, "hand-over")
    lines = {(one.type, one.by): one.about for one in log_page(desk, cast.lev).lines}
    assert lines["statement.accepted", "Matei"] == '"There is no such facility,"'
    assert lines["item.sealed", "Ines"] == "denial.txt"
    assert lines["reading.run", "Ines"] == "denial.txt"
    assert lines["identity.opened", "Ruta"] == "Witness A"
    assert lines["member.recorded", "Ines"]
    assert "Mira Oru" not in repr(log_page(desk, cast.lev))
    assert item


def test_the_log_is_leafed_through_without_a_gap_or_a_repeat(house: House) -> None:
    house.read_one(DENIAL)
    house.take_one("Two vans.", conditions=Conditions(frozenset({house.cast.quarry})))
    house.read_one(WITNESS)
    whole = [entry.position for entry in log(house.desk, house.cast.lev, limit=1000)]
    for wanted in (LogWanted(), LogWanted(kinds=tuple(Kind))):
        for limit in (1, 3, 7, 1000):
            page = log_page(house.desk, house.cast.lev, wanted, Leafing(limit))
            found = [line.position for line in page.lines]
            while page.before is not None:
                page = log_page(house.desk, house.cast.lev, wanted, Leafing(limit, page.before))
                found += [line.position for line in page.lines]
            assert found == whole


def test_the_log_is_narrowed_by_kind_type_author_record_and_day(house: House) -> None:
    desk, cast = house.desk, house.cast
    item = house.take_one(DENIAL, by=cast.petra)
    house.clock.forward(days=2)
    open_original(desk, cast.matei, item, "to compare it")

    def subjects(wanted: LogWanted) -> list[str]:
        return [line.subject[:3] for line in log_page(desk, cast.lev, wanted).lines]

    today, first = date(2026, 4, 22), date(2026, 4, 20)
    assert subjects(LogWanted(kinds=("opn",))) == ["opn"]
    assert set(subjects(LogWanted(kinds=("itm", "rcp")))) == {"itm", "rcp"}
    assert subjects(LogWanted(types=("receipt.recorded",))) == ["rcp"]
    assert set(subjects(LogWanted(author=cast.petra))) == {"dev", "itm", "rcp", "rnd"}
    assert subjects(LogWanted(author=cast.petra, kinds=("rnd",))) == ["rnd"]
    assert subjects(LogWanted(subject=item)) == ["itm"]
    assert subjects(LogWanted(first=today)) == ["opn"]
    assert "opn" not in subjects(LogWanted(last=first))
    assert subjects(LogWanted(first=date(2026, 4, 21), last=date(2026, 4, 21))) == []
    assert subjects(LogWanted(first=date(2027, 1, 1))) == []
    assert subjects(LogWanted(last=date(2020, 1, 1))) == []
    assert subjects(LogWanted(kinds=("'; --",), types=("x",))) == []
    assert subjects(LogWanted(subject="\ud800\0")) == []


def test_a_rare_entry_is_found_far_back_at_once(house: House) -> None:
    assert _LOOKED_AT % _PIECE == 0
    item = house.take_one(DENIAL)
    open_original(house.desk, house.cast.matei, item, "to compare it")
    with acting(house.desk, house.cast.ines, Right.REVIEW) as act:
        for number in range(_LOOKED_AT + 10):
            party = house.desk.new_id(Kind.PARTY)
            body = {"id": party, "kind": "person", "name": f"N {number}", "names": []}
            act.add(Draft("party.recorded", party, body))
    for rare in (LogWanted(kinds=("opn",)), LogWanted(types=("original.opened",))):
        found = log_page(house.desk, house.cast.lev, rare)
        assert ([line.type for line in found.lines], found.before) == (["original.opened"], None)
    wanted = LogWanted(author=house.cast.matei)
    page = log_page(house.desk, house.cast.lev, wanted)
    assert page.lines == ()
    assert page.before is not None
    page = log_page(house.desk, house.cast.lev, wanted, Leafing(before=page.before))
    assert [line.type for line in page.lines] == ["original.opened"]
    assert page.before is None


def test_entries_of_a_type_are_looked_for_where_the_format_says_that_they_are() -> None:
    page = (Path(__file__).parents[2] / "docs" / "FORMAT.md").read_text(encoding="utf-8")
    rows = [row.split(" | ") for row in page.split("### Bodies")[1].split("### ")[0].splitlines()]
    subjects = [
        (word, kind)
        for types, about, *_ in (row for row in rows if row[0].startswith("| `"))
        for word in re.findall(r"`([a-z]+)\.[a-z]+`", types)
        for kind in re.findall(r"`([a-z]{3})_`", about)
    ]
    assert len(subjects) > 15
    assert [(word, kind) for word, kind in subjects if kind not in _SUBJECTS.get(word, (kind,))] == []


def test_the_log_shows_nothing_of_a_compartment_but_gaps(house: House) -> None:
    hidden = Conditions(frozenset({house.cast.quarry}))
    item = house.take_one("Two vans stood there.", "zvezdochka.txt", conditions=hidden)
    open_original(house.desk, house.cast.vera, item, "zvezdochka")
    answers = [
        repr(log_page(house.desk, house.cast.lev, wanted))
        for wanted in (LogWanted(), LogWanted(kinds=("itm", "opn", "cmp")), LogWanted(subject=item))
    ]
    assert not any(word in answer for answer in answers for word in ("zvezdochka", item, house.cast.quarry))
    lines = log_page(house.desk, house.cast.vera).lines
    assert {"zvezdochka.txt"} == {line.about for line in lines if line.subject[:3] in {"itm", "opn"}}


def test_the_log_as_of_a_point_ends_there(house: House) -> None:
    before = house.desk.ledger.head().size
    house.take_one(DENIAL)
    page = log_page(house.desk, house.cast.lev, as_of=str(before))
    assert page.lines[0].position < before
    rare = log_page(house.desk, house.cast.lev, LogWanted(kinds=("itm",)), as_of=str(before))
    assert rare.lines == ()


def test_a_page_of_the_log_has_a_size(house: House) -> None:
    for nothing in (0, -3):
        with pytest.raises(UsageFault, match="at least one line"):
            log_page(house.desk, house.cast.lev, page=Leafing(nothing))
        with pytest.raises(UsageFault, match="at least one line"):
            checkpoints(house.desk, house.cast.lev, Leafing(nothing))
    assert log_page(house.desk, house.cast.lev, page=Leafing(10**9)).lines


def test_checkpoints_are_listed_newest_first_with_what_they_sign(house: House) -> None:
    house.take_one(DENIAL)
    shown = checkpoints(house.desk, house.cast.lev, Leafing(3))
    head = house.desk.ledger.head()
    assert (shown[0].size, shown[0].root) == (head.size, head.root)
    for one in shown:
        opened = open_checkpoint(one.note, [house.desk.ledger.desk.key])
        assert (opened.size, opened.root.hex()) == (one.size, one.root)
        assert one.received == "2026-04-20T09:00:00Z"
    further = checkpoints(house.desk, house.cast.lev, Leafing(100, shown[-1].size))
    assert further[0].size < shown[-1].size
    sizes = [one.size for one in shown + further]
    assert sizes == sorted(sizes, reverse=True)


def test_the_days_to_choose_from_are_those_on_which_something_came_that_one_may_see(house: House) -> None:
    desk, cast = house.desk, house.cast
    house.take_one(DENIAL)
    house.clock.forward(days=3)
    house.take_one("Two vans.", conditions=Conditions(frozenset({cast.quarry})))
    house.clock.forward(days=4)
    house.take_one(WITNESS)
    house.take_one("A note.")
    assert points(desk, cast.ines) == ["2026-04-27", "2026-04-23", "2026-04-20"]
    assert points(desk, cast.vera) == points(desk, cast.ines)
    assert points(desk, cast.lev) == ["2026-04-27", "2026-04-20"]
    assert points(desk, cast.lev, limit=1) == ["2026-04-27"]
    assert points(desk, cast.lev, limit=-1) == []
    for day in points(desk, cast.lev):
        assert log_page(desk, cast.lev, as_of=day).lines


def test_a_clock_that_went_back_loses_no_day_and_ends(house: House) -> None:
    house.clock.forward(days=5)
    house.take_one(DENIAL)
    house.clock.forward(days=-5)
    house.take_one(WITNESS)
    assert set(points(house.desk, house.cast.ines)) <= {"2026-04-25", "2026-04-20"}
    assert points(house.desk, house.cast.ines)[0] == "2026-04-20"


def test_a_hostile_name_in_the_log_is_cut_and_stays_text(house: House) -> None:
    name = "\u202e" + "x" * 5000 + "</script>.txt"
    house.take_one(DENIAL, name)
    (line,) = log_page(house.desk, house.cast.lev, LogWanted(kinds=("itm",))).lines
    assert len(line.about) == 120
    assert logbook.MOST_LINES == 1000
