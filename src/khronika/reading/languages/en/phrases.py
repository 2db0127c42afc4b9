"""Where a noun phrase starts, told by closed classes and neighbours."""

from __future__ import annotations

from khronika.reading.languages.en import words
from khronika.reading.languages.en.grammar import (
    Tokens,
    adverb,
    finite,
    is_mark,
    is_possessive,
    past_like,
    time_after,
)
from khronika.reading.languages.en.verbs import FORMS
from khronika.reading.tokens import MARK, NUMBER, WORD

_PARTICIPLES = frozenset(
    {
        "held",
        "caught",
        "shot",
        "left",
        "known",
        "beaten",
        "taken",
        "hurt",
        "kept",
        "led",
        "sent",
        "hit",
        "told",
        "found",
    }
)


def fits(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether the words can be a subject at all."""
    if start > 0 and tokens[start - 1].lower in words.PREPOSITIONS and tokens[start - 1].kind == WORD:
        return False
    return any(t.kind == WORD and t.lower not in words.PREPOSITIONS for t in tokens[start:end])


def np_start(tokens: Tokens, floor: int, end: int) -> int:
    """Return where the noun phrase that ends at ``end`` starts, not before ``floor``."""
    at = end
    while at > floor:
        token = tokens[at - 1]
        low = token.lower
        if is_mark(token, ")"):
            opening = next(
                (k for k in range(at - 2, max(floor, at - 8) - 1, -1) if tokens[k].text == "("), -1
            )
            if opening < 0:
                break
            at = opening
            continue
        if token.kind == MARK and token.text not in ".-/'’&*" and not is_possessive(token):
            break
        if low in words.SUBORDINATORS and low not in {"as", "than"}:
            break
        if low in words.AUXILIARIES and not token.capital:
            relative = _relative_before(tokens, at - 1, floor)
            if relative < 0:
                break
            at = relative
            continue
        if _stops(tokens, at - 1, floor):
            break
        at -= 1
        if low in {"he", "she", "they", "i", "we"}:
            break
    return trim(tokens, at, end)


def _relative_before(tokens: Tokens, at: int, floor: int) -> int:
    """Return where the "who" stands that the verb at ``at`` belongs to, or -1 if it has none."""
    for place in range(at - 1, max(floor, at - 12) - 1, -1):
        if tokens[place].lower in words.RELATIVES:
            return place
        if finite(tokens, place):
            return -1
    return -1


def _stops(tokens: Tokens, at: int, floor: int) -> bool:
    """Tell whether the word at ``at`` cannot be inside the subject."""
    token = tokens[at]
    low = token.lower
    if low in {"but", "or", "nor", "yet", "so"} and not token.capital:
        return True
    if low == "and":
        return not _joins(tokens, at, floor)
    if past_like(tokens, at) and _after_pronoun(tokens, at, floor):
        return True
    form = FORMS.get(low)
    if form and form.verb.takes("C") and form.tense != "base" and finite(tokens, at):
        return _relative_before(tokens, at, floor) < 0
    if low in words.COMMON_PRESENT and finite(tokens, at):
        return _relative_before(tokens, at, floor) < 0
    hard = past_like(tokens, at) and low in words.IRREGULAR_PASTS and low not in _PARTICIPLES
    return hard and _relative_before(tokens, at, floor) < 0


def _after_pronoun(tokens: Tokens, at: int, floor: int) -> bool:
    place = at - 1
    while place >= floor and adverb(tokens[place]):
        place -= 1
    return place >= floor and tokens[place].lower in words.SUBJECT_PRONOUNS


def _joins(tokens: Tokens, at: int, floor: int) -> bool:
    """Tell whether the "and" at ``at`` joins two parts of one phrase."""
    if at - 1 < floor or at + 1 >= len(tokens):
        return False
    left, right = tokens[at - 1], tokens[at + 1]
    if left.kind != WORD or right.lower in words.SUBJECT_PRONOUNS:
        return False
    if right.lower in words.DETERMINERS:
        return left.capital or any(t.lower == "both" for t in tokens[max(floor, at - 6) : at])
    return left.capital == right.capital or right.capital


def trim(tokens: Tokens, start: int, end: int) -> int:
    """Return where the phrase starts once conjunctions, adverbs and an opening aside are left out."""
    at = start
    while at < end:
        token = tokens[at]
        if (
            (token.kind == MARK and token.text not in '“"')
            or token.lower in words.RELATIVES
            or (token.lower in words.INTRO_ADVERBS and not (at + 1 < end and is_possessive(tokens[at + 1])))
            or (adverb(token) and at + 1 < end)
        ):
            at += 1
        elif time_after(tokens, at, end) > at:
            at = time_after(tokens, at, end)
        elif token.lower in words.PREPOSITIONS and token.kind == WORD:
            at = _over_prepositional(tokens, at, end)
        else:
            break
    return at


def _over_prepositional(tokens: Tokens, at: int, end: int) -> int:
    """Return where "In Sarn", "In a statement" at the front of a phrase ends."""
    place = at + 1
    if place < end and tokens[place].capital:
        while place < end and (tokens[place].capital or is_possessive(tokens[place])):
            place += 1
        return place
    if place < end and (tokens[place].lower in words.DETERMINERS or tokens[place].kind == NUMBER):
        place += 1
    while place < end:
        token = tokens[place]
        opens = token.lower in words.DETERMINERS | words.SUBJECT_PRONOUNS or token.capital
        before = tokens[place - 1]
        if opens and before.lower not in words.PREPOSITIONS and not is_possessive(before):
            return place
        place += 1
    return end
