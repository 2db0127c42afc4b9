"""What tests of a second person share: orders, proposals, and an article that bears a mark of care."""

from __future__ import annotations

from dataclasses import replace

from outgoing_cast import TO_COURT

from desk_cast import House
from khronika.acts.desk import acting
from khronika.acts.erase import discard_erased
from khronika.acts.members import members
from khronika.acts.outgoing import BriefOrder
from khronika.acts.second import Proposed
from khronika.acts.show import RecordShown, log, show
from khronika.ledger.store import Draft
from khronika.records.access import Member, Right
from khronika.records.consent import Audience
from khronika.records.ids import Kind
from khronika.records.second import Deed

TO_PARTNERS = replace(TO_COURT, audience=Audience.PARTNERS)
PLAIN = '"The vans were ours," a spokesperson for the Interior Ministry said on Wednesday.\n'


def member_of(house: House, id_: str) -> Member:
    (found_one,) = [one for one in members(house.desk, house.cast.ines) if one.id == id_]
    return found_one


def to_erase(*records: str) -> Proposed:
    return Proposed(Deed.ERASE, "she asked", records)


def to_hand_over(order: BriefOrder, kind: str = "brief") -> Proposed:
    return Proposed(Deed.HAND_OVER, "for the report", kind=kind, order=order)


def shown(house: House, id_: str) -> RecordShown:
    found_one = show(house.desk, house.cast.ines, id_)
    assert isinstance(found_one, RecordShown)
    return found_one


def newest(house: House, type_: str) -> str:
    return next(one.subject for one in log(house.desk, house.cast.ines, limit=50) if one.type == type_)


def erased(house: House, record: str) -> None:
    """Erase a record, as two custodians would."""
    with acting(house.desk, house.cast.ines, Right.ERASE) as act:
        erasure = house.desk.new_id(Kind.ERASURE)
        act.add(Draft("erasure.recorded", erasure, {"reason": "she asked"}, erases=(record,)))
    assert act.done is not None
    discard_erased(house.desk, sorted(act.done.erasure_changed))
