"""A place or a party that a form names and that is not recorded yet: recorded along, from the same form.

What must stay true: for what was typed a record of that very name is taken and no other; what is only like
it, or in the gazetteer, is offered, and a person says which; what was said of one name counts for no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from khronika.acts.alike import places_alike
from khronika.acts.along import Along
from khronika.acts.assembled import Named
from khronika.acts.places import places_called
from khronika.acts.registers import Line, register
from khronika.errors import UsageFault
from khronika.records.ids import Kind, is_id
from khronika.records.party import Party, PartyKind, Place, Precision
from khronika.records.places import PlaceCandidate
from khronika.web.frame import _
from khronika.web.record_forms import NOBODY, Choice, Near, Offer, choice, chosen_in, names_of_line
from khronika.web.visits import Visit

PRECISIONS: dict[Precision, str] = {
    Precision.EXACT: _("the exact place"),
    Precision.ONE_KM: _("within about 1 km"),
    Precision.TEN_KM: _("within about 10 km"),
    Precision.TOWN: _("somewhere in the town"),
    Precision.REGION: _("somewhere in the region"),
    Precision.COUNTRY: _("somewhere in the country"),
}
_ANEW: dict[Kind, dict[str, str]] = {
    Kind.PLACE: {str(one): words for one, words in PRECISIONS.items()},
    Kind.PARTY: {str(one): one.value for one in PartyKind},
}
"""What a record of a kind may be recorded as, with its words."""

_FROM_GAZETTEER = "geonames:"
_MOST_NEAR = 6
_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place of the gazetteer with its country in words."""

    place: PlaceCandidate
    country: str


def candidates_called(visit: Visit, name: str, most: int) -> list[Candidate]:
    """Return the largest places of the gazetteer that bear a name."""
    if not name:
        return []
    countries = visit.language.locale.territories
    found = places_called(visit.desk, visit.who, name)[:most]
    return [Candidate(one, countries.get(one.country, one.country)) for one in found]


def offered(visit: Visit, field: str, kind: Kind, chosen: Named | None = None) -> Choice:
    """Return what a form offers for a place or a party; where none has the name typed, also to record it."""
    made = choice(visit, field, kind, chosen)
    if not made.typed:
        return made
    lines = register(visit.desk, visit.who, kind, beginning=made.typed).lines
    if len(_same(lines, made.typed)) == 1:
        return made
    offer = _offer(visit, field, kind, made.typed, lines)
    return replace(made, chosen=visit.form.get(field), offer=offer)


def place_in(visit: Visit, field: str = "place") -> tuple[str | None, Along]:
    """Return the id of the place that a form names, or what is recorded along as that place.

    Raises:
        UsageFault: it was not said which place it is, or how precisely it is known.
    """
    said = _said_of(visit, field, Kind.PLACE)
    if said is None or is_id(said, Kind.PLACE):
        return said, Along()
    if said.startswith(_FROM_GAZETTEER):
        digits = said.removeprefix(_FROM_GAZETTEER)
        if not digits.isdecimal():
            raise UsageFault("this is not on the list", "choose from the list")
        return None, Along(place=int(digits[:18]))
    if said not in set(Precision):
        raise UsageFault("this is not on the list", "choose from the list")
    given = (visit.form.get(f"{field}_{which}") for which in ("called", "latitude", "longitude"))
    name, latitude, longitude = given
    fresh = Place("", name, latitude=latitude, longitude=longitude, precision=Precision(said))
    return None, Along(place=fresh)


def party_in(visit: Visit, field: str = "party") -> tuple[str | None, Along]:
    """Return the id of the party that a form names, or what is recorded along as that party.

    Raises:
        UsageFault: it was not said which party it is, or what it is.
    """
    said = _said_of(visit, field, Kind.PARTY)
    if said is None or is_id(said, Kind.PARTY):
        return said, Along()
    if said not in set(PartyKind):
        raise UsageFault("this is not on the list", "choose from the list")
    named, pseudonymous = (visit.form.has(f"{field}_{box}") for box in ("named", "pseudonymous"))
    name = visit.form.get(f"{field}_called")
    return "", Along(party=Party("", name, PartyKind(said), named=named, pseudonymous=pseudonymous))


def _said_of(visit: Visit, field: str, kind: Kind) -> str | None:
    """Return which record a form names, or as what it is to be recorded; ``None`` where it names none.

    Raises:
        UsageFault: no record, or several, have the name that was typed, and nothing was said of that.
    """
    typed = visit.form.get(f"{field}_called")
    if not typed:
        return chosen_in(visit, field, kind)
    same = _same(register(visit.desk, visit.who, kind, beginning=typed).lines, typed)
    if len(same) == 1:
        return same[0].record.id
    said = visit.form.get(f"{field}_as")
    if said and visit.form.get(f"{field}_offered") == typed:
        return said
    if same:
        raise UsageFault("several bear this name", "say below which one it is")
    raise UsageFault(NOBODY[kind], "say below which one it is, or what to record it as")


def _same(lines: Sequence[Line], typed: str) -> list[Line]:
    """Return those that bear the very name."""
    return [line for line in lines if typed.casefold() in {one.casefold() for one in names_of_line(line)}]


def _offer(visit: Visit, field: str, kind: Kind, typed: str, lines: Sequence[Line]) -> Offer:
    again = visit.form.get(f"{field}_offered") == typed
    near = {one.id: one for one in _near(visit, kind, typed, lines)}
    found = candidates_called(visit, typed, _MOST_CANDIDATES) if kind is Kind.PLACE else []
    return Offer(
        name=typed,
        several=bool(_same(lines, typed)),
        near=tuple(near.values())[:_MOST_NEAR],
        known=tuple(
            Near(f"{_FROM_GAZETTEER}{one.place.geonames}", one.place.name, _around(visit, one))
            for one in found
        ),
        anew=_ANEW[kind],
        chosen=visit.form.get(f"{field}_as") if again else "",
        latitude=visit.form.get(f"{field}_latitude"),
        longitude=visit.form.get(f"{field}_longitude"),
        named=visit.form.has(f"{field}_named") or not again,
        pseudonymous=visit.form.has(f"{field}_pseudonymous"),
    )


def _near(visit: Visit, kind: Kind, typed: str, lines: Sequence[Line]) -> Iterator[Near]:
    for line in lines[:_MOST_NEAR]:
        what = visit.word(line.record.kind.value) if isinstance(line.record, Party) else ""
        yield Near(line.record.id, line.name, line.place.name if line.place else what)
    if kind is Kind.PLACE:
        for one in places_alike(visit.desk, visit.who, Place("", typed)):
            yield Near(one.id, one.name, "")


def _around(visit: Visit, one: Candidate) -> str:
    """Return in a few words what a place of the gazetteer is, and where."""
    region = one.place.region if one.place.region != one.place.name else ""
    return ", ".join(filter(None, (visit.word(one.place.kind.value), region, one.country)))
