"""The door of the API: who comes in, how, and what is refused before any act is called."""

from __future__ import annotations

import json
from typing import Any

import pytest
from api_cast import JSON, Program, program_of, token_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_cast import House
from khronika.acts import members, sign_in
from khronika.acts.sessions import end_all, sessions_of
from khronika.api import app as api
from khronika.api import door
from khronika.api.app import MOST_SIGN_IN_BYTES, api_app
from khronika.api.door import MOST_BYTES
from khronika.records.access import Member, Role

PASSPHRASE = "eleven cranes at the quarry"


@pytest.fixture
def program(house: House) -> Program:
    """Give a program of Lev, who reads."""
    return program_of(house.desk, house.cast.lev)


@pytest.fixture
def nobody(house: House) -> Program:
    """Give a program of which the desk knows nothing."""
    return Program(api_app(house.desk))


def test_a_member_signs_in_asks_and_signs_out(house: House, nobody: Program) -> None:
    house.take_one("a paper")
    sign_in.set_passphrase(house.desk, house.cast.lev, PASSPHRASE)
    answer = nobody.post("/sign-in", {"name": "Lev", "passphrase": PASSPHRASE})
    assert answer.json["member"] == house.cast.lev
    lev = Program(nobody.app, answer.json["token"])
    assert [one["name"] for one in lev.call("show.items")] == ["source.txt"]
    assert lev.post("/sign-out").json is None
    assert lev.post("/show.items").fault[0] == 401


def test_whatever_is_wrong_with_a_sign_in_the_answer_is_the_same(house: House, nobody: Program) -> None:
    sign_in.set_passphrase(house.desk, house.cast.lev, PASSPHRASE)
    wrong = [("Lev", "nine herons over Sarn"), ("Nobody", PASSPHRASE), ("Petra", PASSPHRASE), ("", "")]
    faults = {nobody.post("/sign-in", {"name": n, "passphrase": p}).fault for n, p in wrong}
    assert len(faults) == 1
    assert next(iter(faults))[0] == 401


def test_guessing_has_to_wait(nobody: Program) -> None:
    tried = [nobody.post("/sign-in", {"name": "Lev", "passphrase": "x"}).status for _ in range(8)]
    assert tried[0] == 401
    assert tried[-1] == 429


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "session={token}"},
        {"cookie": "__Host-khronika={token}"},
        {"authorization": "{token}"},
        {"authorization": "Basic {token}"},
        {"authorization": "Bearer"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer x{token}"},
        {"authorization": "Bearer " + "x" * 100_000},
        {"x-authorization": "Bearer {token}"},
    ],
)
def test_nothing_but_the_token_in_its_place_opens(
    house: House, nobody: Program, headers: dict[str, str]
) -> None:
    token = token_of(house.desk, house.cast.lev)
    given_ = {name: value.replace("{token}", token) for name, value in headers.items()}
    for path in ("/show.items", "/sign-out", f"/show.items?token={token}"):
        answer = nobody.post(path, **given_)
        assert answer.fault == (401, "nobody is signed in with this token", "sign in again", 3)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert program_of(house.desk, house.cast.lev).post("/show.items").status == 200


def test_a_session_ends_with_its_time_with_its_member_and_with_the_lock(
    house: House, program: Program
) -> None:
    house.clock.forward(minutes=59)
    assert program.post("/show.items").status == 200
    house.clock.forward(minutes=61)
    assert program.post("/show.items").status == 401
    program.token = token_of(house.desk, house.cast.lev)
    members.change_member(
        house.desk, house.cast.ines, Member(house.cast.lev, "Lev", frozenset({Role.READER}), active=False)
    )
    assert program.post("/show.items").status == 401
    program.token = token_of(house.desk, house.cast.ines)
    end_all(house.desk)
    assert program.post("/show.items").status == 401


def test_a_page_of_another_host_gets_nothing(program: Program) -> None:
    """No answer allows another origin, and what a form or a plain request can send is refused."""
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert program.post("/show.items", b"{}", **{"content-type": media}).status == 415
    asked = program.ask("OPTIONS", "/show.items", headers={"origin": "https://evil.example"})
    assert asked.status == 405
    answer = program.post("/show.items", origin="https://evil.example")
    assert not [name for name in {**asked.headers, **answer.headers} if name.startswith("access-control")]


