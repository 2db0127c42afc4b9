"""PDF: paragraphs with their pages, doubts said, nothing in the file run."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdf
import pytest

from khronika.intake import Limits, extract
from khronika.intake.pdf import ranges
from khronika.intake.pdf_check import check
from khronika.records.item import Extraction


@dataclass(frozen=True)
class Words:
    """Words on a page: ``at`` is (x, y) in points from the lower left corner."""

    text: str
    at: tuple[int, int]
    size: int = 11


def lines(*texts: str, top: int = 740, left: int = 72, pitch: int = 14) -> list[Words]:
    """Return ``texts`` as lines under one another."""
    return [Words(text, (left, top - pitch * number)) for number, text in enumerate(texts)]


def make_pdf(pages: list[list[Words]], catalog: str = "", info: str = "") -> bytes:
    """Return a PDF of ``pages``; ``catalog`` and ``info`` are further entries of those dictionaries."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        stream = "\n".join(_show(words) for words in page)
        content = f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream"
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>")
        objects.append(content)
    objects.append(f"<< {info} >>")
    return _file(objects)


def _show(words: Words) -> str:
    text = words.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {words.size} Tf {words.at[0]} {words.at[1]} Td ({text}) Tj ET"


def _file(objects: list[str]) -> bytes:
    octets = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(octets))
        octets += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(octets)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    octets += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return octets + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


DENIAL = (
    "A spokesperson for the Interior Ministry denied that anybody was held at the quar-",
    "ry, telling the agency there was no such facility in the whole of that region.",
    "The lawyer disputed the statement and said that she had filed nine complaints at",
    "the district department between March 9 and March 13.",
)


def read(content: bytes) -> Extraction:
    return extract(content, "bulletin.pdf")


def said(extraction: Extraction) -> str:
    return "\n".join(f"{problem.where}: {problem.what}" for problem in extraction.problems)


def bulletin(number: int) -> list[Words]:
    head, foot = Words("Rovna Centre bulletin", (72, 800)), Words(f"Page {number}", (290, 40))
    return [head, *lines(f"Entry {number} begins here:", *DENIAL), foot]


def test_broken_lines_and_words_become_paragraphs() -> None:
    extraction = read(make_pdf([lines(*DENIAL)]))
    assert extraction.text is not None
    first = extraction.text.split("\n\n")[0]
    assert first.startswith(
        "A spokesperson for the Interior Ministry denied that anybody was held at the quarry, "
    )
    assert "\ufffe" not in extraction.text


def test_each_paragraph_leads_to_its_page() -> None:
    extraction = read(make_pdf([lines("The first page ends here."), lines("The second page ends here.")]))
    assert [(anchor.page, anchor.paragraph) for anchor in extraction.anchors] == [(1, 1), (2, 2)]


def test_a_sentence_that_runs_over_a_page_stays_one_paragraph_with_two_places() -> None:
    extraction = read(make_pdf([lines("The vans left in the evening and"), lines("came back at night.")]))
    assert extraction.text == "The vans left in the evening and came back at night."
    assert [(anchor.page, anchor.paragraph) for anchor in extraction.anchors] == [(1, 1), (2, 1)]


def test_repeated_headers_and_page_numbers_are_left_out_and_counted() -> None:
    extraction = read(make_pdf([bulletin(number) for number in (1, 2, 3, 4)]))
    assert extraction.text is not None
    assert "bulletin" not in extraction.text
    assert "Page" not in extraction.text
    assert "Entry 3 begins here" in extraction.text
    assert extraction.text.count("held at the quarry") == 4
    assert "8 lines repeated on the pages" in said(extraction)


def test_the_same_form_on_every_page_is_no_header() -> None:
    form = lines("Name of the person heard:", "Place and day of the hearing:", "What the person says:")
    extraction = read(make_pdf([form, form, form]))
    assert (extraction.text or "").count("Name of the person heard") == 3


def test_a_page_without_text_is_named() -> None:
    extraction = read(make_pdf([lines("Only the first page has words."), [], []]))
    assert "pages 2-3: no text layer: needs OCR" in said(extraction)


def test_a_scan_is_kept_and_needs_ocr() -> None:
    extraction = read(make_pdf([[], []]))
    assert extraction.text is None
    assert "no text layer: needs OCR; kept, not read" in said(extraction)


