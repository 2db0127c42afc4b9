"""Noun phrases: their head, the case they stand in, and the same phrase in the nominative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru.morph import Form, forms, inflected, like, nominative_of
from khronika.reading.languages.ru.names import common
from khronika.reading.languages.ru.words import PREPOSITIONS, RELATIVES
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

_MODIFIERS = frozenset({"ADJF", "PRTF", "NUMR", "NPRO"})
_QUOTES = frozenset('«»„“”"')
_ENDS = frozenset(",(—–:;")
_SUBSTANTIVES = words_in("""
    задержанный осужденный заключенный дежурный участковый рабочий больной раненый пострадавший потерпевший
    обвиняемый подсудимый подозреваемый военный верующий прохожий ученый неизвестный очевидец спасенный
    несовершеннолетний присутствующий собравшийся выживший уполномоченный управляющий служащий полицейский
    постовой подсобный знакомый близкий родной врачебный главный ведущий ведущая
""") - {"главный", "врачебный", "подсобный"}
_NOT_HEADS = words_in("официальный")


class Head(NamedTuple):
    """The head noun of a phrase: its token, the form it was read in, the nominative of the whole phrase."""

    at: int
    form: Form
    text: str


def split(tokens: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Return the phrase up to its first comma, bracket or relative clause, and the pieces after it."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.text in "«„":
            depth += 1
        elif token.text in "»“" and depth:
            depth -= 1
        if not depth and token.kind == MARK and token.text in _ENDS:
            pieces.append([])
        elif not depth and token.lower in RELATIVES:
            pieces.append([token])
        else:
            pieces[-1].append(token)
    return pieces[0], [piece for piece in pieces[1:] if piece]


def quoted_at(tokens: Sequence[Token], at: int) -> int:
    """Return the token after the closing mark of the name in quotation marks that opens at ``at``, or ``at``."""
    if tokens[at].text not in _QUOTES - {"»"}:
        return at
    depth = 1
    for place in range(at + 1, len(tokens)):
        text = tokens[place].text
        if text in "«„":
            depth += 1
        elif text in _QUOTES:
            depth -= 1
            if not depth:
                return place + 1
    return len(tokens)


def head_of(tokens: Sequence[Token], hint: str = "") -> Head | None:
    """Return the head noun of a phrase that stands in the case ``hint`` (nominative first, where nothing is known)."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in _QUOTES:
            at = max(at + 1, quoted_at(tokens, at))
            continue
        if token.kind != WORD or (token.capital and not common(token.text) and at > 0):
            at += 1
            continue
        form = _noun_form(tokens, at, hint)
        if form is not None:
            return Head(at, form, _nominative(tokens, at, form))
        if token.lower in PREPOSITIONS and at > 0:
            return None
        at += 1
    return None


def _noun_form(tokens: Sequence[Token], at: int, hint: str) -> Form | None:
    found = [
        f
        for f in forms(tokens[at].text)
        if f.pos == "NOUN" or (f.pos in {"ADJF", "PRTF"} and f.lemma in _SUBSTANTIVES)
    ]
    found = [f for f in found if f.lemma not in _NOT_HEADS and "Surn" not in f.marks]
    if not found or not _best_is_nominal(tokens, at):
        return None
    if (found[0].pos != "NOUN" or _may_modify(tokens, at)) and _noun_follows(tokens, at):
        return None
    wanted = (hint,) if hint else ("nomn",)
    for case in (*wanted, "gent", "datv", "ablt", "loct", "accs"):
        fitting = [f for f in found if f.case == case]
        if fitting:
            return fitting[0]
    return found[0]


def _may_modify(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word that could be a noun is rather the adjective of the noun behind it ("в Горном надзоре")."""
    adjectives = [f for f in forms(tokens[at].text) if f.pos == "ADJF"]
    following = forms(tokens[at + 1].text)[:3] if at + 1 < len(tokens) else ()
    return any(
        f.pos == "NOUN" and (f.case, f.number) == (a.case, a.number) and a.gender in {"", f.gender}
        for f in following
        for a in adjectives
    )


def _best_is_nominal(tokens: Sequence[Token], at: int) -> bool:
    best = forms(tokens[at].text)[0]
    return best.pos in {"NOUN", "ADJF", "PRTF"} or (
        best.pos in {"ADJS", "VERB", "INFN"} and at == len(tokens) - 1
    )


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    plain_word = (
        following is not None
        and following.kind == WORD
        and not following.capital
        and following.lower not in PREPOSITIONS
    )
    return (
        plain_word
        and following is not None
        and any(
            f.pos == "NOUN" and f.case == g.case and f.number == g.number
            for f in forms(following.text)[:3]
            for g in forms(tokens[at].text)[:6]
        )
    )


def _nominative(tokens: Sequence[Token], at: int, form: Form) -> str:
    """Return the whole phrase with its head and what agrees with it in the nominative, the rest as it stands."""
    found = []
    for place, token in enumerate(tokens):
        word = token.text
        if (
            place <= at
            and form.case not in {"", "nomn"}
            and token.kind == WORD
            and not (place < at and token.lower in PREPOSITIONS)
        ):
            number = form.number
            word = (
                nominative_of(word, form.case, number, form.gender if place < at else "")
                or _other(word, form)
                or word
            )
        found.append(word)
    if tokens[0].capital and common(tokens[0].text) and not tokens[0].text.isupper():
        found[0] = found[0][0].lower() + found[0][1:]
    return joined(tokens, found)


def _other(word: str, form: Form) -> str:
    return inflected(word, frozenset({"nomn", form.number} if form.number else {"nomn"}), _MODIFIERS)


def joined(tokens: Sequence[Token], words: Sequence[str]) -> str:
    """Return words with the spaces that stand between their tokens."""
    text = ""
    for place, word in enumerate(words):
        if place and tokens[place].start > tokens[place - 1].end:
            text += " "
        text += word
    return text


def plain_text(tokens: Sequence[Token]) -> str:
    """Return the words of tokens as they stand."""
    return joined(tokens, [t.text for t in tokens])


__all__ = ["Head", "head_of", "joined", "like", "plain_text", "quoted_at", "split"]
