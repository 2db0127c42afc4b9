"""What a language must bring so that claims can be read in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from khronika.reading.claims.acts import Deed


class Form(Enum):
    """How a word names an act."""

    PAST = "past"
    """"killed", "задержали": done by a subject, or suffered by one."""
    STATE = "state"
    """"died", "исчез", "missing": its subject suffers it."""
    BARE = "bare"
    """"kill", "задерживать": an infinitive, told of only under a denial."""
    NOUN = "noun"
    """"the killings", "задержания"."""


class Trigger(NamedTuple):
    """A word that names an act."""

    deed: Deed
    form: Form


@dataclass(frozen=True, slots=True)
class Language:
    """Tables and patterns of one language; words are lower case with straight apostrophes.

    ``cuts`` open a clause; ``ifs`` open one that claims nothing, and so does ``that`` after
    a negation ("we do not claim that"); ``negations`` before an act deny it, unless one of
    ``not_negated`` follows ("not only", "no fewer than");
    ``unclear`` before it leave it open ("no longer", "will", "without"); ``possible`` make it possible;
    ``ended`` words say that it was so once, which is no denial ("no longer").
    ``sites`` name where somebody can be held, ``areas`` need a proper name beside them.
    ``agents`` and ``organs`` are nouns of those who act (an organ may have a proper adjective before it),
    ``agent_adjectives`` may stand before them. ``people`` are neutral words for whom a figure counts, each
    with the word a claim uses; ``persons`` are pronouns. ``passive`` tells from the words before a verb and
    the verb whether it is suffered, ``doer`` and ``subject`` whether a noun's form fits one who does a
    passive or an active verb. ``gone`` are states that are adjectives too ("missing"). A noun tells of an
    act only before ``noun_followers`` ("the arrest of") or ``happens`` ("the raids began"), with a figure,
    or denied. ``powers`` are who can be called on, ``not_parties`` capital words that name nobody, ``term``
    what may stand for a name given. The patterns name their party in a group ``party``.
    """

    trigger: Callable[[str], Trigger | None]
    cuts: frozenset[str]
    ifs: frozenset[str]
    that: frozenset[str]
    determiners: frozenset[str]
    negations: frozenset[str]
    not_negated: frozenset[str]
    unclear: frozenset[str]
    ended: frozenset[str]
    possible: frozenset[str]
    auxiliaries: frozenset[str]
    skipped: frozenset[str]
    sites: frozenset[str]
    areas: frozenset[str]
    of: frozenset[str]
    at: frozenset[str]
    by: frozenset[str]
    not_places: frozenset[str]
    persons: frozenset[str]
    gone: frozenset[str]
    passive: Callable[[Sequence[str], str], bool]
    doer: Callable[[str], bool]
    subject: Callable[[str], bool]
    agents: Callable[[str], bool]
    organs: Callable[[str], bool]
    agent_adjectives: Callable[[str], bool]
    people: Callable[[str], str]
    noun_followers: frozenset[str]
    happens: frozenset[str]
    powers: re.Pattern[str]
    not_parties: frozenset[str]
    term: re.Pattern[str]
    not_event_before: frozenset[str]
    not_event_after: frozenset[str]
    things: frozenset[str]
    only_of_people: frozenset[str]
    only_of_things: frozenset[str]
    closable: frozenset[str]
    ordered: tuple[re.Pattern[str], ...]
    tolerated: tuple[re.Pattern[str], ...]
    must: tuple[re.Pattern[str], ...]
    knew: tuple[re.Pattern[str], ...]
    motive: re.Pattern[str]
    called: re.Pattern[str]
    called_disputed: re.Pattern[str]
    complained: re.Pattern[str]
    complaint_noun: re.Pattern[str]
    no_complaint: re.Pattern[str]
    no_knowledge: re.Pattern[str]
    heard: re.Pattern[str]
    denying: re.Pattern[str]
    untrue: re.Pattern[str]
    facility: re.Pattern[str]
    not_existing: re.Pattern[str]
    existence: re.Pattern[str]
    ourselves: re.Pattern[str]
