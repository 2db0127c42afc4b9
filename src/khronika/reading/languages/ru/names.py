"""Names of people: where they stand, in which forms they return, and their nominative.

A name is read by its capitals and its neighbours, never by a list of people. Oblique forms go back to every
nominative they can have; of those the one that the text itself writes is taken. Gender is a clue to a form, and is
kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from khronika.reading.languages.ru.lexicon import TITLES
from khronika.reading.languages.ru.morph import forms, in_dictionary, lemma, like, parses
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

PARTICLES = words_in("ван де дер ден фон аль эль бен бин бинти ибн да дос ди ле ла уулу кызы оглы заде тер")
ARABIC = re.compile(r"(?:аль|эль|ас|ад|аш|ан|ар|ат|эш|эд|эс|бин|ибн)-[А-ЯЁ]")
"""The article in front of an Arabic name, small within a sentence."""
PLACED = ("ии", "стана", "ы")
"""How the genitive of a country ends, that stands between an office and a name."""
_MOST = 6
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ца", ("ец", "ц")),
    ("цу", ("ец", "ц")),
    ("цем", ("ец",)),
    ("цом", ("ец",)),
    ("це", ("ец", "ца")),
    ("ого", ("ый", "ий", "ой")),
    ("его", ("ий", "ый")),
    ("ому", ("ый", "ий", "ой")),
    ("ему", ("ий",)),
    ("ами", ("ы", "а")),
    ("ую", ("ая",)),
    ("ой", ("а", "ая")),
    ("ей", ("я", "а", "ая")),
    ("ью", ("ь",)),
    ("ом", ("", "о")),
    ("ем", ("", "ь", "й", "е")),
    ("ём", ("", "ь", "й")),
    ("ым", ("", "ый")),
    ("им", ("ий", "")),
    ("ых", ("ы",)),
    ("ии", ("ия",)),
    ("а", ("",)),
    ("я", ("й", "ь")),
    ("у", ("", "а", "о")),
    ("ю", ("й", "ь", "я")),
    ("ы", ("а",)),
    ("и", ("а", "я", "ь")),
    ("е", ("", "а", "й", "ь", "я")),
)
_SHORTEST = 2
_INSTRUMENTAL = ("ом", "ем", "ым", "им")
_LONGEST_RUN = 14
"""Tokens of one name with its initials, at most."""

_VOWELS = frozenset("аеёиоуыэюя")
CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


def plain(word: str) -> str:
    """Return a word as it is compared."""
    return word.casefold().replace("ё", "е").replace("’", "'")


@lru_cache(maxsize=1 << 14)
def nominatives(word: str) -> tuple[str, ...]:
    """Return the nominatives that a form of a name can have, in small letters; itself the last."""
    low = plain(word)
    found: list[str] = []
    for ending, others in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem) >= _SHORTEST:
            found += [_joined(stem, other) for other in others if other or stem[-1] not in _VOWELS]
    return tuple(dict.fromkeys([*found, low]))


def shaped(nominative_form: str, word: str) -> str:
    """Return a nominative in small letters with the capitals of the form it comes from, and its ё."""
    kept = 0
    while kept < min(len(word), len(nominative_form)) and plain(word[kept]) == nominative_form[kept]:
        kept += 1
    return word[:kept] + (nominative_form[kept:].upper() if word.isupper() else nominative_form[kept:])


def _joined(stem: str, ending: str) -> str:
    return stem + ("и" + ending[1:] if stem[-1] in "кгх" and ending.startswith("ы") else ending)


def same(one: str, other: str) -> bool:
    """Tell whether two words can be forms of one name."""
    a, b = plain(one), plain(other)
    if a == b:
        return True
    if a[:_SHORTEST] != b[:_SHORTEST] or abs(len(a) - len(b)) > len("ого"):
        return False
    return lemma(one) == lemma(other) or bool(set(nominatives(one)) & set(nominatives(other)))


@lru_cache(maxsize=1 << 14)
def common(word: str) -> bool:
    """Tell whether a capital is owed to the sentence alone: a word of the dictionary that names nobody."""
    if not in_dictionary(word):
        return False
    return not any(
        form.marks & {"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr"} for form in forms(word.lower())
    )


def is_given(word: str) -> bool:
    """Tell whether the dictionary has the word as a given name."""
    return in_dictionary(word) and any("Name" in form.marks for form in forms(word)[:4])


_PATRONYMIC = re.compile(
    r"(?:вич|вна|ична|инична|ич|чна|вича|вичу|вичем|виче|вны|вне|вну|вной|ичны|ичне|ичну)$"
)


def is_patronymic(word: str) -> bool:
    """Tell whether the word is a patronymic by its ending."""
    low = word.lower()
    return (bool(_PATRONYMIC.search(low)) and any("Patr" in f.marks for f in forms(low))) or low.endswith(
        (
            "ович",
            "евич",
            "овна",
            "евна",
            "овны",
            "евны",
            "овне",
            "евне",
            "овича",
            "евича",
            "овичем",
            "евичем",
        )
    )


class Run(NamedTuple):
    """Tokens ``start`` to ``end`` that together are capitalised words."""

    start: int
    end: int


def initial(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an initial with its stop stands at ``at``."""
    token = tokens[at]
    return len(token.text) == 1 and token.capital and at + 1 < len(tokens) and tokens[at + 1].text == "."


