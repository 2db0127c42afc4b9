"""Values as the JSON of the API, and back, by the annotations of acts.

Records are objects with all their fields, statements are in the one schema (``records.exchange``), sets are
sorted lists, Decimals strings, dates ISO 8601, bytes base64. What must stay true: what comes back from
:func:`encoded` by :func:`decoded` is the same value; a field that a record does not have is refused, also
deep inside; wrapped keys and sealed identities are never given out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from khronika.records.exchange import statement_json, statement_of
from khronika.records.item import Item, Rendition
from khronika.records.jobs import Uploaded
from khronika.records.party import SealedIdentity
from khronika.records.sign_in import Session
from khronika.records.statement import Statement

Json = Any

# What no program is given: keys wrapped for the vault, what only the vault's key opens, what is for pages.
NOT_GIVEN_OUT: dict[type, frozenset[str]] = {
    Item: frozenset({"key"}),
    Rendition: frozenset({"key"}),
    SealedIdentity: frozenset({"sealed"}),
    Session: frozenset({"csrf"}),
    Uploaded: frozenset({"key"}),
}
_LONGEST_NUMBER = 30


def encoded(value: Any) -> Json:
    """Return ``value`` as what JSON can hold."""
    if isinstance(value, Statement):
        return statement_json(value)
    kind: Any = type(value)
    if is_record(kind):
        kept = NOT_GIVEN_OUT.get(kind, frozenset())
        return {name: "" if name in kept else encoded(getattr(value, name)) for name in _names_of(kind)}
    if isinstance(value, Mapping):
        return {str(name): encoded(its) for name, its in value.items()}
    if isinstance(value, list | tuple):
        return [encoded(one) for one in value]
    if isinstance(value, AbstractSet):
        return sorted(encoded(one) for one in value)
    return msgspec.to_builtins(value)


def decoded(kind: Any, plain: Json, where: str = "the value") -> Any:
    """Return the value of type ``kind`` that ``plain`` spells; ``where`` names it in a fault.

    Raises:
        ValueError: it does not spell one; the message is one line.
    """
    if kind is Any:
        return plain
    if kind is Statement:
        return statement_of(_object(plain, where))
    if kind is Decimal:
        return _number(plain, where)
    if is_record(kind):
        return _record(kind, plain, where)
    parts = parts_of(kind)
    if parts is not None:
        return parts.decoded(plain, where)
    try:
        return msgspec.convert(plain, kind)
    except (msgspec.ValidationError, TypeError) as fault:
        raise ValueError(f"{where}: {_lower(str(fault))}") from fault


class Parts:
    """How a type is put together of others; ``shape`` says how."""

    def __init__(self, shape: Literal["union", "map", "set", "list", "row"], kinds: tuple[Any, ...]) -> None:
        self.shape = shape
        self.kinds = kinds

    def decoded(self, plain: Json, where: str) -> Any:
        """Return the value of a type put together so."""
        return _DECODERS[self.shape](self.kinds, plain, where)


@cache
def parts_of(kind: Any) -> Parts | None:
    """Return what a type is put together of, ``None`` where it is a plain one."""
    origin, kinds = get_origin(kind), get_args(kind)
    if origin is Union or origin is UnionType:
        return Parts("union", kinds)
    if origin is None or origin is Literal or not isinstance(origin, type):
        return None
    if issubclass(origin, Mapping):
        return Parts("map", kinds)
    if issubclass(origin, AbstractSet):
        return Parts("set", kinds)
    if issubclass(origin, tuple) and kinds[-1:] != (...,):
        return Parts("row", kinds)
    return Parts("list", (origin, kinds[0]))


def is_record(kind: Any) -> bool:
    """Tell whether a type is one of the desk's records: a dataclass, or a tuple with named fields."""
    return isinstance(kind, type) and (is_dataclass(kind) or _is_named_tuple(kind))


