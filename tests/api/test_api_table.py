"""What is offered, what stays inside, and what is said of both: the table, the description, the page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from api_cast import program_of
from schemas import check_schema, is_valid
from table_of_rights import ACTS

import khronika
from desk_cast import House
from khronika.api.app import api_app
from khronika.api.openapi import HOME, description
from khronika.api.signatures import answer_of, arguments_of
from khronika.api.table import KEPT_INSIDE, OFFERED

TREE = Path(khronika.__file__).parent.parent.parent
DOORS = {"/sign-in", "/sign-out", "/openapi.json", "/uploads"}


def _methods_and_paths() -> set[tuple[str, str]]:
    """Return the routes of the API as the router has them."""
    app = api_app(None)  # type: ignore[arg-type]  # nothing is asked of the desk
    routes: list[Any] = list(app.routes)
    return {(method, route.path) for route in routes for method in route.methods - {"HEAD"}}


def test_every_act_is_offered_or_kept_inside_with_a_reason() -> None:
    """A new act without a line in khronika.api.table fails here."""
    assert set(ACTS) == set(OFFERED) | set(KEPT_INSIDE)
    assert not set(OFFERED) & set(KEPT_INSIDE)
    assert all(KEPT_INSIDE.values())


@pytest.mark.parametrize("name", OFFERED)
def test_no_act_is_offered_that_takes_a_right_or_something_of_the_server(name: str) -> None:
    kinds = repr([one.kind for one in arguments_of(OFFERED[name]).values()] + [answer_of(OFFERED[name])])
    for word in ("Right", "Path", "Callable", "Extractor", "Source", "Cost", "Iterator", "MasterKey"):
        assert f"{word}'" not in kinds
        assert f".{word}[" not in kinds


def test_every_route_is_in_the_description_and_nothing_else() -> None:
    described = {
        (method.upper(), path) for path, methods in description()["paths"].items() for method in methods
    }
    assert described == _methods_and_paths()
    assert {path for _, path in described} == {f"/{name}" for name in OFFERED} | DOORS


def test_the_description_is_valid_openapi_and_its_schemas_are_schemas() -> None:
    whole = json.loads(json.dumps(description()))
    assert whole["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(whole["info"])
    components = whole["components"]["schemas"]
    for schema in components.values():
        check_schema(schema, components)
    ids = []
    for methods in whole["paths"].values():
        for operation in methods.values():
            ids.append(operation["operationId"])
            assert operation["summary"]
            assert set(operation["responses"]) == {"200", "default"}
            holding = [*operation["responses"].values(), operation.get("requestBody")]
            held = [one["content"].get("application/json") for one in holding if one]
            for schema in (one["schema"] for one in [*held, *operation.get("parameters", ())] if one):
                check_schema(schema, components)
    assert len(ids) == len(set(ids))


def test_the_description_is_given_to_who_is_signed_in_alone(house: House) -> None:
    program = program_of(house.desk, house.cast.lev)
    answer = program.ask("GET", "/openapi.json")
    assert answer.json["servers"] == [{"url": HOME}]
    program.token = ""
    assert program.ask("GET", "/openapi.json").status == 401


def test_the_page_is_what_the_table_says() -> None:
    done = subprocess.run(  # noqa: S603  (this interpreter, a script of the repository)
        [sys.executable, str(TREE / "tools" / "api_reference.py"), "--check"], check=False
    )
    assert done.returncode == 0, "python tools/api_reference.py writes docs/API.md anew"


def test_a_schema_tells_values_apart() -> None:
    """The comparison that the other tests rest on."""
    components = {"Pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}]}}
    pair = {"$ref": "#/components/schemas/Pair"}
    whole = {"type": "object", "properties": {"a": pair}, "required": ["a"], "additionalProperties": False}
    assert is_valid({"a": ["x", None]}, whole, components)
    wrong: list[Any] = [{}, {"a": ["x", 1]}, {"a": ["x", None], "b": 1}, [], {"a": None}]
    assert not any(is_valid(one, whole, components) for one in wrong)
    plain: list[tuple[Any, Any, bool]] = [
        (1, ["integer", "null"], True),
        (True, "integer", False),
        ("1", "integer", False),
    ]
    assert all(is_valid(one, {"type": kind}, {}) is expected for one, kind, expected in plain)
    assert not is_valid(1.5, {"type": "number", "maximum": 1}, {})
