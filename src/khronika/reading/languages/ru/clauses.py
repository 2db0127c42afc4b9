"""The cues of one stretch of tokens: what each takes as its content and its source.

A cue takes what stands after it, else what stands before it; a content is looked through once more for a cue of its own
(nested).
"""

from __future__ import annotations

from dataclasses import dataclass

from khronika.reading.languages.ru.contents import (
    QUOTED,
    Content,
    content_after,
    infinitive,
    noun_content,
    sentence_end,
)
from khronika.reading.languages.ru.cues import (
    ACCORDING,
    FINITE,
    GERUND,
    IMPERSONAL,
    NOUN,
    PARTICIPLE,
    Cue,
    cue_at,
    noun_cue,
    utterance,
)
from khronika.reading.languages.ru.direct import inner_tokens, narrates, spoken
from khronika.reading.languages.ru.findings import (
    CONFIDENT,
    FAIR,
    POOR,
    Findings,
    Tokens,
    phrase_span,
    span_of,
)
from khronika.reading.languages.ru.subjects import (
    Phrase,
    finite_in,
    last_subject,
    located,
    phrase_end,
    subject_after,
    subject_before,
)
from khronika.reading.languages.ru.verbs import FRONTED, SPEECH, TWO_OBJECTS
from khronika.reading.languages.ru.words import ADVERBS, PREPOSITIONS
from khronika.reading.tokens import QUOTE, WORD
from khronika.records.spans import Span

LONGEST = 250
"""Tokens of a sentence that are read together."""


