"""Connections that say nothing, or say it slowly, keep nobody out."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from desk_cast import House
from khronika.web import patience
from khronika.web.app import make_app
from khronika.web.server import Server, address_of
from khronika.web.serving import bound


@pytest.fixture
def port(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.3)
    listening = bound(0)
    number: int = listening.getsockname()[1]
    server = Server(house.desk, address_of(f"http://127.0.0.1:{number}"), lambda: None)
    settings = uvicorn.Config(
        make_app(server), log_config=None, lifespan="off", ws="none", http=patience.Patience
    )
    serving = uvicorn.Server(settings)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    yield number
    serving.should_exit = True
    thread.join()


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
