"""What the rules find in one text, with the quotations that carry their own narrator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from khronika.reading.languages.ru.cues import FINITE, Cue, cue_at
from khronika.reading.languages.ru.direct import Spoken, inner_tokens
from khronika.reading.languages.ru.extras import extras_of
from khronika.reading.languages.ru.subjects import Phrase, subject_after, subject_before
from khronika.reading.layout import Layout
from khronika.reading.tagging.tagger import Extra, Found
from khronika.reading.tokens import Token
from khronika.records.spans import Span

CONFIDENT, FAIR, POOR = 0.9, 0.75, 0.5
"""How sure a rule is of what it found."""

Tokens = list[Token]


def span_of(tokens: Tokens, start: int, end: int) -> Span:
    """Return where tokens ``start`` to ``end`` stand in the text."""
    return tokens[start].start, tokens[end - 1].end


def phrase_span(tokens: Tokens, phrase: Phrase | None) -> Span | None:
    """Return where a phrase stands in the text, or ``None`` for an empty one."""
    return span_of(tokens, *phrase) if phrase is not None and phrase.start < phrase.end else None


@dataclass(slots=True)
class Findings:
    """Statements and extras in the order they are found."""

    layout: Layout
    found: list[Found] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)

    def add(
        self,
        pieces: list[Span],
        cue: Span | None,
        source: Span | None,
        *,
        sure: float,
        nested: bool = False,
        own: bool = False,
    ) -> None:
        """Add a statement; ``pieces`` are its content, of which empty ones are left out."""
        kept = tuple(p for p in pieces if p[0] < p[1])
        if kept:
            self.found.append(Found(kept, cue, source, nested, own, {"content": sure}, {}))

    def beside(self, tokens: Tokens, cue: Cue, lo: int, hi: int, subject: Phrase | None) -> None:
        """Add what stands beside a cue between ``lo`` and ``hi``: who is told, when, where, through whom."""
        self.extras += extras_of(self.layout.text, tokens, cue, (lo, hi), subject)

    def spoken(self, items: Iterable[Spoken]) -> None:
        """Add direct words with their narrators."""
        for item in items:
            cue, source = self._narrated(item.narrator) if item.narrator is not None else (None, None)
            self.add(item.pieces, cue, source, sure=CONFIDENT if cue else POOR)

    def _narrated(self, narrator: Span) -> tuple[Span | None, Span | None]:
        """Return cue and source of a narrator's words."""
        tokens = inner_tokens(self.layout.text, *narrator)
        for at in range(len(tokens)):
            cue = cue_at(tokens, at, len(tokens))
            if cue is None or cue.kind != FINITE:
                continue
            subject = subject_after(tokens, cue, len(tokens)) or subject_before(tokens, cue, 0)
            self.beside(tokens, cue, 0, len(tokens), subject)
            return span_of(tokens, cue.start, cue.end), phrase_span(tokens, subject)
        return None, None
