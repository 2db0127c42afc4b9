"""Words without a cue: a quotation that goes on, a turn in a transcript."""

from __future__ import annotations

import re

from khronika.reading.draft import Draft
from khronika.reading.languages.en import acts, lexicon
from khronika.reading.languages.en.figures import figures_of
from khronika.reading.languages.en.filling import Filling
from khronika.reading.languages.en.hedges import hedges_of
from khronika.reading.languages.en.sources import (
    OFFICE,
    ORGANISATION,
    PERSON,
)
from khronika.reading.languages.en.times import times_of
from khronika.reading.tables import words_in
from khronika.reading.tokens import Token
from khronika.records.spans import Span
from khronika.records.statement import Act

_SHORTEST_TURN = 4
_ASKS = frozenset({"presenter", "host", "interviewer", "moderator", "q", "question", "anchor"})
_TURN_ROLES = (
    lexicon.PEOPLE
    | lexicon.TITLES
    | words_in("presenter host interviewer interviewee caller listener moderator question answer q a voice")
)
_RANKS = (
    Act.ASSERTS,
    Act.ALLEGES,
    Act.REPORTS,
    Act.DENIES,
    Act.DECLINES,
    Act.APPEALS,
    Act.THREATENS,
    Act.CALLS_FOR_HARM,
)


def continuing(filling: Filling, token: Token, before: Draft | None, *, same_block: bool) -> Draft:
    """Return the draft of a quotation without a cue of its own."""
    draft = Draft([(token.start, token.end)])
    done = acts.deed(Act.ASSERTS, "say", filling.text[token.start : token.end], direct=True)
    draft.acts, draft.denies = list(done.acts), list(done.denies)
    if before is None or before.speaker is None:
        draft.score = 350
        draft.reasons.append("quotation without a cue; speaker left open")
        return draft
    draft.speaker, draft.named = before.speaker, before.named
    draft.source, draft.cue = list(before.source), list(before.cue)
    draft.score = min(before.score, 900) - (100 if same_block else 250)
    if same_block:
        draft.reasons.append("quotation goes on after the speaker's words before it")
    else:
        draft.reasons.append("quotation in the next paragraph; speaker of the one before")
    return draft


def turn_of(filling: Filling, name: str, span: Span, content: Span) -> Draft | None:
    """Return the statement of a turn in a transcript with its label; none for bare questions."""
    words_of = filling.text[content[0] : content[1]].strip()
    sentences = [s for s in re.split(r"(?<=[.!?…])\s+", words_of[: acts.LONGEST]) if s]
    if all(s.endswith("?") for s in sentences) or len(words_of.split()) < _SHORTEST_TURN:
        return None
    plain = name.title() if name.isupper() else name
    party = filling.memory.known(plain)
    if party is None or party.kind not in {PERSON, ORGANISATION}:
        speaker, named = (name.lower(), False) if name.lower() in _TURN_ROLES else (plain, True)
    else:
        speaker, named = party.name, party.named
    done = max((acts.deed(Act.ASSERTS, "say", s, direct=True) for s in sentences), key=_weight)
    if speaker in _ASKS and done.acts == (Act.ASSERTS,):
        return None
    draft = Draft([content], speaker, named, source=[span], score=850 if named else 750)
    draft.acts, draft.denies = list(done.acts), list(done.denies)
    draft.reasons += [f"label “{name}” of a transcript", done.reason]
    filling.memory.spoke(filling.memory.mention(speaker, PERSON if named else OFFICE, named=named))
    content_spans = ((content[0], content[1]),)
    draft.figures, draft.hedges = (
        figures_of(filling.text, content_spans),
        hedges_of(filling.text, content_spans),
    )
    draft.dates = times_of(filling.text, *content, filling.published)
    return draft


def _weight(done: acts.Deed) -> int:
    """Rank what a turn does: its gravest sentence gives the acts of the whole."""
    return _RANKS.index(done.acts[0]) if done.acts[0] in _RANKS else -1
