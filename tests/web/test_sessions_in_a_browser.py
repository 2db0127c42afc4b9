"""The session of a browser: new with each sign-in, with forms of its own, and at its end nothing stays."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

import pytest
from grounds import ways
from web_cast import ORIGIN, Browser

from desk_cast import DENIAL, House, files_in
from khronika.acts.jobs import jobs
from khronika.acts.sessions import session_of, sessions_of, sign_out_everywhere
from khronika.acts.sign_in import invite, set_passphrase, sign_in
from khronika.acts.uploads import uploads
from khronika.web.server import Server, address_of
from own_loop import run_apart

pytestmark = pytest.mark.usefixtures("cheap")
HERONS = "two grey herons on the weir"
COOKIE = "khronika"


@pytest.fixture
def matei(house: House) -> Browser:
    set_passphrase(house.desk, house.cast.matei, HERONS)
    return Browser(house.desk, house.cast.matei)


def cookie_of(browser: Browser) -> str:
    return browser.client.cookies.get(COOKIE, "", domain="127.0.0.1", path="/") or ""


def signs_in(browser: Browser) -> None:
    page = browser.post("/sign-in", token="", name="Matei", passphrase=HERONS)
    assert page.status == 200


def test_a_sign_in_takes_over_no_token_that_a_browser_brought(house: House, matei: Browser) -> None:
    brought = "A" * 43
    stranger = Browser(house.desk, server=matei.server)
    stranger.client.cookies.set(COOKIE, brought, domain="127.0.0.1", path="/")
    signs_in(stranger)
    assert brought not in {cookie_of(stranger), ""}
    assert session_of(house.desk, brought) is None


def test_a_sign_in_ends_the_session_that_the_browser_had(house: House, matei: Browser) -> None:
    before = cookie_of(matei)
    signs_in(matei)
    assert session_of(house.desk, before) is None
    before = cookie_of(matei)
    address = invite(house.desk, house.cast.ines, house.cast.lev)
    assert matei.post(f"/enter/{address}", token="").path == "/me"
    assert session_of(house.desk, before) is None
    assert [one.member for one in sessions_of(house.desk, house.cast.lev)] == [house.cast.lev]


def test_a_sign_in_that_is_refused_ends_nothing(house: House, matei: Browser) -> None:
    before = cookie_of(matei)
    assert matei.post("/sign-in", token="", name="Matei", passphrase="eleven storks over it").status == 403
    assert session_of(house.desk, before) is not None


def test_the_token_of_another_session_does_nothing_anywhere(house: House, matei: Browser) -> None:
    """Not that of the same member in another browser, and not that of a colleague."""
    others = [Browser(house.desk, member) for member in (house.cast.matei, house.cast.ines)]
    tokens, size = [one.token() for one in others], house.desk.ledger.head().size
    tried = [way.path for way in ways("POST") if way.raw is None]
    assert len(tried) > 40
    for path in tried:
        for token in tokens:
            assert matei.post(path.replace("{", "").replace("}", ""), token=token).status == 403, path
    assert matei.post("/lock", token=tokens[0]).status == 403
    assert not matei.server.locked.is_set()
    assert house.desk.ledger.head().size == size


def test_signing_out_ends_the_cookie_and_lets_the_browser_keep_no_page(house: House, matei: Browser) -> None:
    before, token = cookie_of(matei), matei.token()
    matei.client.follow_redirects = False
    answer = matei.client.post("/sign-out", data={"token": token})
    assert answer.headers["location"] == "/sign-in"
    assert answer.headers["clear-site-data"] == '"cache"'
    assert answer.headers["set-cookie"].startswith(f'{COOKIE}="";')
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert session_of(house.desk, before) is None
    matei.client.cookies.set(COOKIE, before, domain="127.0.0.1", path="/")
    assert matei.client.get("/me").headers["location"].startswith("/sign-in")


@pytest.mark.usefixtures("matei")
@pytest.mark.parametrize("origin", [ORIGIN, "https://desk.example"])
def test_a_cookie_is_for_this_desk_alone_and_for_no_script(house: House, origin: str) -> None:
    there = Browser(house.desk, server=Server(house.desk, address_of(origin), lambda: None))
    there.client.base_url = origin
    there.client.follow_redirects = False
    sent = {"name": "Matei", "passphrase": HERONS}
    cookie = there.client.post("/sign-in", data=sent).headers["set-cookie"]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    secure = {"secure"} if origin.startswith("https") else set()
    assert attributes == {"httponly", "path=/", "samesite=strict"} | secure
    assert cookie.startswith("__Host-") == bool(secure)


def test_no_secret_that_was_typed_waits_behind_the_sign_in(house: House, matei: Browser) -> None:
    sign_out_everywhere(house.desk, house.cast.matei)
    for path, fields in (
        ("/me/passphrase", {"old": HERONS, "new": "nineteen ravens of it", "again": "nineteen ravens of it"}),
        ("/me/second-step/drop", {"passphrase": HERONS}),
        ("/me/second-step/confirm", {"code": "417 882"}),
    ):
        page = matei.post(path, token="", **fields)
        assert "Sign in" in page.words
        assert not [value for value in fields.values() if value in page.html]


def in_parts(token: str) -> bytes:
    return (
        f'--cut\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nwhole\r\n'
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\n'
    ).encode()


def sent(
    browser: Browser, method: str, path: str, pieces: Iterator[bytes], **headers: str
) -> tuple[int, str]:
    """Send a body piece by piece, each when the last was taken; return the status and what is answered."""
    return run_apart(_sent(browser, method, path, pieces, headers))


async def _sent(
    browser: Browser, method: str, path: str, pieces: Iterator[bytes], headers: dict[str, str]
) -> tuple[int, str]:
    came: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        piece = next(pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(message: MutableMapping[str, Any]) -> None:
        came.append(message)

    given = {"host": "127.0.0.1:8470", "cookie": f"{COOKIE}={cookie_of(browser)}", **headers}
    where, _, asked = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": where,
        "raw_path": where.encode(),
        "query_string": asked.encode(),
        "root_path": "",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8470),
    }
    await browser.client.app(scope, receive, send)
    return came[0]["status"], b"".join(one.get("body", b"") for one in came[1:]).decode()


def uploaded(browser: Browser, pieces: Iterator[bytes]) -> tuple[int, str]:
    return sent(browser, "POST", "/inbox/upload", pieces, content_type="multipart/form-data; boundary=cut")


def test_a_session_that_ends_while_files_come_takes_them_along(house: House, matei: Browser) -> None:
    files = len(files_in(house.path))
    for more, taken in ((0, 1), (60, 20)):
        begun, left = in_parts(matei.token()), list(range(more))

        def coming(begun: bytes = begun, left: list[int] = left) -> Iterator[bytes]:
            yield begun
            sign_out_everywhere(house.desk, house.cast.matei)
            while left:
                left.pop()
                yield bytes(1 << 16)
            yield f"{DENIAL}\r\n--cut--\r\n".encode()

        status, page = uploaded(matei, coming())
        assert (status != 303, "sign in" in page.lower()) == (True, True)
        assert len(left) >= more - taken
        assert (jobs(house.desk, house.cast.matei), uploads(house.desk, house.cast.matei)) == ([], [])
        assert len(files_in(house.path)) == files
        signs_in(matei)


def test_the_same_for_a_program(house: House, matei: Browser) -> None:
    for more in (0, 60):
        token, left = sign_in(house.desk, "Matei", HERONS), list(range(more))

        def coming(left: list[int] = left) -> Iterator[bytes]:
            yield DENIAL.encode()
            sign_out_everywhere(house.desk, house.cast.matei)
            while left:
                left.pop()
                yield bytes(1 << 16)

        path = "/api/v1/uploads?name=a.txt"
        status, _ = sent(matei, "PUT", path, coming(), authorization=f"Bearer {token}")
        assert status == 401
        assert len(left) >= more - 20
        assert uploads(house.desk, house.cast.matei) == []


def test_while_files_come_the_session_is_in_use(house: House, matei: Browser) -> None:
    begun = in_parts(matei.token())

    def coming() -> Iterator[bytes]:
        yield begun
        for _ in range(3):
            house.clock.forward(minutes=50)
            yield from [b"a" * (1 << 16)] * 17
        yield b"\r\n--cut--\r\n"

    status, _ = uploaded(matei, coming())
    assert status == 303
    assert len(jobs(house.desk, house.cast.matei)) == 1
    assert matei.get("/me").status == 200
