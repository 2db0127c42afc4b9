"""The noun a bare number stands for: "26 children were seen; seven had burns" are seven children.

In order: the noun of "the number of …", people by what was done to them, the noun counted last (not a
site), a plural noun before it in the same passage, people. One pass over the tokens of a passage; each
look back is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from khronika.reading.languages.en import words
from khronika.reading.languages.en.counts import Number
from khronika.reading.languages.en.kinds import counted_kind, is_person, is_site
from khronika.reading.languages.en.units import (
    MEASURES,
    SUFFERED,
    TIME_UNITS,
    UNCOUNTED,
    Counted,
    plural,
    singular,
    unit_at,
)
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

_NEAR = 30
_FAR = 45
_TALLIES = words_in(
    """
    number numbers figure figures count tally total list size register
    """
)
_OF_PEOPLE = words_in(
    """
    toll crowd casualties dead wounded missing killed
    """
)
_LEFT_OVER = words_in(
    """
    others more other another
    """
)
_BE = (
    words.BE
    | words.HAVE
    | {"been", "being", "still", "also", "now", "already", "reported", "feared", "believed", "not", "more"}
)
_LEADS = words_in(
    """
    at to from not only now is was were as : than say says said claim claims claimed count counts
    counted put puts acknowledge acknowledges acknowledged recognise recognises recognised recognize
    recognizes admit admits confirmed confirms reported reports recorded records has had have with for
    of lists listed killed killing wounding injuring arresting detaining
    found gave gives won lost against and or but spoke speaks give
    employs employed then promised missed received arrested detained wounded injured jailed another
    further , ; nearer that there about perhaps holds held there's whom 's been hangs hanged announces
    announced classify classified carries carry seats are confirm verify find
    """
)
_NO_SUBJECTS = words_in(
    """
    police authorities officials lawyers residents sources prosecutors organisers organizers experts
    critics relatives activists observers researchers monitors analysts investigators witnesses
    reporters ministers delegates rebels
    """
)
_NOTHING_COUNTED = TIME_UNITS | MEASURES | UNCOUNTED
_VERBS = words.IRREGULAR_PASTS | words.COMMON_PRESENT | {"carry", "show", "came", "reported"}
_NO_STAND = frozenset({"times", "occasions"})
_TOLLED = words_in(
    """
    at to of as was is from : since has had rose put
    """
)
_VOTES = frozenset({"vote", "majority"})
_ASKED = 60
_SENTENCES = 6
_RISES = words_in(
    """
    rose risen rise rises fell fallen fall falls
    """
)


class Named(NamedTuple):
    """The unit of a figure and the place behind its words."""

    unit: str
    end: int


@dataclass(slots=True)
class Standing:
    """What has been counted so far in a passage.

    ``start`` is where what was said begins, ``inside`` whether the number met last stands there.
    """

    tokens: list[Token]
    start: int
    inside: bool = False
    last: list[tuple[int, str, Decimal | None]] = field(default_factory=list)

    def of(self, number: Number, counted: Counted, *, sure: bool = False) -> Named | None:
        """Return the noun after ``number`` or the one it stands for; ``None`` where nothing is counted.

        Where it is ``sure`` that something is, people are what nothing else is named for.
        """
        if counted.name and counted.head not in _LEFT_OVER:
            return self._noted(number, counted.name, counted.end)
        end = self._words_end(number, counted)
        if not counted.name and not sure and not self._counts(number):
            return None
        unit = self._stands_for(number)
        if unit.lower() in _NOTHING_COUNTED:
            if not sure:
                return None
            unit = ""
        if counted.head in _LEFT_OVER and not unit:
            return Named(counted.name, counted.end)
        return self._noted(number, unit or "people", end)

    def _noted(self, number: Number, unit: str, end: int) -> Named:
        if number.high == number.low == Decimal(1):
            return Named(singular(unit), end)
        if unit.lower() not in _NO_STAND and not self._part(number.start):
            self.last.append((number.start, unit, number.high))
        return Named(unit, end)

    def _part(self, at: int) -> bool:
        """Tell whether "among them", "including" stands before: a part, no whole for later numbers."""
        return "including" in {self._low(at - 1), self._low(at - 2)} or (
            self._low(at - 2),
            self._low(at - 1),
        ) == ("among", "them")

    def _words_end(self, number: Number, counted: Counted) -> int:
        """Return the end of the words: with "of them", "others"."""
        if counted.head in _LEFT_OVER:
            return counted.end
        if self._low(number.end) == "of" and self._low(number.end + 1) in {
            "them",
            "us",
            "whom",
            "these",
            "those",
            "you",
        }:
            return number.end + 2
        return number.end

    def _counts(self, number: Number) -> bool:
        """Tell whether a bare number counts: bound, "of them", a verb after, words that lead in a figure."""
        after = self._low(number.end)
        if (
            number.bounded
            or number.convention
            or after in {"of", "or", "more", "others"}
            or after in _BE
            or after in SUFFERED
        ):
            return True
        if after.endswith("ed") or after in _VERBS:
            return True
        before = self._low(number.start - 1)
        if before.endswith("ed") and before not in words.NOT_PAST:
            return True
        return before in _LEADS or (before in {"”", "’", '"'} and self._low(number.start - 2) in _LEADS)

    def _stands_for(self, number: Number) -> str:
        if self._low(number.end) == "of" and self._low(number.end + 1) in {"us", "you", "ours"}:
            return "people"
        tallied = self._tallied(number.start)
        if tallied:
            return tallied
        unit, near = self._counted_last(number)
        if self._suffered(number.end):
            return unit if near and is_person(unit.lower()) else "people"
        return unit

    def _tallied(self, at: int) -> str:
        """Return the noun of "the number of tents", "how many women", "the death toll" not far before."""
        across = self._low(at - 1) in {"was", "is", "not"}
        people = ""
        for place in self._back(at, _NEAR, breaks=int(across)):
            low = self.tokens[place].lower
            if (
                low in _TALLIES
                and self._low(place + 1) in {"of", "for"}
                and (noun := unit_at(self.tokens, place + 2)).name
            ):
                return "people" if noun.head in _OF_PEOPLE else noun.name
            if low in _VOTES and not people and self._low(at - 1) in {"was", "of", "to", "by"}:
                people = "votes"
            if low in _OF_PEOPLE and self._low(place + 1) in _TOLLED and not plural(self._low(place + 2)):
                people = "people"
            if low in _RISES and not people and (subject := self._subject(place)):
                people = subject
        return people or self._asked(at)

    def _asked(self, at: int) -> str:
        """Return the noun of "how many women were there?" not far before."""
        for place in self._back(at, _ASKED, breaks=_SENTENCES):
            if self._low(place) == "many" and self._low(place - 1) == "how":
                return unit_at(self.tokens, place + 1).name
        return ""

    def _back(self, at: int, reach: int, *, breaks: int) -> Iterator[int]:
        """Yield the places before ``at``, over at most ``breaks`` ends of sentences."""
        for place in range(at - 1, max(-1, at - reach), -1):
            breaks -= self._breaks(place)
            if breaks < 0:
                return
            yield place

    def _subject(self, verb: int) -> str:
        """Return the plural noun that opens the clause of a verb ("assaults on staff have risen to")."""
        first = verb
        while (
            first > max(0, verb - _NEAR)
            and not self._breaks(first - 1)
            and self.tokens[first - 1].start >= self.start
        ):
            first -= 1
        return next(
            (t.text for t in self.tokens[first:verb] if plural(t.lower) and counted_kind(t.lower)), ""
        )

    def _counted_last(self, number: Number) -> tuple[str, bool]:
        """Return the unit counted last and whether near; "of the 14" looks for the fourteen."""
        at = number.start
        whole = self._whole(number)
        among = self._low(number.end) == "of" and number.high is not None
        for place, unit, high in reversed(self.last[-6:]):
            if (whole is not None and high != whole) or (
                among and high is not None and number.high is not None and high <= number.high
            ):
                continue
            if is_site(unit.lower()) and self._low(at - 1) not in {"and", "only", "to", "from", ","}:
                continue
            near = at - place < _NEAR and not any(self._breaks(n) for n in range(place, at))
            if not near and (other := self._plural_before(at)):
                return other, True
            return unit, near
        return self._plural_before(at), True

    def _whole(self, number: Number) -> Decimal | None:
        if self._low(number.end) != "of" or self._low(number.end + 1) not in {"the", "these", "those"}:
            return None
        text = self._low(number.end + 2).replace(",", "")
        return Decimal(text) if text.isdecimal() else None

    def _plural_before(self, at: int) -> str:
        """Return the nearest plural noun of people or cases in what was said, in the same sentence."""
        for place in range(at - 1, max(-1, at - _FAR), -1):
            token = self.tokens[place]
            if self._breaks(place) or token.start < self.start:
                return ""
            low = token.lower
            if self._low(place + 1) == "of":
                continue
            if (
                token.kind == WORD
                and plural(low)
                and (low not in _NO_SUBJECTS or self._low(at + 2) == "whom")
                and (counted_kind(low) or is_person(low))
            ):
                return token.text
        return ""

    def _suffered(self, at: int) -> bool:
        while self._low(at) in _BE:
            at += 1
        return self._low(at) in SUFFERED

    def _breaks(self, place: int) -> bool:
        token = self.tokens[place]
        return (
            token.kind == MARK
            and token.text in ".!?"
            and place + 1 < len(self.tokens)
            and not self.tokens[place + 1].text[:1].islower()
        )

    def _low(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""


__all__ = ["Named", "Standing"]
