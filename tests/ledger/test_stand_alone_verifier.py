"""The stand-alone verifier as a stranger runs it: good logs hold, and each tampering is told with its place.

The script shares no code with the desk, so agreement here is agreement of two readers of one format.
"""

from __future__ import annotations

import ast
import base64
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_sample import FixedRandomness, SampleLedger, fixed_pair, public_of, sample_ledger

from khronika.ledger import canonical
from khronika.ledger.audit import audit
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import SealedAct, read_log
from khronika.ledger.note import NoteKey, sign_note
from khronika.ledger.seal import seal_act, seal_json

SCRIPT = Path(__file__).parents[2] / "verifier" / "khronika_verify.py"
SAMPLE = sample_ledger()
NOTES = (SAMPLE.checkpoint(3), SAMPLE.checkpoint())
LINES = SAMPLE.lines(*NOTES)
FIRST, SECOND = (part for part in SAMPLE.parts[:2] if isinstance(part, SealedAct))
KEY = SAMPLE.log_key.vkey
OTHER = SampleLedger(FixedRandomness("another vault"))

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def verify(tmp_path: Path) -> Run:
    """Write a log and run the verifier on it, isolated from the desk's own packages."""

    def run(lines: list[bytes], *options: str) -> subprocess.CompletedProcess[str]:
        log = tmp_path / "ledger.log"
        log.write_bytes(b"".join(lines))
        command = [sys.executable, "-I", str(SCRIPT), str(log), *options]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603

    return run


def faults_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert "Traceback" not in done.stderr
    return re.findall(r"^khronika-verify: fault: (.*)$", done.stderr, re.MULTILINE)


def put(place: int, *lines: bytes) -> list[bytes]:
    return [*LINES[:place], *lines, *LINES[place + 1 :]]


def changed(place: int, old: str, new: str) -> list[bytes]:
    assert old.encode() in LINES[place]
    return put(place, LINES[place].replace(old.encode(), new.encode(), 1))


def rewritten(change: Callable[[SampleLedger], None]) -> list[bytes]:
    """Return the log of a ledger in which everything is signed properly after ``change``."""
    ledger = SampleLedger()
    change(ledger)
    return ledger.lines()


def test_it_imports_nothing_of_the_desk() -> None:
    tree = ast.parse(SCRIPT.read_text())
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    foreign = {m.partition(".")[0] for m in modules} - set(sys.stdlib_module_names)
    assert foreign == {"cryptography"}


def test_a_whole_log_holds(verify: Run) -> None:
    done = verify(LINES, "--vkey", KEY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "6 entries in 3 acts by 2 devices\n5 bodies disclosed, 1 erased or withheld\n"
    )
    assert NOTES[1].split("\n")[2] in done.stdout
    assert done.stdout.endswith("the key you gave\nthe log holds\n")


def test_without_a_key_of_ones_own_it_says_so(verify: Run) -> None:
    done = verify(LINES)
    assert done.returncode == 0
    assert "the log's own key: compare it with one you hold" in done.stdout


def test_a_log_that_names_another_key_than_the_one_held_is_told(verify: Run) -> None:
    other = NoteKey(SAMPLE.log_key.name, public_of(fixed_pair("a stranger's laptop")))
    done = verify(put(0, LINES[0].replace(SAMPLE.log_key.vkey.encode(), other.vkey.encode())), "--vkey", KEY)
    assert done.returncode == 1
    assert faults_of(done) == ["line 1: the log names another key than the one you gave"]


def test_an_empty_ledger_holds(verify: Run) -> None:
    assert verify(rewritten(lambda _: None)).returncode == 0


def test_a_checkpoint_held_by_a_peer_is_found_at_the_beginning(verify: Run, tmp_path: Path) -> None:
    held = tmp_path / "held.note"
    held.write_bytes(NOTES[0].encode())
    done = verify(LINES, "--held", str(held))
    assert done.returncode == 0
    assert "the held checkpoint of 3 entries is the beginning of this log" in done.stdout


def test_an_older_copy_is_found_by_a_newer_checkpoint(verify: Run, tmp_path: Path) -> None:
    held = tmp_path / "held.note"
    held.write_bytes(NOTES[1].encode())
    done = verify([*LINES[:5], LINES[10]], "--held", str(held))
    assert done.returncode == 1
    assert faults_of(done) == ["--held: it covers 6 entries, this log has 3: an older copy"]


def test_another_past_is_found_by_an_older_checkpoint(verify: Run, tmp_path: Path) -> None:
    """The vault's own key signed both: it wrote its history anew."""
    held = tmp_path / "held.note"
    held.write_bytes(NOTES[0].encode())
    anew = SampleLedger()
    for n in range(4):
        anew.append(anew.act("Mira's laptop", {"n": n}))
    done = verify(anew.lines(), "--held", str(held))
    assert faults_of(done) == ["--held: the first 3 entries are not those it was signed over"]


def test_a_held_note_that_is_none_is_a_fault(verify: Run, tmp_path: Path) -> None:
    held = tmp_path / "held.note"
    held.write_bytes(NOTES[0].replace("\n", "\r\n").encode())
    assert faults_of(verify(LINES, "--held", str(held))) == ["--held: not a signed checkpoint of this vault"]


