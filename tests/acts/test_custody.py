"""Custody of an item: everything that happened to it, for those who may see it."""

from __future__ import annotations

import pytest
from two_cast import erased

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.custody import Deed, Step, custody
from khronika.acts.export import export_json
from khronika.acts.originals import open_original
from khronika.acts.outgoing import BriefOrder
from khronika.acts.sources import Conditions
from khronika.errors import NotFound, UsageFault
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term

TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS, IdentityDetail.NAMED)
MAIL = (
    b"From: mira@example.org\r\nDate: Sat, 14 Mar 2026 06:02:11 +0000\r\nSubject: yard\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee this.\r\n'
    b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="list.txt"\r\n\r\n'
    b"Two men were taken.\r\n--b--\r\n"
)


def told(steps: tuple[Step, ...]) -> list[tuple[Deed, str, str, str]]:
    return [(step.deed, step.by, step.words, step.note) for step in steps]


def test_everything_that_happened_to_an_item_is_told_in_order(house: House) -> None:
    desk, cast = house.desk, house.cast
    given = Conditions(person="Witness A", terms=(TERM,), note="by hand, at the gate")
    (taken,) = house.take(DENIAL, names=("denial.txt",), by=cast.petra, conditions=given)
    item = taken.item
    assert item is not None
    house.clock.forward(hours=1)
    open_original(desk, cast.matei, item, "to compare it")
    house.clock.forward(hours=1)
    export_json(desk, cast.ines, BriefOrder("", (item,), TERM.purpose, TERM.audience))
    house.clock.forward(hours=1)
    house.take(DENIAL, names=("again.txt",), by=cast.petra)
    shown = custody(desk, cast.lev, item)
    assert (shown.name, shown.status) == ("denial.txt", "sealed")
    first, rest = told(shown.steps)[:5], told(shown.steps)[5:]
    assert {deed for deed, *_ in first} == {
        Deed.SEALED,
        Deed.RECEIVED,
        Deed.HELD,
        Deed.TEXT,
        Deed.CONSENT,
    }
    assert (Deed.RECEIVED, "Petra", "denial.txt", "file") in first
    assert (Deed.HELD, "Petra", "ingestion", "by hand, at the gate") in first
    assert (Deed.CONSENT, "Petra", "Witness A", "") in first
    assert rest == [
        (Deed.OPENED, "Matei", "attachment", "to compare it"),
        (Deed.HANDED_OVER, "Ines", "json", "documentation / partners"),
        (Deed.RECEIVED, "Petra", "again.txt", "file"),
        (Deed.HELD, "Petra", "ingestion", ""),
    ]
    assert [step.at for step in shown.steps] == sorted(step.at for step in shown.steps)


def test_custody_as_of_a_day_is_what_was_known_then(house: House) -> None:
    item = house.take_one(DENIAL)
    day = house.clock.now.date().isoformat()
    house.clock.forward(days=1)
    open_original(house.desk, house.cast.matei, item, "to compare it")
    before = custody(house.desk, house.cast.lev, item, as_of=day)
    assert Deed.OPENED not in {step.deed for step in before.steps}
    assert Deed.OPENED in {step.deed for step in custody(house.desk, house.cast.lev, item).steps}


def test_what_was_withdrawn_tells_who_and_when_and_not_what(house: House) -> None:
    given = Conditions(person="Witness A", terms=(TERM,), note="from Mira")
    item = house.take_one(WITNESS, "mira.txt", conditions=given)
    open_original(house.desk, house.cast.matei, item, "about Mira")
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she fears for her sister")
    shown = custody(house.desk, house.cast.lev, item)
    assert (shown.status, shown.name) == ("withdrawn", "")
    assert "ira" not in repr(shown).replace("Witness A", "")
    hidden = {step.deed for step in shown.steps if not step.shown}
    assert hidden == {Deed.SEALED, Deed.RECEIVED, Deed.TEXT, Deed.OPENED}
    assert told(shown.steps)[-1] == (Deed.WITHDRAWN, "Ines", "Witness A", "she fears for her sister")


def test_of_two_ways_only_the_one_that_was_withdrawn_is_hidden(house: House) -> None:
    item = house.take_one(WITNESS, "mira.txt", conditions=Conditions(person="A", terms=(TERM,)))
    house.take_one(WITNESS, "found.txt")
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.ines, consent.id, "")
    shown = custody(house.desk, house.cast.lev, item)
    assert (shown.status, shown.name) == ("sealed", "found.txt")
    received = {step.words for step in shown.steps if step.deed is Deed.RECEIVED}
    assert received == {"", "found.txt"}


def test_what_was_erased_leaves_who_and_when_and_the_erasure(house: House) -> None:
    item = house.take_one(WITNESS, "mira.txt", conditions=Conditions(note="from Mira"))
    open_original(house.desk, house.cast.matei, item, "about Mira")
    house.clock.forward(hours=1)
    erased(house, item)
    shown = custody(house.desk, house.cast.lev, item)
    assert (shown.status, shown.name) == ("erased", "")
    assert "ira" not in repr(shown)
    assert told(shown.steps)[-1] == (Deed.ERASED, "Ines", "she asked", "")
    assert {step.deed for step in shown.steps} >= {Deed.SEALED, Deed.RECEIVED, Deed.OPENED, Deed.ERASED}


def test_what_came_attached_is_told_with_the_consent_to_what_it_came_with(house: House) -> None:
    (taken,) = house.take(MAIL, names=("mail.eml",), conditions=Conditions(person="Mira", terms=(TERM,)))
    (part,) = taken.parts
    assert part.item is not None
    steps = custody(house.desk, house.cast.lev, part.item).steps
    assert (Deed.CONSENT, "Ines", "Mira", "") in told(steps)
    assert taken.item is not None
    erased(house, taken.item)
    assert Deed.ERASED in {step.deed for step in custody(house.desk, house.cast.lev, part.item).steps}


def test_custody_is_there_only_for_those_who_may_see_the_item_and_each_step(house: House) -> None:
    desk, cast = house.desk, house.cast
    item = house.take_one(WITNESS, conditions=Conditions(frozenset({cast.quarry}), terms=(TERM,)))
    for given in (item, f"itm_{'0' * 26}"):
        with pytest.raises(NotFound):
            custody(desk, cast.lev, given)
    assert custody(desk, cast.vera, item).steps
    seen, hidden = (
        house.take_one(DENIAL),
        house.take_one("Two vans.", conditions=Conditions(frozenset({cast.quarry}))),
    )
    export_json(desk, cast.ines, BriefOrder("", (seen, hidden)))
    assert Deed.HANDED_OVER in {step.deed for step in custody(desk, cast.vera, seen).steps}
    assert Deed.HANDED_OVER not in {step.deed for step in custody(desk, cast.lev, seen).steps}
    with pytest.raises(UsageFault, match="not an item"):
        custody(desk, cast.lev, cast.lev)
