"""What is said: direct words, a clause after "что", an infinitive, a noun phrase; and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru.cues import (
    ACCORDING,
    FINITE,
    GERUND,
    IMPERSONAL,
    NOUN,
    PARTICIPLE,
    Cue,
    cue_at,
    utterance,
)
from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.verbs import SPEECH, TAKES_INFINITIVE, TAKES_NOUN, TELLING
from khronika.reading.languages.ru.words import ADVERBS, PREPOSITIONS
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, QUOTE, WORD, Token

QUOTED, CLAUSE, INFINITIVE, PHRASE = "quoted", "clause", "infinitive", "phrase"
_OPENERS = words_in("что чтобы будто якобы как")
_ASKING = words_in(
    "кто что где когда почему зачем куда откуда сколько какой какая какие каким чей ли как чем кому кого насколько"
)
_REACH = 30


class Content(NamedTuple):
    """Tokens ``start`` to ``end`` that hold what is said, and in which form."""

    start: int
    end: int
    mode: str


def content_after(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> Content | None:
    """Return what a cue says, looked for from token ``start`` (after a subject that follows the cue)."""
    place = start
    while place < end and place - start < _REACH:
        token = tokens[place]
        if token.text == ":" and place + 1 < end:
            object_between = cue.lemma not in TELLING and cue.kind == FINITE and place > start
            return _noun(tokens, cue, start, end) if object_between else _after_colon(tokens, place + 1, end)
        if token.text == "," and place + 1 < end:
            found = _after_comma(tokens, cue, place + 1, end)
            if found is not None or not _parenthesis(tokens, place, end):
                return found or _noun(tokens, cue, start, end)
        elif token.kind == QUOTE and place > start and cue.lemma in TAKES_INFINITIVE:
            return Content(place, clause_end(tokens, place, end, cue), PHRASE)
        elif (
            token.kind == MARK
            and token.text in ".;!?"
            and not (token.text == "." and place + 1 < end and len(tokens[place - 1].text) == 1)
        ):
            break
        elif cue.lemma in TAKES_INFINITIVE | {"отказаться", "отказываться"} and infinitive(token):
            begin = place - (tokens[place - 1].lower == "не" and place - 1 >= start)
            return Content(begin, clause_end(tokens, begin, end, cue), INFINITIVE)
        elif (
            token.kind == WORD
            and place > start
            and cue_at(tokens, place, end) is not None
            and token.lower not in {"по", "со"}
        ):
            break
        place += 1
    return _noun(tokens, cue, start, end)


def infinitive(token: Token) -> bool:
    """Tell whether a word is an infinitive."""
    return (
        token.kind == WORD
        and not token.capital
        and bool(forms(token.text))
        and forms(token.text)[0].pos == "INFN"
    )


def _parenthesis(tokens: Sequence[Token], comma: int, end: int) -> bool:
    """Tell whether a comma opens an apposition that another comma closes within a few words."""
    return any(tokens[n].text == "," for n in range(comma + 1, min(end, comma + 14)))


def _after_colon(tokens: Sequence[Token], start: int, end: int) -> Content | None:
    if tokens[start].text in {"—", "–", "-"} and start + 1 < end:
        start += 1
    if tokens[start].kind == QUOTE:
        return Content(start, start + 1, QUOTED)
    inner = cue_at(tokens, start, end)
    if inner is not None and inner.kind == ACCORDING:
        return None
    return Content(start, sentence_end(tokens, end), QUOTED)


def _after_comma(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> Content | None:
    low = tokens[start].lower
    if low in {"мол", "дескать"}:
        return Content(
            start + 1 + (tokens[start + 1].text == "," if start + 1 < end else 0),
            clause_end(tokens, start + 1, end, cue),
            CLAUSE,
        )
    if (
        low in _OPENERS
        and start + 1 < end
        and (
            low != "как"
            or not cue.sure
            or cue.lemma in {"рассказать", "вспоминать", "рассказывать", "объяснить", "видеть"}
        )
    ):
        return Content(start + 1, clause_end(tokens, start + 1, end, cue), CLAUSE)
    asks = (
        low in _ASKING
        or (start + 1 < end and tokens[start + 1].lower == "ли")
        or (
            low in PREPOSITIONS
            and start + 1 < end
            and tokens[start + 1].lower in _ASKING | {"чьем", "каких", "какой"}
        )
    )
    if asks:
        return Content(start, clause_end(tokens, start, end, cue), CLAUSE)
    if tokens[start].kind == QUOTE and utterance(tokens[start]):
        return Content(start, start + 1, QUOTED)
    return None


def _noun(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> Content | None:
    """Return a noun phrase as content, of verbs that take one; "о том, что" gives the clause."""
    while start < end and tokens[start].kind == WORD and tokens[start].lower in ADVERBS:
        start += 1
    if start >= end or tokens[start].text in {",", ".", ":", ";", "—", "–"}:
        return None
    if tokens[start].kind == QUOTE and (
        utterance(tokens[start]) or cue.lemma in TAKES_NOUN or cue.lemma in SPEECH
    ):
        return Content(start, clause_end(tokens, start, end, cue), PHRASE)
    clause = _of_that(tokens, start, end, cue)
    if clause is not None:
        return clause
    about = tokens[start].lower in {"о", "об", "про"} and cue.lemma in SPEECH
    on = tokens[start].lower == "на" and cue.lemma in {
        "настаивать",
        "сослаться",
        "ссылаться",
        "намекнуть",
        "намекать",
        "жаловаться",
        "пожаловаться",
    }
    if about or on:
        return Content(start, clause_end(tokens, start, end, cue), PHRASE)
    if (
        cue.lemma not in TAKES_NOUN | {"отказаться", "отказываться"}
        and cue.kind != NOUN
        and cue.end - cue.start < len(("не", "стал", "говорить")) - 1
    ):
        return None
    return Content(start, clause_end(tokens, start, end, cue), PHRASE)


def _of_that(tokens: Sequence[Token], start: int, end: int, cue: Cue) -> Content | None:
    """Return the clause of "о том, что …"."""
    for place in range(start, min(end - 2, start + 6)):
        if (
            tokens[place].lower in {"том", "тем", "то", "того"}
            and tokens[place + 1].text == ","
            and tokens[place + 2].lower in _OPENERS
        ):
            return (
                Content(place + 3, clause_end(tokens, place + 3, end, cue), CLAUSE)
                if place + 3 < end
                else None
            )
    return None


_REPORTED = words_in(
    "сообщение слух рассказ утверждение заявление версия история жалоба предположение обвинение намек"
)
_URGED = words_in("призыв обещание требование предложение просьба угроза обязательство")


def noun_content(tokens: Sequence[Token], cue: Cue, begin: int, end: int) -> int:  # noqa: PLR0911 - rules in order
    """Return where the content of a noun that reports starts, or -1 where the noun has none."""
    if begin >= end:
        return -1
    low = tokens[begin].lower
    if cue.lemma in _URGED:
        return begin if infinitive(tokens[begin]) or tokens[begin].kind == QUOTE else -1
    if low == "," and begin + 1 < end and tokens[begin + 1].lower in {"что", "будто", "якобы"}:
        return begin + 2
    that = next(
        (
            n
            for n in range(begin, min(begin + 3, end - 2))
            if tokens[n].lower == "том" and tokens[n + 1].text == ","
        ),
        -1,
    )
    if that >= 0:
        return that + 3
    if cue.lemma in {"обвинение", "подозрение"} and low in {"в", "во"}:
        return begin
    if cue.lemma in _REPORTED - {"обвинение"} and low in {"о", "об", "про"}:
        return begin + 1
    return (
        begin
        if cue.lemma == "вопрос" and low == "," and begin + 1 < end and tokens[begin + 1].lower in _ASKING
        else -1
    )


def sentence_end(tokens: Sequence[Token], end: int) -> int:
    """Return the place of the stop that ends the sentence, or its end."""
    return end - 1 if end > 0 and tokens[end - 1].kind == MARK and tokens[end - 1].text in ".!?…" else end


def clause_end(tokens: Sequence[Token], start: int, end: int, said: Cue | None = None) -> int:
    """Return where a content that starts at ``start`` ends: where another cue takes over, or the sentence stops."""
    place = start
    while place < end:
        token = tokens[place]
        quote_next = token.text == ":" and place + 1 < end and tokens[place + 1].kind == QUOTE
        if (
            token.text == ";"
            or quote_next
            or (token.kind == MARK and token.text in ".!?" and place == end - 1)
        ):
            return place
        if place > start and _taken_over(tokens, place, end, said):
            return place
        place += 1
    return end


def _taken_over(tokens: Sequence[Token], at: int, end: int, said: Cue | None) -> bool:
    """Tell whether a cue of the sentence itself follows the comma, dash or conjunction at ``at``."""
    token = tokens[at]
    place = at + 1
    comma = token.text == ","
    if comma and place < end and tokens[place].lower in {"и", "а", "но", "однако", "как"}:
        place += 1
    elif not comma and token.lower not in {"и", "но", "а"} and token.text not in {"—", "–"}:
        return False
    while (
        place < end
        and tokens[place].kind == WORD
        and tokens[place].lower in ADVERBS
        and place - at < len(".....")
    ):
        place += 1
    cue = cue_at(tokens, place, end) if place < end else None
    if cue is None or cue.kind in {PARTICIPLE, NOUN}:
        return comma and _new_subject(tokens, at + 1, end)
    if cue.kind in {GERUND, ACCORDING, IMPERSONAL}:
        return comma
    if cue.kind != FINITE or not cue.sure or cue.form is None:
        return False
    alike = (
        said is None
        or said.form is None
        or (said.form.tense == cue.form.tense and said.form.number in {cue.form.number, ""})
    )
    return comma or alike


def _new_subject(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether ", а министр … заявил" begins: a contrast with a cue of its own."""
    if tokens[at].lower not in {"а", "но"} if at < end else True:
        return False
    for place in range(at + 1, min(end, at + 16)):
        if tokens[place].text in {";", ","} and tokens[place].text == ";":
            return False
        cue = cue_at(tokens, place, end)
        if (
            cue is not None
            and cue.kind == FINITE
            and cue.sure
            and cue.form is not None
            and cue.form.tense == "past"
        ):
            return True
    return False
