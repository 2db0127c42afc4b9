"""What was said: the words right or left of a cue, and the person spoken to.

The content starts after "that", a comma, a colon or the verb itself and ends with the sentence or where
another cue takes over (", saying …", ", according to …", ", but the ministry denied …").
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cue import ACCORDING, FINITE, PASSIVE, Cue
from khronika.reading.languages.en.grammar import (
    Tokens,
    aside_after,
    finite,
    has_finite,
    is_dash,
    is_mark,
    phrase_end,
    time_after,
    utterance,
)
from khronika.reading.languages.en.limits import (
    NOWHERE,
    PHRASE,
    TO,
    Place,
    Scope,
    after_cue,
    closes,
    over_asides,
    sentence_end,
    stop_of,
)
from khronika.reading.tokens import MARK, NUMBER, QUOTE

QUOTED, CLAUSE = "direct words", "clause"
_SURE = frozenset({"say", "claim", "insist", "argue", "believe", "tell", "add", "contend"})
_SHORT = 4
_TELLS = frozenset({"tell", "inform", "assure", "remind", "brief"})
_OPENS_CLAUSE = frozenset(
    {"in", "on", "at", "after", "since", "for", "under", "during", "about", "over", "between"}
)
_THAT_IS = frozenset({"was", "is", "would", "had", "has", "could", "will", "did", "does", "isn't", "wasn't"})
_BOUNDS = frozenset({"around", "over", "under", "near", "within"})
_ABOUT = frozenset({"caution", "warn", "complain", "ask", "speak"})
_OF_SPEECH = frozenset(
    {
        "say",
        "comment",
        "answer",
        "discuss",
        "give",
        "confirm",
        "reply",
        "respond",
        "disclose",
        "name",
        "explain",
        "elaborate",
        "provide",
        "speak",
        "identify",
        "specify",
        "talk",
        "tell",
        "be",
        "reveal",
        "state",
        "take",
        "deny",
    }
)


class Content(NamedTuple):
    """What stands beside a cue: places of its pieces, of the addressee, and the mode."""

    pieces: tuple[Place, ...]
    mode: str
    addressee: Place = NOWHERE

    @property
    def start(self) -> int:
        """Return the first place."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Return the place after the last."""
        return self.pieces[-1][1]


def right_of(tokens: Tokens, cue: Cue, cues: list[Cue]) -> Content | None:
    """Return what stands right of ``cue``, or ``None`` if nothing there is its content."""
    scope = Scope(tokens, cue, cues, sentence_end(tokens))
    at = cue.end
    if cue.subject is not None and cue.subject.start >= cue.end:
        at = cue.subject.end
        if cue.kind == FINITE:
            return _after_inverted(tokens, at, scope.end)
    at = over_asides(tokens, at, scope.end)
    if cue.kind == PASSIVE:
        return _of_passive(scope, at)
    if cue.kind == ACCORDING:
        return _of_according(scope, at)
    addressee = _addressee(scope, at)
    if addressee != NOWHERE:
        at = over_asides(tokens, addressee[1], scope.end)
        if cue.verb.takes("T") and not cue.verb.takes("A"):
            at = _up_to_infinitive(tokens, at, scope.end)
    return _said(scope, at, addressee) or _after_colon(scope, at, addressee)


def _after_colon(scope: Scope, at: int, addressee: Place) -> Content | None:
    """Return direct words that a colon opens further on ("wrote on its page: “…”")."""
    if not scope.cue.verb.takes("Q"):
        return None
    for place in range(at, scope.end - 1):
        if is_mark(scope.tokens[place], ":") and utterance(scope.tokens[place + 1]):
            return Content(((place + 1, place + 2),), QUOTED, addressee)
        if finite(scope.tokens, place) or scope.tokens[place].kind == QUOTE:
            return None
    return None


