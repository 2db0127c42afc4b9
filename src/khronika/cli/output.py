"""What the command line prints: plain tables for people, JSON for programs, faults in one line.

Nothing from a source reaches the terminal as it is: control and direction characters are shown by number, so
that a file name cannot move the cursor or turn a line around.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from khronika.errors import KhronikaError
from khronika.publishing.visible import one_line
from khronika.records.exchange import statement_json
from khronika.records.problems import Problem
from khronika.records.statement import Statement

_SHORT = 72


def say(text: str = "") -> None:
    """Print a line of our own words."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """Tell the person something beside the result."""
    sys.stderr.write(f"khronika: note: {text}\n")


def complain(fault: KhronikaError) -> None:
    """Print a fault and, apart from it, its hint."""
    sys.stderr.write(f"khronika: error: {one_line(fault.fault)}\n")
    if fault.hint:
        sys.stderr.write(f"hint: {one_line(fault.hint)}\n")


def list_problems(problems: Iterable[Problem]) -> None:
    """Print problems, one a line."""
    for problem in problems:
        hint = f" ({one_line(problem.hint)})" if problem.hint else ""
        say(f"  {one_line(problem.where)}: {one_line(problem.what)}{hint}")


def print_json(value: Any) -> None:
    """Print a value as JSON: statements in the one schema, everything else by its fields."""
    plain = msgspec.to_builtins(value, enc_hook=_plain, builtin_types=())
    say(json.dumps(_in_schema(value, plain), ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    return str(value)


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


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their heads, each column as wide as it must be, long cells shortened."""
    cells = [[shortened(cell) for cell in row] for row in rows]
    if not cells:
        say("nothing")
        return
    widths = [max(len(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
    for row in [[word.upper() for word in head], *cells]:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def shortened(text: str, most: int = _SHORT) -> str:
    """Return ``text`` visible, on one line and not too long."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"
