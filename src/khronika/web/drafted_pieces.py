"""The pieces of a form as they come back: which were not touched, which number is typed, where a fault is.

What must stay true: a fault in a piece is said of that piece's field, by the name which it has on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from khronika.errors import UsageFault
from khronika.publishing.visible import visible
from khronika.web.drafting import Drafted, Piece, drafted_in
from khronika.web.forms import fields_of

_NUMBER = re.compile(r"[+-]?\d{1,60}(?:\.\d{1,60})?")
_GAPS = str.maketrans({" ": "", "\u00a0": "", "\u202f": "", "\u2009": "", "٫": "."})


def as_sent(drafted: Drafted) -> Drafted:
    """Return a draft as it comes back from a browser where nobody changed anything."""
    pairs = [(name, visible(text)) for name, text in drafted.pairs()]
    return drafted_in(fields_of(urlencode(pairs).encode()))


def piece_as_sent(piece: Piece) -> Piece:
    """Return a piece as it comes back from a browser where nobody changed anything."""
    pairs = [(f"{piece.kind}.0.{name}", visible(text)) for name, text in piece.held.items()]
    (sent,) = drafted_in(fields_of(urlencode(pairs).encode())).pieces
    return sent


def pieces_of(typed: Drafted, kind: str) -> Iterator[tuple[int, Piece]]:
    """Yield the pieces of a kind that stay, each with its number in the form."""
    for number, piece in enumerate(typed.pieces):
        if piece.kind == kind and not piece.gone:
            yield number, piece


def in_the_form(fault: UsageFault, piece: Piece, number: int) -> UsageFault:
    """Return a fault about a field of a piece as one about that field of the form."""
    fault.field = f"{piece.kind}.{number}.{fault.field or 'text'}"
    return fault


def number_typed(piece: Piece, name: str) -> Decimal | None:
    """Return the number in a field of a piece; ``None`` where it is empty.

    Raises:
        UsageFault: it is none.
    """
    typed = piece.held[name]
    if not typed:
        return None
    plain = typed.translate(_GAPS)
    if not _NUMBER.fullmatch(plain):
        wrong = UsageFault(f"{typed[:40]!r} is no number", "1200 or 2.5; empty where that end is open")
        raise wrong.beside(name)
    return Decimal(plain)
