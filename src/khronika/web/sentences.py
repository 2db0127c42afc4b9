"""Sentences with values in them, as another language says them: found again by the words around the values.

A fault, a hint, a problem or a reason is English where it is said and where it is recorded. The catalogue has
it as a message with numbered gaps, ``{1} is no day``; a form of it may put the gaps in another order and say
how a value stands there: ``{1}`` unchanged, ``{1:number}``, ``{1:day}``, ``{1:word}``, ``{1:words}`` by the
catalogue, ``{1:said}`` as a sentence of its own, ``{1:строка|строки|строк}`` what goes with the number.

What must stay true: a value stands in the form as it stood in the line; a line that no message fits, or one
that fits a message in two ways that differ, is given as it is; the time is linear in the line, and nothing
raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

LONGEST = 4000
"""Characters of a line that is looked at; a longer one is given as it is."""

BETWEEN = "; "
"""What stands between several sentences on one line."""

_DEEPEST, _MOST_PIECES, _LONGEST_RUN, _BEGIN = 3, 64, 4, 3
_GAP = re.compile(r"\{\{|\}\}|\{(\d+)(?::([^{}]*))?\}")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(?:\.(\d{1,9}))?")
_LISTED = re.compile(r"(, | and )")


class Speech(Protocol):
    """What a language does with a value."""

    def word(self, message: str) -> str:
        """Return a message in this language."""

    def number(self, number: int) -> str:
        """Return a number with this language's separators."""

    def day(self, day: date) -> str:
        """Return a day in words."""

    def form_for(self, number: int) -> int:
        """Return which of the forms of a word goes with a number."""

    @property
    def point(self) -> str:
        """Return what stands before the tenths of a number."""


@dataclass(frozen=True, slots=True)
class _Message:
    """A message: the words around its gaps, and its form as words and gaps."""

    words: tuple[str, ...]
    form: tuple[str | tuple[int, str], ...]

    @property
    def weight(self) -> int:
        """Return how much of a line is the message's own: the most specific has the most."""
        return sum(map(len, self.words))

    def first(self, line: str) -> list[str] | None:
        """Return what fills the gaps, each as short as can be from the left; ``None`` if it does not fit."""
        within = self._within(line)
        if within is None:
            return None
        at, end = within
        gaps = []
        for words in self.words[1:-1]:
            found = line.find(words, at, end)
            if found < 0:
                return None
            gaps.append(line[at:found])
            at = found + len(words)
        return [*gaps, line[at:end]]

    def last(self, line: str) -> list[str] | None:
        """Return what fills the gaps, each as short as it can be from the right."""
        within = self._within(line)
        if within is None:
            return None
        at, end = within
        gaps = []
        for words in reversed(self.words[1:-1]):
            found = line.rfind(words, at, end)
            if found < 0:
                return None
            gaps.append(line[found + len(words) : end])
            end = found
        return [line[at:end], *reversed(gaps)]

    def _within(self, line: str) -> tuple[int, int] | None:
        head, tail = self.words[0], self.words[-1]
        fits = len(line) >= len(head) + len(tail) and line.startswith(head) and line.endswith(tail)
        return (len(head), len(line) - len(tail)) if fits else None


