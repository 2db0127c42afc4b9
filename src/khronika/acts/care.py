"""Marks of care: putting them, taking them away, and looking at what binds a record.

What must stay true: a suggestion is shown as one and binds what goes out; what binds is taken away by two
persons, each with a reason and at the very same words, for it is what asks for a second person; where two
copies of a desk disagree on a record's marks, all of them count until somebody has looked; a mark is about
the handling of a passage, and no trait of a person is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from khronika.acts.bound_care import (
    Bound,
    Cares,
    care_of,
    cares_about,
    cares_of,
    decided_of,
    joined,
    lies_within,
    place_of,
)
from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.let_in import count_as_one
from khronika.acts.standing import standing_of
from khronika.acts.suggested_care import suggestions_of
from khronika.errors import NeedsSecond, UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.care import Care, CareMark, Questioned
from khronika.records.ids import Kind

__all__ = [
    "Bound",
    "CareShown",
    "Cares",
    "InQuestion",
    "care",
    "care_of",
    "cares_of",
    "mark_care",
    "marks_in_question",
    "put_marks",
    "unmark",
]

_QUESTIONED, _MOST_LISTED = "questioned", 50
_MARKED_KINDS = frozenset({Kind.ITEM, Kind.STATEMENT, Kind.INCIDENT, Kind.PARTY})


@dataclass(frozen=True, slots=True)
class CareShown:
    """What a member sees of a record's care.

    ``marks`` and ``dismissed`` are what persons decided on this very record, ``reason`` why the last time;
    ``questioned`` is what one person took away of these very words, and still binds; ``binding`` is all that
    binds a statement (of another record: its own marks).
    """

    record: str
    marks: frozenset[Care] = frozenset()
    dismissed: frozenset[Care] = frozenset()
    reason: str = ""
    binding: tuple[Bound, ...] = ()
    questioned: tuple[Questioned, ...] = ()


@dataclass(frozen=True, slots=True)
class InQuestion:
    """A record of which one person took marks away, so that another has to look at it."""

    record: str
    questioned: tuple[Questioned, ...]


def mark_care(desk: Desk, member: str, record: str, marks: Iterable[Care], reason: str) -> CareMark:
    """Put marks of care on an item, a statement, an incident or a party.

    Raises:
        NotFound: there is no such record for the member.
        UsageFault: no mark or no reason is given, or a record of this kind bears none.
        Withheld: consent to what it is from was withdrawn.
    """
    put = _given(marks, reason)
    with acting(desk, member, Right.REVIEW) as act:
        return put_marks(act, desk, record, put, reason.strip())


def put_marks(act: Acting, desk: Desk, record: str, put: frozenset[Care], reason: str) -> CareMark:
    """Add the entry that puts marks on a record to an act.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`mark_care`.
    """
    known, before = _before(act, desk, record)
    after = replace(
        before,
        marks=before.marks | put,
        spans=joined(before.spans, place_of(known)[1]),
        dismissed=_still_dismissed(before, known) - put,
        reason=reason,
        questioned=(),
    )
    _change(act, known, after, "care.marked")
    return after


def unmark(desk: Desk, member: str, record: str, marks: Iterable[Care], reason: str) -> CareMark:
    """Take marks of care away from a record; of an item or a statement also those suggested there.

    They bind until another member has taken them away as well, at the same words.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`mark_care`; or the member took them away before.
        NeedsSecond: who took them away before does not count as another person than the member.
    """
    asked = _given(marks, reason)
    with acting(desk, member, Right.REVIEW) as act:
        known, before = _before(act, desk, record)
        dismissed, spans = _still_dismissed(before, known), place_of(known)[1]
        asked &= before.marks | (_can_be_dismissed(known) - dismissed)
        if not asked:
            raise UsageFault(f"{record} bears no such mark", "only what it bears can be taken away")
        waiting = {one.mark: one for one in _questioned(before, known)}
        gone = _agreed(act, desk, [waiting[mark] for mark in Care if mark in asked & waiting.keys()])
        if not asked - waiting.keys() and not gone:
            raise UsageFault(
                "you took this away before", "it binds until another member takes it away as well"
            )
        waiting |= {mark: Questioned(mark, member, reason.strip()) for mark in asked - waiting.keys()}
        marks = before.marks - gone
        after = replace(
            before,
            marks=marks,
            spans=before.spans if marks else (),
            dismissed=dismissed | (gone & _can_be_dismissed(known)),
            dismissed_spans=spans,
            reason=reason.strip(),
            questioned=tuple(waiting[mark] for mark in Care if mark in waiting.keys() - gone),
            questioned_spans=spans,
        )
        _change(act, known, after, "care.questioned" if after.questioned else "care.unmarked")
        return after


def care(desk: Desk, member: str, record: str) -> CareShown:
    """Return what is decided of a record's care and what binds it.

    Raises:
        NotFound: there is no such record for the member.
        UsageFault: a record of this kind bears none.
        Withheld: consent to what it is from was withdrawn.
    """
    with asking(desk, member) as query:
        known = _bearer(query, record)
        cares = cares_about(query, known)
        statement = record.startswith(f"{Kind.STATEMENT}_")
        binding = cares.of(known) if statement else cares.of_record(record)
        own = cares.decided.get(record)
        if own is None:
            return CareShown(record, binding=binding)
        return CareShown(record, own.marks, own.dismissed, own.reason, binding, _questioned(own, known))


def marks_in_question(desk: Desk, member: str) -> list[InQuestion]:
    """Return the records of which one person took marks away, 50 at most, the newest first.

    Of what consent was withdrawn for there is none.
    """
    with asking(desk, member) as query:
        found = query.many(Wanted(Kind.CARE, statuses=(_QUESTIONED,), limit=_MOST_LISTED))
        if not found:
            return []
        standing = standing_of(query)
        decided = decided_of(found)
        about = queries.by_id(query.connection, query.sight, decided)
        return [
            InQuestion(id_, asked)
            for id_, own in decided.items()
            if id_ in about and about[id_].body is not None and not standing.withdrawn(about[id_])
            if (asked := _questioned(own, about[id_]))
        ]


def _given(marks: Iterable[Care], reason: str) -> frozenset[Care]:
    found = frozenset(marks)
    if not found or not found <= frozenset(Care):
        raise UsageFault("no mark of care is named", f"one or more of: {', '.join(Care)}")
    if not reason.strip():
        raise UsageFault(
            "a mark of care is put or taken away with a reason", "what in the passage asks for it"
        )
    return frozenset(map(Care, found))


def _bearer(entered: Acting | Asking, record: str) -> Known:
    known = entered.get(record)
    if record[:3] not in _MARKED_KINDS or known.body is None:
        raise UsageFault(
            f"{record} is nothing that bears marks of care",
            "items, statements, incidents and parties do, while they stand",
        )
    standing_of(entered).refuse_withdrawn(known)
    return known


def _before(act: Acting, desk: Desk, record: str) -> tuple[Known, CareMark]:
    known = _bearer(act, record)
    found = decided_of(act.asking().many(Wanted(Kind.CARE, parent=record)))
    item = record if record.startswith(f"{Kind.ITEM}_") else (known.body or {}).get("item")
    nothing = CareMark(desk.new_id(Kind.CARE), record, item, place_of(known)[0])
    return known, found.get(record, nothing)


def _can_be_dismissed(known: Known) -> frozenset[Care]:
    """Return the marks that are suggested: of an item any, since its statements may bear them."""
    if known.id.startswith(f"{Kind.ITEM}_"):
        return frozenset(Care)
    if known.body is None or not known.id.startswith(f"{Kind.STATEMENT}_"):
        return frozenset()
    return suggestions_of(known.body)


def _still_dismissed(before: CareMark, known: Known) -> frozenset[Care]:
    """Return what was taken away of these very words: of other words nothing was."""
    _, spans = place_of(known)
    return before.dismissed if lies_within(spans, before.dismissed_spans) else frozenset()


def _questioned(before: CareMark, known: Known) -> tuple[Questioned, ...]:
    """Return what one person took away of these very words, where it would still be somebody's to take."""
    if place_of(known)[1] != before.questioned_spans:
        return ()
    open_ = before.marks | (_can_be_dismissed(known) - _still_dismissed(before, known))
    return tuple(one for one in before.questioned if one.mark in open_)


def _agreed(act: Acting, desk: Desk, waiting: Iterable[Questioned]) -> frozenset[Care]:
    """Return those that somebody else took away before, so that the acting member is the second.

    Raises:
        NeedsSecond: one of the two let the other in anew lately.
    """
    others = [one for one in waiting if one.by != act.member.id]
    for one in others:
        if count_as_one(act.connection, one.by, act.member.id, desk.clock()):
            raise NeedsSecond(
                "one of you, who took this mark away, let the other in anew less than seven days ago",
                "a third person has to take it away as well",
            )
    return frozenset(one.mark for one in others)


def _change(act: Acting, about: Known, after: CareMark, type_: str) -> None:
    """Record what stands now, in the place of all that stood: where copies were joined there are several."""
    found = act.asking().many(Wanted(Kind.CARE, parent=after.about))
    before = {known.id: act.supersedes(known) for known in found if known.body is not None}
    for id_, superseded in (before or {after.id: ()}).items():
        draft = Draft(
            type_,
            id_,
            body_of(replace(after, id=id_)),
            supersedes=superseded,
            derived_from=(about.id,),
            compartments=frozenset(about.envelope["compartments"]),
        )
        act.add(draft)
