"""Finding: words and filters together, newest first."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from search_cast import ids, sought
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

from desk_cast import House
from khronika.acts.find import Search, find
from khronika.acts.incidents import file_statements, record_incident, unfile
from khronika.acts.paging import Page
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.review import accept, reject
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotFound, UsageFault
from khronika.records.ids import Kind
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place
from khronika.records.statement import Act, Denial, Status


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
    assert [one.shown.id for one in find(house.desk, house.cast.matei, Search("quarry")).items] == [note.item]
    assert [one.shown.id for one in find(house.desk, house.cast.matei, Search("note")).items] == [note.item]
    assert find(house.desk, house.cast.matei, Search("quarry", act=Act.ASSERTS)).items == ()
    assert find(house.desk, house.cast.matei, Search(act=Act.ASSERTS)).items == ()


def test_a_text_that_was_found_comes_with_the_passage_in_which_most_words_stand(house: House) -> None:
    text = (
        f"Vans came. {'It rained. ' * 100}Then two VANS stopped by the Джалова gate, and left.{' Rain.' * 90}"
    )
    house.take(text, names=("vans.txt",))
    for words in ("vans gate", "Dzhalova vans"):
        (one,) = find(house.desk, house.cast.matei, Search(words)).items
        assert one.passage is not None
        assert one.passage.before
        assert one.passage.after
        assert "two VANS stopped" in one.passage.words
        marked = {one.passage.words[start:end] for start, end in one.passage.matched}
        assert marked == ({"VANS", "gate"} if "gate" in words else {"VANS", "Джалова"})
    (one,) = find(house.desk, house.cast.matei, Search("txt vans.txt")).items
    assert one.passage is not None
    house.take("Nothing.", names=("quarry plan.txt",))
    (one,) = find(house.desk, house.cast.matei, Search("plan")).items
    assert (one.shown.name, one.passage) == ("quarry plan.txt", None)


def test_parties_places_and_incidents_are_found_by_any_of_their_names(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    office = record_party(desk, matei, Party("", "The press", PartyKind.OFFICE, names=("Пресс-служба",)))
    place = record_place(desk, matei, Place("", "Sarn", names=("Сарн",)))
    incident = record_incident(desk, matei, Incident("", "Detentions in Sarn"))
    found = find(desk, matei, Search("пресс")).records
    assert [(one.record.id, one.record.name, one.spelling) for one in found] == [
        (office.id, "The press", "Пресс-служба")
    ]
    assert found[0].matched == ((0, 5),)
    assert [one.record.id for one in find(desk, matei, Search("Sarn")).records] == [incident.id, place.id]
    assert find(desk, matei, Search("Sarn", act=Act.ASSERTS)).records == ()
    assert find(desk, matei, Search("Sarn"), as_of="1").records == ()


def test_a_place_is_named_by_any_of_its_names_in_any_script(house: House, note: Stated) -> None:
    (here,) = note.add(places=(in_donetsk(),))
    assert sought(house, place="Донецк") == sought(house, place=" donetsk ") == [here]
    assert sought(house, place="Grozny") == []
    note.add()
    assert sought(house, place="Quarry 9") == []
    record_place(house.desk, house.cast.matei, Place("", "The pit", names=("Quarry 9",)))
    assert sought(house, place="the pit") == sought(house, place="Quarry 9") == [note.ids[1], here]


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


@pytest.mark.parametrize(
    "wrong",
    [
        Search(said_from=date(2026, 3, 2), said_to=date(2026, 3, 1)),
        Search(item="stm_00000000000000000000000000"),
        Search(incident="Quarry 9"),
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
