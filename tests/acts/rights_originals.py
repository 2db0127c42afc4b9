"""Rights of originals, custody and the log."""

from __future__ import annotations

from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import custody, logbook, originals, proving
from khronika.intake.pages import Painted, Painter
from khronika.records.access import Right
from khronika.records.ids import Kind


class Blank(Painter):
    """A painter that starts no process: what it paints does not matter here."""

    def paint(self, content: bytes, name: str, page: int = 1, width: int = 1200) -> Painted:
        """Return a picture of nothing."""
        assert content
        assert name
        assert width
        return Painted(b"\x89PNG", page, 1)


def _opened(house: House, member: str, ids: dict[Kind, str]) -> Any:
    original = originals.open_original(house.desk, member, ids[Kind.ITEM], "to compare it")
    return original, b"".join(original.chunks)


ACTS = {
    "custody.custody": Act(
        Right.READ_RECORDS, lambda h, m, i: custody.custody(h.desk, m, i[Kind.ITEM]), Kind.ITEM
    ),
    "logbook.checkpoints": Act(Right.READ_RECORDS, lambda h, m, _: logbook.checkpoints(h.desk, m)),
    "logbook.log_page": Act(
        Right.READ_RECORDS,
        lambda h, m, _: logbook.log_page(h.desk, m, page=logbook.Leafing(limit=1000)),
    ),
    "logbook.points": Act(Right.READ_RECORDS, lambda h, m, _: logbook.points(h.desk, m)),
    "originals.open_original": Act(Right.OPEN_ORIGINAL, _opened, Kind.ITEM),
    "originals.page_picture": Act(
        Right.OPEN_ORIGINAL,
        lambda h, m, i: originals.page_picture(h.desk, m, Blank(), i[Kind.ITEM]),
        Kind.ITEM,
    ),
    "proving.entry_proof": Act(Right.READ_RECORDS, lambda h, m, _: proving.entry_proof(h.desk, m, "0")),
}
