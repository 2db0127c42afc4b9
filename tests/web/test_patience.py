"""Connections that say nothing, say it slowly or take nothing of their answer keep nobody out."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.server import ServerState
from web_cast import Browser

from desk_cast import House, files_in
from khronika.acts.uploads import uploads
from khronika.web import bodies, patience
from khronika.web.app import make_app
from khronika.web.rooms import inbox
from khronika.web.server import Server, address_of
from khronika.web.serving import bound

PIECE = b"." * (1 << 20)
PIECES = 64


@pytest.fixture
def port(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    listening = bound(0)
    number: int = listening.getsockname()[1]
    server = Server(house.desk, address_of(f"http://127.0.0.1:{number}"), lambda: None)
    with answering(make_app(server), listening):
        yield number


@contextmanager
def answering(app: ASGIApp, listening: socket.socket) -> Iterator[ServerState]:
    """Let an application answer; give the state of its server."""
    settings = uvicorn.Config(app, log_config=None, lifespan="off", ws="none", http=patience.Patience)
    serving = uvicorn.Server(settings)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    yield serving.server_state
    serving.should_exit = True
    thread.join()


async def much(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer with 64 megabytes."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(PIECES):
        await send({"type": "http.response.body", "body": PIECE, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def said(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Return all that the desk answers until it closes."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(20)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        heard = b""
        while more := connection.recv(1 << 16):
            heard += more
        return heard


@pytest.mark.parametrize("pieces", [(), (b"GET / HT",), (b"GET / HTTP/1.1\r\nHost: x\r\n",)])
def test_a_connection_without_a_whole_request_is_closed(port: int, pieces: tuple[bytes, ...]) -> None:
    assert said(port, *pieces) == b""


def test_a_connection_is_closed_when_no_second_request_comes(port: int) -> None:
    request = f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    heard = said(port, request)
    assert heard.startswith(b"HTTP/1.1 200")
    assert heard.count(b"HTTP/1.1") == 1


def test_two_requests_one_after_the_other_are_both_answered(port: int) -> None:
    request = f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    assert said(port, request, request, pause=0.1).count(b"HTTP/1.1 200") == 2


def test_a_connection_that_takes_nothing_of_its_answer_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "TAKING_SECONDS", 0.2)
    listening = bound(0)
    with answering(much, listening) as state, socket.create_connection(listening.getsockname()) as silent:
        silent.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert silent.recv(4).startswith(b"HTTP")
        deadline = time.monotonic() + 30
        while state.connections and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not state.connections
        taken = 0
        with suppress(OSError):
            while more := silent.recv(1 << 16):
                taken += len(more)
        assert taken < PIECES * len(PIECE)


class Line:
    """A connection of which a test says how much of the answer has still to be taken."""

    def __init__(self) -> None:
        self.left, self.aborted = 100, False

    def get_write_buffer_size(self) -> int:
        return self.left

    def abort(self) -> None:
        self.aborted = True


def test_a_slow_line_is_left_open_as_long_as_something_is_taken() -> None:
    loop, line = asyncio.new_event_loop(), Line()
    waiting = patience.Patience(uvicorn.Config(much, lifespan="off"), ServerState(), {}, loop)
    waiting.transport = line  # type: ignore[assignment]  # what of a transport is asked
    waiting.flow = FlowControl(waiting.transport)
    waiting.pause_writing()
    for left in (90, 89, 10):
        before, line.left = line.left, left
        waiting._look(before)
        assert not line.aborted
    waiting._look(10)
    assert line.aborted
    waiting.resume_writing()
    loop.close()


def test_an_upload_that_stands_still_is_given_up_and_leaves_nothing(
    house: House, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "_PIECE_SECONDS", 0.3)
    browser = Browser(house.desk, house.cast.matei)
    before = files_in(house.path / "sealed")
    heard = said(port, half_an_upload(port, browser, "a.txt"))
    assert heard.startswith(b"HTTP/1.1 408")
    assert uploads(house.desk, house.cast.matei) == []
    assert files_in(house.path / "sealed") == before


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/lock", "/search"])
def test_a_form_that_stands_still_is_given_up_also_before_anybody_has_signed_in(
    port: int, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(bodies, "FORM_SECONDS", 0.3)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100\r\n\r\nname="
    assert said(port, head.encode()).startswith(b"HTTP/1.1 408")


def half_an_upload(port: int, browser: Browser, name: str) -> bytes:
    """Return the first half of a request that brings one file."""
    body = (
        f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{browser.token()}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\nhalf a let'
    )
    cookie = browser.client.cookies.get("khronika")
    head = (
        f"POST /inbox/upload HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: khronika={cookie}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body) * 2}\r\n\r\n"
    )
    return (head + body).encode()
