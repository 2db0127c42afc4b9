"""What the tests of the API share: a program that asks a desk in the same process, signed in as somebody."""

from __future__ import annotations

import asyncio
import json
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette

from khronika.acts.desk import Desk
from khronika.acts.sign_in import enter_once, one_time
from khronika.api.app import api_app
from own_loop import run_apart

JSON = "application/json"
_NEVER = 3600


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers in small letters, the bytes."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        assert self.headers["content-type"] == JSON
        return json.loads(self.content)

    @property
    def fault(self) -> tuple[int, str, str, int]:
        """Return status, fault, hint and code of a refusal, and nothing else is in it."""
        said = self.json
        assert set(said) == {"fault", "hint", "code"}
        return self.status, said["fault"], said["hint"], said["code"]


@dataclass
class Program:
    """A program of a member: ``token`` is that of their session, empty where nobody is signed in."""

    app: Starlette
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, name: str, **given: Any) -> Any:
        """Call an act, which is done, and return what it answers."""
        answer = self.post(f"/{name}", given)
        assert answer.status == 200, (name, answer.content)
        return answer.json

    def post(self, path: str, given: Any = None, **headers: str) -> Answer:
        """Post a value as JSON, or bytes as they are."""
        body = given if isinstance(given, bytes) else json.dumps({} if given is None else given).encode()
        return self.ask("POST", path, body, {"content-type": JSON, **headers})

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        """Make any request."""
        given = self.headers | ({"authorization": f"Bearer {self.token}"} if self.token else {})
        return run_apart(_asked(self.app, method, path, [body], given | (headers or {})))

    def ask_in_pieces(self, method: str, path: str, pieces: Sequence[bytes | None], **headers: str) -> Answer:
        """Make a request whose body comes in pieces; ``None`` never comes, and without any it breaks off."""
        given = {"authorization": f"Bearer {self.token}", "content-type": JSON, **headers}
        return run_apart(_asked(self.app, method, path, pieces, given))


async def _asked(
    app: Starlette, method: str, path: str, pieces: Sequence[bytes | None], headers: dict[str, str]
) -> Answer:
    came: list[MutableMapping[str, Any]] = []
    left = list(pieces)

    async def receive() -> MutableMapping[str, Any]:
        if not left:
            return {"type": "http.disconnect"}
        piece = left.pop(0)
        if piece is None:
            await asyncio.sleep(_NEVER)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(message: MutableMapping[str, Any]) -> None:
        came.append(message)

    where, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("desk.example", 443),
    }
    await app(scope, receive, send)
    content = b"".join(message.get("body", b"") for message in came[1:])
    named = {name.decode(): value.decode() for name, value in came[0]["headers"]}
    return Answer(came[0]["status"], named, content)


def token_of(desk: Desk, member: str) -> str:
    """Let a member in and return the token of the session."""
    token = enter_once(desk, one_time(desk, member))
    assert token is not None
    return token


def program_of(desk: Desk, member: str) -> Program:
    """Return a program of a member who is signed in."""
    return Program(api_app(desk), token_of(desk, member))
