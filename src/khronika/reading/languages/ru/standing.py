"""Which forms of names a text has as subjects, so in the nominative: "Чебану сказала" stands for "Чебану", not "Чебан".

Names that do not decline and names that the dictionary lacks are led back by this before any ending is looked at. Linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from khronika.reading.languages.ru.morph import Form, forms
from khronika.reading.languages.ru.names import Run, common, is_given, plain, runs_in, words_of
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

_BEFORE = words_in("и а но что как однако тогда позже затем также сам сама")
_SAID = words_in(
    "сказать говорить заявить отметить добавить подчеркнуть пояснить рассказать утверждать считать уточнить"
)
"""Verbs behind which their subject stands, and nobody they are said to without a preposition or a dative of a pronoun."""

_LONGEST = 8
"""Words between a name and the noun of a person that it belongs to."""


def stands_of(sentences: Sequence[Sequence[Token]]) -> Mapping[str, int]:
    """Return how often words of names stand as subjects, small."""
    found: Counter[str] = Counter()
    for tokens in sentences:
        for run in runs_in(tokens):
            start = run.start
            while start + 1 < run.end and common(tokens[start].text) and not is_given(tokens[start].text):
                start += 1
            if _subject(tokens, start, run.end):
                words = words_of(tokens, Run(start, run.end))
                if len(words) > 1 or is_given(words[0]) or not common(words[0]):
                    found.update({plain(words[0]), plain(words[-1])})
    return found


def titled_in(sentences: Sequence[Sequence[Token]]) -> Mapping[str, str]:
    """Return the noun of a person before each name of one word that shares its nominative, by the name, small."""
    found: dict[str, str] = {}
    for tokens in sentences:
        for at in range(1, len(tokens)):
            title, name = tokens[at - 1], tokens[at]
            alone = at + 1 == len(tokens) or not (tokens[at + 1].capital or tokens[at + 1].text == ":")
            if (
                name.capital
                and name.kind == WORD
                and alone
                and not name.text.isupper()
                and _titles(title, name)
            ):
                found.setdefault(plain(name.text), title.lower)
    return found


def _titles(title: Token, name: Token) -> bool:
    """Tell whether a noun stands in the nominative before a name that does too, by its ending."""
    if title.kind != WORD or title.text.isupper():
        return False
    found = [f for f in forms(title.lower) if f.pos == "NOUN"]
    if not found or not found[0].animate or (found[0].case, found[0].number) != ("nomn", "sing"):
        return False
    if found[0].marks & {"Name", "Surn", "Patr"} or (common(name.text) and not is_given(name.text)):
        return False
    last = plain(name.text)[-1]
    return last not in "аяуюыи" if found[0].gender == "masc" else last in "ая"


def _verb(tokens: Sequence[Token], at: int) -> Form | None:
    """Return the finite verb in the singular that stands at ``at``, past a particle, or ``None``."""
    if at < len(tokens) and tokens[at].lower in {"не", "также", "тоже", "уже", "ранее"}:
        at += 1
    if not 0 <= at < len(tokens) or tokens[at].kind != WORD or tokens[at].capital:
        return None
    found = forms(tokens[at].text)
    return found[0] if found and found[0].pos == "VERB" and found[0].number == "sing" else None


def _subject(tokens: Sequence[Token], start: int, end: int) -> bool:
    before = tokens[start - 1] if start else None
    said = _verb(tokens, start - 1)
    if said is not None and said.lemma in _SAID and (end == len(tokens) or tokens[end].kind == MARK):
        return tokens[start].text[-1] not in "ую"
    if before is not None and _role(before) and not _owns(tokens, start, end):
        return True
    return _verb(tokens, end) is not None and (
        before is None or before.kind == MARK or before.lower in _BEFORE
    )


def _owns(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a name behind a noun can be whose somebody is ("мать Карела"), by its ending."""
    first = tokens[start].text
    if end - start > 1 and is_given(first):
        return forms(first)[0].case == "gent"
    return end - start == 1 and first[-1] in "аяыиуюй"


def head_before(tokens: Sequence[Token], at: int) -> tuple[Form, ...]:
    """Return the forms in the singular of the nouns of persons that a name can be in apposition to, over genitives."""
    people: list[Form] = []
    for place in range(at - 1, max(-1, at - 1 - _LONGEST), -1):
        token = tokens[place]
        found = forms(token.text) if token.kind == WORD else ()
        if not found:
            break
        if found[0].marks & {"Name", "Surn", "Patr"} or (token.capital and not common(token.text)):
            if not any(f.case == "gent" for f in found[:6]):
                break
            continue
        people += [f for f in found[:4] if f.pos == "NOUN" and f.animate and f.number != "plur"]
        if not any(f.case == "gent" and f.pos in {"NOUN", "ADJF", "PRTF"} for f in found[:6]):
            break
    return tuple(people)


def _role(token: Token) -> bool:
    """Tell whether a word before a name is a noun of a person in the nominative, which the name then shares."""
    worded = token.kind == WORD and (not token.capital or common(token.text))
    role = next(iter(forms(token.text)), None) if worded else None
    return (
        role is not None
        and role.pos == "NOUN"
        and role.animate
        and (role.case, role.number) == ("nomn", "sing")
    )
