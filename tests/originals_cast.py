"""Originals to look at: a leaflet, a photograph; and who opened them."""

from __future__ import annotations

import io

from fpdf import FPDF
from PIL import Image

from desk_cast import House
from khronika.acts import logbook
from khronika.acts.logbook import LogLine, LogWanted


def leaflet(pages: int = 3) -> bytes:
    made = FPDF()
    for _ in range(pages):
        made.add_page()
    return bytes(made.output())


def photograph() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(written, "JPEG")
    return written.getvalue()


def openings(house: House, member: str | None = None) -> list[LogLine]:
    """Return the openings of originals that a member sees in the log, newest first."""
    wanted = LogWanted(types=("original.opened",))
    return list(logbook.log_page(house.desk, member or house.cast.ines, wanted).lines)
