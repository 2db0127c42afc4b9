"""What stands: withdrawn consent, and what consent allows for a use outside the desk.

Consent binds everybody who asks, whatever they may see of it. Where nothing allows, nothing is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from khronika.acts.desk import Acting, Asking
from khronika.errors import Withheld
from khronika.ledger import queries
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.records.body import record_of
from khronika.records.consent import Audience, Consent, IdentityDetail, Purpose, narrowest
from khronika.records.ids import Kind
from khronika.records.item import Receipt

Entered = Acting | Asking


@dataclass(frozen=True, slots=True)
class Use:
    """What material is wanted for: the purpose, the widest audience, and the day of the use."""

    purpose: Purpose
    audience: Audience
    on: date


def withdrawn_items(entered: Entered) -> frozenset[str]:
    """Return the items that no longer may be shown: each receipt of them is under a withdrawn consent."""
    connection = entered.connection
    wanted = Wanted(Kind.CONSENT, statuses=(WITHDRAWN,))
    withdrawn = {
        covered
        for known in queries.many(connection, Sight(), wanted)
        for covered in (known.body or {}).get("covers", ())
    }
    items = set()
    for id_ in withdrawn:
        receipt = queries.one(connection, Sight(), id_)
        if receipt is not None and receipt.parent is not None:
            standing = _receipts(entered, receipt.parent)
            if all(other.id in withdrawn for other in standing):
                items.add(receipt.parent)
    return frozenset(items)


def refuse_withdrawn(entered: Entered, known: Known) -> None:
    """Refuse to work on what consent was withdrawn for.

    Raises:
        Withheld: the item it is from may no longer be shown.
    """
    item = known.id if known.id.startswith(f"{Kind.ITEM}_") else (known.body or {}).get("item")
    if item in withdrawn_items(entered):
        raise Withheld(
            "consent to this material was withdrawn", "khronika log shows when; a custodian can erase it"
        )


def objection(entered: Entered, item: str, use: Use) -> str:
    """Return why an item must not leave the desk for this use, or an empty string where it may.

    Material that was public before may be used; otherwise every receipt needs consent, and the narrowest of
    all counts. Consent without the name is not enough here: what is shown of an item is its whole text.
    """
    if item in withdrawn_items(entered):
        return "consent was withdrawn"
    receipts = _receipts(entered, item)
    if use.audience is Audience.DESK or any((receipt.body or {}).get("public") for receipt in receipts):
        return ""
    consents = {receipt.id: _consents(entered, receipt.id) for receipt in receipts}
    if not receipts or not all(consents.values()):
        return "no consent is recorded"
    detail = narrowest((c for cs in consents.values() for c in cs), use.purpose, use.audience, use.on)
    if detail is None:
        return f"no consent for {use.purpose} to {use.audience}"
    named = detail is IdentityDetail.NAMED
    return "" if named else f"consent is for {detail} identity only, and the text is not redacted"


def _receipts(entered: Entered, item: str) -> list[Known]:
    """Return the receipts of an item that stand today, whoever asks."""
    wanted = Wanted(Kind.RECEIPT, parent=item, statuses=("recorded",))
    return [known for known in queries.many(entered.connection, Sight(), wanted) if known.body]


def _consents(entered: Entered, receipt: str) -> list[Consent]:
    covering: Iterable[Known] = queries.covering(entered.connection, [receipt])
    return [record_of(Consent, known.body) for known in covering if known.body is not None]


def receipt_of(known: Known) -> Receipt:
    """Return the receipt that a record holds."""
    return record_of(Receipt, known.body)
