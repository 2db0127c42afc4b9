"""Mail messages: the body's words, what the headers claim, the attachments as parts.

What must stay true: From, Date and Subject are claims of the message, not facts; a malformed message
gives what can be read of it; an attached message is a part that gets its own reading; names of
attachments are made safe to show.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.errors import HeaderParseError, MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from khronika.intake.charset import Decoded, decode
from khronika.intake.html import page_of
from khronika.intake.limits import Limits, size_in_words
from khronika.intake.names import shown
from khronika.intake.paragraphs import FILE, Paragraph, blocks, counted, first_anchors, lay
from khronika.records.item import About, Extraction, Part
from khronika.records.problems import Problem

NAME = "khronika-mail"
VERSION = "1"
_EARLIEST = 1982
_FROM_LINE = re.compile(rb"^From [^\r\n]{1,300}\r?\n", re.MULTILINE)
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_HEADER_FAULTS = (ValueError, TypeError, AttributeError, IndexError, KeyError, LookupError, MessageError)


@dataclass(slots=True)
class _Found:
    """What has been found in a message while walking it."""

    plain: list[Decoded] = field(default_factory=list)
    pages: list[Decoded] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    taken: int = 0


def read_eml(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the words and attachments of one message."""
    try:
        message = email.message_from_bytes(content, policy=policy.default)
    except RecursionError:
        said = Problem(
            FILE, "messages are nested in messages too deeply: kept, not read", "take out the inner one"
        )
        return Extraction(media, NAME, VERSION, problems=(said,))
    assert isinstance(message, EmailMessage)
    found = _Found()
    about = _about(message, found.problems)
    _walk(message, found, limits, 0)
    return _extraction(media, about, found, limits)


def _extraction(media: str, about: About, found: _Found, limits: Limits) -> Extraction:
    problems = found.problems
    if found.plain:
        texts = [decoded.text for decoded in found.plain]
        problems += [problem for decoded in found.plain for problem in decoded.problems]
        pieces = [text[start:end] for text in texts for start, end in blocks(text)]
        text, anchors = lay(Paragraph(_one_line_end(piece)) for piece in pieces)
    elif found.pages:
        page = page_of(found.pages[0], "text/html", limits)
        text, anchors = page.text or "", page.anchors
        problems += [Problem("body", p.what, p.hint) for p in page.problems]
    else:
        text, anchors = "", ()
    if not text:
        problems.append(Problem("body", "the message has no words of its own"))
    anchors, cut = first_anchors(anchors, limits.anchors)
    parts = tuple(found.parts)
    return Extraction(media, NAME, VERSION, text or None, about, anchors, parts, (*problems, *cut))


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _about(message: EmailMessage, problems: list[Problem]) -> About:
    author = _header(message, "From", problems)
    return About(
        title=_header(message, "Subject", problems),
        author=author,
        published=_day(message, problems),
    )


def _header(message: EmailMessage, name: str, problems: list[Problem]) -> str:
    try:
        value = message.get(name)
        words = "" if value is None else " ".join(str(value).split())
        faults = getattr(value, "defects", ())
    except _HEADER_FAULTS:
        words, faults = "", (HeaderParseError(),)
    if faults:
        problems.append(Problem(f"header {name}", "malformed; read as far as possible"))
    return words


def _day(message: EmailMessage, problems: list[Problem]) -> str:
    """Return the day the message claims to be of, in its own time zone."""
    words = _header(message, "Date", [])
    if not words:
        problems.append(Problem("header Date", "the message states no date"))
        return ""
    try:
        claimed = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        problems.append(Problem("header Date", "not a date; left out"))
        return ""
    received = _received(message)
    if claimed.year < _EARLIEST:
        problems.append(Problem("header Date", f"says {claimed.date()}, before there was such mail"))
    elif received is not None and abs((claimed.date() - received.date()).days) > 1:
        what = f"says {claimed.date()}, but the first server to pass it on says {received.date()}"
        problems.append(Problem("header Date", what, "a date in a header is easily made up"))
    return claimed.date().isoformat()


