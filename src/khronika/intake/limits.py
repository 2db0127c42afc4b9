"""How much of a file the desk reads. What is larger is kept whole, not read, and said so."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file. Sizes are in bytes, times in seconds.

    ``file_bytes`` bounds PDF, DOCX and mail, whose bulk is pictures; ``text_bytes`` bounds text, HTML
    and chats, and the text got out of anything. ``packed_*`` bound what a ZIP may hold: entries, bytes
    once unpacked, and how many times larger than packed. ``seconds`` (wall clock and processor each)
    and ``memory_bytes`` (address space) bound the separate process that reads hostile formats.
    """

    file_bytes: int = 256 * MIB
    text_bytes: int = 64 * MIB
    pages: int = 5000
    parts: int = 500
    part_bytes: int = 256 * MIB
    depth: int = 5
    anchors: int = 200_000
    packed_entries: int = 5000
    packed_bytes: int = 512 * MIB
    packed_ratio: int = 200
    seconds: int = 60
    memory_bytes: int = 2048 * MIB


def size_in_words(octets: int) -> str:
    """Return ``octets`` as a person would say it: ``70.0 MiB``, ``812 bytes``."""
    if octets < MIB:
        return f"{octets:,} bytes"
    return f"{octets / MIB:,.1f} MiB"
