"""Files that a program sends to a desk: what is not said as it must be is refused, and nothing is kept."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from api_cast import Program, program_of

from desk_cast import House, files_in
from khronika.acts.uploads import drop_uploads, uploads
from khronika.records.item import Acquisition

LETTER = b"A letter about Quarry 9.\n"


@pytest.fixture
def program(house: House) -> Program:
    return program_of(house.desk, house.cast.petra)


def test_a_file_waits_under_the_id_that_is_answered(house: House, program: Program) -> None:
    sent = urlencode({"name": "скан \u202e.txt", "size": len(LETTER), "acquisition": "scan"})
    answer = program.ask("PUT", f"/uploads?{sent}", LETTER)
    assert answer.status == 200
    (waiting,) = uploads(house.desk, house.cast.petra)
    assert (waiting.id, waiting.size) == (answer.json["upload"], len(LETTER))
    assert (waiting.name, waiting.acquisition) == ("скан \u202e.txt", Acquisition.SCAN)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "given its name"),
        ("name=", "given its name"),
        ("name=a&name=b", "once"),
        ("name=a&key=b", "nothing that it does not have"),
        ("name=a&size=", "a number of bytes"),
        ("name=a&size=-1", "a number of bytes"),
        ("name=a&size=1e3", "a number of bytes"),
        (f"name=a&size={quote('٣')}", "a number of bytes"),
        ("name=a&size=" + "9" * 16, "a number of bytes"),
        ("name=a&acquisition=theft", "nothing is acquired by 'theft'"),
        ("name=a&acquisition=" + "x" * 5_000, "nothing is acquired by"),
        ("name=a&size=999999999999999", "has more than"),
    ],
)
def test_what_is_not_said_as_it_must_be_is_refused_in_one_line(
    house: House, program: Program, asked: str, said: str
) -> None:
    before = files_in(house.path / "sealed")
    status, fault, hint, code = program.ask("PUT", f"/uploads?{asked}", LETTER).fault
    assert (status, code) == (413 if said == "has more than" else 400, 2)
    assert said in fault
    assert len(fault + hint) < 300
    assert files_in(house.path / "sealed") == before
    assert uploads(house.desk, house.cast.petra) == []


def test_fewer_or_more_bytes_than_were_said_are_kept_as_they_came_or_not_at_all(
    house: House, program: Program
) -> None:
    """What was said beforehand is for the room it takes; what came is what is counted and sealed."""
    for said in (1, 1_000):
        answer = program.ask("PUT", f"/uploads?name=a.txt&size={said}", LETTER)
        kept = [one.size for one in uploads(house.desk, house.cast.petra)]
        assert (answer.status == 200) == (kept == [len(LETTER)])
        if answer.status == 200:
            drop_uploads(house.desk, house.cast.petra, [answer.json["upload"]])


def test_who_may_not_take_in_keeps_nothing(house: House) -> None:
    before = files_in(house.path / "sealed")
    for program in (
        program_of(house.desk, house.cast.lev),
        Program(program_of(house.desk, house.cast.lev).app),
    ):
        assert program.ask("PUT", "/uploads?name=a.txt", LETTER).status in {401, 403}
    assert files_in(house.path / "sealed") == before
