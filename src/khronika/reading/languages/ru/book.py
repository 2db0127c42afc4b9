"""The names of a text, looked up before it is read: full names by surname, surnames as they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from khronika.reading.languages.ru.appositions import roles_before
from khronika.reading.languages.ru.morph import forms, in_dictionary
from khronika.reading.languages.ru.names import (
    CONSONANTS,
    PARTICLES,
    PLACED,
    Run,
    common,
    gender_oblique,
    gender_of,
    initial,
    is_given,
    is_patronymic,
    looks_personal,
    never_of,
    nominative,
    nominatives,
    ordered,
    plain,
    runs_in,
    same,
    shaped,
    spelled,
    words_of,
)
from khronika.reading.languages.ru.standing import head_before, stands_of, titled_in
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tokens import WORD, Token

_MOST = 40
_PLACING = frozenset({"в", "во", "из"})
_INITIAL = len("А.")
_TWO, _MOST_WORDS = 2, 5


@dataclass(slots=True)
class Book:
    """Full names in the order of the text, by the nominatives their last word can have; all words of the text, small."""

    words: frozenset[str] = frozenset()
    names: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    by_given: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    stands: Mapping[str, int] = field(default_factory=dict)
    """How often the words of names stand as subjects."""

    titled: Mapping[str, str] = field(default_factory=dict)
    """The title before a surname that the text never gives in full ("сержант Пахомов"), by the surname, small."""

    holders: dict[str, set[str]] = field(default_factory=dict)
    """The people that the text calls by a word of office, by the word."""

    places: frozenset[str] = frozenset()
    """What words can be in the nominative that stand where a place does ("из Тарна"), small."""

    def named(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name without the place that stands before it ("мэр | Тарна | Анна Лунд")."""
        placed = len(words) > _TWO and not is_given(words[0]) and not is_patronymic(words[1])
        return words[1:] if placed and not self.places.isdisjoint(nominatives(words[0])) else words

    def holder(self, office: str) -> str:
        """Return the one person whom the text calls by a word of office, or nothing where it calls none or several so."""
        names = self.holders.get(office, set())
        return next(iter(names)) if len(names) == 1 else ""

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
        name = self._fullest(self._full(tuple(words), recent, oblique=oblique))
        title = self.titled.get(plain(name), "")
        return f"{title} {name}" if title else name

    def _fullest(self, name: str) -> str:
        """Return the longest form that the text has of a name in the nominative ("Анна Сергеевна Лунд")."""
        words = name.split()
        if len(words) == 1:
            return name
        kept = self.names.get(plain(words[-1]), ())
        fuller = [n for n in kept if len(n) > len(words) and _begins(n, words)]
        if not fuller and words[0].endswith("."):
            fuller = [n for n in kept if _begins(n, words)]
        return spelled(self.upright(max(fuller, key=len))) if fuller else name

    def _full(self, wanted: tuple[str, ...], recent: Sequence[str], *, oblique: bool) -> str:
        bare = without_particles(wanted)
        if bare != wanted and (found := self._full(bare, recent, oblique=oblique)) and " " in found:
            return found
        alike = [name for name in recent if _answers(name.split(), wanted, self.words, oblique=oblique)]
        exact = [name for name in alike if plain(name.split()[-1]) == plain(wanted[-1])]
        if exact and not oblique:
            return exact[0]
        if alike:
            return alike[0]
        found = self._introduced(wanted, oblique=oblique)
        return found or spelled(self.nominative(wanted) if oblique else wanted)

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
        settled = self._settled(name[-1], gender_of(name))
        if settled == name[-1] and (_may_stand(first) or self.stands.get(plain(first))):
            return name
        if settled and settled != name[-1] and not self.stands.get(plain(first)):
            return self.nominative(name)
        if plain(name[-1]).endswith(_OBLIQUE):
            return self.nominative(name)
        named = (
            [f for f in forms(first) if f.number != "plur" and "Name" in f.marks] if is_given(first) else []
        )
        others = any(c != plain(first) and c in self.words for c in nominatives(first))
        if named:
            upright = (
                named[0].case == "nomn"
                or (named[0].gender == "masc" and plain(name[-1])[-1] in CONSONANTS)
                or (any(f.case == "nomn" for f in named) and not others and not _declined(name[-1]))
            )
            return name if upright else self.nominative(name)
        last = any(c != plain(name[-1]) and c in self.words for c in nominatives(name[-1]))
        foreign = (
            first != name[-1] and _declined(name[-1]) and plain(first)[-1] in "ая" and not is_given(first)
        )
        return (
            self.nominative(name)
            if others or foreign or (last and plain(name[-1])[-1:] not in "ая")
            else name
        )

    def nominative(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return the nominative of a name in another case: the words as they stand as subjects, else by their endings."""
        gender = gender_oblique(name, self.words)
        return tuple(
            self._settled(word, gender) or other
            for word, other in zip(name, nominative(name, self.words), strict=True)
        )

    def mentions(self, tokens: Sequence[Token]) -> list[Run]:
        """Return where people stand in a sentence: by name, or by a surname that the text has in full somewhere."""
        found = [self._unplaced(tokens, run) for run in runs(tokens)]
        inside = set[int]()
        for run in found:
            inside.update(range(run.start, run.end))
        for at, token in enumerate(tokens):
            if token.capital and at not in inside and token.kind == WORD and not token.text.isupper():
                known = any(form in self.surnames or form in self.titled for form in nominatives(token.text))
                if known and not common(token.text):
                    found.append(Run(at, at + 1))
        return sorted(found)

    def _unplaced(self, tokens: Sequence[Token], run: Run) -> Run:
        words = words_of(tokens, run)
        return run if words[0].endswith(".") or self.named(words) == words else Run(run.start + 1, run.end)

    def hold(self, tokens: Sequence[Token], run: Run) -> None:
        """Note which words of office stand before a name."""
        roles = roles_before(tokens, run.start)
        if roles:
            words = ordered(words_of(tokens, run))
            name = self.full(words, (), oblique=governed(tokens, run.start))
            for role in roles:
                self.holders.setdefault(role, set()).add(name)

    def _settled(self, word: str, gender: str) -> str:
        """Return the form of a word that most often stands as a subject, or nothing where none does."""
        fitting = [c for c in nominatives(word) if c in self.stands and not c.endswith(never_of(gender))]
        return shaped(max(fitting, key=lambda c: self.stands[c]), word) if fitting else ""


def without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without the particles it begins with ("Ван дер Лунд")."""
    start = 0
    while start < len(words) - 1 and words[start].lower() in PARTICLES:
        start += 1
    return words[start:]


def _may_stand(given: str) -> bool:
    """Tell whether a word is a given name in the nominative."""
    return is_given(given) and any("Name" in f.marks and f.case == "nomn" for f in forms(given))


def _declined(surname: str) -> bool:
    """Tell whether a surname ends as those of men do in the genitive, and as no woman's does in the nominative."""
    low = plain(surname)
    return low[-1] in "ая" and low[-2:-1] in CONSONANTS and not low.endswith(never_of("masc"))


def _begins(fuller: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether a longer name can be of whom a shorter one names: the same given name, or its initial."""
    if words[0].endswith("."):
        return fuller[0][:1] == words[0][:1] and not fuller[0].endswith(".")
    return same(fuller[0], words[0]) and len(fuller) > _TWO and is_patronymic(fuller[1])


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
        return same(full[0], wanted[0]) and (same(full[1], wanted[1]) or not is_patronymic(full[1]))
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
    book = Book(frozenset(plain(t.text) for tokens in sentences for t in tokens), stands=stands_of(sentences))
    book.places = places_in(sentences)
    for tokens in sentences:
        for run in runs(tokens):
            words = book.named(ordered(words_of(tokens, run)))
            if len(words) > 1:
                book.note(book.nominative(words) if governed(tokens, run.start) else words)
    book.surnames = frozenset(book.names)
    for tokens in sentences:
        for run in book.mentions(tokens):
            book.hold(tokens, run)
    book.titled = {low: title for low, title in titled_in(sentences).items() if low not in book.names}
    return book


def places_in(sentences: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Return what the words behind "в", "из" can be in the nominative where they have a capital, small."""
    found: set[str] = set()
    for tokens in sentences:
        for before, token in pairwise(tokens):
            if (
                before.lower in _PLACING
                and token.capital
                and not token.text.isupper()
                and len(token.text) > 1
            ):
                found.update(nominatives(token.text))
    return frozenset(found)


def governed(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what stands before a name puts it in another case: a preposition, or its own noun."""
    before = tokens[at - 1] if at > 0 else None
    if before is None or before.kind != WORD:
        return False
    if before.lower in PREPOSITIONS:
        return True
    head = head_before(tokens, at)
    return bool(head) and not any(f.case == "nomn" for f in head)


def runs(tokens: Sequence[Token]) -> list[Run]:
    """Return where names of people stand in a sentence."""
    named = (_personal(tokens, run) for run in runs_in(tokens))
    return [run for run in named if run is not None]


def _personal(tokens: Sequence[Token], run: Run) -> Run | None:
    """Return the part of capitalised words that names somebody; a given name, a patronymic or initials come first."""
    starts = [
        n for n in range(run.start, run.end - 1) if tokens[n].text != "." and _may_begin(tokens, n, run)
    ]
    for start in starts:
        words = words_of(tokens, Run(start, run.end))
        sure = is_given(words[0]) or words[0].endswith(".") or (len(words) > 1 and is_patronymic(words[1]))
        if sure and looks_personal(words):
            return Run(_from_left(tokens, start, run), run.end)
    for start in starts:
        words = words_of(tokens, Run(start, run.end))
        odd = len(words) == _TWO and common(words[0]) and not common(words[-1])
        if not _few(words) or not (looks_personal(words) or odd) or common(words[-1]):
            continue
        place = in_dictionary(words[0]) and any(
            f.marks & {"Geox", "Orgn"} for w in words[:1] for f in forms(w)[:1]
        )
        before = tokens[start - 1] if start > 0 else None
        quoted = before is not None and before.text in '«„"'
        if not place and not quoted:
            return Run(start, run.end)
    return None


def _from_left(tokens: Sequence[Token], start: int, run: Run) -> int:
    """Return where a name begins of which a later word is known: before it stand words of no dictionary."""
    at = start
    while at > run.start and run.end - at < _MOST_WORDS and not in_dictionary(tokens[at - 1].text):
        if (
            tokens[at - 1].kind != WORD
            or tokens[at - 1].text.isupper()
            or tokens[at - 1].text.endswith(PLACED)
        ):
            break
        at -= 1
    return at


def _few(words: Sequence[str]) -> bool:
    """Tell whether words can be a whole name: two, or up to four of which the dictionary has none."""
    full = [w for w in words if w.lower() not in PARTICLES]
    if len(full) == _TWO:
        return True
    return _TWO < len(full) < _MOST_WORDS and not any(in_dictionary(w) for w in full)


def _may_begin(tokens: Sequence[Token], at: int, run: Run) -> bool:
    """Tell whether a name can begin here: no word of the dictionary that its place or its sentence gives a capital."""
    word = tokens[at].text
    if tokens[at].lower in PREPOSITIONS and not initial(tokens, at):
        return False
    if is_given(word) or not common(word) or initial(tokens, at):
        return True
    if at + 1 < run.end and is_patronymic(tokens[at + 1].text):
        return True
    inside = at > 0 and tokens[at - 1].kind == WORD and not tokens[at - 1].capital
    return inside and forms(word)[0].pos in {"CONJ", "ADVB", "PRCL", "INTJ", "VERB"}
