"""Whose voice a block is in: of whom a label calls, of who asks or answers in an interview, of who tells or signs.

What is known of a speaker is what stands before (as in ``memory``). A block in nobody's turn is the text's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from khronika.reading.languages.ru.book import runs
from khronika.reading.languages.ru.cases import case_of
from khronika.reading.languages.ru.memory import Memory, Party
from khronika.reading.languages.ru.morph import lemma
from khronika.reading.languages.ru.names import words_of
from khronika.reading.languages.ru.sources import ORGANISATION, PERSON, PRONOUN, Source, source_of
from khronika.reading.languages.ru.turns import HEADING, LABEL, LETTER, LINE, PLAIN, Turns, teller_in
from khronika.reading.tokens import tokenise
from khronika.records.item import About
from khronika.records.spans import Span

_HEAD: Final = 600
"""Characters in which a text says whose account it is."""


@dataclass(slots=True)
class Voices:
    """The voices of one text, block after block."""

    text: str
    about: About
    memory: Memory
    turns: Turns
    guest: str = ""
    """Who answers in the interview that the reading has reached."""

    introduced: str = ""
    """The person last named in the paragraph just read, if it is in nobody's turn and asks nothing."""

    teller: str = ""
    """Whose own words the text gives: under a heading, or as a whole."""

    introduces: bool = True

    def __post_init__(self) -> None:
        for words in (self.about.title[:_HEAD], self.text[:_HEAD]):
            found = () if self.teller else teller_in(words)
            if found:
                self.teller = self.memory.book.full(found, (), oblique=True)

    def read(self, span: Span, cue: Span | None) -> Source | None:
        """Return whom the words of ``span`` name, as they stand."""
        tokens = tokenise(self.text, *span)
        return source_of(tokens, case_of(self.text, span, cue), self.memory.book.surnames)

    def told(self, span: Span) -> Source | None:
        """Return who is told, asked or cited by the words of ``span``: "им" is then the dative of "они"."""
        if self.text[slice(*span)].casefold() == "им":
            return Source("они", PRONOUN, named=False)
        return self.read(span, None)

    def named(self, party: Party) -> None:
        """Note that the block being read names a person."""
        if self.introduces:
            self.introduced = party.name

    def narrated(self, block: int, name: str) -> None:
        """Note that the words around a line say whose it is; other blocks keep their voice."""
        if self.turns.turns[block].kind == LINE:
            self.turns.spoke(block, name)
            self.memory.turn = name

    def labels(self, block: int, cue: Span) -> bool:
        """Tell whether a cue is the label of a block ("Вопрос:"), which reports nobody's words but its speaker's."""
        label = self.turns.turns[block].label
        return label is not None and label[0] <= cue[0] and cue[1] <= label[1]

    def closed(self, block: int) -> bool:
        """Tell whether all of a block but its label is its speaker's own words: no narrator breaks in."""
        return self.turns.turns[block].kind in {LABEL, HEADING, LETTER}

    def begin(self, block: int) -> None:
        """Tell the memory who has the turn in a block, and to whom they speak: whose turn it was before."""
        before, turn = self.memory.turn, self.turns.turns[block]
        self.memory.turn = self._holder(block)
        spoken = turn.kind in {LINE, LABEL} and self.memory.turn
        other = (
            before if before and before != self.memory.turn else self._party_of(1 - self.turns.side(block))
        )
        self.memory.whom = other if spoken else ""

    def _holder(self, block: int) -> str:
        """Return who has the turn in a block, or nothing where it is the text's own."""
        turn = self.turns.turns[block]
        if turn.kind in {LINE, LABEL} and (not self.guest or (turn.kind == LINE and self.introduced)):
            self.guest = self.introduced or self._last_person()
        self.introduced = ""
        asks = self.text[self.turns.layout.blocks[block][1] - 1] == "?"
        self.introduces = turn.kind == PLAIN and not asks
        side = self.turns.side(block)
        if turn.kind == LINE:
            return self.turns.voice(block) or self._party_of(side)
        if turn.label is None:
            return self.teller
        name = self._host(turn.label) if side == 0 else self._party_of(side)
        name = name or self._labelled(turn.label)
        if turn.kind == HEADING:
            self.teller = name
        return name

    def source_of(self, name: str) -> Source:
        """Return who has the turn as a source."""
        party = self.memory.by_name.get(name.casefold().replace("ё", "е"))
        kind = party.kind if party is not None else ORGANISATION if name == self.about.publisher else PERSON
        return Source(name, kind, named=True, words=tuple(name.split()))

    def _host(self, label: Span) -> str:
        """Return who asks under a label: whom the text calls so by name ("ведущий Иван Карел"), else the publisher."""
        roles = {lemma(word) for word in self.text[slice(*label)].split()}
        named = (p.name for p in reversed(self.memory.recent) if p.kind == PERSON and p.roles & roles)
        return next(named, "") or self._party_of(0)

    def _party_of(self, side: int) -> str:
        """Return who asks (0) or answers (1) in an interview."""
        return self.guest if side == 1 else self.about.publisher or self.about.author if side == 0 else ""

    def _labelled(self, span: Span) -> str:
        """Return whom a label, a heading or a signature calls, and note that they speak."""
        source = self.read(span, None)
        if source is None or source.kind == PRONOUN:
            return ""
        found = self.memory.resolve(source, label=True)[0]
        self.memory.spoke(self.memory.mention(found))
        return found.name

    def _last_person(self) -> str:
        """Return the person named last, in the text or else in its title."""
        people = [p.name for p in self.memory.recent if p.kind == PERSON]
        if people:
            return people[-1]
        tokens = tokenise(self.about.title, 0, min(len(self.about.title), _HEAD))
        found = [words_of(tokens, run) for run in runs(tokens)]
        return self.memory.book.full(found[0], (), oblique=False) if found else ""
