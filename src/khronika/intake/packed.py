"""ZIP containers looked at before anything in them is opened.

What must stay true: the declared sizes, the number of entries and the ratio are checked first; no
entry is ever written under its name; counted bytes are trusted, declared ones are not.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from struct import unpack_from
from zipfile import ZipFile, ZipInfo

from khronika.intake.limits import Limits, size_in_words
from khronika.intake.names import is_deceptive
from khronika.intake.paragraphs import FILE, counted
from khronika.records.problems import Problem

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ODF = "application/vnd.oasis.opendocument."
_SMALL = 1024 * 1024
_ENCRYPTED = 0x1
_END, _END_SIZE, _LAST_BYTES = b"PK\x05\x06", 22, 66_000
_ENTRY, _ENTRY_SIZE, _MOST_NAMES = b"PK\x01\x02", 46, 5000
_ZIP, _SHEET, _TEXT = "application/zip", f"{_ODF}spreadsheet", f"{_ODF}text"
_CALLED = {
    DOCX: "Word document",
    _XLSX: "table (Excel)",
    _PPTX: "presentation (PowerPoint)",
    _SHEET: "table (OpenDocument)",
    _TEXT: "OpenDocument file",
    _ZIP: "archive (ZIP)",
}
_BY_NAME = {"docx": DOCX, "docm": DOCX, "xlsx": _XLSX}


def kind_of_zip(content: bytes, ending: str) -> tuple[str, str]:
    """Return media type and name in words of a ZIP container, from the names of its entries."""
    media = _media_of_zip(content, ending)
    return media, _CALLED[media]


def _media_of_zip(content: bytes, ending: str) -> str:
    names = set(names_in(content))
    if not names:
        return _BY_NAME.get(ending, DOCX if b"word/document.xml" in content else _ZIP)
    if "word/document.xml" in names or ("[Content_Types].xml" in names and ending in {"docx", "docm"}):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return _XLSX
    if any(name.startswith("ppt/") for name in names):
        return _PPTX
    if "mimetype" in names and "content.xml" in names:
        return _SHEET if b"opendocument.spreadsheet" in content[:200] else _TEXT
    return _ZIP


def names_in(content: bytes) -> Iterator[str]:
    """Yield the names in the central directory of a ZIP (APPNOTE 4.3.12), at most 5,000.

    ``zipfile`` would hold every entry of a crafted directory in memory before anybody could count them.
    """
    end = content.rfind(_END, max(0, len(content) - _LAST_BYTES))
    if end < 0 or len(content) < end + _END_SIZE:
        return
    (size,) = unpack_from("<L", content, end + 12)
    place = max(0, end - size)
    for _ in range(_MOST_NAMES):
        if content[place : place + 4] != _ENTRY or len(content) < place + _ENTRY_SIZE:
            return
        name, extra, comment = unpack_from("<HHH", content, place + 28)
        place += _ENTRY_SIZE
        yield content[place : place + name].decode("utf-8", "replace")
        place += name + extra + comment


def faults_of(archive: ZipFile, limits: Limits) -> tuple[Problem, ...]:
    """Return why ``archive`` must not be opened; empty where it may be."""
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return (Problem(FILE, "locked with a password: kept, not read", "save it without the password"),)
    if len(entries) > limits.packed_entries:
        return (Problem(FILE, f"holds {counted(len(entries), 'packed file')}: kept, not read"),)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    too_dense = unpacked > _SMALL and unpacked > packed * limits.packed_ratio
    if unpacked > limits.packed_bytes or too_dense:
        what = f"would unpack to {size_in_words(unpacked)}, {unpacked // packed:,} times its size: not read"
        return (Problem(FILE, what, "this is how a ZIP bomb looks; ask whoever sent it"),)
    return ()


def oddities_of(archive: ZipFile) -> tuple[Problem, ...]:
    """Return what is strange about the entries' names, though harmless to a reader that uses none."""
    names = [entry.filename for entry in archive.infolist()]
    odd = []
    outside = sum(_leads_outside(name) for name in names)
    if outside:
        odd.append(
            Problem(FILE, f"{counted(outside, 'packed name')} would lead outside a folder; none is unpacked")
        )
    if len(set(names)) < len(names):
        odd.append(Problem(FILE, "the same packed name stands more than once; the last one is read"))
    if any(map(is_deceptive, names)):
        odd.append(Problem(FILE, "a packed name holds control or direction characters"))
    return tuple(odd)


def _leads_outside(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or not steps[0] or ":" in steps[0]


def entry_bytes(archive: ZipFile, entry: ZipInfo | str, most: int) -> bytes | None:
    """Return an entry's bytes; ``None`` where it is missing, damaged or holds more than ``most``."""
    try:
        with archive.open(entry) as packed:
            content = packed.read(most + 1)
    except (
        KeyError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        return None
    return content if len(content) <= most else None
