"""Who has the turn in each block: lines of an interview, labels of a transcript, testimonies under a name.

Words that no source claims are of whoever has the turn, and so are "я" and "мы" of its block. An interview is its
publisher's questions and the answers of whom the text named last before it; its lines take turns, and a narrator's words
("— сказал он") say whose line it is. What none of this tells stays open. Linear in the number of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from khronika.reading.languages.ru.checkable import is_label
from khronika.reading.languages.ru.direct import dialogue
from khronika.reading.languages.ru.morph import forms, lemma
from khronika.reading.languages.ru.names import Run, common, is_given, looks_personal, run_at, words_of
from khronika.reading.layout import Layout
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token, tokenise
from khronika.records.spans import Span

LINE, LABEL, HEADING, LETTER, PLAIN = "line", "label", "heading", "letter", "plain"

_ASKS: Final = words_in("вопрос корр корреспондент ведущий ведущая интервьюер журналист журналистка редакция")
_ANSWERS: Final = words_in("ответ")
_HEAD = 240
"""Characters of a block in which its label stands."""

_SHORT_HEADING = 60
_ENDS = frozenset('.!?:;…,»”"')
_INTERVIEW = 3
"""Lines, one after another, that make an interview."""

_SALUTES = re.compile(
    r"(?:(?:Глубоко|Много)?[Уу]важаем\w+|Дорог(?:ой|ая|ие)|Господин|Госпожа|Товарищ|В редакцию|Здравствуйте)\b"
)
_LONGEST_SIGNATURE = 90


class Turn(NamedTuple):
    """How a block begins: its kind, the words of its label or heading, and for a line its number in the run of lines."""

    kind: str
    label: Span | None = None
    line: int = 0
    run: int = -1


@dataclass(slots=True)
class Turns:
    """The turns of one text by number of block; ``voices`` are the speakers of a run's even and odd lines so far."""

    layout: Layout
    turns: list[Turn] = field(default_factory=list)
    asking: dict[int, int] = field(default_factory=dict)
    """Which lines of a run ask, the even (0) or the odd ones (1), where it is an interview."""

    voices: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        text = self.layout.text
        run = line = -1
        lines: dict[int, list[Span]] = {}
        for start, end in self.layout.blocks:
            begin = dialogue(text, start, end)
            if begin >= 0 and (label := _label(text, begin, end)) is None:
                run, line = (run, line + 1) if line >= 0 else (run + 1, 0)
                lines.setdefault(run, []).append((start, end))
                self.turns.append(Turn(LINE, None, line, run))
                continue
            line = -1
            label = _label(text, max(start, begin), end)
            kind = LABEL if label is not None else PLAIN
            if label is None and (label := _heading(text, start, end)) is not None:
                kind = HEADING
            self.turns.append(Turn(kind, label))
        self._letters()
        for number, spans in lines.items():
            asks = _asks(text, spans)
            if asks >= 0:
                self.asking[number] = asks

    def _letters(self) -> None:
        """Give the blocks from a salutation to the signature below it to who signed."""
        text, opened = self.layout.text, -1
        for number, (start, end) in enumerate(self.layout.blocks):
            if _SALUTES.match(text, start, min(end, start + _SHORT_HEADING)):
                opened = number
            elif opened >= 0 and (signed := _signature(text, start, end)) is not None:
                self.turns[opened : number + 1] = [Turn(LETTER, signed)] * (number + 1 - opened)
                opened = -1

    def side(self, block: int) -> int:
        """Return 0 where the line of ``block`` asks, 1 where it answers, -1 where nobody can tell."""
        turn = self.turns[block]
        if turn.kind == LINE:
            asking = self.asking.get(turn.run, -1)
            return -1 if asking < 0 else int(turn.line % 2 != asking)
        if turn.kind == LABEL and turn.label is not None:
            words = _lemmas(self.layout.text, turn.label)
            return (
                0
                if words & _ASKS and len(words) <= len(("вопрос", "редакции"))
                else 1
                if words & _ANSWERS
                else -1
            )
        return -1

    def voice(self, block: int) -> str:
        """Return who has spoken on this side of the run so far, or nothing."""
        turn = self.turns[block]
        return self.voices.get((turn.run, turn.line % 2), "") if turn.kind == LINE else ""

    def spoke(self, block: int, name: str) -> None:
        """Note whom a narrator gives a line to."""
        turn = self.turns[block]
        if turn.kind == LINE:
            self.voices[turn.run, turn.line % 2] = name


