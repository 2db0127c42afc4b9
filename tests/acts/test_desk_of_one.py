"""A desk of one: what one person alone may do, what is closed to them, and what says that it was by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from outgoing_cast import PUBLIC, TO_ALL, TO_COURT
from two_cast import PLAIN, TO_PARTNERS, to_hand_over

from desk_cast import CHEAP, DENIAL, PASSPHRASE, WITNESS, FixedClock, Seeded, source_of
from khronika.acts.brief import brief
from khronika.acts.care import mark_care
from khronika.acts.desk import Desk
from khronika.acts.erase import erase
from khronika.acts.export import export_json
from khronika.acts.founding import found
from khronika.acts.members import (
    change_member,
    made_by_one,
    members,
    record_compartment,
    record_member,
)
from khronika.acts.outgoing import BriefOrder
from khronika.acts.read import read
from khronika.acts.review import accept
from khronika.acts.rules import BY_ONE_PERSON, RULES, Asks
from khronika.acts.second import (
    propose,
)
from khronika.acts.show import RecordShown, log, show
from khronika.acts.take_in import take_in
from khronika.errors import NeedsSecond
from khronika.intake.isolated import Extractor
from khronika.records.access import Role
from khronika.records.care import Care


def test_only_what_asks_for_somebody_else_can_be_closed_to_a_desk_of_one() -> None:
    for rule in RULES.values():
        assert rule.alone or rule.asks is not Asks.NOTHING


class Alone:
    """A desk with one member and what they read."""

    def __init__(self, path: Path) -> None:
        self.clock = FixedClock()
        self.desk: Desk = found(
            path, PASSPHRASE, founder="Ines", cost=CHEAP, clock=self.clock, randomness=Seeded("alone")
        )
        self.ines = self.desk.founder

    def read_one(self, content: str) -> tuple[str, list[str]]:
        with Extractor() as extractor:
            (taken,) = take_in(self.desk, self.ines, [source_of(content)], PUBLIC, extractor)
        assert taken.item is not None
        read(self.desk, self.ines, [taken.item])
        statements = [one.subject for one in log(self.desk, self.ines) if one.type == "statement.suggested"]
        return taken.item, statements[::-1]

    def mark_of_newest(self, type_: str) -> str:
        subject = next(one.subject for one in log(self.desk, self.ines) if one.type == type_)
        one = show(self.desk, self.ines, subject)
        assert isinstance(one, RecordShown)
        return one.mark


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    """Give a desk of one."""
    made = Alone(tmp_path / "vault")
    yield made
    made.desk.close()


def test_a_desk_of_one_erases_at_once_and_says_that_it_was_by_one(alone: Alone) -> None:
    item, _ = alone.read_one(WITNESS)
    assert item in erase(alone.desk, alone.ines, [item], "she asked")
    assert alone.mark_of_newest("erasure.recorded") == BY_ONE_PERSON


def test_a_desk_of_one_makes_the_second_custodian_and_is_none_from_then_on(alone: Alone) -> None:
    item, _ = alone.read_one(WITNESS)
    ruta = record_member(alone.desk, alone.ines, "Ruta", [Role.CUSTODIAN], every=True)
    assert alone.mark_of_newest("member.recorded") == BY_ONE_PERSON
    assert made_by_one(alone.desk, ruta.id) == {ruta.id}
    for act in (
        lambda: erase(alone.desk, alone.ines, [item], "she asked"),
        lambda: erase(alone.desk, ruta.id, [item], "she asked"),
        lambda: record_member(alone.desk, alone.ines, "Dara", [Role.CUSTODIAN]),
    ):
        with pytest.raises(NeedsSecond):
            act()


def test_that_a_custodian_was_made_by_one_stays_with_them_until_they_are_none(alone: Alone) -> None:
    ruta = record_member(alone.desk, alone.ines, "Ruta", [Role.CUSTODIAN])
    record_compartment(alone.desk, ruta.id, "Ozrin")
    (ruta,) = [one for one in members(alone.desk, alone.ines) if one.id == ruta.id]
    change_member(alone.desk, alone.ines, replace(ruta, name="Ruta V."))
    assert made_by_one(alone.desk, alone.ines) == {ruta.id}
    change_member(alone.desk, alone.ines, replace(ruta, roles=frozenset({Role.READER})))
    assert made_by_one(alone.desk, alone.ines) == frozenset()


def test_members_with_other_roles_make_no_second_custodian(alone: Alone) -> None:
    item, _ = alone.read_one(WITNESS)
    record_member(alone.desk, alone.ines, "Oskar", [Role.PUBLISHER, Role.REVIEWER])
    erase(alone.desk, alone.ines, [item], "she asked")


@pytest.mark.parametrize("order", [TO_COURT, TO_ALL])
def test_a_desk_of_one_publishes_nothing_that_bears_a_mark(alone: Alone, order: BriefOrder) -> None:
    _, said = alone.read_one(DENIAL)
    accept(alone.desk, alone.ines, said)
    for act in (
        lambda: brief(alone.desk, alone.ines, order),
        lambda: export_json(alone.desk, alone.ines, order),
        lambda: propose(alone.desk, alone.ines, to_hand_over(order)),
    ):
        with pytest.raises(NeedsSecond):
            act()
    assert not any(one.type == "export.made" for one in log(alone.desk, alone.ines))


def test_a_desk_of_one_hands_what_bears_a_mark_to_a_doctor_or_a_lawyer(alone: Alone) -> None:
    alone.read_one(DENIAL)
    brief(alone.desk, alone.ines, TO_PARTNERS)
    assert alone.mark_of_newest("export.made") == BY_ONE_PERSON


def test_a_text_that_bears_a_mark_is_closed_to_a_desk_of_one_also_where_nothing_is_accepted(
    alone: Alone,
) -> None:
    item, _ = alone.read_one(PLAIN)
    mark_care(alone.desk, alone.ines, item, [Care.HELD], "the driver")
    with pytest.raises(NeedsSecond, match="a text that bears a mark"):
        brief(alone.desk, alone.ines, TO_COURT)


def test_a_desk_of_one_publishes_what_bears_no_mark_and_says_so(alone: Alone) -> None:
    _, said = alone.read_one(PLAIN)
    accept(alone.desk, alone.ines, said)
    made = brief(alone.desk, alone.ines, TO_ALL)
    assert made.heading.marks == ("not seen by a second person",)
    assert [one.second_person for one in made.sentences] == [False] * len(said)
    assert alone.mark_of_newest("export.made") == BY_ONE_PERSON


def test_what_two_persons_saw_before_stays_open_to_who_is_left(alone: Alone) -> None:
    item, said = alone.read_one(WITNESS)
    mark_care(alone.desk, alone.ines, item, [Care.CHILD], "her sister is nine")
    sanne = record_member(alone.desk, alone.ines, "Sanne", [Role.REVIEWER])
    for member in (alone.ines, sanne.id):
        accept(alone.desk, member, said)
    change_member(alone.desk, alone.ines, replace(sanne, active=False))
    assert brief(alone.desk, alone.ines, TO_COURT).heading.marks == ()
    assert alone.mark_of_newest("export.made") == BY_ONE_PERSON
