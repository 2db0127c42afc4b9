"""Log and custody: entries in plain words, the proof of one, checkpoints, the custody of an item, days.

What must stay true: what is filtered by is never a name or a word, so that none stands in an address; an
entry that the member may not see is answered like one that there is not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import ClassVar

from khronika.acts.custody import Custody, Deed, custody
from khronika.acts.logbook import (
    CheckpointShown,
    Leafing,
    LogLine,
    LogWanted,
    checkpoints,
    log_page,
    points,
)
from khronika.acts.members import members
from khronika.acts.proving import ProofShown, entry_proof
from khronika.errors import NotFound, UsageFault
from khronika.records.access import Member
from khronika.records.ids import Kind, is_id
from khronika.web.answers import Answer, Attachment, Context, Page
from khronika.web.forms import day_typed
from khronika.web.frame import _
from khronika.web.log_words import DEEDS
from khronika.web.routes import Way, get
from khronika.web.visits import Visit
from khronika.web.zones import day_of, shown_in

PAGE = 60
DAYS = 60
CHECKPOINTS = 30
_SECOND_DAY = date(1, 1, 2)
"""Before it there is no other day to count back to."""
FEWEST_ALIKE = 4
"""From how many lines on, written alike in one second, they are one line that can be opened."""
_COUNT = re.compile("[0-9]{1,15}")

GROUPS: dict[str, tuple[str, tuple[Kind, ...]]] = {
    "texts": (
        _("What came in, and was opened"),
        (Kind.ITEM, Kind.RECEIPT, Kind.RENDITION, Kind.DESCRIPTION, Kind.OPENING),
    ),
    "statements": (_("Statements and their review"), (Kind.STATEMENT, Kind.RUN, Kind.FILING, Kind.CARE)),
    "people": (_("Parties, contacts, consent"), (Kind.PARTY, Kind.IDENTITY, Kind.CONTACT, Kind.CONSENT)),
    "matters": (_("Places and incidents"), (Kind.PLACE, Kind.INCIDENT)),
    "weighing": (
        _("Judgements: voices, grades, corrections, recalls"),
        (Kind.TIE, Kind.GRADE, Kind.CORRECTION, Kind.RECALL, Kind.DEALING),
    ),
    "findings": (_("Findings and actions"), (Kind.FINDING, Kind.ACTION)),
    "out": (_("What went out"), (Kind.EXPORT,)),
    "erased": (_("Erasures"), (Kind.ERASURE,)),
    "desk": (
        _("Members and the desk itself"),
        (Kind.MEMBER, Kind.COMPARTMENT, Kind.SIGN_IN, Kind.DEVICE, Kind.VAULT),
    ),
    "second": (_("Proposals"), (Kind.PROPOSAL,)),
    "searches": (_("Searches that are kept"), (Kind.SEARCH,)),
}
"""What the log is filtered by, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a page of the log was asked for, as the address has it."""

    about: str = ""
    by: str = ""
    first: str = ""
    last: str = ""

    @property
    def any(self) -> bool:
        """Tell whether anything was asked for."""
        return self != Sifted()


@dataclass(frozen=True, slots=True)
class LogRoom(Context):
    """Entries by day, newest first, many alike at once as one; ``before`` is where to go on from."""

    template: ClassVar[str] = "log.html"
    sheet: ClassVar[str] = "log.css"
    days: Sequence[tuple[str, Sequence[Sequence[LogLine]]]]
    before: int | None
    sifted: Sifted
    members: Sequence[Member]
    groups: Mapping[str, tuple[str, tuple[Kind, ...]]]


@dataclass(frozen=True, slots=True)
class Entry(Context):
    """One entry with its proof; ``vkey`` is the key of this desk's log."""

    template: ClassVar[str] = "entry.html"
    sheet: ClassVar[str] = "log.css"
    line: LogLine
    proof: ProofShown
    file: str
    vkey: str


@dataclass(frozen=True, slots=True)
class Checkpoints(Context):
    """Checkpoints, newest first; ``older`` is where to go on from."""

    template: ClassVar[str] = "checkpoints.html"
    sheet: ClassVar[str] = "log.css"
    newest: CheckpointShown | None
    rows: Sequence[CheckpointShown]
    older: int | None


@dataclass(frozen=True, slots=True)
class CustodyPage(Context):
    """The custody of one item."""

    template: ClassVar[str] = "custody.html"
    sheet: ClassVar[str] = "log.css"
    custody: Custody
    deeds: Mapping[Deed, str]


@dataclass(frozen=True, slots=True)
class AsOf(Context):
    """The days on which something was recorded, by month, newest first; ``older`` is where to go on from."""

    template: ClassVar[str] = "as_of.html"
    sheet: ClassVar[str] = "log.css"
    months: Sequence[tuple[str, Sequence[str]]]
    older: str


