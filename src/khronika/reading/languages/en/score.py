"""How sure the reader is of an attribution, in thousandths: by the words' form, the cue and the speaker."""

from __future__ import annotations

from khronika.reading.draft import Draft
from khronika.reading.languages.en.clauses import CLAUSE, PHRASE, QUOTED, TO
from khronika.reading.languages.en.cue import ACCORDING, NOUN, PARTICIPLE, PASSIVE
from khronika.reading.languages.en.sources import PRONOUN, Source

_MODE = {QUOTED: 900, CLAUSE: 820, TO: 780, PHRASE: 700}
_KIND = {PARTICIPLE: -60, PASSIVE: -80, ACCORDING: -20, NOUN: -60}
_NOBODY, _POINTED, _UNNAMED = -350, -90, -40


def score_of(draft: Draft, mode: str, kind: str, source: Source) -> int:
    """Return the score of ``draft``, read from a cue of ``kind`` with a content of ``mode``."""
    found = _MODE.get(mode, 700) + _KIND.get(kind, 0)
    if draft.speaker is None:
        return found + _NOBODY
    if source.kind == PRONOUN:
        return found + _POINTED
    return found + (0 if draft.named else _UNNAMED)