def _of_according(scope: Scope, at: int) -> Content | None:
    tokens = scope.tokens
    opens = all(t.lower in words.INTRO_ADVERBS or t.kind == MARK for t in tokens[: scope.cue.start])
    if not opens or at >= scope.end:
        return None
    return _bounded(scope, at + 1 if is_mark(tokens[at], ",:—–") else at, CLAUSE)


def _after_inverted(tokens: Tokens, at: int, end: int) -> Content | None:
    """Return the second piece of a quotation that its speaker breaks ("…," said A, "…")."""
    at = over_asides(tokens, at, end)
    while at < end and is_mark(tokens[at], ",:—–"):
        at += 1
    if at < end and utterance(tokens[at]):
        return Content(((at, at + 1),), QUOTED)
    return None


def _addressee(scope: Scope, at: int) -> Place:  # noqa: PLR0911 - rules in order
    tokens, verb, end = scope.tokens, scope.cue.verb, scope.end
    begin = at
    if scope.cue.end - scope.cue.start > 1 and tokens[scope.cue.end - 1].lower in {"for", "of"}:
        return NOWHERE
    if at < end and tokens[at].lower == "to" and verb.takes("C") and not verb.takes("V"):
        begin = at + 1
    elif not (verb.takes("A") or verb.takes("T")):
        return NOWHERE
    if begin >= end or tokens[begin].kind in {MARK, QUOTE} or tokens[begin].lower in {"that", "for"}:
        return NOWHERE
    if begin == at and tokens[begin].lower in {"to", "about", "of", "against", "not"}:
        return NOWHERE
    stop = phrase_end(tokens, begin, end)
    if stop == begin:
        return NOWHERE
    stop = _over_apposition(tokens, _over_attachments(tokens, stop, end), end)
    then = _up_to_infinitive(tokens, stop, end) if verb.takes("T") and not verb.takes("A") else stop
    if verb.lemma not in _TELLS and begin == at and not _then(tokens, then, end, clause=verb.takes("C")):
        return NOWHERE
    return (begin, stop)


def _then(tokens: Tokens, at: int, end: int, *, clause: bool) -> bool:
    """Tell whether "to …", "that …" or direct words follow the person asked or warned."""
    at = over_asides(tokens, at, end)
    if at >= end:
        return False
    low = tokens[at].lower
    if low in {"to", "not"} or tokens[at].kind == QUOTE:
        return True
    return low == "that" if clause else is_mark(tokens[at], ",:")


def _over_attachments(tokens: Tokens, at: int, end: int) -> int:
    """Return where "reporters in Sarn", "members of the council" ends."""
    while at < end and tokens[at].lower in {"of", "in", "at", "from", "and", "including"}:
        if time_after(tokens, at, end) > at or aside_after(tokens, at, end) > at:
            return at
        after = phrase_end(tokens, at + 1, end)
        if after == at + 1 or (after < end and finite(tokens, after) and tokens[at].lower == "and"):
            return at
        at = after
    return at


def _up_to_infinitive(tokens: Tokens, at: int, end: int) -> int:
    """Return where "editors, and newspapers in particular, to …" reaches its "to", or ``at``."""
    for place in range(at, min(end - 1, at + 25)):
        low = tokens[place].lower
        if low == "to" or (low == "not" and tokens[place + 1].lower == "to"):
            return place
        relative = any(t.lower == "who" for t in tokens[at:place])
        if tokens[place].kind == QUOTE or low == "that" or (finite(tokens, place) and not relative):
            return at
    return at


def _over_apposition(tokens: Tokens, at: int, end: int) -> int:
    """Return where "the minister, Anna Lund, …" ends when "to", "that" or direct words come next."""
    if at >= end or not is_mark(tokens[at], ","):
        return at
    stop = at + 1
    while stop < end and (tokens[stop].capital or tokens[stop].text in {".", "-"}):
        stop += 1
    if stop == at + 1 or stop + 1 >= end or not is_mark(tokens[stop], ","):
        return at
    following = tokens[stop + 1]
    return stop + 1 if following.lower in {"to", "that"} or following.kind == QUOTE else at


