"""Clauses of what was said: the stretch in which a figure, a place and an act belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from khronika.reading.claims.language import Language
from khronika.reading.tokens import MARK, Token, tokens_of
from khronika.records.spans import Span, Spans

LONGEST = 4000
"""Characters of a piece of content that are looked at."""
LONGEST_CLAUSE = 80
"""Tokens of a clause; what is longer is cut."""
_ENDS = frozenset(".!?…;")
_OPENING = 3
_CUTS = frozenset(":—–()")


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens of one clause, its sentence, and whether it claims nothing (a condition, a question)."""

    tokens: tuple[Token, ...]
    sentence: Span
    empty: bool

    @property
    def span(self) -> Span:
        """Return where the clause stands."""
        return self.tokens[0].start, self.tokens[-1].end


def clauses_of(text: str, spans: Spans, language: Language) -> Iterator[Clause]:
    """Return the clauses within ``spans`` in order; linear in their length."""
    for start, end in spans:
        sentence: list[Token] = []
        for token in tokens_of(text, start, min(end, start + LONGEST)):
            sentence.append(token)
            if token.text in _ENDS:
                yield from _in_sentence(sentence, language)
                sentence = []
        yield from _in_sentence(sentence, language)


def _in_sentence(tokens: list[Token], language: Language) -> Iterator[Clause]:
    if not tokens:
        return
    span = (tokens[0].start, tokens[-1].end)
    asked = tokens[-1].text == "?"
    part: list[Token] = []
    # A condition that opens the sentence makes all of it one.
    asked = asked or any(t.lower in language.ifs for t in tokens[:_OPENING])
    empty = False
    for at, token in enumerate(tokens):
        if _opens(tokens, at, language) or (empty and token.text == ",") or len(part) >= LONGEST_CLAUSE:
            if part:
                yield Clause(tuple(part), span, asked or empty)
            negated = token.lower in language.that and any(t.lower in language.negations for t in part)
            empty = token.lower in language.ifs or negated or (empty and token.text != ",")
            part = []
        if token.kind != MARK or part:
            part.append(token)
    if part:
        yield Clause(tuple(part), span, asked or empty)


def _opens(tokens: list[Token], at: int, language: Language) -> bool:
    token = tokens[at]
    follows = token.text == "," and at + 1 < len(tokens) and _joins(tokens[at + 1], language)
    return follows or token.text in _CUTS or token.lower in language.cuts | language.ifs


def _joins(token: Token, language: Language) -> bool:
    return token.lower in {"and", "or", "и", "а", "или"} or token.lower in language.cuts
