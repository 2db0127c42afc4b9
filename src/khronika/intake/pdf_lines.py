"""Lines of a PDF page as PDFium reads them, each with where it stands.

Coordinates are PDF user space: points from the lower left corner, ``base`` the height of the line's
baseline. What must stay true: PDFium's marks for a hyphen at a line's end (U+FFFE, U+0002) leave here as
soft hyphens, and ``pdf_paragraphs`` lets none of these reach the text.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

SOFT_HYPHEN = "\u00ad"
_SOFT = frozenset({0xFFFE, 0x02, 0xAD})
_ENDS = frozenset({0x0A, 0x0D})
_MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or several that PDFium joined at soft hyphens.

    ``base`` is the baseline of its first character, ``foot`` of its last.
    """

    text: str
    left: float
    right: float
    base: float
    foot: float
    size: float


def lines_of_page(document: PdfDocument, number: int) -> list[Line]:
    """Return the lines of page ``number`` (from 1) in the order of the page's content.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    from pypdfium2 import raw  # noqa: PLC0415 - native code, loaded with the reader

    page = document[number - 1]
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), _MOST)
        units = [raw.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        return [_line(raw, textpage, units, start, end) for start, end in _runs(units)]
    finally:
        textpage.close()
        page.close()


def _runs(units: list[int]) -> list[tuple[int, int]]:
    """Return the runs of character indexes between line ends, white space around them left out."""
    runs, start = [], 0
    for index, unit in enumerate([*units, 0x0A]):
        if unit not in _ENDS:
            continue
        first, last = start, index
        while first < last and _blank(units[first]):
            first += 1
        while first < last and _blank(units[last - 1]):
            last -= 1
        if first < last:
            runs.append((first, last))
        start = index + 1
    return runs


def _blank(unit: int) -> bool:
    return unit == 0 or chr(unit).isspace()


def _line(raw: Any, textpage: Any, units: list[int], start: int, end: int) -> Line:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, start, x, y)
    last_x, last_y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, end - 1, last_x, last_y)
    edges = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(textpage, end - 1, *edges)
    return Line(
        text=_characters(units[start:end]),
        left=x.value,
        right=max(edges[1].value, x.value),
        base=y.value,
        foot=last_y.value,
        size=raw.FPDFText_GetFontSize(textpage, start),
    )


def _characters(units: list[int]) -> str:
    kept = "".join(SOFT_HYPHEN if unit in _SOFT else chr(unit) for unit in units if unit != 0)
    if any("\ud800" <= c <= "\udfff" for c in kept):
        kept = kept.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return " ".join(kept.split())
