"""JSON Lines: what a line asks to be read, and the line that answers it.

In: ``{"id", "text", "published"?, "publisher"?, "title"?, "author"?, "language"?}``. Out: ``{"id", "text"?,
"language", "reader", "statements"}`` in the schema of :mod:`khronika.records.exchange`, or ``{"id", "line",
"problem", "hint"}``. What must stay true: every line that is not blank gets exactly one line, in the same
order, whatever it holds; nothing is opened here, and the same line gives the same answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from khronika.reading import ACCURATE, language_of, reader_for
from khronika.records.exchange import Json, statement_json
from khronika.records.item import About
from khronika.records.problems import Problem
from khronika.records.reading import Reader
from khronika.records.statement import Statement

LONGEST: Final = 1 << 26
"""Bytes of a line that is still read: 64 MiB, far above any article."""

FALLBACK: Final = "en"
"""The language of a text that shows none (docs/READING.md)."""

_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ABOUT = ("title", "author", "publisher", "published")
_SHAPE = 'a line is one JSON object: {"id": "a1", "text": "…", "published": "2030-01-31"}'
_UNSEEN = re.compile(
    "[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
"""Written as escapes: some programs break a line at U+2028, and a terminal turns it around at U+202E."""

Readers = Callable[[str, str], Reader]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How documents are read and answered; ``language`` forces one, and is empty to go by the document."""

    setting: str = ACCURATE
    language: str = ""
    with_text: bool = True
    with_own: bool = True


NOTHING_SAID: Final = About()


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the input. ``id`` is ``line N`` where it has none; with ``problem`` there is no text.

    ``aside`` names the fields that hold something else than they should: the text is read without them.
    """

    line: int
    id: str | int
    text: str = ""
    about: About = NOTHING_SAID
    aside: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the output, with the problem it holds, if any, and how many words were read.

    ``fault`` is what a reader raised; it may hold words of the source.
    """

    record: Json
    problem: Problem | None = None
    words: int = 0
    fault: Exception | None = None


class _UnreadableError(Exception):
    """A line cannot be read, for the reason given."""

    def __init__(self, what: str, hint: str = _SHAPE) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def asked(line: int, given: bytes) -> Asked:
    """Return what line number ``line`` of the input asks."""
    nameless = f"line {line}"
    name: str | int = nameless
    try:
        plain = _object_of(given)
        name = _id_of(plain, nameless)
        text = _text_of(plain)
    except _UnreadableError as fault:
        return Asked(line, name, problem=Problem(nameless, fault.what, fault.hint))
    about, aside = _about_of(plain)
    return Asked(line, name, text, about, aside)


def is_language(code: str) -> bool:
    """Tell whether ``code`` looks like an ISO 639 code, with or without a region."""
    return _CODE.fullmatch(code) is not None


def answer(asking: Asked, wanted: Wanted, readers: Readers = reader_for) -> Answer:
    """Return the line that answers ``asking``. A reader that raises, which none may, becomes a problem.

    Raises:
        OSError, ImportError: a part of the reader is missing, which is the fault of no document.
    """
    if asking.problem is not None:
        return _refused(asking, asking.problem)
    language = language_for(asking, wanted)
    try:
        reader = readers(language, wanted.setting)
        statements = reader.read(asking.text, asking.about)
        record: Json = {
            "id": asking.id,
            **({"text": asking.text} if wanted.with_text else {}),
            "language": language,
            "reader": signature(reader),
            "statements": _plain(statements, wanted),
        }
    except (OSError, ImportError):
        raise
    except Exception as fault:  # noqa: BLE001 - one document must not cost the others
        what = f"the reader failed ({type(fault).__name__})"
        hint = "a fault of khronika: please report it"
        return replace(_refused(asking, Problem(f"line {asking.line}", what, hint)), fault=fault)
    return Answer(record, words=len(asking.text.split()))


def language_for(asking: Asked, wanted: Wanted) -> str:
    """Return the code to read by: the forced one, the document's, the one the text shows, or the fallback."""
    code = wanted.language or asking.about.language or language_of(asking.text) or FALLBACK
    return code.lower().partition("-")[0]


