"""What goes out: items and statements as far as consent allows them for a purpose and an audience.

What must stay true, in one transaction with the entry that says that it went out:

- beyond the desk only what a person accepted, of items that were public before or that consent allows;
- of an item that was not public no digest, no file name and no note of its reader goes beyond the desk, and
  other sources are named only where they go out as well;
- what is held back is not even counted, unless it was asked for by its id;
- what was taken back or disputed says so; by whom, beyond the desk only where that text goes out as well;
- what bears a mark of care, and all that is for the public, takes two people (:mod:`khronika.acts.rules`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

from khronika.acts.care import cares_of
from khronika.acts.desk import Acting, Asking, Desk, acting, asking, item_of
from khronika.acts.gate import Going, going_of, matters_of
from khronika.acts.likeness import LIKELY, Likeness
from khronika.acts.read import about_of
from khronika.acts.rules import Asked, Matter, agreed, persons_of
from khronika.acts.shown import newest_rendition, second_person
from khronika.acts.source_names import file_name, names_of_sources
from khronika.acts.source_said import as_given, given_of
from khronika.acts.standing import Standing, Use, standing_of
from khronika.acts.taken_back import objected_to
from khronika.errors import NothingRead, Withheld
from khronika.ledger import points
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import record_of
from khronika.records.consent import Audience, Purpose
from khronika.records.ids import Kind
from khronika.records.item import About, Item, Rendition
from khronika.records.reading import LikelyCopy, Reviewed, SourceReading
from khronika.records.statement import Statement, Status
from khronika.vault.keys import derive

WITHHELD_NAME = "a source"
NOT_PUBLIC_NAME = "a source that is not public"
NOT_FOR_THIS_USE = "it may not leave the desk for this use"


@dataclass(frozen=True, slots=True)
class BriefOrder:
    """What is wanted: of which items (none: all that the member may see), for what and whom."""

    title: str
    items: tuple[str, ...] = ()
    purpose: Purpose = Purpose.DOCUMENTATION
    audience: Audience = Audience.DESK
    as_of: str | None = None

    @property
    def right(self) -> Right:
        """Return the right that it takes to hand this over."""
        return Right.READ_RECORDS if self.audience is Audience.DESK else Right.EXPORT


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An item that may not go out for a use, and why. For the member who asks, not for the audience."""

    item: str
    name: str
    because: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What an order came to: the readings, the records that leave, as they stood, and who agreed.

    ``matters`` is what the rules were asked; ``persons`` are empty where they ask for no second person.
    """

    readings: list[SourceReading]
    items: tuple[Known, ...]
    statements: tuple[Known, ...]
    matters: tuple[Matter, ...]
    persons: tuple[str, ...]

    @property
    def concerned(self) -> list[str]:
        """Return the records that whoever confirms has to be able to see."""
        return [known.id for known in (*self.items, *self.statements)]


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What goes out together: who asks, what stands, for which use, under which export's id.

    ``going`` is filled while the readings are made: what leaves with each item.
    """

    desk: Desk
    query: Asking
    standing: Standing
    use: Use
    export: str
    likeness: Likeness
    names: dict[str, str]
    going: list[Going]

    @property
    def inside(self) -> bool:
        return self.use.audience is Audience.DESK


def hand_over(desk: Desk, member: str, kind: str, order: BriefOrder, right: Right) -> list[SourceReading]:
    """Return each item, oldest first, with what may be shown of it; the log then says that it went out.

    Raises:
        NotAllowed: the member does not have the right.
        NeedsSecond: another member has to confirm it, or to review what bears a mark of care.
        NotFound: an item that is named is not there for the member.
        NothingRead: there is no source at all.
        Withheld: none of them may go out for this use.
    """
    with acting(desk, member, right) as act:
        return hand_out(act, desk, kind, order).readings


def hand_out(act: Acting, desk: Desk, kind: str, order: BriefOrder, second: str | None = None) -> Handed:
    """Make what an order asks for and add the entry that it went out; ``second`` is the member who confirms.

    Raises:
        NeedsSecond, NotFound, NothingRead, Withheld: as :func:`hand_over`.
        UsageFault: it is as of a day that is yet to come.
    """
    points.refuse_to_come(order.as_of, desk.clock())
    query, standing = act.asking(order.as_of), standing_of(act)
    chosen = _chosen(query, order)
    if not chosen:
        raise NothingRead("there is nothing to hand out", "khronika add FILE, then khronika read")
    use = Use(order.purpose, order.audience, desk.clock().date())
    because = {known.id: standing.objection(known.id, use) for known in chosen}
    free = [known for known in chosen if not because[known.id]]
    if not free and order.audience is not Audience.DESK:
        raise Withheld(
            f"nothing may go to {order.audience} for {order.purpose}",
            "consent is missing, too narrow, expired or withdrawn; khronika consent list shows it",
        )
    parcel = _Parcel(desk, query, standing, use, desk.new_id(Kind.EXPORT), Likeness(query, standing), {}, [])
    parcel.names.update((known.id, _outside_name(parcel, known.id)) for known in free)
    listed = chosen if order.items or parcel.inside else free
    readings = [_reading(parcel, known, because[known.id]) for known in listed]
    statements = [known for going in parcel.going for known in going.statements]
    matters = () if parcel.inside else matters_of(cares_of(act), order.audience, parcel.going)
    asked = Asked(matters, Right.EXPORT, [known.id for known in (*free, *statements)])
    persons = agreed(act, desk, asked, second)
    act.add(_export(parcel, kind, order, free, persons))
    return Handed(readings, tuple(free), tuple(statements), matters, persons)


