"""Organisations as a text introduces them by kind and name, so that "компания" and "министерство" find theirs.

A later bare word of kind ("компания", "ведомство", "фронт") means the one of that kind introduced last before it, or, at the
head of a text, the only one that follows. Linear; a look-up goes a bounded number of introductions back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.institutions import country_in, full_at
from khronika.reading.languages.ru.morph import beginnings, lemma, worth_analysing
from khronika.reading.languages.ru.phrase import plain_text, quoted_at
from khronika.reading.languages.ru.titles import Titles
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

COMPANIES: Final = words_in("""
    компания фирма холдинг предприятие завод комбинат рудник шахта концерн корпорация оператор авиакомпания
    пароходство судовладелец застройщик подрядчик поставщик группа фабрика верфь
""")
"""Kinds of which "компания" may be said later."""

_BANKS: Final = words_in("банк клуб")
_KINDS: Final = (COMPANIES | _BANKS | lexicon.POINTING_AT_ANY | lexicon.POINTING_AT_OFFICES) | words_in(
    "фронт профсоюз блок партия фонд комитет прокуратура мэрия"
)
_BEGIN = beginnings(_KINDS)
_BACK: Final = 40
"""Introductions that are looked back over."""

_LONGEST = 8
_MOST = 2000


class Introduction(NamedTuple):
    """One organisation by kind and name, with the number of its sentence."""

    sentence: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """The introductions of a text in its order."""

    all: tuple[Introduction, ...] = ()
    at: tuple[int, ...] = field(default=())
    country: str = ""
    """The country whose bodies the text names, in the genitive."""

    def meant(self, kind: str, sentence: int) -> str:
        """Return the name of whom a bare word of kind means in a sentence, or nothing."""
        kinds = _same_kinds(kind)
        end = bisect_right(self.at, sentence)
        for found in reversed(self.all[max(0, end - _BACK) : end]):
            if found.kind in kinds:
                return found.name
        later = {i.name for i in self.all[end : end + _BACK] if i.kind in kinds}
        return later.pop() if len(later) == 1 else ""


def _same_kinds(kind: str) -> frozenset[str]:
    if kind in COMPANIES:
        return COMPANIES
    if kind in {"ведомство", "учреждение"}:
        return lexicon.POINTING_AT_OFFICES
    return frozenset({kind}) & _KINDS


def introduced_in(sentences: Sequence[Sequence[Token]], titles: Titles) -> Introduced:
    """Return the organisations that sentences introduce."""
    found: list[Introduction] = []
    for number, tokens in enumerate(sentences):
        for at, token in enumerate(tokens):
            if len(found) >= _MOST or token.kind != WORD or not worth_analysing(token.lower, _BEGIN):
                continue
            kind = lemma(token.text)
            kind = lexicon.SHORT[kind].split()[0] if kind in lexicon.SHORT else kind
            if kind in _KINDS and (name := _named(tokens, at, kind, titles)):
                found.append(Introduction(number, kind, name))
    return Introduced(tuple(found), tuple(i.sentence for i in found), country_in(sentences))


def _named(tokens: Sequence[Token], at: int, kind: str, titles: Titles) -> str:
    """Return the name behind a word of kind: in quotation marks, in Latin letters, of its place; or nothing."""
    after = at + 1
    short = lexicon.SHORT.get(lemma(tokens[at].text), "")
    if after < len(tokens) and tokens[after].text in "«„":
        end = min(quoted_at(tokens[after : after + _LONGEST], 0), _LONGEST)
        whole = end > len("«»") and tokens[after + 1].capital
        return titles.upright(plain_text(tokens[after + 1 : after + end - 1])) if whole else ""
    latin = after
    while latin < len(tokens) and tokens[latin].text.isascii() and tokens[latin].capital:
        latin += 1
    if latin > after:
        return plain_text(tokens[after:latin])
    full = full_at(tokens, at) if kind in lexicon.POINTING_AT_OFFICES | {"фронт", "комитет", "мэрия"} else ""
    proper = kind == "министерство" or any(c.isupper() for c in full[1:])
    return full if full and proper else short
