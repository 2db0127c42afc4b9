"""A desk that runs on this machine while commands speak to it: its API, its worker, its control socket."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

sys.path.append(str(Path(__file__).parent.parent))
from desk_cast import Cast, House, house_at
from khronika.acts.jobs import run_next
from khronika.acts.sessions import end_all
from khronika.acts.sign_in import set_passphrase
from khronika.api.app import api_app
from khronika.vault import control

MEMBERS = "eleven cranes at the quarry"
_HERE = "127.0.0.1"
_LOOKS_SECONDS = 0.05


@contextmanager
def running_desk(path: Path, runtime: Path) -> Iterator[str]:
    """Let the desk of the whole cast run; gives its address. Every member has the same passphrase."""
    house = house_at(path)
    for one in fields(Cast):
        if one.name != "quarry":
            set_passphrase(house.desk, getattr(house.cast, one.name), MEMBERS)
    with socket.create_server((_HERE, 0)) as listening:
        ended = threading.Event()
        serving = threading.Thread(target=_serve, args=(house, listening, ended, runtime / "khronika"))
        serving.start()
        try:
            yield f"http://{_HERE}:{listening.getsockname()[1]}"
        finally:
            ended.set()
            serving.join()


def _serve(house: House, listening: socket.socket, ended: threading.Event, runtime: Path) -> None:
    """Serve until the end, or until somebody locks the desk."""
    app = Starlette(routes=[Mount("/api/v1", app=api_app(house.desk))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))

    def lock() -> None:
        end_all(house.desk)
        ended.set()

    close = control.listen(house.desk.vault.id, lock, runtime)
    answering = threading.Thread(target=server.run, args=([listening],))
    answering.start()
    while not ended.wait(_LOOKS_SECONDS):
        run_next(house.desk, house.extractor)
    server.should_exit = True
    answering.join()
    listening.close()
    house.extractor.close()
    house.desk.close()
    close()
