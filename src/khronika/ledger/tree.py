"""The Merkle tree over a ledger's entries (RFC 6962 section 2.1, RFC 9162 section 2.1), with SHA-256.

Everything here works on leaf hashes, 32 bytes each, in the order of the ledger. A leaf and a node are
hashed with different first bytes, so neither can be passed off as the other. Sizes count leaves,
indexes count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
_SIZE_BYTES = 8

Proof = tuple[bytes, ...]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees of a growing tree: all that is needed to append. It is mutable.

    ``peaks`` run from the largest subtree to the smallest, one for each bit set in ``size``.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        """Start from ``peaks``, or from the empty tree.

        Raises:
            ValueError: the peaks do not fit the size.
        """
        self.size = size
        self.peaks = list(peaks)
        if size < 0 or size.bit_count() != len(self.peaks):
            raise ValueError(f"{len(self.peaks)} peaks do not make a tree of {size} leaves")
        if any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise ValueError(f"a peak is {HASH_BYTES} bytes")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the end; two hashes on average."""
        peaks, rest, node = self.peaks, self.size, leaf
        while rest & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            rest >>= 1
        peaks.append(node)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes at the end, in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> Frontier:
        """Return one that grows apart from this."""
        return Frontier(self.size, self.peaks)

    def to_bytes(self) -> bytes:
        """Return the size (8 bytes, big-endian) followed by the peaks."""
        return self.size.to_bytes(_SIZE_BYTES) + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Return the frontier that ``data`` spells.

        Raises:
            ValueError: ``data`` is not what :meth:`to_bytes` writes.
        """
        if len(data) < _SIZE_BYTES or (len(data) - _SIZE_BYTES) % HASH_BYTES:
            raise ValueError("not a frontier: wrong length")
        peaks = [data[at : at + HASH_BYTES] for at in range(_SIZE_BYTES, len(data), HASH_BYTES)]
        return cls(int.from_bytes(data[:_SIZE_BYTES]), peaks)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the tree over these leaf hashes (MTH of RFC 6962 section 2.1)."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> Proof:
    """Return the audit path of leaf ``index`` in the tree of the first ``size`` leaves (RFC 9162 2.1.3.1).

    Raises:
        ValueError: there is no such leaf or no such tree.
    """
    if size > len(leaves):
        raise ValueError(f"no leaf {index} in a tree of {size} of {len(leaves)} leaves")
    return tuple(root_of(leaves[start:end]) for start, end in parts_beside(index, size))


def parts_beside(index: int, size: int) -> list[tuple[int, int]]:
    """Return the subtrees whose roots are the audit path of a leaf, from the leaf upwards.

    Each is (first leaf, one beyond the last): the other side of every split on the way down.

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size} leaves")
    parts: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    return parts[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether ``proof`` shows the leaf hash at ``index`` in the tree (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, node = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            node = node_hash(step, node)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            node = node_hash(node, step)
        here, last = here >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], old: int, new: int) -> Proof:
    """Return the proof that the first ``old`` leaves begin the first ``new`` (RFC 9162 section 2.1.4.1).

    It is empty where the sizes are equal or ``old`` is 0.

    Raises:
        ValueError: there are no such trees.
    """
    if not 0 <= old <= new <= len(leaves):
        raise ValueError(f"no trees of {old} and {new} leaves in {len(leaves)}")
    if old in {0, new}:
        return ()
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        path.append(root_of(leaves[start:end]))
    return tuple(reversed(path))


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether ``proof`` shows that the old tree begins the new one (RFC 9162 section 2.1.4.2).

    The empty tree begins every tree, with an empty proof.
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, step)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _split(size: int) -> int:
    """Return the largest power of two below ``size`` (2 or more)."""
    return 1 << ((size - 1).bit_length() - 1)
