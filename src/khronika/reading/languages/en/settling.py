"""From a description to a party: names, offices and groups are led to whom the text names elsewhere.

A last name goes to its bearer, an office to who holds it, "the company" to the company last named. What
leads to
nobody stays as it is written, unnamed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from khronika.reading.languages.en import lexicon
from khronika.reading.languages.en.antecedents import Antecedents
from khronika.reading.languages.en.cast import SMALL, Cast, Member, Role, key_of, role_of
from khronika.reading.languages.en.described import described
from khronika.reading.languages.en.descriptions import GROUP, OFFICE, Described
from khronika.reading.languages.en.introductions import HE, INNER_CAPITAL, SHE, TRADING
from khronika.reading.languages.en.pieces import QUANTIFIERS
from khronika.reading.languages.en.runs import COMPANIES, ORGANISATION, PERSON
from khronika.reading.layout import Layout
from khronika.reading.tables import words_in
from khronika.reading.tokens import tokenise

_GENERIC = words_in(
    "group organisation organization company firm agency charity ngo watchdog paper newspaper"
    " broadcaster channel station site website outlet"
)
_INSIDE = re.compile(r"\b(?:in|near)\s(\w[\w’'-]*)\b(?!\s[A-Z])")
_CLUES_OF_PLACES = 1.0
_OPENING, _SOON = 3, 900
_TITLE_AND_NAME = 2
"""Sentences that open a text, and characters within which it then says who "a judge" is."""
_COMPANIES = words_in("company firm")
_COMPANY_ROLES = words_in(
    "company operator airline bank manufacturer contractor retailer carrier maker owner supplier producer"
    " utility insurer developer employer subsidiary plant factory mill mine"
)
_CIVIL = words_in("group organisation organization charity ngo watchdog")
_STATE = words_in(
    "ministry court police government parliament army assembly senate agency prosecutor directorate"
    " committee commission"
)


_BODIES = (_STATE - {"prosecutor"}) | _CIVIL | TRADING | {"panel", "party"}
"""What no person is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who a source is, and why; no ``member`` for several, for the text's own voice and where it is open."""

    name: str
    kind: str
    named: bool
    reason: str = ""
    member: Member | None = None
    lows: tuple[str, ...] = ()


