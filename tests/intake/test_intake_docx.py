"""Word documents: what is read, and what a document holds besides its words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest
from docx.shared import Inches

from khronika.intake import Limits, extract
from khronika.records.item import Extraction

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BODY_END = b"<w:sectPr"
SMALLEST_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
    "27341be30000000049454e44ae426082"
)


def letter() -> bytes:
    """Return a letter with a heading, a table and its core properties."""
    document = docx.Document()
    document.core_properties.title = "Urgent appeal"
    document.core_properties.author = "Mira Dzhalova"
    document.add_heading("Urgent appeal", level=1)
    document.add_paragraph("I write on behalf of eleven families.")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Name", "Born"), ("Lev Bashtan", "1978")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(content: bytes, body: bytes = b"", entries: Mapping[str, bytes] | None = None) -> bytes:
    """Return the document with ``body`` put at its end and further packed ``entries``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            packed = old.read(entry)
            if entry.filename == "word/document.xml":
                packed = packed.replace(BODY_END, body + BODY_END, 1)
            new.writestr(entry.filename, packed)
        for name, packed in (entries or {}).items():
            new.writestr(name, packed)
    return out.getvalue()


def said(extraction: Extraction) -> str:
    return "\n".join(problem.what for problem in extraction.problems)


def read(content: bytes) -> Extraction:
    return extract(content, "letter.docx")


def test_a_letter_is_read_with_its_table_and_what_it_says_of_itself() -> None:
    extraction = read(letter())
    assert extraction.text == (
        "Urgent appeal\n\nI write on behalf of eleven families.\n\nName | Born\n\nLev Bashtan | 1978"
    )
    assert (extraction.about.title, extraction.about.author) == ("Urgent appeal", "Mira Dzhalova")
    assert extraction.about.published.endswith("?")
    assert "is when the file says it was made" in said(extraction)


def test_tracked_insertions_are_read_and_deletions_counted() -> None:
    body = (
        b'<w:p><w:r><w:t xml:space="preserve">The figure is </w:t></w:r><w:ins w:id="1" w:author="x"><w:r>'
        b'<w:t>112</w:t></w:r></w:ins><w:del w:id="2" w:author="x"><w:r><w:delText>40</w:delText></w:r>'
        b"</w:del>"
        b"</w:p>"
    )
    extraction = read(changed(letter(), body))
    assert (extraction.text or "").endswith("The figure is 112")
    assert "1 tracked deletion: not in the text" in said(extraction)
    assert "1 tracked insertion: in the text, though nobody accepted them" in said(extraction)


def test_hidden_words_are_said() -> None:
    body = b"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    assert "1 run of hidden words" in said(read(changed(letter(), body)))


def test_footnotes_are_read() -> None:
    notes = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:footnote w:id="2"><w:p><w:r><w:t>Letter of 2 April.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    body = b'<w:p><w:r><w:t>As stated</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    extraction = read(changed(letter(), body, {"word/footnotes.xml": notes}))
    assert "Letter of 2 April." in (extraction.text or "")


def test_comments_and_macros_are_said_and_not_read() -> None:
    comments = (
        b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<w:comment w:id="1"><w:p><w:r><w:t>check this</w:t></w:r></w:p></w:comment></w:comments>'
    )
    extraction = read(changed(letter(), entries={"word/comments.xml": comments, "word/vbaProject.bin": b"x"}))
    assert "1 comment: not in the text" in said(extraction)
    assert "the document holds macros; they were not run" in said(extraction)
    assert "check this" not in (extraction.text or "")


def test_a_template_from_elsewhere_is_said_and_not_fetched() -> None:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/attachedTemplate" Target="https://tracker.example/t.dotm" '
        'TargetMode="External"/>'
        "</Relationships>"
    ).encode()
    extraction = read(changed(letter(), entries={"word/_rels/settings.xml.rels": link}))
    assert "the document loads a template from elsewhere when opened; it was not fetched" in said(extraction)
    assert extraction.text


def test_pictures_and_page_headers_are_counted() -> None:
    document = docx.Document()
    document.add_paragraph("See the picture.")
    document.add_picture(io.BytesIO(SMALLEST_PICTURE), width=Inches(1))
    document.sections[0].header.paragraphs[0].text = "Confidential"
    out = io.BytesIO()
    document.save(out)
    extraction = read(out.getvalue())
    assert extraction.text == "See the picture."
    assert "1 picture: not read; pictures of text need OCR" in said(extraction)
    assert "1 page header or footer: not in the text" in said(extraction)


def test_embedded_files_are_parts_within_the_limit() -> None:
    content = changed(letter(), entries={"word/embeddings/a.xlsx": b"one", "word/embeddings/b.bin": b"two"})
    assert [(part.name, part.content) for part in read(content).parts] == [
        ("a.xlsx", b"one"),
        ("b.bin", b"two"),
    ]
    cut = extract(content, "letter.docx", limits=Limits(parts=1))
    assert len(cut.parts) == 1
    assert "1 embedded file beyond the limit: kept with the document" in said(cut)


def test_packed_names_that_lead_outside_are_said_and_used_for_nothing() -> None:
    extraction = read(
        changed(letter(), entries={"../../outside": b"x", "C:\\outside": b"x", "/outside": b"x"})
    )
    assert "3 packed names would lead outside a folder; none is unpacked" in said(extraction)
    assert extraction.text


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.95])
def test_a_document_cut_off_is_kept_and_said(keep: float) -> None:
    content = letter()
    extraction = read(content[: int(len(content) * keep)])
    assert extraction.text is None
    assert said(extraction) == "damaged or cut off: the packed files cannot be listed"


def test_a_document_damaged_inside_is_kept_and_said() -> None:
    content = bytearray(letter())
    place = content.find(b"word/document.xml") + 60
    content[place : place + 40] = b"\0" * 40
    extraction = read(bytes(content))
    assert extraction.text is None
    assert said(extraction) == "damaged: a packed file cannot be unpacked; kept, not read"


def test_a_document_locked_with_a_password_is_kept() -> None:
    content = bytearray(letter())
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    assert said(read(bytes(content))) == "locked with a password: kept, not read"
