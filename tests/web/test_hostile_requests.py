"""Requests that no browser sends: refused within limits, nothing done, and nobody else held up."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any

import pytest
from grounds import Grounds, addresses, ways
from page_rules import faults_of
from rights_house import Filled
from walking import Book, Walker, in_order, signed_in
from web_cast import ORIGIN, Browser

from desk_cast import House
from khronika.acts.sign_in import set_passphrase
from khronika.web.server import Server, address_of
from khronika.web.serving import bound, serve
from khronika.web.sign_in_page import as_kept
from own_loop import run_apart

Open = Callable[[Filled], Filled]
FORM = "application/x-www-form-urlencoded"


async def _asked(
    app: Any, scope: dict[str, Any], pieces: Sequence[bytes | None], *, whole: bool = True
) -> tuple[int, bytes]:
    """Make a request whose body comes in pieces; ``None`` never comes; one that is not whole breaks off."""
    came: list[MutableMapping[str, Any]] = []
    left = list(pieces)

    async def receive() -> MutableMapping[str, Any]:
        if not left:
            return {"type": "http.disconnect"}
        piece = left.pop(0)
        if piece is None:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or not whole}

    async def send(message: MutableMapping[str, Any]) -> None:
        came.append(message)

    await app(scope, receive, send)
    return came[0]["status"], b"".join(message.get("body", b"") for message in came[1:])


def scope_of(method: str, path: str, *headers: tuple[str, str], raw: bytes | None = None) -> dict[str, Any]:
    """Return a request as a server gives it to an application."""
    where, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode() if raw is None else raw,
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8470),
    }


HOST = ("host", ORIGIN.removeprefix("http://"))


class Bare:
    """Makes requests by hand, inside a session of a member."""

    def __init__(self, filled: Filled, member: str) -> None:
        """Sign the member in."""
        self.walker = Walker(filled, member)
        self.cookie = ("cookie", f"khronika={self.walker.client.cookies['khronika']}")
        self.app = self.walker.client.app
        self.filled = filled

    def ask(
        self,
        method: str,
        path: str,
        *headers: tuple[str, str],
        pieces: Sequence[bytes | None] = (b"",),
        whole: bool = True,
        raw: bytes | None = None,
    ) -> tuple[int, str]:
        """Make a request and return status and body; nothing may be added to the log."""
        before = self.filled.house.desk.ledger.head()
        kept = headers if any(name == "host" for name, _ in headers) else (HOST, *headers)
        status, body = run_apart(
            _asked(self.app, scope_of(method, path, *kept, raw=raw), pieces, whole=whole)
        )
        assert self.filled.house.desk.ledger.head() == before
        assert status < 500, (method, path, status)
        return status, body.decode("utf-8", "replace")


@pytest.fixture
def bare(grounds: Grounds, opened: Open) -> Bare:
    filled = opened(grounds.full)
    return Bare(filled, filled.house.cast.ines)


NO_BODY = {f"/enter/{'x' * 40}"}
FOR_EVERYBODY = {"/sign-in/passkey/begin"}
"""What answers to anybody who asks, and always the same."""


def posted(grounds: Grounds) -> list[str]:
    """Return an address of every way to which something is sent."""
    return [addresses(way.path, grounds.seen)[0] for way in ways("POST")]


def test_too_many_fields_and_too_long_a_body_are_refused_everywhere(grounds: Grounds, bare: Bare) -> None:
    kind = ("content-type", FORM)
    for path in posted(grounds):
        for body in (b"a=1&" * 100_000, b"a=" + b"x" * (3 << 20), b"&" * 100_000, b"a=%"):
            status, _ = bare.ask("POST", path, bare.cookie, kind, pieces=(body,))
            assert status in {303, 400, 401, 403} or path in FOR_EVERYBODY, (path, status)
    for way in ways("GET"):
        status, _ = bare.ask(
            "GET", addresses(way.path, grounds.seen)[0] + "?" + "a=1&" * 100_000, bare.cookie
        )
        assert status == 400 or way.raw is not None, way.path


def test_a_body_of_another_kind_or_one_that_breaks_off_does_nothing(grounds: Grounds, bare: Bare) -> None:
    token = bare.walker.token().encode()
    whole = b"token=" + token + b"&reason=no&name=x&note=x&words=x"
    for path in posted(grounds):
        for kind in ("application/json", "multipart/form-data; boundary=" + "x" * 9000, "\xff", "a/b; c=d"):
            status, _ = bare.ask("POST", path, bare.cookie, ("content-type", kind), pieces=(b'{"token": 1}',))
            assert status in {200, 303, 400, 401, 403}, (path, kind, status)
        headers = (bare.cookie, ("content-type", FORM), ("content-length", "9999"))
        status, _ = bare.ask("POST", path, *headers, pieces=(whole,), whole=False)
        assert status in {400, 403, 499} or path in NO_BODY, (path, status)


def test_a_form_from_another_site_does_nothing_anywhere(grounds: Grounds, bare: Bare, book: Book) -> None:
    for form in in_order(book, grounds.seen):
        for header in (("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")):
            answer = bare.walker.send(form, **dict([header]))
            assert (answer.status, answer.added) == (403, ()), form.action


def test_a_body_that_does_not_come_holds_nobody_up(grounds: Grounds, bare: Bare) -> None:
    """Whoever sends a body slowly is waited for; everybody else goes on meanwhile."""

    async def both() -> list[int]:
        slow = [
            asyncio.create_task(
                _asked(bare.app, scope_of("POST", path, HOST, bare.cookie), (b"token=", None))
            )
            for path in posted(grounds)
        ]
        await asyncio.sleep(0)
        pages = [scope_of("GET", path, HOST, bare.cookie) for path in ("/", "/items", "/me")]
        found = [(await _asked(bare.app, page, (b"",)))[0] for page in pages]
        for one in slow:
            one.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return found

    assert run_apart(both()) == [200, 200, 200]


def test_only_requests_for_this_host_and_a_path_of_the_desk_are_answered(bare: Bare) -> None:
    for hosts in (
        (HOST, HOST),
        (HOST, ("host", "evil.example")),
        (("host", "evil.example"),),
        (("host", ""),),
    ):
        assert bare.ask("GET", "/items", *hosts, bare.cookie)[0] == 421
    for path in (
        "//items",
        "/./items",
        "/items/",
        "/items/../me",
        "//evil.example/items",
        "/items//",
        "/ITEMS",
    ):
        assert bare.ask("GET", path, bare.cookie)[0] == 404, path
    for path in ("http://evil.example/items", "*", "", "items", "/items\x00", "/items;x", "/\u202eitems"):
        assert bare.ask("GET", path, bare.cookie)[0] in {400, 404}, path
    for name in ("../base.css", "x" * 5000 + ".css", "\x00.css", ".css", "base.css/", "%2e%2e%2fbase.css"):
        assert bare.ask("GET", f"/static/0/{name}", bare.cookie)[0] == 404, name
    assert bare.ask("GET", "/items", bare.cookie, raw=b"as_of=\xff\xfe")[0] == 400


def test_cookies_that_are_doubled_forged_or_nonsense_let_nobody_in(bare: Bare) -> None:
    name, value = bare.cookie
    for cookie in (
        "khronika=",
        "khronika=x",
        f"khronika={'x' * 9000}",
        "khronika=\xff",
        ";;;",
        "language=../../x",
    ):
        status, _ = bare.ask("GET", "/items", (name, cookie), ("accept-language", "\xff;q=x,,;"))
        assert status == 303, cookie
    for cookie in (f"{value}; khronika=x", f"khronika=x; {value}"):
        status, body = bare.ask("GET", "/items", (name, cookie))
        assert status in {200, 303}
        assert "Traceback" not in body


def test_what_is_looked_at_by_its_head_alone_is_answered_the_same(grounds: Grounds, opened: Open) -> None:
    filled = opened(grounds.full)
    with signed_in(filled, filled.house.cast.ines) as (ines,):
        for way in ways("GET"):
            (address, *_) = addresses(way.path, grounds.seen)
            page, head = ines.look(address), ines.look(address, "HEAD")
            assert (head.status, head.headers, head.text) == (page.status, page.headers, ""), address


def test_what_no_client_may_send_is_refused_by_the_running_desk(house: House) -> None:
    listening = bound(0)
    port = listening.getsockname()[1]
    ready: list[Server] = []
    address = address_of(f"http://127.0.0.1:{port}")
    thread = threading.Thread(target=serve, args=(house.desk, address, listening, ready.append, lambda: None))
    thread.start()
    chunked = "Transfer-Encoding: chunked\r\n\r\n"
    here = f"Host: 127.0.0.1:{port}\r\n"
    try:
        while not ready:
            time.sleep(0.01)
        for request, statuses in (
            (f"GET /sign-in HTTP/1.1\r\n{here}\r\n", {200}),
            (f"GET http://evil.example/sign-in HTTP/1.1\r\n{here}\r\n", {400, 404, 421}),
            ("GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 404, 421}),
            (f"GET /sign-in HTTP/1.1\r\n{here}{here}\r\n", {400, 421}),
            ("GET /sign-in HTTP/1.1\r\n\r\n", {400, 421}),
            ("GET /sign-in HTTP/1.0\r\n\r\n", {400, 421}),
            (f"GET /sign-in?\xff HTTP/1.1\r\n{here}\r\n", {400}),
            (f"GET /{'x' * 100_000} HTTP/1.1\r\n{here}\r\n", {400, 404, 414, 431}),
            (
                f"POST /sign-in HTTP/1.1\r\n{here}Content-Length: 5\r\n{chunked}0\r\n\r\n",
                {400, 403},
            ),
            (f"POST /sign-in HTTP/1.1\r\n{here}Content-Length: -1\r\n\r\n", {400}),
            (f"POST /sign-in HTTP/1.1\r\n{here}{chunked}zz\r\n", {400}),
            ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
        ):
            assert _raw(port, request.encode("latin-1")) in statuses, request[:80]
        assert _raw(port, f"GET /sign-in HTTP/1.1\r\n{here}\r\n".encode()) == 200
    finally:
        for one in ready:
            one.lock()
        thread.join(10)
        listening.close()
    assert not thread.is_alive()


def _raw(port: int, request: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        found = re.match(rb"HTTP/1\.[01] (\d{3})", connection.recv(65536))
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n\r/evil.example",
        "/\t\\evil.example",
        "/\x00/evil.example",
    ],
)
def test_what_was_typed_before_the_session_ended_goes_to_no_other_host(house: House, there: str) -> None:
    """The form that sends it on holds the token of the new session."""
    set_passphrase(house.desk, house.cast.matei, "two grey herons on the weir")
    sent = {"name": "matei", "passphrase": "two grey herons on the weir", "next": there}
    page = Browser(house.desk).post(
        "/sign-in", token="", **sent, kept=as_kept([("reason", "an old headline")])
    )
    assert "an old headline" in page.html
    assert faults_of(page.html) == []
    assert "/" in {form.action for form in page.forms}
