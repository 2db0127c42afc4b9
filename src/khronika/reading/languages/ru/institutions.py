"""Institutions that a text names in full somewhere, so that "Минюст" finds "Министерство юстиции Талавии"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.morph import beginnings, forms, lemma, worth_analysing
from khronika.reading.languages.ru.phrase import head_of, plain_text
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tokens import WORD, Token

_LONGEST = 8
_BEGIN = beginnings(lexicon.INSTITUTIONS)
_MOST = 200


class Institution(NamedTuple):
    """An institution as named in full, in the nominative, with the lemmas of its name."""

    name: str
    content: frozenset[str]


def institutions_of(sentences: Sequence[Sequence[Token]]) -> tuple[Institution, ...]:
    """Return the institutions that sentences name with a name of a place or their own."""
    found: dict[str, Institution] = {}
    for tokens in sentences:
        for at, token in enumerate(tokens):
            if len(found) >= _MOST or token.kind != WORD or not worth_analysing(token.lower, _BEGIN):
                continue
            if lemma(token.text) not in lexicon.INSTITUTIONS:
                continue
            end = _end(tokens, at)
            phrase = tokens[at:end]
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


def _end(tokens: Sequence[Token], at: int) -> int:
    """Return where the genitives behind an institution end, with the capitals that close them."""
    end, place = at + 1, at + 1
    while place < len(tokens) and place - at < _LONGEST:
        token = tokens[place]
        if token.kind != WORD or (
            token.capital and forms(token.text) and not any(f.case == "gent" for f in forms(token.text))
        ):
            break
        genitive = any(f.case == "gent" and f.pos in {"NOUN", "ADJF"} for f in forms(token.text)[:4])
        if not genitive and token.lower not in {"по", "и", "о"}:
            break
        place += 1
        if token.capital or genitive:
            end = place
    return end
