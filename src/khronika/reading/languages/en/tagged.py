"""The English reader with the tagger: spans and links from the model, everything else by the rules.

The rules read first; the tagger sees what they read, and says where statements are. Who a source names,
relays, figures, times and what is done are then read from its spans by the same rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from khronika.reading.calibration import scored
from khronika.reading.draft import Draft
from khronika.reading.heading import about_from_text
from khronika.reading.languages.en import clauses
from khronika.reading.languages.en.deeds import done_by, only_answered
from khronika.reading.languages.en.entries import Entries
from khronika.reading.languages.en.features import Choice
from khronika.reading.languages.en.figures import figures_of
from khronika.reading.languages.en.hedges import hedges_of
from khronika.reading.languages.en.inner import nested_in, own_of
from khronika.reading.languages.en.names import note_names
from khronika.reading.languages.en.own import is_caption, is_heading
from khronika.reading.languages.en.parties import Asked, Parties
from khronika.reading.languages.en.reader import Reading
from khronika.reading.languages.en.settling import Answer
from khronika.reading.languages.en.sources import PRONOUN, source_of
from khronika.reading.languages.en.subjects import Subject
from khronika.reading.languages.en.times import PLANNED, SAYING, times_of
from khronika.reading.languages.en.uncued import continuing
from khronika.reading.languages.en.voices import ANSWERS, FIRST_PERSON, Voices, by_label, in_own_voice, led_in
from khronika.reading.languages.en.whom import ME, US, placed
from khronika.reading.layout import Sentence
from khronika.reading.merging import together
from khronika.reading.tagged import Gathered, Utterance, gather, marked_in
from khronika.reading.tagging.tagger import Encoder, tag
from khronika.reading.tokens import QUOTE, Token, tokenise
from khronika.records.dates import When
from khronika.records.item import About
from khronika.records.spans import Phrase, Span
from khronika.records.statement import Act, Statement

_CITES = re.compile(r"\b(?:citing|quoting|cites|quotes|quoted|cited|with\sreference\sto|referring\sto)\b")
_LIE_AHEAD = {Act.REQUESTS, Act.APPEALS, Act.PROMISES, Act.THREATENS, Act.ADVISES}
_LONGEST_TERM = 14
_HEADLINE = 60
_LONGEST_CAPTION = 500


@dataclass(frozen=True, slots=True)
class EnglishTagged:
    """Reads English by rules and tagger (:class:`khronika.records.reading.Reader`)."""

    encoder: Encoder
    name: str = "khronika-tagger-en"
    version: str = "4"

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        """Return the statements of ``text``; spans are code points of ``text``."""
        about = about_from_text(text, about)
        first = Reading(text, about)
        by_rules = first.statements()
        reading = TaggedReading(text, about, first=first)
        found, extras = tag(reading.layout, by_rules, self.encoder)
        said = [item for item in found if not only_answered(text, item)]
        reading.gathered = gather(reading.layout, said, extras)
        return scored(together(reading.statements(), by_rules), text, "en")


@dataclass(slots=True)
class TaggedReading(Reading):
    """One reading of one text from what the tagger found."""

    gathered: Gathered = field(default_factory=Gathered)
    drawn: int = -1
    """The sentence whose statements are drafted: a long one comes in several parts."""

    drafted: dict[int, Draft] = field(default_factory=dict)
    parties: Parties | None = None
    watch: list[Choice] | None = None
    voices: Voices = field(init=False)
    entries: Entries = field(init=False)

    def __post_init__(self) -> None:
        Reading.__post_init__(self)
        self.entries = Entries(self.text, self.filling.published)
        self.memory.waiting = []  # the parties tell who spoke, and the memory is asked where they do not

    def _sentence(self, sentence: Sentence, tokens: list[Token]) -> None:
        number = self.memory.sentence
        near = self.gathered.by_sentence.get(number, [])
        if number == self.drawn:
            near = []
        self.drawn = number
        labelled = sentence.block in self.labels
        block = self.text[slice(*self.layout.blocks[sentence.block])]
        alone = sentence.first and sentence.last
        if (
            not labelled
            and not near
            and ((len(block) <= _LONGEST_CAPTION and is_caption(block)) or (alone and is_heading(block)))
        ):
            self.memory.later(partial(note_names, self.memory, tokens))
            return
        if labelled:
            tokens = self._turn(sentence, tokens)
        elif self._takes_back(sentence):
            return
        near = sorted(near, key=lambda u: (u.found.nested, _home(u)))
        made = [
            draft
            for utterance in near
            if (draft := self._uttered(utterance, tokens, labelled=labelled)) is not None
        ]
        self.memory.later(partial(note_names, self.memory, tokens))
        for span in self.gathered.stray.pop(number, []):
            relay = self._relay(span, tokens)
            for draft in () if made else self.last:
                if sentence.block - self.last_block <= 1:
                    draft.relay(relay)
        self.drafts += made
        self.memory.later(partial(self._topic, tokens, made))
        if made or not sentence.first:
            self.last = [d for d in made if not d.own] or self.last
            self.last_block = sentence.block

    def _uttered(self, utterance: Utterance, tokens: list[Token], *, labelled: bool) -> Draft | None:
        """Return the draft of one utterance; ``None`` where a label of a transcript has it already."""
        item = utterance.found
        if item.own:
            return None if labelled else self._of_publisher(utterance)
        around = self.drafted.get(id(utterance.around)) if utterance.around is not None else None
        if labelled and around is None:
            around = self.turn
            if item.cue is None or (around is not None and _covers(item.content, around.content)):
                return None
        draft = Draft(list(item.content), inside=around)
        self.drafted[id(utterance)] = draft
        self._speaker(draft, utterance)
        self._deeds(draft, utterance)
        self._whom(draft, utterance, tokens)
        self._counted_in(draft, utterance)
        draft.score = _score(item.parts)
        return draft

    def _of_publisher(self, utterance: Utterance) -> Draft:
        speaker = self.about.publisher or self.about.author or None
        item = utterance.found
        draft = Draft(list(item.content), speaker, speaker is not None, own=True, score=_score(item.parts))
        said = " ".join(self.text[s:e] for s, e in item.content)
        draft.acts, draft.denies, reason = done_by(item.acts, "", said, direct=False)
        draft.reasons += ["no source in the sentence: the publisher's own words", reason]
        draft.figures = figures_of(self.text, item.content, marked_in(self.gathered.figures, item.content))
        draft.hedges = hedges_of(self.text, item.content)
        draft.dates = self._dates(item.content)
        return draft

    def _said(self, span: Span) -> list[When]:
        """Return the times of saying in the words of ``span``; an hour alone is that of an entry of a log."""
        found = times_of(self.text, *span, self.filling.published, tense=SAYING)
        entry = None if found else self.entries.said_at(span)
        return found if entry is None else [entry]

    def _dates(self, content: tuple[Span, ...], *, tense: str = "") -> list[When]:
        """Return the times of a content that the tagger marked."""
        published, marked = self.filling.published, marked_in(self.gathered.dates, content)
        return [
            when
            for s, e in content
            for when in times_of(self.text, s, e, published, tense=tense, marked=marked)
        ]

    def _whose(self) -> Parties:
        """Return the parties of the text, every source of it resolved."""
        if self.parties is None:
            self.parties = Parties(self.text, self.layout, self.about.publisher, self.about.author)
            self.parties.seen.watch = self.watch
            every = [u for near in self.gathered.by_sentence.values() for u in near if not u.found.own]
            speakers = [
                Asked(
                    u.found.source or u.found.content[0],
                    u.around.found.source if u.around is not None else None,
                    u.found.cue,
                    bare=u.found.source is None,
                )
                for u in every
                if u.found.source is not None or (u.found.cue is None and u.around is None)
            ]
            told = {
                span: Asked(span, u.found.source, heard=True)
                for u in every
                for span in (*u.relays, *([u.addressee] if u.addressee is not None else []))
            }
            self.parties.ask([*speakers, *told.values()])
            self.voices = Voices(self.text, self.layout, self.about)
        return self.parties

    def _turn(self, sentence: Sentence, tokens: list[Token]) -> list[Token]:
        """Open the statement of a labelled turn, its label led to the party it stands for."""
        self.memory.catch_up()
        rest = Reading._turn(self, sentence, tokens)  # noqa: SLF001 - the rule it widens
        if sentence.first and self.turn is not None:
            parties = self._whose()
            name, span, _ = self.labels[sentence.block]
            guest = self.voices.author if name.lower() in ANSWERS else ""
            called = parties.labelled(name, span[0])
            self.turn.speaker = guest or called.name
            self.turn.named = bool(guest and " " in guest) or called.named
            self.memory.own_name = self.turn.speaker
        return rest

    def _speaker(self, draft: Draft, utterance: Utterance) -> None:
        item = utterance.found
        parties = self._whose()
        if item.source is None:
            self._unsaid(draft, utterance)
            return
        draft.source = [item.source]
        draft.cue = [item.cue] if item.cue is not None else []
        if item.cue is not None:
            place = "after the cue" if item.cue[0] < item.source[0] else "before the cue"
            draft.reasons.append(f"cue “{' '.join(self.text[slice(*item.cue)].split())}”; subject {place}")
        else:
            draft.reasons.append("no cue")
        answer = by_label(self.text, item.source, parties, self.about.publisher) or in_own_voice(
            parties.answers[item.source], draft, self.voices
        )
        self.filling.give(draft, answer.name, answer.kind, named=answer.named, reason=answer.reason)

    def _unsaid(self, draft: Draft, utterance: Utterance) -> None:
        """Give a statement whose words name no source the speaker before it, where it goes on."""
        item = utterance.found
        draft.cue = [item.cue] if item.cue is not None else []
        if item.cue is not None or draft.inside is not None:
            draft.reasons.append("no source named")
            return
        start, end = item.content[0]
        same = led_in(self.text, self.drafted, start)
        before = same or next((d for d in reversed(self.last) if d.inside is None), None)
        given = continuing(
            self.filling, Token(start, end, self.text[start:end], "", QUOTE), before, same_block=False
        )
        draft.speaker, draft.named = given.speaker, given.named
        draft.reasons += given.reasons
        answer = self._whose().answers.get((start, end))
        if self.text[start] not in "“\"«‘'„":
            mine = self.voices.salutes or FIRST_PERSON.search(self.text, start, end)
            own = self.voices.i_at(start) if mine else ""
            if own:
                self._redraft(draft, own, "the text's own voice")
        elif answer is not None and same is None:
            self._redraft(draft, answer.name, answer.reason, named=answer.named)
        elif draft.speaker is None and (later := self._said_later(start, end)) is not None:
            self._redraft(draft, later.name, "who says these words further on", named=later.named)

    def _redraft(self, draft: Draft, name: str, reason: str, *, named: bool = True) -> None:
        draft.speaker, draft.named, draft.source, draft.cue = name, named, [], []
        draft.reasons[-1:] = [reason]

    def _said_later(self, start: int, end: int) -> Answer | None:
        """Return who says the words of a headline in the text below it."""
        words = self.text[start:end].strip("“”\"«»‘’'„., ")[:_HEADLINE]
        place = self.text.find(words, end) if words else -1
        if place < 0:
            return None
        near = self.gathered.by_sentence.values()
        holds = (u for many in near for u in many if any(s <= place < e for s, e in u.found.content))
        source = next((u.found.source for u in holds if u.found.source is not None), None)
        return self._whose().answers.get(source) if source is not None else None

    def _deeds(self, draft: Draft, utterance: Utterance) -> None:
        item = utterance.found
        said = " ".join(self.text[s:e] for s, e in item.content)
        cue = self.text[slice(*item.cue)] if item.cue is not None else ""
        direct = self.text[item.content[0][0]] in "“\"«‘'„"
        draft.acts, draft.denies, reason = done_by(item.acts, cue, said, direct=direct)
        draft.reasons.append(reason)
        if Act.DISPUTES not in draft.acts:
            return
        key = draft.speaker or ""
        if utterance.term is not None:
            draft.disputes = self._phrase(utterance.term)
        elif not direct and len(said.split()) <= _LONGEST_TERM:
            draft.disputes = self._phrase(item.content[0])
        elif (last := self.filling.disputed.get(key)) is not None:
            draft.disputes = Phrase(last.text, last.spans)
        if draft.disputes is not None and draft.speaker is not None:
            self.filling.disputed[key] = draft.disputes

    def _phrase(self, span: Span) -> Phrase:
        return Phrase(" ".join(self.text[slice(*span)].split()), (span,))

    def _relay(self, span: Span, tokens: list[Token]) -> Phrase:
        """Return through whom it came: a medium by its name, anybody else as a speaker would be called."""
        phrase = self._phrase(span)
        known = self.filling.relay_of(phrase)
        name = self._called(span, tokens) if known is None or known.text.isupper() else known.text
        return Phrase(name, phrase.spans)

    def _called(self, span: Span, tokens: list[Token]) -> str:
        """Return how a party in the words of ``span`` is called, as first introduced."""
        parties = self._whose()
        heard = parties.heard.get(span)
        called = heard.name if heard is not None else parties.called(span)
        words_of = self._phrase(span).text
        if called:
            return words_of if called.casefold() == words_of.casefold() else called
        among, first, last = self._within(span, tokens)
        source = source_of(among, Subject(first, last, last)) if first < last else None
        if source is None:
            return clauses.addressee_name(words_of)
        self.memory.catch_up()
        found = self.memory.resolve(source)[0]
        return found.name if found.kind != PRONOUN else words_of

    def _whom(self, draft: Draft, utterance: Utterance, tokens: list[Token]) -> None:
        found = [self._relay(span, tokens) for span in _nearest_first(self.text, utterance.relays)]
        whom, where = placed(self.text, utterance)
        if whom is not None:
            phrase = self._phrase(whom)
            relay = self.filling.relay_of(phrase) if draft.inside is None else None
            if relay is not None and phrase.text.lower() not in ME | US:
                found.insert(0, relay)
            else:
                draft.addressee = self._addressee(draft, phrase, tokens)
        for relay in found:
            draft.relay(relay)
        if where is not None:
            draft.forum = self._phrase(where)

    def _addressee(self, draft: Draft, phrase: Phrase, tokens: list[Token]) -> Phrase:
        """Return whom it was said to: "me" and "us" are whose words they stand in."""
        if phrase.text.lower() not in ME | US:
            return Phrase(self._called(phrase.spans[0], tokens), phrase.spans)
        around, place = draft.inside, phrase.spans[0][0]
        if around is not None and not around.own:
            return Phrase(around.speaker or phrase.text, phrase.spans)
        voices, mine = self.voices, phrase.text.lower() in ME
        return Phrase((voices.i_at(place) if mine else voices.we_at(place)) or phrase.text, phrase.spans)

    def _within(self, span: Span, tokens: list[Token]) -> tuple[list[Token], int, int]:
        among = tokens
        if not tokens or any(t.kind == QUOTE and t.start < span[1] and span[0] < t.end for t in tokens):
            among = tokenise(self.text, *span)
        first = next((n for n, t in enumerate(among) if t.end > span[0]), len(among))
        last = next((n for n, t in enumerate(among) if t.start >= span[1]), len(among))
        return among, first, last

    def _counted_in(self, draft: Draft, utterance: Utterance) -> None:
        content = utterance.found.content
        inner = nested_in(utterance, self.gathered, self.layout.sentences)
        inner = [u for u in inner if u.found.source is not None]
        holes = [span for u in inner for span in u.found.content]
        draft.figures = own_of(
            figures_of(self.text, content, marked_in(self.gathered.figures, content)), holes
        )
        draft.hedges = own_of(hedges_of(self.text, content), holes)
        known = {phrase.text.casefold() for phrase in draft.hedges}
        draft.hedges += [p for s in utterance.hedges if (p := self._phrase(s)).text.casefold() not in known]
        holes += [span for u in inner for span in u.said]
        draft.dates = own_of(
            self._dates(content, tense=PLANNED if _LIE_AHEAD & set(draft.acts) else ""), holes
        )
        said = [when for span in utterance.said for when in self._said(span)]
        draft.when = said[0] if said else None
        if draft.inside is not None and utterance.found.source is not None:
            draft.inside.figures = own_of(draft.inside.figures, content)
            draft.inside.dates = own_of(draft.inside.dates, [*content, *utterance.said])


def _home(utterance: Utterance) -> int:
    item = utterance.found
    return (item.cue or item.source or item.content[0])[0]


def _covers(content: tuple[Span, ...], others: list[Span]) -> bool:
    size = sum(e - s for s, e in others)
    shared = sum(max(0, min(e, b) - max(s, a)) for s, e in content for a, b in others)
    return shared * 2 > size


def _nearest_first(text: str, spans: list[Span]) -> list[Span]:
    """Return relays from the one nearest to the speaker outwards: whom another cites stands nearer."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and _CITES.search(text, found[-1][1], span[0]):
            found.insert(0, span)
        else:
            found.append(span)
    return found


def _score(parts: dict[str, float]) -> int:
    sure: float = parts.get("content", 0.5) * parts.get("source", 1.0) ** 0.5
    return round(1000 * sure)


__all__ = ["EnglishTagged", "TaggedReading"]
