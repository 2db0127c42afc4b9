"""Audit paths are those of the standard: its example tree, the vectors of its reference implementation."""

from __future__ import annotations

import pytest

from khronika.ledger.tree import (
    inclusion_proof,
    leaf_hash,
    node_hash,
    parts_beside,
    root_of,
    verify_inclusion,
)

# Leaves and paths of the reference implementation of RFC 6962 (certificate-transparency, verifier tests).
LEAVES = tuple(
    leaf_hash(bytes.fromhex(data))
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
PATHS = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_a_path_is_that_of_the_reference_implementation(index: int, size: int) -> None:
    path = tuple(bytes.fromhex(step) for step in PATHS[index, size])
    assert inclusion_proof(LEAVES, index, size) == path
    assert verify_inclusion(LEAVES[index], index, size, path, root_of(LEAVES[:size]))


def test_the_example_of_the_standard() -> None:
    """RFC 9162 section 2.1.5: seven leaves, d0 to d6, of which a to f and j are the hashes."""
    a, b, c, d, e, f, j = (leaf_hash(b"d%d" % number) for number in range(7))
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, last = node_hash(g, h), node_hash(i, j)
    leaves = (a, b, c, d, e, f, j)
    assert root_of(leaves) == node_hash(k, last)
    assert inclusion_proof(leaves, 0, 7) == (b, h, last)
    assert inclusion_proof(leaves, 3, 7) == (c, g, last)
    assert inclusion_proof(leaves, 4, 7) == (f, j, k)
    assert inclusion_proof(leaves, 6, 7) == (i, k)


def test_the_parts_beside_a_leaf_are_all_the_others_once() -> None:
    for size in range(1, 70):
        for index in range(size):
            covered = [place for start, end in parts_beside(index, size) for place in range(start, end)]
            assert sorted([*covered, index]) == list(range(size))
