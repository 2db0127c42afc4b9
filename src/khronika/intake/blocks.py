"""From a tree of HTML (or of trafilatura's own tags) to paragraphs, without recursion.

What must stay true: only text that the page shows is given; order is the page's; any depth is walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "item", "legend", "li", "list", "main", "nav", "ol", "p", "pre",
    "quote", "row", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
UNSEEN = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "select",
    "textarea", "button", "input", "audio", "video", "canvas", "map",
})  # fmt: skip
FURNITURE = UNSEEN | {"nav", "header", "footer", "aside", "form", "menu", "dialog"}
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_AROUND_BREAK = re.compile(r" *\n *")
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDDEN = "hidden-by-page"
_LONG_CELL = 200
_CELL = "\x1f"


def paragraphs_of(root: _Element, unseen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the paragraphs of ``root`` in order, subtrees of ``unseen`` tags left out.

    White space is one space, ``<br>`` a line end inside the paragraph, two ``<br>`` a new paragraph; the
    cells of a table row are joined by `` | ``. Longer cells are layout: their paragraphs stay apart.
    """
    from lxml import etree  # noqa: PLC0415 - heavy; other formats do without it

    pending: list[str] = []
    inline = False
    walk: Any = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in {"comment", "pi"}:
            pending.append(_collapsed(element.tail))
            continue
        tag = element.tag
        if tag in _CELLS:
            inline = event == "start" and _is_short(element)
        if inline and tag in BLOCKS:
            pending.append(" ")
        elif tag in BLOCKS:
            yield from _flushed(pending)
        if event == "end":
            pending.append("" if element is root else _collapsed(element.tail))
        elif tag in unseen:
            walk.skip_subtree()
        else:
            pending.append(_opening(tag) + _collapsed(element.text))
    yield from _flushed(pending)


def _is_short(cell: _Element) -> bool:
    """Tell whether ``cell`` is a cell of a table of words or figures, not a column of a page's layout."""
    length = 0
    for text in cell.itertext():
        length += len(text)
        if length > _LONG_CELL:
            return False
    return cell.find(".//table") is None


def _opening(tag: str) -> str:
    if tag in _BREAKS:
        return "\n"
    return _CELL if tag in _CELLS else ""


def _collapsed(text: str | None) -> str:
    return _SPACE.sub(" ", text) if text else ""


def _flushed(pending: list[str]) -> Iterator[str]:
    text = "".join(pending)
    pending.clear()
    for piece in _AROUND_BREAK.sub("\n", text).split("\n\n"):
        cells = [
            _SPACE.sub(" ", cell).strip() if "\n" not in cell else _lines(cell) for cell in piece.split(_CELL)
        ]
        paragraph = " | ".join(cell for cell in cells if cell)
        if paragraph:
            yield paragraph


def _lines(text: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def drop_unseen(root: _Element) -> int:
    """Remove scripts, styles and what the page hides by its own attributes from ``root``.

    Returns how many words were hidden. The text that follows a removed element stays.
    """
    from lxml import etree  # noqa: PLC0415 - as above

    etree.strip_elements(root, "script", "style", "template", with_tail=False)
    words = 0
    for element in reversed(root.xpath("//*[@hidden or @style]")):
        hides = element.get("hidden") is not None or _HIDING.search(element.get("style") or "")
        if hides and element.tag not in {"html", "body"}:
            words += sum(len(paragraph.split()) for paragraph in paragraphs_of(element, UNSEEN | {_HIDDEN}))
            element.tag = _HIDDEN
    etree.strip_elements(root, _HIDDEN, with_tail=False)
    return words
