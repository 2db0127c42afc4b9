"""What is done by words: three judges of it, shared by all languages.

The tagger judges from the whole block; a linear model from the words of cue and content (hashed, binary;
logistic regression for each act and kind of denial); the rules of the language from patterns. Each gives a
chance or a vote; the acts are those that together are likeliest. Where a wrong silence would do harm (a
call for harm, a threat, something taken back) a vote of the rules is enough beside a small chance.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from khronika.reading.tagging.labels import ACTS
from khronika.records.statement import Act, Denial

BUCKETS: Final = 1 << 15
_LONGEST = 60
"""Words of a content that are looked at."""
_STEM = 6
_WORD = re.compile(r"\w+|[?!]")

VOTE: Final = {"en": 0.5, "ru": 0.5}
"""What a vote of the rules adds to the log odds of an act; chosen on dev documents."""

TAGGER: Final = {"en": 0.65, "ru": 0.2}
"""The part of the tagger's log odds; the rest is the linear model's. Chosen on dev documents."""

EVENED: Final = 0.6
"""How far the frequent acts are held back for the rare ones, from 0 to 1; chosen on dev documents."""

SECOND: Final = 0.8
"""A further act is given from this chance on."""

SURE_RULES: Final = frozenset({Act.CALLS_FOR_HARM, Act.RETRACTS, Act.CORRECTS, Act.THREATENS})
ENOUGH: Final = 0.2
"""The chance that such an act needs beside a vote of the rules."""


class Votes(NamedTuple):
    """What the rules of a language say of a statement."""

    acts: tuple[Act, ...]
    denies: tuple[Denial, ...]
    reason: str


def features(cue: str, said: str, *, direct: bool, votes: Iterable[Act]) -> list[int]:
    """Return the numbers of what the linear model sees, each below ``BUCKETS``."""
    cued = [word[:_STEM] for word in _WORD.findall(cue.lower())]
    words = [word[:_STEM] for word in _WORD.findall(said.lower())][:_LONGEST]
    found = {f"k {word}" for word in cued} | {"K " + " ".join(cued), f"D {direct}"}
    found |= {f"c {word}" for word in words} | {f"b {a} {b}" for a, b in pairwise(words)}
    found |= {"f " + " ".join(words[:n]) for n in (1, 2)} | {f"r {act}" for act in votes}
    found |= {f"kf {word} {words[0]}" for word in cued if words}
    return sorted({zlib.crc32(name.encode()) % BUCKETS for name in found})


@cache
def _model(language: str) -> tuple[NDArray[np.float32], dict[str, float]]:
    """Return buckets by acts, the last row what is added always; and what each act is helped by.

    A model of few documents gives a rare act too little: of its log odds, a part of the log of the act's
    share of the training documents is taken off (logit adjustment after training, Menon et al. 2021).
    """
    path = files("khronika.reading").joinpath(f"weights_{language}", "acts.npz")
    with path.open("rb") as stream, np.load(stream) as tables:
        values: NDArray[np.float32] = tables["values"].astype(np.float32) * tables["scale"]
        shares = tables["shares"]
    return values, {act.value: -EVENED * math.log(float(shares[ACTS.index(act.value)])) for act in Act}


def log_odds(language: str, numbers: Sequence[int]) -> NDArray[np.float32]:
    """Return the linear model's log odds of each of ``labels.ACTS``."""
    weights = _model(language)[0]
    result: NDArray[np.float32] = weights[list(numbers)].sum(axis=0) + weights[-1]
    return result


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def judged(
    language: str, chances: dict[str, float], words: tuple[str, str], votes: Votes, *, direct: bool
) -> tuple[list[Act], list[Denial], str]:
    """Return the acts, the likeliest first, the kinds of denial, and the reason.

    ``chances`` are the tagger's by act and kind, ``words`` the cue and what was said.
    """
    if not chances:
        return list(votes.acts), list(votes.denies), votes.reason
    linear = log_odds(language, features(*words, direct=direct, votes=votes.acts))
    part = TAGGER[language]
    odds = {name: part * _odds(chances[name]) + (1 - part) * float(linear[n]) for n, name in enumerate(ACTS)}
    both = {act: odds[act.value] + VOTE[language] * (act in votes.acts) for act in Act}
    helped = _model(language)[1]
    ranked = sorted(Act, key=lambda act: -both[act] - helped[act.value])
    chosen = [ranked[0]] + [act for act in ranked[1:] if both[act] >= _odds(SECOND)]
    chosen += [a for a in votes.acts if a in SURE_RULES and a not in chosen and both[a] >= _odds(ENOUGH)]
    denies: list[Denial] = []
    if Act.DENIES in chosen:
        kinds = {k: odds[f"denies {k.value}"] + VOTE[language] * (k in votes.denies) for k in Denial}
        denies = [kind for kind in Denial if kinds[kind] >= 0] or [max(Denial, key=lambda kind: kinds[kind])]
    return chosen, denies, votes.reason
