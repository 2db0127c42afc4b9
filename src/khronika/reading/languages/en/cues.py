"""Where a sentence says that somebody said something: verbs, "according to", documents, labels.

A cue carries its subject. What the same words do elsewhere ("the alleged victims", "media reports",
"would say", "if he denies") is no cue.
"""

from __future__ import annotations

import re

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cue import (
    ACCORDING,
    DISPUTE,
    FINITE,
    PASSIVE,
    PLEAD,
    PUT,
    SAY,
    WITHHOLD,
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
    comma,
    is_mark,
    is_possessive,
    past_like,
    utterance,
)
from khronika.reading.languages.en.numbers import number_at
from khronika.reading.languages.en.participles import NOUNS, noun_cue, participle_cue
from khronika.reading.languages.en.subjects import (
    subject_after,
)
from khronika.reading.languages.en.verbs import BASE, FORMS, GERUND, PAST, PRESENT, TAKES_ISSUE, Verb
from khronika.reading.tokens import MARK, NUMBER, QUOTE, WORD
from khronika.records.statement import Act

_WITHHELD = frozenset(
    {"say", "comment", "confirm", "discuss", "disclose", "elaborate", "reveal", "specify", "answer"}
)
ASKED = re.compile(
    r"\s(?:[A-Z][\w’'.-]*\s)(?:[\w’'-]+\s){0,4}?(?:asks?|asked|said|says|shouted|cried|replied|demanded|wondered|exclaimed|yelled|wrote|screamed)"
    r"(?=[.,:;!?]|\s(?:when|as|in|on|at|with|before|after|while|from|during|of|him|her|me|them|us|reporters)\b)"
)
"""What after “Why?” tells who asked it: "Lund asked.", "The officer shouted at him."."""
MOST = 16
"""Cues of one sentence that are read; a sentence with more is no sentence."""
_QUESTIONS = frozenset(
    {"questions", "inquiries", "enquiries", "queries", "requests", "reporters", "journalists"}
)


def find_cues(tokens: Tokens) -> list[Cue]:
    """Return the cues of one sentence in order."""
    found: list[Cue] = []
    for at, token in enumerate(tokens):
        if token.kind != WORD or (found and at < found[-1].end):
            continue
        if len(found) >= MOST:
            break
        cue = _cue_at(tokens, at, found)
        if cue is not None:
            found.append(cue)
    return found


def _cue_at(tokens: Tokens, at: int, found: list[Cue]) -> Cue | None:  # noqa: C901, PLR0911 - rules in order
    low = tokens[at].lower
    if low in NOUNS and at + 1 < len(tokens) and tokens[at + 1].lower == "that":
        noun = noun_cue(tokens, at)
        if noun is not None or low not in FORMS:
            return noun
    phrase = _phrase_verb(tokens, at)
    if phrase is not None:
        return Cue(at, at + 1, phrase, FINITE, subject_of(tokens, at, found))
    if low == "according" and at + 1 < len(tokens) and tokens[at + 1].lower == "to":
        return _according(tokens, at)
    if low in {"took", "takes", "take", "taking"}:
        return _takes_issue(tokens, at, found)
    if low in _WITHHELD and _withholds(tokens, at):
        return _withholding(tokens, at, found)
    form = FORMS.get(low)
    if form is None and _speaks_otherwise(tokens, at):
        return _finite(tokens, at, SAY, found)
    if form is None or (tokens[at].capital and at > 0 and not _opening(tokens, at)):
        return None
    if form.tense == GERUND:
        return participle_cue(tokens, at, found)
    if form.tense == PAST:
        return _past(tokens, at, found)
    return _present(tokens, at, found)


def _phrase_verb(tokens: Tokens, at: int) -> Verb | None:
    """Return the verb of "put the toll at 44" or "pleaded not guilty", or ``None``."""
    low = tokens[at].lower
    if low in {"put", "puts"} and _puts_at(tokens, at):
        return PUT
    if low in {"pleaded", "pleads", "pled"} and _pleads(tokens, at):
        return PLEAD if tokens[at + 1].lower == "not" else PLEAD._replace(act=Act.ADMITS)
    return None


def _puts_at(tokens: Tokens, at: int) -> bool:
    """Tell whether "put the toll at 44" stands here."""
    for place in range(at + 2, min(at + 12, len(tokens) - 1)):
        if tokens[place].kind in {MARK, QUOTE} and not is_possessive(tokens[place]):
            return False
        if tokens[place].lower == "at":
            near = tokens[place + 1 : place + 5]
            return any(t.kind == NUMBER or number_at([t], 0) is not None for t in near)
    return False


