"""Cues: the words that report, found by lemma; a verb with its negation, a gerund, "по словам", a noun.

A cue is a stretch of tokens; what it can stand with is told by its kind. Each look reaches a fixed number of tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from khronika.reading.languages.ru.morph import Form, beginnings, forms, parses, worth_analysing
from khronika.reading.languages.ru.verbs import BY_LEMMA, DECLINED, NOUN_ACTS, SHORT_FORMS
from khronika.reading.tables import words_in
from khronika.reading.tokens import QUOTE, WORD, Token

FINITE, GERUND, PARTICIPLE, ACCORDING, NOUN, IMPERSONAL = (
    "finite",
    "gerund",
    "participle",
    "according",
    "noun",
    "impersonal",
)

_IMPERSONAL = words_in(
    "сообщается утверждается ожидается предполагается считается отмечается говорится подчеркивается указывается"
)
_ACCORDING = words_in("""
    слово данные мнение версия сведение оценка подсчет сообщение информация утверждение признание расчет
    наблюдение убеждение заключение прикидка свидетельство рассказ заверение слух предположение
""")
_EXPRESS = words_in("выразить выражать")
_EXPRESSED = words_in(
    "надежда опасение сожаление уверенность обеспокоенность озабоченность тревога сочувствие мнение недоумение сомнение"
)
_DECLINING = words_in("отказаться отказываться стать затрудниться смочь мочь")
_VERBS_BEGIN = beginnings({*BY_LEMMA, *SHORT_FORMS, *_EXPRESS, *_DECLINING, "прийти"})
_NOUNS_BEGIN = beginnings(NOUN_ACTS)
_AMBIGUOUS = words_in("""
    начать следовать знать хотеть показать показывать стать понимать передать передавать ждать установить
    обнаружить оценить выяснить содержаться значиться обратиться обращаться исправить исправлять бросить
    назначить продолжить продолжать отозвать описать исключить исключать поддержать поддерживать смеяться
    засмеяться услышать слышать поделиться зарегистрировать вздохнуть опубликовать напечатать привести
    приводить объявить спорить рассматривать назначать готовый
