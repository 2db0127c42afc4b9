"""What is perhaps a correction, a retraction or a dispute of what, in an incident: suggested, never recorded.

What must stay true: only statements in the record that the member may see are suggested; of a correction or
retraction only what its own speaker or publisher said; nothing said later than it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khronika.acts.assembled import shower_of
from khronika.acts.desk import Asking, Desk, asking
from khronika.acts.objections import corrections_of, may_take_back
from khronika.acts.recording import record_seen
from khronika.acts.shown import StatementShown
from khronika.acts.standing import Standing, standing_of
from khronika.acts.voices import Weighable, weighable
from khronika.ledger import lookups, queries
from khronika.ledger.facets import ACT
from khronika.ledger.queries import Known
from khronika.ledger.shadow import fold
from khronika.records.corrections import OF_ONES_OWN, Manner
from khronika.records.ids import Kind
from khronika.records.matter import Property
from khronika.records.statement import Act
from khronika.weighing.sheet import Heard

MOST_SUGGESTED = 50
MOST_TARGETS = 10
_MOST_READ = 500
"""In so many earlier statements at most the words are looked through for a disputed term."""

_QUOTED = re.compile(r"[\"“«]([^\"”»]{2,80})[\"”»]")
_TERM_CALLED, _TERM_IN_WORDS, _SAME_SPEAKER, _SAME_PROPERTY = 4, 3, 2, 2
"""How much each reason counts for the order alone; of those that count the same the latest comes first."""


@dataclass(frozen=True, slots=True)
class PerhapsCorrected:
    """A statement that may be what is corrected, retracted or disputed; ``why`` in words of the desk."""

    statement: StatementShown
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestedCorrection:
    """A statement that corrects, retracts or disputes, of which nobody has recorded what; likeliest first.

    ``term`` are the words that it disputes, where it is words alone.
    """

    by: StatementShown
    manner: Manner
    term: str
    targets: tuple[PerhapsCorrected, ...] = ()


class _Likely(NamedTuple):
    points: int
    place: int
    why: tuple[str, ...]


def suggested_corrections(
    desk: Desk, member: str, incident: str, *, as_of: str | None = None
) -> list[SuggestedCorrection]:
    """Return what is perhaps corrected, retracted or disputed in an incident, in the order of saying.

    Raises:
        NotFound: the incident is not there for the member, or not yet as of then.
        UsageFault: it is no incident.
    """
    with asking(desk, member, as_of) as query:
        known, standing = record_seen(query, incident, Kind.INCIDENT), standing_of(query)
        if known.body is None or standing.withdrawn(known):
            return []
        found = weighable(query, standing, incident)
        open_ = list(_without_record(query, found))[:MOST_SUGGESTED]
        likely = [(place, manner, _targets(query, found, place, manner)) for place, manner in open_]
        return list(_suggested(query, standing, found, likely))


def _without_record(query: Asking, found: Weighable) -> Iterator[tuple[int, Manner]]:
    """Yield the places of statements whose act is one of these, where nobody recorded what of."""
    acts = lookups.facets_of(query.connection, ACT, [row.number for row in found.rows])
    doing = [
        (place, manner)
        for place, row in enumerate(found.rows)
        for manner in Manner
        if Act(manner.value) in acts.get(row.number, ())
    ]
    ids = [found.rows[place].statement for place, _ in doing]
    recorded = {known.key for known in corrections_of(query, ids)}
    yield from ((place, manner) for place, manner in doing if found.rows[place].statement not in recorded)


def _targets(query: Asking, found: Weighable, place: int, manner: Manner) -> list[_Likely]:
    by, term = found.heard[place], fold(found.heard[place].disputes)
    earlier = [
        at
        for at, of in enumerate(found.heard)
        if at != place and of.voice.said[0] <= by.voice.said[1] and _can_be(manner, by, of)
    ]
    terms = _quoted(query, found.rows[place].number) if manner in OF_ONES_OWN else {term} - {""}
    words = _in_words(query, found, earlier, terms) if terms else frozenset[int]()
    likely = []
    for at in earlier:
        reasons = dict(_reasons(by, found.heard[at], term))
        if at in words:
            reasons["uses these words"] = _TERM_IN_WORDS
        likely.append(_Likely(sum(reasons.values()), at, tuple(reasons)))
    ordered = sorted((one for one in likely if one.points), key=lambda one: (-one.points, -one.place))
    return ordered[:MOST_TARGETS]


def _can_be(manner: Manner, by: Heard, of: Heard) -> bool:
    if manner in OF_ONES_OWN:
        return may_take_back(manner, by.voice, of.voice)
    return not (by.voice.known and by.voice.speaker == of.voice.speaker)


def _reasons(by: Heard, of: Heard, term: str) -> Iterator[tuple[str, int]]:
    """Yield why the one may be about the other, each with how much that counts for the order."""
    if by.voice.known and by.voice.speaker == of.voice.speaker:
        yield "the same speaker", _SAME_SPEAKER
    elif by.voice.known and by.voice.speaker == of.voice.publisher:
        yield "its publisher", 1
    if term and any(one.property is Property.CALLED and fold(one.value) == term for one in of.claims):
        yield "calls it so", _TERM_CALLED
    shared = {one.property for one in by.claims} & {one.property for one in of.claims}
    if shared - {Property.CALLED}:
        yield "about the same", _SAME_PROPERTY


def _quoted(query: Asking, number: int) -> set[str]:
    """Return the words that a statement quotes inside its own, as one who takes back a term does."""
    (known,) = queries.at(query.connection, [number])
    words = (known.body or {})["words"]
    return {fold(term) for term in _QUOTED.findall(words) if len(term) < len(words) / 2} - {""}


def _in_words(query: Asking, found: Weighable, places: Sequence[int], terms: set[str]) -> frozenset[int]:
    """Return the places of those of the last statements before it in whose words any of some terms stands."""
    numbers = {found.rows[at].number: at for at in places[-_MOST_READ:]}
    read = queries.at(query.connection, sorted(numbers))
    words = {numbers[one.since]: fold((one.body or {}).get("words", "")) for one in read}
    return frozenset(place for place, said in words.items() if any(term in said for term in terms))


def _suggested(
    query: Asking,
    standing: Standing,
    found: Weighable,
    likely: Sequence[tuple[int, Manner, Sequence[_Likely]]],
) -> Iterator[SuggestedCorrection]:
    places = {place for place, _, targets in likely for place in (place, *(one.place for one in targets))}
    numbers = {found.rows[place].number: place for place in places}
    read: dict[int, Known] = {
        numbers[one.since]: one for one in queries.at(query.connection, sorted(numbers))
    }
    show = shower_of(query, standing, list(read.values()))
    for place, manner, targets in likely:
        term = found.heard[place].disputes if manner is Manner.DISPUTES else ""
        perhaps = tuple(PerhapsCorrected(show(read[one.place]), one.why) for one in targets)
        yield SuggestedCorrection(show(read[place]), manner, term, perhaps)
