"""A program's hand at a desk over a real connection: TLS, addresses, faults as what they are."""

from __future__ import annotations

import datetime as dt
import http.server
import io
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from api_cast import token_of
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.routing import Mount

from desk_cast import House
from khronika.acts import review, show
from khronika.acts.brief import BriefOrder, brief
from khronika.acts.consent import open_identity, seal_identity
from khronika.acts.paging import Page
from khronika.acts.show import Sought
from khronika.api import door
from khronika.api.app import api_app
from khronika.api.client import Address, Connection
from khronika.errors import KhronikaError, NotAllowed, NotFound, UsageFault, Withheld

HERE = "127.0.0.1"


@contextmanager
def served(house: House, **how: Any) -> Iterator[int]:
    """Serve the API of a desk on a port of this machine, mounted where a server mounts it."""
    app = Starlette(routes=[Mount("/api/v1", app=api_app(house.desk))])
    with socket.create_server((HERE, 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", **how))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def desk(house: House) -> Iterator[Address]:
    """Give the address of a running desk."""
    with served(house) as port:
        yield Address(secure=False, host=HERE, port=port)


def test_acts_are_called_and_answer_as_they_do_at_the_desk_itself(house: House, desk: Address) -> None:
    _, said = house.read_one()
    ines, lev = house.cast.ines, house.cast.lev
    with Connection(desk, token_of(house.desk, ines)) as hand:
        assert hand.call(show.statements, Sought(), page=Page(5)) == show.statements(
            house.desk, ines, Sought(), page=Page(5)
        )
        assert hand.call(show.show, said[0]) == show.show(house.desk, ines, said[0])
        hand.call(review.accept, said)
        amended = hand.call(review.amend, said[1], {"speaker": "Mira Dzhalova"})
        assert amended.speaker == "Mira Dzhalova"
        assert hand.call(brief, BriefOrder("A day")).heading.title == "A day"
    with Connection(desk, token_of(house.desk, lev)) as hand:
        assert {one.status for one in hand.call(show.statements, Sought())} == {"accepted", "amended"}


def test_faults_come_back_as_what_they_are(house: House, desk: Address) -> None:
    _, said = house.read_one()
    _, identity = seal_identity(house.desk, house.cast.ines, "Witness A", "Roza")
    faults: list[tuple[type[KhronikaError], Callable[[Connection], object]]] = [
        (NotFound, lambda hand: hand.call(show.show, f"itm_{'0' * 26}")),
        (NotAllowed, lambda hand: hand.call(open_identity, identity.id, "the lawyer asks")),
        (NotAllowed, lambda hand: hand.call(review.accept, said)),
        (UsageFault, lambda hand: hand.call(show.items, page=Page(20_000))),
        (UsageFault, lambda hand: hand.call(show.items, as_of="yesterday")),
        (Withheld, lambda hand: hand.call(brief, BriefOrder("x", audience="public"))),  # type: ignore[arg-type]  # as JSON has it
    ]
    reader, publisher = (token_of(house.desk, who) for who in (house.cast.lev, house.cast.oskar))
    for kind, ask in faults:
        with Connection(desk, publisher if kind is Withheld else reader) as hand:
            with pytest.raises(kind) as fault:
                ask(hand)
            assert type(fault.value) is kind
            assert fault.value.fault
            assert fault.value.hint or kind is NotAllowed


def test_who_is_not_signed_in_is_told_how(desk: Address) -> None:
    with Connection(desk, "x" * 43) as hand, pytest.raises(NotAllowed, match="not signed in") as fault:
        hand.call(show.items)
    assert "khronika sign-in" in fault.value.hint


def test_a_file_comes_in_piece_by_piece(house: House, desk: Address) -> None:
    with Connection(desk, token_of(house.desk, house.cast.petra)) as hand:
        upload = hand.upload("letter \u202e.txt", io.BytesIO(b"Quarry 9. " * 100_000))
        assert upload.startswith("itm_")
        with pytest.raises(KhronikaError) as fault:
            hand.upload("x" * 5000, io.BytesIO(b"x"))
        assert fault.value.exit_code == UsageFault.exit_code
    with Connection(desk, token_of(house.desk, house.cast.lev)) as hand, pytest.raises(NotAllowed):
        hand.upload("letter.txt", io.BytesIO(b"x" * 3_000_000))


def test_a_desk_that_is_not_there_is_said_in_one_line(house: House) -> None:
    with served(house) as port:
        pass
    with Connection(Address(secure=False, host=HERE, port=port)) as hand:
        for _ in range(2):
            with pytest.raises(KhronikaError, match="does not answer") as fault:
                hand.call(show.items)
            assert "\n" not in fault.value.fault


def test_a_desk_that_was_idle_or_started_anew_is_asked_again(
    house: House, desk: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khronika.api.client._REUSED_SECONDS", 0.0)
    with Connection(desk, token_of(house.desk, house.cast.lev)) as hand:
        for _ in range(3):
            assert hand.call(show.items) == []


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Something that is no desk, and what it was sent."""

    status = 200
    answer = b"<html>welcome</html>"
    media = "text/html"
    place = ""
    seen: list[str]

    def do_POST(self) -> None:
        self.seen.append(f"{self.path} {self.headers['Authorization']}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        self.send_header("Content-Type", self.media)
        if self.place:
            self.send_header("Location", self.place)
        self.send_header("Content-Length", str(len(self.answer)))
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def elsewhere(**how: Any) -> Iterator[tuple[Address, list[str]]]:
    seen: list[str] = []
    handler = type("Handler", (Elsewhere,), {"seen": seen, **how})
    with http.server.ThreadingHTTPServer((HERE, 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Address(secure=False, host=HERE, port=server.server_address[1]), seen
        server.shutdown()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_and_no_token_goes_with_it(status: int) -> None:
    with (
        elsewhere() as (other, seen),
        elsewhere(status=status, place=f"{other}/api/v1/show.items") as (first, _),
    ):
        with Connection(first, "the-token") as hand, pytest.raises(KhronikaError, match="not as a desk does"):
            hand.call(show.items)
        assert seen == []


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"media": "application/json"},
        {"media": "application/json", "answer": b"[[[["},
        {"media": "application/json", "answer": b'{"x": 1}'},
        {"media": "application/json", "answer": b"null"},
        {"media": "application/json", "answer": b'[{"id": 5}]'},
        {"media": "application/json", "answer": b'{"fault": "x\\u001b[31m"}', "status": 500},
        {"media": "application/json", "answer": b'{"fault": 5, "code": "x"}', "status": 400},
        {"media": "application/json", "answer": b'"' * 10, "status": 418},
    ],
)
def test_whatever_answers_is_a_fault_in_one_line(how: dict[str, Any]) -> None:
    with elsewhere(**how) as (address, _), Connection(address, "t") as hand:
        with pytest.raises(KhronikaError) as fault:
            hand.call(show.items)
        assert type(fault.value).exit_code in {1, 2, 3}


def certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Write a certificate for a host that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(alternative, critical=False)
        .sign(key, SHA256())
    )
    paths = folder / f"{host}.crt", folder / f"{host}.key"
    paths[0].write_bytes(made.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


def test_a_certificate_that_nobody_vouches_for_gets_no_token(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host, trusted in ((HERE, True), ("127.0.0.9", False)):
        public, private = certificate(tmp_path, host)
        with served(house, ssl_certfile=str(public), ssl_keyfile=str(private)) as port:
            address = Address(secure=True, host=HERE, port=port)
            token = token_of(house.desk, house.cast.lev)
            assert asked(address, token) == "does not prove that it is the desk"
            monkeypatch.setenv("SSL_CERT_FILE", str(public))
            assert asked(address, token) == ("[]" if trusted else "does not prove that it is the desk")
            monkeypatch.delenv("SSL_CERT_FILE")


def asked(address: Address, token: str) -> str:
    """Return what a desk answers, or the middle of the fault."""
    with Connection(address, token) as hand:
        try:
            return repr(hand.call(show.items))
        except KhronikaError as fault:
            return fault.fault.partition(": ")[0].removeprefix(f"{address} ")


def test_an_upload_that_breaks_off_leaves_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_PIECE_SECONDS", 0.3)
    with served(house) as port, socket.create_connection((HERE, port)) as connection:
        before = sorted(house.path.rglob("*"))
        token = token_of(house.desk, house.cast.petra)
        head = f"PUT /api/v1/uploads?name=a.txt HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        connection.sendall(f"{head}Content-Length: 5000000\r\n\r\n".encode() + b"x" * 1_000_000)
        assert b" 408 " in connection.recv(100)
    assert [path for path in sorted(house.path.rglob("*")) if path not in before and path.is_file()] == []
