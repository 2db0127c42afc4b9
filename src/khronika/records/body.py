"""Records as the JSON values that an entry's body holds, and back.

Decimals are strings, dates ISO 8601, sets sorted lists: nothing in a body is a float, and equal records
have equal bodies. Reading is strict: a field of the wrong type is refused.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record")


def body_of(record: Any) -> dict[str, Any]:
    """Return a record (a frozen dataclass) as JSON values."""
    plain: dict[str, Any] = msgspec.to_builtins(record, order="sorted")
    return plain


def record_of(kind: type[Record], body: Any) -> Record:
    """Return the record of type ``kind`` that ``body`` spells.

    Raises:
        ValueError: a field is missing or of another type.
    """
    return msgspec.convert(body, kind)
