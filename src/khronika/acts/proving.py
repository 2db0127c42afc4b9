"""The proof of one entry: a small file that a stranger can verify without this program.

It shows who recorded something about which id and when, and that the log has had it since: the envelope, the
seal of its act, the path to the newest checkpoint (docs/FORMAT.md). What must stay true: a body goes along
only where the member may see all of it and nothing in it is sealed or withdrawn; a wrapped key is given to
those alone who may export.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.logbook import Names
from khronika.acts.standing import standing_of
from khronika.errors import NotFound
from khronika.ledger import canonical, logbook, proving, queries
from khronika.ledger.logbook import LogEntry
from khronika.ledger.queries import Sight
from khronika.records.access import Right
from khronika.records.ids import Kind, is_id

ERASED = "it was erased"
WITHDRAWN = "consent was withdrawn"
SEALED = "it is a sealed identity"
NOT_DISCLOSED = "it is not disclosed"
KEY = "it holds a wrapped key, which is for those who may export"
_COMPARTMENT = re.compile(rf"{Kind.COMPARTMENT}_[0-9a-z]{{26}}")


@dataclass(frozen=True, slots=True)
class ProofShown:
    """A proof. ``document`` is the file to hand out; ``withheld`` says why no body is in it, empty if one is.

    ``position`` is the entry's in the log, from 0. ``by`` is the author's name; it is not in the document,
    which has the author's id.
    """

    position: int
    entry: str
    type: str
    subject: str
    by: str
    time: str
    withheld: str
    document: bytes


def entry_proof(desk: Desk, member: str, which: str) -> ProofShown:
    """Return the proof of one entry, given by its position in the log or by its id (``ent_…``).

    Raises:
        NotFound: there is no such entry for the member.
        LedgerFault: what is stored does not prove it; ``verify`` tells more.
    """
    with asking(desk, member) as query:
        entry = _entry(query, which)
        proof = proving.proof_of(query.connection, entry.position)
        body = None if proof.entry.body is None else json.loads(proof.entry.body)
        withheld = _withheld(query, entry, body)
        by = Names(query.connection)(entry.envelope["author"])
    plain = proving.proof_json(proof, desk.vault.id, desk.ledger.desk.key.vkey, body=not withheld)
    envelope = entry.envelope
    return ProofShown(
        position=entry.position,
        entry=envelope["id"],
        type=envelope["type"],
        subject=envelope["subject"],
        by=by,
        time=envelope["time"],
        withheld=withheld,
        document=canonical.encode(plain) + b"\n",
    )


def _entry(query: Asking, which: str) -> LogEntry:
    position: int | None = None
    if is_id(which, Kind.ENTRY):
        position = logbook.position_of_entry(query.connection, query.sight, which)
    elif re.fullmatch(r"[0-9]{1,15}", which):
        position = int(which)
    found = None if position is None else logbook.entry_at(query.connection, query.sight, position)
    if found is None:
        raise NotFound(f"there is no entry {which}", "khronika log shows positions and types")
    return found


def _withheld(query: Asking, entry: LogEntry, body: dict[str, Any] | None) -> str:
    """Return why the body does not go along, or an empty string where it does."""
    subject, member = entry.envelope["subject"], query.member
    known = queries.one(query.connection, Sight(query.sight.labels), subject)
    if body is None or known is None:
        return ERASED
    standing = standing_of(query)
    if standing.withdrawn(known) or standing.withdrawn(replace(known, body=body)):
        return WITHDRAWN
    if subject.startswith(f"{Kind.IDENTITY}_"):
        return SEALED
    named = frozenset(_COMPARTMENT.findall(json.dumps(body)))
    if not member.may_enter(named) or (subject.startswith(f"{Kind.MEMBER}_") and not member.every):
        return NOT_DISCLOSED
    return KEY if "key" in body and not member.may(Right.EXPORT) else ""
