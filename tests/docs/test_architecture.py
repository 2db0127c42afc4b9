"""The page that draws the house names the folders, arrows and modules that there are."""

from __future__ import annotations

import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
FOLDERS = {one.parent.name for one in (ROOT / "src" / "khronika").glob("*/__init__.py")}


def test_every_folder_is_in_the_table_and_no_other() -> None:
    table = PAGE.partition("## Folders")[2].partition("## Arrows")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == FOLDERS


def test_the_arrows_are_those_that_the_test_run_holds() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [one["layers"] for one in contracts if one["type"] == "layers"]
    drawn = PAGE.partition("```\n")[2].partition("\n```")[0]
    wanted = [one.replace("khronika.", "").split(" | ") for one in layers]
    assert [one.strip().split(" · ") for one in drawn.split("──▸")] == wanted


def test_every_module_that_is_named_is_there() -> None:
    named = {one for one in re.findall(r"`([a-z_]+\.[a-z_.]+)`", PAGE) if one.split(".")[0] in FOLDERS}
    assert len(named) > 20
    assert sorted(one for one in named if not there(one)) == []


def there(name: str) -> bool:
    """Tell whether this is a module of the program, or something that stands in one."""
    module, _, last = name.rpartition(".")
    if "." in module and find_spec(f"khronika.{module}") is not None:
        path = ROOT / "src" / "khronika" / f"{module.replace('.', '/')}.py"
        if path.is_file() and re.search(
            rf"^(?:def|class) {last}\b", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            return True
    return find_spec(f"khronika.{name}") is not None


def test_every_file_and_tool_that_is_named_is_there() -> None:
    files = re.findall(r"`((?:tests|web)/[\w/*.]+)`", PAGE)
    assert len(files) > 2
    for one in files:
        place = ROOT if one.startswith("tests/") else ROOT / "src" / "khronika"
        assert list(place.glob(one)), one
    for tool in re.findall(r"`python -m tools\.(\w+)`", PAGE):
        assert (ROOT / "tools" / f"{tool}.py").is_file(), tool
