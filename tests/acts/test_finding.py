"""Finding: words and filters together, newest first, and nothing of what the asking member may not see."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stated import (
    DENIES_THE_FACT,
    DONETSK,
    SPEAKER,
    WORDS,
    Stated,
    held,
    hidden,
    in_donetsk,
    on,
    stated,
)

from desk_cast import Cast, House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.desk import Desk
from khronika.acts.find import Found, Search, find
from khronika.acts.incidents import file_statements, record_incident, unfile
from khronika.acts.members import record_compartment
from khronika.acts.parties import record_party, speakers
from khronika.acts.places import record_place
from khronika.acts.review import accept, reject
from khronika.acts.saved import drop_search, save_search, saved_searches
from khronika.acts.search_log import set_sensitive
from khronika.acts.show import Page, log, search, show
from khronika.acts.suggest import Suggestable, Suggested, suggest
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place
from khronika.records.statement import Act, Denial, Status

ALL = Page(200)


def ids(found: Found) -> list[str]:
    return [hit.shown.id for hit in found.statements]


def sought(house: House, **fields: Any) -> list[str]:
    return ids(find(house.desk, house.cast.matei, Search(**fields), page=ALL))


@pytest.fixture
def note(house: House) -> Stated:
    return stated(house)


def test_words_are_found_newest_first_with_the_words_that_matched(house: House, note: Stated) -> None:
    first, second = note.add(2)
    found = find(house.desk, house.cast.matei, Search("quarries nobody Dzhalov"))
    assert ids(found) == []
    found = find(house.desk, house.cast.matei, Search("quar nobody Джалова"))
    assert ids(found) == [second, first]
    assert found.count == 2
    hit = found.statements[0]
    assert [hit.shown.words[start:end] for start, end in hit.matched] == ["nobody", "Quarry"]


def test_an_item_is_found_by_its_text_and_its_name_where_no_filter_is_about_statements(
    house: House, note: Stated
) -> None:
    assert [item.id for item in find(house.desk, house.cast.matei, Search("quarry")).items] == [note.item]
    assert [item.id for item in find(house.desk, house.cast.matei, Search("note")).items] == [note.item]
    assert find(house.desk, house.cast.matei, Search("quarry", act=Act.ASSERTS)).items == ()
    assert find(house.desk, house.cast.matei, Search(act=Act.ASSERTS)).items == ()


def test_every_filter_keeps_what_it_names(house: House, note: Stated) -> None:
    (plain,) = note.add()
    (denial,) = note.add(speaker="spokesperson for the Interior Ministry", **DENIES_THE_FACT)
    (here,) = note.add(places=(in_donetsk(),))
    (early,) = note.add(when=on(1), dates=(on(2, month=1),))
    (told,) = note.add(when=on(20), claims=(held(40, "2026-02"),))
    other = stated(house, f"{SPEAKER} said again that {WORDS}.\n")
    (elsewhere,) = other.add()
    assert sought(house, denies=Denial.FACT) == [denial]
    assert sought(house, denies=Denial.KNOWLEDGE) == []
    assert sought(house, act=Act.DENIES, words="nobody") == [denial]
    assert sought(house, speaker="Spokesperson for the interior MINISTRY") == [denial]
    assert sought(house, place=str(DONETSK.geonames)) == [here]
    assert sought(house, said_from=date(2026, 3, 10)) == [told]
    assert sought(house, said_to=date(2026, 3, 10)) == [early]
    assert sought(house, said_from=date(2026, 3, 1), said_to=date(2026, 3, 20)) == [told, early]
    assert sought(house, happened_from=date(2026, 2, 28), happened_to=date(2026, 3, 31)) == [told]
    assert sought(house, happened_to=date(2026, 1, 2)) == [early]
    assert sought(house, item=other.item) == [elsewhere]
    assert sought(house, item=note.item, act=Act.ASSERTS) == [told, early, here, plain]


def test_what_waits_for_a_second_person_is_found(house: House, note: Stated) -> None:
    one, two, three = note.add(3)
    accept(house.desk, house.cast.matei, [one, two])
    reject(house.desk, house.cast.matei, [three], "not a statement")
    accept(house.desk, house.cast.sanne, [two])
    assert sought(house, second_person=True) == [one]
    assert sought(house, status=Status.ACCEPTED) == [two, one]
    assert sought(house, status=Status.REJECTED) == [three]
    assert sought(house, status=Status.SUGGESTED) == []


def test_what_is_filed_to_an_incident_is_found_until_it_is_taken_back(house: House, note: Stated) -> None:
    one, _ = note.add(2)
    incident = record_incident(house.desk, house.cast.matei, Incident("", "Quarry 9")).id
    file_statements(house.desk, house.cast.matei, incident, [one])
    assert sought(house, incident=incident) == [one]
    assert sought(house, incident=incident, words="quarry") == [one]
    unfile(house.desk, house.cast.matei, incident, [one])
    assert sought(house, incident=incident) == []


def test_a_place_by_hand_is_found_by_its_names(house: House, note: Stated) -> None:
    (one,) = note.add()
    place = record_place(house.desk, house.cast.matei, Place("", "The ninth pit", ("Quarry 9",)))
    assert sought(house, place=place.id) == [one]
    drawn = record_place(house.desk, house.cast.matei, DONETSK.geonames)
    assert sought(house, place=drawn.id) == []
    (here,) = note.add(places=(in_donetsk(),))
    assert sought(house, place=drawn.id) == [here]


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


def test_pages_follow_one_another_and_the_count_is_of_the_whole(house: House, note: Stated) -> None:
    made = note.add(7)
    first = find(house.desk, house.cast.matei, Search("quarry"), page=Page(3))
    assert (ids(first), first.count, first.further) == (made[:3:-1], 7, True)
    second = find(house.desk, house.cast.matei, Search("quarry"), page=Page(3, ids(first)[-1]))
    third = find(house.desk, house.cast.matei, Search("quarry"), page=Page(3, ids(second)[-1]))
    assert ids(first) + ids(second) + ids(third) == made[::-1]
    assert (third.count, third.further, third.items) == (7, False, ())


def test_a_long_list_is_counted_up_to_a_thousand_and_told_to_be_longer(
    house: House, note: Stated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khronika.acts.assembled.MOST_COUNTED", 4)
    note.add(4)
    found = find(house.desk, house.cast.matei, Search("quarry"), page=Page(2))
    assert (found.count, found.more) == (4, False)
    hidden(house).add(3)
    assert find(house.desk, house.cast.matei, Search("quarry"), page=Page(2)) == found
    note.add(1)
    found = find(house.desk, house.cast.matei, Search("quarry"), page=Page(2))
    assert (found.count, found.more, len(found.statements)) == (4, True, 2)


def test_as_of_earlier_what_was_known_then_is_found_under_todays_rights(house: House, note: Stated) -> None:
    (one,) = note.add()
    then = str(house.desk.ledger.head().size)
    note.add()
    accept(house.desk, house.cast.matei, [one])
    desk, matei = house.desk, house.cast.matei
    (hit,) = find(desk, matei, Search("quarry"), as_of=then).statements
    assert (hit.shown.id, hit.shown.status) == (one, "suggested")
    assert ids(find(desk, matei, Search(status=Status.SUGGESTED, act=Act.ASSERTS), as_of=then)) == [one]
    assert len(find(desk, matei, Search("quarry")).statements) == 2


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
    if place == "fifty-first":
        assert before[1].further
        last = ids(before[1])[-1]
        beyond = find(desk, matei, search_for, page=Page(50, last))
        yard.add(1, **given)
        assert find(desk, matei, search_for, page=Page(50, last)) == beyond
    assert (find(desk, matei, search_for), find(desk, matei, search_for, page=Page(50))) == before
    assert find(desk, house.cast.vera, search_for).count == number + len(yard.ids)


def test_a_search_in_a_sensitive_compartment_is_in_its_log_before_it_is_answered(house: House) -> None:
    desk, ines, vera, quarry = house.desk, house.cast.ines, house.cast.vera, house.cast.quarry
    (kept_apart,) = hidden(house).add()
    size = desk.ledger.head().size
    find(desk, vera, Search("quarry"))
    assert desk.ledger.head().size == size
    set_sensitive(desk, ines, quarry)
    size = desk.ledger.head().size
    find(desk, house.cast.matei, Search("quarry"))
    find(desk, vera, Search("quarry"), scope=frozenset())
    assert desk.ledger.head().size == size
    assert ids(find(desk, vera, Search("quarry", act=Act.ASSERTS))) == [kept_apart]
    assert [hit.statement.id for hit in search(desk, vera, "vans quarry") if hit.statement] == []
    entries = log(desk, vera, limit=2)
    assert [(entry.type, entry.author) for entry in entries] == [("search.made", vera)] * 2
    bodies = [show(desk, vera, entry.subject).body for entry in entries]  # type: ignore[union-attr]
    assert bodies == [
        {"words": "vans quarry", "filters": {}},
        {"words": "quarry", "filters": {"act": "asserts"}},
    ]
    for entry in entries:
        with pytest.raises(NotFound):
            show(desk, house.cast.matei, entry.subject)


def test_nobody_needs_several_compartments_to_see_who_searched(house: House) -> None:
    desk, ines, quarry = house.desk, house.cast.ines, house.cast.quarry
    ozrin = record_compartment(desk, ines, "Ozrin").id
    for compartment in (quarry, ozrin):
        set_sensitive(desk, ines, compartment)
    find(desk, ines, Search("quarry"))
    made = [entry.subject for entry in log(desk, ines, limit=2)]
    assert [show(desk, ines, one).body for one in made] == [{"words": "quarry", "filters": {}}] * 2  # type: ignore[union-attr]
    seen = [entry.subject for entry in log(desk, house.cast.vera, limit=10)]
    assert len(set(made) & set(seen)) == 1


def test_a_search_that_cannot_be_logged_is_not_answered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_sensitive(house.desk, house.cast.ines, house.cast.quarry)
    hidden(house).add()

    def full(*_: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("khronika.ledger.store.Writing.append", full)
    for asked in (
        lambda: find(house.desk, house.cast.vera, Search("quarry")),
        lambda: search(house.desk, house.cast.vera, "quarry"),
    ):
        with pytest.raises(RuntimeError, match="no room"):
            asked()


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


@pytest.mark.parametrize(
    "wrong",
    [
        Search(said_from=date(2026, 3, 2), said_to=date(2026, 3, 1)),
        Search(item="stm_00000000000000000000000000"),
        Search(incident="Quarry 9"),
        Search(place="Sarn"),
        Search("x" * 3000),
        Search("a \ud800 word"),
        Search(speaker="\udfff"),
    ],
)
def test_nonsense_is_told_in_one_line(house: House, wrong: Search) -> None:
    with pytest.raises(UsageFault) as fault:
        find(house.desk, house.cast.matei, wrong)
    assert "\n" not in fault.value.fault
    with pytest.raises(NotFound):
        find(house.desk, house.cast.matei, Search(item=f"{Kind.ITEM}_{'0' * 26}"))


def test_hostile_words_are_words(house: House, note: Stated) -> None:
    note.add()
    for words in ('" OR shelf : "stm', "NEAR(a b)", "*", "'; DROP TABLE facets", "a\x00b", "\u202equarry"):
        find(house.desk, house.cast.matei, Search(words, speaker=words, act=Act.ASSERTS))
    assert len(sought(house)) == 1


def test_names_are_suggested_as_somebody_types(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    note.add(speaker="Mira Dzhalova")
    note.add(speaker="Anton Kelin")
    party = record_party(
        desk, matei, Party("", "Дзержинский суд", PartyKind.ORGANISATION, names=("The court",))
    )
    incident = record_incident(desk, matei, Incident("", "Vans at Quarry 9"))
    place = record_place(desk, matei, DONETSK.geonames)
    assert suggest(desk, matei, "the C", Suggestable.PARTY) == [Suggested(party.name, party.id)]
    assert suggest(desk, matei, "дзерж", Suggestable.PARTY) == [Suggested(party.name, party.id)]
    assert suggest(desk, matei, "quarry", Suggestable.INCIDENT) == [Suggested(incident.title, incident.id)]
    assert suggest(desk, matei, "don", Suggestable.PLACE) == [Suggested("Donetsk", place.id)]
    assert suggest(desk, matei, "m", Suggestable.SPEAKER) == [Suggested("Mira Dzhalova")]
    assert suggest(desk, matei, "Dzhal", Suggestable.SPEAKER) == [Suggested("Mira Dzhalova")]
    assert suggest(desk, matei, "  ", Suggestable.SPEAKER) == []
    assert suggest(desk, matei, "\ud800", Suggestable.PARTY) == []


def test_a_hidden_name_is_not_suggested_and_takes_nobodys_place(house: House) -> None:
    desk, ines, matei, quarry = house.desk, house.cast.ines, house.cast.matei, frozenset({house.cast.quarry})
    before = {}
    note, yard = stated(house), hidden(house)
    for number in range(12):
        note.add(speaker=f"Sarn {number + 20}")
        record_party(desk, ines, Party("", f"Sarn {number + 20}", PartyKind.GROUP))
        record_incident(desk, ines, Incident("", f"Sarn {number + 20}"))
        record_place(desk, ines, Place("", f"Sarn {number + 20}"))
    for kind in Suggestable:
        before[kind] = suggest(desk, matei, "sarn", kind)
        assert len(before[kind]) == 10
    listed = speakers(desk, matei)
    for number in range(12):
        yard.add(speaker=f"Sarn {number + 10}")
        yard.add(speaker=f"Sarn {number + 20}")
        record_party(desk, ines, Party("", f"Sarn {number + 10}", PartyKind.GROUP), quarry)
        record_incident(desk, ines, Incident("", f"Sarn {number + 10}"), quarry)
        record_place(desk, ines, Place("", f"Sarn {number + 10}"), quarry)
    assert {kind: suggest(desk, matei, "sarn", kind) for kind in Suggestable} == before
    assert speakers(desk, matei) == listed
    assert suggest(desk, house.cast.vera, "sarn", Suggestable.PARTY)[0].name == "Sarn 10"


def test_searches_are_saved_for_oneself_alone(house: House, cast: Cast) -> None:
    desk = house.desk
    kept = save_search(desk, cast.matei, " Vans ", Search("vans", said_from=date(2026, 3, 1), act=Act.DENIES))
    assert saved_searches(desk, cast.matei) == [kept]
    assert saved_searches(desk, cast.sanne) == []
    with pytest.raises(NotFound):
        drop_search(desk, cast.sanne, kept.id)
    desk = house.again()
    assert saved_searches(desk, cast.matei) == [kept]
    drop_search(desk, cast.matei, kept.id)
    assert saved_searches(desk, cast.matei) == []
    for name, wanted in (("", Search()), ("x" * 400, Search()), ("x", Search("y" * 3000))):
        with pytest.raises(UsageFault):
            save_search(desk, cast.matei, name, wanted)
    with pytest.raises(NotAllowed):
        save_search(desk, cast.petra, "mine", Search())


def test_saved_searches_are_bounded(desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khronika.acts.saved.MOST_SAVED", 2)
    for number in range(2):
        save_search(desk, cast.matei, f"{number}", Search())
    with pytest.raises(UsageFault, match="saved already"):
        save_search(desk, cast.matei, "one more", Search())


def test_a_desk_of_the_first_version_finds_again_once_it_is_opened(house: House, note: Stated) -> None:
    (one,) = note.add(**DENIES_THE_FACT)
    with house.desk.ledger.working() as connection:
        connection.exec_driver_sql("DROP TABLE facets")
        connection.exec_driver_sql("DROP TABLE periods")
        connection.exec_driver_sql("PRAGMA user_version = 1")
    desk = house.again()
    assert sought(house, denies=Denial.FACT) == [one]
    assert verify(desk, house.cast.ines).problems == ()
    assert rebuild(desk, house.cast.ines) == desk.ledger.head().size
    with desk.ledger.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM working").scalars().all()
    assert "views:stale" not in json.dumps(list(names))


def test_a_search_is_a_value_that_can_be_changed() -> None:
    assert replace(Search("vans"), act=Act.DENIES) == Search("vans", Act.DENIES)