def log(visit: Visit) -> Answer:
    """Show a page of the log."""
    sifted = Sifted(*(visit.query.get(name) for name in ("about", "by", "first", "last")))
    before = visit.query.number("before") if visit.query.get("before") else None
    leafing = Leafing(PAGE, before)
    found = log_page(visit.desk, visit.who, _wanted(sifted), leafing, as_of=visit.as_of)
    with shown_in(visit.zone):
        runs = groupby(found.lines, key=lambda line: day_of(line.time))
        days = [(day, _alike(lines)) for day, lines in runs]
    everybody = sorted(members(visit.desk, visit.who), key=lambda one: one.name.casefold())
    return Page(visit.word("The log"), LogRoom(days, found.before, sifted, everybody, GROUPS))


def entry(visit: Visit) -> Answer:
    """Show one entry and how it is proved."""
    line = _line(visit)
    proof = entry_proof(visit.desk, visit.who, str(line.position))
    vkey = json.loads(proof.document)["vkey"]
    title = visit.word("Entry %(num)s") % {"num": visit.language.number(line.position)}
    return Page(title, Entry(line, proof, _proof_file(proof), vkey))


def proof(visit: Visit) -> Answer:
    """Hand out the proof of one entry."""
    found = entry_proof(visit.desk, visit.who, str(_line(visit).position))
    return Attachment(_proof_file(found), iter([found.document]), len(found.document))


def list_checkpoints(visit: Visit) -> Answer:
    """Show the checkpoints."""
    before = visit.query.number("before") if visit.query.get("before") else None
    found = checkpoints(visit.desk, visit.who, Leafing(CHECKPOINTS + 1, before), as_of=visit.as_of)
    rows = found[:CHECKPOINTS]
    newest = rows[0] if rows and before is None else None
    older = rows[-1].size if len(found) > CHECKPOINTS else None
    return Page(visit.word("Checkpoints"), Checkpoints(newest, rows, older))


def checkpoint(visit: Visit) -> Answer:
    """Hand out one checkpoint."""
    number = _count(visit.parts["size"])
    leafing = Leafing(1, (number or 0) + 1)
    found = checkpoints(visit.desk, visit.who, leafing, as_of=visit.as_of)
    if not found or found[0].size != number:
        raise NotFound("there is no such checkpoint", "Checkpoints lists them")
    note = found[0].note.encode()
    return Attachment(f"khronika-checkpoint-{number}.txt", iter([note]), len(note))


def custody_of(visit: Visit) -> Answer:
    """Show what happened to an item, in the order of time."""
    found = custody(visit.desk, visit.who, visit.parts["item"], as_of=visit.as_of)
    return Page(visit.word("Custody"), CustodyPage(found, DEEDS))


def days(visit: Visit) -> Answer:
    """Show the days on which something was recorded that the member may see; whatever day is shown now."""
    before = visit.query.get("before")
    until = (max(day_typed(before), _SECOND_DAY) - timedelta(days=1)).isoformat() if before else None
    found = points(visit.desk, visit.who, limit=DAYS + 1, as_of=until)
    shown = found[:DAYS]
    months = [(month, list(among)) for month, among in groupby(shown, key=lambda day: day[:7])]
    older = shown[-1] if len(found) > DAYS else ""
    return Page(visit.word("As of an earlier day"), AsOf(months, older))


def _wanted(sifted: Sifted) -> LogWanted:
    """Return which entries are wanted.

    Raises:
        UsageFault: a day cannot be read, or there is no such group or member.
    """
    if sifted.about and sifted.about not in GROUPS:
        raise UsageFault("this is not on the list", "choose from the list")
    if sifted.by and not is_id(sifted.by, Kind.MEMBER):
        raise UsageFault("this is not a member", "choose from the list")
    return LogWanted(
        kinds=GROUPS[sifted.about][1] if sifted.about else (),
        author=sifted.by,
        first=day_typed(sifted.first) if sifted.first else None,
        last=day_typed(sifted.last) if sifted.last else None,
    )


def _alike(lines: Iterable[LogLine]) -> list[Sequence[LogLine]]:
    """Return the lines in their order, those that one member wrote alike in one second together."""
    runs = groupby(lines, key=lambda line: (line.author, line.type, line.again, line.time))
    together: list[Sequence[LogLine]] = []
    for _same, run in runs:
        alike = list(run)
        together += [alike] if len(alike) >= FEWEST_ALIKE else [[one] for one in alike]
    return together


def _line(visit: Visit) -> LogLine:
    """Return the entry at the position that was asked for, as of the day that is shown.

    Raises:
        NotFound: there is none for the member.
    """
    position = _count(visit.parts["position"])
    if position is not None:
        leafing = Leafing(1, position + 1)
        found = log_page(visit.desk, visit.who, None, leafing, as_of=visit.as_of).lines
        if found and found[0].position == position:
            return found[0]
    raise NotFound("there is no such entry", "the log lists those that you may see")


def _count(text: str) -> int | None:
    """Return a number of entries as an address has it, ``None`` where it is none."""
    return int(text) if _COUNT.fullmatch(text) else None


def _proof_file(proof: ProofShown) -> str:
    return f"khronika-proof-{proof.position}.json"


WAYS: tuple[Way, ...] = (
    get("/log", log),
    get("/log/checkpoints", list_checkpoints),
    get("/log/checkpoints/{size}", checkpoint),
    get("/log/{position}", entry),
    get("/log/{position}/proof", proof),
    get("/items/{item}/custody", custody_of),
    get("/as-of", days),
)
