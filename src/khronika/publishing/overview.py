"""The first screen: what has been checked, and how much there is of what. Only counts and links.

What must stay true: nothing that is unreviewed reads as reviewed; calls for harm and threats are named beside
their count, however many statements there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khronika.publishing.figures import FigureGroup
from khronika.publishing.sentences import Sentence, Voice
from khronika.publishing.speakers import Speaker
from khronika.publishing.wording import counted
from khronika.records.reading import SourceReading
from khronika.records.statement import Act, Denial, Status


@dataclass(frozen=True, slots=True)
class Count:
    """One line of "in short": a number, what is counted, and where in the brief it is shown.

    ``labels`` are named beside it where there are few and each matters (calls for harm, threats).
    """

    number: int
    words: str
    note: str
    section: str
    labels: tuple[str, ...] = ()


def notices_of(sentences: Sequence[Sentence], rejected: int) -> tuple[str, ...]:
    """Return what was checked by whom; the first notice is the one shown largest."""
    accepted = [s for s in sentences if s.status is not Status.SUGGESTED]
    left = len(sentences) - len(accepted)
    if not accepted:
        notices = ["Unreviewed machine suggestions. Nobody has checked these statements against the sources."]
    else:
        seconded = sum(sentence.second_person for sentence in accepted)
        notices = [f"{len(accepted)} of {counted(len(sentences), 'statement')} accepted by a person."]
        if left:
            notices = [f"{notices[0]} Unreviewed machine suggestions: {left}."]
        notices.append(f"Seen by a second person: {seconded} of the {len(accepted)} accepted.")
    if rejected:
        notices.append(f"Left out, since they were rejected in review: {counted(rejected, 'suggestion')}.")
    return tuple(notices)


def in_short_of(
    sources: Sequence[SourceReading],
    sentences: Sequence[Sentence],
    speakers: Sequence[Speaker],
    figures: Sequence[FigureGroup],
) -> tuple[Count, ...]:
    """Return the counts of the first screen, in the order they are shown."""
    withheld = sum(bool(source.withheld) for source in sources)
    unread = sum(not source.withheld and not source.unredacted_text for source in sources)
    apart = [f"{withheld} withheld"] * bool(withheld) + [f"{unread} without text"] * bool(unread)
    known = [speaker for speaker in speakers if speaker.voice is not Voice.OPEN]
    unnamed = sum(speaker.voice is Voice.UNNAMED for speaker in known)
    denials = [s for s in sentences if Act.DENIES in s.statement.acts]
    of_fact = sum(Denial.FACT in s.statement.denies for s in denials)
    total = sum(len(group.rows) for group in figures)
    people = sum(len(group.rows) for group in figures if group.people)
    telling = (
        *(_telling(sentences, act, words) for act, words in _GRAVE),
        _count(len(denials), "denial", f"{of_fact} of the fact", "denials"),
        *(_telling(sentences, act, words, section) for act, words, section in _OF_WORDS),
        _count(total, "figure", f"{people} of people", "figures"),
    )
    return (
        _count(len(sources), "source", ", ".join(apart), "sources"),
        _count(len(sentences), "statement", "", "who"),
        _count(len(known), "speaker", f"{unnamed} not named" if unnamed else "", "who"),
        *(count for count in telling if count.number),
    )


_GRAVE = ((Act.CALLS_FOR_HARM, "call for harm"), (Act.THREATENS, "threat"), (Act.ADMITS, "admission"))
_OF_WORDS = (
    (Act.DISPUTES, "dispute", "disputes"),
    (Act.CORRECTS, "correction", "taken-back"),
    (Act.RETRACTS, "retraction", "taken-back"),
)


def _count(number: int, one: str, note: str, section: str, labels: tuple[str, ...] = ()) -> Count:
    first, _, rest = one.partition(" ")
    words = one if number == 1 else f"{first}s{' ' + rest if rest else ''}"
    return Count(number, words, note, section, labels)


def _telling(sentences: Sequence[Sentence], act: Act, one: str, section: str = "who") -> Count:
    labels = tuple(sentence.label for sentence in sentences if act in sentence.statement.acts)
    return _count(len(labels), one, "", section, labels[:6])
