"""What the text shows of a party that a pronoun may mean: a number a feature; the weights are learned."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from khronika.reading.languages.en import lexicon
from khronika.reading.languages.en.cast import Member, is_role
from khronika.records.spans import Span

_SURE = 2.5
"""Clues from which on they count as more than one hint."""
PERSON, ORGANISATION, GROUP, OFFICE, DOCUMENT = "person", "organisation", "group", "office", "document"


class Seen(NamedTuple):
    """One mention: its span, by what (name, noun, pronoun), whether it spoke, and what stands around it."""

    start: int
    end: int
    how: str
    spoke: bool
    verb: bool
    after_preposition: bool
    possessive: bool
    opens: bool = False


Choice = tuple[str, Span, list[tuple[Member, dict[str, float]]]]
"""A pronoun, its place, and the parties to choose from with their features."""


@dataclass(slots=True)
class Trail:
    """What was seen of one party so far."""

    member: Member
    last: Seen
    sentence: int
    block: int
    quote: int
    initial: bool
    count: int = 1
    spoke: int = -1
    spoke_place: int = -1
    subject: int = -1


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the weights by pronoun class and feature."""
    with resources.files(__package__).joinpath("antecedents.json").open(encoding="utf-8") as file:
        read: dict[str, dict[str, float]] = json.load(file)
    return read


def _plural(member: Member) -> bool:
    last = (
        member.name.split(" of ")[0].split(" from ")[0].split(" for ")[0].split()[-1:] if member.name else []
    )
    return (
        bool(last)
        and not member.named
        and (last[0].endswith("s") or last[0] in {"people", "men", "women", "children", "police"})
    )


def suits(member: Member, pronoun: str) -> bool:
    """Tell whether a party can be meant by a pronoun at all."""
    if pronoun in {"he", "she"}:
        return member.kind == PERSON or (member.kind == OFFICE and not _plural(member))
    if pronoun == "it":
        return member.kind in {ORGANISATION, DOCUMENT} or (member.kind == GROUP and _single_group(member))
    return member.kind in {GROUP, ORGANISATION} or _plural(member)


def _single_group(member: Member) -> bool:
    noun = member.roles[0].noun if member.roles else member.name.split()[-1]
    return noun in lexicon.GROUPS and not noun.endswith("s")


class Where(NamedTuple):
    """Where a pronoun stands (quotation -1: outside); ``rank``: how many parties were named since."""

    sentence: int
    block: int
    quote: int
    rank: int
    possessive: bool
    source: bool


def features_of(trail: Trail, pronoun: str, where: Where, speakers: Sequence[int]) -> dict[str, float]:
    """Return the features of one party for one pronoun; ``speakers`` are who spoke, the last one last."""
    found = {
        **_distance(trail, where),
        **_speaking(trail, where, speakers),
        **_quoted(trail, where),
        **_clues(trail.member, pronoun),
    }
    last = trail.last
    near = where.source and where.sentence == trail.sentence
    told = {
        "a place": trail.member.located and not trail.member.roles,
        "after a preposition": last.after_preposition,
        "possessive": last.possessive,
        "before a verb": last.verb,
        "opens its sentence": trail.initial,
        "opens this sentence": near and trail.initial,
        "spoke in this sentence": near and last.spoke,
        "its own sentence": where.possessive and where.sentence == trail.sentence,
        "no sign of a person": trail.member.kind == PERSON and trail.spoke < 0 and not _human(trail.member),
        "plural": _plural(trail.member),
        f"by {last.how}": True,
    }
    found |= {name: 1.0 for name, holds in told.items() if holds}
    found["often"] = math.log(trail.count)
    return found


def _distance(trail: Trail, where: Where) -> dict[str, float]:
    subject = where.sentence - trail.subject if trail.subject >= 0 else 9
    return {
        f"gap {min(where.sentence - trail.sentence, 6)}": 1.0,
        f"rank {min(where.rank, 5)}": 1.0,
        f"block {min(where.block - trail.block, 2)}": 1.0,
        f"subject {min(subject, 4)}": 1.0,
    }


def _speaking(trail: Trail, where: Where, speakers: Sequence[int]) -> dict[str, float]:
    found: dict[str, float] = {}
    if trail.spoke >= 0:
        found[f"spoke {min(where.sentence - trail.spoke, 5)}"] = 1.0
    if speakers and speakers[-1] == id(trail.member):
        found["speaker last"] = 1.0
        if where.sentence - trail.spoke <= 1 and trail.last.how == "pronoun":
            found["speaker goes on"] = 1.0
    elif len(speakers) > 1 and speakers[-2] == id(trail.member):
        found["speaker before"] = 1.0
    return found


def _quoted(trail: Trail, where: Where) -> dict[str, float]:
    if where.quote < 0:
        found = {"in a quotation": 1.0} if trail.quote >= 0 else {}
        return found | ({"in the words before": 1.0} if found and where.sentence == trail.sentence else {})
    same = "same" if where.quote == trail.quote else "outside" if trail.quote < 0 else "other"
    return {f"quoted, {same}": 1.0}


def _clues(member: Member, pronoun: str) -> dict[str, float]:
    found = {f"kind {member.kind}": 1.0}
    if member.named:
        found["named"] = 1.0
    if any(is_role(r.noun) for r in member.roles):
        found["has an office"] = 1.0
    if pronoun in {"he", "she"}:
        lean = member.leans()
        sure = "" if max(member.clues.values(), default=0.0) >= _SURE else ", once"
        found[f"clue {'meets' if lean == pronoun else 'against'}{sure}" if lean else "no clue"] = 1.0
    return found


def _human(member: Member) -> bool:
    return bool(member.clues or member.styles or member.roles or member.title)
