"""Work that takes longer than anybody waits, as working state keeps it: uploads, jobs, what became of them.

Nothing here is evidence. What was recorded is named by its ids alone: names, digests and texts of what is in
the record stand there and nowhere else, so that an erasure or a withdrawal reaches them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from khronika.records.item import Acquisition
from khronika.records.problems import Problem


class JobKind(StrEnum):
    """What a job does."""

    TAKE_IN = "take in"
    READ = "read"


class JobState(StrEnum):
    """How far a job is. ``stopped`` is by its member, ``failed`` by the desk, with the reason."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


GOING_ON = frozenset({JobState.WAITING, JobState.RUNNING})


@dataclass(frozen=True, slots=True)
class Job:
    """What a member asked for, and how far it is: ``done`` of ``total`` files or items.

    ``made`` and ``ended`` are moments; ``ended`` is empty while it goes on. ``reason`` says why it failed, or
    what it waits for.
    """

    id: str
    kind: JobKind
    member: str
    made: str
    total: int
    done: int = 0
    state: JobState = JobState.WAITING
    compartments: frozenset[str] = frozenset()
    reason: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that came whole and waits for its job; sealed under the id that its item will have.

    ``media`` and ``readable`` are what its beginning shows. ``job`` is empty until it is submitted.
    """

    id: str
    member: str
    name: str
    acquisition: Acquisition
    key: str
    sha256: str = ""
    size: int = 0
    media: str = ""
    readable: bool = False
    made: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to take in, or items to read. ``tries`` counts how often it was begun and not ended."""

    upload: str = ""
    items: tuple[str, ...] = ()
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """A receipt that was recorded, with those of what came attached."""

    receipt: str
    second: bool = False
    parts: tuple[Received, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file or item. ``name`` is kept only where nothing was recorded of it.

    ``statements`` counts what was suggested; it is absent where nothing was read.
    """

    name: str = ""
    received: Received | None = None
    item: str = ""
    statements: int | None = None
    problems: tuple[Problem, ...] = ()
