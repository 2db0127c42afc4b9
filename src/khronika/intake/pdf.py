"""PDF: the text layer by PDFium, page by page, checked against pypdf; the page image stays the evidence.

What must stay true: a page without a text layer is said, never passed over; where two extractors disagree
or the script runs right to left the page is flagged, because both may be wrong; nothing in the file is
run or fetched; embedded files become parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from khronika.intake.claimed_date import edtf_of_words
from khronika.intake.limits import Limits
from khronika.intake.names import shown
from khronika.intake.paragraphs import FILE, counted, first_anchors, lay
from khronika.intake.pdf_check import Checked, check
from khronika.intake.pdf_lines import Line, lines_of_page
from khronika.intake.pdf_paragraphs import paragraphs_of_pages, without_furniture
from khronika.records.item import About, Extraction, Part
from khronika.records.problems import Problem

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

NAME = "khronika-pdf"
_PASSWORD = 4
_SECURITY = 5
# PDFium turns the words of Latin pages around where the catalog has this (seen with pypdfium2 5.15)
_R2L = re.compile(rb"(/Direction\s{0,8})/R2L\b")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_SOME_LETTERS = 20
_LOOK = "compare with the page itself before quoting"


def read_pdf(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the text layer of a PDF with a page for each paragraph."""
    import pypdfium2  # noqa: PLC0415 - 9 MB of native code; only PDFs need it

    try:
        with pypdfium2.PdfDocument(content) as document:
            extraction = _read(document, content, media, limits)
        turned = _R2L.sub(rb"\1/L2R", content)
        if turned == content or _runs_right_to_left(extraction.text or ""):
            return extraction
        with pypdfium2.PdfDocument(turned) as document:
            extraction = _read(document, content, media, limits)
    except pypdfium2.PdfiumError as fault:
        return _none(media, _refused(fault.err_code))
    what = "says that it reads from right to left, but its letters do not: read from left to right"
    return replace(extraction, problems=(*extraction.problems, Problem(FILE, what, _LOOK)))


def pdf_version() -> str:
    """Return the version stored with each text got from a PDF."""
    return f"1 (pypdfium2 {version('pypdfium2')}, pypdf {version('pypdf')})"


def _none(media: str, *problems: Problem) -> Extraction:
    return Extraction(media, NAME, pdf_version(), problems=problems)


def _refused(code: int | None) -> Problem:
    if code in {_PASSWORD, _SECURITY}:
        return Problem(FILE, "locked with a password: kept, not read", "save it without the password")
    return Problem(FILE, "damaged or cut off: kept, not read", "ask for it again")


def _read(document: PdfDocument, content: bytes, media: str, limits: Limits) -> Extraction:
    count = len(document)
    problems: list[Problem] = []
    if count > limits.pages:
        problems.append(
            Problem(FILE, f"only the first {limits.pages:,} of {count:,} pages are read", "split it")
        )
    pages = [_lines(document, number, problems) for number in range(1, min(count, limits.pages) + 1)]
    checked = check(content, ["\n".join(line.text for line in page) for page in pages])
    problems += _empty_pages(pages)
    problems += _doubts(pages, checked)
    kept, removed = without_furniture(pages)
    if removed:
        what = f"{counted(removed, 'line')} repeated on the pages (headers, page numbers) not in the text"
        problems.append(Problem(FILE, what))
    text, anchors = lay(paragraphs_of_pages(kept))
    anchors, cut = first_anchors(anchors, limits.anchors)
    about, said = _about(document)
    parts, more = _attachments(document, limits)
    active = [Problem(FILE, what, "do not open it outside a safe viewer") for what in checked.active]
    problems += (*said, *more, *active, *cut)
    return Extraction(media, NAME, pdf_version(), text or None, about, anchors, parts, tuple(problems))


