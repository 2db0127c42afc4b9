"""Short forms of the names of one text, joined with the one longer name that each can stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from khronika.reading.languages.en.cast import SMALL, Cast, key_of
from khronika.reading.languages.en.runs import ORGANISATION, PERSON
from khronika.reading.tokens import Token

_RANKED, _MOST = 2, 80
"""Words of a rank and a surname; members of one word that are looked at."""


def note_joint_names(cast: Cast, tokens: Sequence[Token], breaks: frozenset[int]) -> None:
    """Note "Reef and Rights" as one body where it stands often and its last word never without the first."""
    alone = Counter(t.text for t in tokens if t.capital)
    pairs = Counter(
        (one.text, two.text)
        for one, joint, two in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if one.capital and joint.text == "and" and two.capital and two.start not in breaks
    )
    for (one, two), count in pairs.items():
        if count > 1 and alone[two] == count and one.lower() not in SMALL:
            cast.add(f"{one} and {two}", ORGANISATION, -1)


def join_short_names(cast: Cast) -> None:
    """Join bodies by words of their names, then people by surname or by what ends or opens a longer name."""
    _merge(cast)
    _join_short(cast)
    _join_ending(cast)
    _join_opening(cast)


def _merge(cast: Cast) -> None:
    """Lead a short form of one organisation's name to the longer one, where only one has its words."""
    for member in [m for m in cast.members if m.kind == ORGANISATION]:
        parts = [w for w in key_of(member.name).split() if w not in SMALL]
        if not parts:
            continue
        rarest = min((cast.by_word.get(w, []) for w in parts), key=len)[:40]
        longer = [
            m
            for m in rarest
            if m is not member
            and m.kind == ORGANISATION
            and len(m.name) > len(member.name)
            and set(parts) < set(key_of(m.name).split())
        ]
        longest = max(longer, key=lambda m: len(m.name), default=None)
        if longest is not None and all(
            set(key_of(m.name).split()) <= set(key_of(longest.name).split()) for m in longer
        ):
            cast.join(member, longest)


def _join_short(cast: Cast) -> None:
    """Join "Mr Lund" with the one Lund whom the text names in full; of several, each mention finds its own."""
    for member in [m for m in cast.members if m.kind == PERSON and " " not in m.name and not m.joined]:
        bearers = [m for m in cast.wearers(member.name) if m is not member]
        if member.clues and bearers:
            bearers = [m for m in bearers if m.leans() in {"", member.leans()}]
            bearers = [m for m in bearers if m.leans() and m.leans() == member.leans()] or bearers
        if len(bearers) == 1:
            cast.join(member, bearers[0])
        elif len(bearers) > 1:
            cast.leave(member)


def _join_ending(cast: Cast) -> None:
    """Join "Poma Quelca" with the one person whose longer name ends in both words."""
    for member in [m for m in cast.members if m.kind == PERSON and " " in m.name and not m.joined]:
        ending = f" {key_of(member.name)}"
        same = cast.by_word.get(ending.rsplit(maxsplit=1)[-1], [])[:_MOST]
        longer = [m for m in same if m.kind == PERSON and key_of(m.name).endswith(ending)]
        if len(longer) == 1 and not ({member.leans(), longer[0].leans()} >= {"he", "she"}):
            cast.join(member, longer[0])


def _join_opening(cast: Cast) -> None:
    """Join "Norvane" with the one body whose longer name it opens, where nothing speaks for a person."""
    for member in [m for m in cast.members if m.kind == PERSON and not m.joined]:
        parts = key_of(member.name).split()
        ranked = len(parts) == _RANKED and member.name.split()[0].isupper() and len(parts[0]) > 1
        longer = [m for m in cast.wearers(parts[-1]) if m is not member] if ranked else []
        if not longer and (len(parts) > 1 or not (member.styles or member.roles or member.located)):
            opened = f"{' '.join(parts)} "
            longer = [m for m in cast.by_word.get(parts[0], [])[:_MOST] if key_of(m.name).startswith(opened)]
            longer = [m for m in longer if not m.joined and (len(parts) > 1 or m.kind == ORGANISATION)]
        if len(longer) == 1 and not ({member.leans(), longer[0].leans()} >= {"he", "she"}):
            cast.join(member, longer[0])