def runs_in(tokens: Sequence[Token]) -> Iterator[Run]:
    """Yield the capitalised words of a sentence, run after run."""
    at = 0
    while at < len(tokens):
        run = run_at(tokens, at, len(tokens))
        if run is not None:
            yield run
        at = run.end if run is not None else at + 1


def run_at(tokens: Sequence[Token], at: int, end: int) -> Run | None:
    """Return the capitalised words that start at ``at``, with initials and particles between them."""
    place = at
    while place < min(end, at + _LONGEST_RUN):
        token = tokens[place]
        if initial(tokens, place):
            place += 2
        elif (token.kind == WORD and (token.capital or ARABIC.match(token.text))) or (
            token.lower in PARTICLES and place > at and _goes_on(tokens, place + 1, end)
        ):
            place += 1
        else:
            break
    return Run(at, place) if place > at else None


def _goes_on(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a capital follows a particle, past one more particle ("ван дер | Лунд")."""
    if at + 1 < end and tokens[at].lower in PARTICLES:
        at += 1
    return at < end and tokens[at].capital


def words_of(tokens: Sequence[Token], run: Run) -> tuple[str, ...]:
    """Return the words of a name; an initial has its stop."""
    found: list[str] = []
    for token in tokens[run.start : run.end]:
        if token.text == "." and found:
            found[-1] += "."
        else:
            found.append(token.text)
    return tuple(found)


def ordered(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name with its surname last, also where a form has it first ("Лунд Анна Сергеевна")."""
    full = len(words) == len(("surname", "given", "patronymic"))
    if full and is_patronymic(words[2]) and not is_patronymic(words[1]) and not words[1].endswith("."):
        return (*words[1:], words[0])
    return words


def spelled(words: Sequence[str]) -> str:
    """Return a name as it is written, capitals of a label made small ("Д. ТОШЕВА")."""
    return " ".join(
        w if not (w.isupper() and len(w.rstrip(".")) > 1) else like(w.lower(), "Аа") for w in words
    )


def looks_personal(words: Sequence[str]) -> bool:
    """Tell whether capitalised words by themselves look like somebody's name."""
    if len(words) > _MOST:
        return False
    if any(w.endswith(".") and len(w) == len("А.") for w in words):
        return len(words) > 1
    full = [w for w in words if w.lower() not in PARTICLES]
    if len(full) < _SHORTEST:
        return False
    if any(w.isupper() and len(w) > 1 for w in full) and not all(w.isupper() for w in full):
        return False
    return is_given(full[0]) or any(is_patronymic(w) for w in full) or not any(common(w) for w in full)


def gender_of(words: Sequence[str]) -> str:
    """Return which forms a name has, ``masc`` or ``femn``, or nothing: for declension alone."""
    for word in words:
        low = word.lower()
        if is_patronymic(word):
            return "femn" if low.endswith(("вна", "вны", "вне", "вну", "вной", "чна", "чны")) else "masc"
    for form in forms(words[0]):
        several = (form.number, form.case, form.gender) == ("plur", "nomn", "masc")
        if "Name" in form.marks and form.gender and not several:
            return form.gender if form.gender in {"masc", "femn"} else ""
    return ""


def nominative(words: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """Return the nominative of a name that stands in another case; ``known`` are the words of the text, small."""
    if _stands(words):
        return tuple(words)
    gender = gender_oblique(words, known)
    return tuple(
        _upright(words, n, gender) or _nominative(words[n], gender, known, first=n == 0)
        for n in range(len(words))
    )


def _upright(words: Sequence[str], at: int, gender: str) -> str:
    """Return a word of a name where its neighbours say what it is in the nominative, else nothing."""
    word, last = words[at], plain(words[-1])[-1]
    if 0 < at == len(words) - 1 and word[-1] in "ую" and _in_genitive(words[at - 1], gender):
        return word
    if at or len(words) == 1:
        return ""
    if gender == "femn" and last in "ую" and word[-1] in "ую":
        return like(plain(word)[:-1] + {"у": "а", "ю": "я"}[word[-1]], word)
    return word if gender != "femn" and word[-1] in "еоиэ" and last in "аяую" else ""


def _in_genitive(given: str, gender: str) -> bool:
    """Tell whether a given name before a surname can be in the genitive and in no case in "у" but that."""
    return plain(given)[-1] in ("ыи" if gender == "femn" else "ая")


def gender_oblique(words: Sequence[str], known: frozenset[str]) -> str:
    """Return which forms a name has that stands in no nominative; ``known`` are the words of the text, small."""
    first, patronymic = plain(words[0]), any(is_patronymic(word) for word in words)
    if patronymic or len(words) == 1 or first.endswith("."):
        return gender_of(words) or _by_ending(words) or _by_text(words, known)
    if first[-1] in "ая" and plain(words[-1])[-1] not in "ыи" and _may_be_his(words[0]):
        return "masc"
    return _by_text(words, known) or gender_of(words) or _by_ending(words)


def _may_be_his(given: str) -> bool:
    """Tell whether a word that ends in a vowel can be the genitive of a man's given name."""
    named = [f for f in forms(given) if "Name" in f.marks] if in_dictionary(given) else []
    return not named or any(f.gender == "masc" and f.case != "nomn" for f in named)


def _stands(words: Sequence[str]) -> bool:
    """Tell whether a name of two words is in the nominative whatever governs it: a man's surname would be declined."""
    undeclined = len(words) == len(("given", "surname")) and plain(words[-1])[-1] in CONSONANTS
    own = plain(words[0])[-1] in "ая" or plain(words[0])[-1] in CONSONANTS
    other = plain(words[-1]).endswith("ых") or all(plain(word).endswith(_INSTRUMENTAL) for word in words)
    return undeclined and not other and (own or gender_of(words) == "masc")


def _by_ending(words: Sequence[str]) -> str:
    last = plain(words[-1])
    undeclined = last[-1] in CONSONANTS and len(words) > 1 and not words[0].endswith(".")
    return (
        "femn"
        if last.endswith(("ой", "ую")) or undeclined
        else "masc"
        if last.endswith(("а", "я", "ым")) and len(words) > 1
        else ""
    )


def _by_text(words: Sequence[str], known: frozenset[str]) -> str:
    """Return the gender of a surname that ends as of a man or a woman, by which of the two the text has."""
    last = plain(words[-1])
    if not last.endswith(("ову", "еву", "ину")) or len(words) == 1:
        return ""
    his, hers = last[:-1] in known, last[:-1] + "а" in known
    return "" if his is hers else "masc" if his else "femn"


_NEVER = {
    "masc": ("ова", "ева", "ина", "ына", "ская", "цкая", "ая"),
    "femn": ("ов", "ев", "ин", "ын", "ский", "цкий"),
}
"""How a surname of one gender never ends in the nominative."""


def never_of(gender: str) -> tuple[str, ...]:
    """Return how a surname of this gender never ends in the nominative."""
    return _NEVER.get(gender, ())


def _nominative(word: str, gender: str, known: frozenset[str], *, first: bool) -> str:
    if word.endswith(".") or word.lower() in PARTICLES:
        return word
    low = plain(word)
    choices = [c for c in nominatives(word) if c != low]
    written = [c for c in choices if c in known and not c.endswith(never_of(gender))]
    if gender == "masc" and low[-1] in "ую" and not first:
        written = [c for c in written if c[-1] not in "ая" or _declines_in_a(c, known)]
    if written:
        return shaped(written[0], word)
    if (first and is_given(word)) or is_patronymic(word):
        for form, parse in zip(forms(word), parses(word.lower()), strict=True):
            if (
                form.marks & {"Name", "Patr"}
                and "Fixd" not in form.marks
                and form.number != "plur"
                and form.gender in {gender, ""}
            ):
                found = parse.inflect({"nomn", "sing"})
                return like(str(found.word), word) if found is not None else word
    if "-" in word:
        return "-".join(_nominative(part, gender, known, first=first) for part in word.split("-"))
    if low.endswith("ы") and low[-2:-1] in CONSONANTS and len(low) > _SHORTEST + 1:
        return word[:-1] + "а"
    return _by_rule(word, gender, choices, first=first)


def _declines_in_a(surname: str, known: frozenset[str]) -> bool:
    """Tell whether the text has a form of a surname that only one in "а" has."""
    return surname[:-1] + ("ы" if surname[-1] == "а" else "и") in known


def _by_rule(word: str, gender: str, choices: Sequence[str], *, first: bool) -> str:
    """Return the nominative of a word by its ending and gender alone."""
    low = plain(word)
    if gender == "femn" and not first and low[-1] not in "йую":
        return word
    if low.endswith("и") and low[-2:-1] in CONSONANTS and gender != "femn":
        return word
    fixed = ("швили", "дзе", "ани", "ури", "ли", "е", "о", "э")
    if (low.endswith(fixed) and not low.endswith(("ого", "его"))) or (
        first and gender == "femn" and low[-1] not in "ыий"
    ):
        return word
    fitting = [c for c in choices if _fits(c, gender)]
    fitting.sort(key=lambda c: not c.endswith(("ская", "цкая")))
    if not fitting and not first and low.endswith(("ей", "ой")):
        fitting = [c for c in choices if c.endswith("а")]
    return shaped(fitting[0], word) if fitting else word


def _fits(nominative_form: str, gender: str) -> bool:
    """Tell whether a nominative can be of a name of this gender."""
    vowel = nominative_form[-1] in "ая"
    return not gender or (
        vowel if gender == "femn" else not vowel or nominative_form.endswith(("да", "ка", "га", "ла"))
    )


__all__ = [
    "TITLES",
    "Run",
    "common",
    "looks_personal",
    "nominative",
    "run_at",
    "runs_in",
    "same",
    "spelled",
    "words_of",
]
