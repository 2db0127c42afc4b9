#!/usr/bin/env python3
"""Verify an exported Khronika log. Stand-alone: Python 3.11 and the package "cryptography" suffice.

Written from docs/FORMAT.md; shares no code with the program that writes logs. It changes nothing and uses
no network. What a body says is not its business: only that it is the one that was sealed. It is one file,
longer than others here, so that it can be handed on by itself.

    khronika_verify.py LOG [--vkey KEY] [--held NOTE]
    khronika_verify.py PROOF --proof [--vkey KEY]      the proof of one entry

Exit codes: 0 the log holds; 1 it does not; 2 it could not be checked (no file, no log, no key).
"""

# ruff: noqa: T201, ISC004  a command line prints; a long shape stands on several lines
from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LONGEST_LINE, LONGEST_NOTE, MOST_FAULTS, LARGEST = 64 * 2**20, 1_000_000, 100, 2**53 - 1
VKEY_BYTES, BODY = 33, b"khronika/body/v1\x00"
DIGITS, ID, HEX = "0123456789abcdefghjkmnpqrstvwxyz", "_[0-9a-hjkmnp-tv-z]{26}", "[0-9a-f]{64}"
HEADER, ENVELOPE, SEAL, NOTE = (
    re.compile(shape.replace("#", ID).replace("HEX", HEX))
    for shape in (
        r'{"khronika-log":1,"vault":"(vlt#)","vkey":"([^"]*)"}',
        r'{"act":"act#","author":"mem#","commitment":"HEX","compartments":\[("cmp#",?)*\],'
        r'"derived_from":\[("[a-z]{3}#",?)*\],"device":"dev#","erases":\[("[a-z]{3}#",?)*\],"id":"ent#",'
        r'"seq":[1-9][0-9]{0,15},"subject":"[a-z]{3}#","supersedes":\[("ent#",?)*\],'
        r'"time":"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z","type":"[a-z]+(\.[a-z]+)+","v":1}',
        r'{"act":"act#","count":[1-9][0-9]{0,15},"device":"dev#","first":[1-9][0-9]{0,15},"key":"HEX",'
        r'"root":"HEX","signature":"[A-Za-z0-9+/=]*","v":1,"vault":"vlt#"}',
        r"((khronika\.vault/vlt#)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n)\n"
        r"((?:— [^\s+\x00-\x1f]+ [A-Za-z0-9+/=]+\n){1,100})",
    )
)
LISTS = ("compartments", "derived_from", "erases", "supersedes")
PROOF = {"khronika-proof", "vault", "vkey", "position", "envelope", "seal", "within", "path", "checkpoint"}


class Fault(ValueError):
    """Something in the log is not as it must be."""


class Log:
    """What was read so far, of the log whose key is ``vkey``."""

    def __init__(self, vkey: str, name: str, key_id: bytes, public: bytes) -> None:
        self.vkey, self.name, self.key_id, self.public = vkey, name, key_id, public
        self.leaves: list[bytes] = []
        self.ids: set[str] = set()
        self.runs: dict[str, list[tuple[int, int, int]]] = {}  # of a device's acts: first, count, line
        self.heads: list[tuple[int, bytes, int]] = []  # of checkpoints: size, root, line
        self.seal: dict[str, Any] = {}
        self.pending: list[dict[str, Any]] = []
        self.sealed_at = self.disclosed = self.faults = 0

    def report(self, where: str, what: object) -> None:
        """Print one fault; after a hundred only count them."""
        self.faults += 1
        if self.faults <= MOST_FAULTS:
            print(f"khronika-verify: fault: {where}: {what}", file=sys.stderr)


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of a value that has the shapes above."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def parse(data: bytes) -> Any:
    """Return the value of canonical JSON (FORMAT, "Canonical JSON")."""
    try:
        if canonical(value := json.loads(data.decode())) == data:
            return value
    except (ValueError, RecursionError) as fault:
        raise Fault("not JSON in UTF-8") from fault
    raise Fault("not in canonical form")


def unbase64(text: str) -> bytes:
    """Return the bytes of base64 in its one form; ValueError for any other."""
    if base64.b64encode(data := base64.b64decode(text, validate=True)).decode() != text:
        raise Fault("not base64 in its one form")
    return data


