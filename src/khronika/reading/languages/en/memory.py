"""Who was mentioned so far: from a later surname, office or pronoun back to the speaker.

One :class:`Memory` lives for one reading. It keeps persons with their roles, organisations, and who
spoke last. The words "he" and "she" are matched with how the source itself spoke of a person before
("spokeswoman", "Mr"); nothing is concluded from a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from khronika.reading.languages.en import lexicon
from khronika.reading.languages.en.sources import (
    GROUP,
    OFFICE,
    ORGANISATION,
    PERSON,
    PRONOUN,
    SEVERAL,
    Source,
)

_NEAR = 6
"""Sentences back that a pronoun reaches."""

_HE = frozenset(
    {
        "mr",
        "sir",
        "spokesman",
        "man",
        "father",
        "brother",
        "husband",
        "son",
        "king",
        "chairman",
        "policeman",
        "uncle",
    }
)
_SHE = frozenset(
    {
        "mrs",
        "ms",
        "miss",
        "madam",
        "spokeswoman",
        "woman",
        "mother",
        "sister",
        "wife",
        "daughter",
        "queen",
        "chairwoman",
        "aunt",
    }
)
_ANY_GROUP = frozenset(
    {"group", "organisation", "organization", "ngo", "charity", "watchdog", "company", "firm"}
)
_STYLES = frozenset({"mr", "mrs", "ms", "miss", "sir", "dame", "lady", "lord"})
_PARTITIVE = re.compile(
    r"(one|two|three|four|five|some|several|another|most|many)\sof\s(?:them|those|these|the\s(?:one|two|three|four|five|six|men|women))$",
    re.IGNORECASE,
)
_NEVER_ONE = frozenset({"people", "police", "men", "women", "children", "residents"})
_ONE = frozenset(
    word
    for word in (lexicon.PEOPLE | lexicon.TITLES | lexicon.SPEAKS_FOR | lexicon.RELATIVES_OF)
    - lexicon.HALF_TITLES
    if not word.endswith("s")
    and word not in {"people", "men", "women", "children", "police", "family", "team", "community"}
)
_RECENT = 60
_LONGEST_WAIT = 2000
"""Acts that wait at most: memory does not grow with the text."""


@dataclass(slots=True, eq=False)
class Party:
    """Somebody mentioned: ``seen`` is the number of the sentence of the last mention."""

    name: str
    kind: str
    named: bool
    roles: set[str] = field(default_factory=set)
    affiliation: str = ""
    pronoun: str = ""
    seen: int = 0
    spoke: int = -1
    subject: int = -1


@dataclass(slots=True)
class Memory:
    """The parties of one text, by name and by last name, and the sentence the reading has reached."""

    by_name: dict[str, Party] = field(default_factory=dict)
    by_surname: dict[str, list[Party]] = field(default_factory=dict)
    by_first: dict[str, list[Party]] = field(default_factory=dict)
    recent: list[Party] = field(default_factory=list)
    sentence: int = 0
    own_name: str = ""
    medium: str = ""
    waiting: list[tuple[int, Callable[[], object]]] | None = None
    """What is still to be taken in, by sentence, where the memory is seldom asked; ``None``: all at once."""

    def later(self, act: Callable[[], object]) -> None:
        """Take in what ``act`` tells: at once, or when it is asked for."""
        if self.waiting is None:
            act()
            return
        self.waiting.append((self.sentence, act))
        if len(self.waiting) > _LONGEST_WAIT:
            self.catch_up()

    def catch_up(self) -> None:
        """Take in all that waits, in order."""
        now, waiting = self.sentence, self.waiting or []
        for self.sentence, act in waiting:
            act()
        self.sentence = now
        waiting.clear()

    def mention(
        self,
        name: str,
        kind: str,
        roles: frozenset[str] = frozenset(),
        affiliation: str = "",
        *,
        named: bool = True,
    ) -> Party:
        """Note that ``name`` was mentioned, and return the party."""
        key = name.casefold()
        party = self.by_name.get(key)
        if party is None:
            party = Party(name, kind, named)
            self.by_name[key] = party
        parts = name.split()
        if kind == PERSON and len(parts) > 1:
            same = self.by_surname.setdefault(parts[-1].casefold(), [])
            if party not in same:
                same.append(party)
                self.by_first.setdefault(parts[0].casefold(), []).append(party)
        party.roles |= roles
        party.affiliation = party.affiliation or affiliation
        party.pronoun = party.pronoun or ("he" if roles & _HE else "she" if roles & _SHE else "")
        party.seen = self.sentence
        self._promote(party)
        return party

    def _promote(self, party: Party) -> None:
        self.recent = [p for p in self.recent if p is not party][-_RECENT:]
        self.recent.append(party)

    def spoke(self, party: Party) -> None:
        """Note that ``party`` spoke in this sentence."""
        party.spoke = self.sentence
        self._promote(party)

    def topic(self, name: str) -> None:
        """Note that the sentence is about ``name``: its subject, whom a pronoun next takes up first."""
        party = self.known(name)
        if party is not None:
            party.subject = party.seen = self.sentence
            self._promote(party)

    def known(self, name: str, styles: frozenset[str] = frozenset()) -> Party | None:
        """Return the party that ``name`` (whole, a last or first name, initials) was introduced as.

        Of namesakes, ``styles`` ("mr", "mrs") leave out those whom the source styled otherwise.
        """
        parts = name.split()
        whole = self.by_name.get(name.casefold())
        if whole is not None and len(parts) > 1:
            return whole
        last = parts[-1].casefold() if parts else ""
        namesakes = self.by_surname.get(last, []) if len(parts) == 1 else []
        alike = [p for p in namesakes if not p.roles & _STYLES or p.roles & styles]
        if styles & _STYLES and alike:
            namesakes = alike
        first = self.by_first.get(last, []) if len(parts) == 1 else []
        if not namesakes and whole is None and len(first) == 1:
            return first[0]
        if namesakes:
            return max(namesakes, key=lambda p: (p.spoke >= 0, p.spoke, -namesakes.index(p)))
        return whole

    def resolve(self, source: Source) -> tuple[Source, str]:  # noqa: PLR0911 - rules in order
        """Return the speaker as first introduced, with the reason in words."""
        if source.kind == PRONOUN:
            return self._pronoun(source)
        if source.kind == SEVERAL:
            names = tuple(self._full(name) for name in source.parts)
            return source._replace(name="; ".join(names)), ""
        if source.kind == PERSON:
            full = self._full(source.name, source.roles)
            reason = f"surname of {full}" if full != source.name else ""
            return source._replace(name=full), reason
        if source.kind in {ORGANISATION, GROUP} and (short := self.by_name.get(source.name.casefold())):
            return source._replace(name=short.name, kind=short.kind, named=short.named), ""
        if source.speaks_for:
            return self._for(source)
        if source.kind in {GROUP, OFFICE} and (parted := _PARTITIVE.match(source.name)):
            return self._part_of(source, parted[1])
        if source.noun:
            return self._pointed(source)
        return source, ""

    def _full(self, name: str, styles: frozenset[str] = frozenset()) -> str:
        party = self.known(name, styles)
        return party.name if party else name

    def _for(self, source: Source) -> tuple[Source, str]:
        owner = source.speaks_for
        if owner in {"his", "her", "their"}:
            party = self._last("he" if owner == "his" else "she" if owner == "her" else "they")
            full = party.name if party else owner
        else:
            full = self._full(owner)
        name = source.name[: len(source.name) - len(owner)] + full
        return source._replace(name=name, speaks_for=full), ""

    def _pointed(self, source: Source) -> tuple[Source, str]:
        """Return who "the minister", "the ministry", "the same spokesperson" points back to."""
        noun = source.noun
        singular = noun.removesuffix("s")
        for party in reversed(self.recent):
            if party.name.casefold() == source.name.casefold():
                continue
            if self._answers(party, noun, singular):
                found = Source(party.name, party.kind, party.named, frozenset(party.roles), party.affiliation)
                return found, f"“{source.name}” taken as {party.name}"
        return source, ""

    def _answers(self, party: Party, noun: str, singular: str) -> bool:
        """Tell whether a party was introduced with the noun."""
        if party.kind == ORGANISATION:
            parts = party.name.lower().split()
            return noun in parts or (noun in _ANY_GROUP and party.spoke >= 0)
        if party.kind == PERSON and noun in _ANY_GROUP and " " not in party.name:
            return party.spoke >= 0 and not party.pronoun
        if party.kind == PERSON:
            return noun in party.roles and noun not in _NEVER_ONE
        plural = noun + "s" in party.roles and party.name.lower().startswith("one of")
        return (noun in party.roles or singular in party.roles or plural) and party.spoke >= 0

    def _last(self, pronoun: str) -> Party | None:
        """Return the last suitable party: who spoke last comes before who was only mentioned."""
        fitting = [p for p in self.recent if self._suits(p, pronoun) and self.sentence - p.seen <= _NEAR]
        if not fitting:
            return None
        return max(fitting, key=lambda p: (max(p.spoke, p.subject), p.spoke, p.seen))

    def _suits(self, party: Party, pronoun: str) -> bool:
        if pronoun in {"he", "she"}:
            person = party.kind == PERSON or (party.kind == OFFICE and any(r in _ONE for r in party.roles))
            return person and party.pronoun in {"", pronoun}
        if pronoun == "it" and party.kind in {GROUP, SEVERAL}:
            return (
                re.split(r"\s(?:who|of|in|at|from|with)\s", party.name.lower())[0].split()[-1]
                in lexicon.GROUPS
            )
        return party.kind in {GROUP, ORGANISATION, SEVERAL}

    def _part_of(self, source: Source, part: str) -> tuple[Source, str]:
        """Return "one of two witnesses" for "one of them": an unnamed part of the group last heard."""
        groups = [p for p in self.recent if p.kind in {GROUP, SEVERAL} and self.sentence - p.seen <= _NEAR]
        groups = [
            p for p in groups if not _PARTITIVE.match(p.name) and not p.name.lower().startswith("one of")
        ]
        if not groups:
            return source, ""
        whole = max(groups, key=lambda p: (p.spoke, p.seen)).name
        whole = re.split(r",|\s(?:who|whom|that|which)\s", whole)[0]
        return source._replace(name=f"{part.lower()} of {whole}"), f"“{source.name}” taken as of {whole}"

    def called(self, name: str) -> str:
        """Return the whole name of the party that ``name`` or its initials stand for, or ``name``."""
        party = self.known(name)
        return party.name if party is not None else name

    def shorten(self, short: str, name: str) -> None:
        """Note that ``short`` stands for the organisation ``name`` ("the Centre for Light (CL)")."""
        self.by_name.setdefault(short.casefold(), self.mention(name, ORGANISATION))

    def _pronoun(self, source: Source) -> tuple[Source, str]:
        low = source.name
        if low in {"i", "we"} and self.own_name:
            return Source(self.own_name, ORGANISATION, named=True), f"“{low}” is the text's own voice"
        if low in {"he", "she", "they", "it"}:
            party = self._last(low)
            if party is not None:
                if low in {"he", "she"}:
                    party.pronoun = low
                found = Source(party.name, party.kind, party.named, frozenset(party.roles), party.affiliation)
                return found, f"“{low}” taken as {party.name}"
        return source, ""


def in_power(party: Party | None, name: str, roles: frozenset[str]) -> bool:
    """Tell whether a speaker holds an office that can punish."""
    words_of = f"{name} {party.affiliation if party is not None else ''}".lower().split()
    known = party.roles if party is not None else set()
    return bool((roles | known | frozenset(words_of)) & lexicon.POWERS)
