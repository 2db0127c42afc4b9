"""Word documents: text, footnotes, tables and tracked insertions by mammoth; the rest of the file said.

What must stay true: the container is checked for size, ratio and passwords before anything is unpacked;
XML with a document type is refused (OOXML has none; XML bombs do); nothing outside the file is
ever opened, neither a linked picture nor a remote template; deletions and comments are counted, not shown.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from khronika.intake.blocks import paragraphs_of
from khronika.intake.claimed_date import edtf_of_words
from khronika.intake.html import parsed
from khronika.intake.limits import Limits
from khronika.intake.names import shown
from khronika.intake.packed import entry_bytes, faults_of, oddities_of
from khronika.intake.paragraphs import FILE, Paragraph, counted, first_anchors, lay
from khronika.records.item import About, Extraction, Part
from khronika.records.problems import Problem

NAME = "khronika-docx"
_MOST_XML = 128 * 1024 * 1024
_RISKY = re.compile(r"[^/]*\.(?:xml|rels)$", re.IGNORECASE)
_CORE = {
    "http://purl.org/dc/elements/1.1/ title": "title",
    "http://purl.org/dc/elements/1.1/ creator": "author",
    "http://purl.org/dc/elements/1.1/ language": "language",
    "http://purl.org/dc/terms/ created": "created",
}
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_REMOTE = re.compile(rb"<Relationship\b[^>]{0,4000}?TargetMode\s*=\s*[\"']External[\"'][^>]{0,4000}?>")


@dataclass(slots=True)
class _Seen:
    """What stands in a document's XML besides its shown words."""

    deletions: int = 0
    insertions: int = 0
    hidden: int = 0


def read_docx(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the text of a Word document, its notes included, with what is not shown said."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, OSError, NotImplementedError, IndexError):
        said = Problem(FILE, "damaged or cut off: the packed files cannot be listed", "ask for it again")
        return _none(media, (said,))
    with archive:
        problems = faults_of(archive, limits) or _document_types(archive)
        if problems:
            return _none(media, problems)
        return _read(archive, content, media, limits)


def docx_version() -> str:
    """Return the version stored with each text got from a Word document."""
    return f"1 (mammoth {version('mammoth')})"


def _none(media: str, problems: tuple[Problem, ...]) -> Extraction:
    return Extraction(media, NAME, docx_version(), problems=problems)


def _document_types(archive: ZipFile) -> tuple[Problem, ...]:
    for entry in archive.infolist():
        if not _RISKY.search(entry.filename):
            continue
        xml = entry_bytes(archive, entry, _MOST_XML)
        if xml is None:
            return (
                Problem(
                    FILE, "damaged: a packed file cannot be unpacked; kept, not read", "ask for it again"
                ),
            )
        if b"<!DOCTYPE" in xml.replace(b"\0", b""):
            what = "its XML declares a document type, which Word never writes: kept, not read"
            return (Problem(FILE, what, "this is how an XML bomb looks; ask whoever sent it"),)
    return ()


def _read(archive: ZipFile, content: bytes, media: str, limits: Limits) -> Extraction:
    import mammoth  # noqa: PLC0415 - slow to import; only Word documents need it

    picture = mammoth.images.img_element(lambda _image: {})
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(content), convert_image=picture, external_file_access=False
        ).value
    except (OSError, KeyError, ValueError, BadZipFile, expat.ExpatError) as fault:
        said = Problem(
            FILE, f"damaged: no document can be made out ({type(fault).__name__})", "ask for it again"
        )
        return _none(media, (*oddities_of(archive), said))
    about, problems = _core(archive)
    problems += (*oddities_of(archive), *_unshown(archive), *_dangers(archive))
    parts, left = _embedded(archive, limits)
    root = parsed(f"<html><body>{html}</body></html>")
    text, anchors = lay(Paragraph(paragraph) for paragraph in (() if root is None else paragraphs_of(root)))
    if not text:
        problems += (Problem(FILE, "the document holds no words", "pictures of text need OCR"),)
    anchors, cut = first_anchors(anchors, limits.anchors)
    problems += (*left, *cut)
    return Extraction(media, NAME, docx_version(), text or None, about, anchors, parts, problems)


def _core(archive: ZipFile) -> tuple[About, tuple[Problem, ...]]:
    """Return what the core properties (ECMA-376 part 2, 11) claim; a day of making is an uncertain day."""
    fields = _texts(entry_bytes(archive, "docProps/core.xml", _MOST_XML) or b"")
    language = fields.get("language", "")[:2].casefold()
    created = edtf_of_words(fields.get("created", ""))
    problems: tuple[Problem, ...] = ()
    if created:
        what = f"the day, {created}, is when the file says it was made; it need not be when it was published"
        problems = (Problem("date", what),)
    about = About(
        title=fields.get("title", ""),
        author=fields.get("author", ""),
        published=f"{created}?" if created else "",
        language=language if re.fullmatch("[a-z]{2}", language) else "",
    )
    return about, problems


