"""The rights of acts by which a person puts statements together."""

from __future__ import annotations

from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import composing, review, reviewing
from khronika.records.access import Right
from khronika.records.ids import Kind

_WORDS = {"content": [[0, 8]]}


def _added(house: House, member: str, ids: dict[Kind, str]) -> str:
    return composing.add_statement(house.desk, member, ids[Kind.ITEM], _WORDS).id


def _made_one(house: House, member: str, ids: dict[Kind, str]) -> Any:
    return composing.make_one(house.desk, member, [ids[Kind.STATEMENT], _added(house, member, ids)])


def _made_two(house: House, member: str, ids: dict[Kind, str]) -> Any:
    return composing.make_two(house.desk, member, _added(house, member, ids), 4)


def _undone(house: House, member: str, ids: dict[Kind, str]) -> Any:
    review.accept(house.desk, member, [ids[Kind.STATEMENT]])
    return composing.undo(house.desk, member, ids[Kind.STATEMENT])


ACTS = {
    "composing.add_statement": Act(Right.REVIEW, _added, Kind.ITEM),
    "composing.make_one": Act(Right.REVIEW, _made_one, Kind.STATEMENT),
    "composing.make_two": Act(Right.REVIEW, _made_two, Kind.ITEM),
    "reviewing.statements_of_text": Act(
        Right.READ_RECORDS,
        lambda h, m, i: reviewing.statements_of_text(h.desk, m, i[Kind.ITEM]),
        Kind.ITEM,
    ),
    "composing.undo": Act(Right.REVIEW, _undone, Kind.STATEMENT),
}

BEHIND_THE_DOORS = {"review.with_words"}
