"""Who did it, as words near an act say: "by masked men", "police detained", "силовиками"."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.claims.language import Language
from khronika.reading.tokens import MARK, WORD, Token
from khronika.records.spans import Span

_REACH = 7
_NEAR = 4
_MOST = 6
"""Words of a party."""


def doer(tokens: Sequence[Token], at: int, language: Language, *, passive: bool) -> Span | None:
    """Return where the party stands that did the act at ``at``, or ``None`` where the words do not say."""
    if passive and language.by:
        return _after_by(tokens, at, language)
    if passive:
        places = [
            *range(at + 1, min(at + 1 + _NEAR, len(tokens))),
            *range(at - 1, max(-1, at - 1 - _NEAR), -1),
        ]
        return _named_in(tokens, places, language, passive=True)
    before = _named_in(tokens, range(at - 1, max(-1, at - 1 - _NEAR), -1), language, passive=False)
    if before is not None or language.by:
        return before
    return _named_in(tokens, range(at + 1, min(at + 1 + _NEAR, len(tokens))), language, passive=False)


def _after_by(tokens: Sequence[Token], at: int, language: Language) -> Span | None:
    for place in range(at + 1, min(at + 1 + _REACH, len(tokens))):
        if tokens[place].kind == MARK:
            return None
        if tokens[place].lower in language.by:
            return _from(tokens, place + 1, language)
    return None


def _from(tokens: Sequence[Token], start: int, language: Language) -> Span | None:
    """Return the party that starts at ``start``: names, allowed adjectives, and the noun of one who acts."""
    end, known = start, False
    while end < len(tokens) and end - start < _MOST:
        token = tokens[end]
        name = token.capital and token.lower not in language.not_places
        if language.agents(token.lower):
            end, known = end + 1, True
            break
        if not (name or token.text in {"’s", "'s"} or language.agent_adjectives(token.lower)):
            break
        known = known or name
        end += 1
    if not known or end == start:
        return None
    if not language.agents(tokens[end - 1].lower):
        while end > start and not tokens[end - 1].capital:
            end -= 1
    elif not language.organs(tokens[end - 1].lower):
        start = _after_traits(tokens, start, end)
    return tokens[start].start, tokens[end - 1].end


def _after_traits(tokens: Sequence[Token], start: int, end: int) -> int:
    """Leave out a capital adjective before people ("… gunmen"): it may be a trait of theirs."""
    place = end - 1
    while place > start and not tokens[place - 1].capital:
        place -= 1
    owner = place > start and tokens[place].text in {"’s", "'s"}
    return start if owner else place


def _named_in(
    tokens: Sequence[Token], places: Sequence[int], language: Language, *, passive: bool
) -> Span | None:
    fits = language.doer if passive else language.subject
    for place in places:
        token = tokens[place]
        if token.kind == MARK:
            return None
        if token.kind != WORD or not language.agents(token.lower) or not fits(token.lower):
            continue
        start = place
        while start > 0 and language.agent_adjectives(tokens[start - 1].lower) and place - start < _MOST:
            start -= 1
        organ = language.organs(token.lower)
        named = start > 1 and tokens[start - 1].capital and tokens[start - 1].lower not in language.not_places
        if language.by and organ and named:
            start -= tokens[start - 2].lower not in language.at
        end = place + 1
        while end < len(tokens) and end - place < _NEAR and organ and not language.by:
            if not (language.organs(tokens[end].lower) or language.agent_adjectives(tokens[end].lower)):
                break
            end += 1
        if start > 0 and tokens[start - 1].lower in {
            "of",
            "against",
            "to",
            "from",
            "with",
            "in",
            "for",
            "против",
        }:
            return None
        return tokens[start].start, tokens[end - 1].end
    return None