def _received(message: EmailMessage) -> datetime | None:
    """Return the time stated by the server nearest to the sender (RFC 5322, 3.6.7)."""
    try:
        lines = message.get_all("Received", [])
        return parsedate_to_datetime(str(lines[-1]).rpartition(";")[2].strip())
    except (*_HEADER_FAULTS, OverflowError):
        return None


def _walk(message: EmailMessage, found: _Found, limits: Limits, depth: int) -> None:
    if depth > limits.depth:
        found.problems.append(Problem(FILE, f"parts nested more than {limits.depth} deep are not read"))
        return
    if not message.is_multipart() or message.get_content_maintype() == "message":
        _leaf(message, found, limits)
        return
    for inner in message.iter_parts():
        if isinstance(inner, EmailMessage):
            _walk(inner, found, limits, depth + 1)


def _leaf(message: EmailMessage, found: _Found, limits: Limits) -> None:
    media, name = message.get_content_type(), _file_name(message)
    attached = message.get_content_disposition() == "attachment" or bool(name)
    torn = media.startswith("multipart/")
    if torn:
        found.problems.append(Problem("body", "its parts cannot be told apart; given as it stands"))
    if not attached and (torn or media in {"text/plain", "text/html"}):
        decoded = decode(_payload(message), _charset(message))
        (found.pages if media == "text/html" else found.plain).append(decoded)
        return
    _attach(message, name, found, limits)


def _attach(message: EmailMessage, name: str, found: _Found, limits: Limits) -> None:
    media = message.get_content_type()
    where = f"attachment {len(found.parts) + 1}"
    content = _inner_message(message) if media == "message/rfc822" else _payload(message)
    if content is None:
        found.problems.append(Problem(where, "malformed: kept with the message, not read"))
        return
    if len(found.parts) >= limits.parts or found.taken + len(content) > limits.part_bytes:
        found.problems.append(
            Problem(where, f"beyond the limit ({size_in_words(len(content))}): kept with the message")
        )
        return
    if media in _TNEF or name.casefold() == "winmail.dat":
        found.problems.append(
            Problem(where, "winmail.dat, Outlook's own packing: kept, not read", "ask for PDF or text")
        )
    found.taken += len(content)
    found.parts.append(Part(shown(name or where), media, content))


def _file_name(message: EmailMessage) -> str:
    try:
        return message.get_filename() or ""
    except _HEADER_FAULTS:
        return ""


def _charset(message: EmailMessage) -> str:
    try:
        return message.get_content_charset() or ""
    except _HEADER_FAULTS:
        return ""


def _payload(message: EmailMessage) -> bytes:
    try:
        payload = message.get_payload(decode=True)
    except (*_HEADER_FAULTS, AssertionError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _inner_message(message: EmailMessage) -> bytes | None:
    """Return an attached message as bytes, as the standard library writes it again."""
    inner = message.get_payload()
    if not isinstance(inner, list) or not inner or not isinstance(inner[0], EmailMessage):
        return None
    try:
        return inner[0].as_bytes(policy=policy.compat32)
    except (*_HEADER_FAULTS, AssertionError, RecursionError):
        return None


def read_mbox(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the messages of a mailbox as parts, each to be read by itself."""
    parts = []
    for number, message in enumerate(_messages(content), 1):
        if number > limits.parts:
            break
        parts.append(Part(f"message {number}.eml", "message/rfc822", message))
    total = sum(1 for _ in _messages(content))
    problems = [Problem(FILE, f"a mailbox of {counted(total, 'message')}: each is taken in by itself")]
    if total > limits.parts:
        problems.append(
            Problem(FILE, f"only the first {limits.parts:,} messages were taken out", "split the mailbox")
        )
    return Extraction(media, NAME, VERSION, parts=tuple(parts), problems=tuple(problems))


def _messages(content: bytes) -> Iterator[bytes]:
    starts = list(_FROM_LINE.finditer(content))
    ends = [found.start() for found in starts[1:]] + [len(content)]
    for found, end in zip(starts, ends, strict=True):
        yield content[found.end() : end]