def _is_named_tuple(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


@cache
def hints_of(record: Any) -> dict[str, Any]:
    """Return the fields of a record with their types."""
    hints = get_type_hints(record)
    return {name: hints[name] for name in _names_of(record)}


@cache
def _names_of(record: Any) -> tuple[str, ...]:
    return record._fields if _is_named_tuple(record) else tuple(one.name for one in fields(record))


@cache
def needed_by(record: Any) -> frozenset[str]:
    """Return the fields of a record that have no value of their own."""
    if _is_named_tuple(record):
        return frozenset(_names_of(record)) - frozenset(record._field_defaults)
    return frozenset(one.name for one in fields(record) if _has_no_default(one))


def _has_no_default(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _record(kind: type, plain: Json, where: str) -> Any:
    given, hints = _object(plain, where), hints_of(kind)
    refuse_unlike(given, frozenset(hints), needed_by(kind), where)
    try:
        return kind(**{name: decoded(hints[name], its, f"{where}.{name}") for name, its in given.items()})
    except TypeError as fault:
        raise ValueError(f"{where} is not what it should be") from fault


def refuse_unlike(
    given: Mapping[str, Json], known: frozenset[str], needed: frozenset[str], where: str
) -> None:
    """Refuse an object with a field that is not known, or without one that is needed.

    Raises:
        ValueError: there is such a field.
    """
    unknown, missing = sorted(given.keys() - known), sorted(needed - given.keys())
    if unknown:
        raise ValueError(f"{where} has no field {unknown[0][:60]!r}")
    if missing:
        raise ValueError(f"{where} needs the field {missing[0]!r}")


def _union(kinds: tuple[Any, ...], plain: Json, where: str) -> Any:
    if plain is None and type(None) in kinds:
        return None
    others = [kind for kind in kinds if kind is not type(None)]
    fault = ValueError(f"{where} is not what it should be")
    for kind in sorted(others, key=lambda one: not _fields_are(one, plain)):
        try:
            return decoded(kind, plain, where)
        except ValueError as its:
            fault = its
    raise fault


def _fields_are(kind: Any, plain: Json) -> bool:
    """Tell whether an object has the very fields of a record: that tells records of a union apart."""
    return is_record(kind) and isinstance(plain, dict) and plain.keys() == hints_of(kind).keys()


def _map(kinds: tuple[Any, ...], plain: Json, where: str) -> dict[Any, Any]:
    named, held = kinds
    return {
        decoded(named, name, f"a name in {where}"): decoded(held, its, f"{where}.{name[:60]}")
        for name, its in _object(plain, where).items()
    }


def _set(kinds: tuple[Any, ...], plain: Json, where: str) -> frozenset[Any]:
    return frozenset(decoded(kinds[0], one, f"one of {where}") for one in _list(plain, where))


def _list_of(kinds: tuple[Any, ...], plain: Json, where: str) -> Any:
    origin, held = kinds
    made = [decoded(held, one, f"one of {where}") for one in _list(plain, where)]
    return made if issubclass(origin, list) or not issubclass(origin, tuple) else tuple(made)


def _row(kinds: tuple[Any, ...], plain: Json, where: str) -> tuple[Any, ...]:
    given = _list(plain, where)
    if len(given) != len(kinds):
        raise ValueError(f"{where} has {len(kinds)} parts")
    return tuple(decoded(kind, one, f"one of {where}") for kind, one in zip(kinds, given, strict=True))


def _object(plain: Json, where: str) -> dict[str, Json]:
    if not isinstance(plain, dict):
        raise ValueError(f"{where} is an object")  # noqa: TRY004 - a fault in what was given, like the others
    return plain


def _list(plain: Json, where: str) -> Sequence[Json]:
    if not isinstance(plain, list | tuple):
        raise ValueError(f"{where} is a list")  # noqa: TRY004 - as above
    return plain


def _number(plain: Json, where: str) -> Decimal:
    """Return a number no larger and no finer than anybody means: ``1E+999999999`` would fill the memory."""
    try:
        number = Decimal(str(plain)) if isinstance(plain, int | float | str) else None
    except ArithmeticError:
        number = None
    if number is None or isinstance(plain, bool) or not number.is_finite():
        raise ValueError(f"{where} is a number")
    if abs(number.adjusted()) > _LONGEST_NUMBER or len(number.as_tuple().digits) > _LONGEST_NUMBER:
        raise ValueError(f"{where} has too many digits")
    return number


def _lower(message: str) -> str:
    line = " ".join(message.split()).rstrip(".")
    return line[:1].lower() + line[1:]


_DECODERS: dict[str, Callable[[tuple[Any, ...], Json, str], Any]] = {
    "union": _union,
    "map": _map,
    "set": _set,
    "list": _list_of,
    "row": _row,
}
