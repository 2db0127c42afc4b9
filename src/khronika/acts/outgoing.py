"""What goes out: items and statements as far as consent allows them for a purpose and an audience.

What must stay true, in one transaction with the entry that says that it went out:

- beyond the desk only what a person accepted, of items that were public before or that consent allows;
- of an item that was not public no digest, no file name and no note of its reader goes beyond the desk, and
  other sources are named only where they go out as well;
- what is held back is not even counted, unless it was asked for by its id.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace

from khronika.acts.desk import Asking, Desk, acting, asking, item_of
from khronika.acts.likeness import LIKELY, Likeness, name_of
from khronika.acts.read import about_of
from khronika.acts.show import second_person
from khronika.acts.standing import Standing, Use, standing_of
from khronika.errors import NothingRead, Withheld
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
_TAKEN = frozenset({Status.ACCEPTED, Status.AMENDED})


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
class _Parcel:
    """What goes out together: who asks, what stands, for which use, under which export's id."""

    desk: Desk
    query: Asking
    standing: Standing
    use: Use
    export: str
    likeness: Likeness
    names: dict[str, str]

    @property
    def inside(self) -> bool:
        return self.use.audience is Audience.DESK


def hand_over(desk: Desk, member: str, kind: str, order: BriefOrder, right: Right) -> list[SourceReading]:
    """Return each item, oldest first, with what may be shown of it; the log then says that it went out.

    Raises:
        NotAllowed: the member does not have the right.
        NotFound: an item that is named is not there for the member.
        NothingRead: there is no source at all.
        Withheld: none of them may go out for this use.
    """
    with acting(desk, member, right) as act:
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
        likeness = Likeness(query, standing)
        parcel = _Parcel(desk, query, standing, use, desk.new_id(Kind.EXPORT), likeness, {})
        parcel.names.update((known.id, _outside_name(parcel, known.id)) for known in free)
        listed = chosen if order.items or parcel.inside else free
        readings = [_reading(parcel, known, because[known.id]) for known in listed]
        act.add(_export(parcel, kind, order, free))
        return readings


def held_back(desk: Desk, member: str, order: BriefOrder) -> list[HeldBack]:
    """Return what would be held back of an order, and why, for the member who is about to give it."""
    with asking(desk, member, order.as_of) as query:
        standing = standing_of(query)
        use = Use(order.purpose, order.audience, desk.clock().date())
        return [
            HeldBack(
                known.id, "" if standing.withdrawn(known) else name_of(query, standing, known.id), because
            )
            for known in _chosen(query, order)
            if (because := standing.objection(known.id, use))
        ]


def item_of_reference(desk: Desk, member: str, reference: str) -> str | None:
    """Return the item that a reference in something handed out stands for, ``None`` where none does.

    It is made with a key of the vault: whoever holds the document and the reference learns nothing from it.
    """
    with asking(desk, member) as query:
        for export in query.many(Wanted(Kind.EXPORT)):
            for item in (export.body or {}).get("items", ()):
                if hmac.compare_digest(_reference(desk, export.id, item), reference):
                    return str(item)
    return None


def _chosen(query: Asking, order: BriefOrder) -> list[Known]:
    if order.items:
        found = [item_of(query, id_) for id_ in dict.fromkeys(order.items)]
    else:
        found = query.many(Wanted(Kind.ITEM))[::-1]
    return [known for known in found if known.body is not None]


def _export(parcel: _Parcel, kind: str, order: BriefOrder, handed: list[Known]) -> Draft:
    body = {
        "kind": kind,
        "purpose": order.purpose.value,
        "audience": order.audience.value,
        "as_of": order.as_of,
        "items": [known.id for known in handed],
    }
    compartments = frozenset(id_ for known in handed for id_ in known.envelope["compartments"])
    return Draft("export.made", parcel.export, body, compartments=compartments)


def _outside_name(parcel: _Parcel, item: str) -> str:
    public = parcel.inside or parcel.standing.is_public(item)
    return name_of(parcel.query, parcel.standing, item) if public else NOT_PUBLIC_NAME


def _reading(parcel: _Parcel, item: Known, because: str) -> SourceReading:
    if because:
        said = because if parcel.inside else NOT_FOR_THIS_USE
        return _closed(_reference(parcel.desk, parcel.export, item.id), said, WITHHELD_NAME)
    record = record_of(Item, item.body)
    salted = not parcel.inside and not parcel.standing.is_public(item.id)
    reference = _reference(parcel.desk, parcel.export, item.id) if salted else record.sha256
    newest = Wanted(Kind.RENDITION, parent=item.id, statuses=("sealed",), limit=1)
    renditions = parcel.query.many(newest)
    if not renditions or renditions[0].body is None:
        return SourceReading(
            name=parcel.names[item.id],
            reference=reference,
            about=About(),
            unredacted_text="",
            statements=(),
            salted=salted,
            problems=() if salted else record.unread,
        )
    rendition = record_of(Rendition, renditions[0].body)
    text = parcel.desk.texts(rendition.id, renditions[0].body)
    return SourceReading(
        name=parcel.names[item.id],
        reference=reference,
        about=about_of(text, rendition.about),
        unredacted_text=text,
        statements=_statements(parcel, rendition),
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


def _statements(parcel: _Parcel, rendition: Rendition) -> tuple[Reviewed, ...]:
    """Return the statements at this rendition in the order of the text, under short and stable ids.

    Of suggestions only those of the newest reading that repeat nothing a person decided on.
    """
    bodies = [
        (Status(known.status), known.body, record_of(Statement, known.body["statement"]))
        for known in parcel.query.many(Wanted(Kind.STATEMENT, parent=rendition.item))
        if known.body is not None and known.body["rendition"] == rendition.id
    ]
    runs = parcel.query.many(Wanted(Kind.RUN, parent=rendition.id, limit=1))
    decided = {said.content for status, _, said in bodies if status is not Status.SUGGESTED}
    kept = [
        (said, status, second_person(body))
        for status, body, said in bodies
        if status in _TAKEN
        or (
            parcel.inside
            and status is Status.SUGGESTED
            and body["run"] in {run.id for run in runs}
            and said.content not in decided
        )
    ]
    kept.sort(key=lambda one: (one[0].content[:1], one[0].id))
    short = {said.id: f"s{number}" for number, (said, _, _) in enumerate(kept, 1)}
    return tuple(
        Reviewed(replace(said, id=short[said.id], within=short.get(said.within or "")), status, second)
        for said, status, second in kept
    )


def _reference(desk: Desk, export: str, item: str) -> str:
    """Return what stands for an item in one export: made with a key, other in every export."""
    key = derive(desk.vault.master.value, desk.vault.id.encode(), "references")
    return hmac.digest(key, f"{export} {item}".encode(), hashlib.sha256).hex()
