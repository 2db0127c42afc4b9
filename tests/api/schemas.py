"""JSON Schema (2020-12) as far as the API uses it, to compare what is described with what is answered.

A word of a schema that this module does not know is a fault: nothing is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
_ONLY_SAID = {"description", "default", "format", "contentEncoding"}
_KNOWN = _ONLY_SAID | {
    *("$ref", "type", "enum", "anyOf", "items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    *("properties", "required", "additionalProperties", "minimum", "maximum"),
}
_HOME = "#/components/schemas/"


def check_schema(schema: Schema, components: dict[str, Schema]) -> None:
    """Make sure that a schema is one: its words are known, have the right form, and lead somewhere."""
    assert set(schema) <= _KNOWN, schema
    if "$ref" in schema:
        assert schema["$ref"].removeprefix(_HOME) in components
    types = schema.get("type", [])
    assert set([types] if isinstance(types, str) else types) <= set(_TYPES)
    assert all(isinstance(schema.get(word, 0), int) for word in ("minItems", "maxItems"))
    assert set(schema.get("required", [])) <= set(schema.get("properties", {})) or "properties" not in schema
    for below in _below(schema):
        check_schema(below, components)


def _below(schema: Schema) -> Iterator[Schema]:
    yield from schema.get("anyOf", ())
    yield from schema.get("prefixItems", ())
    yield from schema.get("properties", {}).values()
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield schema[word]


def is_valid(value: Any, schema: Schema, components: dict[str, Schema]) -> bool:
    """Tell whether a value is what a schema describes."""
    if "$ref" in schema:
        return is_valid(value, components[schema["$ref"].removeprefix(_HOME)], components)
    if "anyOf" in schema:
        return any(is_valid(value, one, components) for one in schema["anyOf"])
    if value not in schema.get("enum", [value]) or not _is_of(value, schema.get("type", list(_TYPES))):
        return False
    if isinstance(value, dict):
        return _is_object(value, schema, components)
    if isinstance(value, list):
        return _is_array(value, schema, components)
    return not isinstance(value, float) or schema.get("minimum", value) <= value <= schema.get(
        "maximum", value
    )


def _is_of(value: Any, types: str | list[str]) -> bool:
    named = [types] if isinstance(types, str) else types
    if isinstance(value, bool):
        return "boolean" in named
    return isinstance(value, tuple(kind for name in named for kind in _TYPES[name]))


def _is_object(value: dict[str, Any], schema: Schema, components: dict[str, Schema]) -> bool:
    properties, further = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", ())) <= set(value):
        return False
    for name, its in value.items():
        below = properties.get(name, further)
        if below is False or (below is not True and not is_valid(its, below, components)):
            return False
    return True


def _is_array(value: list[Any], schema: Schema, components: dict[str, Schema]) -> bool:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return False
    kinds = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
    return all(is_valid(one, kind, components) for one, kind in zip(value, kinds, strict=True))
