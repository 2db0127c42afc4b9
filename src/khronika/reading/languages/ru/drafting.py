"""From utterances to drafts: who the words of a source name, what is done, through whom, which figures and times.

Both readers of Russian end here: the one by rules and the tagger give the same kind of utterance. Sentences are read in
the order of the text; what is known of a speaker is what stands before, and the names of the whole text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from khronika.reading.draft import Draft, finished
from khronika.reading.languages.ru import relays
from khronika.reading.languages.ru.acts import denials_in
from khronika.reading.languages.ru.appositions import roles_after, roles_before
from khronika.reading.languages.ru.book import governed, look_through
from khronika.reading.languages.ru.cases import own_voice
from khronika.reading.languages.ru.deeds import done_by
from khronika.reading.languages.ru.figures import figures_of
from khronika.reading.languages.ru.hedges import hedges_of
from khronika.reading.languages.ru.institutions import institutions_of
from khronika.reading.languages.ru.introduced import introduced_in
from khronika.reading.languages.ru.lexicon import MEDIA_KINDS, POWERS
from khronika.reading.languages.ru.memory import Memory, Party
from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.names import Run, ordered, plain, words_of
from khronika.reading.languages.ru.sources import PERSON, PRONOUN, SEVERAL, Source
from khronika.reading.languages.ru.times import said_in, times_of
from khronika.reading.languages.ru.titles import titles_of
from khronika.reading.languages.ru.turns import Turns
from khronika.reading.languages.ru.voices import Voices
from khronika.reading.languages.ru.words import ABBREVIATIONS
from khronika.reading.layout import Layout, Sentence, lay_out
from khronika.reading.tagged import Gathered, Utterance, marked_in
from khronika.reading.tokens import Token, tokenise
from khronika.records.dates import days_of
from khronika.records.item import About
from khronika.records.spans import Phrase, Span, Spans
from khronika.records.statement import Act, Statement

_LONGEST_SENTENCE = 3000
_LONGEST_TERM = 14
_PLANNED = frozenset({Act.PROMISES, Act.APPEALS, Act.REQUESTS, Act.THREATENS})
_EARLY = 8
"""Tokens in which the subject of a sentence is looked for."""


def layout_of(text: str) -> Layout:
    """Return the layout of a Russian text."""
    return lay_out(text, ABBREVIATIONS)


def day_of(edtf: str) -> date | None:
    """Return the last day that ``edtf`` can mean, or ``None`` for none."""
    try:
        start, end = days_of(edtf) if edtf else (None, None)
    except ValueError:
        return None
    return end or start


@dataclass(slots=True)
class Drafting:
    """One reading of one text from its utterances."""

    text: str
    about: About
    layout: Layout
    gathered: Gathered
    memory: Memory = field(init=False)
    media: relays.Media = field(init=False)
    published: date | None = field(init=False)
    drafts: list[Draft] = field(default_factory=list)
    drafted: dict[int, Draft] = field(default_factory=dict)
    inner: dict[int, list[Span]] = field(default_factory=dict)
    last: list[Draft] = field(default_factory=list)
    last_block: int = -1
    voices: Voices = field(init=False)
    disputed: dict[str, Phrase] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sentences = [
            tokenise(self.text, s.start, min(s.end, s.start + _LONGEST_SENTENCE))
            for s in self.layout.sentences
        ]
        book = look_through(sentences)
        titles = titles_of(self.text, book.words)
        self.memory = Memory(
            book, titles, institutions_of(sentences), self.about.publisher, self.about.author
        )
        self.memory.introduced = introduced_in(sentences, titles)
        self.media = relays.Media(self.about.publisher, titles)
        self.published = day_of(self.about.published)
        self.voices = Voices(self.text, self.about, self.memory, Turns(self.layout))
        for near in self.gathered.by_sentence.values():
            for utterance in near:
                if utterance.around is not None:
                    self.inner.setdefault(id(utterance.around), []).extend(utterance.found.content)

    def statements(self) -> tuple[Statement, ...]:
        """Read sentence after sentence."""
        for number, sentence in enumerate(self.layout.sentences):
            self.memory.sentence = number
            self._sentence(number, sentence)
        return finished(self.drafts, len(self.text))

    def _sentence(self, number: int, sentence: Sentence) -> None:
        if sentence.first:
            self.voices.begin(sentence.block)
        tokens = tokenise(self.text, sentence.start, min(sentence.end, sentence.start + _LONGEST_SENTENCE))
        names = self.memory.book.mentions(tokens)
        near = sorted(self.gathered.by_sentence.get(number, []), key=lambda u: (u.found.nested, home_of(u)))
        made: list[Draft] = []
        at = 0
        for utterance in near:
            at = self._note(tokens, names, at, home_of(utterance))
            made.append(self._uttered(utterance, sentence, made))
        self._note(tokens, names, at, sentence.end)
        for span in self.gathered.stray.pop(number, []):
            relay = self._relay(span)
            for draft in () if made else self.last:
                if relay is not None and sentence.block - self.last_block <= 1:
                    draft.relay(relay)
        self.drafts += made
        if made:
            self.last = [d for d in made if not d.own] or self.last
            self.last_block = sentence.block

    def _note(self, tokens: list[Token], names: list[Run], at: int, until: int) -> int:
        """Note the people named before ``until``; the name a sentence opens with is its subject."""
        while at < len(names) and tokens[names[at].start].start < until:
            run = names[at]
            words = ordered(words_of(tokens, run))
            upright = self.memory.book.upright(words) if len(words) > 1 else words
            if upright == words and governed(tokens, run.start):
                upright = self.memory.book.nominative(words)
            name = self.memory.book.full(
                words,
                [p.name for p in reversed(self.memory.recent) if p.kind == PERSON],
                oblique=upright != words,
            )
            stands = upright == words and (len(words) > 1 or plain(words[0]) == plain(name.split()[-1]))
            party = self.memory.mention(
                Source(
                    name,
                    PERSON,
                    named=True,
                    words=tuple(name.split()),
                    roles=roles_before(tokens, run.start)
                    | (roles_after(tokens, run.end) if stands else frozenset()),
                )
            )
            self.voices.named(party)
            if run.start <= _EARLY and stands:
                party.subject = self.memory.sentence
            at += 1
        return at

    def _uttered(self, utterance: Utterance, sentence: Sentence, made: list[Draft]) -> Draft:
        item = utterance.found
        around = self.drafted.get(id(utterance.around)) if utterance.around is not None else None
        draft = Draft(list(item.content), inside=around, own=item.own)
        self.drafted[id(utterance)] = draft
        if item.own:
            speaker = self.memory.turn or self.about.publisher or self.about.author or None
            draft.speaker, draft.named = speaker, speaker is not None
            draft.reasons.append("no source in the sentence: the publisher's own words")
        elif item.source is not None:
            self._speaker(draft, utterance, item.source, sentence)
        else:
            self._unsaid(draft, utterance, [*self.last, *made], sentence.block)
        draft.cue = [item.cue] if item.cue is not None else []
        self._deeds(draft, utterance)
        self._whom(draft, utterance)
        self._counted(draft, utterance)
        draft.score = round(1000 * item.parts.get("content", 0.5) * item.parts.get("source", 1.0) ** 0.5)
        return draft

    def _speaker(self, draft: Draft, utterance: Utterance, span: Span, sentence: Sentence) -> None:
        cue = utterance.found.cue
        draft.source = [span]
        source = self.voices.read(span, cue)
        if source is None:
            draft.reasons.append("the words of the source name nobody")
            return
        turn, whom = self.memory.turn, self.memory.whom
        self.memory.turn = self._own_voice_of(draft)
        self.memory.whom = whom if self.memory.turn == turn else ""
        inside = draft.inside is None and self.voices.closed(sentence.block)
        self.memory.apart = turn if inside else ""
        after = self.text[span[1] : span[1] + 4].lstrip(" )")
        label = cue is None and after.startswith((":", "."))
        if label and sentence.first and self.voices.turns.side(sentence.block) >= 0 and turn:
            source = self.voices.source_of(turn)
        resolved, reason = self.memory.resolve(source, label=label)
        self.memory.turn, self.memory.whom, self.memory.apart = turn, whom, ""
        draft.reasons += [f"cue “{' '.join(self.text[slice(*cue)].split())}”" if cue else "no cue", reason]
        draft.speaker, draft.named = resolved.name, resolved.named
        if resolved.kind == PRONOUN:
            draft.speaker, draft.named = None, False
            draft.reasons.append(f"“{resolved.name}” left open")
            return
        self._remember(resolved, cue)
        start = self.layout.blocks[sentence.block][0]
        if label and start + len("— ") >= span[0]:
            self.memory.turn = resolved.name
        elif draft.inside is None and draft.content[0][0] <= start + len("— «"):
            self.voices.narrated(sentence.block, resolved.name)

    def _own_voice_of(self, draft: Draft) -> str:
        """Return who says "я" here: the speaker around a nested statement, or who has the turn."""
        return (
            (draft.inside.speaker or "")
            if draft.inside is not None and not draft.inside.own
            else self.memory.turn
        )

    def _remember(self, resolved: Source, cue: Span | None) -> None:
        if resolved.kind == SEVERAL:
            for part in resolved.parts:
                self.memory.spoke(self.memory.mention(part))
            self.memory.spoke(self.memory.mention(resolved))
            return
        party: Party = self.memory.mention(
            resolved, pronoun=self._clue(cue) if resolved.kind == PERSON else ""
        )
        self.memory.spoke(party)
        if resolved.head in MEDIA_KINDS:
            self.media.last = self.memory.medium = resolved.name
            self.media.note(resolved.head, resolved.name)

    def _clue(self, cue: Span | None) -> str:
        """Return the pronoun that a past form of the cue goes with."""
        for word in self.text[slice(*cue)].split() if cue is not None else ():
            form = next((f for f in forms(word.strip(",.")) if f.pos == "VERB" and f.tense == "past"), None)
            if form is not None and form.number == "sing":
                return {"masc": "он", "femn": "она"}.get(form.gender, "")
        return ""

    def _unsaid(self, draft: Draft, utterance: Utterance, before: list[Draft], block: int) -> None:
        """Give a statement whose words name no source the text's own voice or the speaker before it."""
        cue = utterance.found.cue
        if cue is not None and not self.voices.labels(block, cue):
            words = self.text[slice(*cue)]
            own = own_voice(words)
            if own:
                name = self._own_voice_of(draft) or self.about.publisher or self.about.author
                draft.speaker, draft.named = name or None, bool(name)
                draft.reasons.append("the text's own voice")
                return
            draft.reasons.append("no source named")
            if own is None:
                return
        if draft.inside is None and self.memory.turn:
            draft.speaker, draft.named = self.memory.turn, self._is_named(self.memory.turn)
            draft.reasons.append("who has the turn")
            return
        speaking = draft.inside or next((d for d in reversed(before) if d.inside is None and not d.own), None)
        if speaking is not None:
            draft.speaker, draft.named = speaking.speaker, speaking.named
            draft.reasons.append("goes on from the words before")
            return
        near = [
            p for p in self.memory.recent if p.kind == PERSON and self.memory.sentence - p.seen <= len("two")
        ]
        if near:
            draft.speaker, draft.named = near[-1].name, True
            draft.reasons.append("the person last named")

    def _is_named(self, name: str) -> bool:
        party = self.memory.by_name.get(plain(name))
        return party.named if party is not None else True

    def _deeds(self, draft: Draft, utterance: Utterance) -> None:
        item = utterance.found
        said = " ".join(self.text[s : min(e, s + _LONGEST_SENTENCE)] for s, e in item.content)
        cue = self._cue_words(utterance)
        direct = (
            self.text[item.content[0][0]] in '«„"“'
            or item.cue is None
            or self.text[max(0, item.content[0][0] - 2) : item.content[0][0]].strip() in {"—", "–", "-", ":"}
        )
        party = self.memory.by_name.get((draft.speaker or "").casefold().replace("ё", "е"))
        power = bool(((party.roles | party.content) if party is not None else set()) & POWERS)
        draft.acts, draft.denies, reason = done_by(item.acts, cue, said, direct=direct, power=power)
        draft.reasons.append(reason)
        if item.own and not item.acts:
            draft.acts, draft.denies = [Act.ASSERTS], []
        if Act.DISPUTES not in draft.acts:
            return
        key = draft.speaker or ""
        if utterance.term is not None:
            draft.disputes = self._phrase(utterance.term)
        elif not direct and len(said.split()) <= _LONGEST_TERM:
            draft.disputes = self._phrase(item.content[0])
        elif (last := self.disputed.get(key)) is not None:
            draft.disputes = Phrase(last.text, last.spans)
        if draft.disputes is not None and draft.speaker is not None:
            self.disputed[key] = draft.disputes

    def _cue_words(self, utterance: Utterance) -> str:
        """Return the reporting words; "по" alone with the noun behind its source."""
        cue, source = utterance.found.cue, utterance.found.source
        if cue is None:
            return ""
        words = self.text[slice(*cue)]
        if words.lower() in {"по", "со", "в"} and source is not None:
            after = re.match(r"\s*([\w-]+)", self.text[source[1] : source[1] + 40])
            words += " " + (after[1] if after is not None else "")
        return words

    def _phrase(self, span: Span) -> Phrase:
        return Phrase(" ".join(self.text[slice(*span)].split()), (span,))

    def _relay(self, span: Span) -> Phrase | None:
        phrase = self._phrase(span)
        medium = self.media.named(phrase.text)
        if medium:
            return Phrase(medium, phrase.spans)
        return Phrase(self._party(span), phrase.spans)

    def _party(self, span: Span) -> str:
        """Return what the desk calls somebody who is told, or who passes words on."""
        source = self.voices.told(span)
        if source is None:
            return " ".join(self.text[slice(*span)].split())
        return self.memory.resolve(source)[0].name

    def _whom(self, draft: Draft, utterance: Utterance) -> None:
        found = [
            relay
            for span in relays.nearest_first(self.text, utterance.relays)
            if (relay := self._relay(span))
        ]
        mine = utterance.addressee is not None and self._own_voice_of(draft)
        if mine and utterance.addressee is not None and relays.is_own(self.text[slice(*utterance.addressee)]):
            draft.addressee = Phrase(mine, (utterance.addressee,))
        elif utterance.addressee is not None:
            phrase = self._phrase(utterance.addressee)
            medium = self.media.named(phrase.text) if draft.inside is None else ""
            if medium:
                found.insert(0, Phrase(medium, phrase.spans))
            elif not relays.is_paper(phrase.text):
                apart, self.memory.apart = self.memory.apart, draft.speaker or ""
                draft.addressee = Phrase(self._party(utterance.addressee), phrase.spans)
                self.memory.apart = apart
        for relay in found:
            draft.relay(relay)
            if relay.text != self.about.publisher:
                self.media.last = self.memory.medium = relay.text
        if utterance.forum is not None:
            draft.forum = self._phrase(utterance.forum)

    def _counted(self, draft: Draft, utterance: Utterance) -> None:
        inner = self.inner.get(id(utterance), [])

        def apart(spans: tuple[Span, ...]) -> bool:
            return not any(a <= s < b for s, _ in spans for a, b in inner)

        content = utterance.found.content
        draft.figures = [
            f
            for f in figures_of(self.text, content, marked_in(self.gathered.figures, content))
            if apart(f.spans)
        ]
        draft.hedges = [h for h in hedges_of(self.text, content) if apart(h.spans)]
        known = {phrase.text.casefold() for phrase in draft.hedges}
        draft.hedges += [p for s in utterance.hedges if (p := self._phrase(s)).text.casefold() not in known]
        planned = bool(_PLANNED & set(draft.acts))
        draft.dates = [
            w
            for s, e in content
            for w in times_of(self.text, s, e, self.published, planned=planned)
            if apart(w.spans) and self._is_marked(w.spans)
        ]
        said = [when for s, e in utterance.said for when in said_in(self.text, s, e, self.published)]
        draft.when = said[0] if said else None

    def _is_marked(self, spans: Spans) -> bool:
        """Tell whether a time is one by the tagger, where there is one."""
        return marked_in(self.gathered.dates, spans) != []


def home_of(utterance: Utterance) -> int:
    """Return where a statement is made: its source, its cue, or its content."""
    item = utterance.found
    return (item.source or item.cue or item.content[0])[0]


__all__ = ["Drafting", "denials_in", "home_of", "layout_of"]
