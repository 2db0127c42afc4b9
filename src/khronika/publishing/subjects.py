"""Which statements are about the same things: those whose contents share names or telling words.

The method, which anybody can redo with a pen: a term is a run of capitalised words, with a number after it,
that is not merely the first word of a sentence ("Quarry 9", "Interior Ministry"); or, in English, a word of
five letters or more that is not among the common ones, with its family ("detained", "detainees" and
"detentions" are one). A term that two speakers use, or one in three statements, makes a group.

What must stay true: terms come only from words standing in contents; a protected trait of persons is no
term (:mod:`khronika.publishing.traits`); nothing is inferred about anybody. Where the language is not English
only names of several words, or with a number, are terms, since the list of traits is English.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khronika.publishing.sentences import Sentence
from khronika.publishing.speakers import Key, key_of
from khronika.publishing.traits import names_a_people, names_a_trait
from khronika.publishing.words import COMMON, FUNCTION, family_of, is_of_the_field

MOST_GROUPS = 12
_LEAST_LETTERS = 5
_ENOUGH_OF_ONE = 3
_ENGLISH_SHARE = 0.12
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[.!?:;…\n“”„«»\"()]")


@dataclass(frozen=True, slots=True)
class Term:
    """A name or a telling word. ``key`` is what is compared, ``shown`` how the contents write it."""

    key: str
    shown: str
    name: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Statements that share ``terms``; ``spelled`` are the spellings found in their contents."""

    number: int
    heading: str
    why: str
    spelled: tuple[str, ...]
    sentences: tuple[str, ...]
    speakers: int


Terms = dict[str, tuple[Term, ...]]


def terms_of(sentences: Sequence[Sentence], languages: Sequence[str]) -> Terms:
    """Return each sentence's terms by its label; ``languages`` are those of the sources, by number.

    An empty language is taken as English where at least an eighth or so of the words are its function words.
    """
    texts = {sentence.label: sentence.content for sentence in sentences}
    english = {number for number, _ in enumerate(languages, 1) if _is_english(number, languages, sentences)}
    seen = _Capitals.of(texts.values())
    found: Terms = {}
    for sentence in sentences:
        tokens = _TOKEN.findall(texts[sentence.label])
        names = list(_names(tokens, seen, any_name=sentence.source in english))
        words = list(_words(tokens, names, seen)) if sentence.source in english else []
        kept = {term.key: term for term in reversed([*names, *words]) if not names_a_trait(term.shown)}
        found[sentence.label] = tuple(reversed(kept.values()))
    return found


def subjects_of(sentences: Sequence[Sentence], terms: Terms) -> tuple[Subject, ...]:
    """Return the groups, those with most speakers and statements first, at most twelve.

    Terms that stand in exactly the same statements make one group.
    """
    standing: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        for term in terms[sentence.label]:
            standing.setdefault(term.key, []).append(sentence)
    same: dict[tuple[str, ...], list[str]] = {}
    within = _names_within_words(standing)
    for key, said in standing.items():
        if key in within:
            continue
        if _enough(said) and not _half_a_name(key, said, standing):
            same.setdefault(tuple(s.label for s in said), []).extend([*_names_of(key, within), key])
    by_label = {sentence.label: sentence for sentence in sentences}
    ranked = sorted(same.items(), key=lambda group: _rank(group, by_label, terms))
    return tuple(
        _subject(number, labels, keys, (by_label, terms))
        for number, (labels, keys) in enumerate(ranked[:MOST_GROUPS], 1)
    )


def _names_within_words(standing: dict[str, list[Sentence]]) -> dict[str, str]:
    """Return names that are shown with a word of theirs, by name: "Quarry 9" with "quarry".

    That is so where the word stands wherever the name does, and in no more than twice as many statements.
    """
    found: dict[str, str] = {}
    for name, said in standing.items():
        labels = {sentence.label for sentence in said}
        for word in name.split() if " " in name else ():
            wider = {sentence.label for sentence in standing.get(word, ())}
            if labels <= wider and len(wider) <= 2 * len(labels):
                found[name] = word
    return found


def _names_of(word: str, within: dict[str, str]) -> list[str]:
    return [name for name, found in within.items() if found == word]


def _enough(said: Sequence[Sentence]) -> bool:
    """Tell whether a term is worth a group: two speakers say it, or one says it three times."""
    return len({key_of(sentence) for sentence in said}) > 1 or len(said) >= _ENOUGH_OF_ONE


