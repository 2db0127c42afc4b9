"""The balance sheet as pages and the command line tell it: what is said of each property, by how many.

What must stay true: whoever affirms and whoever denies stand side by side, and no side is declared right; no
figure is added up; what a page has no room for is counted and can be reached; denials of the fact, of
knowledge, of responsibility and of competence are never put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from khronika.acts.weigh import BalanceSheet, Line, Speaking
from khronika.records.claims import COUNTED, THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.matter import Polarity
from khronika.web.balance_parts import (
    BackPart,
    Beside,
    DenialPart,
    DisputePart,
    PropertyPart,
    Revised,
    ValueShown,
    cites_of,
)
from khronika.web.frame import _
from khronika.web.languages import Language
from khronika.web.sides import HEADS, value_of
from khronika.web.wording import DENIALS
from khronika.weighing.sheet import Value, Weight

MOST_VALUES = 20
"""Of more values of a property a sheet shows those that most origins say; the others are a link away."""

MOST_NAMED = 3
MOST_VOICES = 8
_NO_MORE = ""


class Balance:
    """Puts a balance sheet into one language."""

    def __init__(self, sheet: BalanceSheet, language: Language) -> None:
        """Look up what every part of it needs."""
        self.sheet, self.language = sheet, language
        self.lines: Mapping[str, Line] = {line.statement: line for line in sheet.lines}
        self.order: Mapping[str, int] = {line.statement: line.number for line in sheet.lines}
        self._parties = {
            one.name: one.party
            for line in sheet.lines
            if (one := line.speaker) is not None and one.party is not None
        }

    def properties(self) -> list[PropertyPart]:
        """Return each property with the heaviest of its values."""
        return [self.property(weight) for weight in self.sheet.weights]

    def property(self, weight: Weight, start: int = 0, most: int = MOST_VALUES) -> PropertyPart:
        """Return a property with ``most`` of its values, from the heaviest but ``start`` on."""
        words = self.words_of(weight)
        numbers = words.numbers
        order = list(numbers)
        shown = [self._value(weight.values[at], numbers[at], words) for at in order[start : start + most]]
        revised = self._revised(weight, words)
        return PropertyPart(
            weight.property,
            HEADS[weight.property],
            weight.affirming,
            weight.denying,
            weight.silent,
            tuple(place + 1 for place in weight.both),
            tuple(one for one in shown if not one.denied),
            tuple(one for one in shown if one.denied),
            max(0, len(order) - start - most),
            start,
            tuple(revised[:MOST_VALUES]),
            max(0, len(revised) - MOST_VALUES),
        )

    def words_of(self, weight: Weight) -> Words:
        """Return the values of a property in words."""
        return Words(
            weight.values, {at: number for number, at in enumerate(_order(weight), 1)}, self.language
        )

    def denials(self) -> list[DenialPart]:
        """Return the kinds of denial, each by itself."""
        return [
            DenialPart(self.language.word(DENIALS[one.kind]), one.origins, cites_of(one.statements))
            for one in self.sheet.denials
        ]

    def disputes(self) -> list[DisputePart]:
        """Return the words that are disputed."""
        return [
            DisputePart(
                one.term,
                one.origins,
                self._speakers(one.statements),
                cites_of(one.statements),
                tuple(self._affirmed(one.affirmed)[:MOST_VALUES]),
                max(0, len(self._affirmed(one.affirmed)) - MOST_VALUES),
            )
            for one in self.sheet.disputes
        ]

    def taken_back(self) -> list[BackPart]:
        """Return what no longer counts, by what took it back."""
        whole: dict[str, list[str]] = {}
        partly: dict[str, dict[str, None]] = {}
        for one in self.sheet.gone:
            whole.setdefault(one.cause, []).append(one.statement)
        for weight in self.sheet.weights:
            for value in weight.values:
                for one in value.gone:
                    if one.statement not in whole.get(one.cause, ()):
                        partly.setdefault(one.cause, {})[one.statement] = None
        return [
            BackPart(
                cause.id,
                cause.manner,
                cause.by,
                line.speaker if (line := self.lines.get(cause.by)) else None,
                cause.source,
                cause.reason,
                cites_of(whole.get(cause.id, ())),
                cites_of(partly.get(cause.id, ())),
            )
            for cause in self.sheet.causes
        ]

    def _value(self, value: Value, number: int, words: Words) -> ValueShown:
        claim = value.claim
        said, quoted = value_of(claim, self.language)
        voices = sorted({self.lines[id_].origin for id_ in value.statements})
        contradicts, refines = words.nearest(value.contradicts), words.nearest(value.refines)
        return ValueShown(
            number,
            words.said(said, claim) if said or not quoted else "",
            quoted,
            "" if claim.subject == THE_INCIDENT else claim.subject.text,
            claim.modality is Modality.POSSIBLE,
            claim.polarity is Polarity.NO,
            value.origins,
            value.backing,
            value.against,
            cites_of(value.statements),
            cites_of(value.earlier),
            cites_of(one.statement for one in value.gone),
            tuple(voices[:MOST_VOICES]),
            max(0, len(voices) - MOST_VOICES),
            contradicts[:MOST_NAMED],
            max(0, len(contradicts) - MOST_NAMED),
            refines[:MOST_NAMED],
            max(0, len(refines) - MOST_NAMED),
        )

    def _revised(self, weight: Weight, words: Words) -> list[Revised]:
        found = (
            Revised(
                one.speaker,
                self._parties.get(one.speaker, ""),
                words.of(one.before),
                words.of(one.after),
                one.contradicted,
            )
            for one in weight.revisions
        )
        return list(dict.fromkeys(found))

    def _speakers(self, statements: Iterable[str]) -> tuple[Speaking, ...]:
        found = (self.lines[id_].speaker for id_ in statements)
        return tuple(dict.fromkeys(one for one in found if one is not None))[:MOST_NAMED]

    def _affirmed(self, affirmed: Sequence[tuple[str, SuggestedClaim]]) -> list[tuple[str, str]]:
        """Return what is affirmed, in words, each once with a statement that does."""
        found: dict[str, str] = {}
        for statement, claim in affirmed:
            said = value_of(claim, self.language)
            words = ": ".join(filter(None, (self.language.word(HEADS[claim.property].yes), *said)))
            found.setdefault(words, statement)
        return list(found.items())


class Words:
    """The values of one property in words, by their places."""

    def __init__(self, values: Sequence[Value], numbers: Mapping[int, int], language: Language) -> None:
        self._values, self.numbers, self.language = values, numbers, language

    def nearest(self, places: Iterable[int]) -> tuple[Beside, ...]:
        """Return values by their places, the heaviest first; only those that are named are put into words."""
        order = sorted(places, key=lambda at: self.numbers[at])
        return tuple(
            Beside(self.numbers[at], self.of(at) if place < MOST_NAMED else _NO_MORE)
            for place, at in enumerate(order)
        )

    def of(self, place: int) -> str:
        """Return a value in plain text, with what it is of."""
        claim = self._values[place].claim
        value, quoted = value_of(claim, self.language)
        words = self.said(value, claim) if value or not quoted else quoted
        if claim.polarity is Polarity.NO and (value or quoted):
            words = f"{self.language.word(HEADS[claim.property].no)}: {words}"
        return words if claim.subject == THE_INCIDENT else f"{words} ({claim.subject.text})"

    def said(self, value: str, claim: SuggestedClaim) -> str:
        """Return a value with the time that it is of; what has none by what its side says."""
        heads = HEADS[claim.property]
        words = value or self.language.word(heads.no if claim.polarity is Polarity.NO else heads.yes)
        if claim.property in COUNTED and claim.when:
            return self.language.word(AS_OF_TIME) % {
                "value": words,
                "days": self.language.edtf(claim.when),
            }
        return words


AS_OF_TIME = _("%(value)s, of %(days)s")
"""A figure with the time that it is of."""


def _order(weight: Weight) -> list[int]:
    """Return the places of the values of a property, the heaviest first."""
    return sorted(range(len(weight.values)), key=lambda at: _weight_of(weight.values[at], at))


def _weight_of(value: Value, place: int) -> tuple[int, int, int, int, int]:
    """Return what orders values: those that most origins say first, then those said first."""
    said = len(value.statements) + len(value.earlier) + len(value.gone)
    return (-value.origins.least, -value.origins.most, -len(value.statements), -said, place)
