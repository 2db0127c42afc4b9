"""Writes docs/API.md from the table of offered acts: ``python tools/api_reference.py [--check]``.

With ``--check`` nothing is written, and a page that is out of date ends with exit code 1.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from khronika.api.door import MOST_BYTES
from khronika.api.openapi import HOME, description, first_line
from khronika.api.schema import HOME as SCHEMAS
from khronika.api.schema import Schemas
from khronika.api.signatures import MOST_OF_A_LIST, answer_of, arguments_of
from khronika.api.table import KEPT_INSIDE, OFFERED, Act
from khronika.api.values import encoded

PAGE = Path(__file__).parent.parent / "docs" / "API.md"
INTRODUCTION = f"""# The API of a running desk

Made by `python tools/api_reference.py` from the acts themselves; do not edit.

A running desk answers programs below `{HOME}`. Each act has one address, takes one JSON object and answers
with what the act returns, as JSON. What somebody may do, see and find is decided by the act itself, by the
roles and compartments of the member who is signed in; what a member may not see is not there.
`GET {HOME}/openapi.json` describes all of it in OpenAPI 3.1; statements are in the one schema of
[SCHEMA](SCHEMA.md).

```
POST {HOME}/sign-in       {{"name": "…", "passphrase": "…", "code": "…"}}    answers {{"token", "member"}}
POST {HOME}/show.items    {{"page": {{"limit": 20}}}}                          Authorization: Bearer TOKEN
PUT  {HOME}/uploads?name=letter.pdf      the bytes                  answers {{"upload"}}
POST {HOME}/jobs.submit_take_in  {{"uploads": ["…"]}}
POST {HOME}/sign-out
```

A session ends after an hour without use, after twelve in all, when the member leaves or signs out everywhere,
and when the desk is locked. Cookies are not read: no page of another host can act for a member. A request is
JSON of at most {MOST_BYTES:,} bytes; a field that an act does not take is refused; a list has at most
{MOST_OF_A_LIST:,} entries a page. Over a network the desk is reached by TLS; without it, on its own machine.

## Faults

What was not done is answered as `{{"fault", "hint", "code"}}`: a line, what to try, and the exit code that
the command line has for it ([CLI](CLI.md)).

| status | when |
| --- | --- |
| 400 | what was sent cannot be taken, or is not what the act takes |
| 401 | nobody is signed in with this token, or the sign-in is not right |
| 403 | the member has no right to this |
| 404 | there is no such record for this member, or no such address |
| 405, 408, 413, 415 | another method; no end of the request; too large; not JSON |
| 409 | it cannot be done as things stand: nothing to hand out, a second person is needed |
| 410 | consent, a compartment or an erasure forbids it |
| 429 | too many attempts to sign in; the fault says how long to wait |
| 503 | the desk is busy, or something in its vault is not as it was sealed |
| 507 | the disk is full; what was recorded before is intact |
"""
_PLAIN = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
    "object": "an object",
}


def page() -> str:
    """Return the reference page in Markdown."""
    return "\n".join([INTRODUCTION, *_acts(), *_records(), *_inside()]).rstrip() + "\n"


def _acts() -> Iterator[str]:
    yield "## Acts and queries\n"
    for name, act in OFFERED.items():
        yield f"### `{name}`\n"
        yield f"{_said(act)}\n"
        rows = list(_arguments(act))
        if rows:
            yield "| takes | |\n| --- | --- |"
            yield from rows
            yield ""
        yield f"Answers {_written(answer_of(act))}.\n"


def _said(act: Act) -> str:
    """Return what an act does, without the faults, which all have one form."""
    words = inspect.cleandoc(act.__doc__ or "").partition("\nRaises:")[0].partition("\nReturns:")[0].strip()
    return _plain(words) or first_line(act)


def _plain(words: str) -> str:
    """Return the words of a docstring as Markdown."""
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", words.replace("``", "`"))


def _arguments(act: Act) -> Iterator[str]:
    for name, one in arguments_of(act).items():
        usual = "" if one.needed else f"; without it {_json(encoded(one.default))}"
        yield f"| `{name}` | {_written(one.kind)}{usual} |"


def _json(value: Any) -> str:
    """Return the value of an argument that is left out, in words."""
    if isinstance(value, list | dict):
        return "none" if not value else "the usual one"
    return {None: "`null`", "": "an empty text"}.get(value, f"`{value}`")


def _written(kind: Any) -> str:
    """Return a type in words."""
    return _in_words(Schemas().of(kind))


def _in_words(schema: dict[str, Any]) -> str:
    several = schema.get("anyOf") or [{"type": one} for one in _several(schema)]
    if several:
        return " or ".join(_in_words(one) for one in several)
    if "$ref" in schema:
        return f"`{schema['$ref'].removeprefix(SCHEMAS)}`"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{one}`" for one in schema["enum"])
    if "prefixItems" in schema:
        return "a list of " + ", ".join(_in_words(one) for one in schema["prefixItems"])
    if schema.get("type") == "array":
        return f"a list, each {_in_words(schema['items'])}"
    return _PLAIN.get(schema.get("type", ""), "a JSON value")


def _several(schema: dict[str, Any]) -> list[str]:
    return schema["type"] if isinstance(schema.get("type"), list) else []


def _records() -> Iterator[str]:
    yield "## Records\n"
    for name, schema in sorted(description()["components"]["schemas"].items()):
        yield f"### `{name}`\n"
        yield f"{_plain(schema.get('description', ''))}\n"
        yield "| field | |\n| --- | --- |"
        yield from (f"| `{one}` | {_in_words(its)} |" for one, its in schema["properties"].items())
        yield ""


def _inside() -> Iterator[str]:
    yield "## What is not offered\n"
    yield "| act | because |\n| --- | --- |"
    yield from (f"| `{name}` | {because} |" for name, because in sorted(KEPT_INSIDE.items()))


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made else 1)
    PAGE.write_text(made, encoding="utf-8")
