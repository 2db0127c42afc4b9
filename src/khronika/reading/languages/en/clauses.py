"""What was said: the words right or left of a cue, and the person spoken to.

The content starts after "that", a comma, a colon or the verb itself and ends with the sentence or where
another cue takes over (", saying …", ", according to …", ", but the ministry denied …").
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cues import ACCORDING, FINITE, NOUN, PARTICIPLE, PASSIVE, Cue
from khronika.reading.languages.en.grammar import (
    Tokens,
    adverb,
    comma,
    aside_after,
    finite,
    has_finite,
    is_dash,
    is_mark,
    phrase_end,
    time_after,
    utterance,
)
from khronika.reading.tokens import MARK, QUOTE

QUOTED, CLAUSE, PHRASE, TO = "direct words", "clause", "phrase", "to"


class Content(NamedTuple):
    """What stands right of a cue: places of the content, of the addressee (0, 0 for none), the mode."""

    start: int
    end: int
    mode: str
    addressee: tuple[int, int] = (0, 0)


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
        if after == at and adverb(tokens[at]):
            after = at + 1
        if after == at:
            return at
        at = after
    return at


def right_of(tokens: Tokens, cue: Cue, cues: list[Cue]) -> Content | None:
    """Return what stands right of ``cue``, or ``None`` if nothing there is its content."""
    end = sentence_end(tokens)
    at = cue.end
    if cue.subject is not None and cue.subject.start >= cue.end:
        at = cue.subject.end
        if cue.kind == FINITE:
            return _after_inverted(tokens, at, end)
    at = over_asides(tokens, at, end)
    if cue.kind == PASSIVE:
        return _of_passive(tokens, cue, at, end, cues)
    if cue.kind == ACCORDING:
        at = at + 1 if at < end and is_mark(tokens[at], ",:—–") else at
        return (
            _bounded(tokens, cue, at, end, cues, CLAUSE)
            if at < end and cue.start == 0 or _opens(tokens, cue) and at < end
            else None
        )
    addressee = _addressee(tokens, cue, at, end)
    if addressee != (0, 0):
        at = over_asides(tokens, addressee[1], end)
    return _said(tokens, cue, at, end, cues, addressee)


def _opens(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether nothing but a conjunction stands before "according to"."""
    return all(t.lower in words.INTRO_ADVERBS or t.kind == MARK for t in tokens[: cue.start])


def _after_inverted(tokens: Tokens, at: int, end: int) -> Content | None:
    """Return the second piece of a quotation that its speaker breaks ("…," said A, "…")."""
    at = over_asides(tokens, at, end)
    while at < end and is_mark(tokens[at], ",:—–"):
        at += 1
    if at < end and utterance(tokens[at]):
        return Content(at, at + 1, QUOTED)
    return None


def _addressee(tokens: Tokens, cue: Cue, at: int, end: int) -> tuple[int, int]:
    verb = cue.verb
    begin = at
    if at < end and tokens[at].lower == "to" and verb.takes("C") and not verb.takes("V"):
        begin = at + 1
    elif not (verb.takes("A") or verb.takes("T")):
        return (0, 0)
    if begin >= end or tokens[begin].kind in {MARK, QUOTE} or tokens[begin].lower in {"that", "for"}:
        return (0, 0)
    if (
        begin == at
        and tokens[begin].lower in {"to", "about", "of", "against", "not", "people"}
        and not verb.takes("T")
    ):
        return (0, 0)
    stop = phrase_end(tokens, begin, end)
    if stop == begin:
        return (0, 0)
    stop = _over_attachments(tokens, stop, end)
    if verb.takes("C") and not verb.takes("Q") and not verb.lemma == "tell":
        return (begin, stop)
    if verb.lemma not in {"tell", "inform", "assure", "remind", "brief"} and begin == at:
        return (begin, stop) if _then(tokens, stop, end, verb.takes("C")) else (0, 0)
    return (begin, stop)


def _then(tokens: Tokens, at: int, end: int, clause: bool) -> bool:
    """Tell whether "to …", "that …" or direct words follow the person asked or warned."""
    at = over_asides(tokens, at, end)
    if at >= end:
        return False
    low = tokens[at].lower
    return (
        low in {"to", "not"}
        or tokens[at].kind == QUOTE
        or is_mark(tokens[at], ",:")
        and not clause
        or (clause and low == "that")
    )


def _over_attachments(tokens: Tokens, at: int, end: int) -> int:
    """Return where "reporters in Sarn", "members of the council" ends."""
    while at < end and tokens[at].lower in {"of", "in", "at", "on", "from", "and", "by", "including"}:
        after = time_after(tokens, at, end)
        if after > at:
            return at
        after = phrase_end(tokens, at + 1, end)
        if after == at + 1:
            return at
        if after < end and finite(tokens, after) and tokens[at].lower == "and":
            return at
        at = after
    return at


