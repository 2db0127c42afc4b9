"""What the publisher says in its own voice: sentences without a source that can be checked.

They are statements too, with the publisher as speaker; they are scored low, and kept to sentences with
a figure, a time or a word for something done to people.
"""

from __future__ import annotations

import re

from khronika.reading.languages.en.grammar import Tokens, has_finite
from khronika.reading.tokens import NUMBER, WORD

_LONGEST_CREDIT, _LONGEST_HEADING = 200, 140

_SHORTEST = 5
_HIGHEST = 550
_DONE = re.compile(
    r"\b(?:kill|tortur|detain|arrest|abduct|kidnap|disappear|beat(?:en|ing)|shot|shoot|bomb|shell|execut|rap(?:ed|e)|imprison|jail|"
    r"sentenc|convict|charg|acquit|releas|deport|evict|displac|injur|wound|murder|assault|raid|attack|massacr|persecut|"
    r"discriminat|violence|abus|ban(?:ned|s)|censor|expel|prosecut|investigat|trial|court|prison|camp|died|dead|missing|held|"
    r"buried|burn|destroy|search|seiz|hate\scrime|protest)\w*",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\s/\s\w+(?:\s\w+)?\svia\s[A-Z]|\((?:C|L|R|left|right|centre|center)\)|\bvia\s(?:Getty|AP|Reuters|AFP)\b|^(?:Image|Photo|Picture|Caption|Video|Audio|File\sphoto|Photograph)\s?:"
    r"|/\s?(?:AP|AFP|TASS|Reuters|Getty|EPA|Orvan)\b|\b(?:Getty\sImages|File\sphoto|Handout)\b"
    r"|\b(?:Photo|Photograph|Image)\s?(?::|by\b|credit)",
    re.IGNORECASE,
)
_SIGNS = ("/", "(", "via", "image", "photo", "picture", "caption", "video", "audio", "handout")
"""What no caption is without: most blocks have none of it."""
_BOILERPLATE = re.compile(
    r"^(?:read\smore|see\salso|related|follow\sus|sign\sup|subscribe|share\sthis|advertisement|copyright|©|all\srights)",
    re.IGNORECASE,
)


def is_caption(text: str) -> bool:
    """Tell whether a block is a caption, a credit or a line of furniture."""
    ended = text.rstrip("”\"’')» ")[-1:] in ".!?…:,"
    return bool(_BOILERPLATE.match(text)) or (
        (not ended or len(text) < _LONGEST_CREDIT) and _credits(text[:600])
    )


def _credits(text: str) -> bool:
    low = text.lower()
    return any(sign in low for sign in _SIGNS) and _CAPTION.search(text) is not None


def is_heading(text: str) -> bool:
    """Tell whether a block is a heading, a byline or a line of a list: short, without a stop at its end."""
    return (
        len(text) < _LONGEST_HEADING
        and text.rstrip("”\"’')» ")[-1:] not in ".!?…:,;"
        and text[-1:] not in '”"’»'
    )


def checkable(tokens: Tokens, text: str, *, figures: bool, times: bool) -> int:
    """Return how much can be checked in the sentence: 0 for nothing, in thousandths of a score."""
    if sum(t.kind in {WORD, NUMBER} for t in tokens) < _SHORTEST or not has_finite(tokens, 1, len(tokens)):
        return 0
    if text.rstrip("”\"’')» ").endswith("?"):
        return 0
    done = bool(_DONE.search(text))
    points = 200 * done + 120 * figures + 80 * times
    return min(_HIGHEST, 250 + points) if done or figures or times else 0
