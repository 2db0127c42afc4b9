"""Direct words: a quotation or a line of dialogue, cut where the narrator breaks in (", — сказал он. —")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from khronika.reading.languages.ru.cues import FINITE, cue_at
from khronika.reading.languages.ru.verbs import SPEECH
from khronika.reading.tokens import QUOTE, WORD, Token, tokenise
from khronika.records.spans import Span

_BREAK = re.compile(r"(?<=[,!?…])[”“»\"]?\s+[—–-]\s+(?=[а-яё])")
_BACK = re.compile(r"(?P<stop>[.,:])\s+[—–-]\s+")
_DASH = re.compile(r"\s*[—–-]\s+")
_NARRATOR = 200
_WORDS = 7
"""Words in which a narrator must come to the verb."""


@dataclass(slots=True)
class Spoken:
    """Direct words in pieces, with the narrator's words beside them, if any."""

    pieces: list[Span] = field(default_factory=list)
    narrator: Span | None = None


def narrates(text: str, start: int, end: int) -> bool:
    """Tell whether the words from ``start`` are a narrator's: a verb of speech among the first."""
    tokens = tokenise(text, start, min(end, start + _NARRATOR))
    for at, token in enumerate(tokens[:_WORDS]):
        if token.kind != WORD:
            return False
        cue = cue_at(tokens, at, len(tokens))
        if cue is not None and cue.kind == FINITE and (cue.lemma in SPEECH or at == 0):
            return True
    return False


def spoken(text: str, start: int, end: int) -> list[Spoken]:
    """Return the direct words between ``start`` and ``end``, each with its narrator."""
    found = [Spoken()]
    at = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() < at or not narrates(text, match.end(), end):
            continue
        found[-1].pieces.append((at, match.start()))
        back = _BACK.search(text, match.end(), end)
        stop = back.start() if back is not None else end
        narrator = (match.end(), stop)
        found[-1].narrator = found[-1].narrator or narrator
        if back is None:
            return found
        if back["stop"] == ".":
            found.append(Spoken(narrator=narrator))
        at = back.end()
    if at < end:
        found[-1].pieces.append((at, end))
    return [item for item in found if item.pieces]


def dialogue(text: str, start: int, end: int) -> int:
    """Return where the words of a line of dialogue begin, or -1 for any other block."""
    match = _DASH.match(text, start, min(end, start + 4))
    return match.end() if match is not None else -1


_OPENING, _CLOSING = "«„", "»“"


_LONGEST = 4000


def inner_tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens between two places, each quotation in «» or „“ as one token, also inside a quotation."""
    found: list[Token] = []
    begun, depth = -1, 0
    end = min(end, start + _LONGEST)
    for token in tokenise(text, start, end):
        if token.text in _OPENING:
            depth += 1
            begun = token.start if depth == 1 else begun
        elif token.text in _CLOSING and depth:
            depth -= 1
            if not depth:
                found.append(Token(begun, token.end, text[begun : token.end], "“”", QUOTE))
        elif not depth:
            found.append(token)
    if depth:
        found += tokenise(text, begun, end)
    return found
