"""The brief as one self-contained HTML page: no script, no request, no SVG, no font of its own.

Every string of a source passes through the template's ``finalize`` (unseen characters made visible) and its
autoescape; passages are escaped here. What must stay true: the text of each paragraph, tags removed, is the
visible form of the source's text and nothing else; every sentence links to its passage and back.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from khronika.publishing.brief import WHAT_IT_IS, Brief
from khronika.publishing.figures import FigureGroup
from khronika.publishing.passages import Paragraph, Piece
from khronika.publishing.pictures import MOST_ROWS, figures_svg, png_of, relays_svg
from khronika.publishing.sentences import Voice
from khronika.publishing.speakers import VOICES
from khronika.publishing.visible import visible
from khronika.publishing.weight import HOW_MANY_ORIGINS, ONE_VOICE, WHAT_ORIGINS_ARE
from khronika.publishing.wording import counted, enumerated, moment_in_words

if TYPE_CHECKING:
    from jinja2 import Template

_DEEPEST_CONTENT = 3
_MOST_TREES = 12
_KINDS = ("source", "cue", "figure")


def render_html(brief: Brief) -> str:
    """Return ``brief`` as a page.

    Single figures, plain trees, more than forty rows and trees after the twelfth have no picture.
    """
    pictures = {
        group.number: _picture(figures_svg(group))
        for group in brief.figures
        if not group.each_once and len(group.rows) <= MOST_ROWS and _drawable(group)
    }
    with_relays = [c for c in brief.sources if c.tree and c.tree.depth > 1 and c.tree.leaves <= MOST_ROWS]
    trees = {
        card.number: _picture(relays_svg(card.tree))
        for card in with_relays[:_MOST_TREES]
        if card.tree is not None
    }
    return _page().render(
        brief=brief,
        css=_own(_packaged("brief.css")),
        by_label=brief.by_label(),
        what_it_is=WHAT_IT_IS,
        origins=(HOW_MANY_ORIGINS, WHAT_ORIGINS_ARE, ONE_VOICE),
        made=moment_in_words(brief.heading.made_at),
        pictures=pictures,
        trees=trees,
        paragraph=paragraph_markup,
        counted=counted,
        enumerated=enumerated,
        Voice=Voice,
        voices=VOICES,
    )


def _drawable(group: FigureGroup) -> bool:
    return any(row.low is not None or row.high is not None for row in group.rows)


@cache
def _page() -> Template:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415  # 60 ms only a brief needs

    environment = Environment(
        loader=DictLoader({"brief.html": _packaged("brief.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    return environment.get_template("brief.html")


def _packaged(name: str) -> str:
    return (files("khronika.publishing") / "templates" / name).read_text("utf-8")


def _finalize(value: Any) -> Any:
    plain = isinstance(value, str) and not hasattr(value, "__html__")
    return visible(value) if plain else value


def _picture(svg: str) -> str:
    return f"data:image/png;base64,{b64encode(png_of(svg)).decode()}"


def paragraph_markup(paragraph: Paragraph) -> Any:
    """Return ``paragraph`` as escaped markup with its highlights and the links back."""
    return _own("".join(_piece(piece) for piece in paragraph.pieces))


def _own(markup: str) -> Any:
    """Return what is already markup: the packaged style sheet, or passages whose every piece is escaped."""
    from markupsafe import Markup  # noqa: PLC0415  # comes with jinja2, which only a brief needs

    return Markup(markup)  # noqa: S704  # never a source's string: those were escaped in _piece


def _piece(piece: Piece) -> str:
    words = escape(visible(piece.unredacted_text)).replace("\r", "&#13;")
    contents = [h for h in piece.highlights if h.kind == "content"][:_DEEPEST_CONTENT]
    classes = ["content"] * len(contents)
    classes += [kind for kind in _KINDS if any(h.kind == kind for h in piece.highlights)]
    back = "".join(
        f'<a class="back" id="p{label[1:]}" href="#s{label[1:]}" data-label="{label}" '
        f'aria-label="back to {label}"></a>'
        for label in piece.begins
    )
    opened = "".join(f'<mark class="{name}">' for name in classes)
    return f"{back}{opened}{words}{'</mark>' * len(classes)}"