def test_every_answer_is_for_nobody_to_keep(program: Program) -> None:
    answers = [program.post("/show.items"), program.post("/show.items", b"["), program.ask("GET", "/nowhere")]
    answers += [program.ask("PUT", "/show.items"), program.ask("GET", "/openapi.json")]
    program.token = ""
    for answer in [*answers, program.post("/show.items")]:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"] == JSON
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/show.items", 405),
        ("PUT", "/sign-in", 405),
        ("POST", "/openapi.json", 405),
        ("POST", "/show.items/", 404),
        ("POST", "/", 404),
        ("POST", "", 404),
        ("POST", "/desk.acting", 404),
        ("POST", "/upkeep.rebuild", 404),
        ("POST", "/outgoing.hand_over", 404),
        ("POST", "/show..items", 404),
        ("POST", "/../show.items", 404),
    ],
)
def test_what_there_is_not_is_said_in_one_line(program: Program, method: str, path: str, status: int) -> None:
    assert program.ask(method, path, b"{}", {"content-type": JSON}).fault[0] == status


def test_what_is_too_large_is_refused_before_it_is_whole(program: Program, nobody: Program) -> None:
    piece = b" " * 100_000
    pieces = [piece] * 1000
    assert program.ask_in_pieces("POST", "/show.items", pieces).fault[0] == 413
    assert program.post("/show.items", b" " * (MOST_BYTES - 2) + b"{}").status == 200
    assert nobody.post("/sign-in", b" " * (MOST_SIGN_IN_BYTES + 1)).fault[0] == 413


def test_what_does_not_come_to_its_end_is_given_up(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.ask_in_pieces("POST", "/show.items", []).fault[0] == 408
    monkeypatch.setattr(door, "_PIECE_SECONDS", 0.1)
    assert program.ask_in_pieces("POST", "/show.items", [b"{", None]).fault[0] == 408


@pytest.mark.parametrize(
    "body",
    [
        b"[",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b'{"page": ',
        b"\xff\xfe{\x00}\x00",
        b"NaN",
        b'{"page": {"limit": NaN}}',
        b'{"page": {"limit": 1e999}}',
        b'{"page": {"limit": ' + b"9" * 5000 + b"}}",
        b'{"page": {"limit": 0}}',
        b'{"page": {"limit": -1}}',
        b'{"page": {"limit": 10001}}',
        b'{"page": {"limit": "5"}}',
        b'{"page": {"limit": 5, "further": 1}}',
        b'{"page": ' + b"[" * 500_000,
        b'{"page": ' + b'{"page": ' * 50 + b"1" + b"}" * 51,
        b'{"as_of": "\\ud800"}',
        b'{"as_of": 5}',
        b'{"desk": null}',
        b'{"member": "mem_0"}',
        b'{"__class__": 1}',
    ],
)
def test_what_is_not_what_an_act_takes_is_refused_in_one_line(program: Program, body: bytes) -> None:
    status, fault, hint, code = program.post("/show.items", body).fault
    assert (status, code) == (400, 2)
    assert "\n" not in fault + hint
    assert len(fault) < 400
    assert fault[-1] not in ".!\n"


def test_a_fault_that_nobody_foresaw_gives_no_word_away(
    house: House, program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("Witness A")

    monkeypatch.setattr(api, "arguments_in", broken)
    answer = program.post("/show.items")
    assert answer.fault[0] == 500
    assert answer.fault[3] == 70
    assert b"Witness" not in answer.content
    assert "RuntimeError" in caplog.text
    assert "Witness" not in caplog.text
    assert house.desk.ledger.head().size


def test_a_member_sees_their_sessions_without_what_is_for_pages(house: House, program: Program) -> None:
    (session,) = program.call("sessions.sessions_of")
    assert session["csrf"] == ""
    assert sessions_of(house.desk, house.cast.lev)[0].csrf


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
def test_nothing_that_is_sent_at_the_door_is_a_fault_of_ours(nobody: Program, body: bytes) -> None:
    for path in ("/sign-in", "/sign-out", "/show.items"):
        assert nobody.post(path, body).fault[0] in {400, 401, 429}
