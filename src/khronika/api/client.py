"""A program's hand at a running desk: acts called by name over HTTP, their answers as the acts' own types.

What must stay true: a token or a passphrase goes to no host but the one that was named, over TLS whose
certificate was verified, or to this very machine; no redirect is followed, no proxy is asked, no cookie kept.
"""

from __future__ import annotations

import http.client
import inspect
import ipaddress
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from types import TracebackType
from typing import Any, BinaryIO, Concatenate, ParamSpec, Self, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from khronika import errors
from khronika.acts.desk import Desk
from khronika.api.values import Json, decoded, encoded
from khronika.errors import KhronikaError, NotAllowed, NotFound, UsageFault

P = ParamSpec("P")
R = TypeVar("R")

_SECURE_PORT, _PLAIN_PORT = 443, 80
_PATIENCE_SECONDS = 900.0
_MOST_ANSWERED = 1 << 28
_PIECE = 1 << 16
_REUSED_SECONDS = 2.0  # a server closes what is idle for longer, and a deed must not be sent twice
_OF_BYTES = {"Content-Type": "application/octet-stream"}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_FORM = "https://desk.example, or http://127.0.0.1:8765 on this machine"
_NO_DESK = "see that the address is that of a running desk"
_OK, _UNAUTHORIZED, _NOT_FOUND = 200, 401, 404


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running desk is. ``path`` is what comes before ``/api/v1``, empty at most places."""

    secure: bool
    host: str
    port: int
    path: str = ""

    def __str__(self) -> str:
        usual = _SECURE_PORT if self.secure else _PLAIN_PORT
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == usual else f":{self.port}"
        return f"http{'s' if self.secure else ''}://{host}{port}{self.path}"


def address_of(written: str) -> Address:
    """Return the address that is written.

    Raises:
        UsageFault: it is none; or it would send what must be secret over a network in the clear.
    """
    try:
        parts = urlsplit(written.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as fault:
        raise _no_address() from fault
    extra = parts.username or parts.password or parts.query or parts.fragment
    path = parts.path.rstrip("/")
    if (
        parts.scheme not in {"http", "https"}
        or extra
        or not _HOST.fullmatch(host)
        or not _PATH.fullmatch(path)
    ):
        raise _no_address()
    secure = parts.scheme == "https"
    if not secure and not is_this_machine(host):
        raise UsageFault("without TLS a desk is spoken to on this machine alone", f"https://{host}")
    usual = _SECURE_PORT if secure else _PLAIN_PORT
    return Address(secure, host, usual if port is None else port, path)


def _no_address() -> UsageFault:
    """Return the fault; what was written is not repeated, for it may hold a name and a passphrase."""
    return UsageFault("this is not the address of a desk", _FORM)


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine, by its name or number alone: nobody is asked."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Connection:
    """A connection to a running desk, opened when it is first needed and kept."""

    def __init__(self, address: Address, token: str = "") -> None:
        self.address = address
        self._token = token
        self._used = 0.0

    def call(self, act: Callable[Concatenate[Desk, str, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Have the desk do an act or answer a query, and return what that gives.

        Raises:
            KhronikaError: as the act does, or because the desk is not there.
        """
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"
        signature = inspect.signature(act, eval_str=True)
        bound = signature.bind(None, "", *args, **kwargs).arguments
        given = {name.rstrip("_"): encoded(its) for name, its in list(bound.items())[2:]}
        answer: R = self._typed(signature.return_annotation, self.post(f"/{name}", given))
        return answer

    def post(self, path: str, given: Json) -> Json:
        """Post JSON to a path of the API and return the JSON that is answered.

        Raises:
            KhronikaError: as the desk explains it, or because it is not there.
        """
        headers = {"Content-Type": "application/json"}
        return self.ask("POST", path, msgspec.json.encode(given), headers)

    def ask(self, method: str, path: str, body: bytes | Iterator[bytes], headers: dict[str, str]) -> Json:
        """Make one request and return the JSON that is answered.

        Raises:
            KhronikaError: as the desk explains it, or because it is not there.
        """
        given = headers | ({"Authorization": f"Bearer {self._token}"} if self._token else {})
        if time.monotonic() - self._used > _REUSED_SECONDS:
            self._opened.close()
        with self._explaining():
            with suppress(BrokenPipeError, ConnectionResetError):  # refused while it was sent: it says why
                self._opened.request(method, f"{self.address.path}/api/v1{path}", body, given)
            response = self._opened.getresponse()
            content = _whole(response)
        self._used = time.monotonic()
        answer = _in_json(content, response.headers.get("Content-Type", ""))
        if response.status != _OK:
            raise self._fault(response.status, answer)
        return answer

    def upload(self, name: str, content: BinaryIO, size: int | None = None) -> str:
        """Bring a file in, piece by piece, and return the id by which it is submitted.

        Raises:
            KhronikaError: as the desk explains it, or because it is not there.
        """
        asked = {"name": name} | ({} if size is None else {"size": str(size)})
        pieces = iter(partial(content.read, _PIECE), b"")
        answer = self.ask("PUT", f"/uploads?{urlencode(asked)}", pieces, _OF_BYTES)
        return str(self._typed(dict[str, str], answer).get("upload", ""))

    def close(self) -> None:
        """Close the connection."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _opened(self) -> http.client.HTTPConnection:
        host, port = self.address.host, self.address.port
        if not self.address.secure:
            return http.client.HTTPConnection(host, port, timeout=_PATIENCE_SECONDS)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=_PATIENCE_SECONDS, context=context)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except ssl.SSLCertVerificationError as fault:
            self.close()
            raise KhronikaError(
                f"{self.address} does not prove that it is the desk: {fault.verify_message.lower()}",
                "nothing was sent; SSL_CERT_FILE names the certificate of an authority of your own",
            ) from fault
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            words = getattr(fault, "strerror", None) or "it went away before it answered"
            raise KhronikaError(f"{self.address} does not answer: {words.lower()}", _NO_DESK) from fault

    def _fault(self, status: int, answer: Json) -> KhronikaError:
        """Return a fault that the desk explained, as the class it is of here."""
        if not isinstance(answer, dict) or not isinstance(answer.get("fault"), str):
            return KhronikaError(f"{self.address} answers, but not as a desk does ({status})", _NO_DESK)
        fault, hint, code = answer["fault"], str(answer.get("hint", "")), answer.get("code")
        if status == _UNAUTHORIZED and self._token:
            return NotAllowed(f"you are not signed in at {self.address}", "khronika sign-in --desk URL")
        kind = NotFound if status == _NOT_FOUND and code == NotFound.exit_code else _KINDS.get(code)
        return (kind or KhronikaError)(fault, hint)

    def _typed(self, kind: Any, answer: Json) -> Any:
        try:
            return None if kind is None else decoded(kind, answer)
        except ValueError as fault:
            raise KhronikaError(
                f"{self.address} answers in a way that this version does not know",
                "the desk and this command are of different versions",
            ) from fault


def _kinds() -> dict[object, type[KhronikaError]]:
    """Return the class of fault that each exit code stands for."""
    found = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, KhronikaError)]
    return {kind.exit_code: kind for kind in found if "exit_code" in vars(kind) and kind is not NotFound}


_KINDS = _kinds()


def _whole(response: http.client.HTTPResponse) -> bytes:
    content = bytearray()
    while piece := response.read(_PIECE):
        content += piece
        if len(content) > _MOST_ANSWERED:
            raise http.client.HTTPException("the answer has no end")
    return bytes(content)


def _in_json(content: bytes, media: str) -> Json:
    """Return the JSON of an answer; ``None`` where it is something else."""
    if media.partition(";")[0].strip().lower() != "application/json":
        return None
    try:
        return msgspec.json.decode(content)
    except (ValueError, RecursionError):
        return None
