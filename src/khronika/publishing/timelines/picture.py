"""The timeline as a picture: a line for each statement, or for many a square of both times with counts."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.publishing.looks import WIDE, Look, Type, line_svg, sheet, wrapped
from khronika.publishing.pixels import small_png_of
from khronika.publishing.timelines.axis import MONTHS
from khronika.publishing.timelines.bins import bins_svg
from khronika.publishing.timelines.lines import lines_svg
from khronika.publishing.timelines.rows import NOTHING, TimelineRow, drawn

MOST_LINES = 60


def timeline_svg(
    rows: Sequence[TimelineRow],
    look: Look = WIDE,
    most_lines: int = MOST_LINES,
    months: Sequence[str] = MONTHS,
) -> str:
    """Return a timeline of ``rows``: a line for each up to ``most_lines``, otherwise counts of both times.

    ``months`` are twelve short names in the reader's language.

    Raises:
        Undrawable: there are more than 5,000 rows, or a time is not EDTF level 1.
    """
    found = drawn(rows)
    if not found:
        lines = wrapped(look.word(NOTHING), look.width - 16, 14)
        parts = [line_svg(8, 24 + 20 * n, line, Type(14, look.palette.ink)) for n, line in enumerate(lines)]
        return sheet(look, 20 + 20 * len(lines), parts)
    return lines_svg(found, look, months) if len(found) <= most_lines else bins_svg(found, look, months)


def timeline_png(
    rows: Sequence[TimelineRow],
    look: Look = WIDE,
    most_lines: int = MOST_LINES,
    months: Sequence[str] = MONTHS,
) -> bytes:
    """Return :func:`timeline_svg` as a PNG.

    Raises:
        Undrawable: there are more than 5,000 rows, or a time is not EDTF level 1.
    """
    return small_png_of(timeline_svg(rows, look, most_lines, months))
