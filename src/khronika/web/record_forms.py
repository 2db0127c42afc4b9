"""What the forms of parties, places and incidents have in common: a record named in a form, and compartments.

What must stay true: names that are looked for travel in the body of a form, never in an address; a form that
was refused comes back with all that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khronika.acts.assembled import Named
from khronika.acts.members import compartments
from khronika.acts.paging import Page as Part
from khronika.acts.registers import Line, register
from khronika.errors import UsageFault
from khronika.records.access import Compartment
from khronika.records.ids import Kind, is_id
from khronika.records.matter import Incident
from khronika.web.frame import _
from khronika.web.visits import Visit

_LISTED = 40
NOBODY = {
    Kind.PARTY: _("no party is recorded under this name"),
    Kind.PLACE: _("no place is recorded under this name"),
    Kind.INCIDENT: _("no incident is recorded under this name"),
}


@dataclass(frozen=True, slots=True)
class Near:
    """What may be meant by a name that was typed: a record, or a place of the gazetteer, and what it is."""

    id: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for a name that was typed and is that of no record, or of several.

    ``near`` are records that may be meant, ``known`` places of the gazetteer, ``anew`` is what it may be
    recorded as, in words; the rest is what was said of it.
    """

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
class Inside:
    """The compartments that the member may record in, and those that are ticked."""

    compartments: Sequence[Compartment]
    ticked: frozenset[str]


def choice(visit: Visit, field: str, kind: Kind, chosen: Named | None = None, without: str = "") -> Choice:
    """Return what a form offers for a record: those whose names begin as was typed, else the newest."""
    typed = visit.form.get(f"{field}_called")
    page = register(visit.desk, visit.who, kind, beginning=typed, page=Part(_LISTED))
    options = [named_line(line) for line in page.lines[:_LISTED] if line.record.id != without]
    if chosen is not None and chosen.id not in {one.id for one in options}:
        options.insert(0, chosen)
    taken = visit.form.get(field) if visit.form.has(field) else (chosen.id if chosen else "")
    only = options[0].id if typed and len(options) == 1 else ""
    return Choice(field, options, taken or only, typed)


def chosen_in(visit: Visit, field: str, kind: Kind) -> str | None:
    """Return the id of the record that a form names, by the list or by its name; ``None`` for none.

    Raises:
        UsageFault: the name is that of no record, or of several.
    """
    typed = visit.form.get(f"{field}_called")
    if not typed:
        taken = visit.form.get(field)
        if taken and not is_id(taken, kind):
            raise UsageFault("this is not on the list", "choose from the list")
        return taken or None
    lines = register(visit.desk, visit.who, kind, beginning=typed).lines
    same = [line for line in lines if typed.casefold() in {one.casefold() for one in names_of_line(line)}]
    found = same or list(lines)
    if len(found) == 1:
        return found[0].record.id
    if not found:
        raise UsageFault(NOBODY[kind], "record it first, or leave this empty")
    raise UsageFault("several bear this name", "choose from the list, and leave the box for the name empty")


def inside(visit: Visit, ticked: frozenset[str] = frozenset()) -> Inside:
    """Return the compartments that a form offers."""
    given = inside_of(visit) if visit.form.has("form") else ticked
    return Inside(compartments(visit.desk, visit.who), given)


def inside_of(visit: Visit) -> frozenset[str]:
    """Return the compartments that are ticked in a form."""
    return frozenset(visit.form.all("inside"))


def named_line(line: Line) -> Named:
    """Return a line of a register by its name."""
    when = line.record.when if isinstance(line.record, Incident) else ""
    return Named(line.record.id, line.name, "recorded", when)


def names_of_line(line: Line) -> tuple[str, ...]:
    """Return all names of a line of a register."""
    return (line.name, *getattr(line.record, "names", ()))
