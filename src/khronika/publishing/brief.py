"""A brief: who said what, to whom, through whom, and where it stands. All decisions are made here.

:func:`assemble` turns readings into frozen values; ``html``, ``markdown`` and ``exchange`` only set them.
What must stay true: every statement that was not rejected stands in the brief once in full; a withheld source
gives nothing but its name and the reason; the time is given, never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from khronika.publishing.answers import (
    Answer,
    Dispute,
    TakenBack,
    answers_of,
    disputes_of,
    taken_back_of,
)
from khronika.publishing.figures import FigureGroup, figure_groups_of
from khronika.publishing.overview import Count, in_short_of, notices_of
from khronika.publishing.passages import Highlight, Layout, Paragraph, clipped, layout_of, paragraphs_of
from khronika.publishing.relays import Branch, relay_tree
from khronika.publishing.sentences import Sentence, sentences_of
from khronika.publishing.speakers import Speaker, speakers_of
from khronika.publishing.subjects import Subject, subjects_of, terms_of
from khronika.publishing.weight import WeightShown, weight_of
from khronika.publishing.wording import day_in_words, days_in_words, published_in_words
from khronika.records.problems import Problem
from khronika.records.reading import LikelyCopy, SourceReading
from khronika.records.spans import Spans
from khronika.records.statement import Status
from khronika.records.weight import ReadingsWeight

_SHORT = 12
WHAT_IT_IS = (
    "This brief lists who said what, to whom and through whom, as the sources below have it. "
    "It does not say what is true."
)


@dataclass(frozen=True, slots=True)
class BriefHeading:
    """What stands at the top. ``made_at`` is aware; ``marks`` are such as "not seen by a second person"."""

    title: str
    made_at: datetime
    audience: str
    marks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a time without its zone."""
        if self.made_at.tzinfo is None:
            raise ValueError("the time a brief is made needs its zone")


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One source: what it says of itself, its reference, its whole text with highlights, its relays.

    ``published`` is EDTF as the source has it, ``published_words`` the same in words. ``tree`` is ``None``
    where there is nothing to draw.
    """

    number: int
    name: str
    title: str
    publisher: str
    published: str
    published_words: str
    link: str
    reference: str
    salted: bool
    withheld: str
    statements: int
    problems: tuple[Problem, ...]
    copies: tuple[LikelyCopy, ...]
    paragraphs: tuple[Paragraph, ...]
    tree: Branch | None

    @property
    def unread(self) -> bool:
        """Tell whether the original is kept, but no text was got from it."""
        return not self.withheld and not self.paragraphs

    @property
    def short_reference(self) -> str:
        """Return the first twelve characters of the reference."""
        return self.reference[:_SHORT]


@dataclass(frozen=True, slots=True)
class DateRow:
    """A time as worded, the days it was resolved to, and the day it was read against."""

    label: str
    source: int
    words: str
    edtf: str
    days: str
    against: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a brief shows, decided."""

    heading: BriefHeading
    notices: tuple[str, ...]
    in_short: tuple[Count, ...]
    sources: tuple[SourceCard, ...]
    sentences: tuple[Sentence, ...]
    speakers: tuple[Speaker, ...]
    subjects: tuple[Subject, ...]
    answers: tuple[Answer, ...]
    disputes: tuple[Dispute, ...]
    taken_back: tuple[TakenBack, ...]
    figures: tuple[FigureGroup, ...]
    dates: tuple[DateRow, ...]
    weight: WeightShown

    def by_label(self) -> dict[str, Sentence]:
        """Return the sentences by their labels."""
        return {sentence.label: sentence for sentence in self.sentences}


def assemble(
    sources: Sequence[SourceReading], *, heading: BriefHeading, weight: ReadingsWeight | None = None
) -> Brief:
    """Return the brief of ``sources``, in their order; ``weight`` is what their statements come to."""
    sentences: list[Sentence] = []
    cards: list[SourceCard] = []
    for number, source in enumerate(sources, 1):
        layout = layout_of(source.unredacted_text, source.anchors)
        own = () if source.withheld else sentences_of(number, source, layout, len(sentences))
        cards.append(_withheld(number, source) if source.withheld else _card(number, source, layout, own))
        sentences += own
    terms = terms_of(sentences, [source.about.language for source in sources])
    speakers, figures = speakers_of(sentences), figure_groups_of(sentences)
    return Brief(
        heading=heading,
        notices=notices_of(sentences, _rejected(sources)),
        in_short=in_short_of(sources, sentences, speakers, figures),
        sources=tuple(cards),
        sentences=tuple(sentences),
        speakers=speakers,
        subjects=subjects_of(sentences, terms),
        answers=answers_of(sentences, terms),
        disputes=disputes_of(sentences, terms),
        taken_back=taken_back_of(sentences, terms),
        figures=figures,
        dates=tuple(_dates(sentences)),
        weight=weight_of(weight, sentences),
    )


def _withheld(number: int, source: SourceReading) -> SourceCard:
    return SourceCard(
        number=number,
        name=source.name,
        title="",
        publisher="",
        published="",
        published_words="",
        link="",
        reference=source.reference if source.salted else "",
        salted=True,
        withheld=source.withheld,
        statements=0,
        problems=(),
        copies=(),
        paragraphs=(),
        tree=None,
    )


def _card(number: int, source: SourceReading, layout: Layout, own: Sequence[Sentence]) -> SourceCard:
    text, about = source.unredacted_text, source.about
    outside = tuple(_outside(own, len(text)))
    return SourceCard(
        number=number,
        name=source.name,
        title=about.title,
        publisher=about.publisher,
        published=about.published,
        published_words=published_in_words(about.published),
        link=about.link,
        reference=source.reference,
        salted=source.salted,
        withheld="",
        statements=len(own),
        problems=source.problems + outside,
        copies=source.copies,
        paragraphs=paragraphs_of(text, layout, _highlights(own, len(text))),
        tree=relay_tree(about.publisher, own) if own else None,
    )


def _rejected(sources: Sequence[SourceReading]) -> int:
    shown = [source for source in sources if not source.withheld]
    return sum(reviewed.status is Status.REJECTED for source in shown for reviewed in source.statements)


def _outside(sentences: Sequence[Sentence], length: int) -> list[Problem]:
    return [
        Problem(sentence.label, "its words lie outside the text of the source", "read the source again")
        for sentence in sentences
        if clipped(sentence.statement.content, length) != sentence.statement.content or not sentence.words
    ]


def _highlights(sentences: Sequence[Sentence], length: int) -> list[Highlight]:
    found: list[Highlight] = []
    for sentence in sentences:
        said = sentence.statement
        content = clipped(said.content, length)
        found += [Highlight(span, "content", sentence.label, first=not n) for n, span in enumerate(content)]
        others: list[tuple[str, Spans]] = [("source", said.source), ("cue", said.cue)]
        others += [("figure", figure.spans) for figure in said.figures]
        found += [
            Highlight(s, kind, sentence.label) for kind, spans in others for s in clipped(spans, length)
        ]
    return found


def _dates(sentences: Sequence[Sentence]) -> list[DateRow]:
    return [
        DateRow(
            label=sentence.label,
            source=sentence.source,
            words=when.text,
            edtf=when.edtf if when.start or when.end else "",
            days=days_in_words(when.start, when.end),
            against=day_in_words(when.on) if when.on else "",
        )
        for sentence in sentences
        for when in (sentence.statement.when, *sentence.statement.dates)
        if when is not None
    ]
