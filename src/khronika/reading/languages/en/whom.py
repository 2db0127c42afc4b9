"""To whom and where: the words right before a span tell the one from the other.

What somebody "told" directly is whom they told, were it a court, a rally or a press conference; "at a
rally", "in court" is where it was said (corpus/GUIDELINE.md, "Told whom").
"""

from __future__ import annotations

import re

from khronika.reading.languages.en import relays
from khronika.reading.tagged import Utterance
from khronika.records.spans import Span

_TELLS = re.compile(
    r"\b(?:told|tells?|telling|informed|informs|informing|assured|assures|reminded)\s(?:to\s)?$"
)
_AT = re.compile(r"(?<!called)(?<!calls)(?<!calling)\s(?:at|in|on|during)\s$")
_BACK = 24
ME = frozenset({"me", "myself"})
US = frozenset({"us"})


def placed(text: str, utterance: Utterance) -> tuple[Span | None, Span | None]:
    """Return the spans of addressee and forum, exchanged where the words before them show the other."""
    whom, where = utterance.addressee, utterance.forum
    if whom is None and where is not None and _TELLS.search(text, max(0, where[0] - _BACK), where[0]):
        return where, None
    if (
        whom is not None
        and where is None
        and relays.is_forum(text[slice(*whom)])
        and _AT.search(text, max(0, whom[0] - _BACK), whom[0])
    ):
        return None, whom
    return whom, where
