"""Short forms of the names of one text, joined with the one longer name that each can stand for."""

from __future__ import annotations

from khronika.reading.languages.en.cast import SMALL, Cast, key_of
from khronika.reading.languages.en.runs import ORGANISATION, PERSON

_RANKED, _MOST = 2, 80
"""Words of a rank and a surname; members of one word that are looked at."""


def join_short_names(cast: Cast) -> None:
    """Join bodies by words of their names, then people by surname, then what opens one longer name."""
    _merge(cast)
    _join_short(cast)
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
