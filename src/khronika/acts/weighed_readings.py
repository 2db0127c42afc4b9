"""Weighing the sources of a brief: which of their statements are one voice, and what contradicts.

What must stay true: it is the same weighing as that of an incident, over statements as they were read; names
are compared as they are written, for a brief knows no recorded parties; nothing of a withheld source weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from khronika.acts.voice_names import is_told_apart, key_of_name, says_of
from khronika.ledger.facets import days_between
from khronika.records.claims import SuggestedClaim
from khronika.records.corrections import OF_ONES_OWN, RECALLED, Manner, Objected
from khronika.records.dates import days_of
from khronika.records.matter import Polarity, Property
from khronika.records.reading import SourceReading
from khronika.records.shingles import shingles
from khronika.records.spans import words_of
from khronika.records.statement import Act, Denial, Statement, Status
from khronika.records.weight import OneVoice, Place, ReadingsWeight, WeighedProperty, WeighedValue
from khronika.weighing.origins import Origin, Voice
from khronika.weighing.sheet import Given, Heard, Sheet, Weight, weighed
from khronika.weighing.taken_back import Recalled, TakenBack


def weighed_readings(sources: Sequence[SourceReading]) -> ReadingsWeight:
    """Return what the statements of these sources come to, but for those rejected in review."""
    hearing = Hearing(sources)
    sheet = weighed(hearing.heard, lambda _, words: key_of_name(words), hearing.given())
    return ReadingsWeight(
        sheet.independent.least,
        sheet.independent.most,
        tuple(hearing.property_of(weight) for weight in sheet.weights),
        tuple(hearing.voices_in(sheet)),
    )


def _kept(source: SourceReading) -> dict[str, Statement]:
    return {one.statement.id: one.statement for one in source.statements if one.status is not Status.REJECTED}


class Hearing:
    """Statements of sources as they are weighed, in the order of saying, and where each stands."""

    def __init__(self, sources: Sequence[SourceReading]) -> None:
        """Make those of all sources that are not withheld, but for what was rejected in review."""
        self.places = dict[str, Place]()
        self._called = dict[str, str]()
        self._objections = dict[str, tuple[Objected, ...]]()
        order = dict[str, tuple[int, int]]()
        heard = []
        for number, source in enumerate(sources, 1):
            kept = {} if source.withheld else _kept(source)
            objections = {one.statement.id: one.objections for one in source.statements}
            for statement in kept.values():
                heard.append(self._heard(number, source, statement, kept))
                self._objections[heard[-1].voice.statement] = objections[statement.id]
                at = statement.content[0][0] if statement.content else 0
                order[heard[-1].voice.statement] = (number, at)
        self.heard = sorted(heard, key=lambda one: (one.voice.said[::-1], order[one.voice.statement]))

    def _heard(
        self, number: int, source: SourceReading, statement: Statement, kept: Mapping[str, Statement]
    ) -> Heard:
        id_ = f"{number:04} {len(self.places):06}"
        self.places[id_] = Place(number, statement.id)
        publisher = self._key(source.about.publisher) or f"source {number}"
        speaker = publisher if statement.own else self._key(statement.speaker or "")
        claims = tuple(_weighing(statement))
        voice = Voice(
            id_,
            speaker,
            statement.own or (speaker != "" and is_told_apart(speaker, named=statement.named)),
            publisher,
            tuple(map(self._key, _through(statement, kept))),
            frozenset(shingles(words_of(source.unredacted_text, statement.content))),
            frozenset(says_of(claims, lambda _, words: key_of_name(words))),
            _said(statement, source),
            _printed(source),
        )
        return Heard(voice, claims, statement.denies)

    def given(self) -> Given:
        """Return what takes statements back; a correction whose own words are not here takes back all."""
        speakers = {one.voice.statement: one.voice.speaker for one in self.heard}
        every = [(id_, one) for id_, those in self._objections.items() for one in those]
        back = [
            TakenBack(
                one.manner,
                id_,
                Manner(one.manner),
                by_speaker=self._key(one.speaker) == speakers[id_],
                on=days_between(one.first, one.last),
            )
            for id_, one in every
            if one.manner in OF_ONES_OWN
        ]
        recalled = {id_: one.manner for id_, one in every if one.manner == RECALLED}
        return Given(taken_back=back, recalled=Recalled(recalled))

    def property_of(self, weight: Weight) -> WeighedProperty:
        """Return a property with the places of what is said of it."""
        values = (
            WeighedValue(
                value.claim,
                tuple(self.places[id_] for id_ in value.statements),
                tuple(self.places[id_] for id_ in value.earlier),
                value.origins.least,
                value.origins.most,
                value.contradicts,
            )
            for value in weight.values
        )
        return WeighedProperty(weight.property, tuple(values))

    def voices_in(self, sheet: Sheet) -> Iterator[OneVoice]:
        """Yield those voices that stand in several sources, those in most of them first."""
        found = [one for one in map(self._voice, sheet.origins) if len({at.source for at in one.said}) > 1]
        yield from sorted(found, key=lambda one: -len({at.source for at in one.said}))

    def _voice(self, origin: Origin) -> OneVoice:
        return OneVoice(
            tuple(sorted((self.places[id_] for id_ in origin.statements), key=lambda at: at.source)),
            tuple(self._called.get(key, key) for key in origin.speakers),
            tuple(dict.fromkeys(tie.why.value for tie in sorted(origin.ties, key=lambda tie: tie.why))),
            tuple(self._called.get(key, key) for key in origin.circle),
        )

    def _key(self, name: str) -> str:
        key = key_of_name(name)
        self._called.setdefault(key, name)
        return key


def _weighing(statement: Statement) -> Iterator[SuggestedClaim]:
    """Yield the claims that weigh: not that it did not occur, where something else is denied."""
    denies_other = Act.DENIES in statement.acts and Denial.FACT not in statement.denies
    for claim in statement.claims:
        not_so = claim.property is Property.OCCURRED and claim.polarity is Polarity.NO
        if not (not_so and denies_other):
            yield claim


def _through(statement: Statement, kept: Mapping[str, Statement]) -> Iterator[str]:
    """Yield through whom it came: its relays, then who tells of it, and theirs."""
    yield from (relay.text for relay in statement.relays)
    passed, within = set[str](), statement.within
    while within is not None and within in kept and within not in passed:
        passed.add(within)
        outer = kept[within]
        if outer.speaker and not outer.own:
            yield outer.speaker
        yield from (relay.text for relay in outer.relays)
        within = outer.within


def _said(statement: Statement, source: SourceReading) -> tuple[int, int]:
    """Return the days on which it can have been said: as it is told, else up to the day of its source."""
    if statement.when is not None and (statement.when.start or statement.when.end):
        return days_between(statement.when.start, statement.when.end)
    return days_between(None, _published(source)[1])


def _printed(source: SourceReading) -> tuple[int, int]:
    return days_between(*_published(source))


def _published(source: SourceReading) -> tuple[date | None, date | None]:
    try:
        return days_of(source.about.published) if source.about.published else (None, None)
    except ValueError:
        return None, None
