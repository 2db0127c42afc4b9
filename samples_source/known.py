"""How a careful reader reads some of the documents: words in ``readings/``, spans computed here.

A reading quotes what it means; this module finds the words in the text and never trusts a typed number.
``content`` must stand in the text once; ``source`` and ``cue`` are taken where they stand nearest to it,
within its paragraph if they can be.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from samples_source.texts import HERE

Json = dict[str, Any]

_COPIED = ("via", "addressee", "forum", "acts", "denies", "hedges", "disputes", "note")
_INSIDE = 1000
_FAR = 1000


def documents() -> tuple[str, ...]:
    """Return the stems of the documents that have a known reading."""
    return tuple(sorted(path.stem for path in (HERE / "readings").glob("*.toml")))


def statements(texts: Mapping[str, str]) -> bytes:
    """Return ``truth/statements.json``; ``texts`` maps the stem of a document to the text that counts.

    Raises:
        ValueError: a reading quotes words that do not stand in its text, or content that stands there twice.
    """
    read = [_document(stem, texts[stem]) for stem in documents()]
    return (json.dumps({"documents": read}, ensure_ascii=False, indent=1) + "\n").encode()


def _document(stem: str, text: str) -> Json:
    reading = tomllib.loads((HERE / "readings" / f"{stem}.toml").read_text(encoding="utf-8"))
    own_text = reading["original"].endswith(".txt")
    return {
        "item": reading["original"] if own_text else f"truth/texts/{stem}.txt",
        "original": reading["original"],
        "published": reading["published"],
        "publisher": reading["publisher"],
        "statements": [
            _statement(f"S{number:02}", quoted, text)
            for number, quoted in enumerate(reading["statements"], start=1)
        ],
    }


def _statement(key: str, quoted: Json, text: str) -> Json:
    content = [_only(words, text) for words in quoted["content"]]
    plain: Json = {"id": key, "speaker": quoted["speaker"], "speaker_named": quoted.get("named", True)}
    if quoted.get("own"):
        plain["own"] = True
    plain["content"] = [_piece(span, text) for span in content]
    around = (content[0][0], content[-1][1])
    if "cue" in quoted:
        start, end = _nearest(quoted["cue"], around, text)
        plain["cue"] = text[start:end]
    if "source" in quoted:
        plain["source"] = _piece(_nearest(quoted["source"], around, text), text)
    plain |= {name: quoted[name] for name in _COPIED if name in quoted}
    if "also_fair" in quoted:
        plain["acts_also_fair"] = quoted["also_fair"]
    if "figures" in quoted:
        plain["figures"] = [{"low": None, "high": None} | figure for figure in quoted["figures"]]
    if "when" in quoted:
        plain["when"] = {"start": None, "end": None} | quoted["when"]
    if "dates" in quoted:
        plain["dates"] = [{"start": None, "end": None} | when for when in quoted["dates"]]
    return plain


def _piece(span: tuple[int, int], text: str) -> Json:
    return {"span": list(span), "text": text[span[0] : span[1]]}


def _only(words: str, text: str) -> tuple[int, int]:
    start = text.find(words)
    if start < 0 or text.find(words, start + 1) >= 0:
        raise ValueError(f"not once in the text: {words!r}")
    return start, start + len(words)


def _nearest(words: str, around: tuple[int, int], text: str) -> tuple[int, int]:
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if not found:
        raise ValueError(f"not in the text: {words!r}")
    return min(found, key=lambda span: _distance(span, around, text))


def _distance(span: tuple[int, int], around: tuple[int, int], text: str) -> int:
    """Return how far words are from content: the same paragraph first, then before it, never after."""
    if span[1] <= around[0]:
        between = text[span[1] : around[0]]
        return len(between) + _FAR * between.count("\n\n")
    if span[0] >= around[1]:
        between = text[around[1] : span[0]]
        return len(between) + _FAR * _FAR * between.count("\n\n")
    return _INSIDE
