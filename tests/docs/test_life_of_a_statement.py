"""The statement that docs/LIFE_OF_A_STATEMENT.md follows is the one the program reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

from khronika import samples
from khronika.reading import FAST, about_from_text, reader_for
from khronika.records.exchange import statement_json
from khronika.records.item import About

PAGE = Path(__file__).parents[2] / "docs" / "LIFE_OF_A_STATEMENT.md"
ITEM = "2026-03-18-orvan-denial.txt"


def test_the_statement_of_the_page_is_what_the_reader_reads() -> None:
    text = (samples.folder() / ITEM).read_text(encoding="utf-8")
    first = reader_for("en", FAST).read(text, about_from_text(text, About()))[0]
    shown = re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    assert json.loads(shown[1]) == json.loads(json.dumps(statement_json(first)))


def test_the_quotation_of_the_page_stands_in_the_sample() -> None:
    quoted = re.findall(r"^> (.*(?:\n> .*)*)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)[0]
    words = " ".join(quoted.replace("\n> ", " ").split())
    assert words in " ".join((samples.folder() / ITEM).read_text(encoding="utf-8").split())