def _said(
    tokens: Tokens, cue: Cue, at: int, end: int, cues: list[Cue], addressee: tuple[int, int]
) -> Content | None:
    verb = cue.verb
    if at < end and is_mark(tokens[at], ",:—–"):
        colon = tokens[at].text == ":"
        at = over_asides(tokens, at + 1, end)
        if at < end and is_mark(tokens[at], ",:"):
            at += 1
        if at < end and utterance(tokens[at]):
            return _direct(tokens, at, end, addressee)
        if colon and at < end:
            return Content(at, end, CLAUSE, addressee)
        if at < end and tokens[at].lower == "that":
            return _bounded(tokens, cue, at + 1, end, cues, CLAUSE, addressee)
        return None
    if at >= end:
        return None
    low = tokens[at].lower
    if utterance(tokens[at]) and not (at + 1 < end and finite(tokens, at + 1)):
        return _direct(tokens, at, end, addressee)
    if low == "that" and (verb.takes("C") or verb.takes("t") or verb.takes("A")):
        return _bounded(tokens, cue, at + 1, end, cues, CLAUSE, addressee)
    if low == "to" and (verb.takes("T") and addressee != (0, 0) or verb.takes("V")):
        return _bounded(tokens, cue, at, end, cues, TO, addressee)
    if verb.takes("F"):
        return _blamed(tokens, cue, at, end, cues)
    return _bare(tokens, cue, at, end, cues, addressee)


def _direct(tokens: Tokens, at: int, end: int, addressee: tuple[int, int]) -> Content:
    stop = at + 1
    return Content(at, stop, QUOTED, addressee)


def _bare(
    tokens: Tokens, cue: Cue, at: int, end: int, cues: list[Cue], addressee: tuple[int, int]
) -> Content | None:
    verb = cue.verb
    clause = verb.takes("C") or (verb.takes("A") and addressee != (0, 0))
    if clause and tokens[at].lower not in words.PREPOSITIONS - {
        "in",
        "on",
        "at",
        "after",
        "since",
        "for",
        "under",
        "during",
        "about",
        "over",
        "between",
    }:
        content = _bounded(tokens, cue, at, end, cues, CLAUSE, addressee)
        if content and has_finite(tokens, content.start + 1, content.end):
            return content
    low = tokens[at].lower
    if low in {"with", "against", "about", "of", "for", "over", "as"} and not (
        verb.particles or verb.lemma in {"warn", "complain", "ask"}
    ):
        return None
    if (
        verb.takes("N")
        or verb.takes("D")
        or verb.takes("G")
        or verb.particles
        or low in {"of", "about", "for"}
        and verb.lemma in {"warn", "complain", "ask"}
    ):
        return _bounded(tokens, cue, at, end, cues, PHRASE, addressee)
    return None


def _blamed(tokens: Tokens, cue: Cue, at: int, end: int, cues: list[Cue]) -> Content | None:
    return _bounded(tokens, cue, at, end, cues, PHRASE)


def _of_passive(tokens: Tokens, cue: Cue, at: int, end: int, cues: list[Cue]) -> Content | None:
    """Return what "was criticised by A for …" gives: the words after "for", "of" or "to"."""
    if at < end and tokens[at].lower in {"for", "of", "over"} and at + 1 < end:
        return _bounded(tokens, cue, at + 1, end, cues, PHRASE)
    if at < end and tokens[at].lower == "to":
        return _bounded(tokens, cue, at, end, cues, TO)
    return None


def _bounded(
    tokens: Tokens,
    cue: Cue,
    at: int,
    end: int,
    cues: list[Cue],
    mode: str,
    addressee: tuple[int, int] = (0, 0),
) -> Content | None:
    stop = _stop(tokens, cue, at, end, cues, mode)
    while stop > at and (is_mark(tokens[stop - 1], ",;—–:") or tokens[stop - 1].lower in {"and", "but"}):
        stop -= 1
    return Content(at, stop, mode, addressee) if at < stop else None


