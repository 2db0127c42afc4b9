"""Weighing an incident: its balance sheet, as of now or of any earlier entry.

What must stay true: what the member may not see weighs nothing and is in no number; what is withdrawn or
erased today weighs nothing, also as of earlier; suggestions are counted apart and weigh nothing; the desk
declares no side right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from khronika.acts.assembled import Days
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.objections import given_of
from khronika.acts.recording import record_seen
from khronika.acts.shown import SECOND_PERSON_MARK
from khronika.acts.standing import standing_of
from khronika.acts.voice_names import Names
from khronika.acts.voices import Weighable, weighable
from khronika.ledger import lookups, queries
from khronika.ledger.facets import FIRST_DAY, LAST_DAY, NEEDED, SECOND_PERSON
from khronika.ledger.folding import WITHDRAWN
from khronika.records.body import record_of
from khronika.records.corrections import Correction, Recall
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.weighing.counting import NOBODY, Independent
from khronika.weighing.origins import Tie
from khronika.weighing.sheet import Denied, Disputed, Gone, Mouths, Sheet, Weight, weighed

RECALLED = "recalled"
"""How a recall took statements back, beside the manners of corrections."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks, prints or relays: in words, and the party that it is, where one is recorded."""

    name: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A statement on the balance sheet: who says it, through whom, printed where, and whether it counts.

    ``number`` is its place in the order of saying, from 1; ``origin`` that of its origin, from 1. ``speaker``
    is ``None`` where nobody is told. ``known`` tells that the speaker can be told from others. ``said`` are
    the days on which it can have been said. ``cause`` is the record that took all of it back.
    """

    number: int
    statement: str
    item: str
    origin: int
    speaker: Speaking | None
    known: bool
    own: bool
    publisher: Speaking | None
    through: tuple[Speaking, ...]
    said: Days | None
    mark: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class OriginShown:
    """Statements that are one voice; ``number`` is its place, from 1, that of its first statement first.

    ``speakers`` are those whose voice it is; without any, nobody known stands at its end and it may be the
    voice of another. ``ties`` tell which statements are one voice and why. ``circle`` are publishers that
    have it from one another, ``perhaps`` are statements of which it is one.
    """

    number: int
    statements: tuple[str, ...]
    speakers: tuple[Speaking, ...]
    ties: tuple[Tie, ...]
    circle: tuple[Speaking, ...]
    perhaps: tuple[str, ...]
    mouths: Mouths


@dataclass(frozen=True, slots=True)
class Cause:
    """What took statements back: a correction or retraction by the statement ``by``, a recall of ``source``.

    ``manner`` is ``corrects``, ``retracts`` or ``recalled``; ``source`` is an item or a party.
    """

    id: str
    manner: str
    by: str = ""
    source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What all statements in the record that are filed to an incident come to. Erased or withdrawn: its id.

    ``undecided`` counts suggestions filed to it, on which nobody decided. Places in ``weights`` count from 0.
    """

    id: str
    status: str
    incident: Incident | None = None
    lines: tuple[Line, ...] = ()
    undecided: int = 0
    origins: tuple[OriginShown, ...] = ()
    independent: Independent = NOBODY
    weights: tuple[Weight, ...] = ()
    denials: tuple[Denied, ...] = ()
    disputes: tuple[Disputed, ...] = ()
    gone: tuple[Gone, ...] = ()
    causes: tuple[Cause, ...] = ()


