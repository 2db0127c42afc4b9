"""What a sentence without a cue is: a label of a transcript, a heading, or the publisher's own assertion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from khronika.reading.languages.ru.figures import figures_of
from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.times import times_of
from khronika.reading.languages.ru.words import MONTH_FORMS, lowered
from khronika.reading.layout import Sentence
from khronika.reading.tokens import MARK, NUMBER, QUOTE, WORD, Token

_DAY = date(2000, 1, 1)
_LONGEST_LABEL = 12
_SHORTEST = 6
_EVENTS = re.compile(
    r"\b(?=[а-яё]{3})(?:задерж|арест|приговор|осужд|уби[лт]|погиб|умер|изби|изъя|обыск|похи|пропал|сгор|взор|увол|закры|вынес|освобо|распущ|разогн|снес|снёс|ранен|застрел|избит|"
    r"обвин|отправ|возбу|зарегистр|подписа|прин[яи]|отмен|отключ|увез|вывез|достав|госпитал|опубликов|провел|прошл|прошёл|прошел|началс|состоял|нашли|найден|обнаруж|"
    r"стреля|напал|взял|собрал|вышл|лишил|ликвид|назнач|построен|работа|дежур|покину)"
)
"""Beginnings of words, small."""


def is_label(tokens: Sequence[Token]) -> tuple[int, int]:
    """Return the first token and the colon of a short noun phrase that opens a block ("Адвокат Лапотко:"), or (0, 0)."""
    first = (
        next((n + 1 for n, t in enumerate(tokens[:_LONGEST_LABEL]) if t.text == "]"), 0)
        if tokens[0].text == "["
        else 0
    )
    while first < len(tokens) and (
        tokens[first].kind == NUMBER or tokens[first].text in ".,:—–" or tokens[first].lower in MONTH_FORMS
    ):
        first += 1
    for at in range(first, min(len(tokens), first + _LONGEST_LABEL)):
        token = tokens[at]
        if token.text == ":" and at > first:
            return (first, at) if _nominal(tokens[first:at]) else (0, 0)
        initial = token.text == "." and at > first and len(tokens[at - 1].text) == 1
        if token.kind == MARK and token.text in ".!?;—–" and not initial:
            return 0, 0
    return 0, 0


def _nominal(tokens: Sequence[Token]) -> bool:
    """Tell whether a label is a noun phrase with a capital first, and no verb before its first comma."""
    words = [t for t in tokens if t.kind == WORD]
    if not words or not words[0].capital:
        return False
    comma = next((n for n, t in enumerate(tokens) if t.text == ","), len(tokens))
    verbal = {"VERB", "GRND", "PRED", "CONJ", "ADVB", "PRCL", "INFN"} | (
        {"PREP"} if len(words) < len(("На", "фото")) + 1 else set()
    )
    return not any(
        t.kind == WORD
        and (not t.capital or n == 0)
        and bool(forms(t.text))
        and forms(t.text)[0].pos in verbal
        for n, t in enumerate(tokens[:comma])
    )


def checkable(text: str, sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence asserts something that can be checked: an event with a figure, a day or a name."""
    words = text[sentence.start : sentence.end]
    if len(tokens) < _SHORTEST or not words.rstrip('»”"').endswith((".", "!", "…")):
        return False
    if any(t.kind == QUOTE and t.text.count(" ") > len(tokens) for t in tokens):
        return False
    spans = ((sentence.start, sentence.end),)
    numbered = bool(figures_of(text, spans)) or bool(times_of(text, *spans[0], _DAY))
    event = _EVENTS.search(lowered(words)) is not None
    if numbered is event:
        return event
    past = any(
        f.pos in {"VERB", "PRTS"} and f.tense == "past"
        for t in tokens
        if t.kind == WORD
        for f in forms(t.text)[:1]
    )
    return past and (numbered or any(t.capital for t in tokens[1:]))
