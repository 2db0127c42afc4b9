"""The English reader: one pass over the sentences, with a memory of who was mentioned.

Rules alone, no model. What it reads and what it leaves is in docs/READING.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from khronika.reading.draft import Draft, finished
from khronika.reading.heading import about_from_text, after_dateline, credit_in
from khronika.reading.languages.en import words
from khronika.reading.languages.en.acts import deed
from khronika.reading.languages.en.attribution import Attribution, Parsed, parse
from khronika.reading.languages.en.corrections import taken_back, unverified
from khronika.reading.languages.en.cues import ASKED
from khronika.reading.languages.en.figures import figures_of
from khronika.reading.languages.en.filling import Filling
from khronika.reading.languages.en.labels import Label, labels_of
from khronika.reading.languages.en.memory import Memory
from khronika.reading.languages.en.names import named_alone, note_initials, note_names, with_pseudonyms
from khronika.reading.languages.en.own import checkable, is_caption, is_heading
from khronika.reading.languages.en.relays import media_named
from khronika.reading.languages.en.sources import OFFICE, PERSON, PRONOUN, source_of
from khronika.reading.languages.en.subjects import main_subject
from khronika.reading.languages.en.times import times_of
from khronika.reading.languages.en.uncued import continuing, turn_of
from khronika.reading.layout import Layout, Sentence, lay_out
from khronika.reading.tokens import Token
from khronika.records.dates import days_of
from khronika.records.item import About
from khronika.records.statement import Act, Statement

_LONGEST_CAPTION = 500
_LONGEST_RELAY = 12
"""Tokens of a sentence that is a cue and nothing else."""

_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|I|[Oo]ur)\b")
LONGEST = 250
"""Tokens of a sentence that are read together."""


@dataclass(frozen=True, slots=True)
class EnglishReader:
    """Reads English by rules (:class:`khronika.records.reading.Reader`)."""

    name: str = "khronika-rules-en"
    version: str = "5"

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return the statements of ``text``; spans are code points of ``text``."""
        return Reading(text, about_from_text(text, about)).statements()


def day_of(edtf: str) -> date | None:
    """Return the last day that ``edtf`` can mean, or ``None`` for none."""
    if not edtf:
        return None
    try:
        start, end = days_of(edtf)
    except ValueError:
        return None
    return end or start


