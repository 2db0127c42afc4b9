"""Finding tells nothing of what the asking member may not see: no hit, no count, no step more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from search_cast import ids, sought
from sqlalchemy import event
from stated import (
    DENIES_THE_FACT,
    DONETSK,
    SPEAKER,
    Stated,
    hidden,
    in_donetsk,
    on,
    stated,
)

from desk_cast import House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.find import Search, find
from khronika.acts.incidents import record_incident
from khronika.acts.paging import Page
from khronika.acts.parties import record_party, speakers
from khronika.acts.places import record_place
from khronika.acts.suggest import Suggestable, suggest
from khronika.errors import NotFound
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place
from khronika.records.statement import Act, Denial, Status


def test_a_place_one_may_not_see_is_not_found_by_its_name(house: House, note: Stated) -> None:
    note.add()
    desk, matei = house.desk, house.cast.matei
    place = Place("", "The pit", names=("Quarry 9",))
    record_place(desk, house.cast.ines, place, frozenset({house.cast.quarry}))
    assert find(desk, matei, Search(place="The pit")) == find(desk, matei, Search(place="No such pit"))
    assert sought(house, place="the pit") == []
    assert find(desk, house.cast.vera, Search(place="The pit")).count == 1


def test_a_compartment_is_searched_alone_and_a_scope_leaves_the_others_out(
    house: House, note: Stated
) -> None:
    (open_one,) = note.add()
    (kept_apart,) = hidden(house).add()
    desk, vera, quarry = house.desk, house.cast.vera, house.cast.quarry
    assert ids(find(desk, vera, Search("quarry"))) == [kept_apart, open_one]
    assert ids(find(desk, vera, Search("quarry", compartment=quarry))) == [kept_apart]
    assert ids(find(desk, vera, Search("quarry"), scope=frozenset())) == [open_one]
    assert ids(find(desk, vera, Search("quarry"), scope=frozenset({quarry}))) == [kept_apart, open_one]
    for scope in ({"scope": frozenset({quarry})}, {"search": Search("quarry", compartment=quarry)}):
        given = {"search": Search("quarry"), **scope}
        with pytest.raises(NotFound):
            find(desk, house.cast.matei, **given)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize("place", ["first", "only", "fifty-first", "every other"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"words": "quarry"},
        {"act": Act.ASSERTS},
        {"speaker": SPEAKER},
        {"said_from": date(2026, 3, 1)},
        {"happened_from": date(2026, 3, 1)},
        {"place": str(DONETSK.geonames)},
        {"place": "Донецк"},
        {"status": Status.SUGGESTED},
    ],
    ids=lambda fields: " ".join(fields) or "nothing",
)
def test_a_hidden_statement_is_in_no_hit_no_count_and_no_page(
    house: House, fields: dict[str, Any], place: str
) -> None:
    """Whoever may not enter the yard gets the answer of a desk where nothing was ever put into it."""
    note = stated(house)
    given: dict[str, Any] = {"when": on(3), "dates": (on(3),), "places": (in_donetsk(),)}
    number = {"first": 4, "only": 0, "fifty-first": 52, "every other": 3}[place]
    note.add(number, **given)
    desk, matei, search_for = house.desk, house.cast.matei, Search(**fields)
    before = find(desk, matei, search_for), find(desk, matei, search_for, page=Page(50))
    yard = hidden(house)
    yard.add(3, **given)
    for name in ("Quarry 9", "Донецк"):
        named_in_the_yard(house, name)
    if place == "fifty-first":
        assert before[1].further
        last = ids(before[1])[-1]
        beyond = find(desk, matei, search_for, page=Page(50, last))
        yard.add(1, **given)
        assert find(desk, matei, search_for, page=Page(50, last)) == beyond
    assert (find(desk, matei, search_for), find(desk, matei, search_for, page=Page(50))) == before
    assert find(desk, house.cast.vera, search_for).count == number + len(yard.ids)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"act": Act.DENIES},
        {"speaker": SPEAKER},
        {"said_from": date(2026, 3, 1)},
        {"happened_from": date(2026, 3, 1)},
        {"place": str(DONETSK.geonames)},
        {"words": "quarry", "act": Act.DENIES},
        {"words": "quarry"},
        {"place": "Донецк"},
        {"place": "Quarry 9"},
    ],
    ids=lambda fields: " ".join(fields) or "nothing",
)
def test_however_much_is_hidden_an_answer_takes_the_same_steps(
    house: House, fields: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khronika.ledger.finding._FEW", 0)
    text = "Roza Vardol said that nobody is held.\n"
    stated(house, text).add(1, "nobody is held", speaker="Roza Vardol", acts=(Act.PROMISES,))
    before = steps(house, Search(**fields))
    given: dict[str, Any] = {"when": on(3), "dates": (on(3),), "places": (in_donetsk(),)}
    hidden(house).add(300, acts=(Act.DENIES,), denies=(Denial.FACT,), **given)
    for name in ("Quarry 9", "Донецк"):
        named_in_the_yard(house, name)
    assert steps(house, Search(**fields)) == before
    assert len(steps(house, Search(**fields), house.cast.vera)) > len(before)


def named_in_the_yard(house: House, name: str) -> None:
    """Record a party, a place and an incident of a name, in the compartment of the yard."""
    desk, ines, yard = house.desk, house.cast.ines, frozenset({house.cast.quarry})
    record_party(desk, ines, Party("", name, PartyKind.GROUP), yard)
    record_place(desk, ines, Place("", name), yard)
    record_incident(desk, ines, Incident("", name), yard)


def steps(house: House, search_for: Search, member: str | None = None) -> list[str]:
    """Return what the database was asked, in its order."""
    asked: list[str] = []

    def note_it(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(house.desk.engine, "before_cursor_execute", note_it)
    find(house.desk, member or house.cast.matei, search_for)
    event.remove(house.desk.engine, "before_cursor_execute", note_it)
    return asked


def test_what_consent_was_withdrawn_for_is_not_found(house: House) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM)
    note = stated(house, terms=(term,))
    note.add(3, **DENIES_THE_FACT)
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")
    for fields in ({}, {"words": "quarry"}, {"denies": Denial.FACT}, {"item": note.item}):
        found = find(house.desk, house.cast.matei, Search(**fields))
        assert (found.statements, found.items, found.count) == ((), (), 0)
    assert speakers(house.desk, house.cast.matei) == []
    assert suggest(house.desk, house.cast.matei, "Mira", Suggestable.SPEAKER) == []


def test_what_is_erased_is_not_found_and_leaves_no_facet(house: House, note: Stated) -> None:
    (one,) = note.add(when=on(3), **DENIES_THE_FACT)
    house.erase(one)
    assert (
        sought(house) == sought(house, denies=Denial.FACT) == sought(house, said_from=date(2026, 1, 1)) == []
    )
    with house.desk.ledger.reading() as connection:
        acts = connection.exec_driver_sql("SELECT count(*) FROM facets WHERE facet IN ('act', 'denies')")
        days = connection.exec_driver_sql("SELECT count(*) FROM periods")
        assert (acts.scalar(), days.scalar()) == (0, 0)
