"""Several statements of one text as one: all that they hold, together.

What must stay true: nothing that one of them holds is dropped. Where a statement has room for one (a speaker,
an addressee) and they hold two, they are not made one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from khronika.errors import UsageFault
from khronika.ledger.shadow import fold
from khronika.records.spans import Phrase, Span, Spans
from khronika.records.statement import Statement

_One = TypeVar("_One")
_WORDS = {
    "addressee": "addressees",
    "forum": "places where it was said",
    "when": "times of saying",
    "disputes": "disputed words",
    "within": "statements that they stand in",
}


def united(statements: Sequence[Statement]) -> Statement:
    """Return one statement with the words of all and what they hold; its id and score are the first one's.

    Raises:
        UsageFault: they have different speakers, addressees, or other things of which one has one.
    """
    first = statements[0]
    speaker = _speaker(statements)
    return replace(
        first,
        speaker=speaker,
        named=any(one.named for one in statements if one.speaker is not None),
        own=all(one.own for one in statements),
        content=_joined(one.content for one in statements),
        source=_joined(one.source for one in statements),
        cue=_joined(one.cue for one in statements),
        acts=_each_once(act for one in statements for act in one.acts),
        denies=_each_once(kind for one in statements for kind in one.denies),
        relays=_phrases(one.relays for one in statements),
        hedges=_each_once(hedge for one in statements for hedge in one.hedges),
        figures=_each_once(figure for one in statements for figure in one.figures),
        dates=_each_once(when for one in statements for when in one.dates),
        places=_each_once(place for one in statements for place in one.places),
        claims=_each_once(claim for one in statements for claim in one.claims),
        **{name: _only(name, [getattr(one, name) for one in statements]) for name in _WORDS},
    )


def _speaker(statements: Sequence[Statement]) -> str | None:
    speakers = {fold(one.speaker): one.speaker for one in statements if one.speaker is not None}
    if len(speakers) > 1:
        said = " and ".join(sorted(speakers.values()))
        raise UsageFault(
            f"these have two speakers: {said[:200]}", "amend one of them first, so that both have the same"
        )
    return next(iter(speakers.values()), None)


def _only(name: str, values: Sequence[Any]) -> Any:
    """Return the one value that some of the statements hold."""
    found = {
        value.text if isinstance(value, Phrase) else value: value for value in values if value is not None
    }
    if len(found) > 1:
        raise UsageFault(
            f"these have different {_WORDS[name]}", "amend one of them first, so that both have the same"
        )
    return next(iter(found.values()), None)


def _phrases(given: Iterable[Iterable[Phrase]]) -> tuple[Phrase, ...]:
    return tuple({phrase.text: phrase for phrases in given for phrase in phrases}.values())


def _each_once(values: Iterable[_One]) -> tuple[_One, ...]:
    found: list[_One] = []
    for value in values:
        if value not in found:
            found.append(value)
    return tuple(found)


def _joined(given: Iterable[Spans]) -> Spans:
    """Return the spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(span for spans in given for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
