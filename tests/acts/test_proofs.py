"""The proof of one entry: a stranger can verify it, and each tampering is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event
from two_cast import erased

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import proving as acts
from khronika.acts.consent import list_consents, seal_identity, withdraw_consent
from khronika.acts.desk import acting
from khronika.acts.logbook import Leafing, LogWanted, log_page
from khronika.acts.proving import entry_proof
from khronika.acts.sources import Conditions
from khronika.errors import NotFound, VaultDamaged
from khronika.ledger import canonical, schema
from khronika.ledger.fault import LedgerFault
from khronika.ledger.note import NoteKey
from khronika.ledger.proving import audit_path, frontier_at, leaves_of, proof_of
from khronika.ledger.store import Draft
from khronika.ledger.tree import Frontier, inclusion_proof
from khronika.records.access import Right
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind

SCRIPT = Path(__file__).parents[2] / "verifier" / "khronika_verify.py"
TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@contextmanager
def queries_of(house: House) -> Iterator[list[str]]:
    """Give the queries that are made meanwhile."""
    asked: list[str] = []

    def note_it(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(house.desk.engine, "before_cursor_execute", note_it)
    try:
        yield asked
    finally:
        event.remove(house.desk.engine, "before_cursor_execute", note_it)


@pytest.fixture
def verify(tmp_path: Path) -> Run:
    """Write a proof and run the stand-alone verifier on it, isolated from the desk's own packages."""

    def run(document: bytes, *options: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "proof.json"
        file.write_bytes(document)
        command = [sys.executable, "-I", str(SCRIPT), str(file), "--proof", *options]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603

    return run


def position_of(house: House, type_: str, member: str | None = None) -> str:
    """Return the position of the newest entry of a type, as a member finds it in the log."""
    wanted = LogWanted(types=(type_,))
    return str(log_page(house.desk, member or house.cast.ines, wanted).lines[0].position)


def test_a_path_is_that_of_the_whole_tree_whatever_acts_it_grew_by(house: House) -> None:
    for content in (DENIAL, WITNESS, "A note.", "Another.", DENIAL):
        house.read_one(content)
    with house.desk.ledger.reading() as connection:
        size = house.desk.ledger.head().size
        leaves = list(leaves_of(connection, 0, size))
        assert len(leaves) == size > 32
        for index in range(size):
            assert audit_path(connection, index, size) == inclusion_proof(leaves, index, size)
        for end in range(size + 1):
            whole = Frontier()
            whole.extend(leaves[:end])
            assert frontier_at(connection, end).to_bytes() == whole.to_bytes()
        for end in range(1, size + 1, 3):
            assert audit_path(connection, end // 2, end) == inclusion_proof(leaves, end // 2, end)


def test_every_entry_that_a_member_sees_is_proved_to_a_stranger(house: House, verify: Run) -> None:
    house.read_one(DENIAL)
    house.take_one(WITNESS, conditions=Conditions(frozenset({house.cast.quarry})))
    key = house.desk.ledger.desk.key.vkey
    lines = log_page(house.desk, house.cast.oskar, page=Leafing(1000)).lines
    for line in lines[::5]:
        proof = entry_proof(house.desk, house.cast.oskar, str(line.position))
        assert (proof.entry, proof.by) == (line.entry, line.by)
        done = verify(proof.document, "--vkey", key)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.splitlines()[-2:] == ["the key you gave", "the proof holds"]
        assert f"entry {line.position}: {line.type} of {line.subject}" in done.stdout
        assert verify(proof.document).stdout.splitlines()[-2].startswith("the proof's own key")


def test_a_proof_has_the_body_that_was_sealed_and_only_that(house: House, verify: Run) -> None:
    house.read_one(DENIAL)
    proof = entry_proof(house.desk, house.cast.lev, position_of(house, "statement.suggested"))
    plain = json.loads(proof.document)
    assert proof.withheld == ""
    assert json.loads(plain["body"])["item"]
    assert "the body is the one that was sealed" in verify(proof.document).stdout
    for name in ("body", "salt"):
        del plain[name]
    bare = verify(canonical.encode(plain) + b"\n")
    assert bare.returncode == 0
    assert "the body is not disclosed" in bare.stdout


def changed(plain: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a proof with one thing changed."""
    other: dict[str, Any] = json.loads(json.dumps(plain))
    envelope, seal, path = other["envelope"], other["seal"], other["path"]
    note = other["checkpoint"].split("\n")
    changes: dict[str, Callable[[], Any]] = {
        "the time of the entry": lambda: envelope.update(time="2020-01-01T00:00:00Z"),
        "the place of the entry": lambda: other.update(position=other["position"] ^ 1),
        "a place beyond": lambda: other.update(position=10**9),
        "a place that is none": lambda: other.update(position="0"),
        "the body": lambda: other.update(body=other["body"].replace("a", "b", 1)),
        "the salt": lambda: other.update(salt="0" * 64),
        "a half of the body": lambda: other.pop("salt"),
        "the seal": lambda: seal.update(count=seal["count"] + 1),
        "the signature": lambda: seal.update(signature="A" * 86 + "=="),
        "another vault": lambda: seal.update(vault=f"vlt_{'0' * 26}"),
        "a step": lambda: path.__setitem__(0, "0" * 64),
        "a step left out": path.pop,
        "a step too many": lambda: path.append("0" * 64),
        "a step that is none": lambda: path.__setitem__(0, 7),
        "no path": lambda: other.update(path=None),
        "the steps within": lambda: other.update(within=["0" * 64, *other["within"]]),
        "the size": lambda: other.update(checkpoint="\n".join([note[0], "9999", *note[2:]])),
        "no note": lambda: other.update(checkpoint=7),
        "an envelope that is none": lambda: other.update(envelope=[1]),
        "a seal that is none": lambda: other.update(seal=None),
    }
    if name in changes:
        changes[name]()
    return other


CHANGES = (
    "the time of the entry", "the place of the entry", "a place beyond", "a place that is none", "the body",
    "the salt", "the seal", "the signature", "another vault", "a step", "a step left out", "a step too many",
    "a step that is none", "no path", "the steps within", "the size", "no note", "an envelope that is none",
    "a seal that is none",
)  # fmt: skip


def test_every_tampering_with_a_proof_is_told(house: House, verify: Run) -> None:
    house.read_one(DENIAL)
    proof = entry_proof(house.desk, house.cast.lev, position_of(house, "statement.suggested"))
    plain = json.loads(proof.document)
    for name in CHANGES:
        done = verify(canonical.encode(changed(plain, name)) + b"\n")
        assert done.returncode == 1, (name, done)
        assert "khronika-verify: fault: the proof" in done.stderr, (name, done)
        assert "Traceback" not in done.stderr, (name, done)
        assert "the proof does not hold" in done.stdout, name
    other = house.desk.ledger.desk.key.vkey.replace("+", "+0", 1)
    for document in (
        canonical.encode(changed(plain, "a half of the body")),
        canonical.encode(plain | {"khronika-proof": 2}),
        canonical.encode(plain | {"khronika-proof": True}),
        canonical.encode(plain | {"vkey": other}),
        canonical.encode(plain | {"vault": 7}),
        canonical.encode(plain | {"more": 1}),
        canonical.encode([plain]),
        json.dumps(plain).encode(),
        b"",
        b"\xff\xfe",
    ):
        done = verify(document)
        assert done.returncode == 2, (document[:60], done)
        assert "khronika-verify: cannot check" in done.stderr


def test_a_proof_of_another_key_than_the_one_held_is_told(house: House, verify: Run) -> None:
    proof = entry_proof(house.desk, house.cast.lev, "0")
    name = house.desk.ledger.desk.key.name
    other = NoteKey(name, Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw())
    done = verify(proof.document, "--vkey", other.vkey)
    assert done.returncode == 1
    assert "names another key than the one you gave" in done.stderr
    assert "not signed by the log's key" in done.stderr
    assert verify(proof.document, "--vkey", f"{name}+00000000+AQ==").returncode == 2


def test_of_what_a_member_may_not_see_there_is_no_proof(house: House) -> None:
    hidden = Conditions(frozenset({house.cast.quarry}))
    house.take_one(WITNESS, conditions=hidden)
    place = position_of(house, "item.sealed")
    entry = log_page(house.desk, house.cast.vera, LogWanted(kinds=("itm",))).lines[0].entry
    took = {}
    for given in (place, entry, "999999", f"ent_{'0' * 26}", "", "-1", "x", "\ud800", "0\n", "٣", "9" * 40):
        with pytest.raises(NotFound) as fault, queries_of(house) as asked:
            entry_proof(house.desk, house.cast.lev, given)
        took[given] = len(asked)
        assert fault.value.fault == f"there is no entry {given}"
    assert took[place] == took["999999"]
    assert took[entry] == took[f"ent_{'0' * 26}"]
    by_id, by_place = (entry_proof(house.desk, house.cast.vera, given) for given in (entry, place))
    assert by_id == by_place


def test_a_body_that_may_not_be_seen_does_not_go_along(house: House, verify: Run) -> None:
    desk, cast = house.desk, house.cast
    seal_identity(desk, cast.ines, "Witness A", "Mira Oru")
    house.read_one(WITNESS, "mira.txt", conditions=Conditions(person="A", terms=(TERM,)))
    withheld = {
        ("identity.sealed", cast.ines): acts.SEALED,
        ("item.sealed", cast.lev): acts.KEY,
        ("item.sealed", cast.oskar): "",
        ("member.recorded", cast.oskar): acts.NOT_DISCLOSED,
        ("member.recorded", cast.ines): "",
        ("statement.suggested", cast.lev): "",
    }
    for (type_, member), because in withheld.items():
        proof = entry_proof(desk, member, position_of(house, type_, member))
        assert proof.withheld == because
        assert ("body" in json.loads(proof.document)) is (not because)
        assert verify(proof.document).returncode == 0
    place = position_of(house, "statement.suggested")
    for consent in list_consents(desk, cast.ines):
        withdraw_consent(desk, cast.ines, consent.id, "she asked")
    hidden = ("statement.suggested", "receipt.recorded", "item.sealed", "rendition.sealed", "reading.run")
    for type_ in hidden:
        proof = entry_proof(desk, cast.ines, position_of(house, type_))
        assert proof.withheld == acts.WITHDRAWN, type_
        assert b"van" not in proof.document
    assert entry_proof(desk, cast.lev, place).withheld == acts.WITHDRAWN


def test_an_erased_entry_is_still_proved_without_its_body(house: House, verify: Run) -> None:
    item = house.take_one(DENIAL)
    place = position_of(house, "item.sealed")
    before = json.loads(entry_proof(house.desk, house.cast.ines, place).document)
    erased(house, item)
    proof = entry_proof(house.desk, house.cast.ines, place)
    assert proof.withheld == acts.ERASED
    after = json.loads(proof.document)
    assert after["envelope"] == before["envelope"]
    assert "body" not in after
    assert verify(proof.document).returncode == 0


def test_a_damaged_ledger_gives_no_proof(house: House) -> None:
    item = house.take_one(DENIAL)
    place = int(position_of(house, "item.sealed"))
    with house.desk.ledger.working() as connection:
        entries = schema.entries
        chosen = entries.select().where(entries.c.position == place)
        envelope = connection.execute(chosen).one().envelope
        other = envelope.replace(item.encode(), item[:-1].encode() + (b"0" if item[-1] != "0" else b"1"))
        connection.execute(entries.update().where(entries.c.position == place).values(envelope=other))
    with house.desk.ledger.reading() as connection, pytest.raises(LedgerFault, match="not as it was sealed"):
        proof_of(connection, place)
    assert issubclass(LedgerFault, VaultDamaged)


def test_an_entry_of_a_long_act_is_proved_as_well(house: House, verify: Run) -> None:
    with acting(house.desk, house.cast.ines, Right.REVIEW) as act:
        for number in range(300):
            party = house.desk.new_id(Kind.PARTY)
            body = {"id": party, "kind": "person", "name": f"N {number}", "names": []}
            act.add(Draft("party.recorded", party, body))
    house.take_one(DENIAL)
    for place in (0, 1, 150, 255, 256, 257, house.desk.ledger.head().size - 1):
        proof = entry_proof(house.desk, house.cast.ines, str(place))
        assert proof.position == place
        assert verify(proof.document).returncode == 0
