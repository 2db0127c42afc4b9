"""The cast of a text: every person and organisation it names anywhere, with what it calls them.

A first pass fills it (:mod:`introductions`), so that a surname, an office, initials or a short form can
be led
to the name that stands in full elsewhere, before or after. ``clues`` count the words "he" and "she" that
the text
itself uses of somebody; they live as long as the reading, decide between antecedents and are recorded
nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

MOST = 40
"""Members that one word leads to; of more, the first are looked at."""

SMALL = words.ARTICLES | words.PREPOSITIONS | words.CONJUNCTIONS | words.DETERMINERS
ALIKE = {
    "archbishop": "bishop",
    "policeman": "officer",
    "policewoman": "officer",
    "spokeswoman": "spokesperson",
    "spokesman": "spokesperson",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "premier": "minister",
    "justice": "judge",
    "counsel": "lawyer",
    "attorney": "lawyer",
    "solicitor": "lawyer",
    "barrister": "lawyer",
    "advocate": "lawyer",
    "gen": "general",
    "col": "colonel",
    "maj": "major",
    "capt": "captain",
    "sgt": "sergeant",
    "lt": "lieutenant",
    "insp": "inspector",
    "prof": "professor",
    "rev": "pastor",
    "reverend": "pastor",
    "pres": "president",
    "poll": "survey",
    "memorandum": "memo",
    "study": "report",
    "findings": "report",
    "statistics": "figures",
    "messages": "message",
    "dr": "doctor",
    "doctor": "doctor",
    "rep": "representative",
    "gov": "governor",
    "sen": "senator",
    "supt": "superintendent",
    "firm": "company",
    "paper": "newspaper",
    "carrier": "airline",
}
"""Nouns that point to the same office."""

CLOSE_NAME = words_in("mr mrs ms miss sir dame lady lord madam smt shri mme mlle herr frau sra")
PLAIN_TITLES = words_in("mr mrs ms miss madam dr doctor prof professor former acting late ex-")
"""Titles that are no part of what somebody is called who has no other name."""


_PASSING = words_in(
    "new old former current own main top senior junior local late then acting young elderly retired"
    " longtime whole actual"
)
"""Words before an office that do not tell one office from another."""
_UNLIKE = words_in("prime deputy vice")
"""Words before an office that make it another's."""
_NEVER_ONE = words_in("police people men women children residents family families team community press media")


_SHORTEST_HALF = 4
"""Letters before a hyphen that can stand for a last name."""


class Role(NamedTuple):
    """An office or trade as words: its noun, what stands before it, and what it is of."""

    noun: str
    before: frozenset[str]
    of: frozenset[str]


@dataclass(slots=True, eq=False)
class Member:
    """Somebody the text names. ``places`` are where, in order; ``first`` is the first of them."""

    name: str
    kind: str
    named: bool = True
    roles: list[Role] = field(default_factory=list)
    belongs: set[str] = field(default_factory=set)
    clues: dict[str, float] = field(default_factory=dict)
    styles: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)
    title: str = ""
    joined: bool = False
    """The name was a short form of another member's, who has taken all of it."""
    located: bool = False
    """The name stands after "in", "at", "near": a place as likely as somebody."""

    def last_before(self, place: int) -> int:
        """Return where the name stands last before ``place``, or -1."""
        at = bisect_right(self.places, place - 1)
        return self.places[at - 1] if at else -1

    def leans(self) -> str:
        """Return "he" or "she" where the text's own words for the party say so clearly."""
        he, she = self.clues.get("he", 0.0), self.clues.get("she", 0.0)
        if he >= 2 * she + 1:
            return "he"
        return "she" if she >= 2 * he + 1 else ""


def noun_of(word: str) -> str:
    """Return the noun under which an office is compared."""
    low = word.lower()
    return ALIKE.get(low, low)


