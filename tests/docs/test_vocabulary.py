"""What people see uses the words of docs/VOCABULARY.md, and its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from khronika.cli.main import app
from vocabulary import words_not_to_use

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")])
SEEN = [
    ROOT / "README.md",
    *sorted((ROOT / "src" / "khronika" / "publishing" / "templates").glob("*.html")),
]
_LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def helps() -> Iterator[str]:
    """Yield the help of every command, with that of its options."""
    below = [get_command(app)]
    while below:
        command = below.pop()
        below += getattr(command, "commands", {}).values()
        yield command.help or ""
        yield from (getattr(parameter, "help", None) or "" for parameter in command.params)


@pytest.mark.parametrize("page", SEEN, ids=lambda page: page.name)
def test_a_page_that_people_see_uses_the_words_of_the_vocabulary(page: Path) -> None:
    text = page.read_text(encoding="utf-8").lower()
    assert [word for word in words_not_to_use() if re.search(rf"\b{re.escape(word)}\b", text)] == []


def test_the_help_of_every_command_uses_the_words_of_the_vocabulary() -> None:
    text = "\n".join(helps()).lower()
    assert [word for word in words_not_to_use() if re.search(rf"\b{re.escape(word)}\b", text)] == []


def test_the_vocabulary_names_words_not_to_use() -> None:
    assert "prediction" in words_not_to_use()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_of_a_page_lead_to_a_file(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []
