"""Many sources in batches, with a bar at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from khronika.acts.sources import Source

_MOST = 100
_AT_A_TERMINAL = 10
_BATCH_BYTES = 64 << 20


def batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Yield sources in batches small enough to be kept in memory until they are recorded."""
    most = _AT_A_TERMINAL if sys.stderr.isatty() else _MOST
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += source.size or 0
        if len(batch) == most or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def with_progress(found: Iterator[list[Source]], total: int, doing: str) -> Iterable[list[Source]]:
    """Show a bar while many sources are worked on at a terminal."""
    if total <= _AT_A_TERMINAL or not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console  # noqa: PLC0415 - heavy, and only for a bar at a terminal
    from rich.progress import Progress  # noqa: PLC0415 - as above

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(doing, total=total)
        for batch in found:
            yield batch
            progress.advance(task, len(batch))
