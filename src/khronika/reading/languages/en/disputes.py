"""What is disputed: another's claim or term, in the words of the sentence."""

from __future__ import annotations

from khronika.reading.draft import Draft
from khronika.reading.languages.en import relays
from khronika.reading.languages.en.attribution import Attribution
from khronika.reading.languages.en.clauses import QUOTED
from khronika.reading.languages.en.grammar import Tokens, time_before
from khronika.reading.tokens import QUOTE
from khronika.records.spans import Phrase
from khronika.records.statement import Act


def note_disputed(draft: Draft, tokens: Tokens, attribution: Attribution, before: dict[str, Phrase]) -> None:
    """Set what ``draft`` disputes; ``before`` holds what each speaker disputed last, and is kept up."""
    cue = attribution.cue
    disputed = relays.phrase_of(tokens, *attribution.disputed)
    if disputed is not None:
        draft.acts, draft.disputes = [Act.DISPUTES], disputed
        draft.reasons.append("what is disputed stands in a clause of its own")
    elif Act.DISPUTES in draft.acts and cue.verb.lemma == "call it":
        start, end = attribution.pieces[0]
        stop = next((at for at in range(start + 1, end) if tokens[at].kind == QUOTE), end)
        draft.disputes = relays.phrase_of(tokens, start, stop)
    elif Act.DISPUTES in draft.acts and cue.verb.act is not Act.DISPUTES:
        last = before.get(draft.speaker or "")
        draft.disputes = Phrase(last.text, last.spans) if last is not None else None
    elif cue.verb.act is Act.DISPUTES and attribution.mode != QUOTED:
        start, end = attribution.pieces[0]
        stop = next(
            (
                at
                for at in range(start, end)
                if tokens[at].lower in {"that", "which", "who", "as"} and at > start
            ),
            end,
        )
        draft.disputes = relays.phrase_of(tokens, start, stop)
        if draft.disputes is not None and draft.speaker is not None:
            before[draft.speaker] = draft.disputes


def without_time(tokens: Tokens, place: tuple[int, int]) -> tuple[int, int]:
    """Return the span of a thing taken back or disputed, without the time after it."""
    start, end = place
    end = max(time_before(tokens, end, start), start + 1)
    return tokens[start].start, tokens[end - 1].end
