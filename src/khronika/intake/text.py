"""Plain text: the rendition is what the file has, character for character, line ends as they are.

What must stay true: spans of the text are code points of the file as decoded; a byte order mark is
not part of the text, and octets of anchors count it.
"""

from __future__ import annotations

import re
from itertools import islice

from khronika.intake.charset import Decoded, decode, octets_of
from khronika.intake.claimed_date import edtf_of_words
from khronika.intake.limits import Limits
from khronika.intake.paragraphs import blocks, first_anchors
from khronika.records.item import About, Anchor, Extraction

NAME = "khronika-text"
VERSION = "1"
_HEAD = 2000
_LINE = re.compile(r"([A-Za-z]{2,12}):[ \t]+(\S[^\r\n]{0,300})")
_FIELD = {
    "title": "title",
    "headline": "title",
    "author": "author",
    "by": "author",
    "publisher": "publisher",
    "source": "publisher",
    "date": "published",
    "published": "published",
    "url": "link",
    "link": "link",
    "language": "language",
}
_ENOUGH_FIELDS = 2


def read_text(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the text of ``content`` with a place in its bytes for each paragraph."""
    return text_of(decode(content), media, limits)


def text_of(decoded: Decoded, media: str, limits: Limits) -> Extraction:
    """Return the extraction of an already decoded text."""
    anchors, cut = first_anchors(_anchors(decoded, limits.anchors + 1), limits.anchors)
    return Extraction(
        media,
        NAME,
        VERSION,
        decoded.text,
        about=about_in_head(decoded.text),
        anchors=anchors,
        problems=decoded.problems + cut,
    )


def _anchors(decoded: Decoded, most: int) -> tuple[Anchor, ...]:
    spans = list(islice(blocks(decoded.text), most))
    octets = octets_of(decoded, spans)
    if octets is None:
        return tuple(Anchor(span, paragraph=number) for number, span in enumerate(spans, 1))
    pairs = zip(spans, octets, strict=True)
    return tuple(Anchor(span, paragraph=n, octets=place) for n, (span, place) in enumerate(pairs, 1))


def about_in_head(text: str) -> About:
    """Return what "Key: value" lines at the very top of ``text`` say, where they are clearly a head.

    They are a head when every line of the first block is such a line with a known key, none twice, and
    there are two or more. A date that could be two days is left out. Other heads are left to the reader.
    """
    head = text[:_HEAD]
    first = next(blocks(head), (0, 0))
    fields: dict[str, str] = {}
    for line in head[first[0] : first[1]].splitlines():
        found = _LINE.fullmatch(line.strip())
        field = _FIELD.get(found[1].casefold(), "") if found else ""
        if found is None or not field or field in fields:
            return About()
        fields[field] = found[2].strip()
    if len(fields) < _ENOUGH_FIELDS:
        return About()
    return _about(fields)


def _about(fields: dict[str, str]) -> About:
    link = fields.get("link", "")
    language = fields.get("language", "").casefold()
    return About(
        title=fields.get("title", ""),
        author=fields.get("author", ""),
        publisher=fields.get("publisher", ""),
        published=edtf_of_words(fields.get("published", "")),
        link=link if link.startswith(("https://", "http://")) else "",
        language=language if re.fullmatch("[a-z]{2}", language) else "",
    )
