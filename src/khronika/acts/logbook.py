"""The log, for people: who did what about which record, checkpoints, and the days on which anything came.

What must stay true: only entries about records that the member may see are in any answer, and what an entry
is about is told in words only as far as it may be shown today; positions may have gaps (docs/THREATS.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.source_names import SourceNames
from khronika.acts.standing import Standing, standing_of
from khronika.errors import UsageFault
from khronika.ledger import logbook, queries
from khronika.ledger.logbook import LogEntry, LogWanted
from khronika.ledger.note import parse_checkpoint
from khronika.ledger.queries import Sight
from khronika.records.ids import Kind, is_id

__all__ = [
    "CheckpointShown",
    "Leafing",
    "LogLine",
    "LogPage",
    "LogWanted",
    "Names",
    "checkpoints",
    "log_page",
    "points",
]

MOST_LINES = 1000
_LONGEST = 120
_DEEPEST = 3
_TOLD: Mapping[str, tuple[str, ...]] = {
    Kind.MEMBER: ("name",),
    Kind.COMPARTMENT: ("name",),
    Kind.RECEIPT: ("name",),
    Kind.RENDITION: ("item",),
    Kind.RUN: ("item",),
    Kind.STATEMENT: ("words",),
    Kind.CONSENT: ("person",),
    Kind.PARTY: ("name",),
    Kind.IDENTITY: ("party",),
    Kind.PLACE: ("name",),
    Kind.INCIDENT: ("title",),
    Kind.EXPORT: ("kind",),
    Kind.OPENING: ("item", "identity"),
    Kind.ERASURE: ("reason",),
    Kind.FILING: ("statement",),
    Kind.CARE: ("about",),
    Kind.CONTACT: ("party",),
    Kind.DESCRIPTION: ("item",),
    Kind.PROPOSAL: ("act",),
    Kind.SIGN_IN: ("member",),
    Kind.SEARCH: ("words",),
    Kind.TIE: ("one",),
    Kind.GRADE: ("statement",),
    Kind.CORRECTION: ("of",),
    Kind.RECALL: ("source",),
    Kind.DEALING: ("about",),
    Kind.FINDING: ("sentence",),
    Kind.ACTION: ("title",),
}
"""By which field of its body a record is told; a field that holds an id leads on to that record."""

_SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "desk": (Kind.VAULT,),
    "device": (Kind.DEVICE,),
    "item": (Kind.ITEM,),
    "receipt": (Kind.RECEIPT,),
    "rendition": (Kind.RENDITION,),
    "reading": (Kind.RUN,),
    "statement": (Kind.STATEMENT,),
    "consent": (Kind.CONSENT,),
    "party": (Kind.PARTY,),
    "identity": (Kind.IDENTITY, Kind.OPENING),
    "original": (Kind.OPENING,),
    "export": (Kind.EXPORT,),
    "erasure": (Kind.ERASURE,),
    "member": (Kind.MEMBER,),
    "compartment": (Kind.COMPARTMENT,),
    "place": (Kind.PLACE,),
    "incident": (Kind.INCIDENT,),
    "filing": (Kind.FILING,),
    "care": (Kind.CARE,),
    "contact": (Kind.CONTACT,),
    "description": (Kind.DESCRIPTION,),
    "proposal": (Kind.PROPOSAL,),
    "signin": (Kind.SIGN_IN,),
    "search": (Kind.SEARCH,),
    "tie": (Kind.TIE,),
    "grade": (Kind.GRADE,),
    "correction": (Kind.CORRECTION,),
    "recall": (Kind.RECALL,),
    "dealing": (Kind.DEALING,),
    "finding": (Kind.FINDING,),
    "action": (Kind.ACTION,),
}
"""What the entries are about whose type begins so (docs/FORMAT.md): it spares looking through all others."""


@dataclass(frozen=True, slots=True)
class Leafing:
    """Which part of the log is wanted: ``limit`` entries (at most 1,000) before a position."""

    limit: int = 50
    before: int | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry. ``by`` is its author's name, ``about`` what it is about in words, empty where not shown.

    ``position`` is its place in the log, from 0; ``author`` a member's id. ``time`` is the author's,
    ``received`` when this copy of the log had it (both UTC). ``kept`` is false once its body was erased.
    ``again``: it takes the place of an earlier entry.
    """

    position: int
    entry: str
    type: str
    subject: str
    author: str
    by: str
    time: str
    received: str
    kept: bool
    about: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class LogPage:
    """Lines, newest first. ``before`` is the position to go on from, ``None`` at the beginning of the log.

    It can be there after fewer lines than were wanted, and after none: then there is more to look through.
    """

    lines: tuple[LogLine, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class CheckpointShown:
    """A checkpoint: how many entries it covers, their root in hex, when the last came, the signed note."""

    size: int
    root: str
    received: str
    note: str


class Names:
    """The names of members, each looked up once. Every member may know them all."""

    def __init__(self, connection: Connection) -> None:
        """Start with none looked up."""
        self._connection = connection
        self._names: dict[str, str] = {}

    def __call__(self, member: str) -> str:
        """Return the name of a member; what is no member's id, and an erased member, as it is."""
        if not is_id(member, Kind.MEMBER):
            return member
        if member not in self._names:
            known = queries.one(self._connection, Sight(), member)
            self._names[member] = member if known is None or known.body is None else known.body["name"]
        return self._names[member]


def log_page(
    desk: Desk,
    member: str,
    wanted: LogWanted | None = None,
    page: Leafing | None = None,
    *,
    as_of: str | None = None,
) -> LogPage:
    """Return entries about records that the member may see, newest first.

    Raises:
        UsageFault: the page is of no size.
    """
    wanted, page = wanted or LogWanted(), page or Leafing()
    with asking(desk, member, as_of) as query:
        limit = _limit(page)
        if not _can_be(wanted):
            return LogPage((), None)
        leaf = logbook.leaf(query.connection, query.sight, _narrowed(wanted), page.before, limit)
        standing, names = standing_of(query), Names(query.connection)
        texts = SourceNames(query, standing, [entry.envelope["subject"] for entry in leaf.entries])
        lines = tuple(
            _line(entry, names, about_in_words(query, standing, entry.envelope["subject"], texts))
            for entry in leaf.entries
        )
    return LogPage(lines, leaf.before)


def checkpoints(
    desk: Desk, member: str, page: Leafing | None = None, *, as_of: str | None = None
) -> list[CheckpointShown]:
    """Return the checkpoints, newest first; ``page.before`` is the size of the last one seen.

    Raises:
        UsageFault: the page is of no size.
    """
    page = page or Leafing()
    with asking(desk, member, as_of) as query:
        end = None if query.sight.as_of is None else query.sight.as_of + 1
        before = min((one for one in (page.before, end) if one is not None), default=None)
        kept = logbook.checkpoints(query.connection, before, _limit(page))
    return [CheckpointShown(one.size, _root(one.note), one.received, one.note) for one in kept]


def points(desk: Desk, member: str, *, limit: int = 60, as_of: str | None = None) -> list[str]:
    """Return the days (UTC) on which something came that the member may see, newest first, for as-of."""
    with asking(desk, member, as_of) as query:
        return logbook.days(query.connection, query.sight, max(0, min(limit, MOST_LINES)))


def about_in_words(
    query: Asking, standing: Standing, id_: str, texts: SourceNames | None = None, depth: int = _DEEPEST
) -> str:
    """Return what a record is called, as far as the member may see it and it may be shown today."""
    texts = texts or SourceNames(query, standing)
    known = queries.one(query.connection, query.sight, id_)
    if known is None or known.body is None or standing.withdrawn(known) or not depth:
        return ""
    if id_.startswith(f"{Kind.ITEM}_"):
        return _cut(texts(id_))
    for field in _TOLD.get(id_[:3], ()):
        value = known.body.get(field)
        if isinstance(value, str) and value:
            return about_in_words(query, standing, value, texts, depth - 1) if is_id(value) else _cut(value)
    return ""


def _line(entry: LogEntry, names: Names, about: str) -> LogLine:
    envelope = entry.envelope
    return LogLine(
        position=entry.position,
        entry=envelope["id"],
        type=envelope["type"],
        subject=envelope["subject"],
        author=envelope["author"],
        by=names(envelope["author"]),
        time=envelope["time"],
        received=entry.received,
        kept=entry.kept,
        about=about,
        again=bool(envelope["supersedes"]),
    )


def _narrowed(wanted: LogWanted) -> LogWanted:
    """Return what is wanted with the kinds that its types are about, where all of them are known."""
    words = {type_.partition(".")[0] for type_ in wanted.types}
    if wanted.kinds or not words or not words <= _SUBJECTS.keys():
        return wanted
    return replace(wanted, kinds=tuple(sorted({kind for word in words for kind in _SUBJECTS[word]})))


def _can_be(wanted: LogWanted) -> bool:
    """Tell whether there could be such entries: a record has an id, and a kind is one of those there are."""
    kinds = not wanted.kinds or any(kind in set(Kind) for kind in wanted.kinds)
    return kinds and (not wanted.subject or is_id(wanted.subject))


def _root(note: str) -> str:
    return parse_checkpoint(note.partition("\n\n")[0] + "\n").root.hex()


def _limit(page: Leafing) -> int:
    if page.limit < 1:
        raise UsageFault("a page of the log has at least one line", f"at most {MOST_LINES:,}")
    return min(page.limit, MOST_LINES)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
