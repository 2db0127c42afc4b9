"""Through whom each source has what it tells: publisher ← relay ← speaker, as a tree.

What must stay true: a branch runs from the publisher outwards to the speaker, in the order the statement
gives; equal names are one branch only below the same branch; nothing is guessed between two steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from khronika.publishing.sentences import NO_PUBLISHER, Sentence, Voice
from khronika.publishing.speakers import folded


@dataclass(frozen=True, slots=True)
class Branch:
    """Somebody in a chain. ``sentences`` are the labels said by them along this chain."""

    name: str
    role: str
    sentences: tuple[str, ...]
    further: tuple[Branch, ...]

    @property
    def leaves(self) -> int:
        """Return how many ends this branch has, at least one."""
        return sum(branch.leaves for branch in self.further) or 1

    @property
    def depth(self) -> int:
        """Return how many steps lie behind this branch."""
        return 1 + max((branch.depth for branch in self.further), default=-1)


@dataclass(slots=True)
class _Growing:
    name: str
    role: str
    sentences: list[str] = field(default_factory=list)
    further: dict[tuple[str, str], _Growing] = field(default_factory=dict)

    def step(self, name: str, role: str) -> _Growing:
        return self.further.setdefault((folded(name), role), _Growing(name, role))

    def grown(self) -> Branch:
        return Branch(
            self.name, self.role, tuple(self.sentences), tuple(g.grown() for g in self.further.values())
        )


def relay_tree(publisher: str, sentences: Sequence[Sentence]) -> Branch:
    """Return the tree of one source; a relay that is the publisher itself is not drawn twice."""
    root = _Growing(publisher or NO_PUBLISHER, "publisher")
    ends: dict[str, _Growing] = {}
    by_label = {sentence.label: sentence for sentence in sentences}
    for sentence in sorted(sentences, key=lambda s: _depth(s, by_label)):
        end = ends.get(sentence.within, root)
        if sentence.voice is not Voice.OWN:
            for relay in reversed(sentence.statement.relays):
                if folded(relay.text) != folded(end.name):
                    end = end.step(relay.text, "relay")
            end = end.step(sentence.speaker, "speaker")
        ends[sentence.label] = end
        end.sentences.append(sentence.label)
    return root.grown()


def _depth(sentence: Sentence, by_label: dict[str, Sentence]) -> int:
    depth = 0
    while sentence.within:
        sentence = by_label[sentence.within]
        depth += 1
    return depth