def _pleads(tokens: Tokens, at: int) -> bool:
    return "guilty" in [t.lower for t in tokens[at + 1 : at + 3]]


def _speaks_otherwise(tokens: Tokens, at: int) -> bool:
    """Tell whether an unknown verb closes direct words (“No,” he sighed)."""
    if at == 0 or not past_like(tokens, at) or tokens[at].lower in words.AUXILIARIES:
        return False
    if at + 1 < len(tokens) and not is_mark(tokens[at + 1], ".,:"):
        return False
    for place in range(at - 1, max(-1, at - 5), -1):
        if utterance(tokens[place]):
            return place < at - 1 and comma(tokens[place])
        if not (
            tokens[place].capital or tokens[place].lower in {"he", "she", "they", "the"} or place == at - 1
        ):
            return False
    return False


def _withholds(tokens: Tokens, at: int) -> bool:
    """Tell whether "would not say", "will not comment" stands here: a refusal, not mere silence."""
    lows = [t.lower for t in tokens[max(0, at - 3) : at]]
    return lows[-2:] in (["would", "not"], ["will", "not"], ["could", "not"]) or lows[-1:] in (
        ["wouldn't"],
        ["won't"],
    )


def _withholding(tokens: Tokens, at: int, found: list[Cue]) -> Cue | None:
    start = at - (1 if tokens[at - 1].lower in words.NEGATED else 2)
    if tokens[start].lower == "could" and tokens[at].lower not in {"say", "comment"}:
        return None
    subject = subject_of(tokens, start, found)
    if subject is None and found:
        subject = shared_subject(tokens, start, found)
    return Cue(start, at + 1, WITHHOLD, FINITE, subject) if subject is not None else None


def _opening(tokens: Tokens, at: int) -> bool:
    return at == 0 or tokens[at - 1].kind == QUOTE


def _according(tokens: Tokens, at: int) -> Cue | None:
    subject = subject_after(tokens, at + 2, len(tokens), reduced=True)
    if subject is None:
        return None
    return Cue(at, at + 2, SAY, ACCORDING, subject)


def _takes_issue(tokens: Tokens, at: int, found: list[Cue]) -> Cue | None:
    if (
        at + 2 >= len(tokens)
        or tokens[at + 1].lower not in TAKES_ISSUE
        or tokens[at + 2].lower not in {"with", "to"}
    ):
        return None
    return Cue(at, at + 3, DISPUTE, FINITE, subject_of(tokens, at, found))


def _past(tokens: Tokens, at: int, found: list[Cue]) -> Cue | None:  # noqa: PLR0911 - rules in order
    verb = FORMS[tokens[at].lower].verb
    before = word_before(tokens, at)
    low = tokens[before].lower if before >= 0 else ""
    if negated(tokens, at):
        return None
    if low in words.BE:
        return _passive(tokens, at, verb)
    if (low in _ANYBODY and verb.lemma in _DONE_TO) or _asked_about(tokens, at):
        return None
    if (
        (low in words.DETERMINERS and low not in {"all", "both"})
        or low in {"to", "as", "being"}
        or low in words.MODALS
    ):
        return None
    if before >= 0 and is_possessive(tokens[before]) and before > 0:
        return None
    if at + 1 < len(tokens) and tokens[at + 1].lower == "by" and not utterance(tokens[before]):
        return None
    return _finite(tokens, at, verb, found)


_ANYBODY = frozenset(
    {"anyone", "anybody", "everyone", "everybody", "those", "nobody", "someone", "somebody", "people", "one"}
)
_DONE_TO = frozenset({"find", "accuse", "report", "suspect", "order", "ask", "call", "record", "register"})


def _asked_about(tokens: Tokens, at: int) -> bool:
    """Tell whether "Lund, asked about the camp, said …" stands here: she was asked."""
    if tokens[at].lower not in {"asked", "told", "pressed"} or not is_mark(tokens[at - 1], ","):
        return False
    stop = next((k for k in range(at + 1, min(len(tokens) - 1, at + 25)) if is_mark(tokens[k], ",")), -1)
    form = FORMS.get(tokens[stop + 1].lower) if stop > 0 else None
    return form is not None and form.tense in {PAST, PRESENT}


