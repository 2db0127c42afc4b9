"""What a reader gives, and what a brief is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from khronika.records.corrections import Objected
from khronika.records.item import About, Anchor
from khronika.records.problems import Problem
from khronika.records.statement import Statement, Status


class Reader(Protocol):
    """A reader is a function from a text, with what its source says of itself, to suggestions.

    ``name`` and ``version`` are stored with every run; a reader that gives other results has another
    version. ``read`` has no state, no clock and no randomness: ids are ``s1``, ``s2`` … in the order of
    the text, and every span lies within ``text``. It never raises because of what a text holds.
    """

    @property
    def name(self) -> str:
        """Return the reader's name, as stored with its runs."""
        ...

    @property
    def version(self) -> str:
        """Return the reader's version, as stored with its runs."""
        ...

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return the statements of ``text`` in the order of the text."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of one rendition: the reader with its version, and all it suggested."""

    id: str
    rendition: str
    reader: str
    version: str
    language: str
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A statement with where it stands in review.

    ``second_person`` is true once somebody other than the one who accepted it has reviewed it; ``objections``
    are by what it was corrected, retracted, disputed or recalled.
    """

    statement: Statement
    status: Status = Status.SUGGESTED
    second_person: bool = False
    objections: tuple[Objected, ...] = ()


@dataclass(frozen=True, slots=True)
class LikelyCopy:
    """Another source with nearly the same text: ``shared`` is the part shared, in thousandths."""

    name: str
    shared: int


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One source with its text and what was read in it: what a brief is made of.

    ``name`` is how the source is called in the brief; ``reference`` is its SHA-256 where the reader of the
    brief may know it, otherwise a salted reference that confirms nothing (``salted`` tells which).
    ``unredacted_text`` is the whole rendition, empty where no text was got. ``withheld`` says why a source is
    listed without its content.
    """

    name: str
    reference: str
    about: About
    unredacted_text: str
    statements: tuple[Reviewed, ...]
    salted: bool = False
    anchors: tuple[Anchor, ...] = ()
    problems: tuple[Problem, ...] = ()
    copies: tuple[LikelyCopy, ...] = ()
    withheld: str = ""