class Sentences:
    """The sentences of one language that have values in them."""

    def __init__(self, messages: Iterable[tuple[str, str]]) -> None:
        """Take messages with their forms; what has no gap, or no form, is passed over."""
        found = [made for message, form in messages if form and (made := _made(message, form)) is not None]
        self._messages = sorted(found, key=lambda one: (-one.weight, one.words))
        self._by_begin: dict[str, Sequence[_Message]] = {}
        begins = {one.words[0][:_BEGIN] for one in self._messages}
        for begin in begins:
            self._by_begin[begin] = [one for one in self._messages if begin.startswith(one.words[0][:_BEGIN])]
        self._short = [one for one in self._messages if len(one.words[0]) < _BEGIN]

    def said(self, line: str, speech: Speech, depth: int = _DEEPEST) -> str:
        """Return a line of ours as the language says it; as it is where it is none of ours."""
        if not line or len(line) > LONGEST or depth <= 0:
            return line
        exact = speech.word(line)
        if exact != line or BETWEEN not in line:
            return exact if exact != line else self._whole(line, speech, depth) or line
        pieces, every = self._in_pieces(line, speech, depth)
        return pieces if every else self._whole(line, speech, depth) or pieces

    def _whole(self, line: str, speech: Speech, depth: int) -> str | None:
        exact = speech.word(line)
        if exact != line:
            return exact
        for message in self._by_begin.get(line[:_BEGIN], self._short):
            gaps = message.first(line)
            if gaps is None:
                continue
            said = self._put(message, gaps, speech, depth)
            other = message.last(line)
            if other is None or other == gaps or self._put(message, other, speech, depth) == said:
                return said
            return None
        return None

    def _in_pieces(self, line: str, speech: Speech, depth: int) -> tuple[str, bool]:
        """Return several sentences, each by itself, and whether each is one of ours.

        A value may hold what stands between them, and so a sentence can be several pieces.
        """
        pieces = line.split(BETWEEN, _MOST_PIECES)
        found, at, every = [], 0, True
        while at < len(pieces):
            for to in range(at + 1, min(at + _LONGEST_RUN, len(pieces)) + 1):
                said = self._whole(BETWEEN.join(pieces[at:to]), speech, depth)
                if said is not None:
                    break
            else:
                said, to, every = pieces[at], at + 1, False
            found.append(said)
            at = to
        return BETWEEN.join(found), every

    def _put(self, message: _Message, gaps: Sequence[str], speech: Speech, depth: int) -> str:
        return "".join(
            part if isinstance(part, str) else self._value(gaps, part, speech, depth) for part in message.form
        )

    def _value(self, gaps: Sequence[str], part: tuple[int, str], speech: Speech, depth: int) -> str:
        number, how = part
        value = gaps[number - 1]
        if how == "said":
            return self.said(value, speech, depth - 1)
        if "|" in how:
            forms = how.split("|")
            counted = _counted(value)
            return forms[-1] if counted is None else forms[min(speech.form_for(counted), len(forms) - 1)]
        return WAYS[how](value, speech) if how in WAYS else value


def gaps_of(message: str) -> list[int]:
    """Return the numbers of the gaps of a message or a form, in the order in which they stand."""
    return [int(found[1]) for found in _GAP.finditer(message) if found[1]]


def ways_of(form: str) -> set[str]:
    """Return how values stand in a form."""
    return {found[2] for found in _GAP.finditer(form) if found[2]}


def _made(message: str, form: str) -> _Message | None:
    parts = [*_parts(message)]
    words, before = [], ""
    for part in parts:
        if isinstance(part, str):
            before += part
        else:
            words.append(before)
            before = ""
    words.append(before)
    put = tuple(_parts(form))
    numbers = {part[0] for part in put if not isinstance(part, str)}
    if "{" not in message or not any(words) or not numbers <= set(range(1, len(words))):
        return None
    return _Message(tuple(words), put)


def _parts(message: str) -> Iterator[str | tuple[int, str]]:
    at = 0
    for found in _GAP.finditer(message):
        yield message[at : found.start()]
        yield (int(found[1]), found[2] or "") if found[1] else found[0][0]
        at = found.end()
    yield message[at:]


def _counted(value: str) -> int | None:
    found = _NUMBER.fullmatch(value)
    return int(found[1].replace(",", "")) if found and found[2] is None else None


def _number(value: str, speech: Speech) -> str:
    found = _NUMBER.fullmatch(value)
    if found is None:
        return value
    whole = speech.number(int(found[1].replace(",", "")))
    return f"{whole}{speech.point}{found[2]}" if found[2] else whole


def _day(value: str, speech: Speech) -> str:
    try:
        return speech.day(date.fromisoformat(value)) if len(value) == len("2026-04-03") else value
    except ValueError:
        return value


def _words(value: str, speech: Speech) -> str:
    pieces = _LISTED.split(value)
    return "".join(
        ", " if at % 2 else (speech.word(piece) if piece else "") for at, piece in enumerate(pieces)
    )


WAYS: Mapping[str, Callable[[str, Speech], str]] = {
    "word": lambda value, speech: speech.word(value) if value else value,
    "words": _words,
    "number": _number,
    "day": _day,
}
"""How a value can stand in a form, beside unchanged, as a sentence, or as what goes with a number."""
