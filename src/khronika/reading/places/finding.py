"""Places of a text: which names are places, and which place each may be.

Call it once a text: the whole text tells which countries it is about. Nothing is guessed: a mention that fits
several places keeps them all, ranked, and ``certain`` is set by the rules of :func:`_certain` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from khronika.reading.places import words
from khronika.reading.places.gazetteer import key_of
from khronika.reading.places.hits import Hit, Level, hits_in
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.spans import Spans

_LARGE = 4
"""Class of a city that outweighs its namesakes (500,000 and more)."""
_WELL_KNOWN = {PlaceKind.COUNTRY: 0, PlaceKind.REGION: 3, PlaceKind.CITY: _LARGE}
"""Class from which the only place of a name is certain although the text does not name its country."""
_LARGEST = 5
"""Class of a city that is known by its bare name (1,500,000 and more)."""
_CLASSES_APART = 2
_MOST = 12
"""Candidates that are kept."""


def places_in(text: str, spans: Spans | None = None) -> tuple[PlaceMention, ...]:
    """Return the places that ``text`` names within ``spans`` (everywhere by default), in order.

    The whole of ``text`` is looked at either way: it tells which countries the text is about.
    """
    hits = list(hits_in(text))
    around = _around(hits)
    found = [_mention(text, hit, around) for hit in hits if _is_place(hit, around)]
    return tuple(found) if spans is None else tuple(_inside(found, spans))


def _inside(found: Iterable[PlaceMention], spans: Spans) -> Iterable[PlaceMention]:
    ordered, at = sorted(spans), 0
    for mention in found:
        while at < len(ordered) and ordered[at][1] <= mention.span[0]:
            at += 1
        if at < len(ordered) and ordered[at][0] <= mention.span[0] and mention.span[1] <= ordered[at][1]:
            yield mention


@dataclass(slots=True)
class _Around:
    """What the whole text says: names of people, of places, and countries with the keys that name them."""

    people: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    countries: dict[str, set[str]] = field(default_factory=dict)

    def named(self, country: str, key: str) -> bool:
        """Tell whether the country is named by other words than ``key``."""
        return bool(self.countries.get(country, set()) - {key})


def _around(hits: list[Hit]) -> _Around:
    around = _Around()
    for hit in hits:
        if hit.surname and " " not in hit.key and (hit.key in words.PEOPLE_TOO or not _area(hit)):
            around.people.add(hit.key)
        if hit.level is Level.STRONG:
            around.places.add(hit.key)
    for hit in hits:
        large = [c for c in hit.candidates if c.kind is not PlaceKind.CITY]
        alone = len({c.country for c in large}) == 1 and hit.key not in words.PEOPLE_TOO
        if hit.level is not Level.NOT and alone and (hit.level is Level.STRONG or _country(hit)):
            around.countries.setdefault(large[0].country, set()).add(hit.key)
        for within in hit.within:
            around.countries.setdefault(within.country, set()).add(f"{hit.key},")
    return around


def _area(hit: Hit) -> bool:
    return any(c.kind is not PlaceKind.CITY for c in hit.candidates)


def _country(hit: Hit) -> bool:
    return any(c.kind is PlaceKind.COUNTRY for c in hit.candidates)


def _is_place(hit: Hit, around: _Around) -> bool:  # noqa: PLR0911 - rules in order
    if hit.level is not Level.BARE:
        return hit.level is Level.STRONG
    if hit.key in around.people:
        return False
    if hit.key in around.places:
        return True
    if hit.key in words.PEOPLE_TOO:
        return False
    if _country(hit):
        return True
    if any(c.kind is PlaceKind.REGION and around.named(c.country, hit.key) for c in hit.candidates):
        return True
    return any(c.population >= _LARGEST and _bears(c, hit.key) for c in hit.candidates)


def _bears(candidate: PlaceCandidate, key: str) -> bool:
    """Tell whether ``key`` is the place's main name, or one in a script its main name is not in."""
    return key_of(candidate.name) == key or not key.isascii()


def _mention(text: str, hit: Hit, around: _Around) -> PlaceMention:
    ranked = sorted(hit.candidates, key=lambda c: _rank(c, hit, around))[:_MOST]
    why = _certain(ranked, hit, around)
    reason = f"{hit.reason}; {why}" if why else hit.reason
    return PlaceMention((hit.start, hit.end), text[hit.start : hit.end], tuple(ranked), bool(why), reason)


def _rank(candidate: PlaceCandidate, hit: Hit, around: _Around) -> tuple[bool, bool, int, bool, int]:
    weight = candidate.population + _CLASSES_APART * around.named(candidate.country, hit.key)
    return (
        candidate not in hit.within,
        candidate.kind is not PlaceKind.COUNTRY,
        -weight,
        not _bears(candidate, hit.key),
        candidate.geonames,
    )


def _certain(ranked: list[PlaceCandidate], hit: Hit, around: _Around) -> str:  # noqa: PLR0911 - rules in order
    """Return by which rule the first candidate clearly wins, or nothing."""
    first, others = ranked[0], ranked[1:]
    if hit.part:
        return ""
    if hit.within:
        return "the area named after it leaves one" if len(hit.within) == 1 else ""
    here = [c for c in ranked if around.named(c.country, hit.key)]
    if first.kind is PlaceKind.CITY and not _bears(first, hit.key) and first not in here:
        return ""
    if not others:
        if first.population >= _WELL_KNOWN[first.kind]:
            return "the only place of that name in the gazetteer"
        return "the only place of that name in the gazetteer, in a country the text names" if here else ""
    if first.kind is PlaceKind.COUNTRY:
        rivals = [c for c in others if c.country != first.country]
        small = all(c.kind is PlaceKind.CITY and c.population < _LARGE for c in rivals)
        elsewhere = any(around.named(c.country, hit.key) for c in rivals)
        return "a country, and no other place of weight" if small and not elsewhere else ""
    larger = max(c.population for c in others) - first.population
    if here == [first] and larger < _CLASSES_APART:
        return "the only one in a country the text names"
    if first.population >= _LARGE and larger <= -_CLASSES_APART and (not here or first in here):
        return "far larger than its namesakes"
    return ""
