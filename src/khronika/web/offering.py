"""A party, a place or an incident that a form names: chosen from a list, by its name, or recorded along.

What must stay true: names that are looked for travel in the body of a form, never in an address; for what was
typed a record of that very name is taken and no other; what is only like it, or in the gazetteer, is offered,
and a person says which; what was said of one name counts for no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from khronika.acts.alike import places_alike
from khronika.acts.assembled import Named
from khronika.acts.paging import Page as Part
from khronika.acts.places import places_called
from khronika.acts.registers import Line, register
from khronika.errors import UsageFault
from khronika.records.ids import Kind, is_id
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place, Precision
from khronika.records.places import PlaceCandidate
from khronika.web.frame import _
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
    Kind.INCIDENT: {"pattern": _("an incident of this title that has others as its parts")},
}
"""What a record of a kind may be recorded as, with its words."""

_NOBODY = {
    Kind.PARTY: _("no party is recorded under this name"),
    Kind.PLACE: _("no place is recorded under this name"),
    Kind.INCIDENT: _("no incident is recorded under this name"),
}
_FROM_GAZETTEER = "geonames:"
_LISTED = 40
_MOST_NEAR = 6
_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Near:
    """What may be meant by a name that was typed: a record, or a place of the gazetteer, and what it is."""

    id: str
    name: str
    about: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for a name that was typed and is that of no record of a kind, or of several.

    ``near`` are records that may be meant, ``known`` places of the gazetteer, ``anew`` is what it may be
    recorded as, in words; the rest is what was said of it.
    """

    kind: Kind
    name: str
    several: bool
    near: Sequence[Near]
    known: Sequence[Near]
    anew: Mapping[str, str]
    chosen: str = ""
    latitude: str = ""
    longitude: str = ""
    named: bool = True
    pseudonymous: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A record to be named: a list to choose from, what is chosen, and what was typed to find another."""

    field: str
    options: Sequence[Named]
    chosen: str = ""
    typed: str = ""
    offer: Offer | None = None


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


def offered(visit: Visit, field: str, kind: Kind, chosen: Named | None = None, without: str = "") -> Choice:
    """Return what a form offers for a record: those called as was typed, and the newest.

    Where not one alone has the name typed, also to record it along. ``without`` is the record that the form
    itself is about.
    """
    typed = visit.form.get(f"{field}_called")
    found = _called(visit, kind, typed) if typed else ()
    newest = register(visit.desk, visit.who, kind, page=Part(_LISTED)).lines
    options = {} if chosen is None else {chosen.id: chosen}
    options |= {line.record.id: _named(line) for line in (*found[:_LISTED], *newest)}
    options.pop(without, None)
    taken = visit.form.get(field) if visit.form.has(field) else (chosen.id if chosen else "")
    asks = bool(typed) and len(_same(found, typed)) != 1
    offer = _offer(visit, field, kind, found, without) if asks else None
    return Choice(field, list(options.values()), taken, typed, offer)


def place_in(visit: Visit, field: str = "place") -> tuple[str | None, Place | int | None]:
    """Return the id of the place that a form names, or what is recorded along as that place.

    Raises:
        UsageFault: it was not said which place it is, or how precisely it is known.
    """
    id_, anew = _said_of(visit, field, Kind.PLACE)
    if not anew:
        return id_, None
    if anew.startswith(_FROM_GAZETTEER):
        return None, int(anew.removeprefix(_FROM_GAZETTEER)[:18])
    given = (visit.form.get(f"{field}_{which}") for which in ("called", "latitude", "longitude"))
    name, latitude, longitude = given
    return None, Place("", name, latitude=latitude, longitude=longitude, precision=Precision(anew))


def party_in(visit: Visit, field: str = "party") -> tuple[str | None, Party | None]:
    """Return the id of the party that a form names, or what is recorded along as that party.

    Raises:
        UsageFault: it was not said which party it is, or what it is.
    """
    id_, anew = _said_of(visit, field, Kind.PARTY)
    if not anew:
        return id_, None
    named, pseudonymous = (visit.form.has(f"{field}_{box}") for box in ("named", "pseudonymous"))
    name = visit.form.get(f"{field}_called")
    return None, Party("", name, PartyKind(anew), named=named, pseudonymous=pseudonymous)


def pattern_in(visit: Visit, field: str = "part_of") -> tuple[str | None, str]:
    """Return the id of the incident that a form names, or the title of one that is recorded along.

    Raises:
        UsageFault: it was not said which incident it is.
    """
    id_, anew = _said_of(visit, field, Kind.INCIDENT)
    return id_, visit.form.get(f"{field}_called") if anew else ""


def _said_of(visit: Visit, field: str, kind: Kind) -> tuple[str | None, str]:
    """Return which record a form names, ``None`` for none, and as what it is to be recorded, where it is not.

    Raises:
        UsageFault: no record, or several, have the name that was typed, and nothing was said of that.
    """
    typed = visit.form.get(f"{field}_called")
    if not typed:
        return _on_the_list(kind, visit.form.get(field)), ""
    same = _same(_called(visit, kind, typed), typed)
    if len(same) == 1:
        return same[0].record.id, ""
    said = visit.form.get(f"{field}_as")
    if said and visit.form.get(f"{field}_offered") == typed:
        anew = said in _ANEW[kind] or (kind is Kind.PLACE and _is_of_the_gazetteer(said))
        return (None, said) if anew else (_on_the_list(kind, said), "")
    if same:
        raise UsageFault("several bear this name", "say below which one it is")
    raise UsageFault(_NOBODY[kind], "say below which one it is, or what to record it as")


def _on_the_list(kind: Kind, id_: str) -> str | None:
    """Return an id of a kind that was chosen, ``None`` where nothing was."""
    if id_ and not is_id(id_, kind):
        raise UsageFault("this is not on the list", "choose from the list")
    return id_ or None


def _is_of_the_gazetteer(said: str) -> bool:
    return said.startswith(_FROM_GAZETTEER) and said.removeprefix(_FROM_GAZETTEER).isdecimal()


def _called(visit: Visit, kind: Kind, typed: str) -> Sequence[Line]:
    """Return the records of a kind whose names begin as was typed, or have a word that does."""
    return register(visit.desk, visit.who, kind, beginning=typed).lines


def _same(lines: Sequence[Line], typed: str) -> list[Line]:
    """Return those that bear the very name."""
    return [line for line in lines if typed.casefold() in {one.casefold() for one in _names(line)}]


def _offer(visit: Visit, field: str, kind: Kind, lines: Sequence[Line], without: str) -> Offer:
    typed = visit.form.get(f"{field}_called")
    again = visit.form.get(f"{field}_offered") == typed
    near = {one.id: one for one in _near(visit, kind, typed, lines) if one.id != without}
    found = candidates_called(visit, typed, _MOST_CANDIDATES) if kind is Kind.PLACE else []
    return Offer(
        kind,
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
    for line in lines:
        what = visit.word(line.record.kind.value) if isinstance(line.record, Party) else ""
        yield Near(line.record.id, line.name, line.place.name if line.place else what, _when(line))
    if kind is Kind.PLACE:
        for one in places_alike(visit.desk, visit.who, Place("", typed)):
            yield Near(one.id, one.name)


def _around(visit: Visit, one: Candidate) -> str:
    """Return in a few words what a place of the gazetteer is, and where."""
    region = one.place.region if one.place.region != one.place.name else ""
    return ", ".join(filter(None, (visit.word(one.place.kind.value), region, one.country)))


def _named(line: Line) -> Named:
    return Named(line.record.id, line.name, "recorded", _when(line))


def _when(line: Line) -> str:
    return line.record.when if isinstance(line.record, Incident) else ""


def _names(line: Line) -> tuple[str, ...]:
    return (line.name, *getattr(line.record, "names", ()))
