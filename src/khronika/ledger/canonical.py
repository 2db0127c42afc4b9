"""Canonical JSON: RFC 8785, restricted to what the ledger allows.

Allowed are objects with ASCII keys, arrays, strings without lone surrogates, integers from
-(2**53 - 1) to 2**53 - 1, true, false and null, nested at most 100 deep. There are no floats, so
that no two writers can round differently; keys are ASCII, so that every order of keys agrees.

One value has one form: ``encode(decode(data)) == data`` for whatever ``decode`` accepts, and
``decode`` refuses everything else, repeated keys included.
"""

from __future__ import annotations

import json
from typing import Any

LARGEST = 2**53 - 1
DEEPEST = 100

_TO_TEXT = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False, allow_nan=False
)


def encode(value: Any) -> bytes:
    """Return the canonical bytes of ``value`` (RFC 8785 section 3.2; UTF-8 without a final newline).

    Tuples are written as arrays; a member of a ``StrEnum`` as its string.

    Raises:
        ValueError: ``value`` holds something that the ledger does not allow; the message names the place.
    """
    if not _allowed(value, DEEPEST):
        raise ValueError(_first_fault(value, "$", DEEPEST))
    try:
        return _TO_TEXT.encode(value).encode()
    except UnicodeEncodeError:
        raise ValueError(_first_fault(value, "$", DEEPEST)) from None


def decode(data: bytes) -> Any:
    """Return the value whose canonical form ``data`` is.

    Raises:
        ValueError: ``data`` is not UTF-8, not JSON, or not the canonical form of what it says.
    """
    try:
        value = json.loads(data.decode(), parse_float=_refuse, parse_constant=_refuse)
    except RecursionError:
        raise ValueError(f"nested more than {DEEPEST} deep") from None
    if encode(value) != data:
        raise ValueError("not in canonical form")
    return value


def _refuse(number: str) -> Any:
    raise ValueError(f"{number} is not an integer")


def _allowed(value: Any, depth: int) -> bool:
    if isinstance(value, str) or value is None or value is True or value is False:
        return True
    if isinstance(value, int):
        return -LARGEST <= value <= LARGEST
    if isinstance(value, dict):
        return depth > 0 and _pairs_allowed(value, depth - 1)
    return isinstance(value, list | tuple) and depth > 0 and _all_allowed(value, depth - 1)


def _pairs_allowed(pairs: dict[Any, Any], depth: int) -> bool:
    for key, value in pairs.items():
        if not (isinstance(key, str) and key.isascii() and _allowed(value, depth)):
            return False
    return True


def _all_allowed(values: list[Any] | tuple[Any, ...], depth: int) -> bool:
    for value in values:  # noqa: SIM110  all() over a generator takes half as long again
        if not _allowed(value, depth):
            return False
    return True


def _first_fault(value: Any, place: str, depth: int) -> str:
    if isinstance(value, dict | list | tuple):
        return _first_fault_inside(value, place, depth - 1) if depth else f"nested more than {DEEPEST} deep"
    if isinstance(value, str):
        return "" if _is_text(value) else f"{place}: a lone surrogate"
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return "" if -LARGEST <= value <= LARGEST else f"{place}: an integer beyond 2**53 - 1"
    return f"{place}: a {type(value).__name__} is not allowed"


def _first_fault_inside(value: dict[Any, Any] | list[Any] | tuple[Any, ...], place: str, depth: int) -> str:
    named = isinstance(value, dict)
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if named and not (isinstance(key, str) and key.isascii()):
            return f"{place}: the key {key!a} is not ASCII text"
        fault = _first_fault(inner, f"{place}.{key}" if named else f"{place}[{key}]", depth)
        if fault:
            return fault
    return ""


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
