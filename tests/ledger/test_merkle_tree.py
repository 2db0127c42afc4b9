"""The tree: every entry is under the root, and an older root is seen in a newer tree."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# Leaves and roots of the reference implementation of RFC 6962 (certificate-transparency, merkle tree tests).
REFERENCE_LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
REFERENCE_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
REFERENCE_CONSISTENCY = {
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
MOST = 70


def made(count: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4)) for number in range(count)]


def by_the_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_the_definition(leaves[:split]), by_the_definition(leaves[split:]))


REFERENCE = [leaf_hash(bytes.fromhex(leaf)) for leaf in REFERENCE_LEAVES]
LEAVES = made(MOST)
ROOTS = [by_the_definition(LEAVES[:size]) for size in range(MOST + 1)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_reference_implementation(size: int) -> None:
    assert root_of(REFERENCE[:size]).hex() == REFERENCE_ROOTS[size]


@pytest.mark.parametrize("sizes", REFERENCE_CONSISTENCY)
def test_the_proofs_are_those_of_the_reference_implementation(sizes: tuple[int, int]) -> None:
    assert [step.hex() for step in consistency_proof(REFERENCE, *sizes)] == list(REFERENCE_CONSISTENCY[sizes])


def test_the_roots_follow_the_definition_at_every_size() -> None:
    assert [root_of(LEAVES[:size]) for size in range(MOST + 1)] == ROOTS


def test_every_entry_is_proved_at_every_size_and_only_at_its_place() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = inclusion_proof(LEAVES, index, size)
            assert verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
            assert (
                not verify_inclusion(LEAVES[index], (index + 1) % size, size, proof, ROOTS[size]) or size == 1
            )
            assert not verify_inclusion(LEAVES[index - 1], index, size, proof, ROOTS[size]) or size == 1
            assert not verify_inclusion(LEAVES[index], index, size, (*proof, ROOTS[1]), ROOTS[size])
            assert not proof or not verify_inclusion(LEAVES[index], index, size, proof[:-1], ROOTS[size])


def test_every_older_tree_is_proved_to_begin_every_newer_one() -> None:
    for new in range(MOST + 1):
        for old in range(new + 1):
            proof = consistency_proof(LEAVES, old, new)
            assert verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)


def test_another_past_is_not_proved() -> None:
    other = [leaf_hash(b"another"), *LEAVES[1:]]
    for new in range(2, 40):
        for old in range(1, new):
            proof = consistency_proof(LEAVES, old, new)
            assert not verify_consistency(old, root_of(other[:old]), new, ROOTS[new], proof)
            assert not verify_consistency(old, ROOTS[old], new, root_of(other[:new]), proof)
            assert not verify_consistency(old, ROOTS[old], new, ROOTS[new], proof[:-1])
            assert not verify_consistency(old, ROOTS[old], new, ROOTS[new], (*proof, ROOTS[1]))


def test_the_empty_tree_begins_every_tree_and_nothing_else_does_so_without_a_proof() -> None:
    assert verify_consistency(0, EMPTY_ROOT, 5, ROOTS[5], ())
    assert not verify_consistency(0, ROOTS[1], 5, ROOTS[5], ())
    assert not verify_consistency(0, EMPTY_ROOT, 0, ROOTS[1], ())
    assert not verify_consistency(3, ROOTS[3], 5, ROOTS[5], ())
    assert not verify_consistency(4, ROOTS[4], 5, ROOTS[5], ())
    assert not verify_consistency(5, ROOTS[5], 5, ROOTS[5], (ROOTS[1],))
    assert not verify_consistency(5, ROOTS[5], 3, ROOTS[3], ())


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 3000), st.data())
def test_large_trees_keep_the_laws(size: int, data: st.DataObject) -> None:
    leaves = made(size)
    root = root_of(leaves)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert verify_inclusion(leaves[index], index, size, inclusion_proof(leaves, index, size), root)
    assert verify_consistency(old, root_of(leaves[:old]), size, root, consistency_proof(leaves, old, size))


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 50))
def test_a_frontier_that_was_stored_goes_on_where_it_stopped(size: int, more: int) -> None:
    leaves = made(size + more)
    frontier = Frontier()
    frontier.extend(leaves[:size])
    stored = frontier.to_bytes()
    again = Frontier.from_bytes(stored)
    assert (again.size, again.root()) == (size, root_of(leaves[:size]))
    again.extend(leaves[size:])
    assert again.root() == root_of(leaves)
    assert frontier.to_bytes() == stored


def test_a_copy_of_a_frontier_grows_apart() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:5])
    frontier.copy().append(LEAVES[5])
    assert (frontier.size, frontier.root()) == (5, ROOTS[5])


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 7, (1).to_bytes(8), (0).to_bytes(8) + b"x" * 32, b"\x00" * 9]
)
def test_what_is_no_frontier_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"frontier|peaks"):
        Frontier.from_bytes(data)


def test_a_frontier_is_not_made_of_peaks_of_another_size() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier(1, [b"short"])
    with pytest.raises(ValueError, match="do not make"):
        Frontier(-1, [])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, MOST + 1)])
def test_there_is_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(LEAVES, index, size)
    assert not verify_inclusion(LEAVES[0], index, min(size, 3), (), ROOTS[3])


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3), (1, MOST + 1)])
def test_there_is_no_proof_between_trees_that_are_not_there(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no trees"):
        consistency_proof(LEAVES, old, new)
