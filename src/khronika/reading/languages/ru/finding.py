"""The rules for who said what in Russian: from sentences to statements, in the tagger's own form.

A sentence is read once from the left. A cue takes what stands after it, else what stands before it; a content is looked
through once more for a cue of its own (nested). What no cue claims and is in quotation marks goes on the words before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.reading.languages.ru.checkable import checkable, is_label
from khronika.reading.languages.ru.clauses import LONGEST, Clause
from khronika.reading.languages.ru.cues import utterance
from khronika.reading.languages.ru.direct import dialogue, spoken
from khronika.reading.languages.ru.findings import FAIR, POOR, Findings, Tokens, span_of
from khronika.reading.layout import Layout, Sentence
from khronika.reading.tagging.tagger import Extra, Found

_LONGEST_BLOCK = 6000


@dataclass(slots=True)
class Finder:
    """What the rules find in one text."""

    layout: Layout
    findings: Findings = field(init=False)

    def __post_init__(self) -> None:
        self.findings = Findings(self.layout)

    def read(self) -> tuple[list[Found], list[Extra]]:
        """Return the statements and the extras of the text, in its order."""
        spoken_blocks = self._dialogues()
        turns: set[int] = set()
        for sentence in self.layout.sentences:
            if sentence.block in spoken_blocks:
                continue
            tokens = self.layout.tokens(sentence.start, sentence.end)
            if sentence.first and (after := self._label(sentence, tokens)):
                turns.add(sentence.block)
                tokens = tokens[after:]
            for start in range(0, len(tokens), LONGEST):
                part = tokens[start : start + LONGEST]
                if sentence.block in turns:
                    Clause(self.findings, part, nested=True).parse(0, len(part), None)
                else:
                    self._sentence(sentence, part)
        self.findings.found.sort(key=lambda f: (f.content[0][0], f.nested, -f.content[-1][1]))
        return self.findings.found, self.findings.extras

    def _dialogues(self) -> set[int]:
        """Read the blocks that are lines of dialogue, and return their numbers."""
        blocks = set()
        text = self.layout.text
        for number, (start, end) in enumerate(self.layout.blocks):
            begin = dialogue(text, start, end)
            if begin < 0 or end - start > _LONGEST_BLOCK:
                continue
            items = spoken(text, begin, end)
            if all(item.narrator is None for item in items) and not self._answers(number):
                continue
            blocks.add(number)
            self.findings.spoken(items)
        return blocks

    def _answers(self, number: int) -> bool:
        """Tell whether the block before or after is a line of dialogue too."""
        text, blocks = self.layout.text, self.layout.blocks
        return any(0 <= n < len(blocks) and dialogue(text, *blocks[n]) >= 0 for n in (number - 1, number + 1))

    def _sentence(self, sentence: Sentence, tokens: Tokens) -> None:
        if not tokens:
            return
        before = len(self.findings.found)
        Clause(self.findings, tokens).parse(0, len(tokens), None)
        self._loose(tokens, before)
        if len(self.findings.found) == before and checkable(self.layout.text, sentence, tokens):
            self.findings.add([(sentence.start, sentence.end)], None, None, sure=POOR, own=True)

    def _label(self, sentence: Sentence, tokens: Tokens) -> int:
        """Read "Адвокат Лапотко: …" that opens a block, and return the token after the label; 0 where there is none."""
        first, colon = is_label(tokens)
        if colon <= 0 or colon + 1 >= len(tokens):
            return 0
        end = self.layout.blocks[sentence.block][1]
        asks = tokens[first].lower == "вопрос"
        cue = span_of(tokens, first, first + 1) if asks else None
        source = None if asks and colon == first + 1 else span_of(tokens, first + asks, colon)
        self.findings.add([(tokens[colon + 1].start, end)], cue, source, sure=FAIR)
        return colon + 1

    def _loose(self, tokens: Tokens, before: int) -> None:
        """Give quotations that no cue claims to nobody: they go on the words before them."""
        for token in tokens:
            if not utterance(token) or any(
                s < token.end and token.start < e for f in self.findings.found[before:] for s, e in f.content
            ):
                continue
            if any(
                f.source and f.source[0] <= token.start < f.source[1] for f in self.findings.found[before:]
            ):
                continue
            self.findings.add([(token.start, token.end)], None, None, sure=POOR)
