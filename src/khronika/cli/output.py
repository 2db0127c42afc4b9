"""What the command line prints: short entries for people, JSON for programs, faults in one line.

Nothing from a source reaches the terminal as it is: control and direction characters are shown by number, so
that a file name cannot move the cursor or turn a line around. In JSON they are escapes, which programs read
back as they were.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from khronika.errors import KhronikaError
from khronika.publishing.visible import one_line, visible
from khronika.records.exchange import statement_json
from khronika.records.problems import Problem
from khronika.records.statement import Statement

_NARROWEST = 40
_UNSEEN = re.compile(
    "[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def say(text: str = "") -> None:
    """Print a line of our own words."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Tell the person something beside the result, on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"khronika: note: {one_line(text)}\n")


def complain(fault: KhronikaError) -> None:
    """Print a fault and, apart from it, its hint."""
    sys.stderr.write(f"khronika: error: {one_line(fault.fault)}\n")
    if fault.hint:
        sys.stderr.write(f"hint: {one_line(fault.hint)}\n")


def list_problems(problems: Iterable[Problem]) -> None:
    """Print problems, one a line."""
    for problem in problems:
        say(f"  {problem_line(problem)}")


def of_source(problem: Problem, name: str) -> Problem:
    """Return a problem inside a source with the source's name in its place."""
    inside = "" if problem.where in {"file", name} else f", {problem.where}"
    return Problem(f"{name}{inside}", problem.what, problem.hint)


def problem_line(problem: Problem) -> str:
    """Return a problem as one line: where, what, and what to try."""
    hint = f" ({one_line(problem.hint)})" if problem.hint else ""
    return f"{one_line(problem.where)}: {one_line(problem.what)}{hint}"


def say_text(text: str) -> None:
    """Print a text of a source as it stands, with what cannot be seen shown by number."""
    say(visible(text.replace("\r\n", "\n")).replace("\r", "[U+000D]"))


def say_entry(head: str, *lines: str) -> None:
    """Print one entry of a list: a line with its id, then indented lines of source words, each cut to fit."""
    say(head.rstrip())
    for line in lines:
        if line:
            say(f"  {fitted(line, 2)}")


def say_fields(head: str, rows: Iterable[tuple[str, str]]) -> None:
    """Print a record with its fields, those that are empty left out."""
    say(head)
    for name, value in rows:
        if value:
            say(f"  {name:9} {one_line(value)}")


def say_nothing_of(what: str) -> None:
    """Say that a list is empty."""
    say(f"no {what}")


def print_json(value: Any) -> None:
    """Print a value as JSON: statements in the one schema, everything else by its fields."""
    plain = msgspec.to_builtins(value, enc_hook=str, builtin_types=())
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    say(escaped(json.dumps(_in_schema(value, plain), ensure_ascii=ascii_only, indent=2, allow_nan=False)))


def escaped(written: str) -> str:
    """Return JSON text with what a terminal obeys or hides as escapes; its value is the same."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _in_schema(value: Any, plain: Any) -> Any:
    """Put statements into the one schema where they stand inside other values."""
    if isinstance(value, Statement):
        return statement_json(value)
    if isinstance(value, (list, tuple)):
        return [_in_schema(one, its) for one, its in zip(value, plain, strict=True)]
    if isinstance(value, dict):
        return {name: _in_schema(one, plain[name]) for name, one in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _in_schema(getattr(value, name), plain[name]) for name in value.__dataclass_fields__}
    return plain


def say_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their heads, in columns aligned by the width they have on a terminal."""
    cells = [[word.upper() for word in head], *([one_line(cell) for cell in row] for row in rows)]
    widths = [max(width_of(row[place]) for row in cells) for place in range(len(head))]
    for row in cells:
        say(
            "  ".join(cell + " " * (w - width_of(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
        )


def fitted(text: str, indent: int = 0) -> str:
    """Return ``text`` visible, on one line, cut to the terminal; whole where the output is no terminal.

    ``COLUMNS`` counts as the terminal's width where it is set.
    """
    columns = shutil.get_terminal_size((0, 0)).columns
    line = one_line(text)
    return line if not columns else shortened(line, max(columns, _NARROWEST) - indent)


def shortened(line: str, most: int) -> str:
    """Return ``line`` cut to ``most`` columns."""
    if width_of(line) <= most:
        return line
    kept, left = [], most - 1
    for character in line:
        left -= width_of(character)
        if left < 0:
            break
        kept.append(character)
    return f"{''.join(kept).rstrip()}…"


def width_of(text: str) -> int:
    """Return how many columns ``text`` takes on a terminal (Unicode Annex 11: wide ones take two)."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