def resigned() -> list[bytes]:
    """The first act, its seal signed anew by a stranger in the name of its device."""
    plain = {name: value for name, value in seal_json(FIRST.seal).items() if name != "signature"}
    signature = fixed_pair("a stranger's laptop").sign(b"khronika/act/v1\n" + canonical.encode(plain))
    return changed(1, FIRST.seal.signature, base64.b64encode(signature).decode())


def carried_over() -> list[bytes]:
    """The first act, its seal replaced by one with which its device sealed it for another vault."""
    pair = fixed_pair("Mira's laptop")
    seal = seal_act([entry.envelope for entry in FIRST.entries], OTHER.vault, public_of(pair), pair.sign)
    return put(1, canonical.encode({"seal": seal_json(seal)}) + b"\n")


def forged_checkpoint() -> bytes:
    text = NOTES[1].partition("\n\n")[0] + "\n"
    stranger = fixed_pair("a stranger's laptop")
    note = sign_note(text, SAMPLE.log_key, stranger.sign)
    return SAMPLE.lines(note)[-1]


def unknown_checkpoint() -> bytes:
    text = NOTES[1].partition("\n\n")[0] + "\n"
    stranger = fixed_pair("a stranger's laptop")
    note = sign_note(text, NoteKey(SAMPLE.log_key.name, public_of(stranger)), stranger.sign)
    return SAMPLE.lines(note)[-1]


