"""The names of a text, looked up before it is read: full names by surname, surnames as they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.names import (
    Run,
    common,
    is_given,
    is_patronymic,
    looks_personal,
    nominative,
    nominatives,
    plain,
    run_at,
    same,
    spelled,
    words_of,
)
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tokens import WORD, Token

_MOST = 40
_INITIAL = len("А.")


@dataclass(slots=True)
class Book:
    """Full names in the order of the text, by the nominatives their last word can have; all words of the text, small."""

    words: frozenset[str] = frozenset()
    names: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    by_given: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()

    def note(self, words: tuple[str, ...]) -> None:
        """Add a name as written."""
        for key in nominatives(words[-1]):
            kept = self.names.setdefault(key, [])
            if len(kept) < _MOST and words not in kept:
                kept.append(words)
        for key in nominatives(words[0]):
            alike = self.by_given.setdefault(key, [])
            if len(alike) < _MOST and words not in alike:
                alike.append(words)

    def full(self, words: Sequence[str], recent: Sequence[str], *, oblique: bool) -> str:
        """Return the full name, in the nominative, of whom ``words`` name; ``recent`` were mentioned, the last first."""
        wanted = tuple(words)
        alike = [name for name in recent if _answers(name.split(), wanted, self.words, oblique=oblique)]
        exact = [name for name in alike if plain(name.split()[-1]) == plain(wanted[-1])]
        if exact and not oblique:
            return exact[0]
        if alike:
            return alike[0]
        found = self._introduced(wanted, oblique=oblique)
        return found or spelled(nominative(wanted, self.words) if oblique else wanted)

    def _introduced(self, wanted: tuple[str, ...], *, oblique: bool) -> str:
        """Return the first fuller name of the text that can be meant."""
        kept = [n for key in nominatives(wanted[-1]) for n in self.names.get(key, ())]
        if not kept and len(wanted) == 1:
            kept = [n for key in nominatives(wanted[0]) for n in self.by_given.get(key, ())]
        for name in kept:
            upright = self.upright(name)
            if (
                len(name) >= len(wanted)
                and name != wanted
                and _answers(upright, wanted, self.words, oblique=oblique)
            ):
                return spelled(upright)
        return ""

    def upright(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name of the text in the nominative, by how its given name stands."""
        first = next((w for w in name if len(w) > _INITIAL), name[-1])
        if plain(name[-1]).endswith(_OBLIQUE):
            return nominative(name, self.words)
        named = (
            [f for f in forms(first) if f.number != "plur" and "Name" in f.marks] if is_given(first) else []
        )
        others = any(c != plain(first) and c in self.words for c in nominatives(first))
        if named:
            upright = named[0].case == "nomn" or (any(f.case == "nomn" for f in named) and not others)
            return name if upright else nominative(name, self.words)
        last = any(c != plain(name[-1]) and c in self.words for c in nominatives(name[-1]))
        return nominative(name, self.words) if others or (last and plain(name[-1])[-1:] not in "ая") else name


_OBLIQUE = (
    "ского", "скому", "ским", "цкого", "цкому", "цким", "ову", "овым", "еву", "евым", "ину", "иным", "овой", "евой", "иной",
    "ской", "цкой", "скую", "цкую",
)  # fmt: skip
"""How a surname ends that stands in no nominative."""


def _answers(full: Sequence[str], wanted: Sequence[str], known: frozenset[str], *, oblique: bool) -> bool:
    """Tell whether ``wanted`` (a surname, a given name, initials, the whole) can stand for ``full``."""
    if not full:
        return False
    if len(wanted) == 1:
        return _same(full[-1], wanted[0], known, oblique=oblique) or (
            len(full) > 1 and _same(full[0], wanted[0], known, oblique=oblique) and is_given(full[0])
        )
    if len(full) > 1 and is_patronymic(wanted[-1]) and len(wanted) == len(("given", "patronymic")):
        return same(full[0], wanted[0]) and same(full[1], wanted[1])
    if not _same(full[-1], wanted[-1], known, oblique=oblique):
        return False
    return len(full) > 1 and (
        full[0][:1] == wanted[0][:1]
        if wanted[0].endswith(".") or full[0].endswith(".")
        else same(full[0], wanted[0])
    )


def _same(full: str, wanted: str, known: frozenset[str], *, oblique: bool) -> bool:
    """Tell whether a word can be a form of a name; an upright one is that name or, where it can be no other, a form."""
    a, b = plain(full), plain(wanted)
    if a == b:
        return not oblique or not b.endswith(("ова", "ева", "ина")) or b[:-1] not in known
    if not same(full, wanted):
        return False
    return oblique or not (b[:-1] == a and b.endswith("а") and b.endswith(("ова", "ева", "ина", "ына")))


def look_through(sentences: Sequence[Sequence[Token]]) -> Book:
    """Return the book of a text from the tokens of its sentences."""
    book = Book(frozenset(plain(t.text) for tokens in sentences for t in tokens))
    for tokens in sentences:
        for run in runs(tokens):
            words = words_of(tokens, run)
            if len(words) > 1:
                book.note(nominative(words, book.words) if governed(tokens, run.start) else words)
    book.surnames = frozenset(book.names)
    return book


def governed(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what stands before a name puts it in another case: a preposition, or its own noun."""
    before = tokens[at - 1] if at > 0 else None
    if before is None or before.kind != WORD or before.capital:
        return False
    if before.lower in PREPOSITIONS:
        return True
    found = [f for f in forms(before.text) if f.pos == "NOUN"]
    return bool(found) and all(f.animate for f in found[:1]) and not any(f.case == "nomn" for f in found)


def runs(tokens: Sequence[Token]) -> list[Run]:
    """Return where names of people stand in a sentence."""
    found = []
    at = 0
    while at < len(tokens):
        run = run_at(tokens, at, len(tokens))
        if run is None:
            at += 1
            continue
        at = run.end
        named = _personal(tokens, run)
        if named is not None:
            found.append(named)
    return found


def _personal(tokens: Sequence[Token], run: Run) -> Run | None:
    """Return the part of capitalised words that names somebody; a given name, a patronymic or initials come first."""
    starts = [
        n
        for n in range(run.start, run.end - 1)
        if tokens[n].text != "." and not (common(tokens[n].text) and not is_given(tokens[n].text))
    ]
    for start in starts:
        words = words_of(tokens, Run(start, run.end))
        sure = is_given(words[0]) or words[0].endswith(".") or (len(words) > 1 and is_patronymic(words[1]))
        if sure and looks_personal(words):
            return Run(start, run.end)
    for start in starts:
        words = words_of(tokens, Run(start, run.end))
        if len(words) != len(("given", "surname")) or not looks_personal(words) or any(map(common, words)):
            continue
        place = any(f.marks & {"Geox", "Orgn"} for w in words[:1] for f in forms(w)[:1])
        before = tokens[start - 1] if start > 0 else None
        quoted = before is not None and before.text in '«„"'
        if not place and not quoted:
            return Run(start, run.end)
    return None
