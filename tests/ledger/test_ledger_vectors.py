"""The published vectors: whoever writes another reader of the ledger gets the same bytes (docs/FORMAT)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from ledger_sample import public_of, sample_ledger

from khronika.ledger import canonical
from khronika.ledger.audit import audit
from khronika.ledger.entry import commit, leaf_data, parse_envelope
from khronika.ledger.logfile import read_log
from khronika.ledger.note import Checkpoint, checkpoint_text, open_checkpoint, parse_vkey, sign_note
from khronika.ledger.seal import check_act, device_id, of_small_order, seal_act, seal_of
from khronika.ledger.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "ledger.json").read_text())
TREE = VECTORS["tree"]
LEAVES = [leaf_hash(bytes.fromhex(data)) for data in TREE["data"]]
ROOTS = [bytes.fromhex(root) for root in TREE["roots"]]


@pytest.mark.parametrize("case", VECTORS["canonical"]["accepted"], ids=lambda case: ascii(case["value"]))
def test_a_value_has_the_bytes_of_its_vector(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    assert canonical.encode(case["value"]) == data
    assert canonical.decode(data) == case["value"]


@pytest.mark.parametrize("why", VECTORS["canonical"]["refused"])
def test_bytes_that_the_vectors_refuse_are_refused(why: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode(bytes.fromhex(VECTORS["canonical"]["refused"][why]))


def test_the_device_has_the_id_of_its_key() -> None:
    device = VECTORS["device"]
    pair = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(device["seed"]))
    assert public_of(pair).hex() == device["public"]
    assert device_id(public_of(pair)) == device["id"]


@pytest.mark.parametrize("public", VECTORS["small order"])
def test_every_key_of_small_order_is_refused(public: str) -> None:
    assert of_small_order(bytes.fromhex(public))


@pytest.mark.parametrize("case", VECTORS["entries"], ids=lambda case: case["leaf"][:8])
def test_an_entry_has_the_commitment_and_leaf_of_its_vector(case: dict[str, Any]) -> None:
    envelope = parse_envelope(case["data"].encode())
    assert leaf_data(envelope) == case["data"].encode()
    assert leaf_hash(leaf_data(envelope)).hex() == case["leaf"]
    assert commit(bytes.fromhex(case["salt"]), case["body"].encode()) == envelope.commitment


def test_an_act_has_the_seal_of_its_vector() -> None:
    vector = VECTORS["seal"]
    envelopes = [parse_envelope(data.encode()) for data in vector["entries"]]
    pair = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["device"]["seed"]))
    prefix, _, plain = vector["message"].partition("\n")
    assert prefix == "khronika/act/v1"
    seal = seal_of(canonical.decode(plain.encode()) | {"signature": vector["signature"]})
    assert seal_act(envelopes, seal.vault, public_of(pair), pair.sign) == seal
    assert base64.b64encode(pair.sign(vector["message"].encode())).decode() == seal.signature
    check_act(seal, envelopes, seal.vault)


def test_the_tree_has_the_roots_and_frontiers_of_its_vectors() -> None:
    frontier = Frontier()
    assert [frontier.root(), frontier.to_bytes().hex()] == [ROOTS[0], TREE["frontiers"][0]]
    for leaf, root, stored in zip(LEAVES, ROOTS[1:], TREE["frontiers"][1:], strict=True):
        frontier.append(leaf)
        assert [frontier.root(), frontier.to_bytes().hex()] == [root, stored]
        assert Frontier.from_bytes(bytes.fromhex(stored)).root() == root


@pytest.mark.parametrize("case", TREE["inclusion"], ids=lambda case: f"{case['index']} of {case['size']}")
def test_a_leaf_has_the_proof_of_its_vector(case: dict[str, Any]) -> None:
    index, size, proof = case["index"], case["size"], [bytes.fromhex(step) for step in case["proof"]]
    assert list(inclusion_proof(LEAVES, index, size)) == proof
    assert verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


@pytest.mark.parametrize("case", TREE["consistency"], ids=lambda case: f"{case['old']} in {case['new']}")
def test_two_trees_have_the_proof_of_their_vector(case: dict[str, Any]) -> None:
    old, new, proof = case["old"], case["new"], [bytes.fromhex(step) for step in case["proof"]]
    assert list(consistency_proof(LEAVES, old, new)) == proof
    assert verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)


def test_a_checkpoint_has_the_note_of_its_vector() -> None:
    vector = VECTORS["checkpoint"]
    head = Checkpoint(vector["origin"], vector["size"], bytes.fromhex(vector["root"]))
    pair = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["seed"]))
    assert sign_note(checkpoint_text(head), parse_vkey(vector["vkey"]), pair.sign) == vector["note"]
    assert open_checkpoint(vector["note"], [vector["vkey"]]) == head


def test_the_log_of_the_vectors_holds_and_is_written_the_same_today() -> None:
    lines = [f"{line}\n".encode() for line in VECTORS["log"]]
    checkpoint = audit(*read_log(lines), [VECTORS["checkpoint"]["vkey"]])
    assert checkpoint.root.hex() == VECTORS["checkpoint"]["root"]
    sample = sample_ledger()
    assert sample.lines(sample.checkpoint(3), sample.checkpoint()) == lines