def roots(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    """Return the RFC 6962 roots of the first so many leaves, for each of ``sizes`` that there is."""
    peaks: list[bytes] = []
    found = {0: sha256(b"").digest()}
    for size, node in enumerate(leaves, 1):
        rest = size
        while not rest & 1:
            node, rest = sha256(b"\x01" + peaks.pop() + node).digest(), rest >> 1  # noqa: PLW2901
        peaks.append(node)
        if size in sizes:
            found[size] = peaks[-1]
            for peak in reversed(peaks[:-1]):
                found[size] = sha256(b"\x01" + peak + found[size]).digest()
    return found


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the signature is right and the key not of small order (FORMAT, "Acts")."""
    prime = 2**255 - 19
    d, y = -121665 * pow(121666, -1, prime), int.from_bytes(public, "little") % 2**255
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return y * (y * y - 1) * (d * y**4 + 2 * y * y - 1) % prime != 0


def checkpoint(log: Log, note: Any) -> tuple[int, bytes]:
    """Return size and root of a note that the log's key has signed (FORMAT, "Checkpoints")."""
    found = NOTE.fullmatch(note) if isinstance(note, str) and len(note) <= LONGEST_NOTE else None
    if not found or found[2] != log.name:
        raise Fault("not a signed checkpoint of this vault")
    lines = [(name, unbase64(encoded)) for _, name, encoded in map(str.split, found[5][:-1].split("\n"))]
    ours = [data[4:] for name, data in lines if (name, data[:4]) == (log.name, log.key_id)]
    if not ours:
        raise Fault("the checkpoint is not signed by the log's key")
    if not all(signed_by(log.public, signature, found[1].encode()) for signature in ours):
        raise Fault("the log's key did not sign this checkpoint")
    return int(found[3]), unbase64(found[4])


def take_entry(log: Log, plain: dict[str, Any], number: int) -> None:
    """Count one entry, check what it shows by itself, and its act once that is whole."""
    check_entry(log, plain, f"line {number}")
    envelope = plain["envelope"]
    log.pending.append(envelope)
    log.leaves.append(sha256(b"\x00" + canonical(envelope)).digest())
    if envelope["id"] in log.ids:
        log.report(f"line {number}, entry {envelope['id']}", "the entry is in the log twice")
    log.ids.add(envelope["id"])
    if len(log.pending) == log.seal["count"]:
        end_act(log)


def check_entry(log: Log, plain: dict[str, Any], place: str) -> None:
    """Check what an entry shows by itself: its envelope's shape, and its body where that is disclosed."""
    envelope = plain["envelope"]
    if not ENVELOPE.fullmatch(canonical(envelope).decode()) or envelope["seq"] > LARGEST:
        raise Fault("an envelope has fields missing, unknown or out of shape")
    where = f"{place}, entry {envelope['id']}"
    if any(envelope[name] != sorted(set(envelope[name])) for name in LISTS):
        log.report(where, "a list in the envelope is not sorted without repeats")
    if "body" in plain:
        log.disclosed += 1
        body, salt = plain["body"], plain["salt"]
        if not isinstance(body, str) or not re.fullmatch(HEX, str(salt)):
            log.report(where, "the body or its salt is out of shape")
        elif envelope["commitment"] != sha256(BODY + bytes.fromhex(salt) + body.encode()).hexdigest():
            log.report(where, "the body is not the one that was sealed")


def end_act(log: Log) -> None:
    """Check the entries of the act that was read against its seal (FORMAT, "Acts")."""
    seal, entries, log.seal, log.pending = log.seal, log.pending, {}, []
    if not seal:
        return
    where, count = f"line {log.sealed_at}, act {seal['act']}", len(entries)
    if count != seal["count"]:
        log.report(where, f"{seal['count']} entries were sealed, {count} are here")
    for seq, entry in enumerate(entries, seal["first"]):
        if (entry["act"], entry["device"], entry["seq"]) != (seal["act"], seal["device"], seq):
            log.report(f"{where}, entry {entry['id']}", "not of this act and device, or not next in sequence")
    if roots(log.leaves[len(log.leaves) - count :], {count})[count].hex() != seal["root"]:
        log.report(where, "its entries are not those that were sealed")


def take_seal(log: Log, seal: Any, number: int) -> None:
    """Check a seal by itself: its shape, its device and its signature."""
    end_act(log)
    check_seal(log, seal)
    log.seal, log.sealed_at = seal, number
    log.runs.setdefault(seal["device"], []).append((seal["first"], seal["count"], number))
    check_signature(seal)


def check_seal(log: Log, seal: Any) -> None:
    """Check that a seal has its shape and is of this vault (FORMAT, "Acts")."""
    if not SEAL.fullmatch(canonical(seal).decode()):
        raise Fault("a seal has fields missing, unknown or out of shape")
    if log.name != f"khronika.vault/{seal['vault']}":
        raise Fault(f"act {seal['act']}: it is of another vault")


def check_signature(seal: dict[str, Any]) -> None:
    """Check that a seal is signed by its device, whose id is made of its key (FORMAT, "Acts")."""
    key = bytes.fromhex(seal["key"])
    bits = int.from_bytes(sha256(key).digest()[:16])
    if seal["device"] != "dev_" + "".join(DIGITS[bits >> 5 * place & 31] for place in range(25, -1, -1)):
        raise Fault(f"act {seal['act']}: its key is not the key of its device")
    rest = {name: value for name, value in seal.items() if name != "signature"}
    if not signed_by(key, unbase64(seal["signature"]), b"khronika/act/v1\n" + canonical(rest)):
        raise Fault(f"act {seal['act']}: the signature is not by its device")


def take_line(log: Log, line: bytes, number: int) -> None:
    """Take one line after the header (FORMAT, "The exported log")."""
    if len(line) > LONGEST_LINE:
        raise Fault(f"longer than {LONGEST_LINE} bytes")
    if not line.endswith(b"\n") or line.endswith(b"\r\n"):
        raise Fault("does not end with one newline: the file was cut or converted")
    plain = parse(line[:-1])
    names = set(plain) if isinstance(plain, dict) else set[str]()
    if names == {"seal"} and not log.heads:
        take_seal(log, plain["seal"], number)
    elif names in ({"envelope"}, {"envelope", "body", "salt"}) and log.seal:
        take_entry(log, plain, number)
    elif names == {"checkpoint"}:
        end_act(log)
        log.heads.append((*checkpoint(log, plain["checkpoint"]), number))
    else:
        raise Fault("may not stand here: an entry outside its act, or a line of no known kind")


def check_whole(log: Log) -> bytes:
    """Check what only the whole log shows, sequences and roots; return the root of all entries."""
    end_act(log)
    for device, runs in log.runs.items():
        expected = 1
        for first, count, number in sorted(runs):
            if first != expected:
                what = "there twice" if first < expected else "missing"
                log.report(f"line {number}, device {device}", f"entry {min(first, expected)} is {what}")
            expected = first + count
    sizes, size = [covered for covered, _, _ in log.heads], len(log.leaves)
    if size not in sizes[-1:] or sizes != sorted(set(sizes)):
        log.report("the end", f"the checkpoints are out of order, or none covers all {size} entries")
    found = roots(log.leaves, {*sizes, size})
    for covered, head, number in log.heads:
        if found.get(covered) != head:
            log.report(f"line {number}", f"the first {covered} entries do not have this checkpoint's root")
    return found[size]


def check_held(log: Log, note: str) -> None:
    """Check that the log begins with the tree of a checkpoint held elsewhere."""
    size, head = checkpoint(log, note)
    if size > len(log.leaves):
        raise Fault(f"it covers {size} entries, this log has {len(log.leaves)}: an older copy")
    if roots(log.leaves, {size})[size] != head:
        raise Fault(f"the first {size} entries are not those it was signed over")
    print(f"the held checkpoint of {size} entries is the beginning of this log")


def start(line: bytes, vkey: str | None) -> Log:
    """Return a log to be checked with the key given, or else with the key in its header."""
    header = HEADER.fullmatch(line.decode().removesuffix("\n"))
    if not header:
        raise Fault("not the header of an exported log of version 1")
    return log_of(header[1], header[2], vkey)


def log_of(vault: str, named: str, vkey: str | None) -> Log:
    """Return an empty log of a vault, with the key given, or else with the one that the file names."""
    name, digits, encoded = [*(vkey or named).split("+", 2), "", ""][:3]
    key_id = sha256(f"{name}\n".encode() + (data := unbase64(encoded))).digest()[:4]
    if len(data) != VKEY_BYTES or data[0] != 1 or key_id.hex() != digits:
        raise Fault("not a verifier key of Ed25519")
    if name != f"khronika.vault/{vault}":
        raise Fault("the key is not the key of this vault's log")
    log = Log(vkey or named, name, key_id, data[1:])
    if log.vkey != named:
        log.report("line 1", "the log names another key than the one you gave")
    return log


def read(file: BinaryIO, vkey: str | None) -> Log:
    """Read the whole log, reporting each fault."""
    log = start(file.readline(LONGEST_LINE + 1), vkey)
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 2):
        try:
            take_line(log, line, number)
        except ValueError as fault:
            log.report(f"line {number}", fault)
        if len(line) > LONGEST_LINE:
            break
    return log


