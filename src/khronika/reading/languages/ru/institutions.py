"""Institutions that a text names in full somewhere, so that "Минюст" finds "Министерство юстиции Талавии"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.book import runs
from khronika.reading.languages.ru.morph import beginnings, forms, lemma, worth_analysing
from khronika.reading.languages.ru.phrase import head_of, plain_text
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

_LONGEST = 8
_BEGIN = beginnings(lexicon.INSTITUTIONS)
_ADJECTIVES = 2
_NO_NAME = words_in("этот тот наш ваш свой весь другой новый бывший сам один такой")
_MOST = 200


class Institution(NamedTuple):
    """An institution as named in full, in the nominative, with the lemmas of its name."""

    name: str
    content: frozenset[str]


def institutions_of(sentences: Sequence[Sequence[Token]]) -> tuple[Institution, ...]:
    """Return the institutions that sentences name with a name of a place or their own."""
    found: dict[str, Institution] = {}
    for tokens in sentences:
        people = frozenset(run.start for run in runs(tokens))
        for at, token in enumerate(tokens):
            if len(found) >= _MOST or token.kind != WORD or not worth_analysing(token.lower, _BEGIN):
                continue
            if lemma(token.text) not in lexicon.INSTITUTIONS:
                continue
            end = _end(tokens, at, people)
            phrase = tokens[_begin(tokens, at) : end]
            if end - at < len(("Министерство", "юстиции")) or not any(t.capital for t in phrase[1:]):
                continue
            case = next((f.case for f in forms(token.text) if f.number != "plur"), "")
            head = head_of(phrase, case)
            name = head.text if head is not None else plain_text(phrase)
            content = frozenset(lemma(t.text) for t in phrase if t.lower not in PREPOSITIONS)
            longer = lexicon.SHORT.get(lemma(token.text), "") if not token.text.isupper() else ""
            if longer:
                name = longer[:1].upper() + longer[1:] + " " + plain_text(phrase[1:])
                content |= {lemma(w) for w in longer.split()}
            found.setdefault(name.casefold(), Institution(name, content))
    return tuple(found.values())


def full_at(tokens: Sequence[Token], at: int) -> str:
    """Return the full name of the institution whose noun stands at ``at``, in the nominative; nothing for a bare noun."""
    start, end = _begin(tokens, at), _end(tokens, at, frozenset())
    phrase = tokens[start:end]
    if end - start < len(("Министерство", "юстиции")):
        return ""
    case = next((f.case for f in forms(tokens[at].text) if f.number != "plur"), "")
    head = head_of(phrase, case)
    return head.text if head is not None else plain_text(phrase)


def _begin(tokens: Sequence[Token], at: int) -> int:
    """Return where the adjectives before an institution begin that agree with it ("Военная прокуратура")."""
    cases = {f.case for f in forms(tokens[at].text) if f.number != "plur"}
    start = at
    while start > max(0, at - _ADJECTIVES):
        found = forms(tokens[start - 1].text) if tokens[start - 1].kind == WORD else ()
        if not found or found[0].pos != "ADJF" or found[0].case not in cases or found[0].lemma in _NO_NAME:
            break
        start -= 1
    return start


def _end(tokens: Sequence[Token], at: int, people: frozenset[int]) -> int:
    """Return where the genitives behind an institution end, with the capitals that close them."""
    end, place = at + 1, at + 1
    while place < len(tokens) and place - at < _LONGEST:
        token = tokens[place]
        if (
            token.kind != WORD
            or place in people
            or (token.capital and forms(token.text) and not any(f.case == "gent" for f in forms(token.text)))
        ):
            break
        genitive = any(f.case == "gent" and f.pos in {"NOUN", "ADJF"} for f in forms(token.text)[:4])
        if not genitive and token.lower not in {"по", "и", "о"}:
            break
        place += 1
        if token.capital or genitive:
            end = place
    return end