def _half_a_name(key: str, said: Sequence[Sentence], standing: dict[str, list[Sentence]]) -> bool:
    """Tell whether ``key`` is a word of a longer name that stands in the same statements."""
    longer = (other for other in standing if other != key and f" {key} " in f" {other} ")
    return any([s.label for s in standing[other]] == [s.label for s in said] for other in longer)


_Group = tuple[tuple[str, ...], list[str]]


def _rank(group: _Group, by_label: dict[str, Sentence], terms: Terms) -> tuple[int, int, int, str]:
    labels, keys = group
    speakers: set[Key] = {key_of(by_label[label]) for label in labels}
    named = any(term.name for term in terms[labels[0]] if term.key in keys)
    return -len(speakers), -len(labels), 0 if named else 1, keys[0]


def _subject(
    number: int, labels: Sequence[str], keys: Sequence[str], world: tuple[dict[str, Sentence], Terms]
) -> Subject:
    by_label, terms = world
    spelled: dict[str, Counter[str]] = {key: Counter() for key in keys}
    names = set()
    for label in labels:
        for term in terms[label]:
            if term.key in spelled:
                spelled[term.key][term.shown] += 1
                names |= {term.key} if term.name else set()
    ordered = sorted(keys, key=lambda key: (key not in names, keys.index(key)))
    heads = [_heading(key, spelled[key], name=key in names) for key in ordered]
    spellings = tuple(dict.fromkeys(shown for key in ordered for shown in sorted(spelled[key])))
    what = "name" if all(key in names for key in ordered) else "word"
    return Subject(
        number=number,
        heading=", ".join(heads[:3]),
        why=f"their contents share the {what}{'s' if len(spellings) > 1 else ''}",
        spelled=spellings,
        sentences=tuple(labels),
        speakers=len({key_of(by_label[label]) for label in labels}),
    )


def _heading(key: str, spelled: Counter[str], *, name: bool) -> str:
    return min(spelled, key=lambda shown: (-spelled[shown], shown)) if name else key


@dataclass(frozen=True, slots=True)
class _Capitals:
    """Which words are capitalised inside a sentence somewhere, and which also stand uncapitalised."""

    inside: frozenset[str]
    small: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Capitals:
        inside, small = set(), set()
        for text in texts:
            first = True
            for token in _TOKEN.findall(text):
                if token[0].isupper() and not first:
                    inside.add(token.casefold())
                if token[0].islower():
                    small.add(token.casefold())
                first = not token[0].isalnum()
        return cls(frozenset(inside), frozenset(small))


def _names(tokens: Sequence[str], seen: _Capitals, *, any_name: bool) -> Iterable[Term]:
    run: list[str] = []
    first = True
    for token in [*tokens, "."]:
        part = (_capital(token) and not (first and not _surely_name(token, seen))) or (
            bool(run) and token.isdigit()
        )
        if part:
            run.append(_bare(token))
        else:
            yield from _name(run, seen, any_name=any_name)
            run = []
        first = not token[0].isalnum()


def _capital(token: str) -> bool:
    return token[0].isupper() and token.casefold() not in FUNCTION


def _surely_name(token: str, seen: _Capitals) -> bool:
    word = token.casefold()
    return word in seen.inside or (
        word not in seen.small and word not in COMMON and len(word) >= _LEAST_LETTERS
    )


def _name(run: Sequence[str], seen: _Capitals, *, any_name: bool) -> Iterable[Term]:
    if not run or (len(run) == 1 and not any_name):
        return
    shown = " ".join(run)
    if len(run) == 1 and (shown.casefold() in COMMON or names_a_people(shown, seen.inside)):
        return
    yield Term(shown.casefold(), shown, name=True)


def _bare(token: str) -> str:
    return token.removesuffix("'s").removesuffix("’s")


def _words(tokens: Sequence[str], names: Sequence[Term], seen: _Capitals) -> Iterable[Term]:
    """Return the telling words; a word of a name counts where it also stands uncapitalised somewhere."""
    in_names = {word for term in names for word in term.key.split() if word not in seen.small}
    for token in tokens:
        word = _bare(token).casefold()
        long = len(word) >= _LEAST_LETTERS or is_of_the_field(family_of(word))
        common = word in COMMON or word in FUNCTION
        if long and word.isalpha() and not common and word not in in_names:
            yield Term(family_of(word), word, name=False)


def _is_english(number: int, languages: Sequence[str], sentences: Sequence[Sentence]) -> bool:
    language = languages[number - 1]
    if language:
        return language.casefold().split("-")[0] == "en"
    words = [w.casefold() for s in sentences if s.source == number for w in re.findall(r"[^\W_]+", s.content)]
    return bool(words) and sum(word in FUNCTION for word in words) / len(words) >= _ENGLISH_SHARE
