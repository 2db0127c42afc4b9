"""The description of the API in OpenAPI 3.1, made from the table of offered acts and their signatures."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from khronika import __version__
from khronika.api.faults import Answered
from khronika.api.schema import Schema, Schemas
from khronika.api.signatures import answer_of, arguments_of
from khronika.api.table import OFFERED, Act
from khronika.api.values import encoded
from khronika.records.item import Acquisition

HOME = "/api/v1"
SIGN_IN, SIGN_OUT, UPLOADS, DESCRIPTION = "/sign-in", "/sign-out", "/uploads", "/openapi.json"
_SIGNED_IN = [{"session": list[str]()}]


@cache
def description() -> dict[str, Any]:
    """Return the whole description as JSON values."""
    schemas = Schemas()
    paths = {f"/{name}": {"post": _operation(schemas, name, act)} for name, act in OFFERED.items()}
    paths |= _doors(schemas)
    schemas.of(Answered)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Khronika",
            "version": __version__,
            "description": "What a member may do at a running desk, each act by its name.",
        },
        "servers": [{"url": HOME}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
        "security": _SIGNED_IN,
    }


def taken_by(schemas: Schemas, act: Act) -> Schema:
    """Return the schema of the arguments of an act."""
    properties = {}
    for name, one in arguments_of(act).items():
        default = {} if one.needed else {"default": encoded(one.default)}
        properties[name] = {**schemas.of(one.kind), **default}
    needed = sorted(name for name, one in arguments_of(act).items() if one.needed)
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def first_line(act: Act) -> str:
    """Return what an act does, in one line."""
    return inspect.cleandoc(act.__doc__ or "").partition("\n")[0]


def _operation(schemas: Schemas, name: str, act: Act) -> dict[str, Any]:
    taken = taken_by(schemas, act)
    return {
        "operationId": name,
        "summary": first_line(act),
        "description": inspect.cleandoc(act.__doc__ or ""),
        "requestBody": _holding(taken) | {"required": bool(taken["required"])},
        "responses": _responses(schemas, schemas.of(answer_of(act))),
    }


def _doors(schemas: Schemas) -> dict[str, Any]:
    word = {"type": "string"}
    by_name = {
        "type": "object",
        "properties": {"name": word, "passphrase": word, "code": word | {"default": ""}},
        "required": ["name", "passphrase"],
        "additionalProperties": False,
    }
    signed_in = {
        "type": "object",
        "properties": {"token": word, "member": word},
        "required": ["token", "member"],
    }
    return {
        SIGN_IN: {
            "post": {
                "operationId": "sign-in",
                "summary": "Begin a session by name, passphrase and, where the member has one, a code.",
                "security": [],
                "requestBody": _holding(by_name) | {"required": True},
                "responses": _responses(schemas, signed_in),
            }
        },
        SIGN_OUT: {
            "post": {
                "operationId": "sign-out",
                "summary": "End the session.",
                "responses": _responses(schemas, {"type": "null"}),
            }
        },
        UPLOADS: {"put": _uploading(schemas)},
        DESCRIPTION: {
            "get": {
                "operationId": "openapi",
                "summary": "This description.",
                "responses": _responses(schemas, {"type": "object"}),
            }
        },
    }


def _uploading(schemas: Schemas) -> dict[str, Any]:
    named = (
        ("name", {"type": "string"}),
        ("size", {"type": "integer"}),
        ("acquisition", schemas.of(Acquisition)),
    )
    uploaded = {"type": "object", "properties": {"upload": {"type": "string"}}, "required": ["upload"]}
    return {
        "operationId": "uploads",
        "summary": "Bring a file in, as it is; jobs.submit_take_in then takes it in.",
        "parameters": [
            {"name": name, "in": "query", "required": name == "name", "schema": schema}
            for name, schema in named
        ],
        "requestBody": {"required": True, "content": {"application/octet-stream": {}}},
        "responses": _responses(schemas, uploaded),
    }


def _responses(schemas: Schemas, answer: Schema) -> dict[str, Any]:
    return {
        "200": {"description": "It was done.", **_holding(answer)},
        "default": {"description": "It was not done, and why.", **_holding(schemas.of(Answered))},
    }


def _holding(schema: Schema) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
