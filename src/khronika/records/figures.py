"""Figures as they were said: intervals with open ends and a unit.

"100 or more people" is ``low=100, high=None, unit="people"``. Ends are whole or decimal numbers, never
floats: what is recorded must have one spelling.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from khronika.records.spans import Spans

MOST_DIGITS = 30


def refuse_absurd(*ends: Decimal | None) -> None:
    """Refuse ends that nobody means: ``1E+999999999`` written out would fill the memory.

    Raises:
        ValueError: an end is no number, or has more than 30 digits before or after the point.
    """
    for end in ends:
        if end is None:
            continue
        if not end.is_finite():
            raise ValueError("an end is not a number")
        if abs(end.adjusted()) > MOST_DIGITS or len(end.as_tuple().digits) > MOST_DIGITS:
            raise ValueError("an end has too many digits")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure somebody gave.

    ``low`` and ``high`` are closed ends; ``None`` is an open end. ``of`` says what is counted
    ("detained"), ``per`` per what ("year"). ``convention`` names the rule behind ends that the words
    do not state ("hundreds" read as 200 to 999), so that nobody takes a convention for a source.
    """

    text: str
    low: Decimal | None
    high: Decimal | None
    unit: str = ""
    of: str = ""
    per: str = ""
    spans: Spans = ()
    convention: str = ""

    def __post_init__(self) -> None:
        """Refuse an interval that holds no number, and ends that are none."""
        refuse_absurd(self.low, self.high)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the figure {self.text!r} has its low end above its high end")
