"""Where a content ends: with its sentence, or where another cue of the sentence takes over."""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import words
from khronika.reading.languages.en.cue import ACCORDING, FINITE, NOUN, PARTICIPLE, Cue
from khronika.reading.languages.en.grammar import (
    Tokens,
    adverb,
    aside_after,
    comma,
    has_finite,
    is_mark,
    phrase_end,
    time_after,
    utterance,
)
from khronika.reading.languages.en.subjects import RELATIVE
from khronika.reading.tokens import MARK, QUOTE
from khronika.records.statement import Act

Place = tuple[int, int]
NOWHERE: Place = (0, 0)
_CONTRASTS = frozenset({"but", "while", "whereas", "although", "though"})
_CITES = frozenset({"citing", "quoting"})
TO, PHRASE = "to", "phrase"


class Scope(NamedTuple):
    """A sentence seen from one cue: its tokens, the cue, all cues, the place where the sentence ends."""

    tokens: Tokens
    cue: Cue
    cues: list[Cue]
    end: int


def sentence_end(tokens: Tokens) -> int:
    """Return the place of the mark that ends the sentence, or the number of tokens."""
    end = len(tokens)
    while end > 0 and is_mark(tokens[end - 1], ".!?…)]"):
        end -= 1
    return end


def over_asides(tokens: Tokens, at: int, end: int) -> int:
    """Return the first place after adverbs, times and "in a statement" from ``at`` on."""
    while at < end:
        after = time_after(tokens, at, end)
        if after == at:
            after = aside_after(tokens, at, end)
        if after == at and adverb(tokens[at]) and tokens[at].lower not in words.NEGATIONS:
            after = at + 1
        if (
            after == at
            and tokens[at].lower == "by"
            and at + 1 < end
            and tokens[at + 1].lower in {"telephone", "phone", "email"}
        ):
            after = at + 2
        if after == at and tokens[at].lower == "without" and at + 1 < end:
            after = next(
                (
                    k + 1
                    for k in range(at + 1, min(end, at + 4))
                    if tokens[k].lower in {"evidence", "proof", "elaborating", "detail"}
                ),
                at,
            )
        if after == at:
            return at
        at = after
    return at


def after_cue(tokens: Tokens, cue: Cue) -> int:
    """Return the place after the cue, its subject where that follows, whom it addresses, and asides."""
    end = sentence_end(tokens)
    at = cue.end
    if cue.subject is not None and cue.subject.start >= cue.end:
        at = cue.subject.end
    at = over_asides(tokens, at, end)
    if at < end and tokens[at].lower == "to" and cue.verb.takes("Q"):
        at += 1
    if (cue.verb.takes("A") or tokens[at - 1].lower == "to") and at < end and tokens[at].kind != MARK:
        at = over_asides(tokens, phrase_end(tokens, at, end), end)
    return at