def _said(scope: Scope, at: int, addressee: Place) -> Content | None:  # noqa: PLR0911 - rules in order
    tokens, verb, end = scope.tokens, scope.cue.verb, scope.end
    if at >= end:
        return None
    if is_mark(tokens[at], ",:—–"):
        return _after_mark(scope, at, addressee)
    low = tokens[at].lower
    if utterance(tokens[at]) and not (at + 1 < end and finite(tokens, at + 1)):
        return Content(((at, at + 1),), QUOTED, addressee)
    if low == "that" and verb.takes("N") and not _holds_clause(tokens, at + 1, stop_of(scope, at, PHRASE)):
        return _bounded(scope, at, PHRASE, addressee)
    if low == "that" and at + 1 < end and tokens[at + 1].lower in _THAT_IS and verb.takes("C"):
        return _bounded(scope, at, CLAUSE, addressee)
    if low == "that" and (verb.takes("C") or verb.takes("t") or verb.takes("A")):
        return _bounded(scope, at + 1, CLAUSE, addressee)
    if low == "to" and verb.takes("V"):
        speech = at + 1 < end and (tokens[at + 1].lower in _OF_SPEECH)
        return _bounded(scope, at, TO) if speech or verb.lemma not in {"refuse", "decline"} else None
    if low in {"to", "not"} and verb.takes("T") and addressee != NOWHERE:
        return _bounded(scope, at, TO, addressee)
    if verb.takes("F"):
        return _bounded(scope, at, PHRASE)
    return _bare(scope, at, addressee)


def _holds_clause(tokens: Tokens, start: int, end: int) -> bool:
    return has_finite(tokens, start, end) or any(t.kind == QUOTE for t in tokens[start:end])


def _after_mark(scope: Scope, at: int, addressee: Place) -> Content | None:
    tokens, end = scope.tokens, scope.end
    colon = tokens[at].text == ":"
    at = over_asides(tokens, at + 1, end)
    if at < end and is_mark(tokens[at], ",:"):
        at += 1
    at = _over_channel(tokens, at, end)
    if at >= end:
        return None
    if utterance(tokens[at]):
        return Content(((at, at + 1),), QUOTED, addressee)
    if colon:
        return Content(((at, end),), CLAUSE, addressee)
    return _bounded(scope, at + 1, CLAUSE, addressee) if tokens[at].lower == "that" else None


def _over_channel(tokens: Tokens, at: int, end: int) -> int:
    """Return where a ", through the Orvan agency," after the cue ends, or ``at``."""
    if at >= end or tokens[at].lower not in {
        "through",
        "via",
        "in",
        "on",
        "at",
        "speaking",
        "citing",
        "quoting",
    }:
        return at
    stop = next((k for k in range(at, min(end, at + 12)) if is_mark(tokens[k], ",")), -1)
    if stop < 0 or stop + 1 >= end:
        return at
    following = tokens[stop + 1]
    return stop + 1 if following.lower == "that" or utterance(following) else at


def _bare(scope: Scope, at: int, addressee: Place) -> Content | None:
    tokens, verb = scope.tokens, scope.cue.verb
    if tokens[at].lower == "with" and "that" in (lows := [t.lower for t in tokens[at + 1 : at + 4]]):
        return _bounded(scope, at + 2 + lows.index("that"), CLAUSE, addressee)
    low = tokens[at].lower
    clause = verb.takes("C") or (verb.takes("A") and addressee != NOWHERE)
    counts = low in _BOUNDS and at + 1 < scope.end and tokens[at + 1].kind == NUMBER
    if clause and (counts or low not in words.PREPOSITIONS - _OPENS_CLAUSE):
        content = _bounded(scope, at, CLAUSE, addressee)
        sure = verb.lemma in _SURE and content is not None and content.end - content.start > _SHORT
        if content and (sure or _holds_clause(tokens, content.start + 1, content.end)):
            return content
    about = verb.lemma in _ABOUT and low in {"of", "about", "for", "against"}
    if low in {"with", "against", "about", "of", "for", "over", "as", "by"} and not (verb.particles or about):
        return None
    if any(verb.takes(frame) for frame in "NDG") or verb.particles or about:
        return _bounded(scope, at, PHRASE, addressee)
    return None


