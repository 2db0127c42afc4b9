"""The balance sheet of an incident: of each property who says what, and with how many voices.

What must stay true: the order in which statements were entered changes nothing; no figure is summed up and
no side is declared right; what was taken back counts for nothing and stays to be seen; who later said
otherwise themselves is not counted for what they said before; denials of the fact, of knowledge, of
responsibility and of competence are never one number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.statement import Denial
from khronika.weighing.counting import Counting, Independent
from khronika.weighing.origins import Origin, Voice, origins_of
from khronika.weighing.ranges import Relation
from khronika.weighing.taken_back import Recalled, TakenBack, Void, void_of
from khronika.weighing.values import Keys, Name, Relations, Said, relations_of, values_of


@dataclass(frozen=True, slots=True)
class Heard:
    """A statement as it is weighed. ``disputes`` are the words that it objects to, these alone."""

    voice: Voice
    claims: tuple[SuggestedClaim, ...] = ()
    denies: tuple[Denial, ...] = ()
    disputes: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What persons and corrections say of statements: joined and cut voices, what was taken back."""

    joined: Collection[tuple[str, str]] = ()
    cut: Collection[tuple[str, str]] = ()
    taken_back: Collection[TakenBack] = ()
    recalled: Recalled = field(default_factory=Recalled)


