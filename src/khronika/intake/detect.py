"""What a file is, from its bytes first and its name last. Nothing is unpacked or parsed here.

What must stay true: deciding takes time linear in the file at worst, and no name decides against the
bytes; a name that says something else than the bytes is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from khronika.intake.names import extension
from khronika.intake.packed import kind_of_zip


class Kind(Enum):
    """What the desk does with a file."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EML = "eml"
    MBOX = "mbox"
    JSON = "json"
    TABLE = "table"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is.

    ``media`` is its media type, ``called`` its name in words, ``also`` other formats whose marks it
    carries (a polyglot), ``hint`` what to try with one that is kept unread.
    """

    kind: Kind
    media: str
    called: str
    hint: str = ""
    also: tuple[str, ...] = ()


EMPTY = "application/x-empty"
_OCR = "it needs OCR or a transcript, which this version does not do"
_CONVERT = "save it as PDF, DOCX or text and take that in beside it"
_UNPACK = "unpack it and take in the files that matter"
LISTS = "lists are read by a later step, row by row; take in a text that describes it for now"

_MAGIC: tuple[tuple[bytes, int, str, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", "image (PNG)", _OCR),
    (b"\xff\xd8\xff", 0, "image/jpeg", "image (JPEG)", _OCR),
    (b"GIF87a", 0, "image/gif", "image (GIF)", _OCR),
    (b"GIF89a", 0, "image/gif", "image (GIF)", _OCR),
    (b"II*\x00", 0, "image/tiff", "image (TIFF)", _OCR),
    (b"MM\x00*", 0, "image/tiff", "image (TIFF)", _OCR),
    (b"WEBP", 8, "image/webp", "image (WebP)", _OCR),
    (b"ftyphei", 4, "image/heic", "image (HEIC)", _OCR),
    (b"ftypmif1", 4, "image/heic", "image (HEIC)", _OCR),
    (b"ftypavif", 4, "image/avif", "image (AVIF)", _OCR),
    (b"WAVE", 8, "audio/wav", "audio (WAV)", _OCR),
    (b"ftypM4A", 4, "audio/mp4", "audio (M4A)", _OCR),
    (b"ftyp", 4, "video/mp4", "video (MP4)", _OCR),
    (b"\x1aE\xdf\xa3", 0, "video/x-matroska", "video (Matroska)", _OCR),
    (b"AVI ", 8, "video/x-msvideo", "video (AVI)", _OCR),
    (b"OggS", 0, "audio/ogg", "audio (Ogg)", _OCR),
    (b"ID3", 0, "audio/mpeg", "audio (MP3)", _OCR),
    (b"fLaC", 0, "audio/flac", "audio (FLAC)", _OCR),
    (b"#!AMR", 0, "audio/amr", "audio (AMR)", _OCR),
    (b"\x1f\x8b", 0, "application/gzip", "archive (gzip)", _UNPACK),
    (b"BZh", 0, "application/x-bzip2", "archive (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", 0, "application/x-xz", "archive (xz)", _UNPACK),
    (b"(\xb5/\xfd", 0, "application/zstd", "archive (zstd)", _UNPACK),
    (b"7z\xbc\xaf'\x1c", 0, "application/x-7z-compressed", "archive (7z)", _UNPACK),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar", "archive (RAR)", _UNPACK),
    (b"ustar", 257, "application/x-tar", "archive (tar)", _UNPACK),
    (b"{\\rtf", 0, "application/rtf", "rich text (RTF)", _CONVERT),
    (b"WARC/1.", 0, "application/warc", "web archive (WARC)", "take in the page saved as HTML"),
    (b"age-encryption.org/", 0, "application/age", "file encrypted with age", "decrypt it first"),
    (
        b"-----BEGIN PGP MESSAGE",
        0,
        "application/pgp-encrypted",
        "message encrypted with PGP",
        "decrypt it first",
    ),
    (b"\x7fELF", 0, "application/x-executable", "program", ""),
    (b"MZ\x90", 0, "application/x-msdownload", "program", ""),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    (
        "EncryptedPackage",
        "application/x-ole-encrypted",
        "Office file locked with a password",
        "save it without",
    ),
    ("WordDocument", "application/msword", "old Word document (.doc)", _CONVERT),
    (
        "__substg1.0_",
        "application/vnd.ms-outlook",
        "Outlook message (.msg)",
        "save it as .eml and take that in",
    ),
    ("Workbook", "application/vnd.ms-excel", "table (old Excel)", LISTS),
)
_TABLES = {"csv": "text/csv", "tsv": "text/tab-separated-values"}
_JSON = frozenset({"json", "jsonl", "ndjson"})
_HEAD = 4096
_PDF_WITHIN = 1024
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--(?:(?!-->).){0,2000}-->\s*){0,8}"
    r"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|section|table|p|h1|script|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,1000}?-->\s*|<!DOCTYPE\s+svg.{0,2000}?>\s*){0,8}<svg\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:html|body|p|div|br|a|article|h[1-6])\b", re.IGNORECASE)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):")
_MAIL_HEADERS = frozenset({
    "from", "to", "cc", "date", "subject", "received", "message-id", "mime-version", "return-path",
    "delivered-to", "content-type", "reply-to", "x-mailer", "dkim-signature", "in-reply-to",
})  # fmt: skip
_ONLY_MAIL = frozenset(
    {"received", "message-id", "mime-version", "return-path", "delivered-to", "content-type"}
)
_ENOUGH_MAIL = 2
_ENOUGH_COLUMNS = 3
_ENOUGH_ROWS = 3
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_IN = 20
_FEW_STRANGE = 4


def detect(content: bytes, name: str) -> Detected:
    """Return what ``content`` is; ``name`` (a file name as received) only settles what bytes leave open."""
    if not content:
        return Detected(Kind.KEPT, EMPTY, "empty file")
    if content.startswith(_OLE):
        return _ole(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(content, name)
    return _by_magic(content) or _textual(content, extension(name))


def _by_magic(content: bytes) -> Detected | None:
    pdf = content[:_PDF_WITHIN].find(b"%PDF-")
    if pdf != 0:
        for magic, at, media, called, hint in _MAGIC:
            if content.startswith(magic, at):
                return Detected(Kind.KEPT, media, called, hint, also=_others(content, pdf=False))
    if pdf < 0:
        return None
    return Detected(Kind.PDF, "application/pdf", "PDF", also=_others(content, pdf=True))


def _others(content: bytes, *, pdf: bool) -> tuple[str, ...]:
    """Return the other formats whose marks stand at the start or the end of ``content``."""
    head = content[:_PDF_WITHIN].lower()
    found = []
    if not pdf and b"%pdf-" in head:
        found.append("PDF")
    if b"<html" in head or b"<!doctype html" in head or b"<script" in head:
        found.append("HTML")
    if b"PK\x05\x06" in content[-66_000:]:
        found.append("ZIP")
    return tuple(found)


def _ole(content: bytes) -> Detected:
    for stream, media, called, hint in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            kind = Kind.TABLE if called.startswith("table") else Kind.KEPT
            return Detected(kind, media, called, hint)
    return Detected(Kind.KEPT, "application/x-ole-storage", "old Office file", _CONVERT)


def _zip(content: bytes, name: str) -> Detected:
    media, called = kind_of_zip(content, extension(name))
    if called == "Word document":
        return Detected(Kind.DOCX, media, called, also=_others(content, pdf=False)[:-1])
    if called.startswith("table"):
        return Detected(Kind.TABLE, media, called, LISTS)
    return Detected(Kind.KEPT, media, called, _UNPACK if called.startswith("archive") else _CONVERT)


def _textual(content: bytes, ending: str) -> Detected:
    head = _head(content)
    if head is None:
        return Detected(Kind.KEPT, "application/octet-stream", "file of an unknown kind", _CONVERT)
    return _markup(head, ending) or _structured(head, ending) or Detected(Kind.TEXT, "text/plain", "text")


def _markup(head: str, ending: str) -> Detected | None:
    if _SVG.match(head):
        return Detected(Kind.KEPT, "image/svg+xml", "image (SVG)", _OCR)
    if _HTML.match(head) or (ending in {"html", "htm", "xhtml"} and _TAG.search(head)):
        return Detected(Kind.HTML, "text/html", "HTML")
    return None


def _structured(head: str, ending: str) -> Detected | None:
    if head.lstrip()[:1] in {"{", "["} and (ending in _JSON or _looks_like_json(head)):
        return Detected(Kind.JSON, "application/json", "JSON")
    if head.startswith("From ") and _mail_headers(head.partition("\n")[2]):
        return Detected(Kind.MBOX, "application/mbox", "mailbox")
    if _mail_headers(head, ending):
        return Detected(Kind.EML, "message/rfc822", "mail message")
    if ending in _TABLES or _tabbed(head):
        return Detected(Kind.TABLE, _TABLES.get(ending, _TABLES["tsv"]), "table (CSV)", LISTS)
    return None


def _head(content: bytes) -> str | None:
    """Return the start of a text for looking at, ``None`` for what is no text."""
    head = content[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~3].decode("utf-16", "replace")
    strange = len(_CONTROL.findall(head))
    nul = head.count(b"\0")
    if nul > _FEW_STRANGE and nul * 5 >= len(head):
        little = head[1::2].count(b"\0") >= head[::2].count(b"\0")
        return (
            head[: len(head) & ~1].decode("utf-16-le" if little else "utf-16-be", "replace")
            if _wide(head)
            else None
        )
    if strange > _FEW_STRANGE and strange * _BINARY_IN > len(head) and not _wide(head):
        return None
    return head.decode("utf-8-sig", "replace")


def _wide(head: bytes) -> bool:
    """Tell whether ``head`` could be UTF-16 without a mark: NUL on one side only, or one block's bytes."""
    even, odd = head[::2], head[1::2]
    low, high = sorted((even.count(b"\0"), odd.count(b"\0")))
    few_high = min(len(set(even)), len(set(odd)))
    return low * 10 <= high and high > 0 and few_high * 4 <= max(len(set(even)), len(set(odd)), 24)


def _looks_like_json(head: str) -> bool:
    return re.match(r'\s*(?:\[\s*)?\{\s*"[^"\n]{1,80}"\s*:', head) is not None


def _mail_headers(head: str, ending: str = "") -> bool:
    seen: set[str] = set()
    for line in head.splitlines():
        if not line:
            break
        if line[0] in " \t" and seen:
            continue
        found = _HEADER.match(line)
        if found is None:
            break
        seen.add(found[1].casefold())
    known = seen & _MAIL_HEADERS
    return len(known) >= _ENOUGH_MAIL and (bool(known & _ONLY_MAIL) or ending == "eml")


def _tabbed(head: str) -> bool:
    lines = head.splitlines()[:-1][:20]
    counts = {line.count("\t") for line in lines}
    return len(lines) >= _ENOUGH_ROWS and len(counts) == 1 and counts.pop() >= _ENOUGH_COLUMNS - 1
