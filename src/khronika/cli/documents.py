"""A document that leaves: in which format, told by its name, and as text.

What must stay true: the format is known before anything is handed out, for what was handed out is in the log.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from khronika.cli.output import escaped
from khronika.errors import UsageFault
from khronika.publishing.brief import Brief

FORMATS = (".html", ".md", ".json")


def format_of(out: Path | None, *, as_json: bool) -> str:
    """Return the format of a brief that goes to ``out``: one of :data:`FORMATS`.

    Raises:
        UsageFault: the name is of none, or of another than the JSON that is asked for.
    """
    if out is None:
        return ".json" if as_json else ".md"
    suffixes = [suffix.lower() for suffix in out.suffixes if suffix.lower() != ".age"]
    found = {".htm": ".html"}.get(suffixes[-1], suffixes[-1]) if suffixes else ""
    if found not in FORMATS:
        raise UsageFault(
            f"cannot tell the format of {out.name}", "name it .html, .md or .json (then .age when encrypted)"
        )
    if as_json and found != ".json":
        raise UsageFault(f"{out.name} is no name for JSON", "leave --json out, or name it .json")
    return found


def brief_written(made: Brief, suffix: str) -> bytes:
    """Return a brief in a format."""
    return _rendered(made, suffix).encode("utf-8", "backslashreplace")


def export_written(made: dict[str, Any]) -> bytes:
    """Return exported records as JSON."""
    return f"{escaped(json.dumps(made, ensure_ascii=False, indent=2))}\n".encode()


def _rendered(made: Brief, suffix: str) -> str:
    if suffix == ".json":
        from khronika.publishing.exchange import render_json  # noqa: PLC0415 - one format a run is wanted

        return escaped(render_json(made))
    if suffix == ".md":
        from khronika.publishing.markdown import render_markdown  # noqa: PLC0415 - as above

        return render_markdown(made)
    from khronika.publishing.html import render_html  # noqa: PLC0415 - as above: templates and pictures are heavy

    return render_html(made)
