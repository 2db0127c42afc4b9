"""A vault in which some of the sample case was read, taken into the record and filed to one incident."""

from __future__ import annotations

from pathlib import Path

from desk_cast import source_of
from khronika.acts.founding import found
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.read import read
from khronika.acts.review import accept
from khronika.acts.show import Sought, statements
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.intake.isolated import Extractor
from khronika.records.matter import Incident
from khronika.vault.keyslots import Cost

FILES = ("2026-03-14-orvan.html", "2026-03-15-sarn-courier.html", "2026-03-18-orvan-denial.txt")


def weighed_desk(folder: Path, case: Path, passphrase: str, cost: Cost) -> str:
    """Make the vault in ``folder`` from files of the sample case; return the incident."""
    desk = found(folder, passphrase, cost=cost)
    try:
        member = desk.founder
        sources = [source_of((case / name).read_bytes(), name) for name in FILES]
        items = [taken.item for taken in take_in(desk, member, sources, Conditions(), Extractor())]
        read(desk, member, [item for item in items if item is not None])
        ids = [one.id for item in items if item for one in statements(desk, member, Sought(item))]
        accept(desk, member, ids[:-2])
        incident = record_incident(desk, member, Incident("", "The raids in Tarvesh", when="2026-03"))
        file_statements(desk, member, incident.id, ids)
        return incident.id
    finally:
        desk.close()
