"""The three case lists, and which rows are the same person.

Each source in ``lists/`` is the list with one column in front, ``identity``: the key of the person a row
stands for, ``+`` between several. The keys never reach a list that is written; they go to ``lists.json``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.xml.functions import tostring

from samples_source.paper import settled
from samples_source.texts import HERE

ROVNA = "2026-04-02-rovna-list.csv"
FAMILIES = "2026-04-20-families-list.xlsx"
COURIER = "2026-04-30-courier-list.csv"

_ABOVE = ("Озринский комитет семей. Список на 20 апреля. Не пересылать.", "")
_SAVED = datetime(2026, 4, 20, 7, 40, tzinfo=UTC)


def lists() -> dict[str, bytes]:
    """Return the three lists and ``truth/lists.json`` by their names within the case."""
    rovna, families, courier = _rows("rovna"), _rows("families"), _rows("courier")
    return {
        ROVNA: _csv(row[1:] for row in rovna),
        FAMILIES: _xlsx(families),
        COURIER: ("\ufeff" + "".join(",".join(row[1:]) + "\r\n" for row in courier)).encode(),
        "truth/lists.json": _truth({ROVNA: (rovna, 2), FAMILIES: (families, 4), COURIER: (courier, 2)}),
    }


def names() -> str:
    """Return the people of the Rovna Centre's list as the communiqué prints them, one a line."""
    rows = _rows("rovna")[1:]
    return "\n".join(f"{row[1]}. {row[3]} {row[2]}, born {row[4]}, {row[5].split(',')[0]}" for row in rows)


def _rows(name: str) -> list[list[str]]:
    with (HERE / "lists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _csv(rows: Iterable[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Список"
    for line in _ABOVE:
        sheet.append([line])
    for row in rows:
        sheet.append([_cell(value) for value in row[1:]])
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFG", (4, 32, 14, 20, 20, 18, 26), strict=True):
        sheet.column_dimensions[letter].width = width
    book.properties.creator = book.properties.lastModifiedBy = "Лампа"
    file = io.BytesIO()
    book.save(file)
    book.properties.created = book.properties.modified = _SAVED.replace(tzinfo=None)
    return settled(file.getvalue(), {"docProps/core.xml": tostring(book.properties.to_tree())})


def _cell(value: str) -> str | int | date | None:
    """Return a cell as the keeper typed it: ``=2026-03-06`` is a date that the program knew for one."""
    if value.startswith("="):
        return date.fromisoformat(value[1:])
    if value.isdecimal():
        return int(value)
    return value or None


def _truth(kept: dict[str, tuple[list[list[str]], int]]) -> bytes:
    found = {
        name: [{"row": first + place, "persons": row[0].split("+")} for place, row in enumerate(rows[1:])]
        for name, (rows, first) in kept.items()
    }
    notes = [
        "row counts from 1 and includes the header and, in the workbook, the two lines above it",
        "P01 and P02 have the same name: grandfather and grandson",
        "P24 and P33 have the same name: uncle and nephew",
        "P05, P06 and P07, P08 share a family name; whether the two families are related is said both ways",
        "P14 stands twice in the workbook",
        "the row of the newspaper for four people is P05 to P08",
    ]
    return (json.dumps({"notes": notes, "lists": found}, ensure_ascii=False, indent=1) + "\n").encode()
