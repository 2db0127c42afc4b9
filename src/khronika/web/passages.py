"""A text with its highlights as markup: every piece escaped and made visible, every statement linked.

What must stay true: the text of the markup, tags removed, is the visible form of the source's text and
nothing else; the offsets in ``data-at`` are code points of the rendition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from khronika.acts.shown import StatementShown
from khronika.publishing.passages import Highlight, Paragraph, Piece, layout_of, paragraphs_of
from khronika.publishing.visible import one_line, visible
from khronika.records.spans import Span, Spans
from khronika.records.statement import Statement

WINDOW = 40_000
"""How many characters of a text one page shows."""

_KINDS = ("source", "cue", "relay", "figure", "when")
_DEEPEST_CONTENT = 3
_LOOK_AHEAD = 2_000
_BEFORE, _SHOWN = 120, 420


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a text as paragraphs of markup, with where it begins and ends in the whole."""

    start: int
    end: int
    length: int
    paragraphs: tuple[Markup, ...]

    @property
    def before(self) -> int | None:
        """Return where the part before begins, ``None`` where this is the first."""
        return None if self.start == 0 else max(0, self.start - WINDOW)

    @property
    def after(self) -> int | None:
        """Return where the part after begins, ``None`` where this is the last."""
        return None if self.end >= self.length else self.end


def window_of(text: str, start: int) -> Span:
    """Return the part of ``text`` to show from about ``start`` on; it ends at the end of a line nearby."""
    start = max(0, min(start, max(0, len(text) - 1)))
    end = min(len(text), start + WINDOW)
    if end < len(text):
        near = text.rfind("\n", max(start + 1, end - _LOOK_AHEAD), end)
        end = near + 1 if near > start else end
    return start, end


def shown_text(
    text: str, window: Span, statements: Sequence[StatementShown], chosen: str | None = None
) -> Shown:
    """Return the part of ``text`` in ``window`` with the highlights of the statements in it."""
    start, end = window
    part = text[start:end]
    highlights = [
        Highlight((a - start, b - start), kind, one.id, first=first)
        for one in statements
        if one.statement is not None
        for (a, b), kind, first in _marks(one.statement)
        if a < end and b > start
    ]
    states = {one.id: one.status for one in statements}
    paragraphs = paragraphs_of(part, layout_of(part, ()), highlights)
    return Shown(start, end, len(text), tuple(_markup(paragraphs, start, states, chosen)))


def _marks(statement: Statement) -> list[tuple[Span, str, bool]]:
    marks = [(span, "content", place == 0) for place, span in enumerate(statement.content)]
    marks += [(span, "source", False) for span in statement.source]
    marks += [(span, "cue", False) for span in statement.cue]
    marks += [(span, "relay", False) for relay in statement.relays for span in relay.spans]
    marks += [(span, "figure", False) for figure in statement.figures for span in figure.spans]
    times = (*((statement.when,) if statement.when else ()), *statement.dates)
    return marks + [(span, "when", False) for when in times for span in when.spans]


def _markup(
    paragraphs: Sequence[Paragraph], start: int, states: dict[str, str], chosen: str | None
) -> list[Markup]:
    made, at = [], start
    for paragraph in paragraphs:
        pieces = []
        for piece in paragraph.pieces:
            pieces.append(_piece(piece, at, states, chosen))
            at += len(piece.unredacted_text)
        made.append(Markup("").join(pieces))
    return made


def _piece(piece: Piece, at: int, states: dict[str, str], chosen: str | None) -> Markup:
    words = str(escape(visible(piece.unredacted_text))).replace("\r", "&#13;")
    inner = f'<span data-at="{at:d}" data-length="{len(piece.unredacted_text):d}">{words}</span>'
    kinds = {one.kind for one in piece.highlights}
    for kind in _KINDS:
        if kind in kinds:
            inner = f'<mark class="{kind}">{inner}</mark>'
    contents = [one for one in piece.highlights if one.kind == "content"][:_DEEPEST_CONTENT]
    for one in reversed(contents):
        looks = escape(f"content {states.get(one.label, '')}{' chosen' if one.label == chosen else ''}")
        inner = f'<mark class="{looks}" data-statement="{escape(one.label)}">{inner}</mark>'
    links = ""
    for label in map(escape, piece.begins):
        link = f'<a class="begins" id="t-{label}" href="?s={label}#s-{label}" data-statement="{label}"'
        links += f'{link} aria-label="\u00b6"></a>'
    return Markup(links + inner)  # noqa: S704 - each of its pieces is escaped above; format() takes ten times as long


def marked(words: str, matched: Spans) -> Markup:
    """Return words with those that were looked for marked; long ones cut around the first of them."""
    start = max(0, matched[0][0] - _BEFORE) if matched else 0
    end = min(len(words), start + _SHOWN)
    pieces, at = [Markup("… ") if start else Markup("")], start
    for low, high in matched:
        if low < at or high > end:
            continue
        pieces.append(Markup("{}<mark>{}</mark>").format(_seen(words[at:low]), _seen(words[low:high])))
        at = high
    pieces.append(Markup("{}").format(_seen(words[at:end])))
    pieces.append(Markup(" …") if end < len(words) else Markup(""))
    return Markup("").join(pieces)


def _seen(words: str) -> str:
    """Return words made visible, spaces at their ends kept."""
    line = one_line(words)
    before, after = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' if before else ''}{line}{' ' if after and line else ''}"
