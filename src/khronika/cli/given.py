"""What is named on the command line: files, folders and standard input, as sources."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from khronika.acts.sources import Source
from khronika.errors import UsageFault

STANDARD_INPUT = "-"


def sources_of(names: Iterable[str]) -> list[Source]:
    """Return a source for each file, for each file below a folder, and for ``-``.

    Raises:
        UsageFault: a name is nothing that is there.
    """
    return [source for name in names for source in _sources_of(name)]


def _sources_of(name: str) -> Iterator[Source]:
    if name == STANDARD_INPUT:
        yield Source("standard input", lambda: sys.stdin.buffer)
        return
    path = Path(name)
    if path.is_dir():
        for found in sorted(path.rglob("*")):
            if found.is_file() and not _hidden(found, path):
                yield _source(found, str(found.relative_to(path)))
        return
    if not path.exists():
        raise UsageFault(f"there is no file {name}", "name files or folders, or - for standard input")
    yield _source(path, path.name)


def _source(path: Path, name: str) -> Source:
    return Source(name, lambda: path.open("rb"), path.stat().st_size if path.is_file() else None)


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(below).parts)
