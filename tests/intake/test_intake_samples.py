"""The sample case goes through every reader: what a monitor gets from each file."""

from __future__ import annotations

from importlib.resources import files

import pytest

from khronika.intake import extract

CASE = files("khronika.samples") / "velmora"
READ = (".html", ".txt", ".pdf", ".docx", ".eml", ".json")
FILES = sorted(path.name for path in CASE.iterdir() if path.is_file())


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(READ)])
def test_every_sample_text_is_read_with_a_place_for_each_paragraph(name: str) -> None:
    content = (CASE / name).read_bytes()
    extraction = extract(content, name)
    assert extraction.text
    assert not any("stopped" in problem.what for problem in extraction.problems)
    last = 0
    for anchor in extraction.anchors:
        start, end = anchor.span
        assert last <= start < end <= len(extraction.text)
        assert extraction.text[start:end].strip()
        last = end


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".csv", ".xlsx"))])
def test_every_sample_list_is_kept_and_not_read_as_text(name: str) -> None:
    extraction = extract((CASE / name).read_bytes(), name)
    assert extraction.text is None
    assert extraction.problems[0].what.startswith("a list")


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".html")])
def test_every_sample_page_says_its_title_publisher_and_day(name: str) -> None:
    about = extract((CASE / name).read_bytes(), name).about
    assert about.title
    assert about.publisher
    assert about.published.startswith("2026-")
