"""Denials, disputes and corrections beside what they are about.

What must stay true: a denial is set beside what it *may* answer, with the shared words as the reason,
and nothing says that it does; a denial of knowledge, competence or responsibility is labelled so and
never shown as a denial of the fact; a dispute is about its own words alone and stands beside what the
same speaker affirms; a correction or retraction is set beside earlier statements of the same speaker
only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from khronika.publishing.sentences import OPENING_MARKS, Sentence, Voice, in_quotes, stands_quoted
from khronika.publishing.speakers import folded, key_of
from khronika.publishing.subjects import Term, Terms
from khronika.publishing.wording import denial_in_words
from khronika.publishing.words import is_of_the_field
from khronika.records.statement import Act, Denial

MOST_SHOWN = 6
_AFFIRMING = frozenset({Act.ASSERTS, Act.ALLEGES, Act.REPORTS, Act.ADMITS})
_TAKING_BACK = frozenset({Act.CORRECTS, Act.RETRACTS})
_ENOUGH = 2
_STATEMENTS = frozenset(("statement", "denial", "claim", "account", "assertion", "answer", "reply"))


@dataclass(frozen=True, slots=True)
class Tie:
    """Another statement with the reason why it is here: words shared, or ``why`` in our own words."""

    label: str
    shared: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One denial. ``about`` are the statements that it may answer; ``left_out`` counts those not shown.

    ``disputed_by`` are disputes by others that name the denier.
    """

    label: str
    kind: str
    of_fact: bool
    note: str
    about: tuple[Tie, ...]
    left_out: int = 0
    disputed_by: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """Disputes of one speaker on the same words alone, with what that speaker affirms.

    ``term`` tells which words, where they stand in quotation marks, or else whose.
    """

    labels: tuple[str, ...]
    term: str
    affirms: tuple[Tie, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a speaker corrects or takes back of their own, with what it may be about."""

    label: str
    about: tuple[Tie, ...]
    left_out: int = 0


def answers_of(sentences: Sequence[Sentence], terms: Terms) -> tuple[Answer, ...]:
    """Return every denial, those of the fact first, with what each may answer."""
    denials = [s for s in sentences if Act.DENIES in s.statement.acts]
    made = [_answer(denial, sentences, terms) for denial in denials]
    return tuple(sorted(made, key=lambda answer: not answer.of_fact))


def _answer(denial: Sentence, sentences: Sequence[Sentence], terms: Terms) -> Answer:
    denies = denial.statement.denies
    by_label = {sentence.label: sentence for sentence in sentences}
    inside = [Tie(label, why="stands within the denial") for label in denial.nested]
    others = [
        other
        for other in sentences
        if _AFFIRMING & set(other.statement.acts)
        and Act.DISPUTES not in other.statement.acts
        and key_of(other) != key_of(denial)
        and other.label not in denial.nested
        and other.label != denial.within
        and not _only_denied(other, by_label)
    ]
    about = [*inside, *_tied(denial, others, terms)]
    return Answer(
        label=denial.label,
        kind=denial_in_words(denies),
        of_fact=Denial.FACT in denies,
        note=_note(denies),
        about=tuple(about[:MOST_SHOWN]),
        left_out=max(0, len(about) - MOST_SHOWN),
        disputed_by=tuple(_disputing(denial, sentences, terms)[:MOST_SHOWN]),
    )


def _disputing(denial: Sentence, sentences: Sequence[Sentence], terms: Terms) -> list[Tie]:
    """Return disputes by others of the denier's words in the same source.

    A dispute is of the denier's words where it names the denier, or is of "the statement", "the denial" and
    the like, with no word in quotation marks, and shares words with the denial. A dispute on a term is never
    shown as one of a denial: it is on its term alone. Of several denials those that share words have it.
    """
    same = [s for s in sentences if Act.DENIES in s.statement.acts and key_of(s) == key_of(denial)]
    ties: list[Tie] = []
    for other in sentences:
        if not _may_dispute(other, denial):
            continue
        shared = _tied(denial, [other], terms)
        names = _bare(_disputed(other)) == _bare(denial.speaker)
        if shared or (names and not any(_tied(one, [other], terms) for one in same)):
            ties += shared or [Tie(other.label, why="disputes words of the denier")]
    return ties


def _may_dispute(dispute: Sentence, denial: Sentence) -> bool:
    by_another = dispute.source == denial.source and key_of(dispute) != key_of(denial)
    if Act.DISPUTES not in dispute.statement.acts or not by_another:
        return False
    on_a_term = any(mark in dispute.content for mark in OPENING_MARKS)
    said = _bare(_disputed(dispute))
    return said == _bare(denial.speaker) or (said in _STATEMENTS and not on_a_term)


def _disputed(dispute: Sentence) -> str:
    return "" if dispute.statement.disputes is None else dispute.statement.disputes.text


def _bare(name: str) -> str:
    return re.sub(r"^(?:an?|the) ", "", folded(name))


def _only_denied(sentence: Sentence, by_label: dict[str, Sentence]) -> bool:
    """Tell whether nobody is known to have said this, and it stands within a denial."""
    above = by_label.get(sentence.within)
    return sentence.voice is Voice.OPEN and above is not None and Act.DENIES in above.statement.acts


def _note(denies: Sequence[Denial]) -> str:
    if not denies:
        return "The reader did not tell what exactly is denied."
    if Denial.FACT in denies:
        return ""
    says = {
        Denial.KNOWLEDGE: "not to know",
        Denial.RESPONSIBILITY: "not to be responsible",
        Denial.COMPETENCE: "that it is not theirs to deal with",
    }
    return f"The speaker says {' and '.join(says[kind] for kind in denies)}. That is no denial of the fact."


def _tied(one: Sentence, others: Sequence[Sentence], terms: Terms) -> list[Tie]:
    """Return the ``others`` that share a name, a word of the field or of a site, or two telling words.

    Most shared first. Of a statement and one that stands within it only the outer is returned: it shows both.
    """
    own = {term.key: term for term in terms[one.label]}
    ties: list[tuple[int, int, Tie]] = []
    for other in others:
        shared = [term for term in terms[other.label] if term.key in own]
        sites = _words_of_sites([*terms[one.label], *terms[other.label]])
        weight = sum(_weight(term, sites) for term in shared)
        if weight >= _ENOUGH:
            ties.append((-weight, other.number, Tie(other.label, _shown(shared))))
    within = {other.label: other.within for other in others}
    found = {tie.label for _, _, tie in ties}
    ordered = sorted(ties, key=lambda weighed: weighed[:2])
    return [tie for _, _, tie in ordered if within[tie.label] not in found]


def _weight(term: Term, sites: frozenset[str]) -> int:
    return _ENOUGH if term.name or term.key in sites or is_of_the_field(term.key) else 1


def _words_of_sites(terms: Sequence[Term]) -> frozenset[str]:
    """Return the words of names with a number: whoever says "the quarry" may mean "Quarry 9"."""
    names = (term.key.split() for term in terms if term.name)
    numbered = (words for words in names if any(word.isdigit() for word in words))
    return frozenset(word for words in numbered for word in words if word.isalpha())


def _shown(shared: Sequence[Term]) -> tuple[str, ...]:
    named = {word for term in shared if term.name for word in term.key.split()}
    words = (term for term in shared if term.name or term.key not in named)
    return tuple(term.shown if term.name else term.key for term in words)


def disputes_of(sentences: Sequence[Sentence], terms: Terms) -> tuple[Dispute, ...]:
    """Return every dispute with what its speaker affirms in the same source, nearest in words first.

    Disputes of one speaker in one source are one, with each thing disputed.
    """
    groups: dict[object, list[Sentence]] = {}
    for sentence in sentences:
        if Act.DISPUTES in sentence.statement.acts:
            groups.setdefault((key_of(sentence), sentence.source), []).append(sentence)
    return tuple(_dispute(disputed, sentences, terms) for disputed in groups.values())


def _dispute(disputed: Sequence[Sentence], sentences: Sequence[Sentence], terms: Terms) -> Dispute:
    first = disputed[0]
    own = [
        other
        for other in sentences
        if key_of(other) == key_of(first)
        and other.source == first.source
        and Act.DISPUTES not in other.statement.acts
        and _AFFIRMING & set(other.statement.acts)
    ]
    shared = {tie.label: tie for one in disputed for tie in _tied(one, own, terms)}
    near = sorted(own, key=lambda s: (s.label not in shared, abs(s.number - first.number)))
    affirms = [shared.get(s.label, Tie(s.label)) for s in near]
    return Dispute(
        labels=tuple(sentence.label for sentence in disputed),
        term=_disputed_words(disputed),
        affirms=tuple(affirms[:MOST_SHOWN]),
        left_out=max(0, len(affirms) - MOST_SHOWN),
    )


def _disputed_words(disputed: Sequence[Sentence]) -> str:
    """Return ``the words “…”`` where a content has them so, ``the statement``, or ``words of`` somebody."""
    found: dict[str, str] = {}
    for words in (_disputed(one) for one in disputed):
        if any(stands_quoted(words, one.content) for one in disputed) and words:
            found.setdefault(folded(words), f"the words {in_quotes(words)}")
        elif words:
            found.setdefault(folded(words), words if _bare(words) in _STATEMENTS else f"words of {words}")
    return "; ".join(found.values()) or "words of others"


def taken_back_of(sentences: Sequence[Sentence], terms: Terms) -> tuple[TakenBack, ...]:
    """Return what speakers and publishers take back of their own.

    A speaker who "corrects" without an earlier statement of their own is listed with nothing beside it.
    """
    return tuple(_taken_back(s, sentences, terms) for s in sentences if _TAKING_BACK & set(s.statement.acts))


def _taken_back(correction: Sentence, sentences: Sequence[Sentence], terms: Terms) -> TakenBack:
    own = [
        other
        for other in sentences
        if other.label != correction.label
        and _same_voice(other, correction)
        and not _TAKING_BACK & set(other.statement.acts)
    ]
    ties = _tied(correction, own, terms)
    if not ties:
        before = [s for s in own if s.source == correction.source and s.number < correction.number]
        near = [s for s in before if correction.paragraph - s.paragraph <= 1]
        ties = [Tie(s.label, why="same voice, just before") for s in near[-1:]]
    about = tuple(ties[:MOST_SHOWN])
    return TakenBack(correction.label, about, max(0, len(ties) - MOST_SHOWN))


def _same_voice(one: Sentence, other: Sentence) -> bool:
    """Tell whether both are the same speaker's; a publisher's voice is the same under its whole name."""
    if key_of(one) == key_of(other):
        return True
    published = {one.voice, other.voice} == {Voice.OWN, Voice.NAMED}
    return published and folded(one.speaker) == folded(other.speaker)