def signature(reader: Reader) -> str:
    """Return what tells one reader from another in the output."""
    return f"{reader.name} {reader.version}"


def difference(
    record: Mapping[str, Any], asking: Asked, wanted: Wanted, readers: Readers = reader_for
) -> str:
    """Return why ``record``, a line written before, cannot be this run's answer; empty where it can.

    Nothing is read again: ids, texts, language and reader are compared, and what was left out.
    """
    language = language_for(asking, wanted)
    mine = signature(readers(language, wanted.setting))
    read_by = f"{record.get('reader')} ({record.get('language')})"
    own = any(statement.get("own") for statement in record.get("statements", ()))
    answered = "problem" not in record
    checks = (
        (record.get("id") != asking.id, f"line {asking.line} of the input is another document"),
        (answered and asking.problem is not None, f"line {asking.line} of the input has changed"),
        (record.get("text", asking.text) != asking.text, f"line {asking.line} of the input has changed"),
        (answered and ("text" in record) != wanted.with_text, "the choice of --without-text differs"),
        (own and not wanted.with_own, "it was written without --without-own"),
        (
            answered and read_by != f"{mine} ({language})",
            f"it was read by {read_by}, not {mine} ({language})",
        ),
    )
    return next((why for differs, why in checks if differs), "")


def encoded(record: Json) -> bytes:
    """Return one line of JSON in UTF-8 with its line feed; characters that cannot be seen are escapes."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return (_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n").encode()


def _refused(asking: Asked, problem: Problem) -> Answer:
    record = {"id": asking.id, "line": asking.line, "problem": problem.what, "hint": problem.hint}
    return Answer(record, problem)


def _plain(statements: tuple[Statement, ...], wanted: Wanted) -> list[Json]:
    """Return the statements in the schema; one within an own assertion that is left out stands alone."""
    if wanted.with_own:
        return [statement_json(statement) for statement in statements]
    own = {statement.id for statement in statements if statement.own}
    kept = [statement_json(statement) for statement in statements if not statement.own]
    return [plain | {"within": None} if plain["within"] in own else plain for plain in kept]


def _object_of(given: bytes) -> dict[str, Any]:
    if len(given) > LONGEST:
        raise _UnreadableError(f"it is longer than {LONGEST >> 20} MiB", "give one document a line")
    try:
        plain = json.loads(given.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise _UnreadableError(f"not UTF-8 at byte {fault.start + 1}", "write the file as UTF-8") from fault
    except json.JSONDecodeError as fault:
        raise _UnreadableError(f"not JSON at character {fault.pos + 1}") from fault
    except (ValueError, RecursionError) as fault:
        raise _UnreadableError("not JSON that can be read") from fault
    if not isinstance(plain, dict):
        raise _UnreadableError("not a JSON object")
    return plain


def _text_of(plain: Mapping[str, Any]) -> str:
    text = plain.get("text")
    if text is None:
        raise _UnreadableError("it has no text", 'give the words of the document as "text"')
    if not isinstance(text, str):
        raise _UnreadableError("its text is not a string", 'give the words of the document as "text"')
    half = _lone_surrogate(text)
    if half is not None:
        hint = "half of a pair of UTF-16: decode the text anew, or put U+FFFD in its place"
        raise _UnreadableError(f"its text has a lone surrogate at character {half + 1}", hint)
    return text


def _id_of(plain: Mapping[str, Any], nameless: str) -> str | int:
    given = plain.get("id")
    if isinstance(given, str):
        return given if _lone_surrogate(given) is None else nameless
    return given if isinstance(given, int) and not isinstance(given, bool) else nameless


def _about_of(plain: Mapping[str, Any]) -> tuple[About, tuple[str, ...]]:
    given = {name: plain[name] for name in (*_ABOUT, "language") if plain.get(name) is not None}
    aside = tuple(name for name, value in given.items() if not _is_words(name, value))
    return About(**{name: value for name, value in given.items() if name not in aside}), aside


def _is_words(name: str, value: object) -> bool:
    if not isinstance(value, str) or _lone_surrogate(value) is not None:
        return False
    return name != "language" or not value or is_language(value)


def _lone_surrogate(text: str) -> int | None:
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        return fault.start
    return None