def role_of(tokens: Sequence[Token]) -> Role | None:
    """Return the office that a phrase names, without its article; ``None`` for no noun."""
    plain = [t for t in tokens if t.kind == WORD and t.lower not in {"'s", "'"}]
    while plain and plain[0].lower in words.DETERMINERS | words.INTRO_ADVERBS:
        plain = plain[1:]
    cut = next(
        (n for n, t in enumerate(plain) if t.lower in words.PREPOSITIONS | words.RELATIVES and n > 0),
        len(plain),
    )
    head = plain[:cut]
    if not head:
        return None
    end = next((n for n, t in enumerate(plain) if t.lower in words.RELATIVES), len(plain))
    before = frozenset(t.lower for t in head[:-1] if t.lower not in SMALL | _PASSING)
    of = frozenset(t.lower for t in plain[cut:end] if t.lower not in SMALL)
    return Role(noun_of(head[-1].lower), before, of)


def fits(wanted: Role, has: Role, belongs: set[str]) -> int:
    """Tell how well a description meets an office: 0 not at all, 3 word for word."""
    if wanted.noun != has.noun:
        return 0
    every = has.before | has.of | belongs
    if not wanted.before <= every or (has.before & _UNLIKE) - wanted.before:
        return 0
    if wanted.of and has.of and not wanted.of & every:
        return 0
    return 1 + (wanted.before == has.before) + bool(wanted.of and wanted.of <= every)


@dataclass(slots=True)
class Cast:
    """The members of one text by whole name, by each word of a name, and by office."""

    members: list[Member] = field(default_factory=list)
    by_name: dict[str, Member] = field(default_factory=dict)
    by_word: dict[str, list[Member]] = field(default_factory=dict)
    by_role: dict[str, list[Member]] = field(default_factory=dict)
    at: dict[int, tuple[Member, int]] = field(default_factory=dict)

    def add(self, name: str, kind: str, place: int) -> Member:
        """Note that ``name`` stands at ``place``, and return its member."""
        key = key_of(name)
        member = self.by_name.get(key)
        if member is None:
            member = Member(name, kind)
            self.members.append(member)
            self.by_name[key] = member
            for word in dict.fromkeys([*key.split(), *_halves(key)]):
                if word not in SMALL:
                    self.by_word.setdefault(word, []).append(member)
        if member.name.isupper() and not name.isupper():
            member.name = name
        if place >= 0:
            member.places.append(place)
        return member

    def call(self, member: Member, role: Role | None) -> None:
        """Note an office of ``member``."""
        if role is not None and role not in member.roles and len(member.roles) < MOST:
            member.roles.append(role)
            known = self.by_role.setdefault(role.noun, [])
            if member not in known:
                known.append(member)

    def opened_by(self, word: str) -> list[Member]:
        """Return the organisations whose names of several words begin with ``word``."""
        low = key_of(word)
        known = self.by_word.get(low, [])[: 2 * MOST]
        return [m for m in known if m.kind == "organisation" and key_of(m.name).startswith(f"{low} ")]

    def alias(self, short: str, member: Member) -> None:
        """Note that ``short`` stands for ``member``."""
        self.by_name.setdefault(key_of(short), member)

    def join(self, short: Member, whole: Member) -> None:
        """Let ``whole`` take everything that was noted of a short form of its name."""
        for role in short.roles:
            self.call(whole, role)
        for word, weight in short.clues.items():
            whole.clues[word] = whole.clues.get(word, 0.0) + weight
        whole.styles |= short.styles
        whole.belongs |= short.belongs
        whole.places += short.places
        for key in [key_of(short.name)]:
            self.by_name[key] = whole
        for role in short.roles:
            self.by_role[role.noun] = [m for m in self.by_role[role.noun] if m is not short]
        for word in key_of(short.name).split():
            self.by_word[word] = [m for m in self.by_word.get(word, []) if m is not short]
        short.joined = True

    def leave(self, short: Member) -> None:
        """Take a short form that several members bear out of what names lead to."""
        self.by_name.pop(key_of(short.name), None)
        for role in short.roles:
            self.by_role[role.noun] = [m for m in self.by_role[role.noun] if m is not short]
        short.joined = True

    def ready(self) -> None:
        """Put the places of every member in order."""
        for member in self.members:
            member.places = sorted(set(member.places))

    def named(self, name: str) -> Member | None:
        """Return the member of exactly this name."""
        return self.by_name.get(key_of(name))

    def holders(self, role: Role, place: int) -> list[tuple[int, int, Member]]:
        """Return who can be meant by an office, best last: how well it fits, where last named, and who.

        Where nobody holds "the health minister", the one whom the text calls "the minister" does.
        """
        found = []
        if role.noun in _NEVER_ONE:
            return []
        likely = self.by_role.get(role.noun, [])[:MOST]
        for member in likely:
            fit = max((fits(role, has, member.belongs) for has in member.roles[:MOST]), default=0)
            if fit:
                found.append((fit, member.last_before(place), member))
        if not found and role.before:
            plain = [m for m in likely if any(r.noun == role.noun and not r.before | r.of for r in m.roles)]
            found = [(0, m.last_before(place), m) for m in plain] if len(plain) == 1 else []
        return sorted(
            {id(m): (f, p, m) for f, p, m in found}.values(),
            key=lambda f: (f[1] >= 0, f[0], f[1], -(f[2].places or [0])[0]),
        )

    def wearers(self, part: str) -> list[Member]:
        """Return the persons with ``part`` as their last name, or where there is none as their first."""
        low = key_of(part)
        known = [m for m in self.by_word.get(low, [])[: 2 * MOST] if m.kind == "person" and " " in m.name]
        last = [m for m in known if key_of(m.name).split()[-1] == low]
        return last or [m for m in known if key_of(m.name).split()[0] == low] or known


