"""Chats exported by Telegram as JSON; any other JSON is a list and kept unread.

A message is one paragraph, ``Sender, 2017-04-12T09:05:00Z: words``; the time is from the export's Unix
time, in UTC, or as the export has it where that is missing. What is not words (a photo, a file) is named
in brackets. What must stay true: every message of the export is a paragraph or counted in a problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from khronika.intake.charset import decode
from khronika.intake.limits import Limits
from khronika.intake.names import shown
from khronika.intake.paragraphs import FILE, Paragraph, counted, first_anchors, lay
from khronika.intake.table import keep_json
from khronika.records.item import About, Extraction
from khronika.records.problems import Problem

NAME = "khronika-chat"
VERSION = "1"
_BLANK = re.compile(r"\s*\n\s*\n\s*")
_FILES = ("photo", "file", "sticker_emoji", "location_information", "contact_information", "poll")


def read_json(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the messages of a Telegram export as paragraphs; other JSON gives no text."""
    decoded = decode(content)
    try:
        parsed = json.loads(decoded.text)
    except ValueError:
        return keep_json(media, "cut off or damaged")
    except RecursionError:
        return keep_json(media, "nested too deeply")
    chats = list(_chats(parsed))
    if not chats:
        return keep_json(media)
    messages = [_message(message) for chat in chats for message in chat["messages"]]
    unread = messages.count("")
    text, anchors = lay(map(Paragraph, messages))
    anchors, cut = first_anchors(anchors, limits.anchors)
    problems = [*decoded.problems, *cut]
    if unread:
        problems.append(
            Problem(FILE, f"{counted(unread, 'entry', 'entries')} of the chat without words (joins, calls)")
        )
    if not text:
        problems.append(Problem(FILE, "the chat holds no words: kept, not read"))
    about = About(title=_text(chats[0].get("name")) if len(chats) == 1 else "")
    return Extraction(media, NAME, VERSION, text or None, about, anchors, problems=tuple(problems))


def _chats(parsed: Any) -> Iterator[dict[str, Any]]:
    """Yield the chats of a Telegram export: of one chat, or of a whole account."""
    if not isinstance(parsed, dict):
        return
    if _is_chat(parsed):
        yield parsed
    for group in ("chats", "left_chats"):
        listed = parsed.get(group)
        for chat in listed.get("list", ()) if isinstance(listed, dict) else ():
            if _is_chat(chat):
                yield chat


def _is_chat(node: Any) -> bool:
    if not isinstance(node, dict) or not isinstance(node.get("messages"), list):
        return False
    first = next((m for m in node["messages"] if isinstance(m, dict)), {})
    return not node["messages"] or ("date" in first and ("text" in first or "action" in first))


def _message(message: Any) -> str:
    if not isinstance(message, dict) or message.get("type") == "service":
        return ""
    words = _BLANK.sub("\n", _words(message.get("text")).strip())
    extras = [f"[{_called(message, key)}]" for key in _FILES if message.get(key)]
    body = " ".join(part for part in (words, *extras) if part)
    if not body:
        return ""
    sender = _text(message.get("from")) or "unknown sender"
    through = _text(message.get("forwarded_from"))
    head = f"{sender}, {_when(message)}" + (f", forwarded from {through}" if through else "")
    return f"{shown(head)}: {body}"


def _called(message: dict[str, Any], key: str) -> str:
    if key == "file":
        return shown(_text(message.get("media_type")) or _text(message.get("file_name")) or "file")
    return {"sticker_emoji": "sticker"}.get(key, key.removesuffix("_information"))


def _when(message: dict[str, Any]) -> str:
    try:
        moment = datetime.fromtimestamp(int(message["date_unixtime"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return _text(message.get("date")) or "no time"
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _words(text: Any) -> str:
    """Return a message's words: a text, or a list of texts and of marked pieces."""
    if isinstance(text, list):
        return "".join(
            _text(piece.get("text")) if isinstance(piece, dict) else _text(piece) for piece in text
        )
    return _text(text)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
