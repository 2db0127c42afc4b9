"""The exported log: one text file, JSON Lines in canonical form (docs/FORMAT, "The exported log").

The lines are a header, then for each act its seal and its entries, then the checkpoints with their
notes. An entry's body goes along only where it is disclosed.

What must stay true:

- One log has one form: every line is canonical JSON and ends with a single newline.
- Reading gives only what is proved by itself: a seal that covers its entries, bodies that open their
  commitments. What the checkpoints say of the whole is proved by :mod:`khronika.ledger.audit`.
- A fault names its line, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from khronika.ledger import canonical
from khronika.ledger.entry import Entry, envelope_json, envelope_of, opens
from khronika.ledger.fault import LedgerFault
from khronika.ledger.note import origin_of, parse_vkey
from khronika.ledger.seal import ActSeal, check_act, seal_json, seal_of
from khronika.records.ids import Kind, is_id

VERSION = 1
LONGEST_LINE = 64 * 2**20
_FIRST_NAME = "khronika-log"


@dataclass(frozen=True, slots=True)
class LogHeader:
    """Whose log it is: the vault's id and the key that signs its checkpoints."""

    vault: str
    vkey: str


@dataclass(frozen=True, slots=True)
class SealedAct:
    """An act with its entries in the order of ``seq``."""

    seal: ActSeal
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LoggedCheckpoint:
    """A checkpoint as the signed note that the log holds. Its signature is not checked here."""

    note: str


LogPart = SealedAct | LoggedCheckpoint


def write_log(header: LogHeader, parts: Iterable[LogPart]) -> Iterator[bytes]:
    """Give the lines of the log, each with its newline: acts in the order of the ledger, then checkpoints.

    A body is written where the entry has one: withhold it by giving the entry without.

    Raises:
        LedgerFault: an act follows a checkpoint, or a body makes a line that no reader would take.
    """
    yield _line({_FIRST_NAME: VERSION, "vault": header.vault, "vkey": header.vkey})
    ended = False
    for part in parts:
        if isinstance(part, LoggedCheckpoint):
            ended = True
            yield _line({"checkpoint": part.note})
        elif ended:
            raise LedgerFault("an act follows a checkpoint in an exported log")
        else:
            yield _line({"seal": seal_json(part.seal)})
            yield from (_line(_entry_json(entry)) for entry in part.entries)


def read_log(lines: Iterable[bytes]) -> tuple[LogHeader, Iterator[LogPart]]:
    """Return the header and, one after the other, the acts and checkpoints of an exported log.

    Raises:
        LedgerFault: at the first line that is not as it was written, at once or while iterating.
    """
    numbered = enumerate(lines, 1)
    header = _header_of(_first(numbered))
    return header, _parts(numbered, header.vault)


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Give the lines of ``file`` with their newlines, a line that is too long cut just beyond the limit."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line


def _first(numbered: Iterator[tuple[int, bytes]]) -> Any:
    for number, line in numbered:
        return _decoded(number, line)
    raise LedgerFault("an exported log is empty")


def _header_of(plain: Any) -> LogHeader:
    if not isinstance(plain, dict) or plain.keys() != {_FIRST_NAME, "vault", "vkey"}:
        raise LedgerFault("line 1: not the header of an exported log")
    vault, vkey = plain["vault"], plain["vkey"]
    if plain[_FIRST_NAME] != VERSION or plain[_FIRST_NAME] is True:
        raise LedgerFault("line 1: a log of another version", "read it with a newer khronika")
    if not isinstance(vault, str) or not is_id(vault, Kind.VAULT) or not isinstance(vkey, str):
        raise LedgerFault("line 1: not the id of a vault and the key of its log")
    try:
        name = parse_vkey(vkey).name
    except ValueError as fault:
        raise LedgerFault(f"line 1: {fault}") from fault
    if name != origin_of(vault):
        raise LedgerFault("line 1: the key is not named after the vault")
    return LogHeader(vault, vkey)


