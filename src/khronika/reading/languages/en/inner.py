"""What belongs to a statement alone: a figure, time or hedge inside a nested statement is the nested one's.

"The ministry said residents had reported 40 arrests": the 40 are the residents' report; the ministry gave
no figure. What nobody in particular is said to have reported ("she has heard reports of 40 arrests") stays with
whoever passes it on as well. Sentences are visited by place, so the work is linear in the statements of the sentences met.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from khronika.reading.layout import Sentence
from khronika.reading.tagged import Gathered, Utterance
from khronika.records.spans import Span, Spans


class _Placed(Protocol):
    @property
    def spans(self) -> Spans:
        """Return where it stands."""


_P = TypeVar("_P", bound=_Placed)


def nested_in(utterance: Utterance, gathered: Gathered, sentences: Sequence[Sentence]) -> list[Utterance]:
    """Return the statements nested in ``utterance``, whatever their depth."""
    content = utterance.found.content
    first, last = (
        max(0, bisect_right(sentences, place, key=_start) - 1)
        for place in (content[0][0], content[-1][1] - 1)
    )
    near = [u for number in range(first, last + 1) for u in gathered.by_sentence.get(number, ())]
    size = _size(content)
    return [
        u
        for u in near
        if u is not utterance
        and u.found.nested
        and _size(u.found.content) < size
        and _within(u.found.content, content)
    ]


def own_of(found: Iterable[_P], others: Iterable[Span]) -> list[_P]:
    """Return what touches none of ``others``."""
    holes = tuple(others)
    return [one for one in found if not any(s < b and a < e for s, e in one.spans for a, b in holes)]


def _start(sentence: Sentence) -> int:
    return sentence.start


def _size(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _within(spans: Iterable[Span], around: Sequence[Span]) -> bool:
    return all(any(s <= a and b <= e for s, e in around) for a, b in spans)
