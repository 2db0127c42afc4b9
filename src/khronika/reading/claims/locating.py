"""Where an act was done: places of the gazetteer, and words that name a site ("at Quarry 9")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khronika.reading.claims.clauses import Clause
from khronika.reading.claims.language import Language
from khronika.reading.tokens import MARK, NUMBER, Token
from khronika.records.places import PlaceMention
from khronika.records.spans import Span

_REACH = 6
_BACK = 3
_MOST_CANDIDATES = 6


class Located(NamedTuple):
    """Words of a place, where they stand, the GeoNames ids they can mean."""

    words: str
    span: Span
    places: tuple[int, ...]
    sure: bool


def locations(
    text: str, clause: Clause, mentions: Sequence[PlaceMention], language: Language
) -> Iterator[Located]:
    """Return the places that a clause puts an act at: a word like "in" must stand before them."""
    taken: list[Span] = []
    tokens = clause.tokens
    for mention in _within(mentions, clause.span):
        at = next((n for n, t in enumerate(tokens) if t.start >= mention.span[0]), len(tokens))
        if any(t.lower in language.at for t in tokens[max(0, at - _BACK) : at]):
            ids = tuple(c.geonames for c in mention.candidates[:_MOST_CANDIDATES])
            taken.append(mention.span)
            yield Located(mention.words, mention.span, ids, mention.certain)
    for at, token in enumerate(tokens):
        if token.lower in language.at and (span := _site(tokens, at + 1, language)) is not None:
            start, end = span
            if not any(s < end and start < e for s, e in taken):
                taken.append(span)
                inside = [m for m in _within(mentions, span) if m.candidates]
                ids = tuple(c.geonames for c in inside[-1].candidates[:_MOST_CANDIDATES]) if inside else ()
                yield Located(" ".join(text[start:end].split()), span, ids, sure=False)


def _within(mentions: Sequence[PlaceMention], span: Span) -> Iterator[PlaceMention]:
    at = bisect_left(mentions, span[0], key=lambda m: m.span[0])
    while at < len(mentions) and mentions[at].span[1] <= span[1]:
        yield mentions[at]
        at += 1


def _site(tokens: Sequence[Token], start: int, language: Language) -> Span | None:
    """Return the words from ``start`` that name a site ("a quarry", "Lime Street", "the town of Ozrin").

    A word for an area ("the town", "their homes") is none without a proper name.
    """
    end, last, site, name = start, -1, False, False
    while end < len(tokens) and end - start < _REACH:
        token = tokens[end]
        if token.kind == MARK or _breaks(token, language):
            break
        known = token.lower in language.sites
        if (
            known
            or token.capital
            or token.lower in language.areas
            or (token.kind == NUMBER and end == last + 1)
        ):
            last, site, name = end, site or known, name or token.capital or token.kind == NUMBER
        elif last >= 0 and token.lower not in language.of:
            break
        end += 1
    if last < 0 or not (site or name):
        return None
    placed = any(t.lower in language.sites | language.areas for t in tokens[start : last + 1])
    if not placed and not tokens[start].capital:
        return None
    return tokens[start].start, tokens[last].end


def _breaks(token: Token, language: Language) -> bool:
    return (
        token.lower in language.at | language.auxiliaries | language.not_places | language.cuts
        or bool(language.people(token.lower))
        or language.trigger(token.lower) is not None
    )
