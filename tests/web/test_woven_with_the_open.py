"""What is in a compartment and names what is open: nobody outside learns of it, whatever they do.

Two copies of one desk are walked by somebody with every role who may not enter the yard. In one of them what
is in the yard is woven with the open: it has its names, bytes and titles, and names the same records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from grounds import Grounds, addresses, ways
from page_forms import PLAUSIBLE, Form
from rights_house import TERM, UNSEEN, Filled
from test_every_route import THE_LOG, plain
from walking import Answer, Book, in_order, signed_in

from desk_cast import DENIAL, House, Seeded
from khronika.acts import (
    brief,
    care,
    consent,
    contact,
    describing,
    incidents,
    parties,
    places,
    read,
    review,
)
from khronika.acts.outgoing import BriefOrder
from khronika.acts.sources import Conditions
from khronika.records.care import Care
from khronika.records.contact import Interview
from khronika.records.ids import Kind
from khronika.records.item import Description
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place

Open = Callable[[Filled], Filled]
OPEN = "open.txt"
PARTY, PLACE, TITLE = f"P {OPEN}", f"The yard of {OPEN}", f"What {OPEN} tells"
NAMES = (PARTY, PLACE, TITLE, UNSEEN)
_DRAWN = re.compile(r"\b(?:act|opn)_[0-9a-z]{26}")
"""Ids that are drawn while pages are looked at: of a form's showing, of an opening."""


def woven(filled: Filled) -> Filled:
    """Fill the yard with what has the names, bytes and titles of what is open, and names it."""
    house, inside = filled.house, frozenset({filled.house.cast.quarry})
    incident = _of_the_same_name(house, filled.seen, inside)
    incidents.file_statements(
        house.desk, house.cast.ines, incident, [filled.seen[Kind.STATEMENT]], f"for {UNSEEN}"
    )
    _of_the_same_bytes(house, filled.seen, inside, incident)
    return filled


def _of_the_same_name(house: House, seen: dict[Kind, str], inside: frozenset[str]) -> str:
    desk, ines = house.desk, house.cast.ines
    party = Party("", PARTY, PartyKind.PERSON, named=False, speaks_for=seen[Kind.PARTY], names=(UNSEEN,))
    same = parties.record_party(desk, ines, party, inside)
    place = places.record_place(desk, ines, Place("", PLACE, (UNSEEN,), within=seen[Kind.PLACE]), inside)
    victims = tuple(
        Involvement(id_, IncidentRole.VICTIM, (seen[Kind.STATEMENT],)) for id_ in (seen[Kind.PARTY], same.id)
    )
    around = seen[Kind.INCIDENT]
    told = Incident("", TITLE, ("detained",), "2026-03", seen[Kind.PLACE], victims, around)
    whole = incidents.record_incident(desk, ines, told, inside).id
    incidents.record_incident(desk, ines, replace(told, title=UNSEEN, place=place.id, part_of=whole), inside)
    consent.seal_identity(desk, ines, PARTY, "Roza", inside)
    interview = Interview(f"Two vans, says {OPEN}.\n", terms=(TERM,), party=seen[Kind.PARTY])
    interview = replace(interview, earlier=(seen[Kind.CONTACT],), compartments=inside)
    contact.record_interview(desk, ines, interview)
    return whole


def _of_the_same_bytes(house: House, seen: dict[Kind, str], inside: frozenset[str], incident: str) -> None:
    desk, ines = house.desk, house.cast.ines
    given = Conditions(inside, contributor=seen[Kind.PARTY], terms=(TERM,), person=PARTY)
    taken = house.take(DENIAL, f"{DENIAL}And more.\n", names=(OPEN, OPEN), conditions=given)
    items = [str(one.item) for one in taken]
    read.read(desk, ines, items)
    for item in items:
        statements = house.statements_of(item)
        review.accept(desk, ines, statements[:1])
        care.mark_care(desk, ines, statements[0], [Care.HELD], f"about {UNSEEN}")
        describing.describe(desk, ines, Description("", item, publisher="Sarn Radio"))
        for about in (incident, seen[Kind.INCIDENT]):
            incidents.file_statements(desk, ines, about, statements)
    brief.brief(desk, ines, BriefOrder(OPEN, (seen[Kind.ITEM], *items)))


def with_names(form: Form) -> Iterator[Form]:
    """Yield a form as it stands, and with each name of the yard wherever words are typed."""
    yield form
    for name in NAMES:
        fields = tuple((field, name if _typed(field, old) else old) for field, old in form.fields)
        if fields != form.fields:
            yield Form(form.action, fields)


def _typed(field: str, old: str) -> bool:
    return field.endswith("called") or field == "pseudonym" or old == PLAUSIBLE


def told(answer: Answer) -> str:
    return _DRAWN.sub("…", plain(answer)) + repr(answer.headers)


def test_no_page_tells_of_what_has_the_names_and_bytes_of_the_open(grounds: Grounds, opened: Open) -> None:
    pages: list[dict[str, str]] = []
    for filled in (opened(grounds.bare), woven(opened(grounds.bare))):
        with signed_in(filled, grounds.nadia) as (nadia,):
            every = (address for way in ways("GET") for address in addresses(way.path, grounds.seen))
            found = chain(nadia.crawl(but=THE_LOG), map(nadia.look, every))
            pages.append({one.address: told(one) for one in found if not THE_LOG.match(one.address)})
    bare, full = pages
    assert set(full) == set(bare)
    assert [address for address in bare if bare[address] != full[address]] == []


def test_no_form_is_answered_otherwise_for_it(grounds: Grounds, opened: Open, book: Book) -> None:
    bare, full = opened(grounds.bare), woven(opened(grounds.bare))
    unlike = []
    with signed_in(bare, grounds.nadia) as (one,), signed_in(full, grounds.nadia) as (other,):
        forms = chain.from_iterable(map(with_names, in_order(book, grounds.seen)))
        for number, form in enumerate(forms):
            for filled in (bare, full):
                filled.house.desk.randomness = Seeded(f"form {number}")
            answers = one.send(form), other.send(form)
            if len({(told(answer), answer.added) for answer in answers}) > 1:
                unlike.append(form)
    assert unlike == []
