"""Names of the gazetteer in a text, with what stands around them: the first of two passes.

A hit is words that are some place's name. What stands around them is weighed here as far as one line
tells: ``STRONG`` (a place for sure: "in Grozny"), ``BARE`` (nothing for or against), ``NOT`` (part of another
name, a title before, "said" after).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from khronika.reading.places import words
from khronika.reading.places.gazetteer import LONGEST, candidates_of, key_of, numbers_of
from khronika.reading.places.russian import base_keys, is_person
from khronika.reading.tokens import MARK, WORD, Token, tokens_of
from khronika.records.places import PlaceCandidate, PlaceKind

_LINE = re.compile(r"[^\n]+")
_PIECE = 4000
_MOST_WORDS = 6
_SHORT = 3
"""A name of so few letters is taken in capitals alone ("USA", never "Usa")."""
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_TO_DATELINE = 4


class Level(Enum):
    """What the words around a name say."""

    STRONG = "strong"
    BARE = "bare"
    NOT = "not"


@dataclass(slots=True)
class Hit:
    """Words that are the name of a place, and what stands around them.

    ``surname``: it closes a longer name ("Michael Jordan"). ``part``: a part of the place is meant ("northern
    Aleppo"). ``within``: the candidates whose area is named after it.
    """

    start: int
    end: int
    key: str
    candidates: tuple[PlaceCandidate, ...]
    level: Level
    reason: str
    surname: bool = False
    part: bool = False
    within: tuple[PlaceCandidate, ...] = ()


def hits_in(text: str) -> Iterator[Hit]:
    """Return the hits of ``text`` in order; linear in its length."""
    for line in _LINE.finditer(text):
        at, end = line.span()
        while at < end:
            cut = end if end - at <= _PIECE else text.rfind(" ", at + 1, at + _PIECE)
            cut = cut if cut > at else min(at + _PIECE, end)
            yield from _in_tokens(text, tokens_of(text, at, cut))
            at = cut


def _in_tokens(text: str, tokens: list[Token]) -> Iterator[Hit]:
    at, before = 0, None
    while at < len(tokens):
        if not tokens[at].capital or (found := _longest(text, tokens, at)) is None:
            at += 1
            continue
        end, key = found
        hit = _weighed(text, tokens, (at, end), key, before)
        before = (hit, end) if hit.level is Level.STRONG else before
        yield hit
        at = end


def _longest(text: str, tokens: list[Token], at: int) -> tuple[int, str] | None:
    """Return the end and the key of the longest name that starts at ``at``."""
    ends = list(_ends(tokens, at))
    for end in reversed(ends):
        named = text[tokens[at].start : tokens[end - 1].end]
        if len(named) > LONGEST:
            continue
        keys = base_keys(named) if _CYRILLIC.search(named) else (key_of(named),)
        for key in keys:
            if numbers_of(key) and _spelt(named, key):
                return end, key
    return None


def _spelt(named: str, key: str) -> bool:
    """Tell whether a name of few letters is a country in capitals ("USA") or a main name ("Ufa")."""
    if len(key) > _SHORT or _CYRILLIC.search(named):
        return True
    if named.isupper():
        return any(c.kind is PlaceKind.COUNTRY for c in candidates_of(key))
    return any(key_of(c.name) == key for c in candidates_of(key))


def _ends(tokens: list[Token], at: int) -> Iterator[int]:
    """Return where a name from ``at`` can end: after capital words, with "of", "de", "на" between."""
    count = 0
    for place in range(at, min(at + 2 * _MOST_WORDS, len(tokens))):
        token = tokens[place]
        if token.text == ".":
            short = len(tokens[place - 1].text) == 1 or tokens[place - 1].lower in {"st", "ste"}
            if not short or place == at:
                return
            if len(tokens[place - 1].text) == 1 and place - at > 1:
                yield place + 1
            continue
        if token.kind != WORD or token.text[0] in "’'":
            return
        if token.capital:
            count += 1
            yield place + 1
        elif token.lower not in words.INSIDE_NAMES and not (
            _CYRILLIC.match(token.lower) and token.lower in {"область", "области", "край", "крае", "края"}
        ):
            return
        elif token.lower not in words.INSIDE_NAMES:
            yield place + 1
        if count >= _MOST_WORDS:
            return


def _weighed(
    text: str, tokens: list[Token], span: tuple[int, int], key: str, before: tuple[Hit, int] | None
) -> Hit:
    at, end = span
    level, reason = _level(tokens, at, end, before)
    hit = Hit(tokens[at].start, tokens[end - 1].end, key, candidates_of(key), level, reason)
    hit.surname = level is Level.NOT and reason == "closes a longer name"
    hit.part = at > 0 and tokens[at - 1].lower in words.COMPASS
    if level is not Level.NOT:
        hit.within = _within(text, tokens, end, hit.candidates)
        if hit.within:
            hit.level, hit.reason = Level.STRONG, "the area it lies in is named after it"
    return hit


def _level(tokens: list[Token], at: int, end: int, before: tuple[Hit, int] | None) -> tuple[Level, str]:
    """Weigh the words around a name: what speaks against a place comes first."""
    against = _against(tokens, at, end)
    if against:
        return Level.NOT, against
    first = tokens[at]
    known = first.lower in words.PEOPLE_TOO or (
        _CYRILLIC.match(first.lower) is not None and is_person(first.lower)
    )
    person = end == at + 1 and known
    reason = _for_all(tokens, at, end) or ("" if person else _for_names_of_places(tokens, at, before))
    if not reason and person and _before_a_country(tokens, at, end):
        reason = "in a row with a country"
    if reason:
        return Level.STRONG, reason
    if at > 1 and tokens[at - 1].capital and tokens[at - 1].lower not in words.COMPASS:
        return Level.NOT, "closes a longer name"
    return Level.BARE, "a name alone"


def _against(tokens: list[Token], at: int, end: int) -> str:
    """Return what tells that the name is no place here, or nothing."""
    first = tokens[at]
    following = tokens[end] if end < len(tokens) else None
    low = tokens[at - 1].lower if at > 0 else ""
    if end == at + 1 and first.lower in words.NEVER:
        return "an ordinary word"
    if first.text.isupper() and len(first.text) > _SHORT and not _in_dateline(tokens, end):
        return "in capitals"
    if following is not None and following.capital and not _kind_of_place(tokens, end):
        return "part of a longer name"
    if _goes_on(tokens, at, end) or (following is not None and following.lower in words.WATERS):
        return "part of a longer name"
    if low in words.TITLES or (low == "." and at > 1 and _titled(tokens[at - 2])):
        return "a title before"
    return "it speaks" if _says(following, tokens, end) else ""


def _goes_on(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether "St. Mary of the Well", "Médecins du Littoral" stands here."""
    ahead = [t for t in tokens[end + 1 : end + 3] if t.lower not in words.INSIDE_NAMES]
    after = end + 1 < len(tokens) and tokens[end].lower in words.LINKS and bool(ahead) and ahead[0].capital
    before = at > 1 and tokens[at - 1].lower in words.LINKS - words.OF and tokens[at - 2].capital
    return after or before


def _kind_of_place(tokens: list[Token], at: int) -> bool:
    """Tell whether "Province", "City", a day or a month stands at ``at`` and closes the name."""
    return tokens[at].lower in words.PLACE_NOUNS and not (at + 1 < len(tokens) and tokens[at + 1].capital)


def _for_all(tokens: list[Token], at: int, end: int) -> str:
    """Return what tells a place, also of names that people bear, or nothing."""
    low = tokens[at - 1].lower if at > 0 else ""
    two = tokens[at - 2].lower if at > 1 else ""
    if at <= 1 and _in_dateline(tokens, end) and not (at and tokens[0].capital):
        return "in the dateline"
    if low in words.IN or (low in words.NOUNS_BEFORE and low not in words.HEADS):
        return f"after “{low}”"
    if low in words.COMPASS and two in words.IN:
        return f"after “{two} {low}”"
    return ""


def _for_names_of_places(tokens: list[Token], at: int, before: tuple[Hit, int] | None) -> str:
    """Return what tells a place where no person bears the name, or nothing."""
    low = tokens[at - 1].lower if at > 0 else ""
    two = tokens[at - 2].lower if at > 1 else ""
    if low in words.TOWARDS | words.HEADS:
        return f"after “{low}”"
    if low in words.OF and two in words.BEFORE_OF:
        return f"after “{two} of”"
    near = before is not None and before[1] < at <= before[1] + 2
    return "in a row with a place" if near and low in {",", "and", "or", "и"} else ""


def _before_a_country(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether "Georgia, Armenia", "Jordan and Syria" stands here, and no possessive after."""
    if end + 1 >= len(tokens) or tokens[end].lower not in {",", "and", "и"}:
        return False
    pair = (tokens[at], tokens[end + 1])
    owner = end + 2 < len(tokens) and (tokens[end + 2].text[0] in "’'" or tokens[end + 2].capital)
    return (
        not owner
        and tokens[end + 1].lower not in words.PEOPLE_TOO
        and all(
            any(c.kind is PlaceKind.COUNTRY for c in candidates_of(key_of(t.text))) for t in pair if t.capital
        )
        and tokens[end + 1].capital
    )


def _says(following: Token | None, tokens: list[Token], end: int) -> bool:
    if following is None:
        return False
    if following.text == "," and end + 1 < len(tokens):
        return tokens[end + 1].lower == "who"
    return following.lower in words.SAYS


def _titled(token: Token) -> bool:
    """Tell whether "Mr." or the initial of a first name stands here."""
    return token.lower in words.TITLES or (len(token.text) == 1 and token.capital)


def _in_dateline(tokens: list[Token], end: int) -> bool:
    """Tell whether a name that ends before ``end`` opens a line as "GROZNY, Russia (Agency) —" does."""
    if end > _TO_DATELINE or end >= len(tokens):
        return False
    ahead = tokens[end : end + 12]
    if ahead[0].text in {"—", "–"}:
        return True
    if ahead[0].text not in {",", "("}:
        return False
    return any(t.text in {"—", "–"} for t in ahead) and tokens[0].kind != MARK and tokens[0].text.isupper()


def _within(
    text: str, tokens: list[Token], end: int, candidates: tuple[PlaceCandidate, ...]
) -> tuple[PlaceCandidate, ...]:
    """Return the candidates whose area is named right after: "Paris, Texas", "Tripoli (Lebanon)"."""
    at = end + 1
    if at >= len(tokens) or tokens[end].text not in {",", "("} or not tokens[at].capital:
        return ()
    found = _longest(text, tokens, at)
    if found is None:
        return ()
    areas = [a for a in candidates_of(found[1]) if a.kind is not PlaceKind.CITY]
    return tuple(
        c
        for c in candidates
        if any(
            c.country == a.country
            and a.geonames != c.geonames
            and (a.kind is PlaceKind.COUNTRY or c.region == a.name)
            for a in areas
        )
    )