def weigh(desk: Desk, member: str, incident: str, *, as_of: str | None = None) -> BalanceSheet:
    """Return the balance sheet of an incident and its parts.

    Raises:
        NotFound: it is not there for the member, or not yet as of then.
        UsageFault: it is no incident.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, incident, Kind.INCIDENT), standing_of(query)
        if known.body is None or standing.withdrawn(known):
            return BalanceSheet(incident, known.status if known.body is None else WITHDRAWN)
        found = weighable(query, standing, incident)
        sheet = weighed(found.heard, found.names.of_value, given_of(query, standing, found))
        about = BalanceSheet(incident, known.status, record_of(Incident, known.body))
        return _filled(query, about, found, sheet)


def _filled(query: Asking, about: BalanceSheet, found: Weighable, sheet: Sheet) -> BalanceSheet:
    return replace(
        about,
        lines=tuple(_lines(query, found, sheet)),
        undecided=found.undecided,
        origins=tuple(_origins(sheet, found.names)),
        independent=sheet.independent,
        weights=tuple(_in_words(weight, found.names) for weight in sheet.weights),
        denials=sheet.denials,
        disputes=sheet.disputes,
        gone=sheet.gone,
        causes=tuple(_causes(query, sheet)),
    )


def _in_words(weight: Weight, names: Names) -> Weight:
    """Return a property with the names of those who revised themselves in the place of their keys."""
    revised = (replace(one, speaker=names.called(one.speaker)) for one in weight.revisions)
    return replace(weight, revisions=tuple(revised))


def _causes(query: Asking, sheet: Sheet) -> Iterator[Cause]:
    """Yield what took statements back, in the order of their ids."""
    gone = [one for weight in sheet.weights for value in weight.values for one in value.gone]
    found = queries.by_id(query.connection, query.sight, {one.cause for one in (*sheet.gone, *gone)})
    for id_ in sorted(found):
        if id_.startswith(f"{Kind.RECALL}_"):
            recall = record_of(Recall, found[id_].body)
            yield Cause(id_, RECALLED, source=recall.source, reason=recall.reason)
        else:
            correction = record_of(Correction, found[id_].body)
            yield Cause(id_, correction.manner, correction.by, reason=correction.reason)


def _lines(query: Asking, found: Weighable, sheet: Sheet) -> Iterator[Line]:
    numbers = [row.number for row in found.rows]
    alone = lookups.having(query.connection, SECOND_PERSON, NEEDED, numbers)
    of = {id_: at for at, origin in enumerate(sheet.origins, 1) for id_ in origin.statements}
    causes = {one.statement: one.cause for one in sheet.gone}
    speaking = _speaking(found.names)
    for place, (row, item, heard) in enumerate(zip(found.rows, found.items, found.heard, strict=True), 1):
        voice = heard.voice
        yield Line(
            place,
            row.statement,
            item,
            of[row.statement],
            speaking(voice.speaker),
            voice.known,
            voice.known and voice.speaker == voice.publisher,
            None if voice.publisher == item else speaking(voice.publisher),
            tuple(one for key in voice.through if (one := speaking(key))) if voice.through else (),
            _days(voice.said),
            SECOND_PERSON_MARK if row.number in alone else "",
            causes.get(row.statement, ""),
        )


@lru_cache(maxsize=4096)
def _days(said: tuple[int, int]) -> Days | None:
    """Return the days on which it can have been said; those of its source where it tells none."""
    first, last = said
    if last >= LAST_DAY:
        return None if first <= FIRST_DAY else Days(date.fromordinal(first), None)
    if first <= FIRST_DAY:
        return Days(None, date.fromordinal(last), by_source=True)
    return Days(date.fromordinal(first), date.fromordinal(last))


def _origins(sheet: Sheet, names: Names) -> Iterator[OriginShown]:
    speaking = _speaking(names)
    for number, (origin, mouths) in enumerate(zip(sheet.origins, sheet.depth, strict=True), 1):
        yield OriginShown(
            number,
            origin.statements,
            tuple(one for key in origin.speakers if (one := speaking(key))),
            origin.ties,
            tuple(one for key in origin.circle if (one := speaking(key))),
            origin.perhaps,
            mouths,
        )


def _speaking(names: Names) -> Callable[[str], Speaking | None]:
    """Return a function that gives who a key is of; nobody for the key of nobody."""
    kept = dict[str, Speaking | None]({"": None})

    def speaking(key: str) -> Speaking | None:
        if key not in kept:
            party = names.party(key)
            kept[key] = Speaking(names.called(key), None if party is None else party.id)
        return kept[key]

    return speaking
