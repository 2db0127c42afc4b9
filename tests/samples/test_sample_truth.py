"""The known reading and the known identities agree with the files they speak of."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from itertools import combinations
from typing import Any

import openpyxl
import pytest

from khronika import samples
from khronika.records.statement import Act, Denial

READ = json.loads(samples.truth("statements.json").read_text(encoding="utf-8"))["documents"]
LISTS = json.loads(samples.truth("lists.json").read_text(encoding="utf-8"))["lists"]
ROVNA, FAMILIES, COURIER = sorted(LISTS)

STATEMENTS = [
    pytest.param(document, statement, id=f"{document['original']}:{statement['id']}")
    for document in READ
    for statement in document["statements"]
]


def _text(document: dict[str, Any]) -> str:
    return samples.folder().joinpath(*document["item"].split("/")).read_text(encoding="utf-8")


@pytest.mark.parametrize(("document", "statement"), STATEMENTS)
def test_every_span_holds_the_words_it_is_said_to_hold(
    document: dict[str, Any], statement: dict[str, Any]
) -> None:
    text = _text(document)
    pieces = [*statement["content"], *([statement["source"]] if "source" in statement else [])]
    for piece in pieces:
        start, end = piece["span"]
        assert text[start:end] == piece["text"] != ""
    assert statement.get("cue", "") in text


@pytest.mark.parametrize(("document", "statement"), STATEMENTS)
def test_a_known_statement_uses_the_words_of_the_records(
    document: dict[str, Any], statement: dict[str, Any]
) -> None:
    """Acts, denials, figures and dates of the known reading are such as the records can hold."""
    assert [Act(act) for act in statement["acts"] + statement.get("acts_also_fair", [])]
    assert ("denies" in statement["acts"]) == bool([Denial(kind) for kind in statement.get("denies", [])])
    for figure in statement.get("figures", []):
        assert figure["low"] is None or figure["high"] is None or figure["low"] <= figure["high"]
        assert figure["text"] in _text(document)
    for when in [statement["when"]] if "when" in statement else []:
        assert not _inside(statement, when)
        _is_a_time(document, when)
    for when in statement.get("dates", []):
        assert _inside(statement, when)
        _is_a_time(document, when)


def _inside(statement: dict[str, Any], when: dict[str, Any]) -> bool:
    return any(when["text"] in piece["text"] for piece in statement["content"])


def _is_a_time(document: dict[str, Any], when: dict[str, Any]) -> None:
    assert when["text"] in _text(document)
    ends = [date.fromisoformat(end) for end in (when["start"], when["end"]) if end]
    assert ends == sorted(ends) != []


def test_the_four_documents_that_carry_the_case_have_a_known_reading() -> None:
    originals = {document["original"] for document in READ}
    assert originals >= {
        "2026-03-14-orvan.html",
        "2026-03-18-orvan-denial.txt",
        "2026-04-02-rovna-communique.pdf",
        "2026-04-13-sarn-courier.txt",
    }
    assert {document["published"] for document in READ} == {name[:10] for name in originals}


def test_the_known_readings_show_every_kind_of_act_that_the_case_is_about() -> None:
    acts = {act for document in READ for statement in document["statements"] for act in statement["acts"]}
    assert acts >= {
        "denies", "disputes", "retracts", "corrects", "admits", "appeals", "requests",
        "advises", "promises", "calls for harm", "declines", "reports", "alleges", "asserts",
    }  # fmt: skip


def test_the_denial_is_the_spokespersons_and_nobody_elses() -> None:
    """Nobody who speaks through a spokesperson is given the spokesperson's words."""
    [denial] = [document for document in READ if document["original"] == "2026-03-18-orvan-denial.txt"]
    first = denial["statements"][0]
    assert (first["speaker"], first["speaker_named"]) == ("spokesperson for the Interior Ministry", False)
    speakers = {statement["speaker"] for document in READ for statement in document["statements"]}
    assert "Radomir Velk" not in speakers


def test_every_row_of_every_list_has_its_people_in_the_truth() -> None:
    assert [entry["row"] for entry in LISTS[ROVNA]] == list(range(2, 28))
    assert [entry["row"] for entry in LISTS[FAMILIES]] == list(range(4, 35))
    assert [entry["row"] for entry in LISTS[COURIER]] == list(range(2, 21))
    assert len(_rows(ROVNA, ",")) == 27
    assert len(_rows(COURIER, ";")) == 20
    sheet = openpyxl.load_workbook(io.BytesIO(_content(FAMILIES))).active
    assert sheet.max_row == 34


def test_the_lists_overlap_as_the_readme_says() -> None:
    """48 people in all; who is in the row for four counts only where the README says so."""
    rovna, families, courier = (_people(name, alone=True) for name in (ROVNA, FAMILIES, COURIER))
    assert [len(people) for people in (rovna, families, courier)] == [26, 30, 18]
    shared = [len(one & other) for one, other in combinations((rovna, families, courier), 2)]
    assert (shared, len(rovna & families & courier)) == ([13, 9, 9], 5)
    everybody = _people(COURIER, alone=False)
    assert len(rovna | families | everybody) == 48
    assert [len(everybody & other) for other in (rovna, families, rovna & families)] == [11, 13, 7]


def test_one_man_stands_twice_in_the_families_list_and_namesakes_are_two() -> None:
    twice = [entry["row"] for entry in LISTS[FAMILIES] if entry["persons"] == ["P14"]]
    assert len(twice) == 2
    savels = [row for row in _rows(ROVNA, ",") if row[1:3] == ["Ortan", "Savel"]]
    assert [row[3] for row in savels] == ["1952", "2007"]


def test_every_row_of_the_workbook_bears_the_number_its_keeper_gave() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_content(FAMILIES))).active
    numbers = [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert numbers == list(range(1, 32))


def _content(name: str) -> bytes:
    return (samples.folder() / name).read_bytes()


def _rows(name: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_content(name).decode("utf-8-sig")), delimiter=delimiter))


def _people(name: str, *, alone: bool) -> set[str]:
    rows = [entry["persons"] for entry in LISTS[name]]
    return {person for row in rows if len(row) == 1 or not alone for person in row}
