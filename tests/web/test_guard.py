"""Before every room: hosts, methods, origins, headers, sessions, tokens; and what is never lost."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from sqlalchemy.pool import QueuePool
from starlette.testclient import TestClient
from web_cast import ORIGIN, Browser

from desk_cast import House
from khronika.acts.sessions import begin_serving, end_serving, sessions_of
from khronika.acts.sign_in import set_passphrase
from khronika.web.app import WAYS, make_app
from khronika.web.server import address_of

PASSPHRASE = "two grey herons on the weir"


def test_every_answer_carries_the_headers_of_a_desk(ines: Browser) -> None:
    for path in ("/items", "/sign-in", "/nowhere", "/static/0/base.css", "/me"):
        headers = ines.get(path).response.headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert headers["x-accel-buffering"] == "no"
        assert "server" not in headers
        if not path.startswith("/static"):
            assert headers["cache-control"] == "no-store"


def test_a_page_holds_no_inline_script_or_style_and_leads_to_no_other_host(ines: Browser) -> None:
    for path in ("/items", "/me", "/sign-in"):
        html = ines.get(path).html
        assert "style=" not in html
        assert "<style" not in html
        assert " on" not in html.replace(" on ", " ").replace(" on<", "<") or "onclick" not in html
        assert "//" not in html.replace("<!doctype", "").split("<body", 1)[1]


def test_another_host_reaches_no_room(ines: Browser) -> None:
    for host in ("evil.example", "127.0.0.1:9999", "127.0.0.1", "", "127.0.0.1:8470.evil.example"):
        answer = ines.client.get("/items", headers={"host": host})
        assert answer.status_code == 421, host


def test_only_the_methods_of_pages_are_taken(ines: Browser) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert ines.client.request(method, "/items").status_code == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:9999", "sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_does_nothing(ines: Browser, headers: dict[str, str]) -> None:
    answer = ines.client.post("/sign-out", data={"token": ines.token()}, headers=headers)
    assert answer.status_code == 403
    assert ines.get("/me").status == 200


def test_a_form_without_the_token_of_the_session_does_nothing(ines: Browser, house: House) -> None:
    other = Browser(house.desk, house.cast.matei)
    for token in ("", "x", other.token()):
        assert ines.post("/sign-out", token=token).status == 403
    assert "Ines" in ines.get("/me").words


def test_nobody_enters_a_room_without_a_session(house: House) -> None:
    browser = Browser(house.desk)
    nothing = "itm_" + "0" * 26
    for way in WAYS:
        if way.room is None or "GET" not in way.methods:
            continue
        path = way.path.format_map(_Anything(nothing))
        page = browser.get(path)
        assert page.path.startswith("/sign-in"), path


class _Anything(dict[str, str]):
    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value

    def __missing__(self, _: str) -> str:
        return self.value


def test_what_was_typed_when_the_session_ended_is_not_lost(house: House) -> None:
    set_passphrase(house.desk, house.cast.matei, PASSPHRASE)
    item, statements = house.read_one()
    browser = Browser(house.desk, house.cast.matei)
    browser.client.cookies.clear()
    typed = {"reason": "an old <b>headline</b>", "other": "typed with care"}
    page = browser.post(f"/statements/{statements[0]}/reject", token="old", **typed)
    assert page.status == 401
    assert "Your session had ended" in page.words
    (form,) = [one for one in page.forms if one.action == "/sign-in"]
    fields = {name: values[0] for name, values in form.fields.items()}
    fields |= {"name": "matei", "passphrase": PASSPHRASE}
    page = browser.post("/sign-in", token="", **fields)
    assert "typed with care" in page.html
    assert "an old &lt;b&gt;headline&lt;/b&gt;" in page.html
    (form,) = [one for one in page.forms if one.action.endswith("/reject")]
    sent = {name: values[0] for name, values in form.fields.items()}
    page = browser.post(form.action, **sent)
    assert page.status == 200
    assert "typed with care" in browser.get(f"/items/{item}?only=all").words


def test_the_wrong_passphrase_and_an_unknown_name_get_the_same_answer(house: House) -> None:
    set_passphrase(house.desk, house.cast.matei, PASSPHRASE)
    answers = []
    for name in ("matei", "nobody"):
        page = Browser(house.desk).post("/sign-in", token="", name=name, passphrase="wrong and wrong again")
        assert page.status == 403
        answers.append(page.html.replace(name, "…"))
    assert answers[0] == answers[1]


def test_a_sign_in_leads_to_no_other_host(house: House) -> None:
    set_passphrase(house.desk, house.cast.matei, PASSPHRASE)
    for there in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        browser = Browser(house.desk)
        answer = browser.client.post(
            "/sign-in",
            data={"name": "matei", "passphrase": PASSPHRASE, "next": there},
            follow_redirects=False,
        )
        assert answer.headers["location"] == "/"


def test_locking_ends_every_session_and_answers_nothing_more(house: House) -> None:
    stopped: list[bool] = []
    browser = Browser(house.desk, house.cast.lev)
    browser.server.stop = lambda: stopped.append(True)
    page = browser.post("/lock")
    assert stopped == [True]
    assert "locked" in page.html
    assert browser.get("/items").status == 503


def test_the_lock_waits_for_nobody_and_what_it_could_not_end_ends_when_the_desk_is_served_again(
    house: House,
) -> None:
    stopped: list[bool] = []
    browser = Browser(house.desk, house.cast.lev)
    browser.server.stop = lambda: stopped.append(True)
    begin_serving(house.desk)
    with (
        house.desk.ledger.writing_to_roll_back()
    ):  # held by this thread: a lock that waits for it never returns
        browser.server.lock()
        assert stopped == [True]
    begin_serving(house.desk)
    assert not sessions_of(house.desk, house.cast.lev)


def test_the_lock_waits_for_no_connection_and_others_are_told_in_one_line(house: House) -> None:
    stopped: list[bool] = []
    browser = Browser(house.desk, house.cast.lev)
    browser.server.stop = lambda: stopped.append(True)
    token = browser.token()
    house.clock.forward(minutes=30)
    pool = house.desk.engine.pool
    assert isinstance(pool, QueuePool)
    pool._timeout = 0.1
    with ExitStack() as held:
        held.enter_context(house.desk.ledger.writing_to_roll_back())
        for _ in range(pool.size() - 1):
            held.enter_context(house.desk.ledger.reading())
        refused = browser.get("/items")
        assert refused.status == 503
        assert "more to do" in refused.words
        assert "locked" in browser.post("/lock", token=token).html
        assert stopped == [True]
    assert browser.get("/items").status == 503


def test_only_a_session_that_stands_locks(house: House) -> None:
    browser = Browser(house.desk, house.cast.lev)
    token = browser.token()
    assert browser.post("/lock", token="x").status == 403
    house.clock.forward(minutes=61)
    assert browser.post("/lock", token=token).status == 403
    assert not browser.server.locked.is_set()


def test_sessions_of_a_desk_that_was_killed_do_not_stand_when_it_runs_again(house: House) -> None:
    begin_serving(house.desk)
    Browser(house.desk, house.cast.lev)
    assert sessions_of(house.desk, house.cast.lev)
    begin_serving(house.desk)
    assert not sessions_of(house.desk, house.cast.lev)


def test_a_desk_that_ended_in_order_keeps_its_sessions(house: House) -> None:
    Browser(house.desk, house.cast.lev)
    begin_serving(house.desk)
    end_serving(house.desk)
    begin_serving(house.desk)
    assert sessions_of(house.desk, house.cast.lev)


def test_behind_tls_the_cookie_is_bound_to_the_host(house: House) -> None:
    address = address_of("https://desk.example.org")
    assert address.cookie == "__Host-khronika"
    assert address.hosts == frozenset({"desk.example.org"})
    browser = Browser(house.desk)
    browser.server.address = address
    client = TestClient(make_app(browser.server), base_url="https://desk.example.org")
    answer = client.get("/sign-in")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert ORIGIN not in answer.text


def test_a_form_that_is_too_long_is_refused_in_one_line(ines: Browser) -> None:
    page = ines.post("/sign-out", filler="x" * (3 << 20))
    assert page.status == 400
    assert "too long" in page.words


def test_the_gallery_shows_every_component_and_is_no_record(house: House, ines: Browser) -> None:
    before = house.desk.ledger.head()
    page = ines.get("/gallery")
    assert page.status == 200
    assert "[U+202E]" in page.words
    assert house.desk.ledger.head() == before
