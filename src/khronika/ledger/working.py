"""Working state: what is neither recorded nor derived (sessions, sign-in secrets, drafts, jobs).

Each value is a JSON object under a name of words joined by colons ("draft:mem_…:reading"). What must stay
true: nothing here is evidence; a rebuild leaves it alone; a join does not bring it; it is as encrypted as the
rest of the database.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from khronika.ledger import schema

_TABLE = schema.working
_VALUE = select(_TABLE.c.value).where(_TABLE.c.name == bindparam("name"))


def get(connection: Connection, name: str) -> dict[str, Any] | None:
    """Return the value under ``name``, ``None`` where there is none."""
    value = connection.execute(_VALUE, {"name": name}).scalar()
    return None if value is None else dict(json.loads(value))


def put(connection: Connection, name: str, value: dict[str, Any]) -> None:
    """Keep ``value`` under ``name``, in the place of what was there."""
    octets = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    kept = insert(_TABLE).values(name=name, value=octets)
    connection.execute(kept.on_conflict_do_update(index_elements=["name"], set_={"value": octets}))


def drop(connection: Connection, name: str) -> bool:
    """Remove the value under ``name``; tell whether there was one."""
    return bool(connection.execute(delete(_TABLE).where(_TABLE.c.name == name)).rowcount)


def under(connection: Connection, beginning: str) -> dict[str, dict[str, Any]]:
    """Return all values whose names begin so, by name."""
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    chosen = select(_TABLE.c.name, _TABLE.c.value).where(_TABLE.c.name >= beginning, _TABLE.c.name < end)
    return {name: json.loads(value) for name, value in connection.execute(chosen.order_by(_TABLE.c.name))}


def drop_under(connection: Connection, beginning: str) -> int:
    """Remove all values whose names begin so; return how many there were."""
    end = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    gone = delete(_TABLE).where(_TABLE.c.name >= beginning, _TABLE.c.name < end)
    return int(connection.execute(gone).rowcount)
