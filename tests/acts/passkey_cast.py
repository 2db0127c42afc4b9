"""An authenticator in software, and short ways to add a passkey and to sign in by it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from desk_cast import House
from khronika.acts.passkeys import (
    add_passkey,
    begin_passkey,
    begin_sign_in,
    sign_in_by_passkey,
)
from khronika.records.sign_in import Passkey

HOST = "desk.example"
ORIGIN = "https://desk.example"
STORKS = "eleven storks over Ozrin"
WRONG = "this passkey does not open the desk here"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text_of(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "===")


@dataclass
class Authenticator:
    """A security key made of software (ES256), and the browser before it. Its fields can be made wrong."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a credential of 32 bytes ........"
    host: str = HOST
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    client: dict[str, Any] = field(default_factory=dict)

    def make(self, options: dict[str, Any], format_: str = "none") -> dict[str, Any]:
        """Answer creation options as ``navigator.credentials.create`` does."""
        assert options["rp"]["id"] == HOST
        client = self._client("webauthn.create", options["challenge"])
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        data = self._data(ATTESTED) + bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        statement: dict[str, Any] = {}
        if format_ == "packed":
            statement = {"alg": -7, "sig": self._signed(data, client)}
        attestation = cbor2.dumps({"fmt": format_, "attStmt": statement, "authData": data})
        return self._answer({"clientDataJSON": text_of(client), "attestationObject": text_of(attestation)})

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer request options as ``navigator.credentials.get`` does."""
        client = self._client("webauthn.get", options["challenge"])
        self.count += int(self.counts)
        data = self._data(0)
        return self._answer(
            {
                "clientDataJSON": text_of(client),
                "authenticatorData": text_of(data),
                "signature": text_of(self._signed(data, client)),
                "userHandle": None,
            }
        )

    def _client(self, type_: str, challenge: str) -> bytes:
        client = {"type": type_, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(client | self.client).encode()

    def _data(self, flags: int) -> bytes:
        digest = hashlib.sha256(self.host.encode()).digest()
        return digest + bytes([self.flags | flags]) + self.count.to_bytes(4)

    def _signed(self, data: bytes, client: bytes) -> bytes:
        return self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        whole = {"id": text_of(self.id), "rawId": text_of(self.id), "type": "public-key"}
        return whole | {"response": response, "clientExtensionResults": {}, "authenticatorAttachment": None}


def added(
    house: House, authenticator: Authenticator, member: str | None = None, name: str = "phone"
) -> Passkey:
    member = member or house.cast.matei
    options = begin_passkey(house.desk, member, HOST, ORIGIN)
    return add_passkey(house.desk, member, name, authenticator.make(options))


def signed_in(house: House, authenticator: Authenticator, name: str = "Matei") -> str:
    return sign_in_by_passkey(house.desk, authenticator.sign(begin_sign_in(house.desk, name)))


WRONG_KEYS: dict[str, Callable[[Authenticator], None]] = {
    "another host": lambda key: setattr(key, "host", "desk.example.net"),
    "another origin": lambda key: setattr(key, "origin", "https://desk.example.net"),
    "another port": lambda key: setattr(key, "origin", "https://desk.example:8443"),
    "plain http": lambda key: setattr(key, "origin", "http://desk.example"),
    "nobody there": lambda key: setattr(key, "flags", VERIFIED),
    "nobody verified": lambda key: setattr(key, "flags", PRESENT),
    "another key": lambda key: setattr(key, "key", ec.generate_private_key(ec.SECP256R1())),
    "another id": lambda key: setattr(key, "id", b"another"),
    "counter put back": lambda key: setattr(key, "count", 1),
    "inside another page": lambda key: key.client.update(crossOrigin=True),
    "an answer to something else": lambda key: key.client.update(type="webauthn.create"),
    "no challenge": lambda key: key.client.update(challenge=7),
    "no origin": lambda key: key.client.update(origin=None),
}
