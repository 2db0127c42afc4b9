"""Whether an exported log is whole: its order, its tree and its checkpoints taken together.

What must stay true: a log passes only if no entry stands in it twice, no device's sequence has a gap,
every checkpoint is signed by a key the caller holds and has the root of as many first entries as it
says, and the last checkpoint covers every entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from khronika.ledger.entry import leaf_data
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import LogHeader, LogPart, SealedAct
from khronika.ledger.note import Checkpoint, NoteKey, open_checkpoint, origin_of
from khronika.ledger.tree import Frontier, leaf_hash


@dataclass(slots=True)
class _Tally:
    leaves: list[bytes] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    runs: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)


def audit(header: LogHeader, parts: Iterable[LogPart], keys: Iterable[NoteKey | str]) -> Checkpoint:
    """Return the last checkpoint of a log once everything in the log agrees with its checkpoints.

    ``keys`` are those the caller holds for this log; the header's own key proves only that the log agrees
    with itself. That no newer log exists is not proved: compare with a checkpoint held elsewhere
    (:func:`begins`).

    Raises:
        LedgerFault: the log is not whole; the fault says what is wrong.
    """
    held = tuple(keys)
    tally = _Tally()
    for part in parts:
        if isinstance(part, SealedAct):
            _count_act(tally, part)
        else:
            _count_checkpoint(tally, open_checkpoint(part.note, held), header)
    _check_sequences(tally)
    if not tally.checkpoints or tally.checkpoints[-1].size != len(tally.leaves):
        raise LedgerFault("the log does not end with a checkpoint of all its entries")
    for checkpoint, root in zip(tally.checkpoints, _roots(tally), strict=True):
        if checkpoint.root != root:
            raise LedgerFault(f"the checkpoint of {checkpoint.size} entries has another root than they have")
    return tally.checkpoints[-1]


def begins(held: Checkpoint, leaves: Iterable[bytes]) -> bool:
    """Tell whether the leaf hashes of a log begin with the tree of a checkpoint held elsewhere."""
    frontier = Frontier()
    for leaf in leaves:
        if frontier.size == held.size:
            break
        frontier.append(leaf)
    return frontier.size == held.size and frontier.root() == held.root


def _count_act(tally: _Tally, act: SealedAct) -> None:
    tally.runs.setdefault(act.seal.device, []).append((act.seal.first, act.seal.count))
    for entry in act.entries:
        if entry.envelope.id in tally.ids:
            raise LedgerFault(f"entry {entry.envelope.id} is in the log twice")
        tally.ids.add(entry.envelope.id)
        tally.leaves.append(leaf_hash(leaf_data(entry.envelope)))


def _count_checkpoint(tally: _Tally, checkpoint: Checkpoint, header: LogHeader) -> None:
    if checkpoint.origin != origin_of(header.vault):
        raise LedgerFault("a checkpoint is of another vault")
    if checkpoint.size > len(tally.leaves):
        raise LedgerFault(f"a checkpoint is of {checkpoint.size} entries, the log has {len(tally.leaves)}")
    if tally.checkpoints and checkpoint.size <= tally.checkpoints[-1].size:
        raise LedgerFault("the checkpoints are not in the order of their sizes")
    tally.checkpoints.append(checkpoint)


def _check_sequences(tally: _Tally) -> None:
    for device, runs in tally.runs.items():
        expected = 1
        for first, count in sorted(runs):
            if first != expected:
                what = "is there twice" if first < expected else "is missing"
                raise LedgerFault(f"of device {device}, entry number {min(first, expected)} {what}")
            expected = first + count


def _roots(tally: _Tally) -> Iterable[bytes]:
    frontier = Frontier()
    for checkpoint in tally.checkpoints:
        frontier.extend(tally.leaves[frontier.size : checkpoint.size])
        yield frontier.root()