def test_a_latin_text_declared_right_to_left_is_read_in_its_order_and_flagged() -> None:
    extraction = read(make_pdf([lines(*DENIAL)], catalog="/ViewerPreferences << /Direction /R2L >>"))
    assert (extraction.text or "").startswith("A spokesperson for the Interior Ministry denied")
    assert "read from left to right" in said(extraction)


def test_numbered_entries_of_a_list_are_paragraphs_of_their_own() -> None:
    rows = lines(
        "1. Lev Bashtan, born 1978, Ozrin", "2. Marek Benik, born 1988, Ozrin", "3. Timur Benik, born 1991"
    )
    extraction = read(make_pdf([rows]))
    assert (extraction.text or "").count("\n\n") == 2


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "the PDF holds scripts; they were not run"),
        ("<< /S /Launch /F (calc.exe) >>", "the PDF would start a program when opened; nothing was started"),
        ("<< /S /URI /URI (https://tracker.example) >>", "the PDF would open a web address when opened"),
    ],
)
def test_what_a_pdf_would_do_by_itself_is_said(action: str, message: str) -> None:
    extraction = read(make_pdf([lines(*DENIAL)], catalog=f"/OpenAction {action}"))
    assert message in said(extraction)
    assert extraction.text


def test_the_document_information_gives_an_uncertain_day() -> None:
    info = "/Title (Press digest) /Author (Library) /CreationDate (D:20260317093000+02'00')"
    about = read(make_pdf([lines("Words.")], info=info)).about
    assert (about.title, about.author, about.published) == ("Press digest", "Library", "2026-03-17?")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8])
def test_a_pdf_cut_off_is_kept_and_said_to_be_damaged(keep: float) -> None:
    whole = make_pdf([lines(*DENIAL)])
    extraction = read(whole[: int(len(whole) * keep)])
    assert extraction.text is None
    assert "damaged or cut off: kept, not read" in said(extraction)


def written_again(content: bytes, password: str = "", attachment: str = "") -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(content)))
    if attachment:
        writer.add_attachment(attachment, b"name,born\n")
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_pdf_is_kept_and_asks_for_one_without_a_password() -> None:
    extraction = read(written_again(make_pdf([lines(*DENIAL)]), password="quarry"))
    assert extraction.text is None
    assert extraction.problems[0].what == "locked with a password: kept, not read"
    assert extraction.problems[0].hint == "save it without the password"


def test_files_embedded_in_a_pdf_are_parts_with_names_made_safe() -> None:
    extraction = read(written_again(make_pdf([lines(*DENIAL)]), attachment="../list\u202e.csv"))
    assert [(part.name, part.content) for part in extraction.parts] == [
        ("../list⟨U+202E⟩.csv", b"name,born\n")
    ]
    assert "1 embedded file, 1 taken out as parts" in said(extraction)


def test_pages_beyond_the_limit_are_said() -> None:
    pages = [lines(f"Page number {number} of it.") for number in range(5)]
    extraction = extract(make_pdf(pages), "long.pdf", limits=Limits(pages=2))
    assert "only the first 2 of 5 pages are read" in said(extraction)
    assert "number 2" not in (extraction.text or "")


def test_page_numbers_are_written_as_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"


def test_pages_on_which_two_extractors_disagree_are_flagged() -> None:
    content = make_pdf([lines(*DENIAL), lines(*DENIAL)])
    garbled = "Quite other words than those that the page has in fact, all of them"
    checked = check(content, [" ".join(DENIAL).replace("quar- ry", "quarry"), garbled])
    assert checked.disagree == [2]


def test_the_same_words_in_another_order_are_flagged() -> None:
    backwards = " ".join(reversed(" ".join(DENIAL).replace("quar- ry", "quarry").split()))
    assert check(make_pdf([lines(*DENIAL)]), [backwards]).disordered == [1]


def test_a_hyphen_that_belongs_to_a_name_or_a_compound_stays() -> None:
    told = lines(
        "The well-known lawyer spoke of the well-",
        "known road and of Colonel Al-",
        "Orzhak, who was heard in 2016-",
        "2017 by the depart-",
        "ment of the region.",
    )
    assert read(make_pdf([told])).text == (
        "The well-known lawyer spoke of the well-known road and of Colonel Al-Orzhak, who was heard "
        "in 2016-2017 by the department of the region."
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines("The men were taken from", "their homes at night.")
    right = lines("The ministry denied it", "on Wednesday in Sarn.", left=330)
    extraction = read(make_pdf([left + right]))
    assert extraction.text == (
        "The men were taken from their homes at night.\n\nThe ministry denied it on Wednesday in Sarn."
    )
