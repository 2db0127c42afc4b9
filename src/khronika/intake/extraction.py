"""One file in, one :class:`~khronika.records.item.Extraction` out, whatever the file is.

What must stay true: nothing in a file makes this raise; what is not read is said; the text can always
be written as UTF-8; anchors and text agree. Values only: no file is opened and nothing is asked of a clock.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import fields, replace
from itertools import chain, islice

from khronika.intake.chat import read_json
from khronika.intake.detect import EMPTY, Detected, Kind, detect
from khronika.intake.docx import read_docx
from khronika.intake.eml import read_eml, read_mbox
from khronika.intake.html import read_html
from khronika.intake.limits import Limits, size_in_words
from khronika.intake.links import MOST_LINKS
from khronika.intake.names import extension, is_deceptive, shown
from khronika.intake.paragraphs import FILE, counted
from khronika.intake.pdf import read_pdf
from khronika.intake.table import keep_list
from khronika.intake.text import read_text
from khronika.records.addresses import address_of, addresses_in
from khronika.records.item import About, Extraction
from khronika.records.problems import Problem

NAME = "khronika-intake"
VERSION = "1"
_READERS: dict[Kind, Callable[[bytes, str, Limits], Extraction]] = {
    Kind.TEXT: read_text,
    Kind.HTML: read_html,
    Kind.PDF: read_pdf,
    Kind.DOCX: read_docx,
    Kind.EML: read_eml,
    Kind.MBOX: read_mbox,
    Kind.JSON: read_json,
}
HOSTILE = frozenset({Kind.HTML, Kind.PDF, Kind.DOCX, Kind.EML, Kind.MBOX, Kind.JSON})
_BULKY = frozenset({Kind.PDF, Kind.DOCX, Kind.EML, Kind.MBOX})
_TALKATIVE = ("pypdf", "trafilatura", "htmldate", "charset_normalizer")
for _name in _TALKATIVE:  # what a library logs may quote the file, and logs are not sealed
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDINGS = {
    "txt": {Kind.TEXT, Kind.TABLE, Kind.JSON},
    "html": {Kind.HTML},
    "htm": {Kind.HTML},
    "pdf": {Kind.PDF},
    "docx": {Kind.DOCX},
    "docm": {Kind.DOCX},
    "eml": {Kind.EML},
}
_PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "tif", "tiff", "bmp", "mp4", "mp3", "wav", "ogg"})


MOST_PROBLEMS = 200
"""How many problems of one file are listed."""


def extract(content: bytes, name: str, *, limits: Limits | None = None) -> Extraction:
    """Return what can be read of ``content``, a file received under ``name``.

    Never raises because of the content: what cannot be read gives no text and a problem that says why.
    """
    return extract_detected(content, name, detect(content, name), limits or Limits())


def extract_detected(content: bytes, name: str, detected: Detected, limits: Limits) -> Extraction:
    """Return what can be read of ``content``, already found to be ``detected``."""
    said = _said_of(name, detected)
    extraction = _read(content, detected, limits)
    if extraction.text is not None and len(extraction.text) > limits.text_bytes:
        size = f"{len(extraction.text):,} characters"
        extraction = _unread(detected, Problem(FILE, f"holds {size} of text: kept, not read"))
    extraction = replace(extraction, problems=_listed(said + extraction.problems), links=_links(extraction))
    return _writable(extraction)


def _links(extraction: Extraction) -> tuple[str, ...]:
    """Return the addresses that a text leads to or names, each once, without its own."""
    named = addresses_in(extraction.text or "")
    found = dict.fromkeys(chain(extraction.links, islice(named, MOST_LINKS)))
    found.pop(address_of(extraction.about.link), None)
    return tuple(islice(found, MOST_LINKS))


def _listed(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the first problems, and how many more there are: a file of a million parts has one in each."""
    more = len(problems) - MOST_PROBLEMS
    if more <= 0:
        return problems
    return (*problems[:MOST_PROBLEMS], Problem(FILE, f"{more:,} more problems are not listed"))


def stopped(detected: Detected, how: str, hint: str = "") -> Extraction:
    """Return the extraction of a file whose reader stopped: ``how`` says what happened to it."""
    what = f"the reader of {detected.called} stopped: {how}; kept, not read"
    return _unread(
        detected, Problem(FILE, what, hint or "save it in another format and take that in beside it")
    )


def _unread(detected: Detected, problem: Problem) -> Extraction:
    return Extraction(detected.media, NAME, VERSION, problems=(problem,))


def _read(content: bytes, detected: Detected, limits: Limits) -> Extraction:
    most = limits.file_bytes if detected.kind in _BULKY else limits.text_bytes
    if detected.kind is Kind.TABLE:
        return keep_list(detected)
    if detected.kind is Kind.KEPT:
        return _unread(detected, Problem(FILE, f"{detected.called}: kept, not read", detected.hint))
    if len(content) > most:
        what = f"too large to read: {size_in_words(len(content))}, the limit is {size_in_words(most)}; kept"
        return _unread(detected, Problem(FILE, what, "split it and take in the pieces"))
    try:
        return _READERS[detected.kind](content, detected.media, limits)
    except Exception as fault:  # noqa: BLE001 - a library reading a stranger's file may raise anything; it is said
        return stopped(detected, f"it could not make sense of the file ({type(fault).__name__})")


def _said_of(name: str, detected: Detected) -> tuple[Problem, ...]:
    said = []
    if is_deceptive(name):
        said.append(
            Problem("name", "the file name holds control or direction characters; they are shown as marks")
        )
    ending = extension(name) if detected.media != EMPTY else ""
    picture = ending in _PICTURES and not detected.media.startswith(("image/", "audio/", "video/"))
    if picture or detected.kind not in _ENDINGS.get(ending, {detected.kind}):
        said.append(Problem("name", f"named .{ending}, but it is: {detected.called}"))
    if detected.also:
        others = " and ".join(detected.also)
        said.append(
            Problem(FILE, f"also carries the marks of {others}", "it may show other things to other programs")
        )
    return tuple(said)


def _writable(extraction: Extraction) -> Extraction:
    """Put U+FFFD for lone surrogates, which no UTF-8 can hold; places stay as they are."""
    about = extraction.about
    plain = {field.name: _SURROGATE.sub("\ufffd", getattr(about, field.name)) for field in fields(About)}
    links = tuple(_SURROGATE.sub("\ufffd", link) for link in extraction.links)
    safe = replace(extraction, about=About(**plain), links=links)
    safe = replace(safe, parts=tuple(replace(p, media=shown(p.media)) for p in extraction.parts))
    text, lost = _SURROGATE.subn("\ufffd", extraction.text or "")
    if not lost:
        return safe
    halves = counted(lost, "half of a character", "halves of characters")
    said = Problem(FILE, f"{halves} (lone surrogates) shown as \ufffd")
    return replace(safe, text=text, problems=(*extraction.problems, said))
