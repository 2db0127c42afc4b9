"""Who spoke, over a whole text: each source is led to the party that the text names or describes elsewhere.

The text is read twice. First it is asked whom it names (:mod:`introductions`); then every mention is taken
in the order of the text, sources among them, and a pronoun, an office or a short name goes to the
likeliest party mentioned before it (:mod:`antecedents`). Where nobody is likely, the words stay as they are.
Bounded work a mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from khronika.reading.heading import dateline_end
from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import SMALL, Member, is_role
from khronika.reading.languages.en.described import described
from khronika.reading.languages.en.descriptions import (
    DOCUMENT,
    GROUP,
    OFFICE,
    PART,
    PRONOUN,
    RELATION,
    Described,
)
from khronika.reading.languages.en.features import Seen
from khronika.reading.languages.en.grammar import finite, is_possessive
from khronika.reading.languages.en.introductions import HE, SHE, cast_of
from khronika.reading.languages.en.naming import words_between
from khronika.reading.languages.en.papers import PAPERS
from khronika.reading.languages.en.relations import SEVERAL, Relating
from khronika.reading.languages.en.relays import is_own_voice
from khronika.reading.languages.en.runs import ORGANISATION, PERSON
from khronika.reading.languages.en.settling import Answer
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token, tokenise
from khronika.records.spans import Span

_PERSONAL = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_OTHERS = {"they": "they", "them": "they", "their": "they", "it": "it", "its": "it"}
_SHORT_LINE = 70
_MOST_COMMAS = 3
_LONGEST_PHRASE, _LONGEST_TAIL = 5, 7
_CLAUSES = 140
_SAME_WHO = re.compile(r"\bwho\b[^.;:!?“”\"]*\b(?:and|or|but)\s$")
"""A "who" that goes on from the one before it: "a man who was freed and who told her …"."""
_STATED = 4.0
_CLEAR, _SURE = 0.5, 0.85
"""How likely a party must be for a pronoun that is no source to be a mention, and its word a clue."""
_NO_NOUN = lexicon.HALF_TITLES | words_in(
    "general chief executive major head mission service report fund charge state"
)


@dataclass(slots=True)
class Asked:
    """One source to be resolved; ``after`` is the source of the statement around it, which is resolved first.

    ``bare`` is a quotation without source: its speaker is asked for by the place of its first word.
    """

    span: Span
    after: Span | None = None
    cue: Span | None = None
    bare: bool = False
    heard: bool = False
    """Whom somebody told, or through whom it came, and no speaker; ``after`` is then who told."""


@dataclass(slots=True)
class Parties(Relating):
    """The parties of one text."""

    tokens: list[Token] = field(init=False)
    starts: list[int] = field(init=False)
    sentences: list[int] = field(init=False)
    answers: dict[Span, Answer] = field(default_factory=dict)
    heard: dict[Span, Answer] = field(default_factory=dict)
    breaks: frozenset[int] = field(init=False)
    verbs: dict[int, int] = field(default_factory=dict)
    """Where the first verb of a sentence stands, by the sentence's number."""

    def __post_init__(self) -> None:
        Relating.__post_init__(self)
        self.tokens = self._without_datelines()
        self.starts = [t.start for t in self.tokens]
        begins = [start for start, _ in self.layout.blocks]
        datelines = [dateline_end(self.text, start) for start in begins]
        after = [t.start for end in datelines for t in self.tokens_from(end)]
        self.breaks = frozenset([*begins, *after])
        self.cast = cast_of(self.tokens, self.breaks, self.publisher, self.author)
        self.sentences = [s.start for s in self.layout.sentences]

    def _without_datelines(self) -> list[Token]:
        """Return the tokens of the text; the place of a dateline ("SARN, 12 April —") is no party."""
        found: list[Token] = []
        at = 0
        for start, _ in self.layout.blocks:
            end = dateline_end(self.text, start)
            if end > start:
                found += tokenise(self.text, at, start)
                at = end
        return found + tokenise(self.text, at, len(self.text))

    def ask(self, asked: Iterable[Asked]) -> None:
        """Resolve the sources of a text, among its other mentions, in order."""
        self._clues()
        sources = sorted(asked, key=lambda a: a.span)
        events: list[tuple[float, int, Asked | int]] = []
        taken: set[int] = set()
        for item in sources:
            if item.bare:
                events.append((item.span[0], 3, item))
                continue
            first = bisect_right(self.starts, item.span[0] - 1)
            last = bisect_right(self.starts, item.span[1] - 1)
            taken.update(range(first, min(last, first + 40)))
            key = item.span[0] if item.after is None else max(item.span[0], item.after[0] + 0.5)
            events.append((key, 0, item))
        events += [(self.tokens[at].start, 1, at) for at in self._mentions() if at not in taken]
        events += [(place, 2, place) for place in self.cast.at]
        for _, kind, what in sorted(events, key=lambda e: e[:2]):
            if isinstance(what, Asked) and what.bare:
                member = self.seen.leads_to(what.span[0])
                if member is not None:
                    self.answers[what.span] = Answer(
                        member.name,
                        member.kind,
                        named=member.named,
                        reason="named right before the quotation",
                        member=member,
                    )
            elif isinstance(what, Asked) and what.heard:
                self._hear(what)
            elif isinstance(what, Asked):
                self.answers[what.span] = self._source(what)
            elif kind == 1:
                self._mention(what)
            else:
                member, end = self.cast.at[what]
                if self._byline(what):
                    continue
                self._note(member, (what, end), "name")

    def _byline(self, place: int) -> bool:
        """Tell whether a name stands alone in a short line: a byline, a signature, a caption's credit."""
        start, end = self.layout.blocks[self.layout.sentences[self.seen.sentence(place)].block]
        return end - start < _SHORT_LINE and self.text[end - 1] not in '.!?…:”"’' and start > 0

    def _clues(self) -> None:
        """Count the "he" and "she" that can only mean the one person a sentence, or the one before, names."""
        places = sorted(self.cast.at)
        for number, sentence in enumerate(self.layout.sentences):
            here = self._alone(places, sentence.start, sentence.end)
            before = self.layout.sentences[number - 1] if number and not sentence.first else None
            last = self._alone(places, before.start, before.end) if before is not None else None
            first = bisect_right(self.starts, sentence.start - 1)
            end = bisect_right(self.starts, sentence.end - 1)
            for at in range(first, min(end, first + 120)):
                low = _PERSONAL.get(self.tokens[at].lower)
                if low is None or self.seen.quote(self.tokens[at].start) >= 0:
                    continue
                if here is not None and here[0] < self.tokens[at].start:
                    here[1].clues[low] = here[1].clues.get(low, 0.0) + 1.0
                elif at - first <= 1 and last is not None and here is None:
                    last[1].clues[low] = last[1].clues.get(low, 0.0) + 0.7
                break

    def _alone(self, places: list[int], start: int, end: int) -> tuple[int, Member] | None:
        """Return the one person named between two places outside of quotations, and where."""
        found: dict[int, tuple[int, Member]] = {}
        for place in places[bisect_right(places, start - 1) : bisect_right(places, end - 1)][:20]:
            member = self.cast.at[place][0]
            if member.kind == PERSON and not member.located and self.seen.quote(place) < 0:
                found.setdefault(id(member), (place, member))
        return next(iter(found.values())) if len(found) == 1 else None

    def labelled(self, name: str, place: int) -> Answer:
        """Return who the label of a turn stands for ("MR BRODY", "THE CHAIR", "Q")."""
        plain = name.title() if name.isupper() and len(name) > 1 else name
        read = described(tokenise(plain, 0, len(plain)), frozenset())
        if read is None or (len(name) == 1 and name.isupper()):
            asks = self.cast.by_role.get("interviewer", []) if name == "Q" else []
            return self.given(asks[0], name) if len(asks) == 1 else Answer(name.lower(), OFFICE, named=False)
        if read.kind in {OFFICE, GROUP} and read.role is not None:
            held = self.cast.holders(read.role, len(self.text))
            return self.given(held[-1][2], name) if held else Answer(plain.lower(), OFFICE, named=False)
        answer = self._settle(read, place, source=True)
        if answer.member is None or answer.member.named:
            return answer
        return Answer(
            plain.lower() if is_role(plain.split()[-1]) else plain,
            answer.kind,
            named=not is_role(plain.split()[-1]),
        )

    def called(self, span: Span) -> str:
        """Return how the party in the words of ``span`` is called, empty where they name nobody."""
        read = described(self.tokens_of(span), self.breaks - {span[0]})
        if read is None or read.kind in {PRONOUN, DOCUMENT}:
            return ""
        return self._settle(read, span[0], source=False).name

    def tokens_from(self, place: int) -> list[Token]:
        """Return the first token that starts at or after a place."""
        first = bisect_right(self.starts, place - 1)
        return self.tokens[first : first + 1]

    def tokens_of(self, span: Span) -> list[Token]:
        """Return the tokens of a span."""
        first, last = bisect_right(self.starts, span[0] - 1), bisect_right(self.starts, span[1] - 1)
        found = self.tokens[first:last]
        return (
            found
            if found and found[0].start >= span[0] and found[-1].end <= span[1]
            else tokenise(self.text, *span)
        )

    def _mentions(self) -> list[int]:
        """Return the tokens that end a mention without a name: pronouns, nouns of people, groups, papers."""
        found = []
        for at, token in enumerate(self.tokens):
            low = token.lower
            if token.kind != WORD:
                continue
            if low in _PERSONAL or low in _OTHERS:
                found.append(at)
            elif low not in _NO_NOUN and (is_role(low) or low in lexicon.GROUPS or low in PAPERS):
                after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
                capital_name = token.capital and token.start in self.cast.at
                compound = (
                    after is not None
                    and after.kind == WORD
                    and (is_role(after.lower) or after.lower in lexicon.GROUPS or after.capital)
                )
                if not compound and not capital_name:
                    found.append(at)
        return found

    def _mention(self, at: int) -> None:
        """Note what a pronoun or a noun of people means, where it means somebody."""
        token = self.tokens[at]
        low = token.lower
        if low in _PERSONAL or low in _OTHERS:
            wanted = _PERSONAL.get(low) or _OTHERS[low]
            member, sure = self.seen.best(wanted, token.start, possessive=low in {"his", "their", "its"})
            if member is not None and sure > _CLEAR:
                self._note(member, (token.start, token.end), "pronoun")
                self._lean(member, (_PERSONAL.get(low, ""),) if sure > _SURE else ())
            return
        start = self._phrase_start(at)
        phrase = self.tokens[start : at + 1]
        named = start < at and self.tokens[start].start in self.cast.at
        if named or phrase[0].lower in {"no", "any", "every", "each"}:
            return
        read = described(self.tokens[start : self._phrase_end(at)], frozenset()) or described(
            phrase, frozenset()
        )
        if read is None or read.kind in {PRONOUN, SEVERAL, PART} or read.named:
            return
        answer = self._settle(read, token.start, source=False)
        if answer.member is not None:
            self._note(answer.member, (phrase[0].start, token.end), "noun")
            self._lean(answer.member, [t.lower for t in phrase], _STATED)

    def _phrase_start(self, at: int) -> int:
        """Return where the noun phrase that a noun ends starts: at its article, or after a verb."""
        start = at
        while start > 0 and at - start < _LONGEST_PHRASE:
            before = self.tokens[start - 1]
            determines = before.lower in words.DETERMINERS
            if before.kind != WORD or (before.lower in SMALL and not determines):
                break
            if finite(self.tokens, start - 1):
                break
            start -= 1
            if determines or is_possessive(before):
                break
        return start

    def _phrase_end(self, at: int) -> int:
        """Return where what a noun is "of" ends, or the place after the noun."""
        end = at + 1
        if end >= len(self.tokens) or self.tokens[end].lower not in {"of", "from", "for"}:
            return end
        while end < min(len(self.tokens), at + _LONGEST_TAIL) and self.tokens[end].kind == WORD:
            if finite(self.tokens, end):
                break
            end += 1
            goes_on = end < len(self.tokens) and self.tokens[end].capital
            if self.tokens[end - 1].capital and not goes_on:
                break
        return end

    def _note(self, member: Member, span: Span, how: str, *, spoke: bool = False) -> None:
        """Note a mention, with what stands around it."""
        first = bisect_right(self.starts, span[0] - 1)
        after = bisect_right(self.starts, span[1] - 1)
        before = self.tokens[first - 1].lower if first else ""
        following = self.tokens[after].lower if after < len(self.tokens) else ""
        around = (before in words.PREPOSITIONS, following in {"'s", "'"}, self._opens(first))
        self.seen.note(member, Seen(*span, how, spoke, self._before_verb(after), *around))

    def _lean(self, member: Member, lows: Iterable[str], most: float = 0.0) -> None:
        """Count what the text's words say; with ``most``, words of a description count up to that once."""
        for low in lows:
            clue = low if low in {"he", "she"} else "he" if low in HE else "she" if low in SHE else ""
            if clue:
                known = member.clues.get(clue, 0.0)
                member.clues[clue] = max(known, most) if most else known + 1.0

    def _before_verb(self, at: int) -> bool:
        """Tell whether a verb follows at once or after what a comma sets off."""
        for _ in range(_MOST_COMMAS):
            if at >= len(self.tokens):
                return False
            if finite(self.tokens, at):
                return True
            if self.tokens[at].text != ",":
                return False
            if at + 1 < len(self.tokens) and finite(self.tokens, at + 1):
                return True
            at = next(
                (n for n in range(at + 1, min(at + 14, len(self.tokens))) if self.tokens[n].text in ",.;"),
                len(self.tokens),
            )
        return False

    def _opens(self, first: int) -> bool:
        """Tell whether no verb stands before a mention in its sentence."""
        if first >= len(self.tokens):
            return False
        number = self.seen.sentence(self.tokens[first].start)
        if number not in self.verbs:
            begun = bisect_right(self.starts, self.sentences[number] - 1)
            end = min(begun + 60, len(self.tokens))
            self.verbs[number] = next((n for n in range(begun + 1, end) if finite(self.tokens, n)), end)
        return first < self.verbs[number]

    def _source(self, asked: Asked) -> Answer:
        span = asked.span
        tokens = self.tokens_of(span)
        read = described(tokens, self.breaks - {span[0]})
        if self.publisher and is_own_voice(words_between(tokens)):
            return Answer(self.publisher, ORGANISATION, named=True, reason="the text speaks of its publisher")
        if read is None:
            return Answer("", PRONOUN, named=False, reason="the words of the source name nobody")
        answer = self._settle(read, span[0], source=True, cue=asked.cue, after=asked.after)
        if answer.member is not None:
            clue = answer.lows[0] if answer.lows and answer.lows[0] in {"he", "she"} else ""
            how = "pronoun" if read.kind == PRONOUN else "name" if read.named else "noun"
            self._note(answer.member, span, how, spoke=True)
            self._lean(answer.member, (clue,))
            self._lean(answer.member, read.lows, _STATED)
        return answer

    def _hear(self, asked: Asked) -> None:
        """Resolve whom somebody told or through whom it came: never the one who speaks."""
        place = asked.span[0]
        tokens = self.tokens_of(asked.span)
        read = described(tokens, self.breaks - {place})
        if read is None or read.kind == DOCUMENT or is_own_voice(words_between(tokens)):
            return
        if read.kind == PRONOUN and read.name in {"he", "she", "they", "it"}:
            speaker = self.answers.get(asked.after) if asked.after is not None else None
            but = speaker.member if speaker is not None else None
            member, _ = self.seen.best(read.name, place, possessive=False, but=but)
            if member is None:
                return
            answer = self.given(member, read.name)
        else:
            answer = self._settle(read, place, source=False)
        if answer.kind == PRONOUN or not answer.name:
            return
        self.heard[asked.span] = answer
        if answer.member is not None:
            how = "pronoun" if read.kind == PRONOUN else "name" if read.named else "noun"
            self._note(answer.member, asked.span, how)
            self._lean(answer.member, read.lows, _STATED)

    def _settle(  # noqa: PLR0911 - one way for each kind
        self, read: Described, place: int, *, source: bool, cue: Span | None = None, after: Span | None = None
    ) -> Answer:
        """Return who the phrase means."""
        if read.kind == PRONOUN:
            return self._pronoun(read.name, place, after)
        if read.kind == SEVERAL and (one := self.cast.named(read.full)) is not None:
            return self.given(one, read.full)
        if read.kind == SEVERAL:
            parts = [self.whole(part, place) for part in read.many]
            return Answer(
                "; ".join(p.name for p in parts),
                SEVERAL,
                named=all(p.named for p in parts),
                reason="",
                member=None,
            )
        if read.kind == PERSON:
            return self.person(read, place)
        if read.kind == ORGANISATION:
            return self.organisation(read, place)
        if read.kind == DOCUMENT:
            return self.document(read, place, cue)
        if read.kind == RELATION:
            return self.relation(read, place)
        if read.kind == PART:
            return self.part(read, place)
        return self.office(read, place, source=source)

    def _pronoun(self, low: str, place: int, after: Span | None) -> Answer:
        if low in {"who", "which"}:
            before = _SAME_WHO.search(self.text, max(0, place - _CLAUSES), place)
            member = self.seen.right_before(before.start() if before is not None else place)
            return self.given(member, low) if member is not None else Answer(low, PRONOUN, named=False)
        if low in {"i", "we", "you"}:
            return Answer(low, PRONOUN, named=False)
        out = self.answers.get(after) if after is not None and self.seen.quote(place) >= 0 else None
        member, sure = self.seen.best(
            low, place, possessive=False, source=True, but=out.member if out else None
        )
        if member is None:
            return Answer(low, PRONOUN, named=False)
        lows = (low,) if sure > _SURE else ()
        return Answer(
            member.name,
            member.kind,
            named=member.named,
            reason=f"“{low}” taken as {member.name}",
            member=member,
            lows=lows,
        )
