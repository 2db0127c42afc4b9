"""How many independent origins what is claimed has, which statements are one voice, what contradicts.

What must stay true: origins are counted and never outlets; where nobody known stands at an end, the count is
a range and says so; nothing is summed up and no side is declared right; every line names its statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from khronika.publishing.figures import bounds_in_words
from khronika.publishing.sentences import Sentence
from khronika.publishing.wording import counted, published_in_words
from khronika.records.claims import COUNTED, OF_ACTS, THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.weight import OneVoice, Place, ReadingsWeight, WeighedProperty, WeighedValue

MOST_VALUES, MOST_VOICES = 12, 20
"""So many values of a property, those that most origins say, and voices are set; the rest is counted."""

HOW_MANY_ORIGINS = "How many independent origins"
ONE_VOICE = "What is one voice"
WHAT_ORIGINS_ARE = (
    "Outlets that have it from one mouth are one origin. Where nobody known stands at the end of a chain, it "
    "may be the voice of another, so the number is a range. Names are compared as they are written; nobody "
    "has judged who is the same person. Two figures contradict each other only if both speak of the same."
)

_HEADINGS: dict[Property, str] = {
    Property.OCCURRED: "Whether it happened",
    Property.WHEN: "When",
    Property.WHERE: "Where",
    Property.ACT: "What was done",
    Property.DETAINED: "How many were held",
    Property.KILLED: "How many were killed",
    Property.INJURED: "How many were injured",
    Property.MISSING: "How many are missing",
    Property.RELEASED: "How many were released",
    Property.DISPLACED: "How many were displaced",
    Property.CALLED: "What it is called",
    Property.DONE_BY: "Who did it",
    Property.ORDERED_BY: "Who ordered it",
    Property.TOLERATED_BY: "Who let it happen",
    Property.MUST_RESPOND: "Who has to respond",
    Property.KNEW: "Who knew",
    Property.MOTIVE: "Why, as somebody says",
    Property.COMPLAINED: "Whether anybody complained",
}
_BARE: dict[Property, tuple[str, str]] = {
    Property.OCCURRED: ("it happened", "it did not happen"),
    Property.COMPLAINED: ("somebody complained", "nobody complained"),
    **dict.fromkeys(COUNTED - OF_ACTS - {Property.COMPLAINED}, ("some", "none")),
}
"""What a claim without a value says, and what its denial."""

_LABELS = 12


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One thing that is said: ``words`` in the desk's words, ``quoted`` in those of the source.

    ``origins`` are in words ("1 to 3 independent origins"). ``against`` are other values, in words, that
    cannot be true beside it. ``earlier`` are statements of speakers who said otherwise later.
    """

    words: str
    quoted: str
    labels: tuple[str, ...]
    more: int
    origins: str
    against: tuple[str, ...]
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """A property with what is said of it; ``left_out`` counts values that are not set."""

    heading: str
    rows: tuple[ValueRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """Statements that are one voice: whose, printed in which sources, and why they are taken for one."""

    whose: str
    labels: tuple[str, ...]
    more: int
    sources: tuple[int, ...]
    why: tuple[str, ...]
    circle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeightShown:
    """The section on origins; without groups and voices there is none."""

    summary: str
    groups: tuple[ValueGroup, ...] = ()
    voices: tuple[VoiceRow, ...] = ()
    voices_left_out: int = 0


NOTHING_WEIGHED = WeightShown("")


def weight_of(weight: ReadingsWeight | None, sentences: Sequence[Sentence]) -> WeightShown:
    """Return the section on origins, for the sentences of a brief.

    Times are not set against each other: a brief knows of no incidents, and so not of what each time is.
    """
    if weight is None or not sentences:
        return NOTHING_WEIGHED
    labels = {Place(one.source, one.statement.id): one.label for one in sentences}
    groups = [
        group
        for one in weight.properties
        if one.property is not Property.WHEN and (group := _group(one, labels)).rows
    ]
    voices = [_voice(one, labels) for one in weight.voices]
    if not groups and not voices:
        return NOTHING_WEIGHED
    summary = f"All statements together have {_origins(weight.least, weight.most)}."
    return WeightShown(summary, tuple(groups), tuple(voices[:MOST_VOICES]), max(0, len(voices) - MOST_VOICES))


def _group(weighed: WeighedProperty, labels: Mapping[Place, str]) -> ValueGroup:
    """Return a property where there is something to weigh: several who say it, or values that contradict."""
    values = weighed.values
    telling = [one for one in values if len(one.said) > 1 or one.against or one.earlier]
    order = sorted(telling, key=lambda one: (-one.least, -one.most, -len(one.said)))
    rows = [_row(one, values, labels) for one in order[:MOST_VALUES]]
    return ValueGroup(_HEADINGS[weighed.property], tuple(rows), max(0, len(values) - len(rows)))


def _row(value: WeighedValue, others: Sequence[WeighedValue], labels: Mapping[Place, str]) -> ValueRow:
    said = [labels[at] for at in value.said if at in labels]
    words, quoted = words_of_claim(value.claim)
    against = (" ".join(filter(None, words_of_claim(others[at].claim))) for at in value.against)
    return ValueRow(
        words,
        quoted,
        tuple(said[:_LABELS]),
        max(0, len(said) - _LABELS),
        _origins(value.least, value.most) if said else "",
        tuple(dict.fromkeys(against)),
        tuple(labels[at] for at in value.earlier if at in labels),
    )


def _voice(voice: OneVoice, labels: Mapping[Place, str]) -> VoiceRow:
    said = [labels[at] for at in voice.said if at in labels]
    return VoiceRow(
        ", ".join(voice.speakers) or "nobody known",
        tuple(said[:_LABELS]),
        max(0, len(said) - _LABELS),
        tuple(sorted({at.source for at in voice.said})),
        voice.why,
        voice.circle,
    )


def _origins(least: int, most: int) -> str:
    if least == most:
        return counted(most, "independent origin")
    return f"{least} to {most} independent origins"


def words_of_claim(claim: SuggestedClaim) -> tuple[str, str]:
    """Return a claim in the desk's words, and what of it stands in the words of the source."""
    words = list(_said_of(claim))
    bare = _BARE.get(claim.property) if not words and not claim.value else None
    if bare is not None:
        words = [bare[claim.polarity is Polarity.NO]]
    elif claim.polarity is Polarity.NO:
        words = ["not", *words]
    if claim.modality is Modality.POSSIBLE:
        words.append("(possible)")
    if claim.subject != THE_INCIDENT:
        words.append(f"({claim.subject.text})")
    named = claim.property not in OF_ACTS and not (claim.property is Property.WHEN and claim.when)
    quoted = claim.value if named and claim.property is not Property.MOTIVE else ""
    return " ".join(words), quoted


def _said_of(claim: SuggestedClaim) -> Iterator[str]:
    if claim.property is Property.MOTIVE:
        yield "in the words of the passage"
    if claim.property in OF_ACTS and claim.value:
        yield claim.value
    if claim.property in COUNTED and (claim.low is not None or claim.high is not None):
        yield bounds_in_words(claim.low, claim.high)
        yield from filter(None, [claim.of])
    if claim.when and claim.property is Property.WHEN:
        yield published_in_words(claim.when)
