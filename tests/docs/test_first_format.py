"""What the first format must carry is there: decision 13 names for each property a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "decisions" / "0013-what-the-first-format-carries.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def properties() -> list[tuple[str, str]]:
    """Return each property with the cell that names its tests."""
    rows = [row.strip("| ").split(" | ") for row in PAGE.read_text(encoding="utf-8").splitlines()]
    return [(row[0], row[2]) for row in rows if len(row) == 3 and row[0][:1].isdigit()]


def test_all_eight_groups_are_there() -> None:
    assert {name[0] for name, _ in properties()} == set("12345678")


@pytest.mark.parametrize(("name", "tests"), properties())
def test_every_property_names_a_test_that_exists(name: str, tests: str) -> None:
    named = NAMED.findall(tests)
    assert named, f"no test for: {name}"
    for path, test in named:
        assert f"\ndef {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test}"
