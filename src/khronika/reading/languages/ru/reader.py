"""The Russian reader by rules: what the rules find, drafted as the tagger's findings are."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.reading.heading import about_from_text
from khronika.reading.languages.ru.drafting import Drafting, layout_of
from khronika.reading.languages.ru.finding import Finder
from khronika.reading.tagged import gather
from khronika.records.item import About
from khronika.records.statement import Statement


@dataclass(frozen=True, slots=True)
class RussianReader:
    """Reads Russian by rules (:class:`khronika.records.reading.Reader`)."""

    name: str = "khronika-rules-ru"
    version: str = "5"

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return the statements of ``text``; spans are code points of ``text``."""
        about = about_from_text(text, about)
        layout = layout_of(text)
        gathered = gather(layout, *Finder(layout).read(), valued=False)
        return Drafting(text, about, layout, gathered).statements()


READER = RussianReader()
