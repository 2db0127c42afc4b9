"""Filling a draft: speaker, relays, addressee, forum, acts, figures, time, hedges and the score.

The score is the reader's confidence in thousandths: a clear cue with direct words and a name stands
high; what was resolved, guessed or taken over stands lower, and the reason says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from khronika.reading.draft import Draft, merged
from khronika.reading.languages.en import acts, clauses, relays
from khronika.reading.languages.en.attribution import Attribution, Parsed
from khronika.reading.languages.en.clauses import QUOTED
from khronika.reading.languages.en.cue import Cue
from khronika.reading.languages.en.disputes import note_disputed, without_time
from khronika.reading.languages.en.figures import figures_of
from khronika.reading.languages.en.grammar import Tokens, is_mark, phrase_end
from khronika.reading.languages.en.heads import SEEN
from khronika.reading.languages.en.hedges import hedges_of
from khronika.reading.languages.en.memory import Memory, in_power
from khronika.reading.languages.en.naming import words_between
from khronika.reading.languages.en.score import score_of
from khronika.reading.languages.en.sources import (
    ORGANISATION,
    PERSON,
    PRONOUN,
    SEVERAL,
    Source,
    source_of,
)
from khronika.reading.languages.en.subjects import Subject, main_subject
from khronika.reading.languages.en.times import times_of
from khronika.reading.tokens import WORD
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.spans import Phrase
from khronika.records.statement import Act

_LONGEST_ADDRESSEE = 6


_TAKES_BACK = frozenset({Act.RETRACTS, Act.CORRECTS})
_TAKEN_BACK = re.compile(
    r"\b(?:claims?|reports?|articles?|statements?|allegations?|stor(?:y|ies)|remarks?|accusations?|figures?|comments?|words?|testimony|confession|posts?|count|tolls?|numbers?|lists?|headlines?|letter|sentence|error|itself|himself|herself)\b",
    re.IGNORECASE,
)
_POINTING = frozenset({"this", "that", "it", "so", "these", "them"})
_SHORTEST_OPENING = 4


def _against(draft: Draft) -> bool:
    """Tell whether a closing cue turns against what stands before it ("a charge the Centre rejects")."""
    return draft.acts == [Act.DENIES] or (draft.acts == [Act.DISPUTES] and draft.disputes is not None)


@dataclass(slots=True)
class Filling:
    """What is known of the whole text while its drafts are filled."""

    text: str
    memory: Memory
    media: frozenset[str]
    publisher: str
    published: date | None
    disputed: dict[str, Phrase] = field(default_factory=dict)
    counted: tuple[int, int, list[When], list[Figure]] = field(default=(0, 0, [], []))

    def medium(self, words_of: str) -> bool:
        """Tell whether the words name a medium in this text."""
        return relays.is_medium(words_of, self.media, self.publisher)

    def relay_of(self, phrase: Phrase) -> Phrase | None:
        """Return the medium that ``phrase`` names or points to, or ``None`` for anybody else."""
        if relays.is_own_voice(phrase.text):
            return Phrase(self.publisher, phrase.spans) if self.publisher else None
        pointed = relays.points_to_medium(phrase.text)
        if pointed and (medium := self._medium_for(phrase.text)):
            return Phrase(medium, phrase.spans)
        if clauses.is_press(phrase.text) or not self.medium(phrase.text):
            return None
        name = relays.named_as_relay(phrase.text)
        if self.publisher and relays.same_medium(name, self.publisher):
            name = self.publisher
        self.memory.medium = name
        return Phrase(name, phrase.spans)

    def _medium_for(self, pointer: str) -> str:
        """Return the medium that "the newspaper", "the broadcaster" can mean, or nothing."""
        both = (self.memory.medium, self.publisher)
        return next((name for name in both if name and relays.may_be(pointer, name)), "")

    def draft(self, tokens: Tokens, attribution: Attribution) -> Draft | None:
        """Return the draft of ``attribution``, or ``None`` where it has no usable source."""
        cue = attribution.cue
        if cue.subject is None:
            return None
        source = source_of(tokens, cue.subject)
        if source is None:
            return None
        self._shape(tokens, attribution, source)
        content = [(tokens[s].start, tokens[e - 1].end) for s, e in attribution.pieces]
        draft = Draft(content)
        self.speak(draft, tokens, cue, self.nearer(tokens, cue.subject, source))
        draft.cue = [(tokens[cue.start].start, tokens[cue.end - 1].end)]
        draft.score = score_of(draft, attribution.mode, cue.kind, source)
        draft.reasons.insert(
            0, f"cue “{words_between(tokens[cue.start : cue.end])}”; subject {cue.subject.place}"
        )
        self._address(draft, tokens, attribution)
        said = " ".join(self.text[s:e] for s, e in content)
        done = acts.deed(cue.verb.act, cue.verb.lemma, said, direct=attribution.mode == QUOTED)
        draft.acts, draft.denies = list(done.acts), list(done.denies)
        if attribution.mode == clauses.PHRASE and cue.verb.act in _TAKES_BACK | {Act.DISPUTES}:
            draft.content = [without_time(tokens, place) for place in attribution.pieces]
        if cue.verb.lemma == "tell" and attribution.mode == clauses.TO and Act.ASSERTS in draft.acts:
            draft.acts = [Act.REQUESTS]
        if cue.verb.act in _TAKES_BACK and not _TAKEN_BACK.search(said):
            return None
        known = self.memory.known(draft.speaker or "")
        warns = cue.verb.lemma == "warn" and acts.punishes(said)
        if warns and in_power(known, draft.speaker or "", source.roles):
            draft.acts = [Act.THREATENS]
        draft.reasons.append(done.reason)
        self._through(draft, tokens, cue)
        self._seen_by(draft, tokens, cue.subject)
        self._spoken_to(draft, tokens, cue.subject)
        note_disputed(draft, tokens, attribution, self.disputed)
        self._cite(draft, tokens, attribution)
        return draft

    def nearer(self, tokens: Tokens, subject: Subject, source: Source) -> Source:
        """Return the person the sentence is about, for a "he" or "she" further on in it."""
        if source.kind != PRONOUN or source.name not in {"he", "she"}:
            return source
        main = main_subject(tokens, max(0, subject.start))
        about = source_of(tokens, main) if main is not None and main.start < subject.start else None
        return about if about is not None and about.kind == PERSON else source

    def _spoken_to(self, draft: Draft, tokens: Tokens, subject: Subject) -> None:
        """Add the medium of ", speaking to the Courier," between a subject and its verb."""
        for at in range(subject.head_end, subject.end - 2):
            if tokens[at].lower in {"speaking", "talking"} and tokens[at + 1].lower in {"to", "with"}:
                self._to(draft, tokens, at + 2, subject.end)
        if (
            len(tokens) > _SHORTEST_OPENING
            and tokens[0].lower == "speaking"
            and tokens[1].lower in {"to", "with"}
        ):
            self._to(draft, tokens, 2, subject.start)

    def _to(self, draft: Draft, tokens: Tokens, start: int, end: int) -> None:
        """Add whom somebody speaks to: a medium is a relay, a sitting a forum, anybody else an addressee."""
        phrase = relays.phrase_of(tokens, start, phrase_end(tokens, start, end))
        if phrase is None or draft.inside is not None:
            return
        relay = self.relay_of(phrase)
        if relay is not None:
            draft.relay(relay)
        elif relays.is_forum(phrase.text):
            draft.forum = draft.forum or Phrase(clauses.addressee_name(phrase.text), phrase.spans)
        elif draft.addressee is None:
            draft.addressee = Phrase(clauses.addressee_name(phrase.text), phrase.spans)

    def _seen_by(self, draft: Draft, tokens: Tokens, subject: Subject) -> None:
        """Add who saw the document that speaks ("a letter seen by the Courier"): it comes through them."""
        for at in range(subject.start + 1, subject.end - 2):
            if tokens[at].lower in SEEN and tokens[at + 1].lower == "by":
                phrase = relays.phrase_of(tokens, at + 2, phrase_end(tokens, at + 2, subject.end))
                if phrase is not None:
                    name = clauses.addressee_name(phrase.text)
                    draft.relay(self.relay_of(phrase) or Phrase(self.memory.called(name), phrase.spans))

    def _through(self, draft: Draft, tokens: Tokens, cue: Cue) -> None:
        """Add the medium of "was quoted by the Tribune as saying"."""
        if cue.through is None:
            return
        phrase = relays.phrase_of(tokens, cue.through.start, cue.through.end)
        relay = self.relay_of(phrase) if phrase is not None else None
        if relay is not None:
            draft.relay(relay)

    def _cite(self, draft: Draft, tokens: Tokens, attribution: Attribution) -> None:
        """Let a medium that cites somebody be the relay of the one it cites."""
        if attribution.cited is None or draft.speaker is None:
            return
        medium = self.relay_of(Phrase(draft.speaker, tuple(draft.source)))
        source = source_of(tokens, attribution.cited)
        if source is not None and medium is None and draft.acts in ([Act.ASSERTS], [Act.ALLEGES]):
            draft.acts = [Act.REPORTS]
            phrase = relays.phrase_of(tokens, attribution.cited.start, attribution.cited.end)
            draft.reasons.append(f"on the word of “{phrase.text}”" if phrase is not None else "")
        if medium is None or source is None:
            return
        subject = attribution.cited
        resolved, _ = self.memory.resolve(source)
        draft.speaker, draft.named = resolved.name, resolved.named
        draft.source = [(tokens[subject.start].start, tokens[subject.end - 1].end)]
        draft.relay(medium)
        draft.reasons.append("cited by the medium")

    def _shape(self, tokens: Tokens, attribution: Attribution, source: Source) -> None:
        """Widen a content to the whole sentence for the text's own work; cut "to us" off as the addressee."""
        subject = attribution.cue.subject
        if attribution.mode != clauses.PHRASE or subject is None:
            return
        start, end = attribution.pieces[0]
        to = next((at for at in range(start + 1, end - 1) if tokens[at].lower == "to"), -1)
        if to > 0 and attribution.cue.verb.act is not Act.APPEALS:
            phrase = relays.phrase_of(tokens, to + 1, end)
            if (
                phrase is not None
                and end - to <= _LONGEST_ADDRESSEE
                and (
                    clauses.is_press(phrase.text)
                    or relays.is_own_voice(phrase.text)
                    or self.medium(phrase.text)
                )
            ):
                attribution.pieces[0] = (start, to)
                attribution.addressee, end = (to + 1, end), to
        whole = (source.kind == PRONOUN and source.name in {"we", "i"}) or self._is_own(source.name)
        if (whole and attribution.cue.verb.act is Act.REPORTS) or (
            end - start == 1 and tokens[start].lower in _POINTING and subject.start < start
        ):
            attribution.pieces[0] = (min(subject.start, start), end)

    def _is_own(self, name: str) -> bool:
        return bool(self.publisher) and relays.same_medium(name, self.publisher)

    def speak(self, draft: Draft, tokens: Tokens, cue: Cue, source: Source) -> None:
        """Give ``draft`` the speaker that the subject of ``cue`` means, and remember that they spoke."""
        subject = cue.subject
        assert subject is not None
        resolved, reason = self.memory.resolve(source)
        end = subject.end
        draft.source = [(tokens[subject.start].start, tokens[end - 1].end)]
        if not resolved.named and relays.points_to_medium(f"the {resolved.name}"):
            medium = self._medium_for(resolved.name)
            resolved = Source(medium, ORGANISATION, named=True) if medium else resolved
        elif resolved.kind == ORGANISATION and self.medium(resolved.name):
            self.memory.medium = resolved.name
        draft.speaker, draft.named = resolved.name, resolved.named
        draft.reasons.append(reason)
        if resolved.kind == PRONOUN:
            draft.speaker, draft.named = None, False
            draft.reasons.append(f"“{resolved.name}” left open")
            return
        if resolved.kind == SEVERAL:
            for name in resolved.name.split("; "):
                self.memory.spoke(self.memory.mention(name, PERSON if " " in name else ORGANISATION))
            return
        party = self.memory.mention(
            resolved.name, resolved.kind, resolved.roles, resolved.affiliation, named=resolved.named
        )
        self.memory.spoke(party)

    def give(self, draft: Draft, name: str, kind: str, *, named: bool, reason: str) -> None:
        """Give ``draft`` a speaker who is already resolved, and remember that they spoke."""
        draft.reasons.append(reason)
        if not named and relays.points_to_medium(f"the {name}") and (medium := self._medium_for(name)):
            name, kind, named = medium, ORGANISATION, True
        elif kind == ORGANISATION and self.medium(name):
            self.memory.medium = name
        if kind == PRONOUN:
            draft.speaker, draft.named = None, False
            draft.reasons.append(f"“{name}” left open" if name else "")
            return
        draft.speaker, draft.named = name, named
        if kind != SEVERAL:
            self.memory.later(partial(self._heard, name, kind, named))

    def _heard(self, name: str, kind: str, named: bool) -> None:  # noqa: FBT001 - called by place
        self.memory.spoke(self.memory.mention(name, kind, named=named))

    def _address(self, draft: Draft, tokens: Tokens, attribution: Attribution) -> None:
        for start, end in [attribution.addressee, *attribution.telling]:
            phrase = relays.phrase_of(tokens, start, end)
            if phrase is None:
                continue
            relay = self.relay_of(phrase)
            if relay is not None and not (
                phrase.text.lower() == "me" and self.memory.own_name != self.publisher
            ):
                draft.relay(relay)
            elif attribution.cue.verb.lemma == "tell" and relays.is_forum(phrase.text):
                draft.forum = Phrase(clauses.addressee_name(phrase.text), phrase.spans)
            elif draft.addressee is None:
                name = self.person(tokens, start, end) or clauses.addressee_name(phrase.text)
                draft.addressee = Phrase(name, phrase.spans)

    def introduced_by(self, tokens: Tokens, made: list[Draft]) -> None:
        """Add the medium of an opening "Reached by the Courier on Friday," to what follows."""
        if (
            len(tokens) < _SHORTEST_OPENING
            or tokens[1].lower != "by"
            or tokens[0].lower not in {"reached", "contacted", "interviewed", "asked", "quoted"}
        ):
            return
        phrase = relays.phrase_of(tokens, 2, phrase_end(tokens, 2, len(tokens)))
        relay = self.relay_of(phrase) if phrase is not None else None
        for draft in made:
            if relay is not None and draft.inside is None:
                draft.relay(relay)

    def person(self, tokens: Tokens, start: int, end: int) -> str:
        """Return the full name of a person spoken to, or nothing for anybody else."""
        while end > start and tokens[end - 1].kind != WORD:
            end -= 1
        comma = next((at for at in range(start, end) if is_mark(tokens[at], ",")), end)
        source = source_of(tokens, Subject(start, comma, end))
        if source is None or source.kind != PERSON:
            return ""
        return self.memory.resolve(source)[0].name

    def enclosed(self, tokens: Tokens, parsed: Parsed, made: list[Draft | None]) -> list[Draft]:
        """Apply the cues that close a sentence, and return what stays.

        A medium is a relay of what stands inside; anybody else speaks around it.
        """
        drafts = dict(zip(map(id, parsed.attributions), made, strict=True))
        for attribution in parsed.attributions:
            draft = drafts[id(attribution)]
            if draft is not None and attribution.inside is not None:
                draft.inside = drafts[id(attribution.inside)]
        for cue in parsed.trailing:
            self._close(tokens, cue, parsed.attributions, drafts)
        kept = [draft for draft in drafts.values() if draft is not None]
        for draft in kept:
            if draft.inside is not None and not any(draft.inside is other for other in kept):
                draft.inside = None
        return kept

    def _close(
        self, tokens: Tokens, cue: Cue, attributions: list[Attribution], drafts: dict[int, Draft | None]
    ) -> None:
        assert cue.subject is not None
        outer = next((a for a in attributions if a.outer and a.cue is cue), None)
        around = drafts[id(outer)] if outer is not None else None
        inner = [
            draft
            for a in attributions
            if a is not outer and a.cue.start < cue.start and (draft := drafts[id(a)]) is not None
        ]
        phrase = relays.phrase_of(tokens, cue.subject.start, cue.subject.end)
        relay = self.relay_of(phrase) if phrase is not None else None
        if relay is not None and inner:
            for draft in inner:
                draft.relay(relay)
            if outer is not None:
                drafts[id(outer)] = None
            return
        for draft in inner:
            if around is not None and draft.inside is None and not _against(around):
                draft.inside = around
                self._speaks_for(around, draft)

    def _speaks_for(self, around: Draft, inner: Draft) -> None:
        """Let a person who speaks for an organisation do what the organisation does through them."""
        party = self.memory.known(around.speaker or "")
        if party is None or inner.speaker is None:
            return
        belongs = party.affiliation.casefold()
        if (
            inner.speaker.casefold() not in belongs
            and inner.speaker.split()[-1].casefold() not in belongs.split()
        ):
            return
        around.acts, around.denies, around.addressee = list(inner.acts), list(inner.denies), inner.addressee
        around.reasons.append(f"speaks for {inner.speaker}")

    def after(self, tokens: Tokens, cue: Cue, last: list[Draft]) -> None:
        """Apply a sentence that is a cue and nothing else to the drafts before it."""
        if cue.subject is None:
            return
        phrase = relays.phrase_of(tokens, cue.subject.start, cue.subject.end)
        relay = self.relay_of(phrase) if phrase is not None else None
        if relay is not None:
            for draft in last:
                draft.relay(relay)

    def _counted(self, start: int, end: int) -> tuple[list[When], list[Figure]]:
        """Return the times and figures of one sentence, read once for all its drafts."""
        if self.counted[:2] != (start, end):
            times = times_of(self.text, start, end, self.published)
            self.counted = (start, end, times, figures_of(self.text, ((start, end),)))
        return self.counted[2], self.counted[3]

    def finish(self, draft: Draft, tokens: Tokens, made: list[Draft]) -> None:
        """Add what is read from the words themselves: figures, time, hedges, forum."""
        content = merged(draft.content)
        start, end = tokens[0].start, tokens[-1].end
        times, figures = self._counted(start, end)
        draft.figures = [
            f for f in figures if any(s <= f.spans[0][0] and f.spans[0][1] <= e for s, e in content)
        ]
        draft.hedges = hedges_of(self.text, content)
        if (aired := relays.on_air(self.text, start, end)) is not None and draft.inside is None:
            place = aired.spans[0][0]
            if not draft.own and not any(s <= place < e for d in made for s, e in d.content):
                draft.relay(aired)
                self.memory.medium = aired.text
        draft.forum = draft.forum or relays.forum_of(self.text, start, end)
        others = [span for other in made if other is not draft for span in other.content]
        inside = [t for t in times if any(s <= t.spans[0][0] < e for s, e in content)]
        others += draft.source
        outside = [t for t in times if t not in inside and not any(s <= t.spans[0][0] < e for s, e in others)]
        draft.when = outside[0] if outside else None
        draft.dates = inside
