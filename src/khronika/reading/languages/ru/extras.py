"""Beside a cue: whom it is said to, through whom, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from khronika.reading.languages.ru.cues import Cue
from khronika.reading.languages.ru.lexicon import MEDIA, MEDIA_KINDS
from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.subjects import Phrase, phrase_end
from khronika.reading.languages.ru.times import times_of
from khronika.reading.languages.ru.words import PREPOSITIONS, PRONOUNS
from khronika.reading.tagging import labels
from khronika.reading.tagging.tagger import Extra
from khronika.reading.tokens import QUOTE, WORD, Token
from khronika.records.spans import Span

_NO_DAY = date(2000, 1, 1)
"""Times are only found here; against which day they are read is the reader's work."""

_SURE = 0.8
_REACH = 14
_OWN = frozenset({"нам", "редакции", "мне"})
_CITED = re.compile(r"\b(?:со\sссылкой\sна|ссылаясь\sна|цитируя)\s", re.IGNORECASE)
_FORUM = re.compile(
    r"\b(?:на|в|во|перед|с)\s(?:\w+\s){0,3}?(?:брифинг|пресс-конференци|заседани|слушани|эфир|интервью|митинг|проповед|суд[еу]?\b|допрос|совещани|собрани|"
    r"telegram|соцсет|социальн\w+\sсет|телеграм|канале?\b|страниц|обращени|доклад|трибун|депутатами|чат|выступлени|колонк)\w*"
    r"(?:\s(?:в|на|с|по|о)\s\w+|\s[а-яё]+(?:ого|ой|их|ых|а|ы|и|ов|ии))?",
    re.IGNORECASE,
)


def extras_of(
    text: str, tokens: Sequence[Token], cue: Cue, bounds: tuple[int, int], subject: Phrase | None
) -> list[Extra]:
    """Return what stands beside a cue between the tokens ``bounds``, outside its subject and its content."""
    found: list[Extra] = []
    lo, hi = max(bounds[0], cue.start - _REACH), min(bounds[1], cue.end + _REACH)
    stop = next(
        (
            n
            for n in range(cue.end, hi)
            if tokens[n].text in {":", ";"} or tokens[n].lower in {"что", "будто", "чтобы"}
        ),
        hi,
    )
    at = cue.end
    while at < stop:
        if subject is not None and subject.start <= at < subject.end:
            at = subject.end
            continue
        end = 0 if _governed(tokens, at) else _told(tokens, at, stop)
        if end:
            found.append(Extra(_kind(tokens, at, end), (tokens[at].start, tokens[end - 1].end), _SURE))
            at = end
        at += 1
    if subject is not None and subject.end <= cue.start:
        found += _before(tokens, subject.end, cue.start)
    span = (tokens[lo].start, tokens[stop - 1].end if stop > lo else tokens[lo].end)
    found += _placed(text, span, tokens, subject)
    return found


def _before(tokens: Sequence[Token], start: int, end: int) -> list[Extra]:
    """Return whom the words are said to where they stand before the verb ("X агентству ответило")."""
    for at in range(start, end):
        told = 0 if _governed(tokens, at) else _told(tokens, at, end)
        if told:
            return [Extra(_kind(tokens, at, told), (tokens[at].start, tokens[told - 1].end), _SURE)]
    return []


def _governed(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a preposition stands before: "по словам" is nobody who is told."""
    return at > 0 and tokens[at - 1].lower in PREPOSITIONS


def _told(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where a dative of whom is told ends, or 0."""
    token = tokens[at]
    if token.kind == QUOTE:
        return (
            at + 1
            if token.text.count(" ") < len(("a", "short", "name"))
            and token.text[1:2].isupper()
            and token.text[-2:-1] not in ".,!?"
            else 0
        )
    if token.kind != WORD or token.lower in PREPOSITIONS:
        return 0
    if token.lower in PRONOUNS:
        return at + 1 if token.lower in _OWN | {"ему", "ей", "им"} else 0
    found = forms(token.text)
    if (
        not found
        or found[0].pos not in {"NOUN", "ADJF"}
        or not any(f.case == "datv" and f.pos in {"NOUN", "ADJF"} for f in found[:2])
    ):
        return 0
    return phrase_end(tokens, at, end, short=True)


def _kind(tokens: Sequence[Token], start: int, end: int) -> str:
    """Tell a medium from anybody else who is told."""
    lemmas = {f.lemma for t in tokens[start:end] if t.kind == WORD for f in forms(t.text)[:2]}
    medium = (
        tokens[start].kind == QUOTE
        or tokens[start].lower in _OWN
        or bool(lemmas & (MEDIA_KINDS | MEDIA | {"корреспондент"}))
    )
    return labels.RELAY if medium else labels.ADDRESSEE


def _placed(text: str, span: Span, tokens: Sequence[Token], subject: Phrase | None) -> list[Extra]:
    inside = (
        (tokens[subject.start].start, tokens[subject.end - 1].end)
        if subject is not None and subject.start < subject.end
        else (0, 0)
    )
    found = [
        Extra(labels.TIME, when.spans[0], _SURE)
        for when in times_of(text, *span, _NO_DAY)
        if not inside[0] <= when.spans[0][0] < inside[1]
    ]
    forum = _FORUM.search(text, *span)
    if forum is not None and not inside[0] <= forum.start() < inside[1]:
        found.append(Extra(labels.FORUM, forum.span(), _SURE))
    cited = _CITED.search(text, *span)
    if cited is not None:
        after = next((n for n, t in enumerate(tokens) if t.start >= cited.end()), len(tokens))
        end = phrase_end(tokens, after, len(tokens)) if after < len(tokens) else after
        if end > after:
            found.append(Extra(labels.RELAY, (tokens[after].start, tokens[end - 1].end), _SURE))
    return found
