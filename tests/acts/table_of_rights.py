"""Every act and every query with the right it asks for, and one of every record to try them on."""

from __future__ import annotations

import importlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from rights_house import TERM, Act

from desk_cast import PASSPHRASE, WITNESS, House, source_of
from khronika.acts import (
    brief,
    consent,
    erase,
    export,
    members,
    outgoing,
    read,
    review,
    show,
    take_in,
    upkeep,
)
from khronika.acts.outgoing import BriefOrder
from khronika.acts.sources import Conditions
from khronika.errors import NeedsSecond
from khronika.records.access import Member, Right, Role
from khronika.records.consent import Audience
from khronika.records.ids import Kind


def _taken(house: House, member: str, ids: dict[Kind, str]) -> Any:
    given = Conditions(contributor=ids[Kind.PARTY])
    return take_in.take_in(house.desk, member, [source_of(WITNESS)], given, house.extractor)


def _joined(house: House, member: str, ids: dict[Kind, str]) -> Any:
    other = house.path.parent / f"copy of {ids[Kind.ITEM]} {member}"
    shutil.copytree(house.path, other)
    return upkeep.join(house.desk, member, other)


def _erased(house: House, member: str, ids: dict[Kind, str]) -> Any:
    """Erase, or be told that it takes a second custodian: only who may erase is told so."""
    try:
        return erase.erase(house.desk, member, [ids[Kind.STATEMENT]], "wrong")
    except NeedsSecond as fault:
        return fault.fault, fault.hint


def _order(ids: dict[Kind, str], audience: Audience = Audience.DESK) -> BriefOrder:
    return BriefOrder("A brief", (ids[Kind.ITEM],), audience=audience)


