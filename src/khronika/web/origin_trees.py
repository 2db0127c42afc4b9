"""Origins as trees: from the mouth, through whom it was relayed, to the texts that print it.

What must stay true: what nobody is known to stand behind is said to be so; why statements are taken for one
voice is said beside them; a circle of publishers is said in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from khronika.acts.weigh import BalanceSheet, Line, OriginShown, Speaking
from khronika.records.ids import Kind
from khronika.web.balance_parts import MOST_CITED, Cites, cites_of
from khronika.web.frame import _
from khronika.web.languages import Language
from khronika.weighing.sheet import Mouths
from khronika.weighing.voice import Why

MOST_ORIGINS = 30
MOST_BRANCHES = 12

WHY: dict[Why, str] = {
    Why.JOINED: _("joined by a person"),
    Why.SPEAKER: _("the same speaker"),
    Why.CITED: _("one cites the other"),
    Why.WORDS: _("the same words"),
    Why.ATTACHED: _("the same attachment"),
}
"""Why two statements are taken for one voice."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Who relays or prints it; ``item`` where a text without a known publisher does.

    ``statements`` stand in a text of theirs, ``days`` are when they were said; ``further`` have it from them.
    """

    name: str
    party: str
    item: str
    statements: Cites
    days: str
    further: tuple[Branch, ...]
    more: int


@dataclass(frozen=True, slots=True)
class OriginPart:
    """An origin: whose voice it is, its tree, and what it rests on.

    ``first`` is the first of its statements, by which its own page is found. ``called`` are words for those
    whom nobody knows. ``texts`` counts who prints it.
    """

    number: int
    first: str
    speakers: tuple[Branch, ...]
    called: tuple[str, ...]
    count: int
    texts: int
    branches: tuple[Branch, ...]
    more: int
    ties: tuple[tuple[str, int], ...]
    circle: tuple[Speaking, ...]
    perhaps: Cites
    mouths: Mouths

    @property
    def known(self) -> bool:
        """Tell whether somebody known stands at its end."""
        return bool(self.speakers)


@dataclass(slots=True)
class _Node:
    who: Speaking
    lines: list[Line] = field(default_factory=list)
    below: dict[str, _Node] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        return len(self.lines) + sum(one.weight for one in self.below.values())


class Trees:
    """Makes the trees of a balance sheet in one language."""

    def __init__(self, sheet: BalanceSheet, language: Language) -> None:
        """Look up the lines by their statements."""
        self._sheet, self._language = sheet, language
        self._lines: Mapping[str, Line] = {line.statement: line for line in sheet.lines}

    def heaviest(self, start: int = 0, most: int = MOST_ORIGINS) -> tuple[list[OriginPart], int]:
        """Return origins, those with most statements first, and how many are left out after them."""
        order = sorted(self._sheet.origins, key=lambda one: (-len(one.statements), one.number))
        shown = [self.origin(one) for one in order[start : start + most]]
        return shown, max(0, len(order) - start - most)

    def origin(self, origin: OriginShown, most: int = MOST_BRANCHES) -> OriginPart:
        """Return an origin with its tree."""
        lines = sorted((self._lines[id_] for id_ in origin.statements), key=lambda line: line.number)
        roots = frozenset(origin.speakers)
        tree = _Node(Speaking(""))
        for line in lines:
            node = tree
            for who in _path(line, roots):
                node = node.below.setdefault(who.party or who.name, _Node(who))
            node.lines.append(line)
        branches, more = self._branches(tree, most)
        ties = Counter(tie.why for tie in origin.ties)
        return OriginPart(
            origin.number,
            lines[0].statement,
            tuple(self._branch(_Node(one), 0) for one in origin.speakers),
            () if origin.speakers else self._called(lines),
            len(lines),
            len({_printer(line).name for line in lines}),
            branches,
            more,
            tuple((WHY[why], ties[why]) for why in Why if why in ties),
            origin.circle,
            cites_of(origin.perhaps, MOST_CITED),
            origin.mouths,
        )

    def _branches(self, node: _Node, most: int) -> tuple[tuple[Branch, ...], int]:
        order = sorted(node.below.values(), key=lambda one: (-one.weight, _first(one)))
        return tuple(self._branch(one, most) for one in order[:most]), max(0, len(order) - most)

    def _branch(self, node: _Node, most: int) -> Branch:
        further, more = self._branches(node, most)
        name, item = node.who.name, ""
        if name.startswith(f"{Kind.ITEM}_"):
            name, item = "", name
        statements = cites_of((line.statement for line in node.lines), MOST_CITED)
        days = days_of_lines(node.lines, self._language)
        return Branch(name, node.who.party or "", item, statements, days, further, more)

    def _called(self, lines: Iterable[Line]) -> tuple[str, ...]:
        names = (line.speaker.name for line in lines if line.speaker is not None and not line.known)
        return tuple(dict.fromkeys(name for name in names if not name.startswith(f"{Kind.ITEM}_")))[:3]


def items_in(parts: Iterable[OriginPart | Branch]) -> list[str]:
    """Return the texts without a publisher that stand in trees, each once."""
    found: dict[str, None] = {}
    for part in parts:
        if isinstance(part, Branch):
            found |= dict.fromkeys([part.item] if part.item else [])
            below = part.further
        else:
            below = (*part.speakers, *part.branches)
        found |= dict.fromkeys(items_in(below))
    return list(found)


def days_of_lines(lines: Sequence[Line], language: Language) -> str:
    """Return the days on which statements can have been said, the first to the last; empty for none."""
    said = [line.said for line in lines if line.said is not None]
    if not said:
        return ""
    firsts = [one.first or one.last for one in said]
    lasts = [one.last or one.first for one in said]
    return language.days(min(filter(None, firsts)), max(filter(None, lasts)))


def _path(line: Line, roots: frozenset[Speaking]) -> list[Speaking]:
    """Return from whom to whom it came, beginning after the mouth."""
    chain = [*line.through, _printer(line)]
    if line.speaker is not None and line.known:
        chain.insert(0, line.speaker)
    passed = max((place for place, one in enumerate(chain[:-1]) if one in roots), default=-1)
    path = chain[passed + 1 :]
    return [one for place, one in enumerate(path) if not place or one != path[place - 1]]


def _printer(line: Line) -> Speaking:
    return line.publisher or Speaking(line.item)


def _first(node: _Node) -> int:
    own = [node.lines[0].number] if node.lines else []
    return min([*own, *(_first(one) for one in node.below.values())])
