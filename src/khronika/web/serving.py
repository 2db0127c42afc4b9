"""Serving a desk: the application on a loopback port, in this process, until it is stopped or locked.

What must stay true: it listens on this machine alone (TLS and the network are somebody else's work in front
of it); it writes no log of visits; when it is locked the process ends, and the keys with it.
"""

from __future__ import annotations

import errno
import gc
import logging
import socket
from collections.abc import Callable
from threading import Thread

import uvicorn

from khronika.acts.desk import Desk
from khronika.acts.sessions import begin_serving, end_serving
from khronika.errors import KhronikaError
from khronika.web.app import make_app
from khronika.web.patience import Patience
from khronika.web.server import Address, Server, hurried
from khronika.web.worker import Worker

HOST = "127.0.0.1"
_GRACE_SECONDS = 1
_ANSWER_SECONDS = 0.1
_WAITING = 128


def bound(port: int) -> socket.socket:
    """Return a socket that listens on this machine's ``port``; 0 takes one that is free.

    It names its protocol: asyncio sends at once (``TCP_NODELAY``) on such sockets alone, and on others the
    body of an answer waits for the head to be acknowledged, 40 ms and more.

    Raises:
        KhronikaError: the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as fault:
        listening.close()
        raise _taken(port) from fault
    listening.listen(_WAITING)
    return listening


def beside(address: Address, port: int) -> list[socket.socket]:
    """Return what listens at ``::1``, this machine's other number, where it is reached by it or by name.

    A browser that is told ``localhost`` may ask there first: no other program may answer in the desk's place,
    nor be sent its cookie. Where this machine has no such number, nobody can.

    Raises:
        KhronikaError: the port is taken there.
    """
    if address.host not in {"localhost", "::1"}:
        return []
    try:
        listening = socket.socket(socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError:
        return []
    listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("::1", port))
    except OSError as fault:
        listening.close()
        if fault.errno == errno.EADDRINUSE:
            raise _taken(port) from fault
        return []
    listening.listen(_WAITING)
    return [listening]


def _taken(port: int) -> KhronikaError:
    return KhronikaError(f"port {port} of this machine cannot be used", "another desk may run there: --port")


def serve(
    desk: Desk,
    address: Address,
    listening: socket.socket,
    ready: Callable[[Server], None],
    end: Callable[[], None],
) -> bool:
    """Serve the desk until it is stopped; return whether it was locked.

    ``ready`` is told the server. ``end`` ends the process; it is called when the desk was locked, whatever is
    under way, as soon as whoever locked it has their answer.
    """
    running: list[uvicorn.Server] = []
    heard = [listening, *beside(address, listening.getsockname()[1])]

    def stop() -> None:
        if server.locked.is_set():
            Thread(target=_end, args=(server, end), name="khronika-ending", daemon=True).start()
        for one in running:
            one.should_exit = True

    _say_nothing()
    server = Server(desk, address, stop)
    settings = uvicorn.Config(
        make_app(server),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        lifespan="off",
        http=Patience,
        ws="none",
        loop="asyncio",
        timeout_graceful_shutdown=_GRACE_SECONDS,
        h11_max_incomplete_event_size=64 << 10,
        limit_concurrency=200,
    )
    running.append(uvicorn.Server(settings))
    begin_serving(desk)
    worker = Worker(desk)
    worker.start()
    gc.freeze()  # what is loaded by now stays: the collector need not look through it for every large page
    try:
        ready(server)
        running[0].run(sockets=heard)
    finally:
        server.painter.kill()
        server.painter.close()
        worker.stop(at_once=server.locked.is_set())
        if not server.locked.is_set():
            end_serving(desk)
    return server.locked.is_set()


def _end(server: Server, end: Callable[[], None]) -> None:
    """End the process once whoever locked the desk is answered, or does not listen.

    What others write at that moment is kept whole or not at all, as after a kill.
    """
    with hurried():
        server.answered.wait(_ANSWER_SECONDS)
        end()


def _say_nothing() -> None:
    """Let the server log nothing: the words of a fault that nobody foresaw may quote a source."""
    for name in ("uvicorn.error", "uvicorn.access", "asyncio"):
        logging.getLogger(name).disabled = True
