"""A second opinion on a PDF by pypdf: do both extractors see the same words, in the same order?

And what the file would do by itself when opened: scripts, launching programs, sending forms. pypdf is
never the text that is given. What must stay true: whatever pypdf makes of a file, the text of PDFium
is not lost by it.
"""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from khronika.intake.library_faults import FAULTS

if TYPE_CHECKING:
    from pypdf import PdfReader

COMPARED = 100
_FEW_WORDS = 4
_DIFFERENT = 0.15
_SAME_ORDER = 0.5
_ACTIONS = {
    "/JavaScript": "the PDF holds scripts; they were not run",
    "/Launch": "the PDF would start a program when opened; nothing was started",
    "/SubmitForm": "the PDF would send a form; nothing was sent",
    "/URI": "the PDF would open a web address when opened; nothing was fetched",
    "/GoToR": "the PDF would open another file; nothing was opened",
    "/ImportData": "the PDF would load data from a file; nothing was loaded",
}
_ON_OPENING = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"})
_MOST_ANNOTATIONS = 2000


@dataclass(slots=True)
class Checked:
    """Page numbers by what the comparison found; ``active`` says what the file would do by itself."""

    disagree: list[int] = field(default_factory=list)
    disordered: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    passed_over: int = 0
    active: tuple[str, ...] = ()


def check(content: bytes, pages: Sequence[str]) -> Checked:
    """Compare ``pages`` (PDFium's text of each) with pypdf's; at most 100 pages, spread evenly."""
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import; only PDFs need it
    from pypdf.errors import DeprecationError, PyPdfError  # noqa: PLC0415 - as above

    faults = (*FAULTS, PyPdfError, DeprecationError)
    checked = Checked()
    step = max(1, -(-len(pages) // COMPARED))
    chosen = list(range(0, len(pages), step))
    checked.passed_over = len(pages) - len(chosen)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        checked.active = _active(reader, chosen)
    except faults:
        checked.failed = [index + 1 for index in chosen]
        return checked
    for index in chosen:
        try:
            other = reader.pages[index].extract_text()
        except faults:
            checked.failed.append(index + 1)
            continue
        _compare(index + 1, pages[index], other, checked)
    return checked


def _compare(number: int, one: str, other: str, checked: Checked) -> None:
    ours, theirs = _words(one), _words(other)
    if max(len(ours), len(theirs)) < _FEW_WORDS or "".join(ours) == "".join(theirs):
        return
    if _apart(ours, theirs) > _DIFFERENT:
        checked.disagree.append(number)
    elif 1 - _apart(_pairs(ours), _pairs(theirs)) < _SAME_ORDER:
        checked.disordered.append(number)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "").replace("-\n", "")
    return ["".join(c for c in word if c.isalnum()) for word in plain.split() if any(map(str.isalnum, word))]


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def _apart(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Return the share of two bags that is not in both (one less the Dice coefficient)."""
    total = len(one) + len(other)
    shared = (Counter(one) & Counter(other)).total()
    return 1 - 2 * shared / total if total else 0.0


def _active(reader: PdfReader, chosen: Sequence[int]) -> tuple[str, ...]:
    if reader.is_encrypted:
        reader.decrypt("")
    root: Any = reader.trailer["/Root"]
    kinds = {str(_kind(root.get("/OpenAction")))}
    names: Any = _plain(root.get("/Names"))
    if names and "/JavaScript" in names:
        kinds.add("/JavaScript")
    holders = [root, *(reader.pages[index] for index in chosen)]
    for holder in holders:
        kinds |= {str(_kind(action)) for action in (_plain(holder.get("/AA")) or {}).values()}
    for index in chosen:
        for annotation in list(_plain(reader.pages[index].get("/Annots")) or ())[:_MOST_ANNOTATIONS]:
            kind = str(_kind((_plain(annotation) or {}).get("/A")))
            kinds |= {kind} & _ON_OPENING
    return tuple(said for kind, said in _ACTIONS.items() if kind in kinds)


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _kind(action: Any) -> Any:
    plain = _plain(action)
    return plain.get("/S") if hasattr(plain, "get") else None
