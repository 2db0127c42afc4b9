"""What is given to the desk: material still outside the vault, and under what conditions it came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from khronika.records.consent import Term
from khronika.records.item import About, Acquisition
from khronika.records.problems import Problem
from khronika.records.reading import LikelyCopy


@dataclass(frozen=True, slots=True)
class Source:
    """One file, mail part or stream. ``open`` is called once; ``size`` is in bytes where it is known."""

    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    acquisition: Acquisition = Acquisition.FILE


@dataclass(frozen=True, slots=True)
class Conditions:
    """Under what conditions material is taken in.

    ``public``: it was public before. ``contributor`` is the party (a pseudonym) it came from; ``person`` the
    one whose consent ``terms`` are. Nothing given means: no use outside the desk.
    """

    compartments: frozenset[str] = frozenset()
    public: bool = False
    contributor: str | None = None
    person: str = ""
    terms: tuple[Term, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one source.

    ``size`` is in bytes. ``item`` is ``None`` where it could not even be kept; ``rendition`` where no text
    was got from it, with the reason in ``problems``. ``second`` marks bytes that the desk had: the item
    then has one receipt more.
    """

    name: str
    item: str | None = None
    receipt: str | None = None
    rendition: str | None = None
    size: int = 0
    second: bool = False
    about: About = field(default_factory=About)
    problems: tuple[Problem, ...] = ()
    copies: tuple[LikelyCopy, ...] = ()
    parts: Sequence[TakenIn] = ()
