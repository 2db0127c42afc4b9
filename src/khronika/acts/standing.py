"""What stands: withdrawn consent, and what consent allows for a use outside the desk.

Consent binds everybody who asks, whatever they may see of it, as it stands today, also when the question is
as of earlier. Where nothing allows, nothing is allowed. What came attached to something is bound by the
consent to that as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from khronika.acts.desk import Acting, Asking
from khronika.errors import Withheld
from khronika.ledger import lookups, queries
from khronika.ledger.folding import WITHDRAWN
from khronika.ledger.queries import Known, Sight, Wanted
from khronika.records.body import record_of
from khronika.records.consent import Audience, Consent, IdentityDetail, Purpose, narrowest
from khronika.records.ids import Kind

_RECEIPT = f"{Kind.RECEIPT}_"


@dataclass(frozen=True, slots=True)
class Use:
    """What material is wanted for: the purpose, the widest audience, and the day of the use."""

    purpose: Purpose
    audience: Audience
    on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What consent says today, inside one transaction.

    ``covered`` is what withdrawn consents cover (receipts, with those of what came attached, and parties);
    ``items`` are those of which no receipt stands any more.
    """

    connection: Connection
    covered: frozenset[str]
    items: frozenset[str]

    def withdrawn(self, known: Known) -> bool:
        """Tell whether a record may no longer be shown to anybody."""
        body = known.body or {}
        return (
            known.id in self.covered
            or known.id in self.items
            or body.get("item") in self.items
            or body.get("party") in self.covered
        )

    def refuse_withdrawn(self, known: Known) -> None:
        """Refuse to work on what consent was withdrawn for.

        Raises:
            Withheld: it may no longer be shown.
        """
        if self.withdrawn(known):
            raise Withheld(
                f"consent to what {known.id} is from was withdrawn",
                "khronika log shows when; a custodian can erase it",
            )

    def is_public(self, item: str) -> bool:
        """Tell whether the item came, by a way that stands, as material that had been public before."""
        return any(
            (receipt.body or {}).get("public")
            for receipt in self._receipts(item)
            if receipt.id not in self.covered
        )

    def objection(self, item: str, use: Use) -> str:
        """Return why an item must not be used so, or an empty string where it may.

        Material that was public before may be used; otherwise every receipt needs consent, and the narrowest
        of all counts. Consent without the name is not enough: what is shown of an item is its whole text.
        """
        if item in self.items:
            return "consent was withdrawn"
        if use.audience is Audience.DESK or self.is_public(item):
            return ""
        consents = [self._binding(receipt) for receipt in self._receipts(item)]
        if not consents or not all(consents):
            return "no consent is recorded"
        detail = narrowest((one for found in consents for one in found), use.purpose, use.audience, use.on)
        if detail is None:
            return f"no consent for {use.purpose} to {use.audience}"
        named = detail is IdentityDetail.NAMED
        return "" if named else f"consent is for {detail} identity only, and the text is not redacted"

    def _receipts(self, item: str) -> list[Known]:
        return _receipts(self.connection, item)

    def _binding(self, receipt: Known) -> list[Consent]:
        """Return the consents that bind a receipt: to itself and to what it came attached to."""
        found, todo = set[str](), [receipt]
        while todo:
            one = todo.pop()
            found.add(one.id)
            above = [id_ for id_ in one.envelope["derived_from"] if id_.startswith(_RECEIPT)]
            todo += filter(None, (queries.one(self.connection, Sight(), id_) for id_ in set(above) - found))
        covering = queries.covering(self.connection, sorted(found))
        return [record_of(Consent, known.body) for known in covering if known.body is not None]


def standing_of(entered: Acting | Asking) -> Standing:
    """Return what consent says today; one look for one transaction."""
    connection = entered.connection
    wanted = Wanted(Kind.CONSENT, statuses=(WITHDRAWN,))
    consents = queries.many(connection, Sight(), wanted)
    named = {id_ for known in consents for id_ in (known.body or {}).get("covers", ())}
    covered = _with_attached(connection, named)
    items = {
        known.parent
        for id_ in covered
        if id_.startswith(_RECEIPT) and (known := queries.one(connection, Sight(), id_)) is not None
    }
    gone = {
        item
        for item in items
        if item is not None and covered.issuperset(known.id for known in _receipts(connection, item))
    }
    return Standing(connection, frozenset(covered), frozenset(gone))


def as_it_binds(query: Asking, known: Known) -> Known:
    """Return a consent as of then; as of today where it was withdrawn since, for it allows nothing now."""
    today = queries.one(query.connection, Sight(query.sight.labels), known.id)
    return today if today is not None and today.status == WITHDRAWN else known


def _receipts(connection: Connection, item: str) -> list[Known]:
    """Return the receipts of an item that are there today, whoever asks."""
    wanted = Wanted(Kind.RECEIPT, parent=item, statuses=("recorded",))
    return [known for known in queries.many(connection, Sight(), wanted) if known.body is not None]


def _with_attached(connection: Connection, named: Iterable[str]) -> set[str]:
    """Return the records with the receipts of all that came attached to them."""
    found, fresh = set[str](), set(named)
    while fresh:
        found |= fresh
        derived = lookups.derived(connection, sorted(fresh))
        fresh = {id_ for id_ in derived if id_.startswith(_RECEIPT)} - found
    return found
