"""Characters that cannot be seen are shown by their number: ``[U+202E]``.

A right-to-left override in a file name or a quotation turns what a person reads into something else, and a
zero-width space makes two names look like one (Unicode Technical Report 36, section 2.5). What must stay
true: after :func:`visible` no character of a text is unseen, except the joiners that Arabic, Indic
and emoji spelling needs, a tabulator, a line feed and a carriage return.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT = {"\n", "\t", "\r"}
_JOINERS = {"\u200c", "\u200d"}
_SEEN_FORMATS = {
    0x0600,
    0x0601,
    0x0602,
    0x0603,
    0x0604,
    0x0605,
    0x06DD,
    0x070F,
    0x0890,
    0x0891,
    0x08E2,
    0x110BD,
}
_FILLERS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u2800", "\u3164", "\uffa0"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINED_SCRIPTS = (
    "ARABIC",
    "SYRIAC",
    "MONGOLIAN",
    "NKO",
    "DEVANAGARI",
    "BENGALI",
    "GURMUKHI",
    "GUJARATI",
    "ORIYA",
    "TAMIL",
    "TELUGU",
    "KANNADA",
    "MALAYALAM",
    "SINHALA",
    "KHMER",
    "MYANMAR",
)


def visible(text: str) -> str:
    """Return ``text`` with every unseen character written as its number."""
    if text.isprintable() and (text.isascii() or _FILLERS.isdisjoint(text)):
        return text  # nearly all text: no character of it is of the categories below
    unseen = {character for character in set(text) if _unseen(character)}
    if not unseen:
        return text
    pattern = f"[{''.join(map(re.escape, sorted(unseen)))}]"
    return re.sub(pattern, lambda found: _shown(text, found.start()), text)


def one_line(text: str) -> str:
    """Return ``text`` visible and on one line, white space runs as single spaces."""
    return visible(" ".join(text.split()))


def _shown(text: str, place: int) -> str:
    character = text[place]
    kept = character in _JOINERS and _joins(text, place)
    return character if kept else _number(character)


def _unseen(character: str) -> bool:
    if character in _KEPT:
        return False
    if character in _FILLERS:
        return True
    return unicodedata.category(character) in _UNSEEN and ord(character) not in _SEEN_FORMATS


def _joins(text: str, place: int) -> bool:
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    return _needs_joiner(before) and (_needs_joiner(after) or text[place] == "\u200c")


def _needs_joiner(character: str) -> bool:
    if unicodedata.category(character) in {"So", "Sk"} or character == "\ufe0f":
        return True
    return unicodedata.name(character, "").startswith(_JOINED_SCRIPTS)


def _number(character: str) -> str:
    return f"[U+{ord(character):04X}]"
