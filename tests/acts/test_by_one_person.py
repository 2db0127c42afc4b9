"""Where the rules ask for two and there was one, lists say so; and whose consent it is, by pseudonym."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_cast import CHEAP, PASSPHRASE, FixedClock, House, Seeded, source_of
from khronika.acts.brief import brief
from khronika.acts.consent import handed_over, list_consents, record_consent, seal_identity, withdraw_consent
from khronika.acts.desk import Desk
from khronika.acts.erase import erase
from khronika.acts.founding import found
from khronika.acts.members import record_member
from khronika.acts.outgoing import BriefOrder
from khronika.acts.resting import rests_on
from khronika.acts.rules import BY_ONE_PERSON
from khronika.acts.show import log, show
from khronika.acts.shown import ItemShown
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.intake.isolated import Extractor
from khronika.records.access import Role
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term

PLAIN = "The vans were ours, the ministry said.\n"
TO_ALL = BriefOrder("To all", purpose=Purpose.PUBLIC_REPORT, audience=Audience.PUBLIC)
TO_PARTNERS = BriefOrder("To partners", purpose=Purpose.PUBLIC_REPORT, audience=Audience.PARTNERS)
FOR_ALL = Term(Purpose.PUBLIC_REPORT, Audience.PUBLIC, IdentityDetail.NAMED)


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk of one."""
    clock = FixedClock()
    made = found(tmp_path / "vault", PASSPHRASE, founder="Ines", cost=CHEAP, clock=clock, randomness=Seeded())
    yield made
    made.close()


def taken_in(desk: Desk) -> tuple[str, str]:
    """Take one public paper in; gives its item and its receipt."""
    with Extractor() as extractor:
        (taken,) = take_in(desk, desk.founder, [source_of(PLAIN)], Conditions(public=True), extractor)
    assert taken.item is not None
    return taken.item, receipt_of(desk, desk.founder, taken.item)


def receipt_of(desk: Desk, member: str, item: str) -> str:
    shown = show(desk, member, item)
    assert isinstance(shown, ItemShown)
    return shown.receipts[0].id


def marks(desk: Desk, member: str) -> dict[str, str]:
    """Return the mark of the newest entry of each type."""
    return {one.type: one.mark for one in reversed(log(desk, member))}


def test_the_log_says_of_each_entry_whether_one_person_did_what_takes_two(alone: Desk) -> None:
    item, _ = taken_in(alone)
    brief(alone, alone.founder, TO_PARTNERS)
    assert set(marks(alone, alone.founder).values()) == {""}
    brief(alone, alone.founder, TO_ALL)
    erase(alone, alone.founder, [item], "she asked")
    record_member(alone, alone.founder, "Ruta", [Role.CUSTODIAN])
    found_marks = marks(alone, alone.founder)
    by_one = {type_ for type_, mark in found_marks.items() if mark == BY_ONE_PERSON}
    assert by_one == {"export.made", "erasure.recorded", "member.recorded"}
    assert {*found_marks.values()} == {"", BY_ONE_PERSON}


def test_the_log_says_so_of_that_entry_and_not_of_an_earlier_one(alone: Desk) -> None:
    taken_in(alone)
    brief(alone, alone.founder, TO_PARTNERS)
    brief(alone, alone.founder, TO_ALL)
    said = [one.mark for one in log(alone, alone.founder) if one.type == "export.made"]
    assert said == [BY_ONE_PERSON, ""]


def test_what_two_agreed_to_bears_no_mark(house: House) -> None:
    item = house.take_one(PLAIN)
    house.erase(item)
    assert marks(house.desk, house.cast.ines)["erasure.recorded"] == ""


def test_what_one_person_handed_over_says_so_where_the_consent_is_withdrawn(alone: Desk) -> None:
    _, receipt = taken_in(alone)
    consent = record_consent(alone, alone.founder, [receipt], "Witness A", [FOR_ALL]).id
    brief(alone, alone.founder, TO_PARTNERS)
    brief(alone, alone.founder, TO_ALL)
    gone = handed_over(alone, alone.founder, consent)
    assert [(one.audience, one.mark) for one in gone] == [("public", BY_ONE_PERSON), ("partners", "")]
    assert list(rests_on(alone, alone.founder, consent).handed) == gone


def test_a_consent_is_listed_by_the_pseudonym_of_its_person(house: House) -> None:
    desk, cast = house.desk, house.cast
    receipt = receipt_of(desk, cast.ines, house.take_one(PLAIN))
    party, _ = seal_identity(desk, cast.ines, "Witness A", "Roza of Sarn")
    hidden, _ = seal_identity(desk, cast.ines, "Witness B", "Tomas", frozenset({cast.quarry}))
    for person in (party.id, hidden.id, "a neighbour"):
        record_consent(desk, cast.ines, [receipt], person, [FOR_ALL])
    assert [one.person for one in list_consents(desk, cast.ines)] == ["a neighbour", "Witness B", "Witness A"]
    assert [one.person for one in list_consents(desk, cast.lev)] == ["a neighbour", "Witness A"]


def test_a_person_who_took_their_consent_back_is_not_named_in_the_list(house: House) -> None:
    desk, cast = house.desk, house.cast
    party, _ = seal_identity(desk, cast.ines, "Witness A", "Roza of Sarn")
    consent = record_consent(desk, cast.ines, [party.id], party.id, [FOR_ALL])
    withdraw_consent(desk, cast.ines, consent.id, "she called on Monday")
    assert [one.person for one in list_consents(desk, cast.ines)] == [party.id]
