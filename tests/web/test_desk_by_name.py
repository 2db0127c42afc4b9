"""A desk on this machine that is reached by name: where it listens, which passkeys it takes."""

from __future__ import annotations

import asyncio
import socket

import pytest

from khronika.errors import KhronikaError, UsageFault
from khronika.web.server import address_of
from khronika.web.serving import beside, bound
from own_loop import run_apart


@pytest.fixture
def port() -> int:
    """Return a port that is free at every number of this machine."""
    with bound(0) as listening, socket.socket(socket.AF_INET6) as other:
        found = int(listening.getsockname()[1])
        if _has_two_numbers():
            other.bind(("::1", found))
    return found


def _has_two_numbers() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as other:
            other.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://localhost", "http://localhost:8470"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://127.0.0.1", "http://127.0.0.1:8470"),
        ("http://[::1]", "http://[::1]:8470"),
        ("https://desk.example.org", "https://desk.example.org"),
        ("https://desk.example.org:8443", "https://desk.example.org:8443"),
    ],
)
def test_an_address_of_this_machine_without_a_port_has_the_one_it_listens_at(url: str, origin: str) -> None:
    address = address_of(url, 8470)
    assert address.origin == origin
    assert address.hosts == frozenset({origin.partition("://")[2]})


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://desk.example.org", "plain http is for this machine alone"),
        ("http://192.0.2.7:8470", "plain http is for this machine alone"),
        ("http://127.0.0.1.example.org", "plain http is for this machine alone"),
        ("https://desk.example.org:99999", "has no port that exists"),
        ("https://desk.example.org:x", "has no port that exists"),
        ("https://desk.example.org/khronika", "is not an address of a desk"),
        ("desk.example.org", "is not an address of a desk"),
        ("ftp://desk.example.org", "is not an address of a desk"),
        ("https://", "is not an address of a desk"),
        ("", "is not an address of a desk"),
    ],
)
def test_a_desk_is_not_served_in_the_clear_to_a_network_nor_at_what_is_no_address(url: str, why: str) -> None:
    with pytest.raises(UsageFault, match=why):
        address_of(url, 8470)


def test_a_desk_whose_port_is_taken_says_what_to_do(port: int) -> None:
    with bound(port), pytest.raises(KhronikaError, match=f"port {port} .* cannot be used") as fault:
        bound(port)
    assert "--port" in fault.value.hint


@pytest.mark.parametrize(
    ("url", "takes"),
    [
        ("http://localhost", True),
        ("https://desk.example.org", True),
        ("http://127.0.0.1", False),
        ("http://[::1]", False),
        ("https://192.0.2.7", False),
    ],
)
def test_passkeys_are_taken_at_a_name_and_at_no_number(url: str, *, takes: bool) -> None:
    assert address_of(url, 8470).takes_passkeys is takes


def test_a_desk_reached_as_localhost_is_heard_at_both_numbers_of_this_machine(port: int) -> None:
    with bound(port), socket.socket(socket.AF_INET6) as stranger:
        heard = beside(address_of("http://localhost", port), port)
        assert len(heard) == _has_two_numbers()
        if not heard:
            return
        (other,) = heard
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with other, pytest.raises(OSError, match="in use"):
            stranger.bind(("::1", port))


def test_a_desk_does_not_open_as_localhost_where_another_program_answers_to_the_name(port: int) -> None:
    if not _has_two_numbers():
        assert beside(address_of("http://localhost", port), port) == []
        return
    with socket.socket(socket.AF_INET6) as stranger:
        stranger.bind(("::1", port))
        stranger.listen()
        with pytest.raises(KhronikaError, match="cannot be used"):
            beside(address_of("http://localhost", port), port)


def test_a_desk_reached_by_another_address_is_heard_at_one_number() -> None:
    assert beside(address_of("http://127.0.0.1:8470"), 8470) == []
    assert beside(address_of("https://desk.example.org"), 8470) == []


def test_answers_are_sent_at_once_wherever_the_desk_is_heard(port: int) -> None:
    """Asyncio keeps small parts of an answer back on sockets that do not name their protocol."""

    async def held_back(listening: socket.socket) -> bool:
        met: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
        async with await asyncio.start_server(lambda _, writer: met.put_nowait(writer), sock=listening):
            _, asking = await asyncio.open_connection(*listening.getsockname()[:2])
            answering = await met.get()
            accepted = answering.get_extra_info("socket")
            no_delay = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for writer in (asking, answering):
                writer.close()
        return not no_delay

    heard = [bound(port), *beside(address_of("http://localhost", port), port)]
    assert [run_apart(held_back(listening)) for listening in heard] == [False] * len(heard)