@dataclass(slots=True)
class Reading:
    """One reading of one text."""

    text: str
    about: About
    layout: Layout = field(init=False)
    memory: Memory = field(default_factory=Memory)
    drafts: list[Draft] = field(default_factory=list)
    filling: Filling = field(init=False)
    last: list[Draft] = field(default_factory=list)
    loose: list[Draft] = field(default_factory=list)
    last_block: int = -1
    corrected: int = -1
    labels: dict[int, Label] = field(default_factory=dict)
    turn: Draft | None = None
    first: Reading | None = None
    """A reading of the same text before this one: its layout, labels and media are taken over."""

    def __post_init__(self) -> None:
        first = self.first
        self.layout = first.layout if first else lay_out(self.text, words.ABBREVIATIONS, ASKED)
        self.memory.own_name = self.about.publisher or self.about.author
        note_initials(self.memory, self.text)
        self.labels = first.labels if first else labels_of(self.text, self.layout.blocks)
        media = first.filling.media if first else media_named(self.text)
        self.filling = Filling(
            self.text, self.memory, media, self.about.publisher, day_of(self.about.published)
        )

    def statements(self) -> tuple[Statement, ...]:
        """Read sentence after sentence."""
        for number, sentence in enumerate(self.layout.sentences):
            self.memory.sentence = number
            tokens = self.layout.tokens(sentence.start, sentence.end)
            if sentence.first:
                tokens = after_dateline(self.text, tokens)
            tokens = with_pseudonyms(tokens)
            for start in range(0, len(tokens), LONGEST):
                self._sentence(sentence, tokens[start : start + LONGEST])
        credit = credit_in(self.text)
        for draft in self.drafts if credit is not None else ():
            if draft.inside is None and not draft.own and credit is not None:
                draft.relay(credit)
        return finished(self.drafts, len(self.text))

    def _sentence(self, sentence: Sentence, tokens: list[Token]) -> None:
        block = self.layout.blocks[sentence.block]
        if sentence.block in self.labels:
            tokens = self._turn(sentence, tokens)
        short = block[1] - block[0] <= _LONGEST_CAPTION
        if short and is_caption(self.text[block[0] : block[1]]):
            note_names(self.memory, tokens)
            return
        if sentence.first and sentence.last and is_heading(self.text[block[0] : block[1]]):
            note_names(self.memory, tokens)
            return
        if sentence.block not in self.labels and self._takes_back(sentence):
            return
        parsed = parse(tokens)
        fresh = [self._draft(tokens, a, parsed) for a in parsed.attributions]
        made = self.filling.enclosed(tokens, parsed, fresh)
        self.filling.introduced_by(tokens, made)
        note_names(self.memory, tokens)
        self._bare(tokens, parsed, made, sentence)
        self._loose(tokens, parsed, made, sentence)
        if not made and not parsed.loose and sentence.block not in self.labels:
            self._own(tokens, parsed, sentence)
        for draft in made:
            if sentence.block in self.labels and draft.inside is None:
                draft.inside = self.turn
            self.filling.finish(draft, tokens, made)
        self.drafts += made
        self._topic(tokens, made)
        if made or not sentence.first:
            self.last = made or self.last
            self.last_block = sentence.block

    def _takes_back(self, sentence: Sentence) -> bool:
        """Read what corrects or retracts the publisher's own report; a correction runs to its block's end."""
        span = (sentence.start, sentence.end)
        if sentence.block == self.corrected:
            self.drafts[-1].content.append(span)
            self.drafts[-1].figures += figures_of(self.text, (span,))
            return True
        said = taken_back(self.text[sentence.start : sentence.end])
        if not said:
            return False
        speaker = self.about.publisher or self.about.author or None
        draft = Draft([span], speaker, speaker is not None, acts=list(said), own=True, score=500)
        draft.reasons.append("the text takes back a report of its own")
        draft.figures = figures_of(self.text, (span,))
        times = times_of(self.text, *span, self.filling.published)
        draft.dates = times
        self.drafts.append(draft)
        self.corrected = sentence.block if Act.CORRECTS in said else -1
        return True

    def _turn(self, sentence: Sentence, tokens: list[Token]) -> list[Token]:
        """Open the statement of a labelled turn, and return the words after the label."""
        name, span, start = self.labels[sentence.block]
        end = self.layout.blocks[sentence.block][1]
        if sentence.first:
            self.turn = turn_of(self.filling, name, span, (start, end)) if start < end else None
            if self.turn is not None:
                self.drafts.append(self.turn)
            self.memory.own_name = self.turn.speaker or "" if self.turn is not None else ""
        return [t for t in tokens if t.start >= start]

    def _draft(self, tokens: list[Token], attribution: Attribution, parsed: Parsed) -> Draft | None:
        del parsed
        return self.filling.draft(tokens, attribution)

    def _bare(self, tokens: list[Token], parsed: Parsed, made: list[Draft], sentence: Sentence) -> None:
        """Use a cue without content of its own ("The Tribune reported.") on the sentence before."""
        if (
            made
            or not parsed.bare
            or len(tokens) > _LONGEST_RELAY
            or not self.last
            or sentence.block - self.last_block > 1
        ):
            return
        self.filling.after(tokens, parsed.bare[-1], self.last)

    def _loose(self, tokens: list[Token], parsed: Parsed, made: list[Draft], sentence: Sentence) -> None:
        """Give a quotation without cue to the speaker of the one before, where there is one."""
        for place in parsed.loose:
            near = [d for d in made if d.inside is None] or [
                d for d in self.last if d.inside is None and not d.own
            ]
            same_block = bool(made) or self.last_block == sentence.block
            adjacent = same_block or sentence.block - self.last_block == 1
            draft = continuing(
                self.filling, tokens[place], near[-1] if near and adjacent else None, same_block=same_block
            )
            made.append(draft)

    def _topic(self, tokens: list[Token], made: list[Draft]) -> None:
        """Note whom the sentence is about, for the pronouns of the next."""
        subject = main_subject(tokens, min(len(tokens), 40))
        source = source_of(tokens, subject) if subject is not None else None
        if source is not None and source.kind in {PERSON, OFFICE}:
            found = self.memory.resolve(source)[0]
            self.memory.mention(found.name, found.kind, source.roles, source.affiliation, named=found.named)
            self.memory.topic(found.name)
        elif source is not None and source.kind == PRONOUN and source.name in {"he", "she"}:
            self.memory.topic(self.memory.resolve(source)[0].name)
        elif not made and (alone := named_alone(self.memory, tokens)):
            self.memory.topic(alone)

    def _own(self, tokens: list[Token], parsed: Parsed, sentence: Sentence) -> None:
        start, end = sentence.start, sentence.end
        words_of = self.text[start:end]
        del parsed
        figures = figures_of(self.text, ((start, end),))
        times = times_of(self.text, start, end, self.filling.published)
        score = checkable(tokens, words_of, figures=bool(figures), times=bool(times))
        done = deed(Act.ASSERTS, "say", words_of, direct=True) if _FIRST_PERSON.search(words_of) else None
        if unverified(words_of):
            score = max(score, 400)
        said = list(done.acts) if done is not None else [Act.ASSERTS]
        if said not in ([Act.ASSERTS], [Act.ALLEGES], [Act.APPEALS]):
            score = max(score, 400)
        if score:
            speaker = self.about.publisher or self.about.author or None
            draft = Draft([(start, end)], speaker, speaker is not None, acts=said, own=True, score=score)
            draft.denies = list(done.denies) if done is not None else []
            draft.reasons.append("no source in the sentence: the publisher's own words")
            draft.figures, draft.dates = figures, times
            self.drafts.append(draft)
            self.last = [*self.last]


READER = EnglishReader()
