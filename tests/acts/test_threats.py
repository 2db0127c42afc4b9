"""The page of threats promises nothing without a test that fails when the promise is broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "THREATS.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def promises() -> list[tuple[str, str]]:
    """Return the rows of the tables of promises: what is promised, and the cell with its tests."""
    part = PAGE.read_text(encoding="utf-8").split("## What is promised")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in part.splitlines() if row.startswith("| ")]
    return [(row[0], row[-1]) for row in rows if row[0] not in {"promise", "---"}]


def test_there_are_promises_in_every_part() -> None:
    assert len(promises()) > 25


@pytest.mark.parametrize(("promise", "tests"), promises())
def test_every_promise_names_a_test_that_exists(promise: str, tests: str) -> None:
    named = NAMED.findall(tests)
    assert named, f"no test for: {promise}"
    for path, name in named:
        assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_every_test_that_the_page_names_exists() -> None:
    for path, name in NAMED.findall(PAGE.read_text(encoding="utf-8")):
        assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_what_is_not_protected_is_said() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for word in ("master key", "Coercion", "Memory", "Backups", "whole folder", "hidden volume", "Traffic"):
        assert word in page.split("## What is not protected")[1]
