"""Claims that rest on a turn of phrase: what it is called, who must respond, who knew, complaints, why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from khronika.reading.claims.acts import RELEASED
from khronika.reading.claims.clauses import LONGEST
from khronika.reading.claims.language import Language
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Span, Spans

_WORDS_OF_A_TERM = 6
_AFTER_AN_ORDER = 80


class Found(NamedTuple):
    """A property that words spell out, with the party or term and where it stands."""

    property: Property
    value: str
    party: Span | None
    span: Span
    reason: str
    polarity: Polarity = Polarity.YES


def parties_said(text: str, spans: Spans, language: Language, speaker: str | None) -> Iterator[Found]:
    """Return who ordered, tolerated, knew or must respond, as the words say."""
    tables = (
        (Property.ORDERED_BY, language.ordered, "words of an order"),
        (Property.TOLERATED_BY, language.tolerated, "words of letting it happen"),
        (Property.MUST_RESPOND, language.must, "words of a duty"),
        (Property.KNEW, language.knew, "words of knowing"),
    )
    for start, end in spans:
        for kind, patterns, reason in tables:
            for pattern in patterns:
                for match in pattern.finditer(text, start, min(end, start + LONGEST)):
                    party = " ".join(match["party"].split())
                    if party.lower() in language.not_parties | language.not_places:
                        continue
                    if kind is Property.ORDERED_BY and not _of_an_act(text, match, language):
                        continue
                    ours = language.ourselves.fullmatch(party)
                    value = speaker if ours else party
                    if value:
                        yield Found(kind, value, match.span("party"), match.span(), reason)


def _of_an_act(text: str, match: re.Match[str], language: Language) -> bool:
    """Tell whether an order is of an act: "on the orders of", or an act among the words after "ordered"."""
    if match.end("party") == match.end():
        return True
    after = text[match.end() : match.end() + _AFTER_AN_ORDER].lower().replace("’", "'").split()
    named = (language.trigger(word.strip('.,:;!?“”"«»')) for word in after[:_WORDS_OF_A_TERM])
    found = next((t for t in named if t is not None), None)
    return found is not None and found.deed is not RELEASED


def terms_said(text: str, spans: Spans, language: Language) -> Iterator[Found]:
    """Return how it is called, where the term stands in quotation marks."""
    for start, end in spans:
        for match in language.called.finditer(text, start, min(end, start + LONGEST)):
            term = _term(match["term"])
            article = re.search(r"\b(?:an?|the)\s\W?$", text[match.start() : match.start("term")])
            if term and (article or language.term.fullmatch(term)):
                yield Found(Property.CALLED, term, None, match.span("term"), "a term in quotation marks")


def term_disputed(text: str, spans: Spans, language: Language) -> Found | None:
    """Return the term that the words dispute ("calling it a … is wrong")."""
    for start, end in spans:
        match = language.called_disputed.search(text, start, min(end, start + LONGEST))
        if match is not None and (term := _term(match["term"])):
            return Found(Property.CALLED, term, None, match.span("term"), "a term disputed", Polarity.NO)
    return None


def _term(words: str) -> str:
    term = re.sub(r"^(?:an?|the)\s", "", " ".join(words.split()).strip(" ,.;"))
    return term if term and len(term.split()) <= _WORDS_OF_A_TERM else ""
