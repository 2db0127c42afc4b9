"""Web pages: one template an outlet, with the furniture around the text that real pages have."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from samples_source.texts import HERE, Source

_PAGES = Environment(
    loader=FileSystemLoader(HERE / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


def page(source: Source) -> bytes:
    """Return the page of ``source`` in the template of its outlet, in UTF-8."""
    head = {"caption": "", "modified": source.head["published"]} | source.head
    text = _PAGES.get_template(f"{head.pop('outlet')}.html").render(
        **head | {"shown": source.shown}, slug=source.stem, paragraphs=source.paragraphs
    )
    return text.encode()
