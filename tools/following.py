"""Follows an expression of the source to the texts that it can be, without running anything.

A value that cannot be known is a :data:`GAP`. Names are followed to what they were given: constants, also of
other modules; what a function was called with; what it returns; both branches of a choice; each row of a
table that a loop goes over. What must stay true: the same source always gives the same texts.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.source import (
    Function,
    Module,
    called,
    defaults_of,
    given_to,
    last_name,
    modules_in,
    parameters_of,
)

GAP = "\0"
BETWEEN = "; "
"""What stands between several sentences on one line: each is a sentence of its own."""

Texts = frozenset[str]

_UNKNOWN: Texts = frozenset({GAP})
_NOTHING: Texts = frozenset()
_FEW, _MOST, _DEEPEST = 3, 40, 12
"""How many phrases a gap is spelt out for, how many texts an expression may be, how far it is followed."""

_PHRASE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where an expression stands: its module, the function around it, and what that was called with."""

    module: Module
    around: Function | None
    bound: Mapping[str, tuple[ast.expr, _Scope]] = field(default_factory=dict)


class Follower:
    """Knows the modules of a source, and what their expressions can be.

    ``saying`` are functions whose words are values with a form of their own: calls of them are gaps.
    ``apart`` gathers the phrases that gaps can hold, where they are too many to spell out.
    """

    def __init__(self, source: Path, saying: frozenset[str]) -> None:
        """Read every module under ``source``."""
        self.modules = {module.name: module for module in modules_in(source)}
        self.apart: set[str] = set()
        self._saying = saying
        self._given: dict[tuple[Function, str], Texts] = {}
        self._calls: dict[str, list[tuple[ast.Call, Module]]] = {}
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call):
                    self._calls.setdefault(called(node), []).append((node, module))

    def texts(self, node: ast.expr, module: Module) -> Texts:
        """Return all that an expression can be, each with its gaps; a gap alone where it cannot be known."""
        return self._texts(node, _scope_of(node, module), _DEEPEST)

    def classes_under(self, root: str) -> frozenset[str]:
        """Return the names of a class and of all that are made of it."""
        known = {root}
        while True:
            more = {
                node.name
                for module in self.modules.values()
                for node in module.tree.body
                if isinstance(node, ast.ClassDef) and known.intersection(map(last_name, node.bases))
            }
            if more <= known:
                return frozenset(known)
            known |= more

    def _texts(self, node: ast.AST, scope: _Scope, depth: int) -> Texts:
        found = _UNKNOWN
        if depth <= 0:
            return found
        match node:
            case ast.Constant(value=str(text)):
                found = frozenset({text})
            case ast.JoinedStr(values=values):
                found = _joined([self._part(one, scope, depth) for one in values])
            case ast.BinOp(op=ast.Add()):
                found = _joined([self._texts(one, scope, depth - 1) for one in (node.left, node.right)])
            case ast.IfExp():
                found = self._texts(node.body, scope, depth - 1) | self._texts(node.orelse, scope, depth - 1)
            case ast.BoolOp():
                found = self._either(node, scope, depth)
            case ast.Name(id=name):
                found = self._named(name, scope, depth - 1)
            case ast.Subscript():
                found = self._held_by(node.value, scope, depth - 1)
            case ast.Call():
                found = self._returned(node, scope, depth - 1)
        return found

    def _part(self, node: ast.expr, scope: _Scope, depth: int) -> Texts:
        if not isinstance(node, ast.FormattedValue):
            return self._texts(node, scope, depth)
        if node.conversion != -1 or node.format_spec is not None:
            return _UNKNOWN
        found = self._texts(node.value, scope, depth - 1)
        if GAP not in found:
            return found
        phrases = frozenset(filter(_PHRASE.search, found))
        if len(phrases) <= _FEW:
            return phrases | _UNKNOWN
        self.apart |= phrases
        return _UNKNOWN

    def _either(self, node: ast.BoolOp, scope: _Scope, depth: int) -> Texts:
        found = _NOTHING
        for one in node.values:
            texts = self._texts(one, scope, depth - 1)
            found |= texts
            if isinstance(node.op, ast.Or) and not texts & {"", GAP}:
                break
        return found - {""} if isinstance(node.op, ast.Or) else found

    def _named(self, name: str, scope: _Scope, depth: int) -> Texts:
        if name in scope.bound:
            value, around = scope.bound[name]
            return self._texts(value, around, depth)
        if scope.around is not None:
            given = list(given_to(name, scope.around, scope.module.names))
            if given:
                return _all(self._texts(one, scope, depth) for one in given)
            if name in parameters_of(scope.around):
                return self._passed(name, scope.around, scope.module)
        found, module = self._global(name, scope.module)
        return self._texts(found, _Scope(module, None), depth) if found is not None else _UNKNOWN

    def _global(self, name: str, module: Module) -> tuple[ast.AST | None, Module]:
        if name in module.names:
            return module.names[name], module
        where, known_as = module.imports.get(name, ("", ""))
        other = self.modules.get(where)
        return self._global(known_as, other) if other is not None and other is not module else (None, module)

    def _passed(self, name: str, function: Function, own: Module) -> Texts:
        """Return what a parameter is given wherever the function is called."""
        known = self._given.get((function, name))
        if known is None:
            self._given[function, name] = _UNKNOWN
            places, defaults = parameters_of(function), defaults_of(function)
            at = places.index(name) - (places[0] in {"self", "cls"})
            found = _NOTHING
            for call, module in self._calls_of(function, own):
                named = next((one.value for one in call.keywords if one.arg == name), None)
                value = named or (call.args[at] if at < len(call.args) else defaults.get(name))
                if value is not None:
                    found |= self.texts(value, module)
            known = self._given[function, name] = found or _UNKNOWN
        return known

    def _calls_of(self, function: Function, own: Module) -> Iterator[tuple[ast.Call, Module]]:
        """Yield the calls of a function: by its name wherever it is known, as a method anywhere.

        ``get`` is what every dictionary has: whose it is cannot be told.
        """
        method = isinstance(own.parents.get(function), ast.ClassDef)
        for call, module in self._calls.get(function.name, []) if function.name != "get" else ():
            if method != isinstance(call.func, ast.Attribute):
                continue
            if method:
                known = module is own or not function.name.startswith("_")
            else:
                known = self._global(function.name, module)[0] is function
            if known:
                yield call, module

    def _returned(self, node: ast.Call, scope: _Scope, depth: int) -> Texts:
        """Return what a function of ours returns when it is called so, and what a text becomes."""
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            others = (self._texts(one, scope, depth) for one in node.args[1:])
            return self._held_by(node.func.value, scope, depth) | _all(others)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "lower":
            return frozenset(text.lower() for text in self._texts(node.func.value, scope, depth))
        if isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            return self._pieces(node, scope, depth)
        function, module = self._function(node.func, scope)
        if not isinstance(function, Function):
            return _UNKNOWN
        inside = _Scope(module, function, _bound(node, function, scope, module))
        returned = [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value]
        return _all(self._texts(one, inside, depth) for one in returned) or _UNKNOWN

    def _function(self, func: ast.expr, scope: _Scope) -> tuple[ast.AST | None, Module]:
        if isinstance(func, ast.Name) and func.id not in self._saying:
            return self._global(func.id, scope.module)
        if isinstance(func, ast.Attribute) and last_name(func.value) == "self":
            return scope.module.methods.get(func.attr), scope.module
        return None, scope.module

    def _pieces(self, node: ast.Call, scope: _Scope, depth: int) -> Texts:
        """Return the sentences that are put in a row."""
        row = node.args[0] if node.args else None
        if isinstance(row, ast.Call) and called(row) == "filter":
            row = row.args[1]
        match node.func, row:
            case ast.Attribute(value=ast.Constant(value=between)), ast.Tuple() | ast.List():
                rows = row.elts if between == BETWEEN and isinstance(row, (ast.Tuple, ast.List)) else []
                return _all(self._texts(one, scope, depth) for one in rows) or _UNKNOWN
        return _UNKNOWN

    def _held_by(self, node: ast.AST, scope: _Scope, depth: int) -> Texts:
        """Return the texts that a dictionary or a list of ours holds."""
        held, module = (
            self._global(node.id, scope.module) if isinstance(node, ast.Name) else (node, scope.module)
        )
        values = held.values if isinstance(held, ast.Dict) else getattr(held, "elts", None)
        if not values or not all(isinstance(one, (ast.Constant, ast.JoinedStr)) for one in values):
            return _UNKNOWN
        return _all(self._texts(one, _Scope(module, None), depth) for one in values)


def _all(texts: Iterable[Texts]) -> Texts:
    return _NOTHING.union(*texts)


def _joined(parts: list[Texts]) -> Texts:
    count = 1
    for part in parts:
        count *= len(part)
    if count > _MOST:
        parts = [part if len(part) == 1 else _UNKNOWN for part in parts]
    return frozenset("".join(one) for one in itertools.product(*parts))


def _scope_of(node: ast.AST, module: Module) -> _Scope:
    around = node
    while around in module.parents and not isinstance(around, Function):
        around = module.parents[around]
    return _Scope(module, around if isinstance(around, Function) else None)


def _bound(
    node: ast.Call, function: Function, scope: _Scope, module: Module
) -> dict[str, tuple[ast.expr, _Scope]]:
    """Return what the parameters of a function are in one call of it."""
    places = parameters_of(function)[isinstance(node.func, ast.Attribute) :]
    bound = {name: (value, _Scope(module, None)) for name, value in defaults_of(function).items()}
    bound |= {name: (value, scope) for name, value in zip(places, node.args, strict=False)}
    return bound | {one.arg: (one.value, scope) for one in node.keywords if one.arg}
