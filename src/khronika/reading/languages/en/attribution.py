"""From the cues of one sentence to drafts: each utterance with its source, and what stands inside what.

Left to right; a cue that closes the sentence (", the Tribune reported.") is the outermost. What a cue
has claimed, no other cue claims again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.reading.languages.en import clauses, words
from khronika.reading.languages.en.clauses import CLAUSE, PHRASE, QUOTED, Content
from khronika.reading.languages.en.cue import ACCORDING, FINITE, PARTICIPLE, Cue
from khronika.reading.languages.en.cues import find_cues
from khronika.reading.languages.en.grammar import Tokens, has_finite, is_mark, utterance
from khronika.reading.languages.en.limits import (
    NOWHERE,
    Place,
    after_cue,
    closes,
    ends_sentence,
    sentence_end,
)
from khronika.reading.languages.en.subjects import Subject, subject_after
from khronika.reading.languages.en.verbs import FORMS
from khronika.reading.tokens import QUOTE, WORD

_TALKED_ABOUT = frozenset(
    {
        "headline",
        "title",
        "titled",
        "entitled",
        "headlined",
        "words",
        "word",
        "term",
        "phrase",
        "slogan",
        "slogans",
        "called",
        "named",
        "reading",
        "sign",
        "banner",
        "banners",
        "figure",
        "book",
        "song",
        "film",
        "chanting",
        "subtitle",
    }
)
_TITLED = frozenset(
    {"report", "study", "book", "film", "documentary", "article", "paper", "briefing", "dossier"}
)
_DISPUTES = frozenset({"dismiss", "reject", "dispute", "refute", "rebut"})


@dataclass(slots=True)
class Attribution:
    """One utterance of a sentence, in places of tokens. ``inside`` is the attribution around it."""

    cue: Cue
    pieces: list[Place]
    mode: str
    addressee: Place = NOWHERE
    inside: Attribution | None = None
    disputed: Place = NOWHERE
    telling: list[Place] = field(default_factory=list)
    outer: bool = False
    cited: Subject | None = None

    def covers(self, place: int) -> bool:
        """Tell whether the token at ``place`` is part of the content."""
        return any(start <= place < end for start, end in self.pieces)


@dataclass(slots=True)
class Parsed:
    """What a sentence holds: attributions, quotations nobody claimed, cues without content, closing cues."""

    cues: list[Cue]
    attributions: list[Attribution] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)
    bare: list[Cue] = field(default_factory=list)
    trailing: list[Cue] = field(default_factory=list)


def parse(tokens: Tokens) -> Parsed:
    """Return the attributions of one sentence."""
    parsed = Parsed(find_cues(tokens))
    for cue in parsed.cues:
        _read_cue(tokens, cue, parsed)
    for at, token in enumerate(tokens):
        if (
            utterance(token)
            and not _titled(tokens, at)
            and not any(a.covers(at) for a in parsed.attributions)
        ):
            parsed.loose.append(at)
    return parsed


def _titled(tokens: Tokens, at: int) -> bool:
    """Tell whether a quotation is a headline, a slogan or a word that is talked about."""
    if at > 1 and is_mark(tokens[at - 1], ",") and tokens[at - 2].lower in _TITLED:
        return at + 1 < len(tokens) and tokens[at + 1].kind == WORD and tokens[at + 1].lower in FORMS
    return at > 0 and tokens[at - 1].lower in _TALKED_ABOUT


def _read_cue(tokens: Tokens, cue: Cue, parsed: Parsed) -> None:
    found = parsed.attributions
    around = next((a for a in reversed(found) if a.covers(cue.start) and a.mode != QUOTED), None)
    if around is not None and around.inside is not None and around.inside.inside is not None:
        return
    left = clauses.left_of(tokens, cue) if cue.kind in {FINITE, ACCORDING} else None
    right = clauses.right_of(tokens, cue, parsed.cues)
    if cue.kind == ACCORDING and right is None:
        _aside(tokens, cue, left, parsed)
    elif left is not None and left.mode == QUOTED and _titled(tokens, left.start):
        parsed.bare.append(cue)
    elif left is not None and left.mode == QUOTED:
        _quoted(cue, left, right, parsed)
    elif right is not None:
        _add_right(tokens, cue, right, around, found)
    elif around is not None and _once_more(tokens, cue):
        parsed.bare.append(cue)
    elif left is not None and closes(tokens, cue):
        _enclose(tokens, cue, left, parsed)
    else:
        parsed.bare.append(cue)


def _once_more(tokens: Tokens, cue: Cue) -> bool:
    """Tell whether a ", she said," within what she says only says so again."""
    subject = cue.subject
    return (
        subject is not None
        and 0 < subject.start < cue.start
        and subject.end - subject.start == 1
        and tokens[subject.start].lower in words.SUBJECT_PRONOUNS
        and is_mark(tokens[subject.start - 1], ",")
    )


def _quoted(cue: Cue, left: Content, right: Content | None, parsed: Parsed) -> None:
    if any(a.covers(left.start) for a in parsed.attributions):
        parsed.trailing.append(cue)
        return
    pieces = list(left.pieces)
    addressee = left.addressee
    if right is not None and right.mode == QUOTED:
        pieces += right.pieces
        addressee = right.addressee if right.addressee != NOWHERE else addressee
    parsed.attributions.append(Attribution(cue, pieces, QUOTED, addressee))


def _aside(tokens: Tokens, cue: Cue, left: Content | None, parsed: Parsed) -> None:
    """Place an "according to …" that follows or interrupts what it attributes."""
    if parsed.attributions:
        parsed.trailing.append(cue)
        return
    if left is None:
        return
    later = any(c.start > cue.start for c in parsed.cues)
    pieces = list(left.pieces)
    at, end = cue.subject.end if cue.subject else cue.end, sentence_end(tokens)
    open_end = left.mode == CLAUSE and len(pieces) == 1 and not later and at + 1 < end
    goes_on = open_end and is_mark(tokens[at], ",")
    if goes_on and (has_finite(tokens, at + 1, end) or not ends_sentence(tokens, cue)):
        pieces.append((at + 1, end))
    parsed.attributions.append(Attribution(cue, pieces, left.mode))


def _add_right(
    tokens: Tokens, cue: Cue, right: Content, around: Attribution | None, found: list[Attribution]
) -> None:
    last = found[-1] if found else None
    if around is None and last is not None and cue.kind == PARTICIPLE and _same_subject(last.cue, cue):
        if right.mode == QUOTED:
            last.pieces += right.pieces
            last.telling.append(right.addressee)
            return
        if cue.verb.lemma == "call it" and last.mode == PHRASE:
            last.pieces += right.pieces
            return
        if cue.verb.lemma in _DISPUTES and last.mode == QUOTED:
            last.disputed = right.pieces[0]
            return
    if around is not None and cue.subject is not None and cue.subject.place.startswith("shared"):
        return
    fresh = Attribution(cue, list(right.pieces), right.mode, right.addressee, around)
    fresh.cited = _cited(tokens, cue.end, right.start)
    if fresh.cited is None and cue.subject is not None:
        fresh.cited = _cited(tokens, cue.subject.head_end, cue.subject.end)
    found.append(fresh)
    _following_quote(tokens, right, fresh)


def _cited(tokens: Tokens, start: int, end: int) -> Subject | None:
    """Return whom ", citing …" names between two places."""
    for at in range(start, end - 1):
        if tokens[at].lower in {"citing", "quoting", "cited", "cites", "quoted", "quotes"}:
            return subject_after(tokens, at + 1, len(tokens))
        if is_mark(tokens[at], ";:"):
            return None
    return None


def _same_subject(one: Cue, other: Cue) -> bool:
    return one.subject is not None and other.subject is not None and one.subject.start == other.subject.start


def _following_quote(tokens: Tokens, right: Content, fresh: Attribution) -> None:
    """Add a quotation that a colon sets after an indirect clause: the same words once more."""
    at = right.end
    if (
        at + 1 < len(tokens)
        and right.mode in {CLAUSE, PHRASE}
        and is_mark(tokens[at], ":,")
        and utterance(tokens[at + 1])
        and (tokens[at].text == ":" or at + 2 >= sentence_end(tokens))
    ):
        fresh.pieces.append((at + 1, at + 2))
    if right.mode == QUOTED and at < len(tokens) and tokens[at].kind == QUOTE:
        fresh.pieces.append((at, at + 1))


def _enclose(tokens: Tokens, cue: Cue, left: Content, parsed: Parsed) -> None:
    """Put a closing cue around what stands left of it."""
    outer = Attribution(cue, list(left.pieces), left.mode, left.addressee, outer=True)
    outer.cited = _cited(tokens, after_cue(tokens, cue), len(tokens))
    if outer.cited is None and cue.subject is not None:
        outer.cited = _cited(tokens, cue.subject.head_end, cue.subject.end)
    if parsed.attributions:
        parsed.trailing.append(cue)
    parsed.attributions.append(outer)


__all__ = ["Attribution", "Parsed", "parse"]