def _lemmas(text: str, span: Span) -> frozenset[str]:
    return frozenset(lemma(w) for w in re.findall(r"[\w-]+", text[slice(*span)]))


def _label(text: str, start: int, end: int) -> Span | None:
    """Return the label that a block begins with ("Вопрос", "Судья Лунд"), or ``None``."""
    if ":" not in text[start : min(end, start + _HEAD)]:
        return None
    tokens = tokenise(text, start, min(end, start + _HEAD))
    first, colon = is_label(tokens)
    if colon <= first or colon + 1 >= len(tokens):
        return None
    words = [t for t in tokens[first:colon] if t.kind == WORD]
    known = {lemma(w.text) for w in words[:1]} & (_ASKS | _ANSWERS)
    if not known and not _calls(words):
        return None
    return tokens[first].start, tokens[colon - 1].end


def _calls(words: Sequence[Token]) -> bool:
    """Tell whether the words of a label call a person: a name, or a noun of people in the nominative first."""
    if not common(words[0].text):
        return all(w.capital for w in words)
    return any(f.animate and (f.case, f.number) == ("nomn", "sing") for f in forms(words[0].text)[:3])


def _heading(text: str, start: int, end: int) -> Span | None:
    """Return the name that is the heading of somebody's own words ("Анна Лунд, учительница"), or ``None``."""
    if end - start > _SHORT_HEADING or text[end - 1] in _ENDS:
        return None
    tokens = tokenise(text, start, end)
    comma = next((n for n, t in enumerate(tokens) if t.text == ","), len(tokens))
    named = all(t.capital or t.text == "." for t in tokens[:comma]) and 0 < comma < len(tokens)
    if not named or any(t.kind != WORD and t.text not in ".,-" for t in tokens):
        return None
    words = words_of(tokens, Run(0, comma))
    fits = looks_personal(words) or (len(words) == 1 and (is_given(words[0]) or len(words[0]) == 1))
    return (tokens[0].start, tokens[comma - 1].end) if fits else None


def _signature(text: str, start: int, end: int) -> Span | None:
    """Return the name that a letter is signed with, or ``None`` for a block that is no signature."""
    if end - start > _LONGEST_SIGNATURE or text[end - 1] in "!?:;…":
        return None
    tokens = tokenise(text, start, end)
    run = run_at(tokens, 0, len(tokens))
    if run is None or not looks_personal(words_of(tokens, run)):
        return None
    return tokens[0].start, tokens[run.end - 1].end


def _asks(text: str, lines: Sequence[Span]) -> int:
    """Return which lines of a run ask questions, the even (0) or the odd ones (1); -1 where it is no interview."""
    if len(lines) < _INTERVIEW:
        return -1
    asked = [[text[e - 1] == "?" for _, e in lines[side::2]] for side in (0, 1)]
    shares = [sum(found) / len(found) if found else 0.0 for found in asked]
    best = max((0, 1), key=lambda side: (shares[side], -side))
    return best if shares[best] >= 1 / 2 and shares[best] > shares[1 - best] else -1


_ACCOUNT = re.compile(
    r"\b(?:[Рр]ассказ(?:ы|а|ом)?|[Пп]оказани[яй]|[Сс]видетельств[оа]|[Мм]онолог|[Дд]невник|[Вв]оспоминани[яй]|[Сс]о слов)\s"
)
_FAR = 4
"""Words between what an account is called and whose it is, at most."""


def teller_in(words: str) -> tuple[str, ...]:
    """Return the name behind the word for an account ("показания Анны Лунд"), as it stands; empty where none is."""
    for found in _ACCOUNT.finditer(words):
        tokens = tokenise(words, found.end(), min(len(words), found.end() + _HEAD))
        for at in range(min(_FAR, len(tokens))):
            if tokens[at].kind != WORD:
                break
            run = run_at(tokens, at, len(tokens))
            if run is not None and looks_personal(words_of(tokens, run)):
                return words_of(tokens, run)
    return ()
