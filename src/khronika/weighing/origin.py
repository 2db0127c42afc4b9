"""An origin: statements that are one voice."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.weighing.voice import Tie


@dataclass(frozen=True, slots=True)
class Origin:
    """Statements that are one voice.

    ``speakers`` are the keys of whose voice it is: one; or several that a person joined, or media that print
    the same words as their own and of which none was surely the first. Where there is none, nobody known
    stands at its end, and it may be the voice of any other origin too. ``circle`` are publishers that have it
    from one another. ``perhaps`` are statements of media that it cites, one of each voice that it may be (of
    very many the first 64): it is one of these, and no further voice.
    """

    statements: tuple[str, ...]
    speakers: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    circle: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
