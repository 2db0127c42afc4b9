"""The source as modules: what their names stand for, what a function takes, what local names are set to."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

Function = ast.FunctionDef


@dataclass(slots=True)
class Module:
    """A module: its tree, what its names stand for, its methods, and what is around each node."""

    name: str
    path: Path
    tree: ast.Module
    names: dict[str, ast.AST] = field(default_factory=dict)
    methods: dict[str, Function] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)


def last_name(node: ast.AST | None) -> str:
    """Return the last part of a dotted name, also of one that is looked into; empty where there is none."""
    if isinstance(node, ast.Subscript):
        node = node.value
    return str(getattr(node, "attr", getattr(node, "id", "")))


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return last_name(node.func)


def parameters_of(function: Function) -> list[str]:
    """Return the names of what a function takes, in order."""
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def defaults_of(function: Function) -> dict[str, ast.expr]:
    """Return what a function takes where a call does not say, by name."""
    arguments = function.args
    places = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    last = places[len(places) - len(arguments.defaults) :]
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return dict(zip(last, arguments.defaults, strict=True)) | {
        one.arg: value for one, value in named if value is not None
    }


def given_to(name: str, function: Function, known: Mapping[str, ast.AST]) -> Iterator[ast.expr]:
    """Yield what a local name is set to, also piece by piece in a loop over what is written out."""
    yield from _set_in(function).get(name, ())
    for target, over in _loops_in(function):
        held: Iterable[ast.AST] = [over]
        if isinstance(over, ast.Name):
            held = _set_in(function).get(over.id) or [known.get(over.id, over)]
        for one in held:
            for piece in one.elts if isinstance(one, (ast.Tuple, ast.List)) else ():
                yield from (value for set_, value in _matched(target, piece) if set_ == name)


@cache
def _set_in(function: Function) -> Mapping[str, Sequence[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                pairs = [pair for target in targets for pair in _matched(target, value)]
            case ast.AnnAssign(target=target) | ast.NamedExpr(target=target) if node.value is not None:
                pairs = [*_matched(target, node.value)]
            case _:
                continue
        for name, given in pairs:
            found.setdefault(name, []).append(given)
    return found


@cache
def _loops_in(function: Function) -> Sequence[tuple[ast.expr, ast.expr]]:
    nodes = ast.walk(function)
    return [(one.target, one.iter) for one in nodes if isinstance(one, (ast.For, ast.comprehension))]


def _matched(target: ast.AST, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=False):
            yield from _matched(one, given)


def modules_in(source: Path) -> Iterator[Module]:
    """Yield every module of khronika under ``source``."""
    for path in sorted((source / "khronika").rglob("*.py")):
        name = ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")
        module = Module(name, path.relative_to(source), ast.parse(path.read_text("utf-8")))
        for one in module.tree.body:
            match one:
                case ast.Assign(targets=targets, value=value):
                    module.names |= {target.id: value for target in targets if isinstance(target, ast.Name)}
                case ast.AnnAssign(target=ast.Name(id=known), value=ast.expr() as value):
                    module.names[known] = value
                case ast.FunctionDef():
                    module.names[one.name] = one
                case ast.ImportFrom(module=str(origin)):
                    module.imports |= {each.asname or each.name: (origin, each.name) for each in one.names}
        for node in ast.walk(module.tree):
            if isinstance(node, Function):
                module.methods.setdefault(node.name, node)
            module.parents |= dict.fromkeys(ast.iter_child_nodes(node), node)
        yield module
