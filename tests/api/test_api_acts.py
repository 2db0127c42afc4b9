"""Every offered act over the wire: what is sent and answered is what the act takes and returns."""

from __future__ import annotations

import json
from dataclasses import is_dataclass, replace
from typing import Any

import pytest
from api_cast import Program, program_of
from overhearing import overhear, overhear_refused
from rights_house import NOWHERE, UNSEEN, Filled
from schemas import is_valid
from table_of_rights import ACTS

from desk_cast import YARD
from khronika.api.app import api_app
from khronika.api.openapi import description, taken_by
from khronika.api.schema import Schemas
from khronika.api.signatures import answer_of, arguments_in, arguments_of
from khronika.api.table import OFFERED
from khronika.api.values import NOT_GIVEN_OUT, decoded, encoded
from khronika.errors import NotAllowed, NotFound
from khronika.records.access import RIGHTS, Role


@pytest.mark.parametrize("name", OFFERED)
def test_what_is_sent_and_answered_is_what_the_act_takes_and_returns(filled: Filled, name: str) -> None:
    schemas, act = Schemas(), OFFERED[name]
    heard = overhear(filled, name)
    assert heard.given is not None
    sent = json.dumps(encoded(heard.given)).encode()
    schema = taken_by(schemas, act)
    assert is_valid(json.loads(sent), schema, schemas.components)
    taken = arguments_in(act, sent)
    assert taken == {arguments_of(act)[public].name: its for public, its in heard.given.items()}
    if heard.refused:
        return
    answered = json.loads(json.dumps(encoded(heard.answer)))
    assert is_valid(answered, schemas.of(answer_of(act)), schemas.components)
    assert decoded(answer_of(act), answered) == without_what_is_kept(heard.answer)


@pytest.mark.parametrize("name", OFFERED)
def test_an_act_over_the_wire_is_the_act(filled: Filled, name: str) -> None:
    """The same arguments do, and are answered, in form, the same."""
    act, ines = OFFERED[name], filled.house.cast.ines
    program = program_of(filled.house.desk, ines)
    heard = overhear(filled, name)
    answer = program.post(f"/{name}", encoded(heard.given))
    assert answer.status != 500
    if answer.status == 200:
        decoded(answer_of(act), answer.json)
    else:  # it was done just before, and is not done twice
        assert answer.fault[0] in {400, 401, 403, 404, 409, 410}


@pytest.mark.parametrize("name", OFFERED)
def test_a_member_without_the_right_is_refused_and_one_who_is_not_signed_in(
    filled: Filled, name: str
) -> None:
    sent = elsewhere = None
    for role in [role for role in Role if ACTS[name].right not in RIGHTS[role]]:
        member = filled.house.cast.by_role(role)
        sent = overhear_refused(filled, name, member, filled.seen, NotAllowed)
        refused = {(403, 3)}
        if sent is None:  # what leads to the act was refused already: take what somebody else gave it
            sent = elsewhere = elsewhere or encoded(overhear(filled, name).given)
            refused |= {(404, 3), (400, 2)}
        status, fault, _, code = program_of(filled.house.desk, member).post(f"/{name}", sent).fault
        assert (status, code) in refused, fault
    nobody = Program(api_app(filled.house.desk), "x" * 43)
    assert nobody.post(f"/{name}", sent).fault[0] == 401


GIVEN_WHAT_WAS_MADE_OF_IT = {"composing.make_two"}
"""Acts on a record that test_rights makes of the hidden one first: it tells their answers apart."""


@pytest.mark.parametrize(
    "name", [n for n in OFFERED if n in ACTS and ACTS[n].on and n not in GIVEN_WHAT_WAS_MADE_OF_IT]
)
def test_the_answer_about_a_hidden_record_is_that_about_none(filled: Filled, name: str) -> None:
    kind, member = ACTS[name].on, filled.house.cast.ruta
    assert kind is not None
    program = program_of(filled.house.desk, member)
    answers = []
    for id_ in (filled.hidden[kind], f"{kind}_{NOWHERE}"):
        sent = overhear_refused(filled, name, member, filled.seen | {kind: id_}, NotFound)
        if sent is None:  # what leads to the act found nothing already: name the record in another's place
            spoken = json.dumps(encoded(overhear(filled, name).given))
            assert filled.seen[kind] in spoken
            sent = json.loads(spoken.replace(filled.seen[kind], id_))
        answer = program.post(f"/{name}", sent)
        answers.append((answer.status, answer.content.replace(id_.encode(), b"id")))
        assert answer.status == 404
    assert answers[0] == answers[1]


def without_what_is_kept(value: Any) -> Any:
    """Return a value as a program gets it: wrapped keys and sealed identities left empty."""
    if isinstance(value, list | tuple):
        return type(value)(without_what_is_kept(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **dict.fromkeys(NOT_GIVEN_OUT.get(type(value), ()), ""))
    return value


def test_no_description_tells_of_any_record() -> None:
    words = json.dumps(description())
    assert UNSEEN not in words
    assert YARD not in words
