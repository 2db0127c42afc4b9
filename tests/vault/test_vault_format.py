"""docs/FORMAT.md is true: its vectors come out, and a reader written from it alone reads a vault."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import unicodedata
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from vault_cast import CHEAP, LETTER, PASSPHRASE, RECORD, Counting, new_vault, source

from khronika.vault.device import device_of
from khronika.vault.folder import create
from khronika.vault.head import write_head
from khronika.vault.sealed import SealedFiles

FORMAT = Path(__file__).parents[2] / "docs" / "FORMAT.md"


def vectors() -> dict[str, str]:
    block = FORMAT.read_text(encoding="utf-8").partition("```vectors\n")[2].partition("```")[0]
    return dict(line.split(" = ", 1) for line in block.splitlines())


def test_the_vectors_of_the_format_come_out(tmp_path: Path) -> None:
    with create(tmp_path / "v", PASSPHRASE, cost=CHEAP, ballast=0, randomness=Counting()) as vault:
        kept = SealedFiles(vault.path / "sealed", vault.keys, Counting()).seal(RECORD, source(LETTER))
        sealed = (vault.path / "sealed" / kept.name[:2] / kept.name).read_bytes()
        write_head(vault.path / "head", vault.keys.head, vault.id, b"size 3", Counting())
        found = {
            "vault": vault.id,
            "master": vault.master.value.hex(),
            **{use: getattr(vault.keys, use).hex() for use in vault.keys.__slots__},
            "keyslots file": (vault.path / "keyslots").read_text().removesuffix("\n"),
            "sealed name": kept.name,
            "wrapped key": kept.key,
            "sealed file, first 48 bytes": sealed[:48].hex(),
            "sealed file, sha256": hashlib.sha256(sealed).hexdigest(),
            "head file": (vault.path / "head").read_bytes().hex(),
            "device id": device_of(vault.path / "device", vault.keys.device, vault.id, Counting()).id,
        }
    assert found == vectors()


class ByTheBook:
    """A reader written from docs/FORMAT.md, with nothing of the product's code."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self.folder = folder
        self.vault = json.loads((folder / "khronika").read_bytes())["vault"]
        slots = json.loads((folder / "keyslots").read_bytes())
        (slot,) = slots["slots"]
        text = unicodedata.normalize("NFKC", passphrase).encode()
        salt = base64.b64decode(slot["salt"])
        key = Argon2id(
            salt=salt, length=32, iterations=slot["t"], lanes=slot["p"], memory_cost=slot["m"]
        ).derive(text)
        purpose = {name: slot[name] for name in ("id", "m", "p", "t")} | {"vault": self.vault}
        self.master = ChaCha20Poly1305(key).decrypt(
            base64.b64decode(slot["nonce"]),
            base64.b64decode(slot["wrapped"]),
            b"khronika/v1/keyslot " + self.canonical(purpose),
        )
        mac = slots.pop("mac")
        assert hmac.new(self.sub_key("keyslots"), self.canonical(slots), "sha256").hexdigest() == mac

    @staticmethod
    def canonical(value: object) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    def sub_key(self, use: str) -> bytes:
        return HKDF(SHA256(), 32, self.vault.encode(), b"khronika/v1/" + use.encode()).derive(self.master)

    def open_box(self, key: bytes, box: bytes, purpose: bytes) -> bytes:
        return ChaCha20Poly1305(key).decrypt(box[:12], box[12:], purpose)

    def head(self) -> bytes:
        box = (self.folder / "head").read_bytes()
        return self.open_box(self.sub_key("head"), box, b"khronika/v1/head " + self.vault.encode())

    def record(self, record: str, wrapped: str) -> bytes:
        key = self.open_box(self.sub_key("wrap"), base64.b64decode(wrapped), record.encode())
        digest = hmac.digest(self.sub_key("names"), record.encode(), "sha256")
        name = base64.b32encode(digest).decode().lower().strip("=")
        content = (self.folder / "sealed" / name[:2] / name).read_bytes()
        assert content[:8] == b"KHRSEAL\x01"
        cipher = ChaCha20Poly1305(HKDF(SHA256(), 32, content[8:24], b"khronika/v1/sealed").derive(key))
        payload = content[24:]
        chunks = [payload[at : at + 65552] for at in range(0, len(payload), 65552)]
        plain = b"".join(
            cipher.decrypt(number.to_bytes(11) + bytes([number == len(chunks) - 1]), chunk, None)
            for number, chunk in enumerate(chunks)
        )
        return plain.rstrip(b"\0").removesuffix(b"\x80")


@pytest.mark.parametrize("size", [0, 1, 70_000, 1_000_000])
def test_a_reader_written_from_the_format_alone_reads_a_vault(tmp_path: Path, size: int) -> None:
    content = (LETTER * (size // len(LETTER) + 1))[:size]
    with new_vault(tmp_path / "v") as vault:
        kept = vault.seal(RECORD, source(content))
        vault.remember_head(b"size 3")
    reader = ByTheBook(tmp_path / "v", PASSPHRASE)
    assert reader.record(RECORD, kept.key) == content
    assert reader.head() == b"size 3"
