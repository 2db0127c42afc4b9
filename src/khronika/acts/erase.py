"""Erasing: bodies and salts destroyed, keys of originals and texts with them, sealed files removed.

The entries' envelopes stay, so the tree still verifies; nothing in them says what was there. What erasure
cannot reach is said in docs/THREATS.md: backups, copies on other devices until they are joined, exports.
What must stay true: nothing that was withheld is shown again because a consent was erased; nobody erases the
trace of an export or of an opened identity; somebody who can open the desk is left; where two could decide,
both do (:mod:`khronika.acts.rules`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from khronika.acts.desk import Acting, Asking, Desk, acting, allowed
from khronika.acts.rules import Asked, Matter, agreed, persons_of
from khronika.errors import StorageFull, UsageFault
from khronika.ledger import queries
from khronika.ledger.database import forget_deleted
from khronika.ledger.queries import Known, Sight
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.ids import Kind

Made = TypeVar("Made")
_KEPT_FOR_GOOD = frozenset({Kind.VAULT, Kind.DEVICE, Kind.ERASURE, Kind.EXPORT, Kind.OPENING})


def erase(desk: Desk, member: str, records: Sequence[str], reason: str) -> list[str]:
    """Erase records and everything derived from them; returns the ids of what the member could see of it.

    On a full disk the reserved megabyte is released for it: erasing must not wait for room.

    Raises:
        NotAllowed: only a custodian may.
        NeedsSecond: another custodian could confirm it, and has to (``acts.second.propose``).
        NotFound: a record is not there for the member.
        UsageFault: there is no reason, or the desk cannot do without the record.
    """
    refuse_nothing(records, reason)
    allowed(desk, member, Right.ERASE)

    def recorded() -> Acting:
        with acting(desk, member, Right.ERASE) as act:
            record_erasure(act, desk, records, reason)
        return act

    return discard_after(with_room(recorded, desk), desk)


def refuse_nothing(records: Sequence[str], reason: str) -> None:
    """Refuse an erasure of nothing, or without a reason.

    Raises:
        UsageFault: it is one.
    """
    if not reason.strip():
        raise UsageFault("an erasure needs a reason", '--reason "consent withdrawn"')
    if not records:
        raise UsageFault("nothing is named to erase", "receipts, items, statements or parties")


def with_room(do: Callable[[], Made], desk: Desk) -> Made:
    """Do it; on a full disk once more, with the reserved megabyte released."""
    try:
        return do()
    except StorageFull:
        desk.vault.release_ballast()
        return do()


def record_erasure(
    act: Acting, desk: Desk, records: Sequence[str], reason: str, second: str | None = None
) -> list[Known]:
    """Add the entry that erases; returns the records as they stood. ``second`` is the member who confirms.

    Raises:
        NotFound, UsageFault, NeedsSecond: as :func:`erase`.
    """
    named = [act.get(id_) for id_ in dict.fromkeys(records)]
    for known in named:
        refuse_kept(act, known, frozenset(records))
    asked = Asked((Matter.ERASURE,), Right.ERASE, [known.id for known in named])
    erasure = Draft(
        "erasure.recorded",
        desk.new_id(Kind.ERASURE),
        {"reason": reason, **persons_of(agreed(act, desk, asked, second))},
        erases=tuple(records),
        compartments=frozenset(id_ for known in named for id_ in known.envelope["compartments"]),
    )
    act.add(erasure)
    return named


def discard_after(act: Acting, desk: Desk) -> list[str]:
    """Remove what an erasure left over once it is recorded; returns what the member could see of it."""
    assert act.done is not None
    erased = sorted(act.done.erasure_changed)
    with desk.ledger.reading() as connection:
        seen = [id_ for id_ in erased if queries.one(connection, act.sight, id_) is not None]
    discard_erased(desk, erased)
    return seen


def refuse_kept(entered: Acting | Asking, known: Known, records: frozenset[str]) -> None:
    """Refuse to erase what the desk cannot do without, or not without the other ``records``.

    Raises:
        UsageFault: it is such a record.
    """
    kind = Kind(known.id[:3])
    if kind in _KEPT_FOR_GOOD:
        raise UsageFault(f"{known.id} cannot be erased: it says what was done at this desk")
    if kind is Kind.CARE and known.body is not None and known.body["about"] not in records:
        raise UsageFault(
            f"{known.id} binds what still stands: it goes when its record does",
            "take the marks away with a reason",
        )
    if kind is Kind.MEMBER and (known.body or {}).get("active"):
        raise UsageFault(f"{known.id} still works at the desk", "record first that they have left")
    if kind is Kind.CONSENT and not _all_erased(entered, (known.body or {}).get("covers", ()), records):
        raise UsageFault(
            f"{known.id} binds what still stands: without it, more might be shown than was allowed",
            "erase what it covers before, or along with it",
        )


def _all_erased(entered: Acting | Asking, covered: Sequence[str], records: frozenset[str]) -> bool:
    """Tell whether everything is erased already, or is named now itself or with its item."""
    for id_ in covered:
        known = queries.one(entered.connection, Sight(), id_)
        if known is not None and known.body is not None and not {id_, known.parent} & records:
            return False
    return True


def discard_erased(desk: Desk, erased: Sequence[str]) -> None:
    """Remove the sealed files of what was erased, and overwrite what the database deleted."""
    for id_ in erased:
        if id_[:3] in {Kind.ITEM, Kind.RENDITION}:
            desk.texts.forget(id_)
            desk.vault.discard(id_)
    forget_deleted(desk.engine)
