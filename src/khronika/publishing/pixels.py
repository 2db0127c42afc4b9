"""A picture as a small PNG: drawn with the package's fonts, then given a palette of few colours.

What must stay true: the same drawing gives the same bytes; the commonest colours stay exactly as they were
drawn, and every other becomes the nearest of them.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np

from khronika.publishing.pictures import png_of

_COLOURS = 128
_EFFORT = 7
_MOST = 1 << 15
"""Colours of a drawing; with more it stays as it is."""

_ALL = 1 << 24
"""Colours of three bytes."""


def small_png_of(svg: str) -> bytes:
    """Return our own ``svg`` as a PNG with a palette: about a third of the size that true colour has."""
    from PIL import Image  # noqa: PLC0415  # loads decoders that only a picture needs

    whole = png_of(svg)
    with Image.open(BytesIO(whole)) as drawn:
        plain = drawn.convert("RGBA")
    counted = plain.getcolors(_MOST)
    if counted is None:
        return whole
    ordered = sorted(counted, key=lambda pair: (-pair[0], pair[1]))
    used = np.array([colour for _, colour in ordered], dtype=np.int64)[:, :3]
    kept = used[:_COLOURS]
    nearest = np.zeros(_ALL, dtype=np.uint8)
    nearest[used @ (1, 1 << 8, 1 << 16)] = ((used[:, None] - kept) ** 2).sum(axis=2).argmin(axis=1)
    codes = np.frombuffer(plain.tobytes(), dtype="<u4") & (_ALL - 1)
    few = Image.frombytes("P", plain.size, nearest[codes].tobytes())
    few.putpalette(kept.astype(np.uint8).tobytes())
    written = BytesIO()
    few.save(written, "PNG", compress_level=_EFFORT)
    return written.getvalue()
