"""A process killed at any point, or a disk that is full: the desk opens, nothing acknowledged is lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from children import acknowledged
from stopped_child import __file__ as child_script

from desk_cast import DENIAL, WITNESS, House, house_from
from khronika.acts.desk import Desk
from khronika.acts.read import read
from khronika.acts.show import Sought, items, show, statements
from khronika.acts.shown import ItemShown
from khronika.acts.upkeep import verify

POINTS = {
    "take": (1, 5, 9, 13, 17, 20, 21, 23, 25),
    "read": (1, 2, 4, 6, 9),
    "accept": (1, 2, 5, 9),
    "erase": (1, 2, 4, 5, 6, 8, 11, 14, 16, 18),
}


@pytest.fixture(scope="module")
def filled_house(closed_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    house = house_from(closed_house, tmp_path_factory.mktemp("stopped") / "vault")
    taken = house.take(DENIAL, WITNESS)
    read(house.desk, house.cast.ines, [one.item for one in taken if one.item])
    house.desk.close()
    house.extractor.close()
    return house


@pytest.fixture
def closed(filled_house: House, tmp_path: Path) -> Iterator[House]:
    house = house_from(filled_house, tmp_path / "vault")
    house.desk.close()
    yield house
    house.desk.close()
    house.extractor.close()


def whole(desk: Desk) -> None:
    """Check that nothing is half there: items with receipt and text, runs with all they suggested."""
    checked = verify(desk, desk.founder, files=True)
    assert checked.problems == ()
    for item in items(desk, desk.founder):
        assert item.status in {"sealed", "erased"}
        if item.status == "sealed":
            assert item.receipts
            assert item.rendition
    known = statements(desk, desk.founder, Sought())
    accepted = [one for one in known if one.status == "accepted"]
    suggested = [one for one in known if one.status == "suggested"]
    assert not accepted or not suggested


@pytest.mark.parametrize(("act", "last"), [(act, last) for act, points in POINTS.items() for last in points])
def test_killed_at_any_point_nothing_acknowledged_is_lost_and_nothing_is_half_there(
    closed: House, act: str, last: int
) -> None:
    before = {one.id for one in items(closed.again(), closed.cast.ines)}
    said = {one.id for one in statements(closed.desk, closed.cast.ines, Sought())}
    closed.desk.close()
    code, told = acknowledged(child_script, closed, act, last, 0)
    assert code == -signal.SIGKILL or "points" in told
    desk = closed.again()
    whole(desk)
    assert before <= {one.id for one in items(desk, desk.founder)}
    assert said <= {one.id for one in statements(desk, desk.founder, Sought())}
    for item in told.get("taken", []):
        shown = show(desk, desk.founder, item)
        assert isinstance(shown, ItemShown)
        assert shown.status == "sealed"
    for item in told.get("erased", []):
        assert show(desk, desk.founder, item) == ItemShown(item, "erased")
    for id_ in told.get("accepted", []):
        assert show(desk, desk.founder, id_).status == "accepted"
    closed.take("The next morning the work goes on.\n")
    assert verify(desk, desk.founder, files=True).problems == ()


@pytest.mark.parametrize("act", POINTS)
def test_the_chosen_points_reach_from_the_first_to_the_last(closed: House, act: str) -> None:
    """There are no more points than the chosen ones span, so that a new step is noticed here."""
    code, told = acknowledged(child_script, closed, act, 0, 0)
    assert code == 0
    assert max(POINTS[act]) <= int(told["points"][0]) <= max(POINTS[act]) + 3


def test_a_disk_without_room_for_a_file_is_said_in_one_line_and_loses_nothing(closed: House) -> None:
    before = items(closed.again(), closed.cast.ines)
    closed.desk.close()
    code, told = acknowledged(child_script, closed, "take-large", 0, 1 << 20)
    assert (code, told["fault"][0]) == (9, "9")
    assert "taken" not in told
    desk = closed.again()
    assert items(desk, desk.founder) == before
    checked = verify(desk, desk.founder, files=True)
    assert (checked.problems, checked.orphans) == ((), ())