class Gone(NamedTuple):
    """A statement that no longer counts for a value, and the record by which it does not."""

    statement: str
    cause: str


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that is said of a property.

    ``statements`` say so and count, in the order of saying; ``earlier`` are of speakers who said otherwise
    later; ``gone`` were taken back or recalled. ``origins`` say exactly this, ``backing`` this or something
    that implies it, ``against`` something that cannot be true beside it. ``contradicts`` and ``refines`` are
    places of other values of the property.
    """

    claim: SuggestedClaim
    statements: tuple[str, ...]
    earlier: tuple[str, ...]
    gone: tuple[Gone, ...]
    origins: Independent
    backing: Independent
    against: Independent
    contradicts: tuple[int, ...] = ()
    refines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """That a speaker said one thing and later another; places of values. It is contradicted or made finer."""

    speaker: str
    before: int
    after: int
    contradicted: bool


@dataclass(frozen=True, slots=True)
class Weight:
    """A property with its values, and how many independent origins affirm it, deny it and say nothing of it.

    ``both`` are origins, by their places, that affirm and deny something of it.
    """

    property: Property
    values: tuple[Value, ...]
    affirming: Independent
    denying: Independent
    silent: Independent
    both: tuple[int, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Denied:
    """A kind of denial: the statements that make it and count, and how many origins they have."""

    kind: Denial
    statements: tuple[str, ...]
    origins: Independent


@dataclass(frozen=True, slots=True)
class Disputed:
    """Words that are disputed, these alone; ``affirmed`` is what those who dispute them affirm themselves."""

    term: str
    statements: tuple[str, ...]
    origins: Independent
    affirmed: tuple[tuple[str, SuggestedClaim], ...] = ()


class Mouths(NamedTuple):
    """Between what happened and the text: how many the speaker had it through, and how many relayed it."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all statements of an incident come to.

    ``origins`` come in the order of their first statements. ``depth`` gives for each of them, by its place,
    the fewest mouths between what happened and a text that has it. ``gone`` are whole statements that no
    longer count.
    """

    origins: tuple[Origin, ...]
    independent: Independent
    weights: tuple[Weight, ...]
    denials: tuple[Denied, ...]
    disputes: tuple[Disputed, ...]
    depth: tuple[Mouths, ...]
    gone: tuple[Gone, ...] = ()


def weighed(heard: Sequence[Heard], name: Name, given: Given | None = None) -> Sheet:
    """Return the balance sheet of statements that come in the order of saying."""
    given = given or Given()
    by_id = {one.voice.statement: one for one in heard}
    voices = {id_: one.voice for id_, one in by_id.items()}
    place = {id_: at for at, id_ in enumerate(by_id)}
    tied = origins_of(list(voices.values()), given.joined, given.cut)
    origins = tuple(sorted(tied, key=lambda origin: min(place[id_] for id_ in origin.statements)))
    keys = Keys(name)
    void = Void()
    if given.taken_back or given.recalled.statements:
        claims = {id_: [keys(claim) for claim in one.claims] for id_, one in by_id.items()}
        void = void_of(voices, claims, origins, given.taken_back, given.recalled)
    count = _Counter(origins, void, by_id)
    values = values_of(((id_, claim) for id_, one in by_id.items() for claim in one.claims), keys)
    weights = tuple(
        _Weighing(of, count, void, voices).weight(one) for one in Property if (of := values.get(one))
    )
    return Sheet(
        origins,
        count.at(count.all_places),
        weights,
        tuple(_denials(heard, count)),
        tuple(_disputes(heard, count, name)),
        tuple(_depth(origin, by_id) for origin in origins),
        tuple(Gone(id_, void.statements[id_]) for id_ in by_id if id_ in void.statements),
    )


class _Counter:
    """Counts the independent origins of statements that count."""

    def __init__(self, origins: Sequence[Origin], void: Void, statements: Iterable[str]) -> None:
        self._counting, self._void = Counting(origins), void
        self.all_places = self.places(statements)
        self._gone = set(range(len(origins))) - self.all_places

    def counting(self, statements: Iterable[str]) -> list[str]:
        """Return those of the statements that count as a whole."""
        gone = self._void.statements
        return [id_ for id_ in statements if id_ not in gone] if gone else list(statements)

    def places(self, statements: Iterable[str]) -> set[int]:
        """Return the places of the origins of statements, but for those that count for nothing."""
        return self._counting.places(self.counting(statements))

    def of(self, statements: Iterable[str]) -> Independent:
        """Return how many independent origins stand behind those statements that count."""
        return self.at(self.places(statements))

    def at(self, places: AbstractSet[int]) -> Independent:
        """Return how many independent origins those in these places are."""
        return self._counting.at(places, self._gone)


class _Weighing:
    """Weighs the values of one property."""

    def __init__(
        self, values: Sequence[Said], count: _Counter, void: Void, voices: Mapping[str, Voice]
    ) -> None:
        self._values, self._count, self._void, self._voices = values, count, void, voices
        self._relations: Relations = relations_of(values)
        self._beside: list[list[tuple[int, Relation]]] = [[] for _ in values]
        for (one, other), relation in sorted(self._relations.items()):
            self._beside[one].append((other, relation))
        self._standing: list[Sequence[str]] = [
            [id_ for id_ in value.statements if not void.cause(id_, value.key)]
            if void.any
            else value.statements
            for value in values
        ]
        self._revisions = list(self._revised())
        self._earlier = self._overtaken()
        self._places = [
            count.places(id_ for id_ in ids if id_ not in self._earlier[at])
            for at, ids in enumerate(self._standing)
        ]

    def weight(self, property_: Property) -> Weight:
        """Return what the values come to."""
        sides = {
            side: {
                place
                for at, value in enumerate(self._values)
                if value.key.polarity is side
                for place in self._places[at]
            }
            for side in Polarity
        }
        heard = sides[Polarity.YES] | sides[Polarity.NO]
        return Weight(
            property_,
            tuple(self._value(at) for at in range(len(self._values))),
            self._count.at(sides[Polarity.YES]),
            self._count.at(sides[Polarity.NO]),
            self._count.at(self._count.all_places - heard),
            tuple(sorted(sides[Polarity.YES] & sides[Polarity.NO])),
            tuple(self._revisions),
        )

    def _value(self, at: int) -> Value:
        value = self._values[at]
        backing, against = set(self._places[at]), set[int]()
        contradicts, refines = [], []
        for other, relation in self._beside[at]:
            if relation is Relation.CONTRADICTS:
                contradicts.append(other)
                against |= self._places[other]
            elif relation in {Relation.SAME, Relation.REFINED}:
                backing |= self._places[other]
            elif relation is Relation.REFINES:
                refines.append(other)
        causes = ((id_, self._void.cause(id_, value.key)) for id_ in value.statements if self._void.any)
        return Value(
            value.claim,
            tuple(id_ for id_ in self._standing[at] if id_ not in self._earlier[at]),
            tuple(id_ for id_ in self._standing[at] if id_ in self._earlier[at]),
            tuple(Gone(id_, cause) for id_, cause in causes if cause),
            self._count.at(self._places[at]),
            self._count.at(backing),
            self._count.at(against),
            tuple(contradicts),
            tuple(refines),
        )

    def _revised(self) -> Iterator[Revision]:
        """Yield where a known speaker said one thing first and then another about the same.

        What counts is when each was first printed: a figure repeated later by somebody else is no newer one.
        Who takes the later one back does not say the earlier one again.
        """
        first: dict[str, dict[int, int]] = {}
        for at, value in enumerate(self._values):
            for id_ in value.statements:
                voice = self._voices[id_]
                if voice.known and voice.speaker and id_ not in self._void.recalled:
                    days = first.setdefault(voice.speaker, {})
                    days[at] = min(days.get(at, voice.said[1]), voice.said[1])
        for speaker in sorted(first):
            order = sorted((day, at) for at, day in first[speaker].items())
            for place, (day, before) in enumerate(order):
                for later, after in order[place + 1 :]:
                    relation = self._relations.get((after, before))
                    if later > day and relation in {Relation.CONTRADICTS, Relation.REFINES}:
                        yield Revision(speaker, before, after, relation is Relation.CONTRADICTS)

    def _overtaken(self) -> dict[int, set[str]]:
        """Return of each value the statements of speakers who contradicted it themselves later."""
        found: dict[int, set[str]] = {at: set() for at in range(len(self._values))}
        for revision in self._revisions:
            if revision.contradicted:
                theirs = (
                    id_
                    for id_ in self._standing[revision.before]
                    if self._voices[id_].speaker == revision.speaker
                )
                found[revision.before].update(theirs)
        return found


def _denials(heard: Sequence[Heard], count: _Counter) -> Iterator[Denied]:
    for kind in Denial:
        said = count.counting(one.voice.statement for one in heard if kind in one.denies)
        if said:
            yield Denied(kind, tuple(said), count.of(said))


def _disputes(heard: Sequence[Heard], count: _Counter, name: Name) -> Iterator[Disputed]:
    terms: dict[str, list[Heard]] = {}
    for one in heard:
        if one.disputes and count.counting([one.voice.statement]):
            terms.setdefault(name(Property.CALLED, one.disputes), []).append(one)
    for by in terms.values():
        ids = tuple(one.voice.statement for one in by)
        yield Disputed(by[0].disputes, ids, count.of(ids), tuple(_affirmed(heard, by, count)))


def _affirmed(
    heard: Sequence[Heard], by: Sequence[Heard], count: _Counter
) -> Iterator[tuple[str, SuggestedClaim]]:
    """Yield what those who dispute a term affirm, here or elsewhere."""
    speakers = {one.voice.speaker for one in by if one.voice.known}
    own = {one.voice.statement for one in by}
    for one in heard:
        voice = one.voice
        theirs = voice.statement in own or (voice.known and voice.speaker in speakers)
        if theirs and count.counting([voice.statement]):
            yield from (
                (voice.statement, claim)
                for claim in one.claims
                if claim.polarity is Polarity.YES and claim.property is not Property.CALLED
            )


def _depth(origin: Origin, by_id: Mapping[str, Heard]) -> Mouths:
    members = [by_id[id_] for id_ in origin.statements]
    before = min((claim.hearsay for one in members for claim in one.claims), default=0)
    return Mouths(before, min(len(one.voice.through) for one in members))
