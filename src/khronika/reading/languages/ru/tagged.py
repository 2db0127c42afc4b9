"""The Russian reader with the tagger: spans and links from the model, everything else by the rules.

The rules read first; the tagger sees what they read, and says where statements are. Who a source names,
relays, figures, times and what is done are then read from its spans by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from khronika.reading.calibration import scored
from khronika.reading.heading import about_from_text
from khronika.reading.languages.ru.drafting import Drafting, layout_of
from khronika.reading.languages.ru.reader import RussianReader
from khronika.reading.merging import together
from khronika.reading.tagged import gather
from khronika.reading.tagging.tagger import Encoder, tag
from khronika.records.item import About
from khronika.records.statement import Statement

_RULES = RussianReader()


@dataclass(frozen=True, slots=True)
class RussianTagged:
    """Reads Russian by rules and tagger (:class:`khronika.records.reading.Reader`)."""

    encoder: Encoder
    name: str = "khronika-tagger-ru"
    version: str = "5"

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return the statements of ``text``; spans are code points of ``text``."""
        about = about_from_text(text, about)
        by_rules = _RULES.read(text, about)
        layout = layout_of(text)
        gathered = gather(layout, *tag(layout, by_rules, self.encoder))
        return scored(together(Drafting(text, about, layout, gathered).statements(), by_rules), text, "ru")