def _of_passive(scope: Scope, at: int) -> Content | None:
    """Return what "was criticised by A for …" gives: the words after "for", "of" or "to"."""
    if at + 1 >= scope.end:
        return None
    low = scope.tokens[at].lower
    if low in {"for", "of", "over"}:
        return _bounded(scope, at + 1, PHRASE)
    return _bounded(scope, at, TO) if low == "to" else None


def _bounded(scope: Scope, at: int, mode: str, addressee: Place = NOWHERE) -> Content | None:
    stop = stop_of(scope, at, mode)
    return Content(((at, stop),), mode, addressee) if at < stop else None


def left_of(tokens: Tokens, cue: Cue) -> Content | None:
    """Return what stands left of a cue: direct words, or a clause and a comma."""
    subject = cue.subject
    if subject is None or subject.place.startswith("shared"):
        return None
    first = min(cue.start, subject.start)
    edge = first
    while edge > 0 and (
        is_mark(tokens[edge - 1], ",—–") or is_dash(tokens[edge - 1]) or tokens[edge - 1].lower == "as"
    ):
        edge -= 1
    if edge == 0:
        return None
    if utterance(tokens[edge - 1]):
        return Content(((edge - 1, edge),), QUOTED, _told(tokens, cue))
    if edge == first and cue.kind != ACCORDING:
        return None
    start = 0
    while start < edge and (tokens[start].lower in words.INTRO_ADVERBS or is_mark(tokens[start], ",—–-•*")):
        start += 1
    if start < edge and has_finite(tokens, start, edge):
        return Content(((start, edge),), CLAUSE, _told(tokens, cue))
    return _around(tokens, cue, start, edge)


def _told(tokens: Tokens, cue: Cue) -> Place:
    """Return whom a closing cue addresses (", two people told Orvan")."""
    end = sentence_end(tokens)
    if cue.subject is not None and cue.subject.start >= cue.end:
        return NOWHERE
    at = over_asides(tokens, cue.end, end)
    if at < end and tokens[at].lower == "to":
        at += 1
    elif not cue.verb.takes("A"):
        return NOWHERE
    stop = _over_attachments(tokens, phrase_end(tokens, at, end), end) if at < end else at
    return (at, stop) if at < stop and tokens[at].lower != "that" else NOWHERE


def _around(tokens: Tokens, cue: Cue, start: int, edge: int) -> Content | None:
    """Return a clause that the cue interrupts ("The camp, Lund said, was closed")."""
    end = sentence_end(tokens)
    at = after_cue(tokens, cue)
    if at >= end or not is_mark(tokens[at], ",—–") or start >= edge or at + 1 >= end:
        return None
    if not has_finite(tokens, at + 1, end) or tokens[start].lower in words.SUBORDINATORS:
        return None
    return Content(((start, edge), (at + 1, end)), CLAUSE, _told(tokens, cue))


def addressee_name(text: str) -> str:
    """Return an addressee without an article in front."""
    first, _, rest = text.partition(" ")
    return rest if first.lower() in words.ARTICLES and rest else text


def is_press(text: str) -> bool:
    """Tell whether the addressee is the press at large, which is no relay by name."""
    return text.lower().split()[:1] != [] and text.lower().split()[0] in lexicon.PRESS


__all__ = [
    "CLAUSE",
    "PHRASE",
    "QUOTED",
    "TO",
    "Content",
    "addressee_name",
    "closes",
    "is_press",
    "left_of",
    "right_of",
]