@dataclass(slots=True)
class Clause:
    """The cues of one stretch of tokens."""

    findings: Findings
    tokens: Tokens
    nested: bool = False
    shared: Phrase | None = None
    claimed: int = 0

    def parse(self, lo: int, hi: int, shared: Phrase | None) -> None:
        """Read the cues between ``lo`` and ``hi``; ``shared`` is a subject from before."""
        self.shared, self.claimed = shared, lo
        at = lo
        while at < hi:
            token = self.tokens[at]
            if token.kind == QUOTE:
                at = self._quotation(at, hi)
                continue
            cue = cue_at(self.tokens, at, hi)
            if cue is None and (self.nested or at >= self.claimed):
                cue = noun_cue(self.tokens, at, hi)
            at = max(at + 1, self._read(cue, lo, hi)) if cue is not None else at + 1

    def _quotation(self, at: int, hi: int) -> int:
        """Read a quotation with its narrator, inside it or behind it; return where to go on."""
        tokens, text = self.tokens, self.findings.layout.text
        token = tokens[at]
        items = spoken(text, token.start, token.end)
        if any(item.narrator is not None for item in items):
            self.findings.spoken(items)
            self.claimed = at + 1
            return at + 1
        place = at + 1
        if place < hi and tokens[place].text in {",", "!", "?", "."}:
            place += 1
        dashed = (
            place + 1 < hi
            and tokens[place].text in {"—", "–", "-"}
            and narrates(text, tokens[place + 1].start, tokens[hi - 1].end)
        )
        if not dashed or not (utterance(token) or tokens[at + 1].text == ","):
            return at + 1
        return self._closing(at, place + 1, hi)

    def _closing(self, at: int, start: int, hi: int) -> int:
        for place in range(start, hi):
            cue = cue_at(self.tokens, place, hi)
            if cue is None or cue.kind != FINITE:
                continue
            subject = subject_after(self.tokens, cue, hi) or subject_before(self.tokens, cue, start)
            pieces = [(self.tokens[at].start, self.tokens[at].end)]
            self._put(pieces, cue, subject, CONFIDENT)
            end = max(cue.end, subject.end if subject is not None else 0)
            self.shared, self.claimed = subject, end
            return end
        return start

    def _put(self, pieces: list[Span], cue: Cue, subject: Phrase | None, sure: float) -> None:
        tokens = self.tokens
        self.findings.add(
            pieces,
            span_of(tokens, cue.start, cue.end),
            phrase_span(tokens, subject),
            sure=sure,
            nested=self.nested,
        )
        self.findings.beside(tokens, cue, self.claimed, len(tokens), subject)

    def _read(self, cue: Cue, lo: int, hi: int) -> int:  # noqa: PLR0911 - rules in order
        """Read one cue; return the token to go on from."""
        if cue.kind == ACCORDING:
            return self._according(cue, lo, hi)
        if cue.kind == NOUN:
            return self._noun(cue, hi)
        if cue.kind == PARTICIPLE:
            return cue.end
        declined = self._fronted(cue, lo)
        if declined:
            return declined
        subject, begin = self._subject(cue, lo, hi)
        content = content_after(self.tokens, cue, begin, hi)
        if content is not None and (content.mode != "phrase" or cue.sure):
            return self._right(cue, subject, content)
        if cue.kind == FINITE and self._parenthetical(cue) and self._beside_it(cue, subject):
            return self._left(cue, subject, begin, lo, hi)
        return cue.end

    def _beside_it(self, cue: Cue, subject: Phrase | None) -> bool:
        """Tell whether a parenthetical cue has its subject with it, between its own commas."""
        as_clause = self.tokens[cue.start - 1].lower == "как"
        return (
            as_clause
            or (subject is not None and subject.start >= cue.end)
            or (subject is None and cue.form is not None and cue.form.number == "plur")
        )

    def _subject(self, cue: Cue, lo: int, hi: int) -> tuple[Phrase | None, int]:
        """Return the subject of a cue and where its content may begin."""
        if cue.kind == GERUND:
            return self.shared, cue.end
        if cue.kind == IMPERSONAL:
            place = located(self.tokens, cue, max(lo, self.claimed), hi)
            return place, max(cue.end, place.end if place is not None else 0)
        after = subject_after(self.tokens, cue, hi)
        if after is not None and self._parenthetical(cue):
            return after, after.end
        before = subject_before(self.tokens, cue, max(lo, self.claimed))
        if before is not None:
            return before, cue.end
        if after is not None and (self.shared is None or self._parenthetical(cue)):
            return after, after.end
        return self.shared, cue.end

    def _parenthetical(self, cue: Cue) -> bool:
        """Tell whether a cue opens what stands beside its content: after a comma, a dash, or "как"."""
        if cue.start == 0:
            return False
        before = self.tokens[cue.start - 1]
        return before.text in {",", "—", "–"} or before.lower == "как"

    def _right(self, cue: Cue, subject: Phrase | None, content: Content) -> int:
        tokens = self.tokens
        front = self._front(cue, subject)
        end = (
            content.end
            if content.mode != QUOTED
            else min(
                content.end,
                sentence_end(tokens, content.end) if tokens[content.start].kind != QUOTE else content.end,
            )
        )
        end = max(end, content.start + 1)
        span = (tokens[content.start].start, tokens[end - 1].end)
        self._put([*front, span], cue, subject, FAIR if content.mode == "phrase" else CONFIDENT)
        self._inside(content.start, end)
        if end + 1 < len(tokens) and tokens[end].text == ":" and tokens[end + 1].kind == QUOTE:
            self.findings.add(
                [(tokens[end + 1].start, tokens[end + 1].end)], None, None, sure=POOR, nested=self.nested
            )
            end += 2
        self.shared, self.claimed = subject, end
        return end

    def _front(self, cue: Cue, subject: Phrase | None) -> list[Span]:
        """Return the object that stands before the subject ("вопрос майор назвал …"), for verbs that take two."""
        tokens, start = self.tokens, self.claimed
        while start < cue.start and tokens[start].lower in {",", "—", "–", ";", "и", "а", "но"}:
            start += 1
        taken = (
            subject is not None
            and self.claimed <= start < subject.start < cue.start
            and cue.lemma in TWO_OBJECTS
        )
        if not taken or subject is None or tokens[start].lower in PREPOSITIONS | ADVERBS:
            return []
        return [span_of(tokens, start, subject.start)]

    def _fronted(self, cue: Cue, lo: int) -> int:
        """Read "Фамилию он назвать отказался", "кто это был, он не знает": what is said stands first."""
        tokens = self.tokens
        closed = (
            cue.end >= len(tokens)
            or tokens[cue.end].text in {".", ";", ","}
            or tokens[cue.end].lower in {"и", "но"}
        )
        if cue.kind != FINITE or not closed or self.nested:
            return 0
        start = max(lo, self.claimed)
        while start < cue.start and tokens[start].text in {",", "—", "–", ";"}:
            start += 1
        if (
            cue.end + 1 < len(tokens)
            and tokens[cue.end].text == ","
            and tokens[cue.end + 1].lower in {"что", "будто", "как", "чтобы", "якобы"}
        ):
            return 0
        subject = last_subject(tokens, cue, start)
        if (
            subject is None
            or subject.start - start < 1
            or tokens[start].lower in PREPOSITIONS - {"о", "об", "на", "от", "с"}
        ):
            return 0
        if cue.lemma not in FRONTED:
            return 0
        stop = subject.start
        self._put([span_of(tokens, start, stop)], cue, subject, FAIR)
        self.shared, self.claimed = subject, cue.end
        return cue.end

    def _inside(self, start: int, end: int) -> None:
        """Look through a content for cues of its own."""
        if self.nested:
            return
        tokens = self.tokens[start:end]
        if len(tokens) == 1 and tokens[0].kind == QUOTE:
            tokens = inner_tokens(self.findings.layout.text, tokens[0].start + 1, tokens[0].end - 1)[:LONGEST]
        if tokens:
            Clause(self.findings, tokens, nested=True).parse(0, len(tokens), None)

    def _left(self, cue: Cue, subject: Phrase | None, begin: int, lo: int, hi: int) -> int:
        """Put a closing or interposed cue around what stands left of it, and right of its second comma."""
        tokens = self.tokens
        stop = cue.start - 1
        if tokens[stop].lower == "как":
            stop -= 1
        start = max(lo, self.claimed)
        while start < stop and tokens[start].text in {",", "—", "–", ";"}:
            start += 1
        end = max(begin, cue.end)
        opening = stop <= start
        pieces = [] if opening else [span_of(tokens, start, stop)]
        last = end
        if end < hi and tokens[end].text == "," and (opening or cue.sure):
            closing = sentence_end(tokens, hi)
            if end + 1 < closing and cue.lemma in SPEECH:
                pieces.append(span_of(tokens, end + 1, closing))
                last = closing
        if not pieces or (not opening and not finite_in(tokens, start, stop)):
            return cue.end
        self._put(pieces, cue, subject, FAIR)
        self._inside(start, stop) if not opening else self._inside(end + 1, last)
        self.shared, self.claimed = subject, last
        return last

    def _according(self, cue: Cue, lo: int, hi: int) -> int:
        """Read "по словам X, …", at the head of its clause, in its middle or at its end."""
        tokens = self.tokens
        own = cue.end - cue.start > 2 - (cue.lemma in {"согласно"}) and cue.lemma != "верить"  # noqa: FURB171 - read from a string or set
        inner = next(
            (n for n in range(cue.start + 1, cue.verb) if tokens[n].lower in {"его", "её", "ее", "их"}), -1
        )
        if inner > 0:
            subject: Phrase | None = Phrase(inner, inner + 1)
            end = cue.end
        else:
            end = phrase_end(tokens, cue.end, hi) if cue.end < hi and tokens[cue.end].text != "," else cue.end
            subject = Phrase(cue.end, end) if end > cue.end else None
        if inner > 0:
            cue = cue._replace(end=cue.start + 1)
        if subject is None and not own:
            return cue.end
        start = max(lo, self.claimed)
        while start < cue.start and tokens[start].lower in {",", "а", "но", "и", "—", "–", ";"}:
            start += 1
        before = start < cue.start - 1
        pieces = [span_of(tokens, start, cue.start - (tokens[cue.start - 1].text == ","))] if before else []
        begin = end + (end < hi and tokens[end].text in {",", ":"})
        closing = self._clause_end(begin, hi)
        if begin < closing and (not before or tokens[end].text == ","):
            pieces.append(span_of(tokens, begin, closing))
        if not pieces:
            return end
        self._put(pieces, cue, subject, CONFIDENT if not before else FAIR)
        self._inside(begin, closing) if not before else None
        self.shared, self.claimed = subject, max(closing, end)
        return max(closing, end)

    def _clause_end(self, start: int, hi: int) -> int:
        place = start
        while place < hi:
            token = self.tokens[place]
            if token.text == ";":
                return place
            place += 1
        return sentence_end(self.tokens, hi)

    def _noun(self, cue: Cue, hi: int) -> int:
        """Read "сообщения о …", "утверждение X, будто …", "призыв X передать …"."""
        tokens = self.tokens
        subject, begin = None, cue.end
        if (
            tokens[begin].kind == WORD
            and tokens[begin].lower not in {"о", "об", "про", "в", "на", "с"}
            and not infinitive(tokens[begin])
        ):
            end = phrase_end(tokens, begin, min(hi, begin + 8), short=True)
            subject, begin = (Phrase(begin, end), end) if end > begin else (None, begin)
        start = noun_content(tokens, cue, begin, hi)
        if start < 0:
            return cue.end
        end = next(
            (
                n
                for n in range(start, hi)
                if tokens[n].text in {",", ";", "—"} or (tokens[n].text == "." and n == hi - 1)
            ),
            hi,
        )
        if start >= end:
            return cue.end
        self._put([span_of(tokens, start, end)], cue, subject, POOR)
        return end
