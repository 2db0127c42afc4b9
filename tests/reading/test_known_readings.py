"""Whole articles: most of what a careful person reads is found, with its speaker, and little else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khronika.reading import FAST, reader_for
from khronika.records.item import About

HERE = Path(__file__).resolve().parent
FOUND = [
    *sorted((HERE / "cases").glob("*.expected.json")),
    *sorted((HERE.parents[2] / "shared" / "cases").glob("*.expected.json")),
]


def covered(span: list[int], content: tuple[tuple[int, int], ...]) -> int:
    return sum(max(0, min(span[1], e) - max(span[0], s)) for s, e in content)


def near(wanted: dict[str, Any], content: tuple[tuple[int, int], ...]) -> bool:
    size = sum(p["span"][1] - p["span"][0] for p in wanted["content"])
    mine = sum(e - s for s, e in content)
    shared = sum(covered(p["span"], content) for p in wanted["content"])
    return bool(shared * 2 >= size + mine - shared)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_nine_of_ten_expected_statements_are_found_with_their_speakers(path: Path) -> None:
    plan = json.loads(path.read_text(encoding="utf-8"))
    text = (path.parent / plan["item"]).read_text(encoding="utf-8")
    about = About(publisher=plan["publisher"], published=plan["published"])
    statements = [s for s in reader_for("en", FAST).read(text, about) if not s.own and s.within is None]
    found = [(wanted, s) for wanted in plan["statements"] for s in statements if near(wanted, s.content)]
    assert len({wanted["id"] for wanted, _ in found}) >= 0.85 * len(plan["statements"])
    right = [w for w, s in found if (s.speaker or "").casefold().endswith(w["speaker"].casefold()[-8:])]
    assert len(right) >= 0.85 * len(found)
    assert len(statements) <= 1.2 * len(plan["statements"])