def climb(leaf: bytes, index: int, size: int, steps: Any) -> bytes:
    """Return the root to which an audit path leads from a leaf (RFC 9162 section 2.1.3.2)."""
    if not isinstance(steps, list) or not all(re.fullmatch(HEX, str(step)) for step in steps):
        raise Fault("a path is not an array of hashes in hex")
    if not 0 <= index < size:
        raise Fault(f"there is no leaf {index} in a tree of {size}")
    here, last, node = index, size - 1, leaf
    for step in map(bytes.fromhex, steps):
        if last == 0:
            raise Fault("a path is too long")
        if here & 1 or here == last:
            node = sha256(b"\x01" + step + node).digest()
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + step).digest()
        here, last = here >> 1, last >> 1
    if last:
        raise Fault("a path is too short")
    return node


def check_proof(line: bytes, vkey: str | None) -> tuple[Log, dict[str, Any]]:
    """Check the proof of one entry (FORMAT, "The proof of one entry")."""
    plain = parse(line.removesuffix(b"\n"))
    names = set(plain) if isinstance(plain, dict) else set[str]()
    if names - {"body", "salt"} != PROOF or len(names & {"body", "salt"}) == 1:
        raise Fault("not the proof of an entry")
    if canonical(plain["khronika-proof"]) != b"1":
        raise Fault("not a proof of version 1")
    log = log_of(str(plain["vault"]), str(plain["vkey"]), vkey)
    try:
        check_entry(log, plain, "the proof")
        check_act_in_proof(log, plain)
        check_log_in_proof(log, plain)
    except ValueError as fault:
        log.report("the proof", fault)
    return log, plain


