"""The relatives' group as Telegram exports it: ``result.json`` of one chat.

The source has one message a line: ``id|date|from|kind|extra|text``. ``extra`` is empty, ``reply:<id>``,
``forward:<name>``, ``edited`` or, for a service message, its action.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from samples_source.texts import HERE

Json = dict[str, Any]

_ZONE = timezone(timedelta(hours=2))
_GROUP = {"name": "Озрин. Свои", "type": "private_supergroup", "id": 2140093317}
_FIRST_ID = 5510040000


def export() -> bytes:
    """Return the export as JSON in UTF-8."""
    lines = (HERE / "chat" / "relatives.txt").read_text(encoding="utf-8").splitlines()[1:]
    ids: dict[str, str] = {}
    messages = [_message(line, ids) for line in lines]
    return (json.dumps(_GROUP | {"messages": messages}, ensure_ascii=False, indent=1) + "\n").encode()


def _message(line: str, ids: dict[str, str]) -> Json:
    number, when, who, kind, extra, text = line.split("|", 5)
    person = ids.setdefault(who, f"user{_FIRST_ID + 1317 * len(ids)}")
    moment = datetime.fromisoformat(when).replace(tzinfo=_ZONE)
    message: Json = {
        "id": int(number),
        "type": kind,
        "date": when,
        "date_unixtime": f"{moment.timestamp():.0f}",
    }
    if kind == "service":
        action = {"actor": who, "actor_id": person, "action": extra}
        return message | action | ({"title": text} if text else {"message_id": 2}) | _text("")
    what, _, value = extra.partition(":")
    if what == "edited":
        message["edited"] = when
    message |= {"from": who, "from_id": person}
    if what == "forward":
        message["forwarded_from"] = value
    if what == "reply":
        message["reply_to_message_id"] = int(value)
    return message | _text(text)


def _text(text: str) -> Json:
    """Return the text as Telegram writes it: a plain string, and again as a list of entities."""
    return {"text": text, "text_entities": [{"type": "plain", "text": text}] if text else []}