@dataclass(slots=True)
class Settling:
    """Whom descriptions mean, in one text."""

    text: str
    layout: Layout
    publisher: str = ""
    author: str = ""
    cast: Cast = field(default_factory=Cast)
    seen: Antecedents = field(init=False)
    inside: frozenset[str] = field(init=False)
    """Words that stand alone after "in": places."""

    def __post_init__(self) -> None:
        self.seen = Antecedents(self.text, self.layout)
        self.inside = frozenset(m[1] for m in _INSIDE.finditer(self.text))

    def given(self, member: Member, said: str) -> Answer:
        """Return the answer that ``said`` means ``member``."""
        reason = f"“{said}” taken as {member.name}" if key_of(said) != key_of(member.name) else ""
        return Answer(member.name, member.kind, named=member.named, reason=reason, member=member)

    def whole(self, name: str, place: int) -> Member:
        """Return the member that a name, whole or short, stands for."""
        known = self.cast.named(name)
        if known is not None:
            return known
        read = described(tokenise(name, 0, len(name)), frozenset())
        if read is not None and read.kind == PERSON:
            answer = self.person(read, place)
        elif read is not None and read.kind in {OFFICE, GROUP}:
            answer = self.office(read._replace(definite=True), place, source=False)
        else:
            return Member(name, ORGANISATION)
        return answer.member or Member(name, ORGANISATION)

    def person(self, read: Described, place: int) -> Answer:
        """Return whom a name means; a plain plural is a group, a place its state."""
        parts = read.name.split()
        known = self.cast.named(read.name)
        if known is None or (len(parts) == 1 and " " not in known.name):
            near = self._bearer(read, parts, place)
            known = near or known
        if known is None and len(parts) == 1 and not read.styles:
            known = max(self.cast.opened_by(parts[0]), key=lambda m: m.last_before(place), default=None)
        if known is None and len(parts) == 1 and not read.styles and read.full in {"", read.name}:
            low = key_of(read.name)
            if low in QUANTIFIERS:
                return Answer(low, GROUP, named=False, member=self.unnamed(low, GROUP))
            if low in lexicon.GROUPS or (
                low.endswith("s") and low not in lexicon.MEDIA_WORDS and not read.name.isupper()
            ):
                low = read.name[0].lower() + read.name[1:]
                return Answer(low, GROUP, named=False, reason="", member=self.unnamed(low, GROUP))
        if known is None:
            known = self.cast.add(read.full or read.name, PERSON, place)
        if known.kind == PERSON and self._is_place(known):
            known.kind, known.named = ORGANISATION, False
        self.cast.call(known, read.role)
        return self.given(known, read.name)

    def unnamed(self, name: str, kind: str) -> Member:
        """Return a party without a name."""
        member = Member(name, kind, named=False)
        role = role_words(name)
        if role is not None:
            member.roles.append(role)
        return member

    def _is_place(self, member: Member) -> bool:
        """Tell whether a name is a place's: it stands after "in", and nothing speaks for a person."""
        evidence = (
            member.styles
            or member.title
            or member.roles
            or max(member.clues.values(), default=0.0) > _CLUES_OF_PLACES
        )
        single = " " not in member.name and not self.cast.wearers(member.name)
        return not evidence and (member.located or (single and member.name in self.inside))

    def _bearer(self, read: Described, parts: list[str], place: int) -> Member | None:
        """Return whom a last name, a first name or a name with initials means."""
        bearers = [m for m in self.cast.wearers(parts[-1]) if m.kind == PERSON and " " in m.name]
        if len(parts) > 1:
            first = key_of(parts[0]).rstrip(".")
            if (
                len(parts) == _TITLE_AND_NAME
                and parts[0].isupper()
                and len(first) > 1
                and "." not in parts[0]
            ):
                return bearers[0] if len(bearers) == 1 else None
            bearers = [
                m
                for m in bearers
                if key_of(m.name) != key_of(read.name)
                and len(m.name.split()[0].rstrip(".")) > 1
                and key_of(m.name).startswith(first)
                and (len(first) == 1 or first in key_of(m.name).split())
            ]
            if len(first) > 1 and bearers:
                bearers = [
                    m for m in bearers if set(key_of(read.name).split()) <= set(key_of(m.name).split())
                ]
        if not bearers:
            return None
        wanted = "she" if read.styles & SHE else "he" if read.styles & HE else ""
        open_to = [m for m in bearers if m.leans() in {"", wanted} and m.last_before(place) >= 0]
        if wanted and len(open_to) == 1:
            return open_to[0]
        fitting = [m for m in bearers if not wanted or m.leans() == wanted]
        fitting = (
            fitting or [m for m in bearers if not wanted or not m.leans()] or ([] if wanted else bearers)
        )
        before = [m for m in fitting if m.last_before(place) >= 0]
        if before:
            return max(before, key=lambda m: (self.seen.spoke_last(m), m.last_before(place)))
        return fitting[0] if fitting else None

    def organisation(self, read: Described, place: int) -> Answer:
        """Return which organisation a name, whole or short, means."""
        known = self.cast.named(read.name)
        parts = [w for w in key_of(read.name).split() if w not in SMALL]
        short = (
            known is None
            or known.kind != ORGANISATION
            or (len(parts) == 1 and len(key_of(known.name).split()) == 1)
        )
        if short and parts:
            longer = [
                m
                for m in min((self.cast.by_word.get(w, []) for w in parts), key=len)[:40]
                if m.kind == ORGANISATION
                and set(parts) < set(key_of(m.name).split())
                and (len(parts) > 1 or heads(parts[0], m.name))
            ]
            if longer:
                known = max(longer, key=lambda m: (m.last_before(place), -(m.places or [0])[0]))
            elif known is None or known.kind != ORGANISATION:
                holders = self.cast.holders(read.role, place) if read.role and read.definite else []
                known = holders[-1][2] if holders else known
        if known is None:
            known = self.cast.add(read.name, ORGANISATION, place)
        return self.given(known, read.name)

    def office(self, read: Described, place: int, *, source: bool) -> Answer:
        """Return who holds an office, or an unnamed party of its words."""
        role = read.role
        if role is not None and (read.definite or (not read.indefinite and read.kind == OFFICE)):
            found = self.pointed(role, place, definite=read.definite)
            if found is not None:
                return self.given(found, read.name)
        if (
            role is not None
            and read.indefinite
            and source
            and read.kind == OFFICE
            and (later := self.later(role, place))
        ):
            return self.given(later, read.name)
        if role is not None and "same" in role.before and (last := self.seen.last_speaker()) is not None:
            return self.given(last, read.name)
        member = Member(read.name, read.kind, named=False)
        if role is not None:
            member.roles.append(role)
        return Answer(read.name, read.kind, named=False, reason="", member=member)

    def later(self, role: Role, place: int) -> Member | None:
        """Return who of an office the text names soon after it opened with "a judge"."""
        if self.seen.sentence(place) > _OPENING:
            return None
        found = [
            (m.places[0], n, m)
            for n, (_, before, m) in enumerate(self.cast.holders(role._replace(before=frozenset()), place))
            if before < 0 and m.places and m.places[0] - place < _SOON
        ]
        return min(found)[2] if found else None

    def pointed(self, role: Role, place: int, *, definite: bool = True) -> Member | None:
        """Return who holds an office, of those named anywhere and those described before."""
        options: list[tuple[tuple[float, ...], Member]] = []
        wanted = role._replace(before=role.before - {"same"})
        for fit, before, member in self.cast.holders(wanted, place):
            if member.kind == PERSON and wanted.noun in _BODIES:
                continue
            last = max(before, self.seen.last_place(member))
            options.append(((last >= 0, fit > 1, last, fit), member))
        if definite:
            options += self._described(wanted, place)
        return max(options, key=lambda o: o[0], default=((), None))[1]

    def guest(self) -> Member | None:
        """Return who answers in an interview: the person whom the text names most, and first of those."""
        persons = (m for m in self.cast.members if m.kind == PERSON and m.places and not m.joined)
        return max(persons, key=lambda m: (len(m.places), -m.places[0]), default=None)

    def _described(self, wanted: Role, place: int) -> list[tuple[tuple[float, ...], Member]]:
        """Return whom "the board" can point to: parties without a name, and bodies by their names' words."""
        generic = wanted.noun in _GENERIC and not wanted.before
        bodies: list[tuple[tuple[float, ...], Member]] = []
        for member in self.cast.by_word.get(wanted.noun, [])[:40]:
            words_of = set(key_of(member.name).split())
            if (
                member.kind == ORGANISATION
                and not (wanted.of and len(words_of) == 1)
                and wanted.before <= words_of | member.belongs
                and heads(wanted.noun, member.name)
            ):
                last = max(member.last_before(place), self.seen.last_place(member))
                bodies.append(((last >= 0, bool(wanted.before), last, len(wanted.before)), member))
        plain = generic or (bool(bodies) and not wanted.before)
        options = bodies + [
            ((True, fit > 1, self.seen.last_place(member), fit), member)
            for member, fit in self.seen.described_as(wanted)
            if not plain or wanted.of or member.name != wanted.noun
        ]
        if generic and not any(member.named for _, member in options):
            known = self._generic(wanted.noun)
            if known is not None:
                last = max(known.last_before(place), self.seen.last_place(known))
                options.append(((last >= 0, True, last, 0), known))
        return options

    def _generic(self, noun: str) -> Member | None:
        """Return which organisation "the company", "the group", "the paper" points to."""
        if noun in _COMPANIES:
            near = self.seen.last_organisation(_is_company)
            every = [
                m for m in self.cast.members if m.kind == ORGANISATION and _is_company(m) and not m.joined
            ]
            return near or (every[0] if len(every) == 1 else None)
        return self.seen.last_organisation(lambda m: self._may_be(noun, m))

    def _may_be(self, noun: str, member: Member) -> bool:
        """Tell whether "the company", "the group", "the paper" can point to an organisation by its words."""
        lows = set(key_of(member.name).split())
        if member.located or member.name in self.inside:
            return False
        if noun in _CIVIL:
            return not lows & (lexicon.MEDIA_WORDS | _STATE) or bool(lows & {"rights", "committee", "watch"})
        if noun == "agency":
            return not lows & {"ministry", "court", "police"}
        return bool(lows & lexicon.MEDIA_WORDS) or member.name == self.publisher


def _is_company(member: Member) -> bool:
    """Tell whether a name, or what the text calls its bearer, says that it is a company."""
    trades = any(role.noun in _COMPANY_ROLES for role in member.roles)
    last = member.name.split()[-1]
    joint = "&" in member.name
    return trades or joint or key_of(last) in COMPANIES or INNER_CAPITAL.search(last) is not None


def heads(noun: str, name: str) -> bool:
    """Tell whether a noun is what a name says it is ("Ministry of Light", "Oru Press Agency")."""
    lows = key_of(name).split()
    front = next((n for n, w in enumerate(lows) if n > 0 and w in SMALL), len(lows))
    return noun in {lows[0], lows[front - 1], lows[-1]}


def role_words(name: str) -> Role | None:
    """Return the office that words name."""
    return role_of(tokenise(name, 0, len(name)))
