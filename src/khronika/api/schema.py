"""Types as JSON Schema (2020-12), as :mod:`khronika.api.values` writes and reads them.

msgspec's own generator has no unions of records and does not know the one schema of a statement; this one
says exactly what the other module does, which tests hold it to.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from khronika.api.values import Parts, hints_of, is_record, needed_by, parts_of
from khronika.records.figures import Figure
from khronika.records.statement import Act, Denial, Statement

Schema = dict[str, Any]
HOME = "#/components/schemas/"

_WORDS: Schema = {"type": "string"}
_PERHAPS: Schema = {"type": ["string", "null"]}
_SPANS: Schema = {
    "type": "array",
    "items": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
}
_PLAIN: dict[Any, Schema] = {
    str: _WORDS,
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": "string", "description": "a number, as a string so that no digit is lost"},
    Any: {},
}


class Schemas:
    """Schemas of types; those of records are gathered by name in ``components``."""

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._named: dict[str, Any] = {}

    def of(self, kind: Any) -> Schema:
        """Return the schema of a type.

        Raises:
            TypeError: the type is none that the API can write.
        """
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"type": "string", "enum": [str(one.value) for one in kind]}
        if get_origin(kind) is Literal:
            return {"enum": list(get_args(kind))}
        if kind in _PLAIN:
            return _PLAIN[kind]
        if is_record(kind):
            return self._record(kind)
        parts = parts_of(kind)
        if parts is None:
            raise TypeError(f"the API has no way to write {kind!r}")
        return _SHAPES[parts.shape](self, parts)

    def _record(self, kind: type) -> Schema:
        name = kind.__name__
        if self._named.setdefault(name, kind) is not kind:
            name = f"{kind.__module__.rpartition('.')[2]}.{name}"
        if name not in self.components:
            self.components[name] = {}
            self.components[name] = _statement(self) if kind is Statement else self._fields(kind)
        return {"$ref": HOME + name}

    def _fields(self, kind: type) -> Schema:
        return {
            "type": "object",
            "description": inspect.cleandoc(kind.__doc__ or ""),
            "properties": {name: self.of(its) for name, its in hints_of(kind).items()},
            "required": sorted(needed_by(kind)),
            "additionalProperties": False,
        }


def _union(schemas: Schemas, parts: Parts) -> Schema:
    return {"anyOf": [schemas.of(kind) for kind in parts.kinds]}


def _map(schemas: Schemas, parts: Parts) -> Schema:
    return {"type": "object", "additionalProperties": schemas.of(parts.kinds[1])}


def _set(schemas: Schemas, parts: Parts) -> Schema:
    return {"type": "array", "items": schemas.of(parts.kinds[0]), "uniqueItems": True}


def _list(schemas: Schemas, parts: Parts) -> Schema:
    return {"type": "array", "items": schemas.of(parts.kinds[1])}


def _row(schemas: Schemas, parts: Parts) -> Schema:
    held = [schemas.of(kind) for kind in parts.kinds]
    return {"type": "array", "prefixItems": held, "minItems": len(held), "maxItems": len(held)}


_SHAPES: dict[str, Callable[[Schemas, Parts], Schema]] = {
    "union": _union,
    "map": _map,
    "set": _set,
    "list": _list,
    "row": _row,
}


def _statement(schemas: Schemas) -> Schema:
    """Return the one schema of a read statement (docs/SCHEMA.md)."""
    hints = hints_of(Statement)
    several: Schema = {"type": "array", "items": _WORDS}
    when: Schema = {"anyOf": [_when(), {"type": "null"}]}
    known: dict[str, Schema] = {
        **_each(_WORDS, "id", "reason"),
        **_each(_PERHAPS, "speaker", "addressee", "forum", "within", "disputes"),
        **_each(_SPANS, "source", "cue", "content"),
        **_each(several, "relays", "hedges"),
        **_each({"type": "boolean"}, "named", "own"),
        "acts": {"type": "array", "items": schemas.of(Act)},
        "denies": {"type": "array", "items": schemas.of(Denial)},
        "figures": {"type": "array", "items": _figure()},
        "when": when,
        "dates": {"type": "array", "items": _when()},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "marks": {"type": "object"},
        "places": schemas.of(hints["places"]),
        "claims": schemas.of(hints["claims"]),
    }
    return {
        "type": "object",
        "description": "A read statement in the one schema (docs/SCHEMA.md).",
        "properties": known,
        "required": ["acts", "content", "id", "named", "speaker"],
    }


def _each(schema: Schema, *names: str) -> dict[str, Schema]:
    return {name: dict(schema) for name in names}


def _figure() -> Schema:
    ends = _each({"type": ["number", "null"]}, "low", "high")
    others = {name: _WORDS for name in hints_of(Figure) if name not in {"low", "high", "spans"}}
    return {
        "type": "object",
        "properties": {**others, **ends, "spans": _SPANS},
        "required": ["high", "low", "text"],
    }


def _when() -> Schema:
    days = _each({"type": ["string", "null"], "format": "date"}, "start", "end", "on")
    return {
        "type": "object",
        "properties": {"text": _WORDS, **days, "spans": _SPANS},
        "required": ["text"],
    }
