"""A reader with the places that its statements name and the claims they make, as suggestions."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from khronika.reading.claims import claims_of
from khronika.reading.places import places_in
from khronika.reading.tokens import forget
from khronika.records.item import About
from khronika.records.reading import Reader
from khronika.records.statement import Statement


@dataclass(frozen=True, slots=True)
class CompleteReader:
    """Reads as ``reader`` does, then adds places and claims (:class:`khronika.records.reading.Reader`)."""

    reader: Reader
    language: str

    @property
    def name(self) -> str:
        """Return the reader's name."""
        return self.reader.name

    @property
    def version(self) -> str:
        """Return the reader's version."""
        return self.reader.version

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return the statements of ``text``; spans are code points of ``text``."""
        try:
            return self._read(text, about)
        finally:
            forget()

    def _read(self, text: str, about: About) -> tuple[Statement, ...]:
        places = places_in(text)
        starts = [place.span[0] for place in places]
        found = []
        for statement in self.reader.read(text, about):
            named = tuple(
                place
                for start, end in statement.content
                for place in places[bisect_left(starts, start) : bisect_left(starts, end)]
                if place.span[1] <= end
            )
            claims = claims_of(text, statement, places, about.title, self.language)
            bare = tuple(replace(claim, statement="") for claim in claims)
            found.append(replace(statement, places=named, claims=bare))
        return tuple(found)