def key_of(name: str) -> str:
    """Return a name as it is looked up: small letters, straight apostrophes, no article in front."""
    low = " ".join(name.casefold().replace("’", "'").split()).replace("united nations", "un")
    first, _, rest = low.partition(" ")
    return rest if first in words.ARTICLES and rest else low


def _halves(key: str) -> list[str]:
    """Return the first halves of a name's last names ("ocampo" of "hernan ocampo-diez")."""
    return [word.partition("-")[0] for word in key.split()[1:] if word.find("-") >= _SHORTEST_HALF]


def is_role(word: str) -> bool:
    """Tell whether a word names an office, a trade or a relation."""
    low = word.lower()
    return (
        low in lexicon.TITLES
        or low in lexicon.PEOPLE
        or low in lexicon.SPEAKS_FOR
        or low in lexicon.RELATIVES_OF
        or noun_of(low) != low
        or low in TRADES
        or ("-" in low and all(is_role(part) for part in low.split("-")))
    )


TRADES = words_in("""
    mechanic pharmacist forester carpenter welder baker butcher fisherman fishermen ferryman shepherd
    seamstress
    seamster cook porter notary abbot monk nun imam priest vicar canon matron coroner bishop headman
    headmaster
    headmistress principal rector dean registrar clerk bailiff auditor commissioner prefect magistrate
    solicitor
    barrister counsel advocate novelist poet singer footballer economist sociologist engineer vulcanologist
    seismologist pathologist physician surgeon psychologist psychiatrist midwife paramedic firefighter fireman
    electrician plumber shopkeeper businessman businesswoman trader merchant landowner planter rancher foreman
    boss supervisor overseer recruiter gravedigger quartermaster captor guard sentry gendarme constable
    bystander
    passer-by organiser organizer strategist pollster columnist anchor blogger photographer cameraman editor
    publisher translator interpreter fixer treasurer deputy challenger opponent rival candidate lawmaker
    legislator
    congressman alderman councillor councilwoman councilman undersecretary sergeant corporal major brigadier
    lieutenant cadet recruit conscript veteran retiree graduate pupil boy girl youth orphan widow widower
    mother
    migrant refugee exile applicant claimant respondent complainant appellant plaintiff petitioner caller
    listener
    interviewer con det general supremo reader customer passenger tenant landlord monitor whistleblower
    insider informant defector whip pleader commandant
""")
"""Trades and offices beside those of the lexicon."""


TITLE_TRADES = words_in("""
    canon vicar matron abbot imam dean rector principal commissioner prefect magistrate auditor registrar
    coroner brother
    counsel advocate solicitor headman foreman superintendent brigadier con det supremo nun monk priest
""")
"""Trades that stand before a single name as a title ("Canon Thripp")."""


def titled(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the styles ("mr", "dame") among words."""
    return frozenset(t.lower for t in tokens if t.lower in CLOSE_NAME)
