"""Whose verb it is: the noun phrase before or after a cue, by case, number and gender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru.cues import Cue
from khronika.reading.languages.ru.morph import Form, forms
from khronika.reading.languages.ru.names import common
from khronika.reading.languages.ru.words import (
    ADVERBS,
    CONJUNCTIONS,
    MONTH_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    WEEKDAY_FORMS,
)
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, QUOTE, WORD, Token

_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"})
_SUBJECTS = words_in("он она они я мы тот та те никто кто оба обе все")
_STOPS = frozenset(",;:—–")
_LONGEST = 30
_PLACES = frozenset({"в", "во", "на"})


class Phrase(NamedTuple):
    """Tokens ``start`` to ``end``."""

    start: int
    end: int


def agrees(form: Form, verb: Form | None) -> bool:
    """Tell whether a nominative can be the subject of a verb."""
    if verb is None or not verb.number:
        return True
    if form.number and form.number != verb.number:
        return False
    return not (
        verb.tense == "past"
        and verb.gender
        and form.gender
        and form.gender != verb.gender
        and not form.animate
    )


def nominative_at(tokens: Sequence[Token], at: int, verb: Form | None) -> bool:  # noqa: PLR0911 - rules in order
    """Tell whether a subject can begin at ``at``."""
    token = tokens[at]
    if token.kind == QUOTE:
        return True
    if (
        token.kind != WORD
        or token.lower in PREPOSITIONS
        or token.lower in ADVERBS
        or token.lower in CONJUNCTIONS
    ):
        return False
    if token.lower in PRONOUNS:
        return token.lower in _SUBJECTS
    found = forms(token.text)
    if token.capital and not common(token.text):
        strong = [f for f in found if f.marks & {"Name", "Surn", "Geox", "Patr"}] or list(found)
        return not strong or any(f.case == "nomn" for f in strong) or not any(f.case for f in strong)
    nominal = [f for f in found[:4] if f.pos in _NOMINAL]
    if not nominal or found[0].pos in {"VERB", "GRND", "ADVB", "CONJ", "PRCL", "INFN"}:
        return False
    if any(f.pos == "NUMR" for f in nominal):
        return True
    return any(f.case == "nomn" and agrees(f, verb) for f in nominal)


def subject_after(tokens: Sequence[Token], cue: Cue, end: int) -> Phrase | None:
    """Return the subject that follows a cue: past whom it is said to, and where."""
    at = cue.end
    while at < end and at - cue.end < _LONGEST:
        token = tokens[at]
        if token.text in _STOPS or token.text == ".":
            return None
        if token.lower in _PLACES and cue.form is not None and cue.form.number == "plur":
            return Phrase(at, phrase_end(tokens, at + 1, end))
        if token.lower in PREPOSITIONS and at + 1 < end:
            at = phrase_end(tokens, at + 1, end, short=True)
            continue
        if nominative_at(tokens, at, cue.form) and token.kind != QUOTE:
            return Phrase(at, phrase_end(tokens, at, end))
        at += 1
    return None


def phrase_end(tokens: Sequence[Token], at: int, end: int, *, short: bool = False) -> int:
    """Return where a noun phrase that begins at ``at`` ends; ``short`` stops before another nominative."""
    begun = at
    while at < end and at - begun < _LONGEST:
        token = tokens[at]
        if token.kind == MARK and token.text in _STOPS | {".", "!", "?", "("}:
            initial = (
                token.text == "." and at > begun and len(tokens[at - 1].text) == 1 and tokens[at - 1].capital
            )
            if not initial:
                break
        elif token.kind == WORD and at > begun:
            low = token.lower
            if (
                low in CONJUNCTIONS - {"и"}
                or low in ADVERBS - {"и"}
                or low in {"что", "чтобы", "будто", "который"}
            ):
                break
            found = forms(token.text)
            if not token.capital and found and found[0].pos in {"VERB", "GRND", "INFN", "ADVB", "PRCL"}:
                break
            if (
                low in {"в", "во", "на"}
                and at + 1 < end
                and (
                    tokens[at + 1].lower in WEEKDAY_FORMS
                    or tokens[at + 1].kind == NUMBER
                    or tokens[at + 1].lower in MONTH_FORMS
                )
            ):
                break
            if short and nominative_at(tokens, at, None) and not (found and found[0].case == "gent"):
                break
            if low == "и" and not _names_go_on(tokens, at + 1, end):
                break
        at += 1
    return at


def _names_go_on(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether "и" joins two nouns."""
    return (
        at < end
        and tokens[at].kind == WORD
        and bool(forms(tokens[at].text))
        and forms(tokens[at].text)[0].pos in _NOMINAL
    )


