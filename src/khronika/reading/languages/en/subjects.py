"""Who a verb belongs to: the noun phrase before it or, turned round, after it, with its appositions.

A subject is given by places in the list of tokens. Asides ("on Tuesday", "in a statement"), relative
clauses and appositions between the phrase and its verb are seen over. Where the words do not tell,
there is none.
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import (
    Tokens,
    adverb,
    aside_before,
    finite,
    has_finite,
    is_dash,
    is_mark,
    is_possessive,
    time_after,
    time_before,
    utterance,
)
from khronika.reading.languages.en.phrases import fits, np_start, trim
from khronika.reading.languages.en.verbs import FORMS
from khronika.reading.tokens import MARK, NUMBER, QUOTE, WORD

_LONGEST_LISTED, _SHORTEST_PARTICIPLE, _NEAR_PIECES = 6, 6, 3

REACH = 60
"""No subject stands further from its verb than this many words."""


class Subject(NamedTuple):
    """``start`` to ``end`` is the whole phrase; ``head_end`` ends its first part; then appositions."""

    start: int
    head_end: int
    end: int
    place: str = "before the cue"


RELATIVE = "before “who”"
SHARED = Subject(-1, -1, -1, "shared with the verb before")


def subject_before(tokens: Tokens, verb: int, floor: int = 0) -> Subject | None:  # noqa: PLR0911 - rules in order
    """Return the subject left of the verb at ``verb``; ``SHARED`` after "and"; ``None`` if none."""
    floor = max(floor, verb - REACH)
    end = _over_asides(tokens, verb, floor)
    if end <= floor:
        return None
    last = tokens[end - 1]
    if last.lower in {"whom", "which"} and end - 3 >= floor and tokens[end - 2].lower == "of":
        return _of_whom(tokens, end, floor)
    if last.lower in {"who", "which"}:
        return _antecedent(tokens, end - 1, floor)
    if last.lower in {"and", "but", "or", "then", "&"}:
        return SHARED
    if is_mark(last, ",") or is_dash(last):
        if end - 2 >= floor and utterance(tokens[end - 2]):
            return None
        return _chain(tokens, end - 1, floor)
    if last.kind == QUOTE and utterance(last):
        return None
    return _plain(tokens, end, floor)


def _over_asides(tokens: Tokens, verb: int, floor: int) -> int:
    at = verb
    while at > floor:
        token = tokens[at - 1]
        if adverb(token) or token.lower in words.AUXILIARIES or token.lower in {"both", "each"}:
            at -= 1
            continue
        before = time_before(tokens, at, floor)
        if before == at:
            before = aside_before(tokens, at, floor)
        if before == at or before <= floor:
            return at
        at = before
    return at


def _hard(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return utterance(token) or (token.kind == MARK and token.text in ";:?!…")


def _segments(tokens: Tokens, end: int, floor: int) -> list[tuple[int, int]]:
    """Return the pieces between commas (or dashes) left of ``end``, in order, back to a hard stop."""
    found: list[tuple[int, int]] = []
    stop = end
    depth = 0
    for at in range(end - 1, floor - 1, -1):
        token = tokens[at]
        if is_mark(token, ")"):
            depth += 1
        elif is_mark(token, "("):
            depth -= 1
        if _hard(tokens, at):
            found.append((at + 1, stop))
            return found[::-1]
        if depth <= 0 and (is_mark(token, ",") or is_dash(token)):
            found.append((at + 1, stop))
            stop = at
    found.append((floor, stop))
    return found[::-1]


def _kind(tokens: Tokens, start: int, end: int) -> str:  # noqa: C901, PLR0911 - rules in order
    """Name a piece: relative, intro, clause, age, aside or phrase."""
    while start < end and tokens[start].lower in words.CONJUNCTIONS:
        start += 1
    if start >= end:
        return "empty"
    first = tokens[start].lower
    if first in words.RELATIVES:
        return "relative"
    if end - start == 1 and (tokens[start].kind == NUMBER or adverb(tokens[start])):
        return "aside"
    if first in words.SUBORDINATORS:
        return "intro"
    if (
        start > 0
        and first.endswith("ing")
        and len(first) >= _SHORTEST_PARTICIPLE
        and not tokens[start].capital
    ):
        return "aside"
    if (
        start == 0
        and end - start > 1
        and first.endswith(("ed", "ing"))
        and first not in words.NOT_PAST
        and len(first) >= _SHORTEST_PARTICIPLE
    ):
        return "intro"
    if np_start(tokens, start, end) > start + 1 and has_finite(tokens, start + 1, end):
        return "clause"
    if first in {"including", "such"}:
        return "list"
    if first in words.PREPOSITIONS or time_after(tokens, start, end) == end:
        return "intro"
    if all(adverb(t) or t.lower in words.INTRO_ADVERBS for t in tokens[start:end]):
        return "aside"
    return "phrase"


def _chain(tokens: Tokens, end: int, floor: int) -> Subject | None:
    """Return the subject whose appositions end with the comma at ``end``."""
    pieces = _segments(tokens, end, floor)
    kinds = [_kind(tokens, *piece) for piece in pieces]
    head = -1
    for place in range(len(pieces) - 1, -1, -1):
        kind = kinds[place]
        if kind == "clause":
            if "relative" in kinds[max(0, place - 2) : place]:
                continue
            if place + 1 < len(pieces) and kinds[place + 1] in {"relative", "list"}:
                start = np_start(tokens, *pieces[place])
                return Subject(start, pieces[place][1], end) if start < pieces[place][1] else None
            break
        if kind == "intro" and place == 0:
            break
        if kind == "phrase":
            head = place
        elif kind == "intro" and tokens[pieces[place][0]].lower in words.SUBORDINATORS:
            break
    whose = next((k for k, (first, _) in enumerate(pieces) if k > 0 and tokens[first].lower == "whose"), -1)
    if whose >= 0 and not has_finite(tokens, *pieces[whose]) and len(pieces) - whose <= _NEAR_PIECES:
        return Subject(pieces[whose][0] + 1, pieces[whose][1], end)
    if head < 0:
        return None
    start = trim(tokens, *pieces[head])
    return Subject(start, pieces[head][1], end) if start < pieces[head][1] else None


def _plain(tokens: Tokens, end: int, floor: int) -> Subject | None:
    """Return the subject that ends right before its verb."""
    pieces = _segments(tokens, end, floor)
    first, last = pieces[-1]
    start = np_start(tokens, first, last)
    if start >= last or not fits(tokens, start, last):
        return None
    if start == first and any(t.lower == "and" for t in tokens[start:last]):
        start = _with_list(tokens, pieces, start)
    return Subject(start, last, last)


def _with_list(tokens: Tokens, pieces: list[tuple[int, int]], start: int) -> int:
    """Return where "A, B and C" starts when ``start`` is where "B and C" does."""
    for first, last in pieces[-2::-1]:
        begun = trim(tokens, first, last)
        names = begun < last and all(t.capital or t.lower in {"the", "of", "for"} for t in tokens[begun:last])
        if not names or last - begun > _LONGEST_LISTED:
            return start
        start = begun
    return start


def _antecedent(tokens: Tokens, relative: int, floor: int) -> Subject | None:
    """Return the phrase that "who" at ``relative`` stands for."""
    end = relative
    if end > floor and is_mark(tokens[end - 1], ","):
        found = _chain(tokens, end - 1, floor)
    else:
        found = _plain(tokens, end, floor) if end > floor else None
    return found._replace(place=RELATIVE) if found is not None else None


_NEVER_SUBJECT = frozenset({"that", "there", "it", "this", "so", "what", "which", "not", "nothing", "to"})


_NEVER_SUBJECT = frozenset({"that", "there", "it", "this", "so", "what", "which", "not", "nothing", "to"})


def subject_after(tokens: Tokens, start: int, end: int, *, reduced: bool = False) -> Subject | None:
    """Return the subject that follows its verb ("said Anna Lund, a lawyer"), or ``None``.

    With ``reduced`` a participle may belong to it ("according to information received by the court").
    """
    if start >= end:
        return None
    first = tokens[start]
    if first.kind != WORD or first.lower in _NEVER_SUBJECT or adverb(first):
        return None
    if first.lower in words.PREPOSITIONS | words.SUBORDINATORS | words.CONJUNCTIONS | words.AUXILIARIES:
        return None
    if first.lower in words.SUBJECT_PRONOUNS and start + 1 < end and tokens[start + 1].kind != MARK:
        return None
    head = _head_after(tokens, start, end, reduced=reduced)
    if head == start or time_after(tokens, start, end) == head:
        return None
    return Subject(start, head, _appositions_after(tokens, head, end), "after the cue")


def _head_after(tokens: Tokens, start: int, end: int, *, reduced: bool) -> int:
    at = start
    while at < min(end, start + 25):
        token = tokens[at]
        low = token.lower
        if token.kind == QUOTE and utterance(token):
            break
        if token.kind == MARK and not is_possessive(token):
            abbreviation = token.text == "." and at + 1 < end and tokens[at + 1].capital
            if not abbreviation and token.text not in {"-", "/", "&"}:
                break
        if (
            reduced
            and at > start
            and tokens[at - 1].capital
            and low in words.DETERMINERS | words.SUBJECT_PRONOUNS
            and not token.capital
        ):
            break
        if low == "who" and at > start and not tokens[at - 1].capital and tokens[at - 1].kind == WORD:
            return _restrictive(tokens, at, end)
        if at > start and (
            low in words.RELATIVES | words.SUBORDINATORS or low in {"to", "during", "but", "on", "adding"}
        ):
            break
        verb = finite(tokens, at) and not (reduced and _participle(low))
        if at > start and (verb or time_after(tokens, at, end) > at):
            break
        if low == "in" and aside_before(tokens, min(end, at + 3), at) == at:
            break
        at += 1
    return at


def _participle(low: str) -> bool:
    """Tell whether a past form may belong to the noun before it ("information received by the court")."""
    past = low.endswith(("ed", "en", "seen")) or low in {"kept", "sent", "read", "held"}
    return past and low not in words.AUXILIARIES


def _restrictive(tokens: Tokens, at: int, end: int) -> int:
    """Return where a "who were held in the same room" that belongs to the phrase ends."""
    while (
        at < end
        and tokens[at].kind != QUOTE
        and not (tokens[at].kind == MARK and not is_possessive(tokens[at]))
    ):
        at += 1
    return at


def _appositions_after(tokens: Tokens, head: int, end: int) -> int:
    """Return where the appositions after ``head`` end: up to two pieces between commas."""
    at = head
    for _ in range(3):
        if at >= end or not is_mark(tokens[at], ","):
            return at
        stop = at + 1
        while stop < end and not is_mark(tokens[stop], ",;:!?") and tokens[stop].kind != QUOTE:
            stop += 1
        if stop == len(tokens) and is_mark(tokens[stop - 1], "."):
            stop -= 1
        if not _apposes(tokens, at + 1, stop):
            return at
        at = stop
    return at


def _apposes(tokens: Tokens, start: int, end: int) -> bool:
    if start >= end:
        return False
    first = tokens[start].lower
    if tokens[start].kind == NUMBER and end - start == 1:
        return True
    if first in words.RELATIVES:
        return True
    form = FORMS.get(first)
    if (form and form.tense == "gerund") or first in {"according", "citing", "and", "but", "as", "while"}:
        return False
    role = any(t.lower in lexicon.PEOPLE | lexicon.TITLES | lexicon.SPEAKS_FOR for t in tokens[start:end])
    opens = (
        first in words.DETERMINERS or role or tokens[start].capital or first in {"of", "from", "for", "at"}
    )
    return opens and not has_finite(tokens, start, end)


def _of_whom(tokens: Tokens, end: int, floor: int) -> Subject | None:
    """Return the phrase that ", one of whom" takes one of."""
    start = end - 3
    while start > floor and not is_mark(tokens[start], ",—–"):
        start -= 1
    found = _plain(tokens, start, floor) if start > floor and tokens[end - 1].lower == "whom" else None
    if found is None:
        return None
    by = next((at for at in range(start - 1, found.start, -1) if tokens[at].lower == "by"), found.start - 1)
    return Subject(by + 1, start, start, "before “of whom”")


def main_subject(tokens: Tokens, before: int) -> Subject | None:
    """Return the subject of the first finite verb before the place ``before``."""
    inside_relative = False
    for at in range(1, before):
        if tokens[at].lower in words.RELATIVES:
            inside_relative = True
        elif is_mark(tokens[at], ","):
            inside_relative = False
        elif not inside_relative and finite(tokens, at):
            found = subject_before(tokens, at)
            if found is not None and found is not SHARED:
                return found
    return None
