"""Canonical JSON: RFC 8785, restricted to what the ledger allows.

Allowed are objects with ASCII keys, arrays, strings without lone surrogates, integers from
-(2**53 - 1) to 2**53 - 1, true, false and null, nested at most 100 deep. There are no floats, so
that no two writers can round differently; keys are ASCII, so that every order of keys agrees.

One value has one form: ``encode(decode(data)) == data`` for whatever ``decode`` accepts, and
``decode`` refuses everything else, repeated keys included.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

import msgspec

LARGEST = 2**53 - 1
DEEPEST = 100

_ENCODER = msgspec.json.Encoder(order="sorted")
_PLAIN = frozenset({str, bool, type(None)})


def encode(value: Any) -> bytes:
    """Return the canonical bytes of ``value`` (RFC 8785 section 3.2; UTF-8 without a final newline).

    Tuples are written as arrays; a member of a ``StrEnum`` as its string.

    Raises:
        ValueError: ``value`` holds something that the ledger does not allow; the message names the place.
    """
    if not _allowed(value):
        raise ValueError(_first_fault(value, "$", DEEPEST) or "a kind of value that is not allowed")
    try:
        return _ENCODER.encode(value)
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


def _allowed(value: Any) -> bool:
    """Tell whether ``value`` may be written, one level of nesting after the other."""
    level: list[Any] = [value]
    for _ in range(DEEPEST + 1):
        inner: list[Any] = []
        for one in level:
            kind = type(one)
            if kind in _PLAIN:
                continue
            if kind is dict and _has_keys_in_ascii(one):
                inner += one.values()
            elif kind is list or kind is tuple:
                inner += one
            elif not _is_number_or_word(one):
                return False
        if not inner:
            return True
        level = inner
    return False


def _is_number_or_word(value: Any) -> bool:
    return -LARGEST <= value <= LARGEST if type(value) is int else isinstance(value, StrEnum)


def _has_keys_in_ascii(pairs: dict[Any, Any]) -> bool:
    try:
        return all(map(str.isascii, pairs))
    except TypeError:
        return False


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
