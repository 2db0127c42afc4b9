"""The words between tags, for pages that no parser takes (nested thousands deep, for instance).

What must stay true: time is linear in the page whatever it holds, and no word between tags is lost,
scripts and styles apart.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from khronika.intake.blocks import BLOCKS, UNSEEN

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})[^<>]*>|<![^<>]*>")
_CLOSED = UNSEEN - {"head", "input", "embed"}


def words_between_tags(markup: str) -> Iterator[str]:
    """Yield the paragraphs of ``markup``, split at tags that begin or end a block."""
    pending: list[str] = []
    place, skipping = 0, ""
    for tag in _TAG.finditer(markup):
        if not skipping:
            pending.append(html.unescape(markup[place : tag.start()]))
        place = tag.end()
        name = (tag[2] or "").casefold()
        if skipping:
            skipping = "" if tag[1] and name == skipping else skipping
        elif name in _CLOSED and not tag[1]:
            skipping = name
        elif name in BLOCKS:
            yield from _paragraph(pending)
    if not skipping:
        pending.append(html.unescape(markup[place:]))
    yield from _paragraph(pending)


def _paragraph(pending: list[str]) -> Iterator[str]:
    text = " ".join("".join(pending).split())
    pending.clear()
    if text:
        yield text