def _stop(tokens: Tokens, cue: Cue, at: int, end: int, cues: list[Cue], mode: str) -> int:
    """Return where the content that starts at ``at`` ends."""
    for later in cues:
        if later.start <= at:
            continue
        if later.kind in {PARTICIPLE, ACCORDING} and comma(tokens[later.start - 1]):
            return later.start - (tokens[later.start - 1].kind == MARK)
        if later.kind == ACCORDING:
            return later.start
        if later.kind == FINITE and _closes(tokens, later, at):
            assert later.subject is not None
            return min(later.start, later.subject.start)
        if later.kind == FINITE and later.subject is not None and _takes_over(tokens, cue, later, at):
            return max(at, _takeover_place(tokens, later, at))
    for place in range(at + 1, end):
        if (
            is_mark(tokens[place], ",")
            and place + 1 < end
            and tokens[place + 1].lower in {"citing", "quoting"}
        ):
            return place
        if (
            mode in {TO, PHRASE}
            and tokens[place].lower == "as"
            and place + 1 < end
            and tokens[place + 1].lower in words.SUBJECT_PRONOUNS
        ):
            return place
        if is_mark(tokens[place], ":") and place + 1 < end and utterance(tokens[place + 1]):
            return place
    return end


def _closes(tokens: Tokens, later: Cue, at: int) -> bool:
    """Tell whether ``later`` is a ", the Tribune reported" that ends the sentence."""
    subject = later.subject
    if subject is None or not at < subject.start or subject.place.startswith("shared"):
        return False
    edge = min(later.start, subject.start)
    return comma(tokens[edge - 1]) and ends_sentence(tokens, later)


def _takeover_place(tokens: Tokens, later: Cue, at: int) -> int:
    start = (
        later.subject.start
        if later.subject is not None and at < later.subject.start < later.start
        else later.start
    )
    while start > at and (
        tokens[start - 1].lower in {"but", "while", "and", "whereas", "although", "though"}
        or is_mark(tokens[start - 1], ",;—–")
        or adverb(tokens[start - 1])
    ):
        start -= 1
    return start


def _takes_over(tokens: Tokens, cue: Cue, later: Cue, at: int) -> bool:
    """Tell whether ``later`` is a cue of the sentence itself, not one inside what ``cue`` introduces."""
    subject = later.subject
    if subject is None:
        return False
    if subject.place.startswith("shared"):
        return (
            cue.kind == FINITE
            and cue.subject is not None
            and subject.start == cue.subject.start
            and _past_both(tokens, cue, later)
        )
    if not at < subject.start:
        return False
    before = subject.start - 1
    while before > at and adverb(tokens[before]):
        before -= 1
    low = tokens[before].lower
    contrast = low in {"but", "while", "whereas", "although", "though"}
    joined = low == "and" and is_mark(tokens[before - 1], ",")
    return (contrast or joined) and (is_mark(tokens[before - 1], ",—–") or tokens[before - 1].kind == QUOTE)


def _past_both(tokens: Tokens, cue: Cue, later: Cue) -> bool:
    return later.verb.takes("Q") and later.verb.lemma != "have"


def left_of(tokens: Tokens, cue: Cue) -> Content | None:
    """Return what stands left of a cue that ends its sentence: direct words, or a clause and a comma."""
    subject = cue.subject
    if subject is None:
        return None
    edge = min(cue.start, subject.start)
    while edge > 0 and (
        is_mark(tokens[edge - 1], ",—–") or is_dash(tokens[edge - 1]) or tokens[edge - 1].lower == "as"
    ):
        edge -= 1
    if edge == 0:
        return None
    if utterance(tokens[edge - 1]):
        return Content(edge - 1, edge, QUOTED)
    if edge == min(cue.start, subject.start) and cue.kind != ACCORDING:
        return None
    start = 0
    while start < edge and (
        tokens[start].lower in {"and", "but", "meanwhile", "so", "yet"} or is_mark(tokens[start], ",—–-•*")
    ):
        start += 1
    if not has_finite(tokens, start, edge):
        return None
    return Content(start, edge, CLAUSE)


def ends_sentence(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether only asides follow the cue and its subject."""
    end = sentence_end(tokens)
    at = cue.end
    if cue.subject is not None and cue.subject.start >= cue.end:
        at = cue.subject.end
    at = over_asides(tokens, at, end)
    at = at + 1 if at < end and is_mark(tokens[at], ",") else at
    return over_asides(tokens, at, end) >= end


def addressee_name(text: str) -> str:
    """Return an addressee without an article in front."""
    first, _, rest = text.partition(" ")
    return rest if first.lower() in words.ARTICLES and rest else text


def is_press(text: str) -> bool:
    """Tell whether the addressee is the press at large, which is no relay by name."""
    return text.lower().split()[-1:] != [] and text.lower().split()[0] in lexicon.PRESS


__all__ = [
    "CLAUSE",
    "NOUN",
    "PHRASE",
    "QUOTED",
    "TO",
    "Content",
    "addressee_name",
    "ends_sentence",
    "is_press",
    "left_of",
    "over_asides",
    "right_of",
    "sentence_end",
]