OUTSIDE = Audience.PARTNERS
ACTS: dict[str, Act] = {
    "brief.brief": Act(Right.READ_RECORDS, lambda h, m, i: brief.brief(h.desk, m, _order(i)), Kind.ITEM),
    "consent.handed_over": Act(
        Right.READ_RECORDS, lambda h, m, i: consent.handed_over(h.desk, m, i[Kind.CONSENT]), Kind.CONSENT
    ),
    "consent.list_consents": Act(Right.READ_RECORDS, lambda h, m, _: consent.list_consents(h.desk, m)),
    "consent.open_identity": Act(
        Right.OPEN_IDENTITY,
        lambda h, m, i: consent.open_identity(h.desk, m, i[Kind.IDENTITY], "the lawyer asks"),
        Kind.IDENTITY,
    ),
    "consent.record_consent": Act(
        Right.RECORD_CONSENT,
        lambda h, m, i: consent.record_consent(h.desk, m, [i[Kind.RECEIPT]], "A", [TERM]),
        Kind.RECEIPT,
    ),
    "consent.seal_identity": Act(
        Right.SEAL_IDENTITY,
        lambda h, m, i: consent.seal_identity(h.desk, m, "B", "Roza", frozenset({i[Kind.COMPARTMENT]})),
        Kind.COMPARTMENT,
    ),
    "consent.withdraw_consent": Act(
        Right.RECORD_CONSENT,
        lambda h, m, i: consent.withdraw_consent(h.desk, m, i[Kind.CONSENT], "she asked"),
        Kind.CONSENT,
    ),
    "erase.erase": Act(Right.ERASE, _erased, Kind.STATEMENT),
    "export.export_json": Act(
        Right.EXPORT, lambda h, m, i: export.export_json(h.desk, m, _order(i)), Kind.ITEM
    ),
    "export.export_log": Act(Right.ADMINISTER, lambda h, m, _: export.export_log(h.desk, m, bodies=False)),
    "members.change_member": Act(
        Right.ADMINISTER,
        lambda h, m, i: members.change_member(
            h.desk, m, Member(h.cast.lev, "Lev", frozenset({Role.READER}), frozenset({i[Kind.COMPARTMENT]}))
        ),
        Kind.COMPARTMENT,
    ),
    "members.compartments": Act(Right.READ_RECORDS, lambda h, m, _: members.compartments(h.desk, m)),
    "members.members": Act(Right.READ_RECORDS, lambda h, m, _: members.members(h.desk, m)),
    "members.record_compartment": Act(
        Right.ADMINISTER, lambda h, m, _: members.record_compartment(h.desk, m, "Ozrin")
    ),
    "members.record_member": Act(
        Right.ADMINISTER,
        lambda h, m, i: members.record_member(
            h.desk, m, "Dara", [Role.READER], frozenset({i[Kind.COMPARTMENT]})
        ),
        Kind.COMPARTMENT,
    ),
    "outgoing.hand_over": Act(
        Right.EXPORT,
        lambda h, m, i: outgoing.hand_over(h.desk, m, "json", _order(i), Right.EXPORT),
        Kind.ITEM,
    ),
    "outgoing.held_back": Act(
        Right.READ_RECORDS, lambda h, m, i: outgoing.held_back(h.desk, m, _order(i, OUTSIDE)), Kind.ITEM
    ),
    "outgoing.item_of_reference": Act(
        Right.READ_RECORDS, lambda h, m, _: outgoing.item_of_reference(h.desk, m, "00")
    ),
    "read.read": Act(Right.REVIEW, lambda h, m, i: read.read(h.desk, m, [i[Kind.ITEM]]), Kind.ITEM),
    "review.accept": Act(
        Right.REVIEW, lambda h, m, i: review.accept(h.desk, m, [i[Kind.STATEMENT]]), Kind.STATEMENT
    ),
    "review.amend": Act(
        Right.REVIEW,
        lambda h, m, i: review.amend(h.desk, m, i[Kind.STATEMENT], {"speaker": "the ministry"}),
        Kind.STATEMENT,
    ),
    "review.reject": Act(
        Right.REVIEW, lambda h, m, i: review.reject(h.desk, m, [i[Kind.STATEMENT]], "no"), Kind.STATEMENT
    ),
    "show.items": Act(Right.READ_RECORDS, lambda h, m, _: show.items(h.desk, m)),
    "show.log": Act(Right.READ_RECORDS, lambda h, m, _: show.log(h.desk, m, limit=1000)),
    "show.search": Act(Right.READ_RECORDS, lambda h, m, _: show.search(h.desk, m, "vans")),
    "show.show": Act(Right.READ_RECORDS, lambda h, m, i: show.show(h.desk, m, i[Kind.ITEM]), Kind.ITEM),
    "show.statements": Act(
        Right.READ_RECORDS,
        lambda h, m, i: show.statements(h.desk, m, show.Sought(item=i[Kind.ITEM])),
        Kind.ITEM,
    ),
    "show.text_of": Act(Right.READ_RECORDS, lambda h, m, i: show.text_of(h.desk, m, i[Kind.ITEM]), Kind.ITEM),
    "take_in.take_in": Act(Right.TAKE_IN, _taken, Kind.PARTY),
    "upkeep.change_passphrase": Act(
        Right.ADMINISTER, lambda h, m, _: upkeep.change_passphrase(h.desk, m, "not this one", PASSPHRASE)
    ),
    "upkeep.checkpoint": Act(Right.READ_RECORDS, lambda h, m, _: upkeep.checkpoint(h.desk, m)),
    "upkeep.join": Act(Right.ADMINISTER, _joined),
    "upkeep.rebuild": Act(Right.ADMINISTER, lambda h, m, _: upkeep.rebuild(h.desk, m)),
    "upkeep.verify": Act(Right.ADMINISTER, lambda h, m, _: upkeep.verify(h.desk, m)),
}
DOORS = {"desk.acting", "desk.asking", "desk.allowed"}
BEHIND_THE_DOORS = {"erase.discard_erased"}
FURTHER = [
    importlib.import_module(path.stem)
    for path in sorted(Path(__file__).parent.glob("rights_*.py"))
    if path.stem != "rights_house"
]
for part in FURTHER:
    ACTS |= part.ACTS
    DOORS |= getattr(part, "BEFORE_THE_DOORS", set())
    BEHIND_THE_DOORS |= getattr(part, "BEHIND_THE_DOORS", set())


def fill(house: House, conditions: Conditions, content: str, name: str) -> dict[Kind, str]:
    """Record one of everything under ``conditions``."""
    ids = fill_first(house, conditions, content, name)
    for part in FURTHER:
        if hasattr(part, "fill"):
            ids |= part.fill(house, conditions, ids, name)
    return ids


def fill_first(house: House, conditions: Conditions, content: str, name: str) -> dict[Kind, str]:
    desk, ines = house.desk, house.cast.ines
    party, identity = consent.seal_identity(desk, ines, f"P {name}", f"Roza {name}", conditions.compartments)
    given = replace(conditions, contributor=party.id, terms=(TERM,), person=f"P {name}")
    (taken,) = house.take(content, names=(name,), conditions=given)
    assert taken.item is not None
    (run,) = read.read(desk, ines, [taken.item])
    statement = house.statements_of(taken.item)[0]
    brief.brief(desk, ines, BriefOrder(name, (taken.item,)))
    (agreed,) = [one for one in consent.list_consents(desk, ines) if taken.receipt in one.covers]
    ids = (taken.item, taken.receipt, taken.rendition, run.run, statement, agreed.id, party.id, identity.id)
    return {Kind(id_[:3]): id_ for id_ in ids if id_ is not None}