def _texts(xml: bytes) -> dict[str, str]:
    """Return the texts of the core properties in ``xml``."""
    fields: dict[str, str] = {}
    inside: list[str] = []

    def start(name: str, _attributes: Any) -> None:
        inside.append(_CORE.get(name, ""))

    def end(_name: str) -> None:
        inside.pop()

    def data(words: str) -> None:
        if inside and inside[-1]:
            fields[inside[-1]] = (fields.get(inside[-1], "") + words)[:500]

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        return fields
    return {key: " ".join(words.split()) for key, words in fields.items()}


def _unshown(archive: ZipFile) -> tuple[Problem, ...]:
    """Return problems for tracked changes, comments, hidden words, headers and pictures."""
    seen = _seen(entry_bytes(archive, "word/document.xml", _MOST_XML) or b"")
    names = archive.namelist()
    comments = _count(archive, "word/comments.xml", b"<w:comment ")
    edges = sum(
        _count(archive, name, b"<w:t>") + _count(archive, name, b"<w:t ") > 0
        for name in names
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)
    )
    pictures = sum(name.startswith("word/media/") for name in names)
    deleted = counted(seen.deletions, "tracked deletion")
    inserted = counted(seen.insertions, "tracked insertion")
    hidden = counted(seen.hidden, "run of hidden words", "runs of hidden words")
    told = (
        (seen.deletions, f"{deleted}: not in the text; open the original to see what was struck out"),
        (seen.insertions, f"{inserted}: in the text, though nobody accepted them"),
        (seen.hidden, f"{hidden}: in the text, though Word does not show them"),
        (comments, f"{counted(comments, 'comment')}: not in the text"),
        (edges, f"{counted(edges, 'page header or footer')}: not in the text"),
        (pictures, f"{counted(pictures, 'picture')}: not read; pictures of text need OCR"),
    )
    return tuple(Problem(FILE, what) for number, what in told if number)


def _seen(xml: bytes) -> _Seen:
    seen = _Seen()
    stack: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        stack.append(name)
        on = attributes.get(_W + "val", "true") not in {"0", "false", "off"}
        if name == _W + "del" and _W + "rPr" not in stack:
            seen.deletions += 1
        elif name == _W + "ins" and _W + "rPr" not in stack:
            seen.insertions += 1
        elif name == _W + "vanish" and on and stack[-3:-1] == [_W + "r", _W + "rPr"]:
            seen.hidden += 1

    def end(_name: str) -> None:
        stack.pop()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        return seen
    return seen


def _count(archive: ZipFile, name: str, mark: bytes) -> int:
    return (entry_bytes(archive, name, _MOST_XML) or b"").count(mark)


def _dangers(archive: ZipFile) -> tuple[Problem, ...]:
    names = archive.namelist()
    found = []
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        found.append(
            Problem(FILE, "the document holds macros; they were not run", "do not open it with macros on")
        )
    links = [
        link
        for name in names
        if name.endswith(".rels")
        for link in _REMOTE.findall(entry_bytes(archive, name, _MOST_XML) or b"")
        if b"/hyperlink" not in link
    ]
    if any(b"attachedTemplate" in link for link in links):
        what = "the document loads a template from elsewhere when opened; it was not fetched"
        found.append(Problem(FILE, what, "opening it in Word would tell somebody that it was opened"))
    others = sum(b"attachedTemplate" not in link for link in links)
    if others:
        found.append(
            Problem(FILE, f"{counted(others, 'link')} to pictures or objects elsewhere; none was fetched")
        )
    return tuple(found)


def _embedded(archive: ZipFile, limits: Limits) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    """Return the files embedded in the document as parts."""
    parts: list[Part] = []
    left, taken = 0, 0
    for entry in archive.infolist():
        if not entry.filename.startswith("word/embeddings/") or entry.is_dir():
            continue
        content = entry_bytes(archive, entry, limits.part_bytes - taken)
        if content is None or len(parts) >= limits.parts:
            left += 1
            continue
        taken += len(content)
        parts.append(Part(shown(entry.filename.rpartition("/")[2]), "application/octet-stream", content))
    said = (
        (Problem(FILE, f"{counted(left, 'embedded file')} beyond the limit: kept with the document"),)
        if left
        else ()
    )
    return tuple(parts), said
