"""Parties: the register with those who are heard but not recorded, and each party's page from statements.

What must stay true: a page says who said what, and concludes nothing; a pseudonym is said to be one, and
nothing here leads behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from khronika.acts.assembled import Named
from khronika.acts.paging import Page as Part
from khronika.acts.parties import PartyPage, RoleIn, change_party, party_page, record_party
from khronika.acts.registers import Heard, Register, heard, parties_called, register
from khronika.errors import UsageFault
from khronika.records.ids import Kind
from khronika.records.party import Party, PartyKind
from khronika.web.answers import Answer, Context, GoTo, Page, form_page
from khronika.web.leafing import PAGE, part_of
from khronika.web.offering import Choice, offered, party_in
from khronika.web.record_forms import Inside, again, inside, inside_of
from khronika.web.routes import Way, ask, get, now, post
from khronika.web.visits import Visit

_LAST = "9999"
_MOST_LIKE = 5


@dataclass(frozen=True, slots=True)
class Parties(Context):
    """The register of parties. ``beginning`` is what was looked for."""

    template: ClassVar[str] = "parties.html"
    sheet: ClassVar[str] = "records.css"
    register: Register
    heard: Heard
    beginning: str
    later: bool


@dataclass(frozen=True, slots=True)
class PartyRoom(Context):
    """A party with what it said and what is said about it."""

    template: ClassVar[str] = "party.html"
    sheet: ClassVar[str] = "records.css"
    shown: PartyPage
    roles: Sequence[RoleIn]


@dataclass(frozen=True, slots=True)
class PartyForm(Context):
    """The fields of a party. ``entry`` is the one that was seen, empty for a new party.

    ``like`` are parties that are recorded and are perhaps the same: for a person to look at.
    """

    template: ClassVar[str] = "party_form.html"
    sheet: ClassVar[str] = "records.css"
    party: Party
    kind: str
    entry: str
    speaks_for: Choice
    inside: Inside
    fault: UsageFault | None = None
    like: Sequence[Party] = ()
    another: bool = False
    kinds: Sequence[PartyKind] = field(default=tuple(PartyKind))


def list_parties(visit: Visit) -> Answer:
    """Show the register, or those whose names begin so; words come in the body of a form."""
    beginning, after = visit.form.get("beginning"), visit.form.get("after")
    found = register(
        visit.desk, visit.who, Kind.PARTY, beginning=beginning, page=part_of(visit), as_of=visit.as_of
    )
    speaking = heard(visit.desk, visit.who, beginning=beginning, after=after, limit=PAGE, as_of=visit.as_of)
    return Page(visit.word("Parties"), Parties(found, speaking, beginning, bool(after)))


def party(visit: Visit) -> Answer:
    """Show a party."""
    shown = party_page(
        visit.desk,
        visit.who,
        visit.parts["party"],
        said=part_of(visit, "said"),
        about=part_of(visit, "about"),
        as_of=visit.as_of,
    )
    roles = sorted(shown.roles, key=lambda one: one.incident.when or _LAST)
    return Page(shown.party.name if shown.party else visit.word("A party"), PartyRoom(shown, roles))


def new(visit: Visit) -> Answer:
    """Show the form of a new party, with the name it was heard under."""
    visit = again(visit)
    named = visit.form.has("named") or not visit.form.get("name")
    return _form(visit, Party("", visit.form.get("name"), PartyKind.PERSON, named=named), "")


def record(visit: Visit) -> Answer:
    """Record a party; where one of its names is recorded already, only as another one."""
    try:
        drawn, along = _party(visit)
        _refuse_the_same(visit)
        made = record_party(visit.desk, visit.who, drawn, inside_of(visit), along)
    except UsageFault as fault:
        return _form(visit, _typed(visit), visit.form.get("kind"), fault=fault)
    return GoTo(f"/parties/{made.id}", "recorded")


def changing(visit: Visit) -> Answer:
    """Show the fields of a party to be changed."""
    shown = _standing(visit)
    assert shown.party is not None
    return _form(visit, shown.party, shown.party.kind, shown.entry, shown.speaks_for)


def change(visit: Visit) -> Answer:
    """Record a party anew."""
    id_, entry = visit.parts["party"], visit.form.get("entry")
    try:
        drawn, along = _party(visit)
        change_party(visit.desk, visit.who, replace(drawn, id=id_), entry, along)
    except UsageFault as fault:
        typed, before = replace(_typed(visit), id=id_), _standing(visit)
        return _form(visit, typed, visit.form.get("kind"), entry, before.speaks_for, fault=fault)
    return GoTo(f"/parties/{id_}", "changed")


def _standing(visit: Visit) -> PartyPage:
    shown = party_page(visit.desk, visit.who, visit.parts["party"], said=Part(1), about=Part(1))
    if shown.party is None:
        raise UsageFault("this party cannot be changed", "it was erased, or consent was withdrawn")
    return shown


def _party(visit: Visit) -> tuple[Party, Party | None]:
    """Return the party that a form holds, and whom it speaks for where that is recorded along.

    Raises:
        UsageFault: what it is was not said, or whom it speaks for is not clear.
    """
    if visit.form.get("kind") not in set(PartyKind):
        hint = "a person, a group, an organisation or an office"
        raise UsageFault("what this party is was not said", hint).beside("kind")
    typed = replace(_typed(visit), kind=PartyKind(visit.form.get("kind")))
    speaks_for, along = party_in(visit, "speaks_for")
    return replace(typed, speaks_for=speaks_for), along


def _typed(visit: Visit) -> Party:
    return Party(
        "",
        visit.form.get("name"),
        PartyKind.PERSON,
        named=visit.form.has("named"),
        pseudonymous=visit.form.has("pseudonymous"),
        names=tuple(visit.form.lines("names")),
    )


def _form(
    visit: Visit,
    shown: Party,
    kind: str,
    entry: str = "",
    speaks_for: Named | None = None,
    *,
    fault: UsageFault | None = None,
) -> Page:
    visit = again(visit)
    named = offered(visit, "speaks_for", Kind.PARTY, speaks_for, without=shown.id)
    title = visit.word("Change a party") if shown.id else visit.word("Record a party")
    like = () if shown.id or not shown.name else _perhaps_the_same(visit, shown.name)
    form = PartyForm(shown, kind, entry, named, inside(visit), fault, like, visit.form.has("another"))
    return form_page(title, form, fault)


def _refuse_the_same(visit: Visit) -> None:
    """Ask before a second party of one name is recorded.

    Raises:
        UsageFault: one of the names is recorded, and it was not said that this is another party.
    """
    names = [name for name in (visit.form.get("name"), *visit.form.lines("names")) if name]
    if not visit.form.has("another") and parties_called(visit.desk, visit.who, names):
        fault = "perhaps the same party is recorded already"
        raise UsageFault(fault, "use that one, or tick that this is another one")


def _perhaps_the_same(visit: Visit, name: str) -> list[Party]:
    """Return the recorded parties of a name, or of one that sounds like it in another script."""
    lines = register(visit.desk, visit.who, Kind.PARTY, beginning=name).lines[:_MOST_LIKE]
    return [line.record for line in lines if isinstance(line.record, Party)]


WAYS: tuple[Way, ...] = (
    get("/parties", list_parties),
    post("/parties", record),
    get("/parties/find", list_parties),
    ask("/parties/find", list_parties),
    now("/parties/new", new),
    ask("/parties/new", new),
    get("/parties/{party}", party),
    now("/parties/{party}/change", changing),
    post("/parties/{party}/change", change),
)
