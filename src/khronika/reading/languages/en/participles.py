"""Cues that are no finite verbs: "saying", "quoted as saying", "a report describing", "A's claim that"."""

from __future__ import annotations

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cue import (
    FINITE,
    NOUN,
    PARTICIPLE,
    Cue,
    after_particle,
    naming,
    negated,
    shared_subject,
    subject_of,
    word_before,
)
from khronika.reading.languages.en.grammar import (
    Tokens,
    gerund,
    is_mark,
    is_possessive,
)
from khronika.reading.languages.en.subjects import (
    SHARED,
    Subject,
    subject_after,
    subject_before,
)
from khronika.reading.languages.en.verbs import FORMS, Verb
from khronika.reading.tokens import MARK, QUOTE
from khronika.records.statement import Act

NOUNS = {
    "claim": "claim",
    "claims": "claim",
    "allegation": "allege",
    "allegations": "allege",
    "assertion": "assert",
    "denial": "deny",
    "statement": "state",
    "warning": "warn",
    "promise": "promise",
    "pledge": "pledge",
    "admission": "admit",
    "accusation": "allege",
    "insistence": "insist",
    "assurance": "assure",
}


_ISSUES = frozenset({"issued", "published", "released", "issues", "publishes", "releases"})


def participle_cue(tokens: Tokens, at: int, found: list[Cue]) -> Cue | None:  # noqa: PLR0911 - rules in order
    """Return the cue of a verb in -ing, whatever construction it stands in, or ``None``."""
    verb = FORMS[tokens[at].lower].verb
    before = word_before(tokens, at)
    if before < 0:
        return None
    low = tokens[before].lower
    end = after_particle(tokens, at, verb)
    if low in words.BE - {"be", "been", "being"} or low == "been":
        subject = subject_of(tokens, at, found)
        return Cue(before, end, verb, FINITE, subject) if subject and not negated(tokens, at) else None
    if low == "as" and before > 0:
        return _quoted_as(tokens, before, at, verb)
    if low in lexicon.DOCUMENTS and not (found and found[-1].end >= before):
        return _document(tokens, before, at, verb, found)
    comma = is_mark(tokens[before], ",—–") or tokens[before].kind == QUOTE
    if comma or (found and low == "and" and gerund(tokens[before - 1])):
        subject = shared_subject(tokens, at, found)
        if subject is not None and verb.lemma == "call" and end == at + 1:
            return naming(tokens, at, subject, PARTICIPLE)
        return Cue(at, end, verb, PARTICIPLE, subject) if subject else None
    return None


def _quoted_as(tokens: Tokens, before: int, at: int, verb: Verb) -> Cue | None:
    """Read "A was quoted (by B) as saying" and "B quoted A as saying": the speaker is A."""
    for place in range(before - 1, max(-1, before - 16), -1):
        low = tokens[place].lower
        if low not in {"quoted", "quotes", "cited", "quoting", "quote", "citing"}:
            continue
        through: Subject | None
        if place > 0 and tokens[word_before(tokens, place)].lower in words.BE:
            subject = subject_before(tokens, place)
            by = tokens[place + 1].lower == "by"
            through = subject_after(tokens, place + 2, before) if by else _by_after(tokens, at)
        else:
            subject = subject_after(tokens, place + 1, before)
            through = subject_before(tokens, place)
        if subject is None or subject is SHARED:
            return None
        return Cue(at, at + 1, verb, FINITE, subject, None if through is SHARED else through)
    return None


def _by_after(tokens: Tokens, at: int) -> Subject | None:
    """Return whom "was quoted as saying by the Daily" names."""
    by = at + 1 < len(tokens) and tokens[at + 1].lower == "by"
    return subject_after(tokens, at + 2, len(tokens)) if by else None


def noun_cue(tokens: Tokens, at: int) -> Cue | None:
    """Read "Hale's claim that …": the possessor speaks."""
    possessive = next((k for k in range(at - 1, max(-1, at - 4), -1) if is_possessive(tokens[k])), -1)
    if possessive <= 0:
        return None
    start = possessive
    while start > 0 and (
        tokens[start - 1].capital
        or tokens[start - 1].lower in lexicon.PEOPLE | lexicon.GROUPS | words.ARTICLES
    ):
        start -= 1
        if tokens[start].lower in words.ARTICLES:
            break
    if start == possessive:
        return None
    form = FORMS[NOUNS[tokens[at].lower]]
    return Cue(
        at,
        at + 1,
        form.verb._replace(frames=form.verb.frames | {"C"}),
        NOUN,
        Subject(start, possessive, possessive, "possessor"),
    )


def _document(tokens: Tokens, before: int, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    """Read "A issued a report describing …", "in a statement saying …"."""
    for place in range(before - 1, max(-1, before - 8), -1):
        low = tokens[place].lower
        if low in _ISSUES or low in {
            "sent",
            "wrote",
            "signed",
            "posted",
            "made",
            "released",
            "put",
            "delivered",
        }:
            subject = subject_of(tokens, place, found)
            if subject is None:
                return None
            document = tokens[before].lower
            shown = (
                verb._replace(act=Act.REPORTS)
                if verb.act is Act.ASSERTS and document in {"report", "study"}
                else verb
            )
            return Cue(at, at + 1, shown._replace(frames=verb.frames | {"N", "C"}), NOUN, subject)
        if tokens[place].kind == MARK:
            return None
    return None
