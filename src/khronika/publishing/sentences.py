"""Each statement as one plain sentence: who, what they did with words, the words, and how it reached us.

What must stay true: every statement that was not rejected becomes exactly one sentence; a nested statement
is placed under the one it stands within; the words are cut from the text by spans, never written anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from khronika.publishing.passages import Layout, clipped
from khronika.publishing.wording import acts_in_words, certainty, days_in_words, objection_in_words
from khronika.records.corrections import Objected
from khronika.records.reading import Reviewed, SourceReading
from khronika.records.spans import Span, Spans, words_of
from khronika.records.statement import TAKEN, Act, Statement, Status

_OPENING, _CLOSING, _EITHER, _SINGLE = "“«„‹", "”»›", '"', "‘‚"
_CLOSES = {"“": "”", "«": "»", "„": "“”", "‹": "›", '"': '"', "‘": "’", "‚": "‘’"}
OPENING_MARKS = _OPENING + _EITHER + _SINGLE
_LOOK_BACK = 2000
_NEAR, _ENDS = 60, ".!?\n"
_EXCERPT = 110
_DEEPEST = 20
NOT_INTRODUCED = "somebody not introduced"
NO_PUBLISHER = "the publisher (not stated)"


class Voice(StrEnum):
    """How a speaker is known."""

    NAMED = "named"
    UNNAMED = "not named"
    OPEN = "not introduced"
    OWN = "the publisher's own voice"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the source; ``quoted`` where the source gives them as the speaker's."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Circumstance:
    """To whom, where, through whom, when, how hedged. ``note`` is the desk's own word on it."""

    lead: str
    said: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement, composed. ``label`` (``S12``) is its name in this brief only.

    ``source`` counts the brief's sources from 1; ``paragraph`` counts from 1; ``page`` is 0 where the
    original has no pages. ``words`` are the content as it is shown, for a denial with the word that tells it;
    ``content`` is the content alone. ``within`` is the label of the sentence it stands in, ``nested``
    are the labels in it. ``objections`` are by what it was corrected, retracted, disputed or recalled.
    """

    label: str
    source: int
    page: int
    paragraph: int
    speaker: str
    voice: Voice
    acts: str
    words: tuple[Words, ...]
    content: str
    circumstances: tuple[Circumstance, ...]
    certainty: str
    second_person: bool
    status: Status
    within: str
    nested: tuple[str, ...]
    statement: Statement
    objections: tuple[Objected, ...] = ()

    @property
    def standing(self) -> str:
        """Return how sure it is; of what a person accepted, whether a second one saw it."""
        if self.status not in TAKEN:
            return self.certainty
        return f"{self.certainty}, {'' if self.second_person else 'not '}seen by a second person"

    @property
    def objected(self) -> tuple[str, ...]:
        """Return what was done to it, each in words: those of a source may be among them."""
        return tuple(map(objection_in_words, self.objections))

    @property
    def number(self) -> int:
        """Return the number in the label, as ids of the page use it."""
        return int(self.label[1:])

    @property
    def excerpt(self) -> str:
        """Return the beginning of the content, as it is shown away from the sentence itself."""
        line = " ".join(" … ".join(words.text for words in self.words).split())
        return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT].rstrip()} …"

    @property
    def passage(self) -> str:
        """Return the place in words: ``source 1, page 2, paragraph 3``."""
        parts = [f"source {self.source}", f"page {self.page}" if self.page else ""]
        parts.append(f"paragraph {self.paragraph}" if self.paragraph else "")
        return ", ".join(part for part in parts if part)


def sentences_of(number: int, source: SourceReading, layout: Layout, after: int) -> tuple[Sentence, ...]:
    """Return the sentences of the source with this ``number``, labelled from ``after`` + 1 on."""
    kept = [reviewed for reviewed in source.statements if reviewed.status is not Status.REJECTED]
    labels = {r.statement.id: f"S{place}" for place, r in reversed(list(enumerate(kept, after + 1)))}
    parents = _parents(kept)
    within = [labels.get(parents[place] or "", "") for place in range(len(kept))]
    nested: dict[str, list[str]] = {}
    for place, parent in enumerate(within):
        nested.setdefault(parent, []).append(f"S{after + 1 + place}")
    made: list[Sentence] = []
    for place, reviewed in enumerate(kept):
        label = f"S{after + 1 + place}"
        family = within[place], tuple(nested.get(label, ()))
        made.append(_sentence(reviewed, source, (number, layout, label), family))
    return tuple(made)


def _parents(kept: Sequence[Reviewed]) -> list[str | None]:
    """Return whom each statement stands within; a circle, or more than twenty steps, leaves it on its own."""
    parent: dict[str | None, str | None] = {r.statement.id: r.statement.within for r in kept}
    found: list[str | None] = []
    for reviewed in kept:
        seen: set[str | None] = {reviewed.statement.id}
        above = reviewed.statement.within
        while above in parent and above not in seen and len(seen) < _DEEPEST:
            seen.add(above)
            above = parent[above]
        found.append(None if above in parent else reviewed.statement.within)
    return found


def _sentence(
    reviewed: Reviewed,
    source: SourceReading,
    place: tuple[int, Layout, str],
    family: tuple[str, tuple[str, ...]],
) -> Sentence:
    statement, (number, layout, label) = reviewed.statement, place
    text = source.unredacted_text
    spans = clipped(statement.content, len(text))
    page, paragraph = layout.place(spans[0][0]) if spans else (0, 0)
    speaker, voice = speaker_of(statement, source)
    return Sentence(
        label=label,
        source=number,
        page=page,
        paragraph=paragraph,
        speaker=speaker,
        voice=voice,
        acts=acts_in_words(statement),
        words=tuple(_words(text, span) for span in _shown_spans(statement, text, spans)),
        content=words_of(text, spans),
        circumstances=_circumstances(statement, words_of(text, spans)),
        certainty=certainty(statement.score, reviewed.status),
        second_person=reviewed.second_person,
        status=reviewed.status,
        within=family[0],
        nested=family[1],
        statement=statement,
        objections=reviewed.objections,
    )


def speaker_of(statement: Statement, source: SourceReading) -> tuple[str, Voice]:
    """Return how the brief names the speaker, and how that speaker is known."""
    if statement.own:
        return statement.speaker or source.about.publisher or NO_PUBLISHER, Voice.OWN
    if not statement.speaker or not statement.speaker.strip():
        return NOT_INTRODUCED, Voice.OPEN
    return statement.speaker, Voice.NAMED if statement.named else Voice.UNNAMED


def _shown_spans(statement: Statement, text: str, content: Spans) -> Spans:
    """Return the spans to show. What a source words itself is denied only together with the word for it.

    "It had received no application" is what was said; "anybody was held" is what was denied. So the cue
    stands before such words, with what lies between where that is little: "denied that anybody was held".
    """
    cue = clipped(statement.cue, len(text))
    if Act.DENIES not in statement.acts or not content or not cue or _words(text, content[0]).quoted:
        return content
    (start, end), (first, last) = cue[-1], content[0]
    between = text[end:first]
    if end > first:
        return content
    near = len(between) <= _NEAR and not any(mark in between for mark in _ENDS)
    return ((start, last), *content[1:]) if near else ((start, end), *content)


def _words(text: str, span: Span) -> Words:
    start, end = span
    words = text[start:end].strip()
    if words and words[0] in OPENING_MARKS:
        return Words(words, quoted=brings_marks(words))
    if not _inside_quotation(text, start):
        return Words(words, quoted=False)
    closed = words[-1:] in _CLOSING + _EITHER
    return Words(f"“{words}" if closed else f"“{words}”", quoted=True)


def brings_marks(words: str) -> bool:
    """Tell whether ``words`` are one quotation with its own marks, which may have been cut off at its end.

    It is none where the quotation ends early: ‘preventive measures’ had taken place.
    """
    if not words or words[0] not in OPENING_MARKS:
        return False
    closing = _CLOSES[words[0]]
    ends = (place for place, mark in enumerate(words) if place and mark in closing)
    end = next((place for place in ends if not words[place + 1 : place + 2].isalpha()), len(words))
    return not any(character.isalnum() for character in words[end:])


def _inside_quotation(text: str, offset: int) -> bool:
    before = text[max(0, offset - _LOOK_BACK) : offset].rpartition("\n\n")[2]
    last_open = max(before.rfind(mark) for mark in _OPENING)
    last_close = max(before.rfind(mark) for mark in _CLOSING)
    return last_open > last_close or before.count(_EITHER) % 2 == 1


def _circumstances(statement: Statement, content: str) -> tuple[Circumstance, ...]:
    found: list[Circumstance] = []
    if statement.addressee is not None:
        found.append(Circumstance("to", (statement.addressee.text,)))
    if statement.forum is not None:
        found.append(Circumstance("on", (statement.forum.text,)))
    if statement.relays:
        found.append(Circumstance("through", tuple(relay.text for relay in statement.relays)))
    if statement.when is not None:
        note = days_in_words(statement.when.start, statement.when.end)
        found.append(Circumstance("when", (in_quotes(statement.when.text),), note))
    found += [
        Circumstance("of", (in_quotes(when.text),), days_in_words(when.start, when.end))
        for when in statement.dates
    ]
    if statement.disputes is not None:
        disputed = statement.disputes.text
        quoted = stands_quoted(disputed, content)
        found.append(Circumstance("disputes", (in_quotes(disputed) if quoted else disputed,)))
    if statement.hedges:
        found.append(Circumstance("hedged with", tuple(in_quotes(hedge.text) for hedge in statement.hedges)))
    return tuple(found)


def stands_quoted(words: str, content: str) -> bool:
    """Tell whether ``words`` follow an opening quotation mark somewhere in ``content``."""
    return any(f"{mark}{words}" in content for mark in OPENING_MARKS)


def in_quotes(words: str) -> str:
    """Return ``words`` in quotation marks, unless they bring their own."""
    return words if words and words[0] in OPENING_MARKS else f"“{words}”"
