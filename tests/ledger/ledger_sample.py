"""A small ledger of the sample case, with fixed keys and fixed randomness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from khronika.ledger import canonical
from khronika.ledger.entry import SALT_BYTES, Entry, Envelope, commit, leaf_data
from khronika.ledger.logfile import LoggedCheckpoint, LogHeader, LogPart, SealedAct, write_log
from khronika.ledger.note import Checkpoint, NoteKey, checkpoint_text, origin_of, sign_note
from khronika.ledger.seal import device_id, seal_act
from khronika.ledger.tree import leaf_hash, root_of
from khronika.records.ids import Kind, new_id


def fixed_pair(name: str) -> Ed25519PrivateKey:
    """Return the key pair of a device or vault of the sample case."""
    return Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())


def public_of(pair: Ed25519PrivateKey) -> bytes:
    return pair.public_key().public_bytes_raw()


@dataclass
class FixedRandomness:
    """Gives bytes that look random and are the same at every run."""

    seed: str
    drawn: int = 0

    def __call__(self, size: int) -> bytes:
        self.drawn += 1
        return sha256(f"{self.seed} {self.drawn}".encode()).digest()[:size]


@dataclass
class SampleLedger:
    """Builds acts on devices of the sample case and the log of what it built."""

    randomness: FixedRandomness = field(default_factory=lambda: FixedRandomness("sample ledger"))
    parts: list[LogPart] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.vault = self.id(Kind.VAULT)
        self.member = self.id(Kind.MEMBER)
        self.log_pair = fixed_pair("the log of the sample vault")
        self.log_key = NoteKey(origin_of(self.vault), public_of(self.log_pair))

    def id(self, kind: Kind) -> str:
        return new_id(kind, self.randomness)

    def header(self) -> LogHeader:
        return LogHeader(self.vault, self.log_key.vkey)

    def entries(self, device: str, bodies: Sequence[dict[str, Any]], first: int) -> list[Entry]:
        act, found = self.id(Kind.ACT), []
        for seq, body in enumerate(bodies, first):
            salt, content = self.randomness(SALT_BYTES), canonical.encode(body)
            envelope = Envelope(
                id=self.id(Kind.ENTRY),
                act=act,
                type="statement.accepted",
                subject=self.id(Kind.STATEMENT),
                author=self.member,
                device=device_id(public_of(fixed_pair(device))),
                seq=seq,
                time="2026-04-12T09:30:00Z",
                commitment=commit(salt, content),
                derived_from=(self.id(Kind.RENDITION),),
            )
            found.append(Entry(envelope, salt, content))
        return found

    def act(self, device: str, *bodies: dict[str, Any]) -> SealedAct:
        first = self.used.get(device, 0) + 1
        self.used[device] = first + len(bodies) - 1
        entries = self.entries(device, bodies, first)
        pair = fixed_pair(device)
        seal = seal_act([entry.envelope for entry in entries], self.vault, public_of(pair), pair.sign)
        return SealedAct(seal, tuple(entries))

    def append(self, act: SealedAct) -> None:
        self.parts.append(act)
        self.leaves += [leaf_hash(leaf_data(entry.envelope)) for entry in act.entries]

    def checkpoint(self, size: int | None = None) -> str:
        covered = self.leaves[:size]
        head = Checkpoint(origin_of(self.vault), len(covered), root_of(covered))
        return sign_note(checkpoint_text(head), self.log_key, self.log_pair.sign)

    def lines(self, *notes: str) -> list[bytes]:
        ends = [LoggedCheckpoint(note) for note in notes or (self.checkpoint(),)]
        return list(write_log(self.header(), [*self.parts, *ends]))


def withheld(act: SealedAct, *places: int) -> SealedAct:
    """Return ``act`` without the bodies at ``places``."""
    kept = [replace(e, salt=None, body=None) if i in places else e for i, e in enumerate(act.entries)]
    return replace(act, entries=tuple(kept))


def sample_ledger() -> SampleLedger:
    """Return six entries in three acts by two devices; the body of the second entry is withheld."""
    ledger = SampleLedger()
    ledger.append(
        withheld(
            ledger.act(
                "Mira's laptop",
                {"speaker": "spokesperson for the Interior Ministry", "acts": ["denies"]},
                {"speaker": "the mother of a detainee", "acts": ["alleges"]},
                {"speaker": "Товарищ «Лес»", "acts": ["reports"], "figures": [100]},
            ),
            1,
        )
    )
    ledger.append(ledger.act("the desk in Sarn", {"speaker": None}, {"speaker": "Orvan", "own": True}))
    ledger.append(ledger.act("Mira's laptop", {"speaker": 'a "guard"\n', "acts": ["admits"]}))
    return ledger
