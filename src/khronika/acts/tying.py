"""A person's word on whether statements are one voice: joining and cutting, with the reason.

What must stay true: of two statements one judgement stands, the newest; it goes with either statement when
that is erased; undone, it leaves the two to what was found, and the balance sheet is what it was before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from khronika.acts.desk import Acting, Desk, acting, asking
from khronika.acts.judged import in_the_record, judgement, reason_given, to_be_shown
from khronika.acts.objections import CUT, JOINED
from khronika.acts.recording import compartments_of, following, record_seen
from khronika.acts.standing import standing_of
from khronika.errors import UsageFault
from khronika.ledger import cited
from khronika.ledger.queries import Known
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind
from khronika.records.ties import VoiceTie

MOST_TIED_AT_ONCE = 50
_TYPES = {JOINED: "tie.joined", CUT: "tie.cut"}
_UNDONE = "tie.undone"
_ANY = (JOINED, CUT, "undone")
_WHY = "by what you see that they are one voice, or are not"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TieShown:
    """A person's word on two statements: ``joined`` or cut, ``by`` which member and when (UTC)."""

    tie: VoiceTie
    joined: bool
    by: str
    at: str


def join_voices(desk: Desk, member: str, statements: Sequence[str], reason: str) -> list[VoiceTie]:
    """Judge that statements are one voice: each is joined to the first, and cuts between them are replaced.

    Raises:
        NotFound: a statement is not there for the member.
        UsageFault: there are fewer than two or too many, one is not in the record, or no reason is given.
        Withheld: consent to what one is from was withdrawn.
    """
    ids = list(dict.fromkeys(statements))
    kept = _checked(ids, reason)
    with acting(desk, member, Right.REVIEW) as act:
        known = _named(act, ids)
        stands = _ties_among(act, ids)
        cut = {pair for pair, ties in stands.items() if any(one.status == CUT for one in ties)}
        pairs = {_pair(ids[0], other) for other in ids[1:]}
        pairs |= {pair for one, other in combinations(ids, 2) if (pair := _pair(one, other)) in cut}
        return [_judge(desk, act, pair, (JOINED, kept), known, stands) for pair in sorted(pairs)]


def cut_voices(desk: Desk, member: str, one: str, others: Sequence[str], reason: str) -> list[VoiceTie]:
    """Judge that a statement is another voice than each of some others.

    Raises:
        NotFound, UsageFault, Withheld: as :func:`join_voices`.
    """
    ids = list(dict.fromkeys((one, *others)))
    kept = _checked(ids, reason)
    with acting(desk, member, Right.REVIEW) as act:
        known, stands = _named(act, ids), _ties_among(act, ids)
        pairs = sorted(_pair(one, other) for other in ids[1:])
        return [_judge(desk, act, pair, (CUT, kept), known, stands) for pair in pairs]


def undo_tie(desk: Desk, member: str, tie: str, reason: str) -> VoiceTie:
    """Take a judgement on two statements back, so that what was found holds again.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is no such judgement, was taken back before, or no reason is given.
    """
    kept = reason_given(reason, "why the judgement was wrong")
    with acting(desk, member, Right.REVIEW) as act:
        known = judgement(act, tie, Kind.TIE, "a judgement on two voices", (JOINED, CUT))
        return _undo(act, known, kept)


def ties(desk: Desk, member: str, statement: str, *, as_of: str | None = None) -> list[TieShown]:
    """Return what persons judged of the voice of a statement, newest first.

    Raises:
        NotFound: the statement is not there for the member, or not yet as of then.
        UsageFault: it is no statement.
    """
    with asking(desk, member, as_of) as query:
        record_seen(query, statement, Kind.STATEMENT)
        found = cited.about(query.connection, query.sight, Kind.TIE, (JOINED, CUT), [statement])
        ties_ = {known.id: record_of(VoiceTie, known.body) for known in found}
        named = (id_ for tie in ties_.values() for id_ in (tie.one, tie.other))
        shown = to_be_shown(query, standing_of(query), named)
        return [
            TieShown(tie, known.status == JOINED, known.envelope["author"], known.envelope["time"])
            for known in found
            if {(tie := ties_[known.id]).one, tie.other} <= shown.keys()
        ]


def _checked(ids: Sequence[str], reason: str) -> str:
    """Return the reason, where the statements can be judged together."""
    if len(ids) < 2:  # noqa: PLR2004  (a voice is the same as, or another than, that of a second statement)
        raise UsageFault("a voice is compared with that of another statement", "name at least two")
    if len(ids) > MOST_TIED_AT_ONCE:
        raise UsageFault("these are too many statements at once", f"at most {MOST_TIED_AT_ONCE}")
    return reason_given(reason, _WHY)


def _named(act: Acting, ids: Iterable[str]) -> dict[str, Known]:
    standing = standing_of(act)
    return {id_: in_the_record(act, standing, id_) for id_ in ids}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _ties_among(act: Acting, ids: Sequence[str]) -> dict[Pair, list[Known]]:
    """Return what was judged of pairs of statements, the newest first; two copies of a desk may both have."""
    found = dict[Pair, list[Known]]()
    for known in cited.about(act.connection, act.sight, Kind.TIE, _ANY, ids):
        tie = record_of(VoiceTie, known.body)
        found.setdefault((tie.one, tie.other), []).append(known)
    return found


def _judge(
    desk: Desk,
    act: Acting,
    pair: Pair,
    judged: tuple[str, str],
    known: dict[str, Known],
    stands: dict[Pair, list[Known]],
) -> VoiceTie:
    """Add the entry of a judgement, which takes the place of what was judged of the pair before."""
    status, reason = judged
    before, others = stands.get(pair, [])[:1], stands.get(pair, [])[1:]
    for other in others:
        if other.status in _TYPES:
            _undo(act, other, reason)
    if not before:
        tie = VoiceTie(desk.new_id(Kind.TIE), *pair, reason)
        inside = compartments_of(known[id_] for id_ in pair)
        act.add(Draft(_TYPES[status], tie.id, body_of(tie), derived_from=pair, compartments=inside))
        return tie
    tie = VoiceTie(before[0].id, *pair, reason)
    if (before[0].status, record_of(VoiceTie, before[0].body)) != (status, tie):
        act.add(following(act, before[0], _TYPES[status], body_of(tie)))
    return tie


def _undo(act: Acting, known: Known, reason: str) -> VoiceTie:
    tie = record_of(VoiceTie, known.body)
    undone = VoiceTie(tie.id, tie.one, tie.other, reason)
    act.add(following(act, known, _UNDONE, body_of(undone)))
    return undone
