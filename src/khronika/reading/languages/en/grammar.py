"""What the rules ask of a word and its neighbours: is it a finite verb here, does an aside start here.

There is no tagger: closed classes, endings and neighbours decide. Each question looks a fixed number of
words away.
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.verbs import BASE, FORMS, GERUND, PAST, PRESENT
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, QUOTE, WORD, Token

_DIGITS_OF_YEAR = 4

_SHORTEST_PAST = 4
""""used", "died": no shorter word in -ed is taken for a past form."""

Tokens = Sequence[Token]
SCARE = 4
"""Quoted words up to this number are part of the phrase around them, not an utterance."""
_UNITS_OF_TIME = words_in("""
    week month year night morning afternoon evening weekend spring summer autumn winter fall day
    hour
""")
_RELATIVE_TIME = frozenset({"last", "this", "next", "earlier", "late", "early"})
_PAGES = frozenset({"page", "account", "feed", "wall", "profile"})
_RESPECTS = words_in("connection regard respect context twitter facebook page website blog")
_DASHES = frozenset({"—", "–", "-"})


def is_mark(token: Token, marks: str) -> bool:
    """Tell whether ``token`` is one of ``marks``."""
    return token.kind == MARK and token.text in marks


def is_dash(token: Token) -> bool:
    """Tell whether ``token`` is a dash that stands alone."""
    return token.kind == MARK and token.text in _DASHES


def is_possessive(token: Token) -> bool:
    """Tell whether ``token`` makes the word before it a possessor."""
    return token.lower in {"'s", "'"} or token.text == "’"


def comma(token: Token) -> bool:
    """Tell whether a comma or a dash stands here, be it inside the closing mark of a quotation."""
    if token.kind == QUOTE:
        return token.text.rstrip("”\"’'» ").endswith((",", "—", "–"))
    return is_mark(token, ",—–")


def utterance(token: Token) -> bool:
    """Tell whether a quotation is long enough, or ends like a sentence, to be somebody's words."""
    if token.kind != QUOTE:
        return False
    inner = token.text.strip("“”\"«»‘’'„ \n")
    many = inner.count(" ") >= SCARE
    return many or (inner[-1:] in ".,!?…" and inner[:1].isupper()) or inner[-1:] in "!?"


def past_like(tokens: Tokens, at: int) -> bool:
    """Tell whether the word looks like a past form used as a verb."""
    token = tokens[at]
    low = token.lower
    if token.kind != WORD or token.text[0].isupper():
        return False
    if low in words.IRREGULAR_PASTS:
        return at == 0 or tokens[at - 1].lower not in words.ARTICLES
    form = FORMS.get(low)
    regular = (
        low.endswith("ed") and len(low) >= _SHORTEST_PAST and low not in words.NOT_PAST and "-" not in low
    )
    if not regular and not (form and form.tense == PAST):
        return False
    if at == 0:
        return False
    before = tokens[at - 1]
    return not (before.lower in words.DETERMINERS or is_possessive(before))


def finite(tokens: Tokens, at: int) -> bool:
    """Tell whether the word is a finite verb here: an auxiliary, a past form or a known present."""
    token = tokens[at]
    low = token.lower
    if token.kind != WORD:
        return False
    if low in words.AUXILIARIES:
        return low not in {"be", "been", "being", "having", "may"} or (low == "may" and not token.capital)
    if past_like(tokens, at):
        return True
    if token.capital:
        return False
    form = FORMS.get(low)
    if form and form.tense == PRESENT and not form.verb.noun:
        return True
    return low in words.COMMON_PRESENT and at > 0 and tokens[at - 1].lower != "to"


