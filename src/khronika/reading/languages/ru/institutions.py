"""Institutions that a text names in full somewhere, so that "Минюст" finds "Министерство юстиции Талавии"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.book import runs
from khronika.reading.languages.ru.morph import beginnings, forms, in_dictionary, lemma, worth_analysing
from khronika.reading.languages.ru.names import is_given
from khronika.reading.languages.ru.phrase import head_of, plain_text
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

_LONGEST = 8
_BEGIN = beginnings(lexicon.INSTITUTIONS)
_ADJECTIVES = 2
_NO_NAME = words_in("этот тот наш ваш свой весь другой новый бывший сам один такой")
_MOST = 200
_INSIDE = frozenset({"по", "и", "о"})
"""Small words within the name of an institution."""


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
            if not (_placed(tokens, at, end) or _own_adjective(phrase[0], phrase)):
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


def _placed(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a name has a capital behind its noun ("Министерство юстиции Талавии")."""
    return end - at >= len(("Министерство", "юстиции")) and any(t.capital for t in tokens[at + 1 : end])


def _own_adjective(first: Token, phrase: Sequence[Token]) -> bool:
    """Tell whether a name begins with the adjective of a place that the dictionary lacks ("Тарнский окружной суд")."""
    return len(phrase) > 1 and first.capital and not first.text.isupper() and not in_dictionary(first.text)


def country_in(sentences: Sequence[Sequence[Token]]) -> str:
    """Return the country whose bodies and offices of state a text names most, in the genitive; nothing where none stands out."""
    found: Counter[str] = Counter()
    for tokens in sentences:
        for at, token in enumerate(tokens):
            state = token.kind == WORD and worth_analysing(token.lower, _BEGIN_OF_STATE)
            if state and lemma(token.text) in _OF_STATE and (place := _place_behind(tokens, at)):
                found[place] += 1
    first = found.most_common(1)
    return first[0][0] if first and 2 * first[0][1] > found.total() else ""


def _place_behind(tokens: Sequence[Token], at: int) -> str:
    """Return the capitals in the genitive that close a phrase of state ("министр финансов | Талавии")."""
    for place in range(at + 1, min(len(tokens), at + _LONGEST)):
        token = tokens[place]
        if token.kind != WORD:
            return ""
        if token.capital:
            words = [t.text for t in tokens[place : place + 2] if t.capital and _ends_as_genitive(t.text)]
            return " ".join(words) if _ends_as_genitive(token.text) and not is_given(token.text) else ""
        if not any(f.case == "gent" for f in forms(token.text)[:4]):
            return ""
    return ""


def _ends_as_genitive(word: str) -> bool:
    return word[-1] in "аяыи" or word.endswith(("ой", "ого", "ей"))


def in_country(name: str, head: str, country: str) -> str:
    """Return a body of state with its country, where its name has no place ("Счётная палата" of Талавия)."""
    words = name.split()
    placed = any(w[:1].isupper() for w in words[1:]) or "«" in name
    local = any(lemma(w) in _LOCAL for w in words[:-1])
    whole = head in _NATIONAL and (len(words) > 1 or head in _ALONE) and not placed and not local
    return f"{name} {country}" if country and whole else name


_OF_STATE = words_in("""
    министерство правительство парламент президент премьер премьер-министр министр мид мвд минюст минздрав минобороны
    король гражданин население
""")
_BEGIN_OF_STATE = beginnings(_OF_STATE)
_ALONE = words_in("правительство парламент сейм меджлис")
_NATIONAL = _ALONE | words_in(
    "министерство палата инспекция прокуратура генпрокуратура комиссия банк служба штаб ведомство центр охрана флот суд трибунал"
)
"""Bodies that a country has one of by their name."""

_LOCAL = words_in("""
    городской районный областной местный окружной сельский школьный участковый наш мой ваш этот свой тот краевой военный
    апелляционный мировой столичный новый следственный торговый правящий оба другой медицинский больничный
""")


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
            or (token.lower in PREPOSITIONS and token.lower not in _INSIDE)
            or (token.capital and forms(token.text) and not any(f.case == "gent" for f in forms(token.text)))
        ):
            break
        genitive = any(f.case == "gent" and f.pos in {"NOUN", "ADJF"} for f in forms(token.text)[:4])
        if not genitive and token.lower not in _INSIDE:
            break
        place += 1
        if token.capital or (genitive and token.lower not in _INSIDE):
            end = place
    return end
