"""Actions: what was asked of whom, when an answer is due, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from stated import hidden, stated

from desk_cast import House
from khronika.acts.actions import (
    ANSWER_DUE,
    NEXT_STEP,
    action_of,
    actions,
    change_action,
    due,
    record_action,
)
from khronika.acts.incidents import record_incident
from khronika.acts.parties import record_party
from khronika.acts.review import accept
from khronika.acts.show import log
from khronika.errors import NotFound, UsageFault
from khronika.records.actions import Action, ActionKind, Answer, Stage
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind

SENT: dict[str, Any] = {"stage": Stage.SENT, "sent": "2026-04-16"}


def asked(house: House, name: str = "The Prosecutor General", **compartments: Any) -> str:
    party = Party("", name, PartyKind.OFFICE)
    return record_party(house.desk, house.cast.ines, party, **compartments).id


def an_action(house: House, party: str, title: str = "A complaint", **fields: Any) -> Action:
    drawn = Action("", ActionKind.COMPLAINT, title, party, **fields)
    return record_action(house.desk, house.cast.matei, drawn)


def test_an_action_is_found_by_what_it_names(house: House) -> None:
    desk, matei, party = house.desk, house.cast.matei, asked(house)
    incident = record_incident(desk, matei, Incident("", "The raids of March")).id
    made = an_action(house, party, incidents=(incident, incident), **SENT)
    an_action(house, party, "Another")
    (shown,) = actions(desk, matei, incident).actions
    assert (shown.id, shown.by) == (made.id, "Matei")
    assert shown.addressee is not None
    assert shown.addressee.name == "The Prosecutor General"
    assert actions(desk, matei, party).count == 2
    assert made.incidents == (incident,)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"due": "next spring"}, "due"),
        ({"sent": "2026-02-30", "stage": Stage.SENT}, "sent"),
        ({"stage": Stage.SENT}, "sent"),
        ({"sent": "2026-04-16"}, "stage"),
        ({**SENT, "stage": Stage.ANSWERED}, "answer"),
        ({**SENT, "answered": "2026-05-01"}, "answer"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    house: House, fields: dict[str, Any], field: str
) -> None:
    party = asked(house)
    with pytest.raises(UsageFault) as refused:
        an_action(house, party, **{"title": "A complaint"} | fields)
    assert refused.value.field == field


def test_a_reply_is_a_statement_in_the_record(house: House) -> None:
    party, (suggested, accepted) = asked(house), stated(house).add(2)
    accept(house.desk, house.cast.ines, [accepted])
    answered = {**SENT, "stage": Stage.ANSWERED, "answer": Answer.PARTIAL}
    assert an_action(house, party, reply=(accepted,), **answered).reply == (accepted,)
    with pytest.raises(UsageFault) as refused:
        an_action(house, party, reply=(suggested,), **answered)
    assert refused.value.field == "reply"


def test_what_is_due_comes_with_the_longest_overdue_first(house: House) -> None:
    desk, matei, party = house.desk, house.cast.matei, asked(house)
    today = desk.clock().date()
    days = [str(today + timedelta(of)) for of in (-40, -3, 9, 300)]
    late = an_action(house, party, "Late", due=days[0], **SENT)
    step = an_action(house, party, "Soon", next_step="call the clerk", next_on=days[2])
    both = an_action(house, party, "Both", due=days[1], next_on=days[3], **SENT)
    an_action(house, party, "Closed", due=days[0], sent="2026-01-01", stage=Stage.CLOSED)
    an_action(house, party, "Answered", due=days[0], answer=Answer.FULL, **SENT | {"stage": Stage.ANSWERED})
    found = due(desk, matei, today + timedelta(14))
    assert [(one.action, one.what, one.overdue) for one in found] == [
        (late.id, ANSWER_DUE, True),
        (both.id, ANSWER_DUE, True),
        (step.id, NEXT_STEP, False),
    ]
    assert {one.action for one in due(desk, matei, today + timedelta(400)) if one.what == NEXT_STEP} == {
        step.id,
        both.id,
    }
    assert action_of(desk, matei, late.id).overdue


def test_a_receipt_is_no_answer_and_an_answer_ends_what_was_due(house: House) -> None:
    desk, matei, party = house.desk, house.cast.matei, asked(house)
    made = an_action(house, party, due="2026-01-10", answer=Answer.RECEIPT, **SENT)
    assert len(due(desk, matei, date(2030, 1, 1))) == 1
    change_action(desk, matei, replace(made, answer=Answer.REFUSED, answered="2026-01-20"))
    assert due(desk, matei, date(2030, 1, 1)) == ()


def test_a_hidden_action_is_in_no_list_count_or_calendar(house: House) -> None:
    desk, ines, matei = house.desk, house.cast.ines, house.cast.matei
    (statement,) = hidden(house).add()
    accept(desk, ines, [statement])
    party = asked(house)
    drawn = Action("", ActionKind.APPEAL, "Zvezdochka", party, due="2026-01-10", cites=(statement,), **SENT)
    made = record_action(desk, ines, drawn)
    assert actions(desk, matei).count == 0
    assert actions(desk, matei, party).count == 0
    assert due(desk, matei, date(2030, 1, 1)) == ()
    with pytest.raises(NotFound):
        action_of(desk, matei, made.id)
    assert actions(desk, ines, party).count == 1


def test_what_it_names_and_was_erased_leaves_a_gap(house: House) -> None:
    desk, ines, party = house.desk, house.cast.ines, asked(house)
    (statement,) = stated(house).add()
    accept(desk, ines, [statement])
    made = an_action(house, party, cites=(statement,), **SENT)
    house.erase(statement)
    shown = action_of(desk, ines, made.id)
    assert shown.action is not None
    assert shown.action.title == "A complaint"


def test_nobody_writes_over_what_they_have_not_seen_and_the_past_stays(house: House) -> None:
    desk, matei, party = house.desk, house.cast.matei, asked(house)
    made = an_action(house, party)
    seen = action_of(desk, matei, made.id)
    then = str(max(one.position for one in log(desk, house.cast.ines)) + 1)
    change_action(desk, house.cast.ines, replace(made, **SENT), seen.entry)
    with pytest.raises(UsageFault, match="changed since"):
        change_action(desk, matei, replace(made, note="again"), seen.entry)
    earlier = action_of(desk, matei, made.id, as_of=then).action
    assert earlier is not None
    assert earlier.stage is Stage.PLANNED
    assert [one.id for one in actions(desk, matei, open_only=True).actions] == [made.id]
