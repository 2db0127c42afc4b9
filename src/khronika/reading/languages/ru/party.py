"""Parties of a text, and what a later mention shares with one: pronoun, words, the short form of a name."""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.morph import lemma
from khronika.reading.languages.ru.names import is_given, is_patronymic, same
from khronika.reading.languages.ru.sources import GROUP, OFFICE, ORGANISATION, PERSON, SEVERAL, Source


@dataclass(slots=True, eq=False)
class Party:
    """Somebody mentioned: ``seen``, ``spoke`` and ``subject`` are numbers of sentences."""

    name: str
    kind: str
    named: bool
    roles: set[str] = field(default_factory=set)
    content: frozenset[str] = frozenset()
    head: str = ""
    pronoun: str = ""
    seen: int = 0
    spoke: int = -1
    subject: int = -1


def unsure(party: Party) -> bool:
    """Tell whether a person's name leaves open how the text speaks of them."""
    words = party.name.split()
    return party.kind == PERSON and not any(is_patronymic(w) or is_given(w) for w in words)


def suits(party: Party, pronoun: str) -> bool:
    """Tell whether a pronoun can mean a party."""
    if pronoun in {"тот", "та"}:
        pronoun = "он" if pronoun == "тот" else "она"
    if pronoun in {"они", "те", "оба"}:
        return party.kind in {GROUP, SEVERAL} or (party.kind == ORGANISATION and party.head in {"", "власть"})
    if pronoun == "там":
        return party.kind == ORGANISATION
    if party.kind in {PERSON, OFFICE}:
        return party.pronoun in {"", pronoun}
    return party.kind == ORGANISATION and party.pronoun == pronoun and bool(party.head)


def as_known(source: Source, party: Party) -> Source:
    """Return a source as the party that it means."""
    return source._replace(name=party.name, kind=party.kind, named=party.named)


def expanded(content: frozenset[str]) -> frozenset[str]:
    """Return lemmas with "МВД" also as "министерство внутренних дел"."""
    more = {lemma(w) for word in content for w in lexicon.SHORT.get(word, "").split()}
    return content | more


def short_of(name: str, whole: str) -> bool:
    """Tell whether one name is another's short form ("Хронике" for "Кавказская хроника")."""
    parts = [w for w in name.replace("-", " ").split() if w[:1].isalnum()]
    theirs = [w.strip("«»,") for w in whole.replace("-", " ").split()]
    return bool(parts) and all(any(same(p, w) for w in theirs) for p in parts)