def _finite(tokens: Tokens, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    subject = subject_of(tokens, at, found)
    if subject is None and _follows_content(tokens, at):
        subject = subject_after(tokens, at + 1, len(tokens))
        if subject is None:
            return None
    if subject is None or _conditional(tokens, subject.start, at):
        return None
    end = after_particle(tokens, at, verb)
    if verb.lemma == "refer" and not (end < len(tokens) and tokens[end].lower in _QUESTIONS):
        return None
    if verb.lemma == "call" and end == at + 1:
        return naming(tokens, at, subject, FINITE)
    if verb.particles and end == at + 1 and not (end < len(tokens) and tokens[end].kind == QUOTE):
        return None
    return Cue(at, end, verb, FINITE, subject)


def _follows_content(tokens: Tokens, at: int) -> bool:
    """Tell whether a quotation, or a clause and a comma, stands right before the verb."""
    return at > 0 and (tokens[at - 1].kind == QUOTE or is_mark(tokens[at - 1], ",—–"))


def _conditional(tokens: Tokens, subject: int, at: int) -> bool:
    """Tell whether "if", "whether" or a relative "what" opens the cue's clause."""
    before = subject - 1
    if before < 0 or before >= at:
        return False
    return tokens[before].lower in {
        "if",
        "when",
        "whom",
        "whether",
        "unless",
        "what",
        "how",
        "why",
        "whatever",
    }


def _passive(tokens: Tokens, at: int, verb: Verb) -> Cue | None:
    """Read "was criticised by A for …", "was quoted by A as saying" (the latter is the participle's)."""
    following = at + 1
    if following >= len(tokens) or tokens[following].lower != "by":
        return None
    if not (verb.takes("F") or verb.takes("N") or verb.takes("C") or verb.takes("T")):
        return None
    subject = subject_after(tokens, following + 1, _blame(tokens, following + 1))
    if subject is None:
        return None
    return Cue(at, at + 1, verb, PASSIVE, subject)


def _blame(tokens: Tokens, at: int) -> int:
    """Return where the "for" or "of" stands that tells what somebody was blamed for."""
    for place in range(at + 1, len(tokens) - 1):
        within_name = tokens[place - 1].capital and tokens[place + 1].capital
        if tokens[place].lower in {"for", "of"} and not within_name:
            return place
    return len(tokens)


_NEVER_BEFORE = (
    words.MODALS
    | words.PREPOSITIONS
    | words.ARTICLES
    | words.DO
    | frozenset({"my", "his", "her", "their", "our", "its", "no", "'d", "'ll"})
)
_PLURALS = words.PRONOUNS | frozenset({"people", "police", "media", "men", "women", "children"})


def _present(tokens: Tokens, at: int, found: list[Cue]) -> Cue | None:
    form = FORMS[tokens[at].lower]
    before = word_before(tokens, at)
    if before < 0 or negated(tokens, at):
        return None
    last = tokens[before]
    low = last.lower
    if low in _NEVER_BEFORE or is_possessive(last) or is_mark(last, "("):
        return None
    if form.verb.noun and not _verb_by_neighbours(tokens, before, at):
        return None
    if form.tense == BASE and not _plural_before(tokens, before):
        return None
    if form.tense == PRESENT and low in words.DETERMINERS - {"this", "that"}:
        return None
    return _finite(tokens, at, form.verb, found)


def _plural_before(tokens: Tokens, before: int) -> bool:
    """Tell whether a base form can be a verb after the word at ``before`` ("families say")."""
    last = tokens[before]
    if last.lower.endswith("s") or last.lower in _PLURALS or last.kind == QUOTE or is_mark(last, ",)"):
        return True
    return _plural_list(tokens, before)


def _plural_list(tokens: Tokens, at: int) -> bool:
    return any(t.lower == "and" for t in tokens[max(0, at - 6) : at])


def _verb_by_neighbours(tokens: Tokens, before: int, at: int) -> bool:
    """Tell a verb from a noun of the same form ("claims", "report") by what stands around it."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None:
        return tokens[before].kind == QUOTE
    low = following.lower
    if low == "with" and "that" in [t.lower for t in tokens[at + 2 : at + 5]]:
        return True
    opens = (
        low in {"that", "to", "on", "upon"} | words.SUBJECT_PRONOUNS | words.ARTICLES
        or following.kind == QUOTE
    )
    if tokens[before].lower in {"we", "i", "they"}:
        return True
    if is_mark(tokens[before], ",") and low not in words.PREPOSITIONS | {"and"}:
        return True
    opens = opens or is_mark(following, ":") or following.capital
    subject = (
        tokens[before].capital or tokens[before].lower in words.PRONOUNS | lexicon.PEOPLE | lexicon.GROUPS
    )
    prior = tokens[before - 1].lower if before > 0 else ""
    return opens and subject and (prior not in {"some", "with", "of", "by"})