def _lines(document: PdfDocument, number: int, problems: list[Problem]) -> list[Line]:
    import pypdfium2  # noqa: PLC0415 - as above

    try:
        return lines_of_page(document, number)
    except pypdfium2.PdfiumError:
        problems.append(Problem(f"page {number}", "damaged: not read", _LOOK))
        return []


def _empty_pages(pages: list[list[Line]]) -> list[Problem]:
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if not empty:
        return []
    hint = "it is a scan or a drawing: OCR it and take that in beside it"
    if len(empty) == len(pages):
        return [Problem(FILE, "no text layer: needs OCR; kept, not read", hint)]
    return [Problem(_where(empty), "no text layer: needs OCR", hint)]


def _where(numbers: list[int]) -> str:
    return f"page {numbers[0]}" if len(numbers) == 1 else f"pages {ranges(numbers)}"


def ranges(numbers: list[int]) -> str:
    """Return rising ``numbers`` as a person would write them: ``2, 4-7``; at most twenty pieces."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    pieces = [str(a) if a == b else f"{a}-{b}" for a, b in runs]
    return ", ".join(pieces[:20]) + (" …" if len(pieces) > 20 else "")  # noqa: PLR2004 - as the docstring says


def _doubts(pages: list[list[Line]], checked: Checked) -> list[Problem]:
    told = (
        (checked.disagree, "two extractors disagree on the words"),
        (checked.disordered, "two extractors agree on the words but not on their order"),
        (
            [
                n
                for n, page in enumerate(pages, 1)
                if _runs_right_to_left(" ".join(line.text for line in page))
            ],
            "right-to-left script, often misread",
        ),
        (checked.failed, "the second extractor could not read it, so nothing was compared"),
    )
    problems = [Problem(_where(numbers), what, _LOOK) for numbers, what in told if numbers]
    if checked.passed_over:
        what = (
            f"{counted(checked.passed_over, 'page')} of {len(pages):,} not compared with a second extractor"
        )
        problems.append(Problem(FILE, what))
    return problems


def _runs_right_to_left(text: str) -> bool:
    letters = Counter(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text if c.isalpha())
    return letters[True] >= min(_SOME_LETTERS, max(1, letters[False] // 4))


def _about(document: PdfDocument) -> tuple[About, list[Problem]]:
    """Return what the document information claims; a day of making is an uncertain day (EDTF ``?``)."""
    stated = document.get_metadata_dict(skip_empty=True)
    made = stated.get("CreationDate", "").removeprefix("D:")
    day = edtf_of_words(f"{made[:4]}-{made[4:6]}-{made[6:8]}")
    about = About(
        title=" ".join(stated.get("Title", "").split()),
        author=" ".join(stated.get("Author", "").split()),
        published=f"{day}?" if day else "",
    )
    what = f"the day, {day}, is when the file says it was made; it need not be when it was published"
    return about, [Problem("date", what)] if day else []


def _name(stated: str) -> str:
    """Undo a name in UTF-16 that its writer marked as another encoding."""
    if not stated.startswith("\xfe\xff"):
        return stated
    return stated.encode("latin-1", "replace")[2:].decode("utf-16-be", "replace")


def _attachments(document: PdfDocument, limits: Limits) -> tuple[tuple[Part, ...], list[Problem]]:
    import pypdfium2  # noqa: PLC0415 - as above

    count, taken = document.count_attachments(), 0
    parts: list[Part] = []
    for number in range(min(count, limits.parts)):
        try:
            attachment = document.get_attachment(number)
            name, held = _name(attachment.get_name()), bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            continue
        if taken + len(held) > limits.part_bytes:
            break
        taken += len(held)
        parts.append(Part(shown(name or f"embedded file {number + 1}"), "application/octet-stream", held))
    problems: list[Problem] = []
    if count:
        problems.append(
            Problem(FILE, f"{counted(count, 'embedded file')}, {len(parts):,} taken out as parts")
        )
    return tuple(parts), problems
