"""What stands beside a name: the nouns of a person before and behind it, a name in apposition to an office."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.names import looks_personal, nominative, plain, run_at, words_of
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tokens import WORD, Token

_LONGEST_ROLE = 8


def roles_before(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """Return the nouns of people in the phrase that ends where a name begins ("министр юстиции | Заза Каландия")."""
    start = at
    while start > 0 and at - start < _LONGEST_ROLE and tokens[start - 1].kind == WORD:
        found = forms(tokens[start - 1].text)
        if (
            not tokens[start - 1].capital
            and found
            and found[0].pos not in {"NOUN", "ADJF", "PRTF"}
            and tokens[start - 1].lower != "по"
        ):
            break
        start -= 1
    return roles_in(tokens[start:at])


def roles_after(tokens: Sequence[Token], at: int) -> frozenset[str]:
    """Return the nouns of people in the apposition behind a name ("Анна Лунд, адвокат семьи,")."""
    if at + 1 >= len(tokens) or tokens[at].text != "," or tokens[at + 1].capital:
        return frozenset()
    piece: list[Token] = []
    for token in tokens[at + 1 : at + 1 + _LONGEST_ROLE]:
        if token.kind != WORD:
            break
        piece.append(token)
    first = next((forms(t.text)[0] for t in piece if forms(t.text) and forms(t.text)[0].pos != "ADJF"), None)
    return roles_in(piece) if first is not None and first.pos == "NOUN" and first.animate else frozenset()


def roles_in(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the nouns of people that a phrase gives, up to its first preposition."""
    found: set[str] = set()
    for token in tokens:
        if token.kind != WORD:
            continue
        if token.lower in PREPOSITIONS and found:
            break
        found |= {
            f.lemma
            for f in forms(token.text)[:3]
            if (f.pos == "NOUN" or f.pos in {"ADJF", "PRTF"}) and not f.marks & {"Name", "Surn", "Patr"}
        }
    return frozenset(found)


def apposed_name(rest: list[list[Token]], known: frozenset[str]) -> tuple[str, ...] | None:
    """Return the name that a piece after a comma consists of ("мать Лисовца, Валентина Игнатьевна,"), or says is used."""
    called = next((name for piece in rest[:_PIECES] if (name := _called(piece, known))), None)
    if called is not None:
        return called
    for piece in rest[:1]:
        start = 0
        while start < min(len(piece), _LONGEST_ROLE) and not piece[start].capital:
            start += 1
        run = run_at(piece, start, len(piece)) if start < len(piece) else None
        if run is None or run.end != len(piece):
            continue
        words = words_of(piece, run)
        if looks_personal(words) and (not start or _role_in(piece[start - 1]) or _opens(piece[:start])):
            return words
        if len(words) == 1 and start and all(_describes(token) for token in piece[:start]):
            return words
    return None


_PIECES = 3


def _describes(token: Token) -> bool:
    """Tell whether a word before a name of one word is an adjective in the nominative ("шестнадцатилетний Амар")."""
    found = forms(token.text) if token.kind == WORD else ()
    return bool(found) and (found[0].pos, found[0].case, found[0].number) == ("ADJF", "nomn", "sing")


def _called(piece: list[Token], known: frozenset[str]) -> tuple[str, ...] | None:
    """Return the name that a piece says somebody gives or is given ("назвавшийся Исой", "которого звали Устаз")."""
    at = next((n for n, t in enumerate(piece) if t.lower.startswith(_CALLED)), -1)
    if at < 0:
        return None
    start = at + 1
    while start < len(piece) and not piece[start].capital:
        start += 1
    run = run_at(piece, start, len(piece)) if start < len(piece) else None
    if run is None or any(t.lower not in _SELF and t.kind == WORD for t in piece[at + 1 : start]):
        return None
    words = words_of(piece, run)
    return nominative(words, known) if plain(words[-1])[-2:] in _INSTRUMENTAL else words


_SELF = frozenset({"себя", "его", "ее", "её", "как", "просто", "именем"})
_INSTRUMENTAL = frozenset({"ом", "ем", "ой", "ей", "ым", "им"})
_CALLED = (
    "назвавш",
    "подписав",
    "представивш",
    "называющ",
    "называл",
    "называть",
    "звали",
    "зовут",
    "назовем",
    "назовём",
)
"""How the word begins by which somebody is said to give or have a name ("назвавшийся Исой")."""


def _opens(piece: Sequence[Token]) -> bool:
    """Tell whether a piece before a name begins with a noun of a person in the nominative ("глава комитета |")."""
    first = next((t for t in piece if forms(t.text) and forms(t.text)[0].pos not in {"ADJF", "PRTF"}), None)
    return first is not None and any(
        f.pos == "NOUN" and f.animate and (f.case, f.number) == ("nomn", "sing")
        for f in forms(first.text)[:2]
    )


def _role_in(token: Token) -> bool:
    """Tell whether a word before a name in apposition is a noun of a person in the nominative."""
    return any(f.pos == "NOUN" and f.animate and f.case in {"nomn", "gent"} for f in forms(token.text)[:2])
