"""Marks of care that what was read suggests: by the closed list of acts in claims, and by plain words.

A suggestion is about the passage: that it speaks of children, of sexual violence, of people held. Nothing is
inferred of anybody in it. It is wide on purpose, since what goes out waits on it: a person takes a wrong one
away.
Claims and words are English and Russian; elsewhere nothing is suggested, and a person has to mark.
What must stay true: a suggestion does not go with the words or claims that somebody amends or cuts away: it
stays with the statement (``suggests``), until it is taken away with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from khronika.reading.claims.acts import ABDUCTED, ARRESTED, DETAINED, DISAPPEARED, SEXUAL_VIOLENCE
from khronika.records.body import record_of
from khronika.records.care import Care
from khronika.records.claims import SuggestedClaim
from khronika.records.matter import Property
from khronika.records.statement import Statement

_HELD: Final = frozenset(deed.name for deed in (ARRESTED, DETAINED, ABDUCTED, DISAPPEARED))
_HELD_COUNTED: Final = frozenset({Property.DETAINED, Property.MISSING})
_ADULT = 18
_CHILD = re.compile(
    r"\b(?:child(?:ren|hood)?|boys?|girls?|kids?|minors|a minor|infants?|bab(?:y|ies)|toddlers?|newborns?"
    r"|teen(?:s|ager|agers|aged)?|adolescents?|juveniles?|under-?age|school(?:boy|girl|child)\w*|pupils?"
    r"|реб[её]н\w*|дет(?:и|ей|ям|ях|ьми)|детск\w+|девоч\w+|мальчи\w+|несовершеннолетн\w+|малолетн\w+"
    r"|подрост\w+|младен\w+|школьни\w+)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:(\d{1,2})[-\u2010-\u2013\s]?(?:years?[-\u2010-\u2013\s]old|летн\w+)|(?:aged?|возрасте)\s(\d{1,2}))\b",
    re.IGNORECASE,
)
_RAPE = re.compile(
    r"\b(?:rape[ds]?|raping|rapists?|sexual(?:ly)?\s(?:violence|assault\w*|abus\w+|harass\w+)|molest\w+"
    r"|изнасил\w+|сексуальн\w+\s(?:насили\w+|домогательств\w+))\b",
    re.IGNORECASE,
)


def suggestions_of(body: Mapping[str, Any]) -> frozenset[Care]:
    """Return the marks that a statement, given its body, suggests, or suggested before it was changed."""
    own = suggested_care(record_of(Statement, body["statement"]), body["words"])
    return own | frozenset(map(Care, body.get("suggests", ())))


def still_suggested(
    before: Iterable[Mapping[str, Any]], after: Mapping[str, Any], *beside: Mapping[str, Any]
) -> dict[str, Any]:
    """Return ``suggests`` for a statement made of others, given their bodies; nothing where none is lost.

    It is what they suggested and neither ``after`` nor what is made ``beside`` it suggests by itself.
    """
    found = frozenset[Care]().union(*map(suggestions_of, before))
    lost = found.difference(*map(suggestions_of, (after, *beside)))
    return {"suggests": sorted(lost)} if lost else {}


def suggested_care(statement: Statement, words: str) -> frozenset[Care]:
    """Return the marks that a statement's claims and words suggest.

    A denial is about its matter as well: "no child was held" is a passage about children.
    """
    found = set()
    ages = (int(one or other) for one, other in _AGE.findall(words))
    if _CHILD.search(words) or any(age < _ADULT for age in ages):
        found.add(Care.CHILD)
    if any(claim.value == SEXUAL_VIOLENCE.name for claim in statement.claims) or _RAPE.search(words):
        found.add(Care.SEXUAL_VIOLENCE)
    if any(map(_tells_of_holding, statement.claims)):
        found.add(Care.HELD)
    return frozenset(found)


def _tells_of_holding(claim: SuggestedClaim) -> bool:
    return claim.value in _HELD or claim.property in _HELD_COUNTED
