"""Who was mentioned so far: from a later surname, office or pronoun back to the speaker.

One :class:`Memory` lives for one reading; it begins with a look through the whole text, so that a surname in a heading
finds the full name below it. How the text spoke of somebody ("она", "сказала") is a clue to the next pronoun, and
is recorded nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.reading.languages.ru import lexicon, offices
from khronika.reading.languages.ru.book import Book
from khronika.reading.languages.ru.institutions import Institution, in_country
from khronika.reading.languages.ru.introduced import Introduced
from khronika.reading.languages.ru.morph import forms, lemma
from khronika.reading.languages.ru.names import gender_of, plain, same
from khronika.reading.languages.ru.party import Party, as_known, expanded, short_of, suits, unsure
from khronika.reading.languages.ru.sources import (
    GROUP,
    OFFICE,
    ORGANISATION,
    PERSON,
    PRONOUN,
    SEVERAL,
    Source,
)
from khronika.reading.languages.ru.titles import Titles

_NEAR = 8
"""Sentences back that a pronoun reaches."""

_CLOSE = 2
"""Sentences back in which a person comes before a body for "он", "она"."""

_RECENT = 80
_OTHERS = frozenset(
    {
        "один",
        "другой",
        "некий",
        "анонимный",
        "неназванный",
        "неизвестный",
        "второй",
        "третий",
        "еще",
        "иной",
        "некоторый",
    }
)
_HEADS = frozenset({"глава", "руководитель"})
_BODIES = frozenset(
    {
        "ведомство",
        "регион",
        "область",
        "республика",
        "край",
        "город",
        "компания",
        "предприятие",
        "правительство",
    }
    | {
        "кабинет",
        "комитет",
        "комиссия",
        "министерство",
        "район",
        "государство",
        "мвд",
        "мид",
        "минюст",
        "минздрав",
    }
)
_LETTERS = frozenset({"цик", "центризбирком"})
"""Short names that are written out only where the text does."""

_GENDERS = {"masc": "он", "femn": "она"}


@dataclass(slots=True)
class Memory:
    """The parties of one text by name, and the sentence the reading has reached."""

    book: Book
    titles: Titles = field(default_factory=Titles)
    institutions: tuple[Institution, ...] = ()
    publisher: str = ""
    author: str = ""
    by_name: dict[str, Party] = field(default_factory=dict)
    recent: list[Party] = field(default_factory=list)
    sentence: int = 0
    introduced: Introduced = field(default_factory=Introduced)
    medium: str = ""
    turn: str = ""
    """Who speaks in a turn of a transcript: its "я" and "мы"."""

    whom: str = ""
    """Who is spoken to in a turn: its "вы"."""

    apart: str = ""
    """Who cannot be meant by "он": whose own words the pronoun stands in."""

    def mention(self, source: Source, *, pronoun: str = "") -> Party:
        """Note that a resolved source was mentioned, and return the party."""
        party = self.by_name.get(plain(source.name))
        if party is None:
            party = Party(source.name, source.kind, source.named)
            self.by_name[plain(source.name)] = party
        party.roles |= source.roles
        party.content |= source.content
        party.head = party.head or source.head
        party.pronoun = pronoun or party.pronoun or self._pronoun_of(source)
        party.seen = self.sentence
        self._promote(party)
        return party

    def _promote(self, party: Party) -> None:
        self.recent = [p for p in self.recent if p is not party][-_RECENT:]
        self.recent.append(party)

    def _pronoun_of(self, source: Source) -> str:
        if source.kind == PERSON:
            words = source.name.split()
            gender = gender_of(words)
            if not gender and plain(words[-1]).endswith(("ова", "ева", "ина", "ына", "ская", "цкая", "ая")):
                gender = "femn"
            return _GENDERS.get(gender, "")
        if source.kind in {GROUP, SEVERAL} or source.plural:
            return "они"
        found = next((f for f in forms(source.head) if f.pos == "NOUN"), None) if source.head else None
        return _GENDERS.get(found.gender, "он") if found is not None and source.kind == ORGANISATION else ""

    def spoke(self, party: Party) -> None:
        """Note that ``party`` spoke in this sentence."""
        party.spoke = party.seen = self.sentence
        self._promote(party)

    def resolve(self, source: Source, *, label: bool = False) -> tuple[Source, str]:
        """Return the speaker as first introduced, with the reason in words; a ``label`` points back to nobody else."""
        if source.kind == PRONOUN:
            return self._pronoun(source)
        if source.kind == SEVERAL:
            parts = tuple(self.resolve(part)[0] for part in source.parts)
            return source._replace(name="; ".join(part.name for part in parts), parts=parts), ""
        if source.kind == PERSON:
            return self._person(source)
        if source.kind == ORGANISATION:
            return self._organisation(source)
        return self._pointed(source, label=label)

    def _person(self, source: Source) -> tuple[Source, str]:
        source = source._replace(words=self.book.named(source.words))
        full = self.book.full(source.words, self._ranked(), oblique=source.oblique)
        reason = f"surname of {full}" if len(source.words) == 1 and full != source.name else ""
        return source._replace(name=full, words=tuple(full.split())), reason

    def _ranked(self) -> list[str]:
        """Return the names of people mentioned so far, the last first."""
        return [p.name for p in reversed(self.recent) if p.kind == PERSON]

    def _organisation(self, source: Source) -> tuple[Source, str]:
        side, own = self._side(source), self._own_medium(source)
        if side is not None:
            return as_known(source, side), f"“{source.name}” taken as {side.name}"
        if own:
            return source._replace(name=own, named=True), ""
        if source.oblique and not source.head:
            source = source._replace(name=self.titles.upright(source.name))
        return self._body(source)

    def _body(self, source: Source) -> tuple[Source, str]:
        """Return which body an upright name or a word of kind means."""
        known = self.by_name.get(plain(source.name))
        if known is not None:
            return as_known(source, known), ""
        if source.head in lexicon.MEDIA_KINDS and source.content <= lexicon.MEDIA_KINDS:
            medium = self.medium or self.publisher
            return (
                source._replace(name=medium, named=True) if medium else source
            ), f"“{source.name}” taken as {medium}"
        if source.head in lexicon.DOCUMENTS and len(source.content) <= 1:
            return self._author(source)
        found, reason = self._introduced(source)
        name = (
            found.name
            if found.name != source.name
            else in_country(found.name, source.head, self.introduced.country)
        )
        told = name != found.name and len(source.name.split()) > 1
        return found._replace(name=name, named=found.named or told), reason

    def _introduced(self, source: Source) -> tuple[Source, str]:
        """Return the organisation introduced before that a word of its kind or a part of its name means."""
        content = expanded(source.content)
        bare = source.content <= {source.head, "сам", "этот"}
        meant = self.introduced.meant(source.head, self.sentence) if bare else ""
        if meant:
            return source._replace(name=meant, named=True), f"“{source.name}” taken as {meant}"
        fitting = [
            p
            for p in reversed(self.recent)
            if p.kind == ORGANISATION
            and (p.named or p.head == source.head)
            and self._answers(p, source, content)
        ]
        if fitting:
            found = fitting[0]
            return as_known(source, found), f"“{source.name}” taken as {found.name}"
        return self._in_full(source, content), ""

    def _in_full(self, source: Source, content: frozenset[str]) -> Source:
        """Return an institution by the full name that the text has for it somewhere."""
        if not source.head or not content:
            return source
        short = {lemma(w) for w in lexicon.SHORT.get(source.head, "").split()}
        wanted = (content - {source.head}) | short if short else content
        fitting = [
            i for i in self.institutions if wanted <= i.content and len(i.content) > len(source.content)
        ]
        if len(fitting) == 1 or (fitting and short):
            return source._replace(name=fitting[0].name, named=source.head not in lexicon.NOT_NAMED)
        if short and source.content <= {source.head} and source.head not in _LETTERS:
            placed = next((i for i in self.institutions if i.name.casefold().startswith(source.head)), None)
            return source._replace(name=placed.name if placed else lexicon.SHORT[source.head], named=True)
        return source

    def _author(self, source: Source) -> tuple[Source, str]:
        """Return who last spoke as the author of "документ", "доклад"."""
        near = [p for p in self.recent if p.spoke >= 0 and self.sentence - p.spoke <= _NEAR // 2 and p.named]
        if not near:
            return source, ""
        party = max(near, key=lambda p: p.spoke)
        return as_known(source, party), f"“{source.name}” taken as of {party.name}"

    def _own_medium(self, source: Source) -> str:
        bare = source.content <= {
            lemma(w)
            for w in (
                "редакция",
                "газета",
                "издание",
                "агентство",
                "журнал",
                "радиостанция",
                "канал",
                "портал",
            )
        }
        if bare and source.head in lexicon.MEDIA_KINDS | {"редакция"} and source.head == "редакция":
            return self.publisher
        inside = source.name.partition("«")[2].rstrip("»") or source.name
        return self.publisher if self.publisher and short_of(inside, self.publisher) else ""

    def _answers(self, party: Party, source: Source, content: frozenset[str]) -> bool:
        """Tell whether an organisation was introduced with the words of a later mention."""
        theirs = expanded(party.content) | {lemma(w) for w in party.name.split()}
        if (
            source.oblique
            and not source.head
            and all(any(same(a, b) for b in party.name.split()) for a in source.name.split())
        ):
            return True
        if not source.head or not content:
            return bool(content) and content <= theirs
        if content <= theirs:
            return True
        if len(content) > 1:
            return False
        if source.head in lexicon.POINTING_AT_OFFICES:
            return bool(theirs & lexicon.POINTING_AT_OFFICES) or party.head in lexicon.SHORT
        return (
            source.head in lexicon.POINTING_AT_ANY
            and party.named
            and party.head in {"", *lexicon.POINTING_AT_ANY}
        )

    def _pointed(self, source: Source, *, label: bool) -> tuple[Source, str]:
        """Return whom "министр", "тот же дежурный", "правозащитники" point back to."""
        if source.content & _OTHERS:
            return source, ""
        content = source.content - {"тот", "этот", "сам", "такой", "тогдашний", "свой"}
        found = self._holding(source, content)
        if found is not None:
            return as_known(source, found), f"“{source.name}” taken as {found.name}"
        who = self._meant(source, content, label=label)
        if who is not None:
            return as_known(source, who), f"“{source.name}” taken as {who.name}"
        alone = not source.plural and content <= offices.alike(source.head)
        holder = self.book.holder(source.head) if alone else ""
        if holder and holder != self.apart:
            return source._replace(name=holder, kind=PERSON, named=True), f"only {holder} is called so"
        return source, ""

    def _meant(self, source: Source, content: frozenset[str], *, label: bool) -> Party | None:
        """Return whom a word of office means that nobody was introduced by: the head of a body, who spoke last."""
        if source.head in _HEADS and content - offices.alike(source.head):
            leader = self._leader(content)
            if leader is not None:
                return leader
        return None if label or source.plural else self._speaking(source)

    def _holding(self, source: Source, content: frozenset[str]) -> Party | None:
        """Return the party introduced last with the office, or called by the words; the word itself before its like."""
        own = frozenset({source.head, lexicon.MAY_BE.get(source.head, source.head)})
        for heads in (own, offices.alike(source.head)):
            for party in reversed(self.recent):
                if party.name == self.apart:
                    continue
                office = party.kind == PERSON and source.kind == OFFICE and heads & party.roles
                if office and content - heads <= party.content | party.roles:
                    return party
                if party.kind == source.kind and party.head in own and content <= party.content:
                    return party
        return None

    def _speaking(self, source: Source) -> Party | None:
        """Return who spoke last, for a bare word of office; never who says the word."""
        if not source.content <= {source.head} or source.head not in offices.POINTING:
            return None
        found = (f for f in forms(source.head) if f.pos in {"NOUN", "ADJF", "PRTF"})
        gender = next((_GENDERS.get(f.gender, "") for f in found), "")
        strict = gender == "она" or source.head in {"мужчина", "парень", "старик"}
        fits = {"", gender} if strict else {"", "он", "она"}
        near = [
            p
            for p in self.recent
            if p.kind == PERSON and p.spoke >= 0 and self.sentence - p.spoke <= _NEAR // 2
        ]
        near = [p for p in near if offices.may_hold(source.head, p.roles)]
        near = [p for p in near if p.pronoun in fits and p.name not in {self.turn, self.apart}]
        return max(near, key=lambda p: (p.spoke, p.seen), default=None)

    def _leader(self, content: frozenset[str]) -> Party | None:
        """Return the head of some body last mentioned, for "глава ведомства", "глава региона"."""
        if not content & _BODIES:
            return None
        return next(
            (p for p in reversed(self.recent) if p.kind == PERSON and p.roles & lexicon.LEADERS), None
        )

    def _side(self, source: Source) -> Party | None:
        """Return the one person who speaks for the defence or the prosecution."""
        roles = lexicon.SIDES.get(source.head, frozenset())
        fitting = [p for p in self.recent if p.kind == PERSON and p.roles & roles]
        return fitting[0] if len(fitting) == 1 and source.content <= {source.head} else None

    def _pronoun(self, source: Source) -> tuple[Source, str]:
        low = source.name
        if low in {"я", "мы"}:
            own = self.turn or (
                (self.author or self.publisher) if low == "я" else (self.publisher or self.author)
            )
            return (
                (Source(own, ORGANISATION, named=True), f"“{low}” is the text's own voice")
                if own
                else (source, "")
            )
        if low == "вы" and self.whom:
            known = self.by_name.get(plain(self.whom))
            kind, named = (known.kind, known.named) if known is not None else (ORGANISATION, True)
            return Source(self.whom, kind, named=named), "“вы” is who is spoken to"
        party = self.last(low)
        if party is None:
            return source, ""
        if low in {"он", "она"} and party.kind in {PERSON, OFFICE}:
            party.pronoun = low
        found = Source(party.name, party.kind, party.named, roles=frozenset(party.roles), head=party.head)
        return found, f"“{low}” taken as {party.name}"

    def last(self, pronoun: str) -> Party | None:
        """Return the last suitable party: who spoke last comes before who was only mentioned."""
        near = [p for p in self.recent if self.sentence - p.seen <= _NEAR and p.name != self.apart]
        fitting = [p for p in near if suits(p, pronoun)]
        if not fitting and pronoun in {"он", "она"}:
            fitting = [p for p in near if self.sentence - p.seen <= 1 and unsure(p)]
        if not fitting:
            return None
        if pronoun in {"он", "она"}:
            fitting = [
                p for p in fitting if p.kind in {PERSON, OFFICE} and self.sentence - p.seen <= _CLOSE
            ] or fitting
        if pronoun in {"тот", "та", "те"}:
            return max(fitting, key=lambda p: (p.seen, -p.spoke))
        return max(fitting, key=lambda p: (max(p.spoke, p.subject), p.kind == PERSON, p.spoke, p.seen))


__all__ = ["Memory", "Party", "short_of"]