def held_back(desk: Desk, member: str, order: BriefOrder) -> list[HeldBack]:
    """Return what would be held back of an order, and why, for the member who is about to give it.

    Raises:
        NotFound, UsageFault: what is ordered is not there for the member, or no item.
    """
    with asking(desk, member, order.as_of) as query:
        standing = standing_of(query)
        use = Use(order.purpose, order.audience, desk.clock().date())
        objections = {
            known.id: because
            for known in _chosen(query, order)
            if (because := standing.objection(known.id, use))
        }
        names = names_of_sources(query, standing, objections.keys() - standing.items)
        return [HeldBack(item, names.get(item, ""), because) for item, because in objections.items()]


def item_of_reference(desk: Desk, member: str, reference: str) -> str | None:
    """Return the item that a reference in something handed out stands for, ``None`` where none does.

    It is made with a key of the vault: whoever holds the document and the reference learns nothing from it.
    """
    asked = reference.encode("utf-8", "replace")
    with asking(desk, member) as query:
        for export in query.many(Wanted(Kind.EXPORT)):
            for item in (export.body or {}).get("items", ()):
                if hmac.compare_digest(_reference(desk, export.id, item).encode(), asked):
                    return str(item)
    return None


def _chosen(query: Asking, order: BriefOrder) -> list[Known]:
    if order.items:
        found = [item_of(query, id_) for id_ in dict.fromkeys(order.items)]
    else:
        found = query.many(Wanted(Kind.ITEM))[::-1]
    return [known for known in found if known.body is not None]


def _export(
    parcel: _Parcel, kind: str, order: BriefOrder, handed: list[Known], persons: Sequence[str]
) -> Draft:
    body = {
        "kind": kind,
        "purpose": order.purpose.value,
        "audience": order.audience.value,
        "as_of": order.as_of,
        "items": [known.id for known in handed],
        **persons_of(persons),
    }
    compartments = frozenset(id_ for known in handed for id_ in known.envelope["compartments"])
    return Draft("export.made", parcel.export, body, compartments=compartments)


def _outside_name(parcel: _Parcel, item: str) -> str:
    public = parcel.inside or parcel.standing.is_public(item)
    return file_name(parcel.query, parcel.standing, item) if public else NOT_PUBLIC_NAME


def _reading(parcel: _Parcel, item: Known, because: str) -> SourceReading:
    if because:
        said = because if parcel.inside else NOT_FOR_THIS_USE
        return _closed(_reference(parcel.desk, parcel.export, item.id), said, WITHHELD_NAME)
    record = record_of(Item, item.body)
    salted = not parcel.inside and not parcel.standing.is_public(item.id)
    reference = _reference(parcel.desk, parcel.export, item.id) if salted else record.sha256
    newest = newest_rendition(parcel.query, item.id)
    if newest is None or newest.body is None:
        parcel.going.append(Going(item))
        return SourceReading(
            name=parcel.names[item.id],
            reference=reference,
            about=About(),
            unredacted_text="",
            statements=(),
            salted=salted,
            problems=() if salted else record.unread,
        )
    rendition = record_of(Rendition, newest.body)
    text = parcel.desk.texts(rendition.id, newest.body)
    return SourceReading(
        name=parcel.names[item.id],
        reference=reference,
        about=as_given(about_of(text, rendition.about), given_of(parcel.query, item.id)),
        unredacted_text=text,
        statements=_statements(parcel, item, rendition),
        salted=salted,
        anchors=rendition.anchors,
        problems=() if salted else rendition.problems,
        copies=_copies(parcel, rendition),
    )


def _closed(reference: str, because: str, name: str) -> SourceReading:
    return SourceReading(
        name=name,
        reference=reference,
        about=About(),
        unredacted_text="",
        statements=(),
        salted=True,
        withheld=because,
    )


def _copies(parcel: _Parcel, rendition: Rendition) -> tuple[LikelyCopy, ...]:
    """Return the likely copies; beyond the desk only those that go out with it, by their names there."""
    if parcel.inside:
        return parcel.likeness.likely_copies(rendition)
    found = parcel.likeness.alike(rendition)
    likely = [
        LikelyCopy(parcel.names[item], share)
        for item, share in found.items()
        if share >= LIKELY and item in parcel.names
    ]
    return tuple(sorted(likely, key=lambda copy: (-copy.shared, copy.name)))


def _statements(parcel: _Parcel, item: Known, rendition: Rendition) -> tuple[Reviewed, ...]:
    """Return the statements at this rendition in the order of the text, under short and stable ids.

    Beyond the desk only what a person accepted; inside also what is suggested and not decided.
    """
    going = going_of(parcel.query, item, rendition.id)
    parcel.going.append(going)
    shown = [*going.statements, *(going.suggested if parcel.inside else ())]
    kept = [(record_of(Statement, (known.body or {})["statement"]), known) for known in shown]
    kept.sort(key=lambda one: (one[0].content[:1], one[0].id))
    short = {said.id: f"s{number}" for number, (said, _) in enumerate(kept, 1)}
    objected = objected_to(parcel.query, parcel.standing, shown, None if parcel.inside else parcel.names)
    return tuple(
        Reviewed(
            replace(said, id=short[said.id], within=short.get(said.within or "")),
            Status(known.status),
            second_person(known.body or {}),
            objected.get(known.id, ()),
        )
        for said, known in kept
    )


def _reference(desk: Desk, export: str, item: str) -> str:
    """Return what stands for an item in one export: made with a key, other in every export."""
    key = derive(desk.vault.master.value, desk.vault.id.encode(), "references")
    return hmac.digest(key, f"{export} {item}".encode(), hashlib.sha256).hex()
