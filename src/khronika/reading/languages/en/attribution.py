"""From the cues of one sentence to drafts: each utterance with its source, and what stands inside what.

Left to right; a cue that closes the sentence (", the Tribune reported.") is the outermost. What a cue
has claimed, no other cue claims again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.reading.languages.en import clauses
from khronika.reading.languages.en.clauses import CLAUSE, PHRASE, QUOTED, Content
from khronika.reading.languages.en.cues import ACCORDING, FINITE, PARTICIPLE, Cue, find_cues
from khronika.reading.languages.en.grammar import Tokens, is_mark, utterance
from khronika.reading.tokens import QUOTE

Place = tuple[int, int]
_DISPUTES = frozenset({"dismiss", "reject", "dispute", "refute", "rebut"})


@dataclass(slots=True)
class Attribution:
    """One utterance of a sentence, in places of tokens. ``inside`` is the attribution around it."""

    cue: Cue | None
    pieces: list[Place]
    mode: str
    addressee: Place = (0, 0)
    inside: Attribution | None = None
    disputed: Place = (0, 0)
    telling: list[Place] = field(default_factory=list)
    outer: bool = False

    def covers(self, place: int) -> bool:
        """Tell whether the token at ``place`` is part of the content."""
        return any(start <= place < end for start, end in self.pieces)


@dataclass(slots=True)
class Parsed:
    """What a sentence holds: its cues, attributions, quotations nobody claimed, trailing cues."""

    cues: list[Cue]
    attributions: list[Attribution]
    loose: list[int]
    bare: list[Cue]
    trailing: list[Cue]


def parse(tokens: Tokens) -> Parsed:
    """Return the attributions of one sentence."""
    cues = find_cues(tokens)
    found: list[Attribution] = []
    bare: list[Cue] = []
    trailing: list[Cue] = []
    for cue in cues:
        _read_cue(tokens, cue, cues, (found, bare, trailing))
    loose = [
        at for at, token in enumerate(tokens) if utterance(token) and not any(a.covers(at) for a in found)
    ]
    return Parsed(cues, found, loose, bare, trailing)


Lists = tuple[list[Attribution], list[Cue], list[Cue]]


def _read_cue(tokens: Tokens, cue: Cue, cues: list[Cue], lists: Lists) -> None:
    found, bare, trailing = lists
    around = next((a for a in reversed(found) if a.covers(cue.start) and a.mode != QUOTED), None)
    left = _left(tokens, cue, found)
    right = clauses.right_of(tokens, cue, cues)
    if cue.kind == ACCORDING and right is None:
        _aside(tokens, cue, cues, lists)
        return
    if left is not None and left.mode == QUOTED:
        if any(a.covers(left.start) for a in found):
            trailing.append(cue)
            return
        pieces = [(left.start, left.end)]
        if right is not None and right.mode == QUOTED:
            pieces.append((right.start, right.end))
        found.append(Attribution(cue, pieces, QUOTED, right.addressee if right else (0, 0)))
        return
    if right is not None:
        _add_right(tokens, cue, right, around, found)
        return
    if left is not None and clauses.ends_sentence(tokens, cue):
        _enclose(cue, left, lists)
        return
    bare.append(cue)


def _left(tokens: Tokens, cue: Cue, found: list[Attribution]) -> Content | None:
    if cue.kind not in {FINITE, ACCORDING}:
        return None
    left = clauses.left_of(tokens, cue)
    if left is None:
        return None
    shared = cue.subject is not None and cue.subject.place.startswith("shared")
    return None if shared and left.mode == CLAUSE else left


def _aside(tokens: Tokens, cue: Cue, cues: list[Cue], lists: Lists) -> None:
    """Place an "according to …" that follows or interrupts what it attributes."""
    found, _, trailing = lists
    left = clauses.left_of(tokens, cue)
    if found:
        trailing.append(cue)
        return
    if left is None:
        return
    later = [c for c in cues if c.start > cue.start]
    pieces = [(left.start, left.end)]
    subject_end = cue.subject.end if cue.subject else cue.end
    end = clauses.sentence_end(tokens)
    if left.mode == CLAUSE and not later and subject_end + 1 < end and is_mark(tokens[subject_end], ","):
        pieces.append((subject_end + 1, end))
    found.append(Attribution(cue, pieces, left.mode))


def _add_right(
    tokens: Tokens, cue: Cue, right: Content, around: Attribution | None, found: list[Attribution]
) -> None:
    last = found[-1] if found else None
    same = last is not None and last.cue is not None and _same_subject(last.cue, cue)
    if around is None and same and last is not None and cue.kind == PARTICIPLE:
        if right.mode == QUOTED:
            last.pieces.append((right.start, right.end))
            last.telling.append(right.addressee)
            if last.addressee == (0, 0):
                last.addressee = right.addressee
            return
        if cue.verb.lemma in _DISPUTES and last.mode == QUOTED:
            last.disputed = (right.start, right.end)
            return
    fresh = Attribution(cue, [(right.start, right.end)], right.mode, right.addressee, around)
    found.append(fresh)
    _following_quote(tokens, right, fresh)


def _same_subject(one: Cue, other: Cue) -> bool:
    return one.subject is not None and other.subject is not None and one.subject.start == other.subject.start


def _following_quote(tokens: Tokens, right: Content, fresh: Attribution) -> None:
    """Add a quotation that a colon sets after an indirect clause: the same words once more."""
    at = right.end
    if (
        right.mode in {CLAUSE, PHRASE}
        and at + 1 < len(tokens)
        and is_mark(tokens[at], ":,")
        and utterance(tokens[at + 1])
    ):
        if tokens[at].text == ":" or at + 2 >= clauses.sentence_end(tokens):
            fresh.pieces.append((at + 1, at + 2))
    if right.mode == QUOTED and at < len(tokens) and tokens[at].kind == QUOTE:
        fresh.pieces.append((at, at + 1))


def _enclose(cue: Cue, left: Content, lists: Lists) -> None:
    """Put a closing cue around what stands left of it."""
    found, _, trailing = lists
    outer = Attribution(cue, [(left.start, left.end)], left.mode, outer=True)
    if found:
        trailing.append(cue)
        outer.inside = None
    found.append(outer)


__all__ = ["Attribution", "Parsed", "parse"]
