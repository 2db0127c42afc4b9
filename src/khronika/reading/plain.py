"""The reader for any language: quotation marks alone, with nobody as the speaker.

It says so in every reason. A reader that knows the language takes its place where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from khronika.reading.draft import Draft, finished
from khronika.reading.layout import lay_out
from khronika.records.item import About
from khronika.records.statement import Act, Statement

_SHORTEST = 4
_SCORE = 200


@dataclass(frozen=True, slots=True)
class PlainReader:
    """Reads quotations without knowing the language (:class:`khronika.records.reading.Reader`)."""

    name: str = "khronika-quotations"
    version: str = "1"

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return one statement for each quotation of four words or more, its speaker left open."""
        del about
        drafts = []
        for quotation in lay_out(text).quotations:
            if len(text[quotation.start : quotation.end].split()) >= _SHORTEST:
                draft = Draft(list(quotation.pieces), acts=[Act.ASSERTS], score=_SCORE)
                draft.reasons.append("quotation marks alone: no rules for this language, speaker left open")
                drafts.append(draft)
        return finished(drafts, len(text))
