"""Finds the sentences that the desk says from within: faults, hints, problems, reasons.

They are found in the syntax tree, not marked: English stands where it is raised. A value that is put into one
is a gap, numbered in its order: ``{1} is no day``. What only a command line can say is left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.following import BETWEEN, GAP, Follower
from tools.source import Module, called, last_name

SOURCE = Path(__file__).parent.parent / "src"
PACKAGES = ("acts", "web", "ledger", "vault", "intake", "reading", "publishing", "records")
ONLY_OF_A_COMMAND = frozenset({"khronika.reading.__main__", "khronika.reading.streams"})

CARRIERS: Mapping[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Problem": ((1, 2), ("what", "hint")),
    "Stopped": ((0,), ()),
    "_Unusable": ((0,), ()),
    "_Refused": ((0,), ()),
    "_UnreadableError": ((0, 1), ()),
    "Painted": ((3,), ("problem",)),
    "_nothing": ((0,), ()),
    "_pixels": ((2,), ()),
    "refusal": ((1,), ()),
    "Detected": ((2, 3), ("called", "hint")),
}
"""What holds sentences beside the faults: in which places, and under which names."""

_OF_A_FAULT = (0, 1), ("fault", "hint")
_OF_A_VALUE = (0,), ()
_OF_A_READING: Mapping[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Deed": ((2,), ("reason",)),
    "Done": ((2,), ("reason",)),
    "Subject": ((3,), ("place",)),
    "_replace": ((), ("place",)),
    "Votes": ((2,), ("reason",)),
}
_TABLES = {
    "khronika.intake.packed": frozenset({"_CALLED"}),
    "khronika.intake.pdf_check": frozenset({"_ACTIONS"}),
}
_SAYING = frozenset({"size_in_words"})
_REASONS = frozenset({"reason", "reasons"})
_NO_REASONS = frozenset({"claims", "places"})
"""Parts of the reader whose reasons no page shows."""

_WORDS_ALONE = "“{1}”"
"""A reason may be nothing but words of the text."""

_LETTERS = re.compile(r"[A-Za-z]{2}")
_LACKING = re.compile(r"^[;:,]|[:,] ?$|: [:,]|“”|, but :")
"""A sentence that lacks what it is about: it is never said so."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a message with numbered gaps, and where it is said."""

    message: str
    where: str


def sentences() -> Iterator[Sentence]:
    """Yield every sentence, as often as it is said."""
    follower = Follower(SOURCE, _SAYING)
    faults = follower.classes_under("KhronikaError")
    spoken = tuple(f"khronika.{package}." for package in PACKAGES)
    for module in follower.modules.values():
        if not module.name.startswith(spoken) or module.name in ONLY_OF_A_COMMAND:
            continue
        for node in ast.walk(module.tree):
            for said in _said_in(node, module, faults):
                for text in sorted(follower.texts(said, module)):
                    where = f"{module.path}:{said.lineno}"
                    yield from (Sentence(message, where) for message in _messages(text, module.name))
    for text in sorted(follower.apart):
        yield from (Sentence(message, "in a gap") for message in _messages(text, ""))


def numbered(text: str) -> str:
    """Return a text as a message: its gaps numbered in order, several side by side being one."""
    pieces = re.split(f"{GAP}+", text.replace("{", "{{").replace("}", "}}"))
    return "".join(piece if at == 0 else f"{{{at}}}{piece}" for at, piece in enumerate(pieces))


def _messages(text: str, module: str) -> Iterator[str]:
    for piece in text.split(BETWEEN) if module.startswith("khronika.reading.") else [text]:
        message = numbered(piece)
        told = _LETTERS.search(re.sub(r"\{\d+\}", "", message)) or message == _WORDS_ALONE
        if told and not _LACKING.search(message):
            yield message


def _said_in(node: ast.AST, module: Module, faults: frozenset[str]) -> Iterator[ast.expr]:
    parts = set(module.name.split("."))
    if isinstance(node, ast.Call):
        yield from _carried(node, parts, faults)
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
        if _TABLES.get(module.name, frozenset()).intersection(map(last_name, node.targets)):
            yield from node.value.values
    elif isinstance(node, ast.FunctionDef) and node.name in _SAYING:
        yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)
    if "reading" in parts and not parts & _NO_REASONS:
        yield from _reasons_in(node)


def _carried(node: ast.Call, parts: set[str], faults: frozenset[str]) -> Iterator[ast.expr]:
    name = called(node)
    places, names = CARRIERS.get(name, ((), ()))
    if name in faults:
        places, names = _OF_A_FAULT
    elif name == "ValueError" and "records" in parts:
        places, names = _OF_A_VALUE
    elif name in _OF_A_READING and "languages" in parts:
        places, names = _OF_A_READING[name]
    yield from (node.args[at] for at in places if at < len(node.args))
    yield from (one.value for one in node.keywords if one.arg in names)


def _reasons_in(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what the reader notes down as a reason."""
    if isinstance(node, ast.Call):
        yield from (one.value for one in node.keywords if one.arg == "reason")
        held = node.func.value if isinstance(node.func, ast.Attribute) else None
        if last_name(held) in _REASONS and called(node) in {"append", "insert"}:
            yield node.args[-1]
    elif isinstance(node, (ast.Assign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if _REASONS.intersection(map(last_name, targets)):
            yield from node.value.elts if isinstance(node.value, ast.List) else [node.value]
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield from (one for one in node.value.elts if isinstance(one, (ast.JoinedStr, ast.Constant)))
