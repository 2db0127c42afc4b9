"""The words of docs/VOCABULARY.md that are not used in what people see."""

from __future__ import annotations

from pathlib import Path

_PAGE = Path(__file__).parents[1] / "docs" / "VOCABULARY.md"
_NOT_USED = 2


def words_not_to_use() -> list[str]:
    """Return the words of the third column of the vocabulary."""
    rows = [line.split("|")[1:-1] for line in _PAGE.read_text("utf-8").splitlines()]
    cells = [row[_NOT_USED] for row in rows if len(row) == _NOT_USED + 1 and "---" not in row[0]]
    return [word.strip() for cell in cells[1:] for word in cell.split(",") if word.strip()]
