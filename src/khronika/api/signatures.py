"""Signatures of acts as what a program sends and gets: arguments by name, and the type of the answer."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_type_hints

import msgspec

from khronika.api.table import Act
from khronika.api.values import Json, decoded, refuse_unlike
from khronika.errors import UsageFault

_GIVEN_BY_THE_DESK = frozenset({"desk", "member"})
_DEEPEST = 32
_LARGEST = 2**53
MOST_OF_A_LIST = 10_000
_HINT = "docs/API.md and openapi.json say what each act takes"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an act: ``name`` is how the act itself calls it (``id_``, in addresses ``id``).

    ``default`` counts where it is not ``needed``.
    """

    name: str
    kind: Any
    needed: bool
    default: Any = None


@cache
def arguments_of(act: Act) -> dict[str, Argument]:
    """Return what an act takes beside the desk and the asking member, by the names that programs use."""
    hints = get_type_hints(act)
    return {
        name.rstrip("_"): Argument(name, hints[name], one.default is one.empty, one.default)
        for name, one in inspect.signature(act).parameters.items()
        if name not in _GIVEN_BY_THE_DESK
    }


@cache
def answer_of(act: Act) -> Any:
    """Return the type of what an act returns."""
    return get_type_hints(act)["return"]


def arguments_in(act: Act, body: bytes) -> dict[str, Any]:
    """Return the arguments that the JSON object ``body`` spells; nothing at all spells none.

    Raises:
        UsageFault: it is no such object, or the act does not take what is in it.
    """
    try:
        plain = msgspec.json.decode(body or b"{}")
        _refuse_bottomless(plain)
        return _arguments(act, plain)
    except (ValueError, RecursionError) as fault:
        words = "it is nested too deep" if isinstance(fault, RecursionError) else _one_line(fault)
        raise UsageFault(f"this cannot be taken: {words}", _HINT) from fault


def _arguments(act: Act, plain: Json) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise ValueError("the arguments are one object")  # noqa: TRY004 - a fault in what was given
    taken = arguments_of(act)
    needed = frozenset(name for name, one in taken.items() if one.needed)
    refuse_unlike(plain, frozenset(taken), needed, "the act")
    given = {taken[name].name: decoded(taken[name].kind, its, name) for name, its in plain.items()}
    _refuse_endless(given)
    return given


def _refuse_endless(given: Mapping[str, Any]) -> None:
    """Refuse a list that is longer than anybody reads; ``limit`` stands in pages and by itself."""
    limits = [given.get("limit"), *(getattr(its, "limit", None) for its in given.values())]
    for limit in limits:
        if isinstance(limit, int) and not 1 <= limit <= MOST_OF_A_LIST:
            raise ValueError(f"limit is between 1 and {MOST_OF_A_LIST:,}")


def _refuse_bottomless(plain: Json) -> None:
    """Refuse what is nested deeper, or holds larger whole numbers, than any record has."""
    below: list[Iterator[Json]] = [iter((plain,))]
    while below:
        value = next(below[-1], below)
        if value is below:
            below.pop()
        elif isinstance(value, dict | list):
            if len(below) > _DEEPEST:
                raise ValueError(f"it is nested deeper than {_DEEPEST} levels")
            below.append(iter(value.values() if isinstance(value, dict) else value))
        elif isinstance(value, int) and abs(value) > _LARGEST:
            raise ValueError("a number is too large")


def _one_line(fault: Exception) -> str:
    line = " ".join(str(fault).split()).rstrip(".")
    return f"{line[:1].lower()}{line[1:300]}"
