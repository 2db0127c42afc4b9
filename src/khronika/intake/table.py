"""Lists (CSV, spreadsheets, JSON): recognised and kept, never read as running text.

A row of a case list is a passage whose statements are its keeper's (DESIGN 2); read as prose, its cells
would be taken for somebody's sentences.
"""

from __future__ import annotations

from khronika.intake.detect import LISTS, Detected
from khronika.intake.paragraphs import FILE
from khronika.records.item import Extraction
from khronika.records.problems import Problem

NAME = "khronika-list"
VERSION = "1"


def keep_list(detected: Detected) -> Extraction:
    """Return the extraction of a list: no text, and why."""
    said = Problem(FILE, f"a list, {detected.called}: kept, not read as text", detected.hint)
    return Extraction(detected.media, NAME, VERSION, problems=(said,))


def keep_json(media: str, fault: str = "") -> Extraction:
    """Return the extraction of JSON that is no chat, or that has the ``fault`` said."""
    if fault:
        said = Problem(FILE, f"JSON, but {fault}: kept, not read", "ask for it again")
    else:
        said = Problem(FILE, "a list, JSON that is no Telegram chat: kept, not read as text", LISTS)
    return Extraction(media, NAME, VERSION, problems=(said,))
