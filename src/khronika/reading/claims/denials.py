"""Claims of a denial: each kind its own, and "it did not occur" for a denial of the fact alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from khronika.reading.claims.clauses import LONGEST
from khronika.reading.claims.sheet import PHRASE, Sheet
from khronika.records.claims import THE_INCIDENT
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase, Span, words_of
from khronika.records.statement import Denial

_NEAR = 3
_AFTER = 60


def other_kinds(sheet: Sheet) -> None:
    """Suggest what a denial of knowledge, responsibility or competence says of its speaker."""
    kinds = (
        (Denial.KNOWLEDGE, Property.KNEW),
        (Denial.RESPONSIBILITY, Property.DONE_BY),
        (Denial.COMPETENCE, Property.MUST_RESPOND),
    )
    speaker = sheet.statement.speaker
    for denial, kind in kinds:
        if denial in sheet.statement.denies and speaker:
            claim = sheet.new(kind, sheet.statement.content, PHRASE, f"a denial of {denial.value}")
            sheet.add(replace(claim, polarity=Polarity.NO, value=speaker))


def cue_denies(sheet: Sheet) -> bool:
    """Tell whether the cue itself denies ("denied that …"), so that the content is what is denied."""
    return sheet.language.denying.search(words_of(sheet.text, sheet.statement.cue)[:LONGEST]) is not None


def existence(sheet: Sheet) -> None:
    """Suggest that it did not occur where a fact is denied: an act, a place, or what the title names."""
    denied = [c for c in sheet.found.values() if c.property is Property.ACT and c.polarity is Polarity.NO]
    if denied:
        _not_occurred(sheet, denied[0].spans, THE_INCIDENT, "an act is denied")
        return
    for start, end in sheet.statement.content:
        words = sheet.text[start : min(end, start + LONGEST)]
        if sheet.language.no_complaint.search(words) is not None:
            continue
        place = sheet.language.facility.search(words)
        if place is not None and _denied_to_exist(words, place, sheet):
            at = (start + place.start("party"), start + place.end("party"))
            _not_occurred(sheet, (at,), Phrase(place["party"], (at,)), "a place is said not to exist")
            return
        untrue = sheet.language.untrue.search(words)
        if untrue is not None and _title_names_an_act(sheet):
            at = (start + untrue.start(), start + untrue.end())
            _not_occurred(sheet, (at,), THE_INCIDENT, "called untrue; the title names an act")
            return


def _not_occurred(sheet: Sheet, spans: Sequence[Span], subject: Phrase, reason: str) -> None:
    claim = sheet.new(Property.OCCURRED, spans, PHRASE, f"a denial of the fact: {reason}")
    sheet.add(replace(claim, subject=subject, polarity=Polarity.NO))


def _title_names_an_act(sheet: Sheet) -> bool:
    words = sheet.title[:LONGEST].replace("’", "'").lower().split()
    return any(sheet.language.trigger(word.strip('.,:;!?“”"«»')) is not None for word in words)


def _denied_to_exist(words: str, place: re.Match[str], sheet: Sheet) -> bool:
    """Tell whether the place is what is denied: "no such camp", "the camp does not exist"."""
    before = _plain_words(words[: place.start()])[-_NEAR:]
    after = words[place.end() : place.end() + _AFTER]
    if any(w in sheet.language.negations for w in before):
        return True
    missing = sheet.language.not_existing.match(after) is not None
    return missing or (cue_denies(sheet) and sheet.language.existence.search(words) is not None)


def _plain_words(words: str) -> list[str]:
    return [w.strip('.,;:“”"«»') for w in words.lower().replace("’", "'").split()]