def check_act_in_proof(log: Log, plain: dict[str, Any]) -> None:
    """Check that the entry stands in the act that the device sealed."""
    seal, envelope = plain["seal"], plain["envelope"]
    check_seal(log, seal)
    check_signature(seal)
    if (envelope["act"], envelope["device"]) != (seal["act"], seal["device"]):
        raise Fault("the entry is not of the act and device that the seal is of")
    leaf = sha256(b"\x00" + canonical(envelope)).digest()
    if climb(leaf, envelope["seq"] - seal["first"], seal["count"], plain["within"]).hex() != seal["root"]:
        raise Fault("the entry is not among those that were sealed")


def check_log_in_proof(log: Log, plain: dict[str, Any]) -> None:
    """Check that the entry stands in the log that the checkpoint covers."""
    size, root = checkpoint(log, plain["checkpoint"])
    leaf = sha256(b"\x00" + canonical(plain["envelope"])).digest()
    if type(plain["position"]) is not int or climb(leaf, plain["position"], size, plain["path"]) != root:
        raise Fault("the entry is not under the root of the checkpoint")


def tell_proof(path: Path, vkey: str | None) -> int:
    """Check the proof of one entry, say what it proves, and return the exit code."""
    with path.open("rb") as file:
        log, plain = check_proof(file.read(LONGEST_LINE + 1), vkey)
    envelope = plain["envelope"]
    if not log.faults:
        print(f"entry {plain['position']}: {envelope['type']} of {envelope['subject']}")
        print(f"by {envelope['author']} on {envelope['device']}, dated {envelope['time']} by its author")
        print("the body is the one that was sealed" if "body" in plain else "the body is not disclosed")
        print(f"covered by the checkpoint of {plain['checkpoint'].split(chr(10))[1]} entries, key {log.vkey}")
    print("the key you gave" if vkey else "the proof's own key: compare it with one you hold")
    print(f"the proof does not hold: {log.faults} faults" if log.faults else "the proof holds")
    return 1 if log.faults else 0


def main() -> int:
    """Check what the command line asks for and return the exit code."""
    ask = argparse.ArgumentParser(description="Verify an exported Khronika log.")
    ask.add_argument("log", type=Path)
    ask.add_argument("--vkey", help="the log's key that you hold; without it, the key in the log is used")
    ask.add_argument("--held", type=Path, metavar="NOTE", help="an older checkpoint that you hold")
    ask.add_argument("--proof", action="store_true", help="the file is the proof of one entry")
    asked = ask.parse_args()
    try:
        if asked.proof:
            return tell_proof(asked.log, asked.vkey)
        held = asked.held.read_bytes().decode() if asked.held else None
        with asked.log.open("rb") as file:
            log = read(file, asked.vkey)
    except (OSError, ValueError) as fault:
        print(f"khronika-verify: cannot check: {fault}", file=sys.stderr)
        return 2
    root, size = check_whole(log), len(log.leaves)
    try:
        if held is not None:
            check_held(log, held)
    except ValueError as fault:
        log.report("--held", fault)
    print(f"{size} entries in {sum(map(len, log.runs.values()))} acts by {len(log.runs)} devices")
    print(f"{log.disclosed} bodies disclosed, {size - log.disclosed} erased or withheld")
    print(f"size {size}, root {base64.b64encode(root).decode()}, signed with {log.vkey}")
    print("the key you gave" if asked.vkey else "the log's own key: compare it with one you hold")
    print(f"the log does not hold: {log.faults} faults" if log.faults else "the log holds")
    return 1 if log.faults else 0


if __name__ == "__main__":
    sys.exit(main())