""")
"""Verbs that report only beside "что", a colon or direct words."""


class Cue(NamedTuple):
    """A cue from token ``start`` to ``end``; ``verb`` is the token that carries it."""

    start: int
    end: int
    verb: int
    kind: str
    lemma: str
    form: Form | None = None

    @property
    def sure(self) -> bool:
        """Tell whether the verb reports by itself."""
        return self.lemma not in _AMBIGUOUS


@lru_cache(maxsize=1 << 14)
def reporting(word: str) -> tuple[str, Form] | None:
    """Return the lemma and form under which a word reports, or ``None``."""
    low = word.lower()
    short = SHORT_FORMS.get(low.replace("ё", "е"))
    if short is not None:
        return short, forms(low)[0]
    found = forms(low)[:3]
    if not found:
        return None
    for form in found:
        if form.pos in {"VERB", "GRND", "PRTF"} and (form.lemma in BY_LEMMA or _base(word, form) in BY_LEMMA):
            return (form.lemma if form.lemma in BY_LEMMA else _base(word, form)), form
        if form.pos in {"NOUN", "ADJF", "PREP"}:
            break
    return None


@lru_cache(maxsize=1 << 14)
def _base(word: str, form: Form) -> str:
    if form.pos != "PRTF":
        return form.lemma
    return str(parses(word.lower())[0].normal_form).replace("ё", "е")


def cue_at(tokens: Sequence[Token], at: int, end: int) -> Cue | None:
    """Return the cue whose first word stands at ``at``."""
    token = tokens[at]
    if token.kind != WORD:
        return None
    if token.lower in {"по", "согласно", "со"} or (
        token.lower == "если" and at + 1 < end and tokens[at + 1].lower == "верить"
    ):
        return _according(tokens, at, end)
    start = at
    if token.lower == "не" and at + 1 < end:
        at += 1
    return _verbal(tokens, start, at, end)


def _according(tokens: Sequence[Token], at: int, end: int) -> Cue | None:
    low = tokens[at].lower
    if low == "если":
        return Cue(at, at + 2, at + 1, ACCORDING, "верить")
    if low == "согласно":
        return Cue(at, at + 1, at, ACCORDING, "согласно")
    if low == "со":
        slov = at + 1 < end and tokens[at + 1].lower == "слов"
        return Cue(at, at + 2, at + 1, ACCORDING, "слово") if slov else None
    for place in range(at + 1, min(end, at + 5)):
        found = forms(tokens[place].text)
        noun = next(
            (f for f in found if f.pos == "NOUN" and f.case == "datv" and f.lemma in _ACCORDING), None
        )
        if noun is not None:
            return Cue(at, place + 1, place, ACCORDING, noun.lemma)
        if not found or tokens[place].kind != WORD or found[0].pos not in {"ADJF", "NPRO", "NUMR", "PRTF"}:
            return None
    return None


def _verbal(tokens: Sequence[Token], start: int, at: int, end: int) -> Cue | None:
    token = tokens[at]
    low = token.lower.replace("ё", "е")
    if low in _IMPERSONAL:
        return Cue(start, at + 1, at, IMPERSONAL, low, forms(low)[0])
    if not worth_analysing(low, _VERBS_BEGIN):
        return None
    phrase = _phrasal(tokens, start, at, end)
    if phrase is not None:
        return phrase
    found = reporting(token.text)
    if found is None or (token.capital and at > 0 and tokens[at - 1].kind == WORD):
        return None
    lemma, form = found
    kind = {"GRND": GERUND, "PRTF": PARTICIPLE}.get(form.pos, FINITE)
    if kind == FINITE and form.tense == "futr" and lemma not in {"просить"}:  # noqa: FURB171 - read from a string or set
        return None
    return Cue(start, at + 1, at, kind, lemma, form)


def _phrasal(tokens: Sequence[Token], start: int, at: int, end: int) -> Cue | None:  # noqa: PLR0911 - rules in order
    """Return "выразил надежду", "отказался ответить", "не стал говорить", "не смог сказать", "пришёл к выводу"."""
    form = next((f for f in forms(tokens[at].text)[:2] if f.pos in {"VERB", "GRND"}), None)
    if form is None:
        return None
    kind = GERUND if form.pos == "GRND" else FINITE
    if form.lemma in _EXPRESS:
        for place in range(at + 1, min(end, at + 4)):
            noun = next((f for f in forms(tokens[place].text) if f.lemma in _EXPRESSED), None)
            if noun is not None:
                return Cue(start, place + 1, at, kind, noun.lemma, form)
    if form.lemma == "прийти" and at + 2 < end and tokens[at + 2].lower in {"выводу", "заключению"}:
        return Cue(start, at + 3, at, kind, "прийти к выводу", form)
    negated = start < at
    if form.lemma in _DECLINING and (negated or form.lemma not in {"стать", "смочь", "мочь"}):
        following = (
            next((f for f in forms(tokens[at + 1].text) if f.pos == "INFN"), None) if at + 1 < end else None
        )
        front = (
            next((f for f in forms(tokens[start - 1].text) if f.pos == "INFN"), None) if start > 0 else None
        )
        if front is not None and following is None and front.lemma in BY_LEMMA | DECLINED:
            return Cue(start - 1, at + 1, at, kind, form.lemma, form)
        if following is not None and following.lemma in BY_LEMMA:
            return Cue(start, at + 2, at, kind, form.lemma, form)
        if form.lemma in {"стать", "смочь", "мочь"}:
            return None
        return Cue(start, at + 1, at, kind, form.lemma, form)
    return None


def noun_cue(tokens: Sequence[Token], at: int, end: int) -> Cue | None:
    """Return the cue of "сообщения о …", "утверждение, будто …", "слухи о том, что …" at ``at``."""
    token = tokens[at]
    if token.kind != WORD or token.capital or not worth_analysing(token.lower, _NOUNS_BEGIN):
        return None
    lemma = next((f.lemma for f in forms(token.text)[:3] if f.pos == "NOUN" and f.lemma in NOUN_ACTS), "")
    return Cue(at, at + 1, at, NOUN, lemma) if lemma and at + 1 < end else None


SCARE = 4


def utterance(token: Token) -> bool:
    """Tell whether a quotation is long enough, or ends like a sentence, to be somebody's words."""
    if token.kind != QUOTE:
        return False
    inner = token.text.strip("“”\"«»‘’'„ \n")
    if not inner:
        return False
    return inner.count(" ") >= SCARE or (inner[-1] in ".,!?…" and inner[0].isupper()) or inner[-1] in "!?…"