def subject_before(tokens: Sequence[Token], cue: Cue, floor: int) -> Phrase | None:
    """Return the subject before a cue: the first nominative of its clause that agrees with it."""
    lo = clause_start(tokens, cue.start, floor)
    at = lo
    while at < cue.start:
        token = tokens[at]
        if (
            token.lower in _PLACES
            and cue.form is not None
            and cue.form.number == "plur"
            and not _time(tokens, at)
        ):
            closing = phrase_end(tokens, at + 1, cue.start)
            if not any(nominative_at(tokens, n, cue.form) for n in range(closing, cue.start)):
                return Phrase(at, closing)
        if token.lower in PREPOSITIONS and at + 1 < cue.start:
            at = max(at + 1, phrase_end(tokens, at + 1, cue.start, short=True))
            continue
        if nominative_at(tokens, at, cue.form):
            return Phrase(at, _before_end(tokens, at, cue.start))
        at += 1
    return None


def _time(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and (
        following.lower in WEEKDAY_FORMS or following.lower in MONTH_FORMS or following.kind == NUMBER
    )


def _before_end(tokens: Sequence[Token], start: int, verb: int) -> int:
    """Return where a subject that begins at ``start`` ends before its verb, appositions with it."""
    commas = [n for n in range(start, verb) if tokens[n].text in {",", "—", "–"}]
    if not commas:
        return phrase_end(tokens, start, verb)
    last = commas[-1]
    tail = all(
        t.kind != WORD or t.lower in ADVERBS | PREPOSITIONS or t.lower in WEEKDAY_FORMS or not t.capital
        for t in tokens[last + 1 : verb]
    )
    return last if tail and len(commas) > 1 else commas[0]


def clause_start(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Return where the clause of a verb at ``at`` starts, apart from appositions set off by commas."""
    place = at - 1
    while place >= floor:
        token = tokens[place]
        if token.text in {";", ":"} or (
            token.text in {"—", "–"} and place > floor and tokens[place - 1].kind == QUOTE
        ):
            return place + 1
        joined = (
            token.lower in {"а", "но", "однако", "что", "чтобы", "будто"}
            and place > floor
            and tokens[place - 1].text == ","
        )
        if joined:
            return place + 1
        place -= 1
    return floor


def finite_in(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a finite verb, a short form or direct words stand between two tokens."""
    return any(
        t.kind == QUOTE
        or (
            t.kind == WORD
            and bool(forms(t.text))
            and forms(t.text)[0].pos in {"VERB", "PRTS", "PRED", "ADJS", "INFN"}
        )
        for t in tokens[start:end]
    )


def last_subject(tokens: Sequence[Token], cue: Cue, floor: int) -> Phrase | None:
    """Return a short subject right before a cue ("он", "министр Раннов"), with something before it."""
    end = cue.start
    while (
        end > floor
        and tokens[end - 1].kind == WORD
        and (tokens[end - 1].lower in ADVERBS or tokens[end - 1].lower in {"лишь", "и"})
    ):
        end -= 1
    best = None
    for at in range(end - 1, max(floor, end - 12) - 1, -1):
        if tokens[at].text in _STOPS:
            break
        if nominative_at(tokens, at, cue.form) and tokens[at].kind == WORD:
            best = at
    return Phrase(best, end) if best is not None else None


def located(tokens: Sequence[Token], cue: Cue, lo: int, hi: int) -> Phrase | None:
    """Return "в докладе" of "в докладе говорится", before an impersonal cue or after it."""
    for at in range(lo, cue.start):
        if tokens[at].lower in _PLACES and at + 1 < cue.start and not _time(tokens, at):
            return Phrase(at, phrase_end(tokens, at + 1, cue.start))
    at = cue.end
    if at + 1 < hi and tokens[at].lower in _PLACES and not _time(tokens, at):
        return Phrase(at, phrase_end(tokens, at + 1, hi))
    return None
