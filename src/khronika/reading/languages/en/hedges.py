"""Words by which a speaker or a reporter stands back: "allegedly", "may", "heard reports of"."""

from __future__ import annotations

import re

from khronika.records.spans import Phrase, Spans

_HEDGES = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|apparently|possibly|probably|likely|perhaps|presumably|without\s(?:any\s)?evidence|unconfirmed|unverified"
    r"|(?:is|are|was|were)\s(?:believed|thought|said|feared|understood|reported|alleged|suspected)\sto"
    r"|(?:may|might|could)(?=\s(?:not\s)?(?:be|have|also|already|face|amount)\b)"
    r"|appears?\sto|seems?\sto|it\s(?:appears|seems)|alleged|suspected|so-called|claimed\sto"
    r"|(?:(?:has|have|had)\s|[’']s\s|[’']ve\s)?(?:heard|received)\s(?:\w+\s){0,2}?(?:reports|rumou?rs|accounts|allegations)\s(?:of|that|about)"
    r"|according\sto\s(?:unconfirmed|some|local)\s\w+|if\sconfirmed|rumou?rs)\b",
    re.IGNORECASE,
)
_MOST = 6


def hedges_of(text: str, spans: Spans) -> list[Phrase]:
    """Return the hedges within ``spans``, in order, each once by its words."""
    found: dict[str, Phrase] = {}
    for start, end in spans:
        for match in _HEDGES.finditer(text, start, min(end, start + 4000)):
            words = " ".join(match.group().split())
            found.setdefault(words.casefold(), Phrase(words, (match.span(),)))
    return list(found.values())[:_MOST]
