"""What a publisher takes back or cannot vouch for: "Correction: …", "we have removed the post".

Only one's own report is corrected or retracted; these are sentences without a speaker in which the
text speaks of itself. A source that could not be verified is not thereby denied.
"""

from __future__ import annotations

import re

from khronika.records.statement import Act

_CORRECTS = re.compile(
    r"^\W*(?:(?:Correction|Corrections|Clarification|Erratum|Corrected)\s?(?::|—|–|-\s|\()"
    r"|(?:An?|The|This)\s(?:previous|earlier|original|initial|first)\s(?:version|edition)\sof\sth(?:is|e)\s"
    r"(?:story|article|report|post|statement|release|dispatch|bulletin)\b"
    r"|(?:This|The)\s(?:story|article|report|post|headline)\s(?:was|has\sbeen)\s(?:amended|corrected|updated\sto\scorrect))",
    re.IGNORECASE,
)
_RETRACTS = re.compile(
    r"\b(?:we|the\seditors|the\seditorial\s(?:office|board))\s(?:have\s|had\s|has\s)?(?:now\s|since\s)?"
    r"(?:removed|withdrawn|withdrew|retracted|deleted|taken\sdown|unpublished)\s(?:the|our|this|that|an?)\s(?:\w+\s)?"
    r"(?:post|report|article|story|claim|item|video|entry|text|headline)\b",
    re.IGNORECASE,
)
_UNVERIFIED = re.compile(
    r"\b(?:could\snot|cannot|was\sunable\sto|were\sunable\sto|has\snot\sbeen\sable\sto|have\snot\sbeen\sable\sto|"
    r"was\snot\sable\sto)\s(?:\w+ly\s)?(?:verify|confirm|corroborate|authenticate)\b"
    r"|\bcould\snot\s(?:\w+ly\s)?be\s(?:\w+ly\s)?(?:verified|confirmed|corroborated)\b",
    re.IGNORECASE,
)


def taken_back(sentence: str) -> tuple[Act, ...]:
    """Return what a sentence of the publisher takes back: corrects, retracts, or nothing."""
    if _RETRACTS.search(sentence):
        return (Act.RETRACTS,)
    return (Act.CORRECTS,) if _CORRECTS.match(sentence) else ()


def unverified(sentence: str) -> bool:
    """Tell whether a sentence says that something could not be verified."""
    return _UNVERIFIED.search(sentence) is not None
