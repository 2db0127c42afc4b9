"""The sample case: invented people in an invented country, as files arrive at a monitor's desk.

``samples/velmora/README.md`` tells the story and lists the files; the folder ``truth`` holds what a
careful reader finds in them and is no part of what arrives. Nothing here may name a real person.
"""

from __future__ import annotations

from importlib.resources import files as resources
from importlib.resources.abc import Traversable

CASE = "velmora"

_NOT_ARRIVING = {"README.md", "truth"}
_GIVEN_TO_THE_DESK = {
    "2026-03-22-witness-a.txt",
    "2026-03-29-ilya.docx",
    "2026-04-02-rovna-list.csv",
    "2026-04-16-letter.eml",
    "2026-04-20-families-list.xlsx",
    "2026-04-20-relatives-chat.json",
    "2026-04-30-courier-list.csv",
}


def folder() -> Traversable:
    """Return the folder of the case, with its README and its truth."""
    return resources(__name__) / CASE


def files() -> list[Traversable]:
    """Return the files of the case as they would arrive, sorted by name, which begins with the day."""
    found = [entry for entry in folder().iterdir() if entry.name not in _NOT_ARRIVING]
    return sorted(found, key=lambda entry: entry.name)


def was_public(file: Traversable) -> bool:
    """Tell whether a file was published, or given to the desk alone: testimonies, lists, a letter, a chat."""
    return file.name not in _GIVEN_TO_THE_DESK


def truth(name: str) -> Traversable:
    """Return a file of the known reading: ``statements.json``, ``lists.json``, ``texts/<name>.txt``."""
    return folder().joinpath("truth", *name.split("/"))