def has_finite(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether a finite verb stands between ``start`` and ``end``."""
    for at in range(start, end):
        if tokens[at].lower == "'s" and at + 1 < end and not tokens[at + 1].capital:
            before = tokens[at - 1].lower if at > start else ""
            if before in words.SUBJECT_PRONOUNS or before in {"that", "who", "what", "here"}:
                return True
        elif finite(tokens, at):
            return True
    return False


def gerund(token: Token) -> bool:
    """Tell whether the word is a cue verb in -ing."""
    form = FORMS.get(token.lower)
    return form is not None and form.tense == GERUND


def base(token: Token) -> bool:
    """Tell whether the word is a cue verb in its base form."""
    form = FORMS.get(token.lower)
    return form is not None and form.tense == BASE


def adverb(token: Token) -> bool:
    """Tell whether the word only modifies a verb."""
    if token.kind != WORD or token.capital:
        return token.lower in words.ADVERBS
    low = token.lower
    if low in words.ADVERBS or low in words.NEGATIONS:
        return True
    return low.endswith("ly") and low not in {"family", "only-child", "ally", "assembly", "reply", "italy"}


def time_before(tokens: Tokens, end: int, floor: int) -> int:
    """Return where a time phrase that ends at ``end`` starts ("on Tuesday", "last week"), or ``end``."""
    at = end
    if at <= floor:
        return end
    last = tokens[at - 1]
    if last.kind == NUMBER and at - 2 >= floor and tokens[at - 2].lower in words.MONTHS:
        at -= 2
    elif last.capital and last.lower in words.MONTHS:
        at -= 1
        at -= at > floor and tokens[at - 1].kind == NUMBER
    elif last.lower in words.WEEKDAYS and last.capital:
        at -= 1
        at -= at > floor and tokens[at - 1].lower in _RELATIVE_TIME
    elif last.lower in _UNITS_OF_TIME and at - 2 >= floor and tokens[at - 2].lower in _RELATIVE_TIME:
        at -= 2
    elif (
        last.kind == NUMBER
        and len(last.text) == _DIGITS_OF_YEAR
        and at - 2 >= floor
        and tokens[at - 2].lower == "in"
    ):
        at -= 1
    else:
        return end
    at -= at > floor and tokens[at - 1].lower in {"on", "in", "late", "early", "of"}
    return at


def aside_before(tokens: Tokens, end: int, floor: int) -> int:
    """Return where a "in a statement", "at a briefing" that ends at ``end`` starts, or ``end``."""
    if end <= floor or tokens[end - 1].lower not in lexicon.DOCUMENTS | lexicon.FORUMS:
        return end
    for at in range(end - 2, max(floor, end - 6) - 1, -1):
        low = tokens[at].lower
        if low in {"in", "at", "on", "during", "via", "by"}:
            return at
        if tokens[at].kind != WORD or low in words.PREPOSITIONS:
            return end
    return end


def time_after(tokens: Tokens, start: int, end: int) -> int:
    """Return where a time phrase that starts at ``start`` ends, or ``start``."""
    at = start
    if at < end and tokens[at].lower in {"on", "late", "early", "in"}:
        at += 1
    if at >= end:
        return start
    low = tokens[at].lower
    if (
        low in _RELATIVE_TIME
        and at + 1 < end
        and tokens[at + 1].lower in _UNITS_OF_TIME | set(words.WEEKDAYS)
    ):
        return at + 2
    if low in words.WEEKDAYS and tokens[at].capital:
        at += 1
        if at < end and tokens[at].lower in _UNITS_OF_TIME:
            at += 1
        return at
    if low in {"today", "yesterday"}:
        return at + 1
    if tokens[at].kind == NUMBER and at + 1 < end and tokens[at + 1].lower in words.MONTHS:
        at += 2
    elif tokens[at].capital and low in words.MONTHS:
        at += 1
        at += at < end and tokens[at].kind == NUMBER
    else:
        return start
    if at < end and tokens[at].kind == NUMBER and len(tokens[at].text) == _DIGITS_OF_YEAR:
        at += 1
    return at


def aside_after(tokens: Tokens, start: int, end: int) -> int:
    """Return where an "in a statement to the press" that starts at ``start`` ends, or ``start``."""
    if start >= end or tokens[start].lower not in {"in", "at", "on", "during", "via", "by", "through"}:
        return start
    for place in range(start + 1, min(end, start + 7)):
        at, low = place, tokens[place].lower
        if low in lexicon.DOCUMENTS or low in lexicon.FORUMS or low in _RESPECTS:
            while at + 1 < end and tokens[at + 1].lower in lexicon.FORUMS | lexicon.DOCUMENTS | _PAGES:
                at += 1
            return _aside_tail(tokens, at + 1, end)
        if tokens[at].kind not in {WORD, QUOTE} or low in words.SUBORDINATORS:
            return start
    return start


def _aside_tail(tokens: Tokens, start: int, end: int) -> int:
    """Return where "with the Orvan agency", "on Tuesday", "to Parliament" after an aside ends."""
    at = start
    while at < end:
        after = time_after(tokens, at, end)
        low = tokens[at].lower
        if after == at and (
            low in {"released", "issued", "published", "posted", "today", "late", "sent"}
            or adverb(tokens[at])
        ):
            after = at + 1
        elif after == at and low in {"with", "to", "on", "for", "in", "by", "of", "from", "at"}:
            after = phrase_end(tokens, at + 1, end)
            if after == at + 1:
                return at
        if after == at:
            return at
        at = after
    return at


def phrase_end(tokens: Tokens, start: int, end: int) -> int:
    """Return where a short noun phrase that starts at ``start`` ends (an addressee, a medium)."""
    at = start
    if at < end and tokens[at].lower in words.OBJECT_PRONOUNS | words.DETERMINERS | {"'s"}:
        single = tokens[at].lower in words.OBJECT_PRONOUNS and tokens[at].lower != "her"
        at += 1
        if single:
            return at
        if at < end and tokens[at - 1].lower == "her" and _opens_clause(tokens, at, end):
            return at
    begun = at
    while at < end:
        token = tokens[at]
        low = token.lower
        if token.kind == MARK and not is_possessive(token):
            inner = token.text in {".", "-", "/"} and at > begun and at + 1 < end and tokens[at + 1].capital
            if not inner or token.text == "-":
                break
        elif (
            token.kind == QUOTE
            or low in words.SUBORDINATORS | words.CONJUNCTIONS | words.RELATIVES
            or low in words.PREPOSITIONS
            or low in words.AUXILIARIES
            or low == "not"
            or past_like(tokens, at)
            or (at > begun and time_after(tokens, at, end) > at)
            or (at > begun and not is_possessive(tokens[at - 1]) and _opens_clause(tokens, at, end))
        ):
            break
        at += 1
    return at


def _opens_clause(tokens: Tokens, at: int, end: int) -> bool:
    """Tell whether a new clause starts at ``at``: a pronoun or a determiner after a whole phrase."""
    low = tokens[at].lower
    if tokens[at].capital:
        return False
    if low in words.SUBJECT_PRONOUNS or low in words.DETERMINERS:
        return at + 1 < end
    return tokens[at].kind == NUMBER
