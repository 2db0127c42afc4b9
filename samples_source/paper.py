"""Paper-like documents: PDF with pages and headings (fpdf2), DOCX with styles (python-docx).

The PDF embeds a subset of DejaVu Serif (Debian ``fonts-dejavu-core``; Bitstream Vera licence, changes in the
public domain), which has Latin and Cyrillic. Dates inside the files are those of the documents.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import docx
from docx.shared import Pt
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from samples_source.texts import Block, Source

FONTS = Path("/usr/share/fonts/truetype/dejavu")
_ROOM = 30
_EPOCH = (2026, 1, 1, 0, 0, 0)


class _Sheet(FPDF):
    """An A4 page with a running head and a page number."""

    running = ""

    def header(self) -> None:
        """Set the running head on every page."""
        self.set_font("Serif", size=8)
        self.cell(0, 6, self.running, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(4)

    def footer(self) -> None:
        """Set the page number."""
        self.set_y(-15)
        self.set_font("Serif", size=8)
        self.cell(0, 6, f"{self.page_no()} / {{nb}}", align="C")


def pdf(source: Source, fonts: Path = FONTS) -> bytes:
    """Return ``source`` as a PDF; raises ``FileNotFoundError`` where the fonts are not installed."""
    sheet = _Sheet(format="A4")
    sheet.running = source.head["running"]
    sheet.set_creation_date(_moment(source))
    sheet.set_title(source.head["title"])
    sheet.set_author(source.head["author"])
    sheet.set_lang(source.head.get("language", "en"))
    sheet.add_font("Serif", "", fonts / "DejaVuSerif.ttf")
    sheet.add_font("Serif", "B", fonts / "DejaVuSerif-Bold.ttf")
    sheet.set_margins(26, 20, 26)
    sheet.set_auto_page_break(auto=True, margin=24)
    sheet.add_page()
    _line(sheet, source.head["title"], "B", 17)
    _line(sheet, source.head["subtitle"], "", 11)
    for block in source.blocks:
        if block.kind == "h" and sheet.will_page_break(_ROOM):
            sheet.add_page()
        _line(sheet, block.text, "B" if block.kind == "h" else "", 12 if block.kind == "h" else 10.5)
    return bytes(sheet.output())


def _line(sheet: FPDF, text: str, style: str, size: float) -> None:
    sheet.set_font("Serif", style, size)
    sheet.multi_cell(0, size * 0.52, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.ln(2.5)


def word(source: Source) -> bytes:
    """Return ``source`` as a DOCX."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name = "Georgia"
    style.font.size = Pt(11)
    document.add_heading(source.head["title"], level=0)
    for name in ("subject", "author"):
        if source.head.get(name):
            document.add_paragraph(source.head[name])
    for block in source.blocks:
        _paragraph(document, block)
    about = document.core_properties
    about.title, about.author = source.head["title"], source.head.get("author", "")
    about.created = about.modified = _moment(source)
    about.last_modified_by = about.author
    file = io.BytesIO()
    document.save(file)
    return settled(file.getvalue())


def _paragraph(document: docx.document.Document, block: Block) -> None:
    if block.kind == "h":
        document.add_heading(block.text, level=1)
        return
    document.add_paragraph().add_run(block.text).italic = True if block.kind == "i" else None


def settled(archive: bytes, corrected: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return a ZIP archive with one fixed time and ``corrected`` members: two builds agree."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, corrected.get(name) or old.read(name))
    return file.getvalue()


def _moment(source: Source) -> datetime:
    moment = source.published
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
