"""Files to be painted."""

from __future__ import annotations

import io
from importlib.resources import files

from PIL import Image

CASE = files("khronika.samples") / "velmora"
PDF = (CASE / "2026-03-17-press-digest.pdf").read_bytes()


def saved(image: Image.Image, format_: str = "PNG", **given: object) -> bytes:
    written = io.BytesIO()
    image.save(written, format_, **given)
    return written.getvalue()


def flag() -> Image.Image:
    """Return a picture of 60 by 40, red above and white below."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste((200, 0, 0), (0, 0, 60, 20))
    return image
