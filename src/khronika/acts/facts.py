"""What a record says, field by field, for people to read: from its body to words, and links to other records.

What must stay true: a record that the member may not see leaves no trace, neither its id nor a gap where it
stood; wrapped keys, sealed identities and what only machines need are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from khronika.records.ids import Kind, is_id

_UNTOLD = frozenset(
    {"id", "key", "sealed", "sketch", "digest", "anchors", "spans", "dismissed_spans", "around"}
    | {"endorsement", "given", "rendition", "run", "score", "suggests"}
)
_OF_STATEMENT = (
    *("speaker", "named", "own", "acts", "denies", "addressee", "forum", "relays"),
    *("when", "dates", "figures", "places", "hedges", "disputes"),
)
_WORDED = ("text", "words")
_SEEN_OF_LONG = 2000


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its words, in parts where it has several, and the id of the record that it names, if any.

    A record that may be named but not told has an id and no words.
    """

    parts: tuple[str, ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a record with its values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry changed in one field; no values before or after mean that there was or is none."""

    name: str
    before: tuple[Value, ...]
    after: tuple[Value, ...]


Called = Callable[[str], Value | None]
"""Tells what the record with an id is called, ``None`` where the asking member may not see it."""


def facts_of(id_: str, body: Mapping[str, Any], called: Called) -> tuple[Fact, ...]:
    """Return what the body of the record ``id_`` says, empty fields left out."""
    fields = dict(body)
    if id_.startswith(f"{Kind.STATEMENT}_"):
        said = fields.pop("statement", {})
        fields |= {name: said.get(name) for name in _OF_STATEMENT}
    facts = (
        Fact(name, tuple(_values(value, called))) for name, value in fields.items() if name not in _UNTOLD
    )
    return tuple(fact for fact in facts if fact.values)


def changes_of(before: tuple[Fact, ...], after: tuple[Fact, ...]) -> tuple[Change, ...]:
    """Return in which fields two states of a record differ."""
    old = {fact.name: fact.values for fact in before}
    new = {fact.name: fact.values for fact in after}
    names = dict.fromkeys((*old, *new))
    changes = (Change(name, old.get(name, ()), new.get(name, ())) for name in names)
    return tuple(change for change in changes if change.before != change.after)


def _values(value: Any, called: Called) -> Iterator[Value]:
    """Give the values of a field, whatever its shape."""
    if isinstance(value, list):
        for one in value:
            yield from _values(one, called)
    elif isinstance(value, dict):
        told = _of_many(value, called)
        if told is not None:
            yield told
    elif isinstance(value, str) and is_id(value):
        named = called(value)
        if named is not None:
            yield named
    elif value is True:
        yield Value(("yes",))
    elif value is not None and value is not False and value != "":
        yield Value((str(value)[:_SEEN_OF_LONG],))


def _of_many(fields: Mapping[str, Any], called: Called) -> Value | None:
    """Return a value that has fields of its own: by its words, or part by part.

    Where one of the parts may not be seen, nothing of it is told.
    """
    words = next((fields[name] for name in _WORDED if fields.get(name)), None)
    if isinstance(words, str):
        return Value((words[:_SEEN_OF_LONG],))
    parts, record = list[str](), ""
    for name, value in fields.items():
        if name in _UNTOLD or isinstance(value, (dict, list)):
            continue
        told = list(_values(value, called))
        if isinstance(value, str) and is_id(value):
            if not told:
                return None
            record = record or told[0].record
        parts += [part for one in told for part in one.parts]
    return Value(tuple(parts), record) if parts or record else None