def _parts(numbered: Iterator[tuple[int, bytes]], vault: str) -> Iterator[LogPart]:
    ended = False
    for number, line in numbered:
        plain = _decoded(number, line)
        if isinstance(plain, dict) and plain.keys() == {"checkpoint"}:
            ended = True
            yield _checkpoint_of(number, plain["checkpoint"])
        elif ended:
            raise LedgerFault(f"line {number}: only checkpoints may follow a checkpoint")
        elif isinstance(plain, dict) and plain.keys() == {"seal"}:
            yield _act_of(number, plain["seal"], numbered, vault)
        else:
            raise LedgerFault(f"line {number}: a seal or a checkpoint was expected")


def _act_of(number: int, plain: Any, numbered: Iterator[tuple[int, bytes]], vault: str) -> SealedAct:
    try:
        seal = seal_of(plain)
    except LedgerFault as fault:
        raise LedgerFault(f"line {number}: {fault.fault}") from fault
    entries: list[Entry] = []
    while len(entries) < seal.count:
        at, line = next(numbered, (0, b""))
        if not at:
            raise LedgerFault(f"line {number}: the log ends within act {seal.act}")
        entries.append(_entry_of(at, _decoded(at, line)))
    try:
        check_act(seal, [entry.envelope for entry in entries], vault)
    except LedgerFault as fault:
        raise LedgerFault(f"line {number}: {fault.fault}") from fault
    return SealedAct(seal, tuple(entries))


def _entry_of(number: int, plain: Any) -> Entry:
    disclosed = isinstance(plain, dict) and plain.keys() == {"envelope", "salt", "body"}
    if not disclosed and not (isinstance(plain, dict) and plain.keys() == {"envelope"}):
        raise LedgerFault(f"line {number}: an entry was expected")
    try:
        envelope = envelope_of(plain["envelope"])
        entry = Entry(envelope, None, None)
        if disclosed:
            entry = Entry(envelope, bytes.fromhex(plain["salt"]), plain["body"].encode())
            _check_body(entry, plain["salt"])
    except LedgerFault as fault:
        raise LedgerFault(f"line {number}: {fault.fault}") from fault
    except (ValueError, TypeError, AttributeError) as fault:
        raise LedgerFault(f"line {number}: a body or salt is out of shape: {fault}") from fault
    return entry


def _check_body(entry: Entry, salt: str) -> None:
    assert entry.salt is not None
    assert entry.body is not None
    if entry.salt.hex() != salt:
        raise ValueError("the salt is not lower-case hex")
    if not opens(entry):
        raise LedgerFault(f"entry {entry.envelope.id}: the body is not the one that was sealed")
    if not isinstance(canonical.decode(entry.body), dict):
        raise LedgerFault(f"entry {entry.envelope.id}: the body is not an object")


def _checkpoint_of(number: int, note: Any) -> LoggedCheckpoint:
    if not isinstance(note, str):
        raise LedgerFault(f"line {number}: a checkpoint is not text")
    return LoggedCheckpoint(note)


def _decoded(number: int, line: bytes) -> Any:
    if len(line) > LONGEST_LINE:
        raise LedgerFault(f"line {number}: longer than {LONGEST_LINE} bytes")
    if not line.endswith(b"\n"):
        raise LedgerFault(f"line {number}: the log ends within a line")
    if line.endswith(b"\r\n"):
        raise LedgerFault(f"line {number}: ends with carriage return and newline: the file was converted")
    try:
        return canonical.decode(line[:-1])
    except ValueError as fault:
        raise LedgerFault(f"line {number}: {fault}") from fault


def _line(plain: dict[str, Any]) -> bytes:
    line = canonical.encode(plain) + b"\n"
    if len(line) > LONGEST_LINE:
        raise LedgerFault(f"a line of the exported log would be longer than {LONGEST_LINE} bytes")
    return line


def _entry_json(entry: Entry) -> dict[str, Any]:
    plain: dict[str, Any] = {"envelope": envelope_json(entry.envelope)}
    if entry.salt is not None and entry.body is not None:
        plain |= {"salt": entry.salt.hex(), "body": entry.body.decode()}
    return plain
