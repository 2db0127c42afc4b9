"""Erasing: bodies and salts destroyed, keys of originals and texts with them, sealed files removed.

The entries' envelopes stay, so the tree still verifies; nothing in them says what was there. What erasure
cannot reach is said in docs/THREATS.md: backups, copies on other devices until they are joined, exports.
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.acts.desk import Desk, acting
from khronika.errors import UsageFault
from khronika.ledger.database import forget_deleted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.ids import Kind

_KEPT_FOR_GOOD = frozenset({Kind.VAULT, Kind.DEVICE, Kind.ERASURE})


def erase(desk: Desk, member: str, records: Sequence[str], reason: str) -> list[str]:
    """Erase records and everything derived from them; returns the ids of all that was erased.

    Raises:
        NotAllowed: only a custodian may.
        NotFound: a record is not there for the member.
        UsageFault: there is no reason, or the log could not be verified without the record.
    """
    if not reason.strip():
        raise UsageFault("an erasure needs a reason", '--reason "consent withdrawn"')
    with acting(desk, member, Right.ERASE) as act:
        for id_ in records:
            act.get(id_)
            if Kind(id_[:3]) in _KEPT_FOR_GOOD:
                raise UsageFault(f"{id_} cannot be erased: the log is verified with it")
        body = {"reason": reason}
        act.add(Draft("erasure.recorded", desk.new_id(Kind.ERASURE), body, erases=tuple(records)))
    assert act.done is not None
    erased = sorted(act.done.erasure_changed)
    discard_erased(desk, erased)
    return erased


def discard_erased(desk: Desk, erased: Sequence[str]) -> None:
    """Remove the sealed files of what was erased, and overwrite what the database deleted."""
    for id_ in erased:
        if id_[:3] in {Kind.ITEM, Kind.RENDITION}:
            desk.vault.discard(id_)
            desk.texts.forget(id_)
    forget_deleted(desk.engine)