ENTRY = rf"line 3, entry {FIRST.entries[0].envelope.id}: "
ACT = rf"line 2, act {FIRST.seal.act}: "
NOT_SEALED = "its entries are not those that were sealed"
TAMPERED = {
    "a flipped letter in a body": (changed(2, "denies", "admits"), ENTRY + "the body is not the one"),
    "a flipped letter in an envelope": (changed(2, "09:30:00Z", "09:30:01Z"), ACT + NOT_SEALED),
    "a flipped letter in a salt": (changed(2, '"salt":"', '"salt":"g'), ENTRY + "the body or its salt"),
    "a flipped letter in a signature": (
        changed(1, FIRST.seal.signature, SECOND.seal.signature),
        f"line 2: act {FIRST.seal.act}: the signature is not by its device",
    ),
    "an entry dropped": (put(3), ACT + "3 entries were sealed, 2 are here"),
    "an act dropped": ([*LINES[:5], *LINES[8:]], "line 9: the first 6 entries do not have"),
    "entries in another order": (
        [*LINES[:2], LINES[3], LINES[2], *LINES[4:]],
        rf"line 2, act {FIRST.seal.act}, entry ent_\w+: not of this act and device, or not next",
    ),
    "acts in another order": (
        [LINES[0], *LINES[5:8], *LINES[1:5], *LINES[8:]],
        "line 11: the first 3 entries do not have",
    ),
    "the end cut off": (LINES[:-2], "the end: the checkpoints are out of order, or none covers all 6"),
    "the end cut off within an act": (LINES[:4], ACT + "3 entries were sealed, 2 are here"),
    "the end cut off within a line": (put(11, LINES[11][:-20]), "line 12: does not end with one newline"),
    "an act resigned by another key": (
        changed(1, FIRST.seal.key, SECOND.seal.key),
        f"line 2: act {FIRST.seal.act}: its key is not the key of its device",
    ),
    "an act signed in another device's name": (resigned(), "the signature is not by its device"),
    "an act sealed for another vault": (
        carried_over(),
        f"line 2: act {FIRST.seal.act}: it is of another vault",
    ),
    "a checkpoint forged with the log's name": (
        put(11, forged_checkpoint()),
        "line 12: the log's key did not",
    ),
    "a checkpoint by a stranger": (put(11, unknown_checkpoint()), "line 12: the checkpoint is not signed by"),
    "a checkpoint of another vault": (put(11, OTHER.lines()[-1]), "line 12: not a signed checkpoint of this"),
    "checkpoints in another order": (
        put(10, LINES[11], LINES[10])[:-1],
        "the end: the checkpoints are out of",
    ),
    "an entry twice": (put(2, LINES[2], LINES[2]), "line 4, entry .*: the entry is in the log twice"),
    "an act twice": ([*LINES[:8], *LINES[5:]], "line 10, entry .*: the entry is in the log twice"),
    "bodies swapped": (
        put(
            2,
            LINES[2].replace(
                str(FIRST.entries[0].salt and FIRST.entries[0].salt.hex()).encode(),
                str(FIRST.entries[2].salt and FIRST.entries[2].salt.hex()).encode(),
            ),
        ),
        ENTRY + "the body is not the one",
    ),
    "an extra line": (put(2, b"{}\n", LINES[2]), "line 3: may not stand here"),
    "an extra entry after its act": (put(5, LINES[7], LINES[5]), "line 6: may not stand here"),
    "an empty line": (put(2, b"\n", LINES[2]), "line 3: not JSON"),
    "an act after the checkpoints": ([*LINES, *LINES[8:10]], "line 13: may not stand here"),
    "spaces added": (changed(2, '"v":1', '"v": 1'), "line 3: not in canonical form"),
    "a field twice": (changed(2, '"v":1', '"v":1,"v":1'), "line 3: not in canonical form"),
    "a field added": (changed(3, '"v":1', '"v":1,"x":1'), "line 4: an envelope has fields"),
    "a float": (changed(2, '"seq":1', '"seq":1.0'), "line 3: an envelope has fields"),
    "a true for a number": (changed(2, '"v":1', '"v":true'), "line 3: an envelope has fields"),
    "a seal without its root": (changed(1, '"root"', '"rood"'), "line 2: a seal has fields"),
    "a seal of more entries": (
        changed(1, '"count":3', '"count":4'),
        "line 2: act act_.*: the signature is not",
    ),
    "a body that is no text": (
        put(2, re.sub(rb'"body":"(?:[^"\\]|\\.)*"', b'"body":["x"]', LINES[2])),
        ENTRY + "the body or its salt",
    ),
    "letters that are no UTF-8": (put(2, b"\xff\n"), "line 3: not JSON"),
    "half a letter": (changed(2, "denies", "\\ud800"), "line 3: "),
    "nested without end": (put(2, b"[" * 100_000 + b"\n"), "line 3: not JSON"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_every_tampering_is_told_with_its_place(verify: Run, name: str) -> None:
    lines, expected = TAMPERED[name]
    done = verify(lines, "--vkey", KEY)
    assert done.returncode == 1
    found = faults_of(done)
    assert any(re.search(expected, fault) for fault in found), found
    assert done.stdout.splitlines()[-1] == f"the log does not hold: {len(found)} faults"


@pytest.mark.parametrize("name", TAMPERED)
def test_the_desk_refuses_what_the_verifier_refuses(name: str) -> None:
    with pytest.raises(LedgerFault):
        audit(*read_log(TAMPERED[name][0]), [SAMPLE.log_key])


@pytest.mark.parametrize("time", range(25))
def test_it_says_something_whatever_letter_is_flipped(verify: Run, time: int) -> None:
    """One letter of the log, at another place each time, becomes another letter."""
    whole = bytearray(b"".join(LINES))
    whole[(len(LINES[0]) + 7919 * time) % len(whole)] ^= 1
    assert verify([bytes(whole)]).returncode in {1, 2}


def test_lines_converted_for_another_system_are_told(verify: Run) -> None:
    done = verify([LINES[0], *(line.replace(b"\n", b"\r\n") for line in LINES[1:])])
    assert done.returncode == 1
    assert faults_of(done)[0] == "line 2: does not end with one newline: the file was cut or converted"


def gap(ledger: SampleLedger) -> None:
    ledger.append(ledger.act("Mira's laptop", {"n": 1}))
    ledger.used["Mira's laptop"] = 4
    ledger.append(ledger.act("Mira's laptop", {"n": 2}))


def repeat(ledger: SampleLedger) -> None:
    ledger.append(ledger.act("Mira's laptop", {"n": 1}, {"n": 2}))
    ledger.used["Mira's laptop"] = 1
    ledger.append(ledger.act("Mira's laptop", {"n": 3}))


@pytest.mark.parametrize(
    ("disorder", "what"), [(gap, "entry 2 is missing"), (repeat, "entry 2 is there twice")]
)
def test_a_gap_or_a_repeat_in_a_devices_numbers_is_told(
    verify: Run, disorder: Callable[[SampleLedger], None], what: str
) -> None:
    done = verify(rewritten(disorder))
    assert done.returncode == 1
    assert [fault.partition(": ")[2] for fault in faults_of(done)] == [what]


def test_acts_that_arrived_in_another_order_hold(verify: Run) -> None:
    def late(ledger: SampleLedger) -> None:
        first, second = ledger.act("Mira's laptop", {"n": 1}), ledger.act("Mira's laptop", {"n": 2})
        ledger.append(second)
        ledger.append(first)

    assert verify(rewritten(late)).returncode == 0


def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    with log.open("wb") as file:
        file.write(LINES[0])
        file.truncate(200 * 2**20)
    command = [sys.executable, "-I", str(SCRIPT), str(log)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 1
    assert faults_of(done)[0] == "line 2: longer than 67108864 bytes"


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        ([], ()),
        ([b"hello\n"], ()),
        (LINES[1:], ()),
        (changed(0, '"khronika-log":1', '"khronika-log":2'), ()),
        ([LINES[0].replace(b"\n", b"\r\n"), *LINES[1:]], ()),
        ([b"\xff\n"], ()),
        (LINES, ("--vkey", "no key")),
        (LINES, ("--vkey", OTHER.log_key.vkey)),
        (LINES, ("--held", "not there.note")),
    ],
)
def test_what_cannot_be_checked_has_its_own_exit_code(
    verify: Run, lines: list[bytes], options: tuple[str, ...]
) -> None:
    done = verify(lines, *options)
    assert done.returncode == 2
    assert done.stderr.startswith("khronika-verify: cannot check: ")
    assert "Traceback" not in done.stderr