def closes(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether nothing but asides follows the cue, up to the end of the sentence or a comma."""
    end = sentence_end(tokens)
    at = after_cue(tokens, cue)
    return at >= end or is_mark(tokens[at], ",—–") or (tokens[at].lower == "and" and cue.subject is not None)


def ends_sentence(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether only asides, or a ", citing …", follow the cue up to the end of the sentence."""
    end = sentence_end(tokens)
    at = after_cue(tokens, cue)
    at = at + 1 if at < end and is_mark(tokens[at], ",") else at
    if at < end and tokens[at].lower in _CITES:
        return True
    return over_asides(tokens, at, end) >= end


def stop_of(scope: Scope, at: int, mode: str) -> int:
    """Return where the content that starts at ``at`` ends."""
    tokens = scope.tokens
    edge = scope.end
    for later in scope.cues:
        if later.start <= at:
            continue
        place = _cue_stop(scope, later, at)
        if place is not None:
            edge = place
            break
    edge = _mark_stop(scope, at, edge, mode)
    if scope.cue.subject is not None and scope.cue.subject.place == RELATIVE:
        edge = next((k for k in range(at, edge) if is_mark(tokens[k], ",")), edge)
    if scope.cue.kind == NOUN and scope.cue.subject is not None and scope.cue.subject.place == "possessor":
        edge = _before_last_verb(tokens, at, edge)
    while edge > at and (is_mark(tokens[edge - 1], ",;—–:") or tokens[edge - 1].lower in {"and", "but"}):
        edge -= 1
    return edge


def _before_last_verb(tokens: Tokens, at: int, edge: int) -> int:
    """Return where the clause inside "A's claim that … was contradicted" ends: before the second verb."""
    verbs = [k for k in range(at, edge) if tokens[k].lower in words.AUXILIARIES]
    return verbs[-1] if len(verbs) > 1 and verbs[-1] > at + 1 else edge


def _cue_stop(scope: Scope, later: Cue, at: int) -> int | None:
    tokens, subject = scope.tokens, later.subject
    if later.kind in {PARTICIPLE, ACCORDING} and comma(tokens[later.start - 1]):
        return later.start - (tokens[later.start - 1].kind == MARK)
    if later.kind == ACCORDING:
        return later.start
    if later.kind != FINITE or subject is None:
        return None
    if _closes_after(scope, later, at):
        return min(later.start, subject.start)
    if _takes_over(scope, later, at):
        return _takeover_place(tokens, later, at)
    return None


def _mark_stop(scope: Scope, at: int, edge: int, mode: str) -> int:
    tokens = scope.tokens
    for place in range(at + 1, edge):
        following = tokens[place + 1] if place + 1 < edge else None
        if following is None:
            return edge
        low = tokens[place].lower
        if is_mark(tokens[place], ",") and following.lower in _CITES:
            return place
        if mode in {TO, PHRASE} and low == "as" and following.lower in words.SUBJECT_PRONOUNS:
            return place
        if is_mark(tokens[place], ":") and utterance(following):
            return place
        if (
            low == "but"
            and following.lower in {"declined", "refused", "would", "did", "gave"}
            and comma(tokens[place - 1])
        ):
            return place
    return edge


def _closes_after(scope: Scope, later: Cue, at: int) -> bool:
    """Tell whether ``later`` is a ", the Tribune reported" that closes what starts at ``at``."""
    subject = later.subject
    if subject is None or not at < subject.start or subject.place.startswith("shared"):
        return False
    edge = min(later.start, subject.start)
    return comma(scope.tokens[edge - 1]) and ends_sentence(scope.tokens, later)


def _comma_before(tokens: Tokens, at: int, floor: int) -> bool:
    """Tell whether a comma stands before the "and" that joins the verb at ``at``."""
    place = at - 1
    while place > floor and (tokens[place].lower in {"and", "but"} or adverb(tokens[place])):
        place -= 1
    return is_mark(tokens[place], ",")


def _takeover_place(tokens: Tokens, later: Cue, at: int) -> int:
    start = later.start
    if later.subject is not None and at < later.subject.start < later.start:
        start = later.subject.start
    while start > at and (
        tokens[start - 1].lower in _CONTRASTS | {"and"}
        or is_mark(tokens[start - 1], ",;—–")
        or adverb(tokens[start - 1])
        or tokens[start - 1].lower in words.AUXILIARIES
    ):
        start -= 1
    return max(at, start)


_DEEDS = frozenset(
    {Act.REQUESTS, Act.DENIES, Act.DISPUTES, Act.PROMISES, Act.ALLEGES, Act.APPEALS, Act.DECLINES, Act.ADMITS}
)


_DONE_TO = frozenset(
    {"deny", "refuse", "tell", "warn", "promise", "ask", "order", "inform", "urge", "advise"}
)
"""Said of somebody after "had been beaten and …", these are as likely done to them."""


def _plainly_active(tokens: Tokens, cue: Cue, later: Cue) -> bool:
    """Tell whether the later verb can only be the speaker's: "says … and accuses", "and accused A of"."""
    both = tokens[cue.end - 1].lower.endswith("s") and tokens[later.start].lower.endswith("s")
    lows = [t.lower for t in tokens[later.end : later.end + 8]]
    return both or (later.verb.lemma == "accuse" and "of" in lows[1:])


def _of_oneself(tokens: Tokens, start: int, end: int) -> bool:
    """Tell whether the clause is of the speaker ("said it was concerned and …"), with no passive in it."""
    if tokens[start].lower not in {"it", "they", "he", "she", "we"}:
        return False
    lows = [t.lower for t in tokens[start:end]]
    return not {"been", "being"} & set(lows) and tokens[end - 2].lower not in {"was", "were", "is", "are"}


def _takes_over(scope: Scope, later: Cue, at: int) -> bool:  # noqa: PLR0911 - rules in order
    """Tell whether ``later`` is a cue of the sentence itself, not one inside what the cue introduces."""
    tokens, cue, subject = scope.tokens, scope.cue, later.subject
    if subject is None:
        return False
    if subject.place.startswith("shared"):
        same = cue.subject is not None and subject.start == cue.subject.start
        clean = _comma_before(tokens, later.start, at) or not has_finite(tokens, at, later.start)
        more = later.end < sentence_end(tokens) and not is_mark(tokens[later.end], ",")
        clean = clean or (more and _of_oneself(tokens, at, later.start))
        speaks = later.verb.takes("Q") and later.verb.takes("C")
        follows = tokens[later.end].lower if later.end < len(tokens) else ""
        told = later.verb.lemma in _DONE_TO and not (follows == "that" and later.verb.takes("V"))
        told = told and not (follows == "that" and later.verb.lemma == "deny")
        if told and {"been", "being"} & {t.lower for t in tokens[at : later.start]}:
            return False
        clean = clean or _plainly_active(tokens, cue, later)
        acts = later.verb.takes("T") or later.verb.act in _DEEDS
        return cue.kind == FINITE and same and (speaks or (acts and clean))
    if not at < subject.start:
        return False
    before = subject.start - 1
    while before > at and adverb(tokens[before]):
        before -= 1
    if before <= at:
        return False
    if is_mark(tokens[before], ";"):
        return True
    joined = tokens[before].lower in _CONTRASTS | {"and"}
    return joined and (is_mark(tokens[before - 1], ",—–") or tokens[before - 1].kind == QUOTE)
