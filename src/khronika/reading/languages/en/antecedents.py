"""Which party mentioned before a pronoun it means: candidates scored by what the text shows of them.

Looked at are, for each party: how far back it stands, whether it was the subject, whether it spoke,
inside or outside
of a quotation, and what the text's own words say of it ("Mr", "spokeswoman", an earlier "she"). The weights
(``antecedents.json``) are learned from annotated documents by ``training/train_speakers.py``, one a
feature; the greatest sum
wins, and where even that is unlikely the pronoun stays open. No more than ``MOST`` parties are looked at.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from khronika.reading.languages.en.cast import Member, Role, fits
from khronika.reading.languages.en.features import (
    OFFICE,
    ORGANISATION,
    PERSON,
    Choice,
    Seen,
    Trail,
    Where,
    features_of,
    suits,
    weights,
)
from khronika.reading.layout import Layout

MOST = 24
_PAIR, _REACH, _GAP = 2, 60, 3
LIKELY = 0.25
"""A party less likely than this does not get a pronoun."""


@dataclass(slots=True)
class Antecedents:
    """The parties seen so far, the last one last."""

    text: str
    layout: Layout
    trails: dict[int, Trail] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    speakers: list[int] = field(default_factory=list)
    watch: list[Choice] | None = None
    """Where a list is given, every choice of a source is added to it, for training."""
    _sentences: list[int] = field(init=False)
    _quotes: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._sentences = [s.start for s in self.layout.sentences]
        self._quotes = [q.start for q in self.layout.quotations]

    def sentence(self, place: int) -> int:
        """Return the number of the sentence at a place."""
        return max(0, bisect_right(self._sentences, place) - 1)

    def quote(self, place: int) -> int:
        """Return the number of the quotation at a place, or -1."""
        at = bisect_right(self._quotes, place) - 1
        return at if at >= 0 and place < self.layout.quotations[at].end else -1

    def note(self, member: Member, seen: Seen) -> None:
        """Note a mention."""
        before = self.trails.get(id(member))
        if (
            before is not None
            and before.last.spoke
            and not seen.spoke
            and before.last.start <= seen.start < before.last.end
        ):
            return
        number = self.sentence(seen.start)
        sentence = self.layout.sentences[number]
        initial = seen.opens and not seen.after_preposition
        trail = self.trails.get(id(member))
        if trail is None:
            trail = Trail(member, seen, number, sentence.block, self.quote(seen.start), initial)
            self.trails[id(member)] = trail
        else:
            trail.last, trail.sentence, trail.block = seen, number, sentence.block
            trail.quote, trail.initial = self.quote(seen.start), initial
            trail.count += 1
        if (seen.verb or initial) and not seen.after_preposition and not seen.possessive:
            trail.subject = number
        if id(member) in self.order[-4 * MOST :]:
            self.order.remove(id(member))
        self.order.append(id(member))
        if len(self.order) > 8 * MOST:
            del self.order[: 4 * MOST]
        if seen.spoke:
            trail.spoke, trail.spoke_place = number, seen.start
            self.speakers = [m for m in self.speakers[-MOST:] if m != id(member)] + [id(member)]

    def best(
        self,
        pronoun: str,
        place: int,
        *,
        possessive: bool,
        source: bool = False,
        but: Member | None = None,
    ) -> tuple[Member | None, float]:
        """Return the likeliest party for a pronoun and how likely it is; ``None`` where none is."""
        kind = "person" if pronoun in {"he", "she"} else pronoun
        options: list[tuple[Member, dict[str, float]]] = []
        number, quote = self.sentence(place), self.quote(place)
        block = self.layout.sentences[number].block
        for key in reversed(self.order[-4 * MOST :]):
            trail = self.trails[key]
            if trail.member is but or not suits(trail.member, pronoun):
                continue
            where = Where(number, block, quote, len(options), possessive, source)
            features = features_of(trail, pronoun, where, self.speakers)
            options.append((trail.member, features))
            if len(options) >= MOST:
                break
        if not options:
            return None, 0.0
        table = weights().get(kind, {})
        sums = [sum(table.get(name, 0.0) * value for name, value in f.items()) for _, f in options]
        top = max(range(len(sums)), key=sums.__getitem__)
        total = sum(math.exp(s - sums[top]) for s in sums) + math.exp(table.get("nobody", -3.0) - sums[top])
        if self.watch is not None and source:
            self.watch.append((pronoun, (place, place), options))
        sure = 1 / total
        if sure < LIKELY:
            return None, sure
        return options[top][0], sure

    def spoke_last(self, member: Member) -> int:
        """Return where a party spoke last, or -1."""
        trail = self.trails.get(id(member))
        return trail.spoke if trail is not None else -1

    def last_place(self, member: Member) -> int:
        """Return where a party was mentioned last, or -1."""
        trail = self.trails.get(id(member))
        return trail.last.start if trail is not None else -1

    def described_as(self, role: Role) -> list[tuple[Member, int]]:
        """Return the unnamed parties, last first, that were described by an office."""
        found = []
        for key in reversed(self.order[-4 * MOST :]):
            member = self.trails[key].member
            if member.named:
                continue
            fit = max((fits(role, has, member.belongs) for has in member.roles), default=0)
            if fit:
                found.append((member, fit))
        return found

    def called(self, name: str) -> Member | None:
        """Return the unnamed party that goes by exactly these words."""
        for key in reversed(self.order[-4 * MOST :]):
            if self.trails[key].member.name.casefold() == name.casefold():
                return self.trails[key].member
        return None

    def last_organisation(self, may_be: Callable[[Member], bool]) -> Member | None:
        """Return the organisation that spoke or was named last of those that may be meant."""
        near = [self.trails[k].member for k in reversed(self.order[-4 * MOST :])]
        return next((m for m in near if m.kind == ORGANISATION and may_be(m)), None)

    def last_speaker(self) -> Member | None:
        """Return who spoke last."""
        return self.trails[self.speakers[-1]].member if self.speakers else None

    def leads_to(self, place: int) -> Member | None:
        """Return who is named right before a quotation; ``None`` where the last speaker goes on."""
        number = self.sentence(place)
        block = self.layout.sentences[number].block
        spoke = max((self.trails[k].spoke_place for k in self.speakers[-1:]), default=-1)
        near = [
            t
            for t in (self.trails[k] for k in self.order[-MOST:])
            if t.block == block
            and t.quote < 0
            and t.last.start > spoke
            and number - t.sentence <= 1
            and t.initial
        ]
        near = [t for t in near if t.member.kind in {PERSON, OFFICE} and not t.member.located]
        return max(near, key=lambda t: t.last.start).member if near else None

    def pair(self, place: int) -> list[Member]:
        """Return the two parties of one kind that "both" can mean; empty where there are none."""
        number = self.sentence(place)
        near = [
            self.trails[k]
            for k in reversed(self.order[-4 * MOST :])
            if number - self.trails[k].sentence <= _PAIR
        ]
        for kinds in ({PERSON}, {ORGANISATION}):
            both = [
                t.member for t in near if t.member.kind in kinds and t.member.named and not t.member.located
            ]
            if len(both) >= _PAIR:
                return both[1::-1]
        return []

    def right_before(self, place: int) -> Member | None:
        """Return the party that ends right before a "who"."""
        near = [
            self.trails[k] for k in self.order[-4 * MOST :] if 0 <= place - self.trails[k].last.end <= _REACH
        ]
        near = [t for t in near if t.sentence == self.sentence(place)]
        best = min(
            near,
            key=lambda t: (
                place - t.last.end > _GAP,
                t.last.start if place - t.last.end > _GAP else -t.last.start,
            ),
            default=None,
        )
        return best.member if best is not None else None
